#include "engine/functions/format_number.h"

#include <algorithm>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/format_errors.h"

namespace dsql::engine {

using View = std::string_view;
namespace conditions = rules::conditions;

namespace {

enum Field : int {
  comma,
  point,
  zero_digit,
  nine_digit,
  blank_zero,
  local_point,
  exponent_form,
  fill_mode,
  group,
  currency,
  minus_place,
  plus_place,
  bracket_form,
  roman_upper,
  roman_lower,
  sign_either,
  sign_s,
  ordinal_upper,
  ordinal_lower,
  scale_by,
};

constexpr FormatField names[] = {
    {",", comma, false},
    {".", point, false},
    {"0", zero_digit, true},
    {"9", nine_digit, true},
    {"B", blank_zero, false},
    {"D", local_point, false},
    {"EEEE", exponent_form, false},
    {"FM", fill_mode, false},
    {"G", group, false},
    {"L", currency, false},
    {"MI", minus_place, false},
    {"PL", plus_place, false},
    {"PR", bracket_form, false},
    {"RN", roman_upper, false},
    {"SG", sign_either, false},
    {"SP", fill_mode + 100, false},
    {"S", sign_s, false},
    {"TH", ordinal_upper, false},
    {"V", scale_by, false},
    {"b", blank_zero, false},
    {"d", local_point, false},
    {"eeee", exponent_form, false},
    {"fm", fill_mode, false},
    {"g", group, false},
    {"l", currency, false},
    {"mi", minus_place, false},
    {"pl", plus_place, false},
    {"pr", bracket_form, false},
    {"rn", roman_lower, false},
    {"sg", sign_either, false},
    {"sp", fill_mode + 100, false},
    {"s", sign_s, false},
    {"th", ordinal_lower, false},
    {"v", scale_by, false},
};

}  // namespace

NumberFormat::NumberFormat(View pattern) : parts_(parse_format(pattern, names, false)) {
  for (const FormatPart& part : parts_)
    if (part.kind == FormatPart::Kind::field) add(part);
}

void NumberFormat::add_digit(const FormatPart& part, bool zero) {
  if (bracket_) rules::raise(conditions::format_digit_after_bracket, part.field->name);
  if (!zero && scaled_) {
    ++shift_;
    return;
  }
  if (zero && !zero_ && !decimal_) {
    zero_ = true;
    zero_start_ = whole_ + 1;
  }
  ++(decimal_ ? fraction_ : whole_);
  if (zero) zero_end_ = whole_ + fraction_;
}

void NumberFormat::add_sign(const FormatPart& part) {
  const int id = part.field->id;
  if (id == sign_s) {
    if (s_) rules::raise(conditions::format_twice, "S");
    if (plus_ || minus_ || bracket_)
      rules::raise(conditions::format_together, "S", "\"PL\"/\"MI\"/\"SG\"/\"PR\"");
    if (!decimal_) {
      sign_ = Sign::before;
      sign_place_ = whole_;
      s_ = true;
    } else if (sign_ == Sign::plain) {
      sign_ = Sign::after;
      s_ = true;
    }
    return;
  }
  if (id == bracket_form) {
    if (s_ || plus_ || minus_)
      rules::raise(conditions::format_together, "PR", "\"S\"/\"PL\"/\"MI\"/\"SG\"");
    bracket_ = true;
    return;
  }
  if (s_) {
    const View name = id == minus_place ? "\"MI\"" : id == plus_place ? "\"PL\"" : "\"SG\"";
    rules::raise(conditions::format_together, "S", name);
  }
  minus_ |= id != plus_place;
  plus_ |= id != minus_place;
}

void NumberFormat::add(const FormatPart& part) {
  const int id = part.field->id;
  if (exponent_ && id != exponent_form) rules::raise(conditions::format_exponent_not_last);
  switch (id) {
    case nine_digit: add_digit(part, false); break;
    case zero_digit: add_digit(part, true); break;
    case blank_zero: blank_ |= whole_ == 0 && fraction_ == 0 && !zero_; break;
    case point:
    case local_point:
      if (decimal_) rules::raise(conditions::format_several_points);
      if (scaled_) rules::raise(conditions::format_scale_and_point);
      decimal_ = true;
      break;
    case fill_mode: fill_ = true; break;
    case sign_s:
    case minus_place:
    case plus_place:
    case sign_either:
    case bracket_form: add_sign(part); break;
    case roman_upper:
    case roman_lower: roman_ = true; break;
    case scale_by:
      if (decimal_) rules::raise(conditions::format_scale_and_point);
      scaled_ = true;
      break;
    case exponent_form:
      if (exponent_) rules::raise(conditions::format_twice, "EEEE");
      if (blank_ || fill_ || s_ || bracket_ || minus_ || plus_ || roman_ || scaled_)
        rules::raise(conditions::format_exponent_with_others);
      exponent_ = true;
      break;
    default: break;
  }
}

// --- writing
// ---------------------------------------------------------------------------------------

// One number going into one template. Digit places are walked from the left; `lead_` of them stand
// before the number's first digit.
class NumberWriter {
 public:
  NumberWriter(const NumberFormat& format, std::string digits, int lead, char sign)
      : f_(format),
        number_(std::move(digits)),
        lead_(lead),
        sign_(sign),
        sign_form_(format.sign_),
        bracket_(format.bracket_) {}

