// Percent-encoding and query strings as SigV4 needs them: encode() leaves only RFC 3986's
// unreserved characters, decode() is strict. Pure functions on values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsql::wire {

// Names and values, decoded, in the order they were written.
using NameValues = std::vector<std::pair<std::string, std::string>>;

// `text` with every byte but A-Z a-z 0-9 - . _ ~ written as %XX (upper case), and '/' kept if
// asked.
std::string percent_encode(std::string_view text, bool keep_slash = false);

// The bytes `text` stands for; nullopt if a '%' is not followed by two hexadecimal digits. '+' is a
// plus sign: AWS clients write a space as %20.
std::optional<std::string> percent_decode(std::string_view text);

// Splits `a=b&c=d` and decodes both sides; a part without '=' has an empty value. nullopt on a bad
// escape.
std::optional<NameValues> parse_query(std::string_view query);

// The value of the first parameter called `name` (exact), or null.
const std::string* find_parameter(const NameValues& parameters, std::string_view name);

}  // namespace dsql::wire
