// The shapes a value can have in memory. Many SQL types share one: date is int32, timestamp is
// int64, text, numeric, jsonb and arrays are bytes. Kernels are written once a physical type.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace dsql::engine {

using Oid = std::uint32_t;

// Microseconds, days and months apart, as PostgreSQL keeps them.
struct Interval {
  std::int64_t micros = 0;
  std::int32_t days = 0;
  std::int32_t months = 0;
  friend bool operator==(const Interval&,
                         const Interval&) = default;  // field-wise; SQL order is interval_compare()
};

// Time of day with the zone's offset, in seconds west of UTC as PostgreSQL stores it.
struct TimeTz {
  std::int64_t micros = 0;
  std::int32_t zone = 0;
  friend bool operator==(const TimeTz&, const TimeTz&) = default;
};

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

enum class Physical : std::uint8_t {
  boolean,   // bool
  int16,     // int16_t
  int32,     // int32_t: integer, date
  int64,     // int64_t: bigint, time, timestamp, timestamptz
  uint32,    // uint32_t: oid and its aliases
  float32,   // float
  float64,   // double
  uuid,      // Uuid
  interval,  // Interval
  timetz,    // TimeTz
  bytes,     // std::string_view: everything of variable length, each type in its own encoding
};

// The size of one slot of a column, in bytes.
constexpr std::size_t slot_size(Physical physical) {
  switch (physical) {
    case Physical::boolean: return 1;
    case Physical::int16: return 2;
    case Physical::int32:
    case Physical::uint32:
    case Physical::float32: return 4;
    case Physical::int64:
    case Physical::float64: return 8;
    case Physical::uuid:
    case Physical::interval:
    case Physical::timetz:
    case Physical::bytes: return 16;
  }
  return 16;
}

template <class T>
struct physical_of;
template <>
struct physical_of<bool> {
  static constexpr Physical value = Physical::boolean;
};
template <>
struct physical_of<std::int16_t> {
  static constexpr Physical value = Physical::int16;
};
template <>
struct physical_of<std::int32_t> {
  static constexpr Physical value = Physical::int32;
};
template <>
struct physical_of<std::int64_t> {
  static constexpr Physical value = Physical::int64;
};
template <>
struct physical_of<std::uint32_t> {
  static constexpr Physical value = Physical::uint32;
};
template <>
struct physical_of<float> {
  static constexpr Physical value = Physical::float32;
};
template <>
struct physical_of<double> {
  static constexpr Physical value = Physical::float64;
};
template <>
struct physical_of<Uuid> {
  static constexpr Physical value = Physical::uuid;
};
template <>
struct physical_of<Interval> {
  static constexpr Physical value = Physical::interval;
};
template <>
struct physical_of<TimeTz> {
  static constexpr Physical value = Physical::timetz;
};
template <>
struct physical_of<std::string_view> {
  static constexpr Physical value = Physical::bytes;
};

// Calls f.template operator()<T>() with the C++ type of `physical`: the one switch from run-time to
// compile-time type that kernels, codecs and comparisons share.
template <class F>
decltype(auto) with_physical(Physical physical, F&& f) {
  switch (physical) {
    case Physical::boolean: return f.template operator()<bool>();
    case Physical::int16: return f.template operator()<std::int16_t>();
    case Physical::int32: return f.template operator()<std::int32_t>();
    case Physical::int64: return f.template operator()<std::int64_t>();
    case Physical::uint32: return f.template operator()<std::uint32_t>();
    case Physical::float32: return f.template operator()<float>();
    case Physical::float64: return f.template operator()<double>();
    case Physical::uuid: return f.template operator()<Uuid>();
    case Physical::interval: return f.template operator()<Interval>();
    case Physical::timetz: return f.template operator()<TimeTz>();
    case Physical::bytes: break;
  }
  return f.template operator()<std::string_view>();
}

}  // namespace dsql::engine
