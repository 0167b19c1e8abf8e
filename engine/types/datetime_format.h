// Writing dates and times in the four styles of DateStyle. Appends to the caller's string and
// allocates nothing else. Stateless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/types/datetime.h"
#include "engine/types/type.h"

namespace dsql::engine {

void append_date(std::string& out, std::int32_t date, const TextFormat& format);
void append_time(std::string& out, std::int64_t time);
void append_timestamp(std::string& out, std::int64_t timestamp, const TextFormat& format);
// In the format's zone.
void append_timestamptz(std::string& out, std::int64_t timestamp, const TextFormat& format);

// "+05", "-03:30", "+00:19:32"
void append_offset(std::string& out, std::int32_t offset);

// "07" or "07.25": seconds, padded to two digits if `pad`, and the fraction without zeros at its
// end.
void append_seconds(std::string& out, std::int64_t second, std::int64_t micros, bool pad);

}  // namespace dsql::engine
