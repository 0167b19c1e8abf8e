// Integers as the protocol writes them: most significant byte first, at any alignment.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace dsql::wire {

static_assert(std::endian::native == std::endian::little);

inline std::uint16_t load_uint16(const char* from) {
  std::uint16_t value;
  std::memcpy(&value, from, sizeof value);
  return __builtin_bswap16(value);
}

inline std::uint32_t load_uint32(const char* from) {
  std::uint32_t value;
  std::memcpy(&value, from, sizeof value);
  return __builtin_bswap32(value);
}

inline void store_uint16(char* to, std::uint16_t value) {
  value = __builtin_bswap16(value);
  std::memcpy(to, &value, sizeof value);
}

inline void store_uint32(char* to, std::uint32_t value) {
  value = __builtin_bswap32(value);
  std::memcpy(to, &value, sizeof value);
}

}  // namespace dsql::wire
