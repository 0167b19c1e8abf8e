#include "engine/types/tzif.h"

#include <algorithm>

#include "engine/types/codec.h"

namespace dsql::engine {

namespace {

constexpr std::size_t header_size = 44;

// The counts of a header, in the file's order.
struct Counts {
  std::uint32_t utc_flags, standard_flags, leaps, changes, offsets, name_bytes;

  // Bytes of a block whose times take `time_size` bytes.
  std::size_t block_size(std::size_t time_size) const {
    return changes * (time_size + 1) + offsets * std::size_t{6} + name_bytes +
           leaps * (time_size + 4) + standard_flags + utc_flags;
  }
};

std::optional<Counts> read_header(std::string_view bytes) {
  if (bytes.size() < header_size || !bytes.starts_with("TZif") || bytes[4] < '2')
    return std::nullopt;
  const auto count = [&](int i) {
    return read_big_endian<std::uint32_t>(bytes.data() + 20 + i * 4);
  };
  return Counts{count(0), count(1), count(2), count(3), count(4), count(5)};
}

}  // namespace

std::optional<Tzif> Tzif::parse(std::string_view bytes) {
  // The first block, in 32 bits, is only skipped.
  const std::optional<Counts> narrow = read_header(bytes);
  if (!narrow || bytes.size() < header_size + narrow->block_size(4)) return std::nullopt;
  bytes.remove_prefix(header_size + narrow->block_size(4));
  const std::optional<Counts> counts = read_header(bytes);
  if (!counts || counts->leaps != 0 || counts->offsets == 0 ||
      bytes.size() < header_size + counts->block_size(8)) {
    return std::nullopt;
  }
  Tzif zone;
  const char* next = bytes.data() + header_size;
  for (std::uint32_t i = 0; i < counts->changes; ++i, next += 8)
    zone.changes_.push_back(read_big_endian<std::int64_t>(next));
  for (std::uint32_t i = 0; i < counts->changes; ++i, ++next)
    zone.after_.push_back(static_cast<std::uint8_t>(*next));
  for (std::uint32_t i = 0; i < counts->offsets; ++i, next += 6)
    zone.offsets_.push_back(
        {read_big_endian<std::int32_t>(next), next[4] != 0, static_cast<std::uint8_t>(next[5])});
  zone.names_.assign(next, counts->name_bytes);
  const bool valid =
      std::ranges::all_of(zone.after_, [&](std::uint8_t i) { return i < counts->offsets; }) &&
      std::ranges::all_of(zone.offsets_,
                          [&](const Offset& o) { return o.name < counts->name_bytes; });
  if (!valid) return std::nullopt;
  std::string_view footer = bytes.substr(header_size + counts->block_size(8));
  if (footer.size() > 2) zone.rule_ = PosixRule::parse(footer.substr(1, footer.size() - 2));
  return zone;
}

TimeZone::Local Tzif::local(const Offset& offset) const {
  return {offset.offset, offset.daylight, std::string_view(names_.c_str() + offset.name)};
}

TimeZone::Local Tzif::at(std::int64_t unix_seconds) const {
  const auto after = std::ranges::upper_bound(changes_, unix_seconds);
  if (after == changes_.begin()) return local(offsets_[first_]);
  if (after == changes_.end() && rule_) return rule_->at(unix_seconds);
  return local(offsets_[after_[static_cast<std::size_t>(after - changes_.begin()) - 1]]);
}

std::optional<std::int64_t> Tzif::next_change(std::int64_t unix_seconds) const {
  const auto after = std::ranges::upper_bound(changes_, unix_seconds);
  if (after != changes_.end()) return *after;
  if (!rule_ || !rule_->has_daylight()) return std::nullopt;
  return rule_->next_change(unix_seconds);
}

}  // namespace dsql::engine
