// Numeric from text, its digits, and its forms in the protocol and in keys.
#include <algorithm>
#include <charconv>

#include "engine/types/numeric_wide.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

// --- text input ----------------------------------------------------------------------------------

// Takes digits (`_` allowed between them) from the front of `rest` and appends them to `digits`.
// False if an underscore is misplaced.
bool take_digits(std::string_view& rest, std::string& digits) {
  bool after_digit = false;
  while (!rest.empty()) {
    if (is_digit(rest[0])) {
      digits.push_back(rest[0]);
      after_digit = true;
    } else if (rest[0] == '_' && after_digit && rest.size() > 1 && is_digit(rest[1])) {
      after_digit = false;
    } else {
      return rest[0] != '_';
    }
    rest.remove_prefix(1);
  }
  return true;
}

// An exponent after its letter. False if malformed; a huge one raises.
bool take_exponent(std::string_view& rest, int& exponent) {
  bool negative = false;
  if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
    negative = rest[0] == '-';
    rest.remove_prefix(1);
  }
  std::string digits;
  if (rest.empty() || !is_digit(rest[0]) || !take_digits(rest, digits)) return false;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error != std::errc() || exponent >= std::numeric_limits<int>::max() / 2)
    rules::raise(conditions::numeric_value_overflow);
  if (negative) exponent = -exponent;
  return true;
}

Numeric number_of_digits(bool negative, std::string_view digits, int scale) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  const int shown = std::max(scale, 0);
  if (digits.empty()) {
    if (shown > Numeric::max_scale) rules::raise(conditions::numeric_value_overflow);
    return Numeric::from_coefficient(false, 0, shown);
  }
  const auto padding = static_cast<std::size_t>(shown - scale);
  if (padding + digits.size() > Numeric::max_whole_digits + Numeric::max_scale)
    rules::raise(conditions::numeric_value_overflow);
  if (digits.size() + padding <= 38) {
    UnsignedWide coefficient = 0;
    for (const char c : digits) coefficient = coefficient * 10 + static_cast<unsigned>(c - '0');
    coefficient *= small_powers_of_ten[padding];
    if (shown <= Numeric::max_scale) return Numeric::from_coefficient(negative, coefficient, shown);
  }
  WideInt coefficient{std::string(digits)};
  coefficient *= power_of_ten(static_cast<int>(padding));
  return numeric_of_wide(negative ? WideInt(-coefficient) : coefficient, shown);
}

bool parse_special(std::string_view text, Numeric& value) {
  const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+');
  const std::string_view word = sign ? text.substr(1) : text;
  if (equals_ignoring_case(text, "nan")) {
    value = Numeric::nan();
    return true;
  }
  if (equals_ignoring_case(word, "infinity") || equals_ignoring_case(word, "inf")) {
    value = Numeric::infinity(text[0] == '-');
    return true;
  }
  return false;
}

// 0x…, 0o… and 0b… after the sign.
bool parse_based(std::string_view text, bool negative, Numeric& value) {
  if (text.size() < 3 || text[0] != '0') return false;
  const char letter = to_lower(text[1]);
  const int bits = letter == 'x' ? 4 : letter == 'o' ? 3 : letter == 'b' ? 1 : 0;
  if (bits == 0 || text.back() == '_') return false;
  WideInt coefficient = 0;
  bool after_underscore = false;
  for (const char c : text.substr(2)) {
    if (c == '_') {
      if (after_underscore) return false;
      after_underscore = true;
      continue;
    }
    const int digit = hex_value(c);
    if (digit < 0 || digit >= 1 << bits) return false;
    after_underscore = false;
    coefficient = (coefficient << bits) + digit;
  }
  value = numeric_of_wide(negative ? WideInt(-coefficient) : coefficient, 0);
  return true;
}

bool parse_decimal(std::string_view rest, bool negative, Numeric& value) {
  std::string digits;
  if (rest.starts_with('_') || !take_digits(rest, digits)) return false;
  int scale = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    const std::size_t whole = digits.size();
    if (rest.starts_with('_') || !take_digits(rest, digits)) return false;
    scale = static_cast<int>(digits.size() - whole);
  }
  if (digits.empty()) return false;
  if (!rest.empty() && to_lower(rest[0]) == 'e') {
    rest.remove_prefix(1);
    int exponent = 0;
    if (!take_exponent(rest, exponent)) return false;
    scale -= exponent;
  }
  if (!rest.empty()) return false;
  value = number_of_digits(negative, digits, scale);
  return true;
}

}  // namespace

Numeric Numeric::parse(std::string_view whole) {
  const std::string_view text = trim_space(whole);
  const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+');
  const bool negative = sign && text[0] == '-';
  const std::string_view number = sign ? text.substr(1) : text;
  Numeric value;
  if (!parse_decimal(number, negative, value) && !parse_special(text, value) &&
      !parse_based(number, negative, value)) {
    raise_invalid_syntax("numeric", whole);
  }
  return value;
}

