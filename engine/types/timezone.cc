#include "engine/types/timezone.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "engine/types/datetime.h"
#include "engine/types/posix_rule.h"
#include "engine/types/tzif.h"

namespace dsql::engine {

namespace fs = std::filesystem;

namespace {

const char* const tzdata_folder = "/usr/share/zoneinfo";

std::int64_t to_unix_seconds(std::int64_t micros) {
  const std::int64_t since_1970 = micros / micros_per_second - (micros % micros_per_second < 0);
  return since_1970 - unix_epoch_micros / micros_per_second;
}

// nullopt past the end of time as we count it.
std::optional<std::int64_t> from_unix_seconds(std::int64_t seconds) {
  std::int64_t micros = 0;
  if (__builtin_add_overflow(seconds, unix_epoch_micros / micros_per_second, &seconds) ||
      __builtin_mul_overflow(seconds, micros_per_second, &micros)) {
    return std::nullopt;
  }
  return micros;
}

class FixedZone final : public TimeZone {
 public:
  FixedZone(std::string name, std::int32_t offset, std::string abbreviation)
      : TimeZone(std::move(name)), offset_(offset), abbreviation_(std::move(abbreviation)) {}

  Local at(std::int64_t) const override { return {offset_, false, abbreviation_}; }
  std::optional<std::int64_t> next_change(std::int64_t) const override { return std::nullopt; }
  bool fixed() const override { return true; }

 private:
  std::int32_t offset_;
  std::string abbreviation_;
};

// A zone of a TZif file or of a POSIX rule.
template <class Rules>
class RulesZone final : public TimeZone {
 public:
  RulesZone(std::string name, Rules rules) : TimeZone(std::move(name)), rules_(std::move(rules)) {}

  Local at(std::int64_t utc_micros) const override {
    return rules_.at(to_unix_seconds(utc_micros));
  }
  std::optional<std::int64_t> next_change(std::int64_t utc_micros) const override {
    const std::optional<std::int64_t> change = next(to_unix_seconds(utc_micros));
    if (!change) return std::nullopt;
    return from_unix_seconds(*change);
  }

 private:
  std::optional<std::int64_t> next(std::int64_t unix_seconds) const {
    if constexpr (std::is_same_v<Rules, PosixRule>) {
      if (!rules_.has_daylight()) return std::nullopt;
    }
    return rules_.next_change(unix_seconds);
  }

  Rules rules_;
};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), to_lower);
  return lower;
}

// The entry of `folder` called `name` in any case; empty if none. Names that start with a dot never
// match, so nothing outside the folder is reached.
std::string find_entry(const fs::path& folder, std::string_view name) {
  if (name.empty() || name[0] == '.') return {};
  std::error_code error;
  std::string found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    std::string candidate = entry.path().filename().string();
    if (candidate == name) return candidate;
    if (equals_ignoring_case(candidate, name)) found = std::move(candidate);
  }
  return found;
}

// `name` below the tzdata folder as the files spell it; empty if there is no such file.
std::string canonical_name(std::string_view name) {
  fs::path folder = tzdata_folder;
  std::string canonical;
  while (true) {
    const std::size_t slash = name.find('/');
    const std::string entry = find_entry(folder, name.substr(0, slash));
    if (entry.empty()) return {};
    folder /= entry;
    canonical += entry;
    if (slash == std::string_view::npos) break;
    canonical += '/';
    name.remove_prefix(slash + 1);
  }
  std::error_code error;
  return fs::is_regular_file(folder, error) ? canonical : std::string();
}

