#include "engine/types/numeric.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/types/float.h"
#include "engine/types/numeric_wide.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

// The byte of kind and sign in the packed form.
enum : unsigned char {
  packed_positive = 0,
  packed_negative = 1,
  packed_nan = 2,
  packed_infinity = 3,
  packed_minus_infinity = 4,
};

constexpr std::size_t packed_head = 3;

int small_bytes(UnsignedWide coefficient) {
  const auto high = static_cast<std::uint64_t>(coefficient >> 64);
  const auto low = static_cast<std::uint64_t>(coefficient);
  if (high != 0) return 16 - __builtin_clzll(high) / 8;
  return low != 0 ? 8 - __builtin_clzll(low) / 8 : 0;
}

void write_head(char* room, unsigned char kind, int scale) {
  const auto stored = static_cast<std::uint16_t>(scale);
  room[0] = static_cast<char>(kind);
  std::memcpy(room + 1, &stored, 2);
}

unsigned char packed_kind(Numeric::Kind kind, bool negative) {
  switch (kind) {
    case Numeric::Kind::nan: return packed_nan;
    case Numeric::Kind::infinity: return packed_infinity;
    case Numeric::Kind::minus_infinity: return packed_minus_infinity;
    case Numeric::Kind::finite: break;
  }
  return negative ? packed_negative : packed_positive;
}

// The decimal digits of `value` into `end` backwards; returns the first.
char* write_digits(char* end, UnsignedWide value) {
  constexpr std::uint64_t chunk = 1'000'000'000'000'000'000ULL;
  while (value >= chunk) {
    auto low = static_cast<std::uint64_t>(value % chunk);
    value /= chunk;
    for (int i = 0; i < 18; ++i, low /= 10) *--end = static_cast<char>('0' + low % 10);
  }
  for (auto low = static_cast<std::uint64_t>(value); low != 0; low /= 10)
    *--end = static_cast<char>('0' + low % 10);
  return end;
}

void append_point_digits(std::string& out, std::string_view digits, int scale) {
  const auto fraction = static_cast<std::size_t>(scale);
  if (digits.size() <= fraction) {
    out.push_back('0');
    if (fraction == 0) return;
    out.push_back('.');
    out.append(fraction - digits.size(), '0');
    out.append(digits);
    return;
  }
  out.append(digits.substr(0, digits.size() - fraction));
  if (fraction == 0) return;
  out.push_back('.');
  out.append(digits.substr(digits.size() - fraction));
}

}  // namespace

Numeric Numeric::from_magnitude(bool negative, std::string little_endian, int scale) {
  while (!little_endian.empty() && little_endian.back() == '\0') little_endian.pop_back();
  if (little_endian.size() < 16 ||
      (little_endian.size() == 16 && static_cast<signed char>(little_endian.back()) >= 0)) {
    UnsignedWide coefficient = 0;
    std::memcpy(&coefficient, little_endian.data(), little_endian.size());
    return from_coefficient(negative, coefficient, scale);
  }
  Numeric result;
  result.negative_ = negative;
  result.scale_ = scale;
  result.wide_ = std::move(little_endian);
  return result;
}

Numeric Numeric::unpack(std::string_view packed) {
  const auto kind = static_cast<unsigned char>(packed[0]);
  if (kind > packed_negative) {
    if (kind == packed_nan) return nan();
    return infinity(kind == packed_minus_infinity);
  }
  std::uint16_t scale;
  std::memcpy(&scale, packed.data() + 1, 2);
  const std::string_view bytes = packed.substr(packed_head);
  if (bytes.size() <= 8) {
    std::uint64_t coefficient = 0;
    std::memcpy(&coefficient, bytes.data(), bytes.size());
    return from_coefficient(kind == packed_negative, coefficient, scale);
  }
  if (bytes.size() <= 16) {
    UnsignedWide coefficient = 0;
    std::memcpy(&coefficient, bytes.data(), bytes.size());
    if (coefficient < small_limit)
      return from_coefficient(kind == packed_negative, coefficient, scale);
  }
  return from_magnitude(kind == packed_negative, std::string(bytes), scale);
}