  std::string run() {
    settle_sign();
    if (f_.fill_ && f_.decimal_) find_last_relevant();
    places_ = f_.whole_ + f_.shift_ + f_.fraction_ - 1 + (!sign_written_ && lead_ == 0 ? 1 : 0);
    for (const FormatPart& part : f_.parts_) {
      if (part.kind == FormatPart::Kind::field) {
        write(part);
      } else {
        out_.append(part.text);
      }
    }
    return std::move(out_);
  }

 private:
  bool zero_from(int place) const { return f_.zero_ && f_.zero_start_ - 1 <= place; }
  char digit() const { return next_ < number_.size() ? number_[next_] : '\0'; }
  bool has_last() const { return last_ != std::string::npos; }
  bool last_is_point() const { return has_last() && number_[last_] == '.'; }
  // The zero before the point of a number below one, in a template without a 0 there.
  bool at_leading_zero() const {
    return !f_.zero_ && next_ == 0 && digit() == '0' && f_.fraction_ != 0;
  }

  void settle_sign() {
    if (f_.plus_ || f_.minus_) {
      sign_written_ = !(f_.plus_ && !f_.minus_);
    } else {
      if (sign_ != '-' && bracket_ && f_.fill_) bracket_ = false;
      sign_written_ = sign_ == '+' && f_.fill_ && !f_.s_;
      if (sign_form_ == NumberFormat::Sign::before && f_.whole_ + f_.shift_ == f_.sign_place_)
        sign_form_ = NumberFormat::Sign::after;
    }
  }

  // In fill mode zeros at the end of the fraction are left out, unless a 0 asks for them.
  void find_last_relevant() {
    const std::size_t point_at = number_.find('.');
    if (point_at == std::string::npos) return;
    last_ = number_.find_last_not_of('0');
    if (last_ < point_at) last_ = point_at;
    if (f_.zero_end_ > lead_) {
      const auto kept =
          std::min(number_.size() - 1, static_cast<std::size_t>(f_.zero_end_ - lead_));
      last_ = std::max(last_, kept);
    }
  }

  void write_sign() {
    const bool due = place_ >= lead_ || (f_.zero_ && f_.zero_start_ - 1 == place_);
    if (sign_written_ || !due || (at_leading_zero() && !last_is_point())) return;
    if (f_.s_) {
      if (sign_form_ != NumberFormat::Sign::before) return;
      out_.push_back(sign_ == '-' ? '-' : '+');
    } else if (bracket_) {
      out_.push_back(sign_ == '+' ? ' ' : '<');
    } else if (sign_ == '+') {
      if (!f_.fill_) out_.push_back(' ');
    } else {
      out_.push_back('-');
    }
    sign_written_ = true;
  }

