// to_char and to_number by number templates such as 'FM999,990.00'. Functions of their arguments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/format_pattern.h"
#include "engine/types/numeric.h"

namespace dsql::engine {

// A number template, checked. Raises: the number conditions of format_errors.h.
class NumberFormat {
 public:
  explicit NumberFormat(std::string_view pattern);

  // Digits before and after the point that the template has room for.
  int whole_digits() const { return whole_; }
  int fraction_digits() const { return fraction_; }
  void limit_fraction(int digits) { fraction_ = digits; }
  // Digits the value is shifted by (V).
  int shift() const { return shift_; }
  bool exponent() const { return exponent_; }
  bool roman() const { return roman_; }

  // The text of a number given as plain digits, "-12.50" or the like, already rounded to
  // fraction_digits(); '#' where it has no room.
  std::string write(std::string digits) const;
  // Of a number already in Roman capitals (or '#') or in scientific form.
  std::string write_roman(const std::string& text) const;

  // What to_number reads: digits, sign and point as numeric's input takes them.
  std::string read(std::string_view text) const;

 private:
  friend class NumberWriter;
  friend class NumberReader;
  enum class Sign : std::uint8_t { plain, before, after };

  void add(const FormatPart& part);
  void add_digit(const FormatPart& part, bool zero);
  void add_sign(const FormatPart& part);

  std::vector<FormatPart> parts_;
  int whole_ = 0;
  int fraction_ = 0;
  int shift_ = 0;
  int zero_start_ = 0;  // place of the first 0 before the point, from 1; 0 if there is none
  int zero_end_ = 0;
  int sign_place_ = 0;
  Sign sign_ = Sign::plain;
  bool fill_ = false;
  bool decimal_ = false;
  bool zero_ = false;
  bool blank_ = false;
  bool s_ = false;
  bool plus_ = false;
  bool minus_ = false;
  bool bracket_ = false;
  bool roman_ = false;
  bool scaled_ = false;
  bool exponent_ = false;
};

}  // namespace dsql::engine
