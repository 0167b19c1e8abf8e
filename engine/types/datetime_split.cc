// A date, time or interval as text, split into typed fields.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/types/datetime_parse.h"

namespace dsql::engine {

namespace {

constexpr std::size_t most_fields = 25;

bool is_alphanumeric(char c) { return is_alpha(c) || is_digit(c); }
bool is_punctuation(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 32 && byte < 127 && !is_alphanumeric(c);
}

class Splitter {
 public:
  Splitter(std::string_view text, std::vector<DateTimeField>& fields)
      : text_(text), fields_(fields) {}

  bool split() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_space(c)) {
        ++at_;
        continue;
      }
      if (fields_.size() == most_fields) return false;
      field_ = &fields_.emplace_back();
      if (is_digit(c)) {
        split_number();
      } else if (c == '.') {
        field_->kind = FieldKind::number;
        take();
        take_while(is_digit);
      } else if (is_alpha(c)) {
        split_word();
      } else if (c == '+' || c == '-') {
        if (!split_signed()) return false;
      } else if (is_punctuation(c)) {
        fields_.pop_back();  // a delimiter and nothing else
        ++at_;
      } else {
        return false;
      }
    }
    return true;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void take() { field_->text.push_back(to_lower(text_[at_++])); }
  template <class Accept>
  void take_while(Accept&& accept) {
    while (at_ < text_.size() && accept(text_[at_])) take();
  }

  void split_number() {
    take_while(is_digit);
    const char delimiter = peek();
    if (delimiter == ':') {
      field_->kind = FieldKind::time;
      take_while([](char c) { return is_digit(c) || c == ':' || c == '.'; });
    } else if (delimiter == '-' || delimiter == '/' || delimiter == '.') {
      take();
      if (is_digit(peek())) {
        field_->kind = delimiter == '.' ? FieldKind::number : FieldKind::date;
        take_while(is_digit);
        // The delimiters of a date of three fields are the same.
        if (peek() == delimiter) {
          field_->kind = FieldKind::date;
          take_while([&](char c) { return is_digit(c) || c == delimiter; });
        }
      } else {
        field_->kind = FieldKind::date;
        take_while([&](char c) { return is_alphanumeric(c) || c == delimiter; });
      }
    } else {
      field_->kind = FieldKind::number;
    }
  }

  // A word, or a date or zone name that starts with one.
  void split_word() {
    field_->kind = FieldKind::string;
    take_while(is_alpha);
    const char next = peek();
    const bool date = next == '-' || next == '/' || next == '.' ||
                      ((next == '+' || is_digit(next)) && find_date_word(field_->text) == nullptr);
    if (!date) return;
    field_->kind = FieldKind::date;
    take_while([](char c) {
      return c == '+' || c == '-' || c == '/' || c == '_' || c == '.' || c == ':' ||
             is_alphanumeric(c);
    });
  }

  // A zone's offset, a signed number, or "+infinity".
  bool split_signed() {
    take();
    while (is_space(peek())) ++at_;
    if (is_digit(peek())) {
      field_->kind = FieldKind::zone;
      take_while([](char c) { return is_digit(c) || c == ':' || c == '.' || c == '-'; });
      return true;
    }
    field_->kind = FieldKind::special;
    take_while(is_alpha);
    return field_->text.size() > 1;
  }

  std::string_view text_;
  std::vector<DateTimeField>& fields_;
  DateTimeField* field_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace

bool split_datetime(std::string_view text, std::vector<DateTimeField>& fields) {
  return Splitter(text, fields).split();
}

bool parse_fraction(std::string_view text, std::int32_t& micros) {
  if (!text.starts_with('.') || !std::ranges::all_of(text.substr(1), is_digit)) return false;
  double fraction = 0;
  if (text.size() > 1) std::from_chars(text.data(), text.data() + text.size(), fraction);
  micros = static_cast<std::int32_t>(std::rint(fraction * 1000000));
  return true;
}

}  // namespace dsql::engine
