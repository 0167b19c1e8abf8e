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
    return !sign;
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

template <class T>
void append_float(std::string& out, T value, std::int32_t extra_float_digits) {
  constexpr int digits = std::numeric_limits<T>::digits10;
  if (std::isnan(value)) {
    out.append("NaN");
  } else if (std::isinf(value)) {
    out.append(value < 0 ? "-Infinity" : "Infinity");
  } else if (extra_float_digits > 0) {
    char text[40];
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    append_shortest(out, {text, static_cast<std::size_t>(end - text)}, digits);
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