std::string_view Numeric::pack(Arena& arena) const {
  const std::size_t size =
      wide_.empty() ? static_cast<std::size_t>(small_bytes(small_)) : wide_.size();
  char* room = arena.allocate(packed_head + std::max<std::size_t>(size, 16));
  write_head(room, packed_kind(kind_, negative_), scale_);
  if (wide_.empty()) {
    std::memcpy(room + packed_head, &small_, 16);
  } else {
    std::memcpy(room + packed_head, wide_.data(), size);
  }
  return {room, packed_head + size};
}

void Numeric::append_packed(std::string& out) const {
  char head[packed_head];
  write_head(head, packed_kind(kind_, negative_), scale_);
  out.append(head, packed_head);
  if (wide_.empty()) {
    out.append(reinterpret_cast<const char*>(&small_),
               static_cast<std::size_t>(small_bytes(small_)));
  } else {
    out.append(wide_);
  }
}

void Numeric::append_text(std::string& out) const {
  if (kind_ != Kind::finite) {
    out.append(kind_ == Kind::nan ? "NaN" : kind_ == Kind::infinity ? "Infinity" : "-Infinity");
    return;
  }
  if (negative_) out.push_back('-');
  if (wide_.empty()) {
    char digits[40];
    char* const end = digits + sizeof digits;
    const char* first = write_digits(end, small_);
    append_point_digits(out, {first, static_cast<std::size_t>(end - first)}, scale_);
  } else {
    append_point_digits(out, wide_magnitude(*this).str(), scale_);
  }
}

Numeric Numeric::negated() const {
  Numeric result = *this;
  if (kind_ == Kind::finite) {
    result.negative_ = !negative_ && !is_zero();
  } else if (kind_ != Kind::nan) {
    result.kind_ = kind_ == Kind::infinity ? Kind::minus_infinity : Kind::infinity;
  }
  return result;
}

Numeric Numeric::absolute() const { return is_negative() ? negated() : *this; }

// --- conversions ---------------------------------------------------------------------------------

Numeric Numeric::from_double(double value) {
  if (std::isnan(value)) return nan();
  if (std::isinf(value)) return infinity(value < 0);
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 15);
  return parse({text, static_cast<std::size_t>(end.ptr - text)});
}

Numeric Numeric::from_float(float value) {
  if (std::isnan(value)) return nan();
  if (std::isinf(value)) return infinity(value < 0);
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, static_cast<double>(value),
                                 std::chars_format::general, 6);
  return parse({text, static_cast<std::size_t>(end.ptr - text)});
}

double Numeric::to_double() const {
  if (kind_ == Kind::nan) return std::numeric_limits<double>::quiet_NaN();
  if (is_infinite())
    return is_negative() ? -std::numeric_limits<double>::infinity()
                         : std::numeric_limits<double>::infinity();
  // Both operands exact, so the one division rounds correctly.
  if (wide_.empty() && small_ < (UnsignedWide{1} << 53) && scale_ <= 22) {
    const double quotient = static_cast<double>(static_cast<std::uint64_t>(small_)) /
                            static_cast<double>(small_powers_of_ten[scale_]);
    return negative_ ? -quotient : quotient;
  }
  const std::string digits = text();
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) {
    const double limit = whole_digits(*this) > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    return negative_ ? -limit : limit;
  }
  return value;
}

std::int64_t Numeric::to_integer(std::int64_t least, std::int64_t most,
                                 std::string_view type) const {
  if (kind_ != Kind::finite)
    rules::raise(conditions::cannot_convert_special_to_type, is_nan() ? "NaN" : "infinity", type);
  const Numeric whole = scale_ == 0 ? *this : numeric_round(*this, 0);
  constexpr auto limit = static_cast<UnsignedWide>(std::numeric_limits<std::int64_t>::max());
  if (!whole.is_small() || whole.small() > limit + (whole.is_negative() ? 1 : 0))
    rules::raise(conditions::type_out_of_range, type);
  const auto magnitude = static_cast<std::uint64_t>(whole.small());
  const auto value = static_cast<std::int64_t>(whole.is_negative() ? 0 - magnitude : magnitude);
  if (value < least || value > most) rules::raise(conditions::type_out_of_range, type);
  return value;
}

