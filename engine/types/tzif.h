// Tzif: one file of the system's tzdata (RFC 8536) in memory. Immutable after load.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types/posix_rule.h"

namespace dsql::engine {

class Tzif {
 public:
  // nullopt if `bytes` is no TZif file of version 2 or later, or one that counts leap seconds.
  static std::optional<Tzif> parse(std::string_view bytes);

  // Seconds since 1970.
  TimeZone::Local at(std::int64_t unix_seconds) const;
  std::optional<std::int64_t> next_change(std::int64_t unix_seconds) const;

 private:
  struct Offset {
    std::int32_t offset = 0;
    bool daylight = false;
    std::uint8_t name = 0;  // position in names_
  };
  TimeZone::Local local(const Offset& offset) const;

  std::vector<std::int64_t> changes_;
  std::vector<std::uint8_t> after_;  // the offset in force from each change on
  std::vector<Offset> offsets_;
  std::string names_;
  std::uint8_t first_ = 0;         // the offset before the first change
  std::optional<PosixRule> rule_;  // after the last change
};

}  // namespace dsql::engine
