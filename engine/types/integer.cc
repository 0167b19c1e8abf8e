#include "engine/types/integer.h"

#include <limits>

namespace dsql::engine {

namespace {

enum class Scan : std::uint8_t { good, malformed, too_large };

// Reads the digits of `base` in `text`, all of it, `_` allowed between digits (and right after a
// base prefix), into `magnitude`.
Scan scan_digits(std::string_view text, unsigned base, bool prefixed, std::uint64_t& magnitude) {
  magnitude = 0;
  bool overflow = false;
  bool after_digit = prefixed;
  for (const char c : text) {
    if (c == '_') {
      if (!after_digit) return Scan::malformed;
      after_digit = false;
      continue;
    }
    const int digit = hex_value(c);
    if (digit < 0 || static_cast<unsigned>(digit) >= base) return Scan::malformed;
    after_digit = true;
    overflow |= __builtin_mul_overflow(magnitude, base, &magnitude);
    overflow |= __builtin_add_overflow(magnitude, static_cast<std::uint64_t>(digit), &magnitude);
  }
  if (text.empty() || text.back() == '_') return Scan::malformed;
  return overflow ? Scan::too_large : Scan::good;
}

Scan scan_integer(std::string_view text, bool& negative, std::uint64_t& magnitude) {
  text = trim_space(text);
  negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text.size() > 2 && text[0] == '0' && is_alpha(text[1])) {
    const char letter = to_lower(text[1]);
    const unsigned base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    if (base == 0) return Scan::malformed;
    return scan_digits(text.substr(2), base, true, magnitude);
  }
  return scan_digits(text, 10, false, magnitude);
}

}  // namespace

std::int64_t parse_integer(std::string_view text, std::int64_t least, std::int64_t most,
                           std::string_view type) {
  std::int64_t value = 0;  // the common case: decimal digits and nothing else
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    bool negative = false;
    std::uint64_t magnitude = 0;
    const Scan scan = scan_integer(text, negative, magnitude);
    if (scan == Scan::malformed) raise_invalid_syntax(type, text);
    constexpr std::uint64_t limit = std::uint64_t{1} << 63;
    if (scan == Scan::too_large || magnitude > (negative ? limit : limit - 1))
      raise_value_out_of_range(type, text);
    value = static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
  }
  if (value < least || value > most) raise_value_out_of_range(type, text);
  return value;
}

std::uint32_t parse_oid(std::string_view text, std::string_view type) {
  bool negative = false;
  std::uint64_t magnitude = 0;
  const std::string_view trimmed = trim_space(text);
  const std::string_view digits =
      !trimmed.empty() && (trimmed[0] == '-' || trimmed[0] == '+') ? trimmed.substr(1) : trimmed;
  negative = digits.size() != trimmed.size() && trimmed[0] == '-';
  const Scan scan =
      digits.find('_') == digits.npos ? scan_digits(digits, 10, false, magnitude) : Scan::malformed;
  if (scan == Scan::malformed) raise_invalid_syntax(type, text);
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  if (scan == Scan::too_large || magnitude > (negative ? std::uint64_t{1} << 31 : most))
    raise_value_out_of_range(type, text);
  return static_cast<std::uint32_t>(negative ? 0 - magnitude : magnitude);
}

std::int64_t Xid8Family::parse(std::string_view text, TypeModifier, const TextFormat&) {
  bool negative = false;
  std::uint64_t magnitude = 0;
  const Scan scan = scan_integer(text, negative, magnitude);
  if (scan == Scan::malformed) raise_invalid_syntax("xid8", text);
  if (scan == Scan::too_large) raise_value_out_of_range("xid8", text);
  return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

}  // namespace dsql::engine