Numeric numeric_apply_modifier(const Numeric& value, TypeModifier modifier) {
  if (modifier < 4 || value.is_nan()) return value;
  const int precision = numeric_modifier_precision(modifier);
  const int scale = numeric_modifier_scale(modifier);
  if (value.is_infinite())
    rules::raise(rules::error(conditions::numeric_field_overflow)
                     .with_detail(conditions::numeric_field_infinite_detail(precision, scale)));
  Numeric rounded = value.scale() == scale ? value : numeric_round(value, scale);
  const int most = precision - scale;
  if (!rounded.is_zero() && whole_digits(rounded) > most)
    rules::raise(rules::error(conditions::numeric_field_overflow)
                     .with_detail(conditions::numeric_field_overflow_detail(
                         precision, scale, most != 0 ? "10^" : "", most != 0 ? most : 1)));
  return rounded;
}

// --- order and hash ------------------------------------------------------------------------------

namespace {

int compare_magnitudes(const Numeric& a, const Numeric& b) {
  const int shared = std::max(a.scale(), b.scale());
  UnsignedWide left;
  UnsignedWide right;
  if (a.is_small() && b.is_small() && scale_up_small(a.small(), shared - a.scale(), left) &&
      scale_up_small(b.small(), shared - b.scale(), right)) {
    return three_way(left, right);
  }
  const int digits = three_way(whole_digits(a), whole_digits(b));
  if (digits != 0 && !a.is_zero() && !b.is_zero()) return digits;
  return (wide_magnitude(a) * power_of_ten(shared - a.scale()))
      .compare(wide_magnitude(b) * power_of_ten(shared - b.scale()));
}

// Position in SQL's order of the kinds.
int kind_rank(Numeric::Kind kind) {
  switch (kind) {
    case Numeric::Kind::minus_infinity: return 0;
    case Numeric::Kind::finite: return 1;
    case Numeric::Kind::infinity: return 2;
    case Numeric::Kind::nan: return 3;
  }
  return 1;
}

}  // namespace

int numeric_compare(const Numeric& a, const Numeric& b) {
  if (!a.is_finite() || !b.is_finite()) return kind_rank(a.kind()) - kind_rank(b.kind());
  if (a.is_negative() != b.is_negative()) return a.is_negative() ? -1 : 1;
  const int order = compare_magnitudes(a, b);
  return a.is_negative() ? -order : order;
}

std::uint64_t numeric_hash(const Numeric& value) {
  if (!value.is_finite()) return hash_bits(static_cast<std::uint64_t>(value.kind()));
  const Numeric shortest = numeric_trim_scale(value);
  const std::uint64_t seed =
      hash_bits(static_cast<std::uint64_t>(shortest.scale()) * 2 + (value.is_negative() ? 1 : 0));
  if (!shortest.is_small()) return hash_combine(seed, hash_bytes(shortest.magnitude()));
  return hash_combine(hash_combine(seed, static_cast<std::uint64_t>(shortest.small())),
                      static_cast<std::uint64_t>(shortest.small() >> 64));
}

// --- the type's columns --------------------------------------------------------------------------

void NumericCodec::text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                              std::uint32_t row) {
  out.set(row, Numeric::parse(text).pack(out.heap()));
}

void NumericCodec::text_output(const Column& in, std::uint32_t row, const TextFormat&,
                               std::string& out) {
  Numeric::unpack(in.at<std::string_view>(row)).append_text(out);
}

int NumericCodec::compare(const Column& a, std::uint32_t a_row, const Column& b,
                          std::uint32_t b_row) {
  return numeric_compare(Numeric::unpack(a.at<std::string_view>(a_row)),
                         Numeric::unpack(b.at<std::string_view>(b_row)));
}

std::uint64_t NumericCodec::hash(const Column& in, std::uint32_t row) {
  return numeric_hash(Numeric::unpack(in.at<std::string_view>(row)));
}

void NumericCodec::key_encode(const Column& in, std::uint32_t row, std::string& out) {
  numeric_append_key(out, Numeric::unpack(in.at<std::string_view>(row)));
}

std::size_t NumericCodec::key_decode(std::string_view key, Column& out, std::uint32_t row) {
  std::size_t consumed = 0;
  out.set(row, numeric_read_key(key, consumed).pack(out.heap()));
  return consumed;
}

}  // namespace dsql::engine