std::unique_ptr<TimeZone> load_zone(std::string_view name) {
  const std::string canonical = canonical_name(name);
  if (canonical.empty()) return nullptr;
  std::ifstream file(fs::path(tzdata_folder) / canonical, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  std::optional<Tzif> zone = Tzif::parse(bytes);
  if (!zone) return nullptr;
  return std::make_unique<RulesZone<Tzif>>(canonical, std::move(*zone));
}

std::unique_ptr<TimeZone> make_zone(std::string_view name) {
  if (equals_ignoring_case(name, "utc")) return std::make_unique<FixedZone>("UTC", 0, "UTC");
  if (equals_ignoring_case(name, "gmt")) return std::make_unique<FixedZone>("GMT", 0, "GMT");
  if (std::unique_ptr<TimeZone> zone = load_zone(name)) return zone;
  std::string upper(name);
  std::ranges::transform(upper, upper.begin(), to_upper);
  std::optional<PosixRule> rule = PosixRule::parse(upper);
  if (!rule) return nullptr;
  return std::make_unique<RulesZone<PosixRule>>(upper, std::move(*rule));
}

// Zones by lower-case name; a name that is no zone is remembered as null, up to a bound, because
// clients may send any text.
class ZoneCache {
 public:
  template <class Make>
  const TimeZone* find(const std::string& key, Make&& make) {
    {
      const std::shared_lock lock(mutex_);
      const auto found = zones_.find(key);
      if (found != zones_.end()) return found->second.get();
    }
    std::unique_ptr<TimeZone> made = make();
    const std::unique_lock lock(mutex_);
    if (made == nullptr && zones_.size() > most_remembered) return nullptr;
    return zones_.try_emplace(key, std::move(made)).first->second.get();
  }

 private:
  static constexpr std::size_t most_remembered = 4096;
  std::shared_mutex mutex_;
  std::map<std::string, std::unique_ptr<TimeZone>, std::less<>> zones_;
};

// Loaded zones are facts about the world, so all clusters of a process share them.
ZoneCache& zone_cache() {
  static ZoneCache cache;
  return cache;
}

std::string offset_text(std::int32_t offset, char sign) {
  const std::int32_t seconds = std::abs(offset);
  std::string text(1, sign);
  append_padded(text, seconds / 3600, 2);
  if (seconds % 3600 != 0) {
    text.push_back(':');
    append_padded(text, seconds / 60 % 60, 2);
  }
  if (seconds % 60 != 0) {
    text.push_back(':');
    append_padded(text, seconds % 60, 2);
  }
  return text;
}

}  // namespace

std::int32_t TimeZone::offset_of_local(std::int64_t local_micros) const {
  if (fixed()) return at(0).offset;
  // No zone is a day or more from UTC, so the change that matters is the first after the day
  // before.
  const std::int64_t day_before = local_micros - micros_per_day;
  const std::int32_t before = at(day_before).offset;
  const std::optional<std::int64_t> change = next_change(day_before);
  if (!change) return before;
  const std::int32_t after = at(*change).offset;
  const std::int64_t utc_before = local_micros - before * micros_per_second;
  const std::int64_t utc_after = local_micros - after * micros_per_second;
  if (utc_before < *change && utc_after < *change) return before;
  if (utc_before > *change && utc_after >= *change) return after;
  return utc_before > utc_after ? before : after;
}

const TimeZone& utc_zone() {
  static const TimeZone* const zone = find_time_zone("UTC");
  return *zone;
}

const TimeZone* find_time_zone(std::string_view name) {
  constexpr std::size_t longest = 255;
  if (name.empty() || name.size() > longest) return nullptr;
  return zone_cache().find(lower_case(name), [&] { return make_zone(name); });
}

const TimeZone& fixed_zone(std::int32_t offset) {
  const bool west = offset < 0;
  const std::string abbreviation = offset_text(offset, west ? '-' : '+');
  const std::string name = "<" + abbreviation + ">" + offset_text(offset, west ? '+' : '-');
  return *zone_cache().find("fixed " + name, [&]() -> std::unique_ptr<TimeZone> {
    return std::make_unique<FixedZone>(name, offset, abbreviation);
  });
}

std::vector<std::string> time_zone_names() {
  std::vector<std::string> names;
  std::error_code error;
  const fs::path root = tzdata_folder;
  for (fs::recursive_directory_iterator it(root, error), end; it != end; it.increment(error)) {
    const std::string name = fs::relative(it->path(), root).string();
    // right/ counts leap seconds, posix/ repeats the rest.
    if (it->is_directory() && (name == "right" || name == "posix")) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file() && name.find('.') == std::string::npos &&
               name != "localtime" && name != "posixrules" && name != "leapseconds" &&
               name != "Factory") {
      names.push_back(name);
    }
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace dsql::engine
