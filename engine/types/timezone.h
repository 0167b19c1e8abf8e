// TimeZone: the offsets of one zone over time, read from the system's tzdata (TZif files with their
// POSIX rule for the years after the last transition), from a POSIX rule, or a fixed offset. Zones
// are immutable; the ones found by name are loaded once and live as long as the program. Offsets
// are seconds east of UTC; times are microseconds since 2000-01-01.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsql::engine {

class TimeZone {
 public:
  struct Local {
    std::int32_t offset = 0;
    bool daylight = false;
    std::string_view abbreviation;
  };

  virtual ~TimeZone() = default;

  // As SHOW TimeZone prints it.
  const std::string& name() const { return name_; }

  // What is in force at a moment in UTC.
  virtual Local at(std::int64_t utc_micros) const = 0;

  // The moment of the first change after `utc_micros`, if there is one.
  virtual std::optional<std::int64_t> next_change(std::int64_t utc_micros) const = 0;

  // The offset that a local time means: where the clock skips it, the rule before; where it
  // repeats, the rule after, as PostgreSQL has it.
  std::int32_t offset_of_local(std::int64_t local_micros) const;

  // Whether at() is the same for all time.
  virtual bool fixed() const { return false; }

 protected:
  explicit TimeZone(std::string name) : name_(std::move(name)) {}

 private:
  std::string name_;
};

const TimeZone& utc_zone();

// The zone of that name: a tzdata name in any case, or a POSIX rule such as "EST5EDT" or
// "<+03>-3". Null if there is none. Thread-safe.
const TimeZone* find_time_zone(std::string_view name);

// The zone of a fixed offset, named as PostgreSQL names it ("<+05:30>-05:30"). Thread-safe.
const TimeZone& fixed_zone(std::int32_t offset);

// A zone abbreviation of PostgreSQL's default set. Zones whose abbreviation has meant several
// offsets are given by name.
struct ZoneAbbreviation {
  std::string_view name;  // lower case
  std::int32_t offset = 0;
  bool daylight = false;
  std::string_view zone;  // if not empty, the offset is this zone's at the time
};
// Null if unknown; any case.
const ZoneAbbreviation* find_abbreviation(std::string_view name);

// The set by name: pg_timezone_abbrevs.
std::span<const ZoneAbbreviation> zone_abbreviations();

// Every name below the tzdata folder, sorted: pg_timezone_names.
std::vector<std::string> time_zone_names();

}  // namespace dsql::engine