  void write_digit(bool is_zero_place) {
    if (place_ < lead_ && !zero_from(place_)) {
      if (!f_.fill_) out_.push_back(' ');
      return;
    }
    if (place_ < lead_) {
      out_.push_back('0');
      begun_ = true;
      return;
    }
    if (digit() == '.') {
      out_.push_back('.');
    } else if (has_last() && next_ > last_ && !is_zero_place) {
      // left out
    } else if (at_leading_zero()) {
      if (!f_.fill_) {
        out_.push_back(' ');
      } else if (last_is_point()) {
        out_.push_back('0');
      }
    } else if (digit() != '\0') {
      out_.push_back(digit());
      begun_ = true;
    }
    if (next_ < number_.size()) ++next_;
  }

  void write_end() {
    int end = places_ + (lead_ > 0 ? 1 : 0) + (f_.decimal_ ? 1 : 0);
    if (has_last() && last_ == next_) end = place_;
    if (place_ + 1 != end) return;
    if (sign_written_ && bracket_) {
      out_.push_back(sign_ == '+' ? ' ' : '>');
    } else if (f_.s_ && sign_form_ == NumberFormat::Sign::after) {
      out_.push_back(sign_ == '-' ? '-' : '+');
    }
  }

  void place(bool is_zero_place) {
    begun_ = false;
    write_sign();
    write_digit(is_zero_place);
    write_end();
    ++place_;
  }

  void ordinal(char form) {
    if (number_[0] == '#' || sign_ == '-' || f_.decimal_) return;
    out_.append(ordinal_ending(number_, form));
  }

  void write(const FormatPart& part) {
    switch (part.field->id) {
      case nine_digit:
      case point:
      case local_point: return place(false);
      case zero_digit: return place(true);
      case comma:
      case group:
        if (begun_) {
          out_.push_back(',');
        } else if (!f_.fill_) {
          out_.push_back(' ');
        }
        return;
      case currency: out_.push_back(' '); return;
      case minus_place: return marked('-');
      case plus_place: return marked('+');
      case sign_either: out_.push_back(sign_); return;
      case ordinal_upper: return ordinal('H');
      case ordinal_lower: return ordinal('h');
      default: return;
    }
  }
  void marked(char sign) {
    if (sign_ == sign) {
      out_.push_back(sign);
    } else if (!f_.fill_) {
      out_.push_back(' ');
    }
  }

  const NumberFormat& f_;
  std::string number_;
  int lead_;
  char sign_;
  NumberFormat::Sign sign_form_;
  bool bracket_;
  bool sign_written_ = false;
  bool begun_ = false;  // the last place showed a digit
  int places_ = 0;
  int place_ = 0;
  std::size_t next_ = 0;
  std::size_t last_ = std::string::npos;  // last digit that fill mode shows
  std::string out_;
};

std::string NumberFormat::write(std::string digits) const {
  char sign = '+';
  if (!digits.empty() && digits[0] == '-') {
    sign = '-';
    digits.erase(0, 1);
  }
  const int room = whole_ + shift_;
  const auto held = static_cast<int>(std::min(digits.find('.'), digits.size()));
  int lead = 0;
  if (held < room) {
    lead = room - held;
  } else if (held > room) {
    digits.assign(static_cast<std::size_t>(room + fraction_ + 1), '#');
    digits[static_cast<std::size_t>(room)] = '.';
  }
  return NumberWriter(*this, std::move(digits), lead, sign).run();
}

std::string NumberFormat::write_roman(const std::string& text) const {
  std::string out;
  for (const FormatPart& part : parts_) {
    if (part.kind != FormatPart::Kind::field) {
      out.append(part.text);
      continue;
    }
    if (part.field->id != roman_upper && part.field->id != roman_lower) continue;
    std::string shown = text;
    if (part.field->id == roman_lower)
      for (char& c : shown) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (!fill_ && shown.size() < 15) shown.insert(0, 15 - shown.size(), ' ');
    out.append(shown);
  }
  return out;
}

// --- reading
// ---------------------------------------------------------------------------------------

class NumberReader {
 public:
  NumberReader(const NumberFormat& format, View text) : f_(format), in_(text) {}