// --- digits --------------------------------------------------------------------------------------

void append_coefficient_digits(std::string& out, const Numeric& value) {
  if (value.is_zero()) return;
  if (!value.is_small()) {
    out += wide_magnitude(value).str();
    return;
  }
  char digits[40];
  char* next = digits + sizeof digits;
  UnsignedWide rest = value.small();
  while (rest >> 64 != 0) {
    *--next = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  for (auto low = static_cast<std::uint64_t>(rest); low != 0; low /= 10)
    *--next = static_cast<char>('0' + low % 10);
  out.append(next, static_cast<std::size_t>(digits + sizeof digits - next));
}

namespace {

// Decimal digits of a coefficient that is not zero.
int coefficient_digits(const Numeric& value) {
  if (!value.is_small()) {
    // The bits give the count or one less.
    const WideInt magnitude = wide_magnitude(value);
    const int least = static_cast<int>(static_cast<double>(msb(magnitude)) * 0.30102999566398119);
    return magnitude < power_of_ten(least + 1) ? least + 1 : least + 2;
  }
  const auto found = std::ranges::upper_bound(small_powers_of_ten, value.small());
  return static_cast<int>(found - small_powers_of_ten.begin());
}

constexpr int floor_quarter(int value) { return value >= 0 ? value / 4 : -((3 - value) / 4); }

}  // namespace

int whole_digits(const Numeric& value) {
  return value.is_zero() ? 0 : coefficient_digits(value) - value.scale();
}

Leading leading_digit(const Numeric& value) {
  if (value.is_zero()) return {};
  std::string digits;
  append_coefficient_digits(digits, value);
  const int top = static_cast<int>(digits.size()) - value.scale() - 1;
  const int weight = floor_quarter(top);
  int first = 0;
  for (int i = 0; i <= top - weight * 4; ++i)
    first = first * 10 + (i < static_cast<int>(digits.size()) ? digits[i] - '0' : 0);
  return {weight, first};
}

// --- the binary form -----------------------------------------------------------------------------

namespace {

enum : std::uint16_t {
  wire_positive = 0x0000,
  wire_negative = 0x4000,
  wire_nan = 0xC000,
  wire_infinity = 0xD000,
  wire_minus_infinity = 0xF000,
};

void send_special(const Numeric& value, std::string& out) {
  append_big_endian(out, std::int16_t{0});
  append_big_endian(out, std::int16_t{0});
  append_big_endian(out, static_cast<std::uint16_t>(value.is_nan()        ? wire_nan
                                                    : value.is_negative() ? wire_minus_infinity
                                                                          : wire_infinity));
  // PostgreSQL sends the bits of its own header for infinities.
  append_big_endian(out, static_cast<std::uint16_t>(value.is_nan() ? 0 : 32));
}

// Digits padded on both sides so that groups of four meet at the point.
std::string grouped_digits(const Numeric& value, int& weight) {
  std::string digits;
  append_coefficient_digits(digits, value);
  digits.append(static_cast<std::size_t>((4 - value.scale() % 4) % 4), '0');
  digits.insert(0, (4 - digits.size() % 4) % 4, '0');
  weight = static_cast<int>(digits.size() / 4) - (value.scale() + 3) / 4 - 1;
  std::size_t front = 0;
  while (front < digits.size() && digits.compare(front, 4, "0000") == 0) {
    front += 4;
    --weight;
  }
  digits.erase(0, front);
  while (digits.ends_with("0000")) digits.resize(digits.size() - 4);
  return digits;
}

}  // namespace

void NumericCodec::binary_output(const Column& in, std::uint32_t row, std::string& out) {
  const Numeric value = Numeric::unpack(in.at<std::string_view>(row));
  if (!value.is_finite()) {
    send_special(value, out);
    return;
  }
  int weight = 0;
  const std::string digits = value.is_zero() ? std::string() : grouped_digits(value, weight);
  append_big_endian(out, static_cast<std::int16_t>(digits.size() / 4));
  append_big_endian(out, static_cast<std::int16_t>(weight));
  append_big_endian(
      out, static_cast<std::uint16_t>(value.is_negative() ? wire_negative : wire_positive));
  append_big_endian(out, static_cast<std::uint16_t>(value.scale()));
  for (std::size_t i = 0; i < digits.size(); i += 4) {
    const int group = (digits[i] - '0') * 1000 + (digits[i + 1] - '0') * 100 +
                      (digits[i + 2] - '0') * 10 + (digits[i + 3] - '0');
    append_big_endian(out, static_cast<std::int16_t>(group));
  }
}

namespace {

Numeric receive_digits(BinaryReader& reader, int count, int weight, bool negative, int scale) {
  WideInt coefficient = 0;
  for (int i = 0; i < count; ++i) {
    const auto group = reader.read<std::int16_t>();
    if (group < 0 || group >= 10000) rules::raise(conditions::invalid_external_numeric, "digit");
    coefficient = coefficient * 10000 + group;
  }
  // The last group stands for 10000^(weight - count + 1); digits past the scale are cut.
  const int exponent = (weight - count + 1) * 4 + scale;
  if (exponent >= 0) {
    coefficient *= power_of_ten(exponent);
  } else {
    coefficient /= power_of_ten(-exponent);
  }
  return numeric_of_wide(negative ? WideInt(-coefficient) : coefficient, scale);
}

Numeric receive_numeric(BinaryReader& reader) {
  const auto count = reader.read<std::uint16_t>();
  const auto weight = reader.read<std::int16_t>();
  const auto sign = reader.read<std::uint16_t>();
  const auto scale = reader.read<std::uint16_t>();
  if (sign == wire_nan) return Numeric::nan();
  if (sign == wire_infinity || sign == wire_minus_infinity)
    return Numeric::infinity(sign == wire_minus_infinity);
  if (sign != wire_positive && sign != wire_negative)
    rules::raise(conditions::invalid_external_numeric, "sign");
  if (scale > Numeric::max_scale) rules::raise(conditions::invalid_external_numeric, "scale");
  if (count == 0) return Numeric::from_coefficient(false, 0, scale);
  return receive_digits(reader, count, weight, sign == wire_negative, scale);
}

}  // namespace

void NumericCodec::binary_input(std::string_view bytes, TypeModifier, Column& out,
                                std::uint32_t row) {
  BinaryReader reader(bytes);
  const Numeric value = receive_numeric(reader);
  reader.finish();
  out.set(row, value.pack(out.heap()));
}

// --- keys ----------------------------------------------------------------------------------------
//
// A class byte; for numbers the count of digits before the point (one byte, or an escape and four),
// then the digits without zeros at the end, two to a byte as 1 … 100, then 0. All bytes after the
// class are complemented for negative numbers.

namespace {

enum : unsigned char {
  key_minus_infinity,
  key_negative,
  key_zero,
  key_positive,
  key_infinity,
  key_nan,
};

constexpr int exponent_bias = 64;
constexpr int exponent_most = 62;  // of the one-byte form, either way

void append_key_exponent(std::string& out, int exponent) {
  if (exponent >= -exponent_most && exponent <= exponent_most) {
    out.push_back(static_cast<char>(exponent + exponent_bias));
    return;
  }
  out.push_back(exponent < 0 ? '\x00' : '\xff');
  append_big_endian(out, static_cast<std::uint32_t>(exponent) ^ 0x80000000U);
}

}  // namespace

void numeric_append_key(std::string& out, const Numeric& value) {
  if (!value.is_finite()) {
    out.push_back(static_cast<char>(value.is_nan()        ? key_nan
                                    : value.is_negative() ? key_minus_infinity
                                                          : key_infinity));
    return;
  }
  if (value.is_zero()) {
    out.push_back(key_zero);
    return;
  }
  std::string digits;
  append_coefficient_digits(digits, value);
  const int exponent = static_cast<int>(digits.size()) - value.scale();
  digits.resize(digits.find_last_not_of('0') + 1);
  if (digits.size() % 2 == 1) digits.push_back('0');
  out.push_back(static_cast<char>(value.is_negative() ? key_negative : key_positive));
  const std::size_t start = out.size();
  append_key_exponent(out, exponent);
  for (std::size_t i = 0; i < digits.size(); i += 2)
    out.push_back(static_cast<char>((digits[i] - '0') * 10 + digits[i + 1] - '0' + 1));
  out.push_back('\0');
  if (value.is_negative())
    for (std::size_t i = start; i < out.size(); ++i) out[i] = static_cast<char>(~out[i]);
}

Numeric numeric_read_key(std::string_view key, std::size_t& consumed) {
  consumed = 1;
  const auto kind = static_cast<unsigned char>(key[0]);
  if (kind == key_nan) return Numeric::nan();
  if (kind == key_zero) return Numeric();
  if (kind == key_infinity || kind == key_minus_infinity)
    return Numeric::infinity(kind == key_minus_infinity);
  const bool negative = kind == key_negative;
  const auto next = [&] {
    const auto byte = static_cast<unsigned char>(key[consumed++]);
    return static_cast<unsigned char>(negative ? ~byte : byte);
  };
  const unsigned char head = next();
  int exponent = head - exponent_bias;
  if (head == 0 || head == 0xff) {
    std::uint32_t bits = 0;
    for (int i = 0; i < 4; ++i) bits = bits << 8 | next();
    exponent = static_cast<int>(bits ^ 0x80000000U);
  }
  std::string digits;
  for (unsigned char pair = next(); pair != 0; pair = next()) {
    digits.push_back(static_cast<char>('0' + (pair - 1) / 10));
    digits.push_back(static_cast<char>('0' + (pair - 1) % 10));
  }
  digits.resize(digits.find_last_not_of('0') + 1);
  return number_of_digits(negative, digits, static_cast<int>(digits.size()) - exponent);
}

}  // namespace dsql::engine
