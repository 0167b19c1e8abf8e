#include "engine/types/float.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace {

// NaN and the infinities by name; `text` is trimmed.
template <class T>
bool parse_special(std::string_view text, T& value) {
  const bool negative = !text.empty() && text[0] == '-';
  const bool sign = negative || (!text.empty() && text[0] == '+');
  const std::string_view word = sign ? text.substr(1) : text;
  if (equals_ignoring_case(word, "nan")) {
    value = std::numeric_limits<T>::quiet_NaN();
    return true;
  }
  if (equals_ignoring_case(word, "infinity") || equals_ignoring_case(word, "inf")) {
    value = negative ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::infinity();
    return true;
  }
  return false;
}

// Hexadecimal floats, which strtod reads and from_chars does not.
template <class T>
bool parse_hexadecimal(std::string_view text, T& value) {
  const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+');
  const std::string_view digits = sign ? text.substr(1) : text;
  if (digits.size() < 3 || digits[0] != '0' || to_lower(digits[1]) != 'x') return false;
  const char* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data() + 2, last, value, std::chars_format::hex);
  if (text[0] == '-') value = -value;
  return error == std::errc() && end == last;
}

template <class T>
T parse_float(std::string_view whole, std::string_view type) {
  const std::string_view text = trim_space(whole);
  const std::string_view number = text.starts_with('+') ? text.substr(1) : text;
  T value = 0;
  const char* last = number.data() + number.size();
  const bool numeral = !number.empty() && (is_digit(number[0]) || number[0] == '.' ||
                                           (number[0] == '-' && text.data() == number.data()));
  if (numeral) {
    const auto [end, error] = std::from_chars(number.data(), last, value);
    if (error == std::errc() && end == last && std::isfinite(value)) return value;
    if (error == std::errc::result_out_of_range && end == last)
      rules::raise(rules::conditions::text_out_of_range_for_type, text, type);
  }
  if (parse_special(text, value) || parse_hexadecimal(text, value)) return value;
  raise_invalid_syntax(type, whole);
}

// Lays shortest digits `d[.ddd]e±xx` out as PostgreSQL does: plain below 10^`plain_digits` and from
// 10^-4, otherwise with an exponent of at least two digits (which is to_chars' own form).
void append_shortest(std::string& out, std::string_view scientific, int plain_digits) {
  const std::size_t mark = scientific.rfind('e');
  int exponent = 0;
  std::from_chars(scientific.data() + mark + (scientific[mark + 1] == '+' ? 2 : 1),
                  scientific.data() + scientific.size(), exponent);
  if (exponent < -4 || exponent >= plain_digits) {
    out.append(scientific);
    return;
  }
  std::string_view digits = scientific.substr(0, mark);
  if (digits[0] == '-') {
    out.push_back('-');
    digits.remove_prefix(1);
  }
  char packed[32];
  std::size_t count = 0;
  for (const char c : digits)
    if (c != '.') packed[count++] = c;
  if (exponent < 0) {
    out.append("0.");
    out.append(static_cast<std::size_t>(-exponent - 1), '0');
    out.append(packed, count);
    return;
  }
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  out.append(packed, std::min(count, whole));
  if (count < whole) out.append(whole - count, '0');
  if (count > whole) {
    out.push_back('.');
    out.append(packed + whole, count - whole);
  }
}

// Whether the decimal digits × 10^exponent lie exactly between `value` and its neighbour. Only
// possible where neighbours are whole numbers apart.
template <class T>
bool is_midpoint(T value, std::uint64_t digits, int exponent) {
  constexpr int mantissa_bits = std::numeric_limits<T>::digits;
  int binary_exponent = 0;
  const T fraction = std::frexp(std::fabs(value), &binary_exponent);
  binary_exponent -= mantissa_bits;  // value = mantissa × 2^binary_exponent
  if (binary_exponent < 1 || exponent < 0 || exponent > 27) return false;
  const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, mantissa_bits));
  // A midpoint is (2·mantissa ± 1) × 2^(binary_exponent − 1): compare odd parts and powers of two.
  const int twos = __builtin_ctzll(digits);
  unsigned __int128 odd = digits >> twos;
  for (int i = 0; i < exponent; ++i) odd *= 5;
  return twos + exponent == binary_exponent - 1 &&
         (odd == 2 * mantissa - 1 || odd == 2 * mantissa + 1);
}

// Whether scientific text ("1.25e+20") names a midpoint.
template <class T>
bool is_midpoint(T value, std::string_view text) {
  const std::size_t mark = text.find('e');
  std::uint64_t digits = 0;
  int count = 0;
  for (const char c : text.substr(0, mark)) {
    if (!is_digit(c)) continue;
    digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
    ++count;
  }
  int exponent = 0;
  const std::size_t sign = text[mark + 1] == '+' ? 2 : 1;
  std::from_chars(text.data() + mark + sign, text.data() + text.size(), exponent);
  return digits != 0 && is_midpoint(value, digits, exponent - count + 1);
}

// The shortest digits that read back as `value`, where PostgreSQL does not count a midpoint that
// would round to it, while to_chars does.
template <class T>
std::string_view write_shortest(char (&text)[40], T value) {
  constexpr T whole = static_cast<T>(std::uint64_t{1} << std::numeric_limits<T>::digits);
  constexpr auto format = std::chars_format::scientific;
  const char* end = std::to_chars(text, text + sizeof text, value, format).ptr;
  std::string_view shortest(text, static_cast<std::size_t>(end - text));
  if (std::fabs(value) < whole || !is_midpoint(value, shortest)) return shortest;
  for (int precision = static_cast<int>(shortest.find('e')) - 1;; ++precision) {
    end = std::to_chars(text, text + sizeof text, value, format, precision).ptr;
    const auto size = static_cast<std::size_t>(end - text);
    if (is_midpoint(value, std::string_view(text, size))) continue;
    // The last digit may be a zero.
    const std::string_view written(text, size);
    const std::size_t mark = written.find('e');
    const std::size_t kept = written.find_last_not_of('0', mark - 1) + 1;
    std::memmove(text + kept, text + mark, size - mark);
    return {text, kept + size - mark};
  }
}

template <class T>
void append_float(std::string& out, T value, std::int32_t extra_float_digits) {
  constexpr int digits = std::numeric_limits<T>::digits10;
  if (std::isnan(value)) {
    out.append("NaN");
  } else if (std::isinf(value)) {
    out.append(value < 0 ? "-Infinity" : "Infinity");
  } else if (extra_float_digits > 0) {
    char text[40];
    append_shortest(out, write_shortest(text, value), digits);
  } else {
    char text[64];
    const int precision = std::max(digits + extra_float_digits, 1);
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::general, precision).ptr;
    out.append(text, static_cast<std::size_t>(end - text));
  }
}

}  // namespace

double parse_float8(std::string_view text, std::string_view type) {
  return parse_float<double>(text, type);
}
float parse_float4(std::string_view text, std::string_view type) {
  return parse_float<float>(text, type);
}
void append_float8(std::string& out, double value, std::int32_t extra_float_digits) {
  append_float(out, value, extra_float_digits);
}
void append_float4(std::string& out, float value, std::int32_t extra_float_digits) {
  append_float(out, value, extra_float_digits);
}

}  // namespace dsql::engine