  std::string run() {
    for (const FormatPart& part : f_.parts_) {
      if (at_ >= in_.size()) break;
      if (part.kind != FormatPart::Kind::field) {
        ++at_;  // whatever stands there
      } else {
        read(part);
      }
    }
    std::string out(1, sign_ == '-' ? '-' : ' ');
    out.append(digits_);
    if (!out.empty() && out.back() == '.') out.pop_back();
    return out;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  void read_sign() {
    const char c = in_[at_];
    if (sign_ != '\0') return;
    if (c == '-' || (c == '<' && f_.bracket_)) {
      sign_ = '-';
      ++at_;
    } else if (c == '+') {
      sign_ = '+';
      ++at_;
    }
  }

  bool no_digits() const { return digits_.empty() || digits_ == "."; }

  void read_place(bool point_place) {
    if (no_digits()) {
      while (at_ < in_.size() && in_[at_] == ' ') ++at_;
      if (at_ < in_.size() && !f_.plus_ && !f_.minus_) read_sign();
    }
    if (at_ >= in_.size()) return;
    const char c = in_[at_];
    if (is_digit(c)) {
      if (point_seen_ && taken_after_ == f_.fraction_) return;
      digits_.push_back(c);
      taken_after_ += point_seen_;
      ++at_;
    } else if (c == '.' && f_.decimal_ && !point_seen_) {
      digits_.push_back('.');
      point_seen_ = true;
      ++at_;
    } else if (point_place) {
      // a template's point that the text does not have
    } else if (c == '-' || c == '+') {
      sign_after(c);
    }
    if (at_ < in_.size() && f_.s_ && f_.sign_ == NumberFormat::Sign::after && !digits_.empty())
      sign_after(in_[at_]);
  }
  void sign_after(char c) {
    if (sign_ == '\0' && (c == '-' || c == '+') && !no_digits() &&
        (at_ + 1 >= in_.size() || !is_digit(in_[at_ + 1]))) {
      sign_ = c;
      ++at_;
    }
  }

  void read(const FormatPart& part) {
    switch (part.field->id) {
      case nine_digit:
      case zero_digit: return read_place(false);
      case point:
      case local_point: return read_place(true);
      case comma:
      case group:
        if (digits_.empty() && f_.fill_) return;
        if (in_[at_] == ',') ++at_;
        return;
      case currency:
        if (!is_digit(in_[at_]) && in_[at_] != '.' && in_[at_] != ',' && in_[at_] != '-' &&
            in_[at_] != '+')
          ++at_;
        return;
      case minus_place:
        if (in_[at_] == '-') {
          sign_ = '-';
          ++at_;
        } else if (in_[at_] == ' ') {
          ++at_;
        }
        return;
      case plus_place:
        if (in_[at_] == '+') {
          sign_ = '+';
          ++at_;
        } else if (in_[at_] == ' ') {
          ++at_;
        }
        return;
      case sign_either:
        if (in_[at_] == '-' || in_[at_] == '+') sign_ = in_[at_++];
        return;
      case ordinal_upper:
      case ordinal_lower: at_ = std::min(at_ + 2, in_.size()); return;
      case roman_upper:
      case roman_lower: rules::raise(conditions::format_not_for_input, "RN");
      default: return;
    }
  }

  const NumberFormat& f_;
  View in_;
  std::size_t at_ = 0;
  char sign_ = '\0';
  bool point_seen_ = false;
  int taken_after_ = 0;
  std::string digits_;
};

std::string NumberFormat::read(View text) const {
  if (exponent_) rules::raise(conditions::format_not_for_input, "EEEE");
  if (roman_) rules::raise(conditions::format_not_for_input, "RN");
  return NumberReader(*this, text).run();
}

}  // namespace dsql::engine
