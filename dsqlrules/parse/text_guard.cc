#include "dsqlrules/parse/text_guard.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/value_errors.h"

namespace dsql::rules {
namespace {

// The length that a lead byte announces; 1 for a byte that cannot lead.
std::size_t announced_length(unsigned char lead) {
  if (lead >= 0xF0 && lead <= 0xF7) return 4;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xC0 && lead < 0xE0) return 2;
  return 1;
}

// The length of the valid sequence at the start of `bytes`, 0 if there is none (RFC 3629, table
// 3-7).
std::size_t valid_length(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const auto tail = [&](std::size_t i, unsigned char low = 0x80, unsigned char high = 0xBF) {
    return i < bytes.size() && at(i) >= low && at(i) <= high;
  };
  const unsigned char lead = at(0);
  if (lead != 0 && lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned char low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : 0xBF;
    return tail(1, low, high) && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned char low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;
    return tail(1, low, high) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

[[noreturn]] void raise_invalid_sequence(std::string_view rest) {
  std::string bytes;
  const std::size_t length =
      std::min(announced_length(static_cast<unsigned char>(rest[0])), rest.size());
  for (std::size_t i = 0; i < length; ++i) {
    bytes += fmt::format("{}0x{:02x}", i ? " " : "", static_cast<unsigned char>(rest[i]));
  }
  raise(conditions::invalid_byte_sequence, bytes);
}

// --- nesting -------------------------------------------------------------------------------------

bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_word_start(c) || is_digit(c) || c == '$'; }
bool is_operator(char c) { return c != '\0' && std::strchr("+-*/<>=~!@#%^&|`?:", c) != nullptr; }

bool equals_any(std::string_view word, std::initializer_list<std::string_view> upper_words) {
  for (const std::string_view upper : upper_words) {
    if (upper.size() != word.size()) continue;
    std::size_t i = 0;
    while (i < word.size() && (word[i] & ~0x20) == upper[i]) ++i;
    if (i == word.size()) return true;
  }
  return false;
}

// Counts, for every open parenthesis, how many links a left-deep chain at that level may have.
class NestingCounter {
 public:
  explicit NestingCounter(std::string_view text) : text_(text) {}

  void run() {
    levels_.push_back({});
    while (position_ < text_.size()) step();
  }

 private:
  struct Level {
    int operators = 0;  // since the last separator of expressions
    int joins = 0;      // set operations and joins, which a comma does not end
  };

  void step() {
    const char c = text_[position_];
    if (c == '\'') {
      skip_quoted(c, position_ > 0 && (text_[position_ - 1] | 0x20) == 'e');
    } else if (c == '"') {
      skip_quoted(c, false);
    } else if (c == '$') {
      skip_dollar_quoted();
    } else if (starts_with("--")) {
      position_ = std::min(text_.find('\n', position_), text_.size());
    } else if (starts_with("/*")) {
      skip_comment();
    } else if (is_word_start(c)) {
      take_word();
    } else if (is_digit(c)) {
      while (position_ < text_.size() && (is_word(text_[position_]) || text_[position_] == '.'))
        ++position_;
    } else if (is_operator(c)) {
      while (position_ < text_.size() && is_operator(text_[position_]) && !starts_with("--") &&
             !starts_with("/*")) {
        ++position_;
      }
      link(&Level::operators);
    } else {
      take_punctuation(c);
    }
  }

  void take_punctuation(char c) {
    ++position_;
    if (c == '(' || c == '[') {
      levels_.push_back({});
    } else if ((c == ')' || c == ']') && levels_.size() > 1) {
      depth_ -= levels_.back().operators + levels_.back().joins;
      levels_.pop_back();
    } else if (c == ',') {
      reset_operators();
    } else if (c == ';') {
      levels_.assign(1, {});
      depth_ = 0;
    }
  }

  void take_word() {
    const std::size_t start = position_;
    while (position_ < text_.size() && is_word(text_[position_])) ++position_;
    const std::string_view word = text_.substr(start, position_ - start);
    if (equals_any(word, {"UNION", "INTERSECT", "EXCEPT", "JOIN"})) {
      link(&Level::joins);
    } else if (equals_any(word, {"COLLATE", "AT", "IS", "ISNULL", "NOTNULL", "LIKE", "ILIKE",
                                 "SIMILAR", "IN", "BETWEEN", "OVERLAPS", "OPERATOR"})) {
      link(&Level::operators);
    } else if (equals_any(word, {"AND", "OR", "WHEN", "THEN", "ELSE", "SELECT", "FROM", "WHERE",
                                 "ON", "BY", "HAVING", "VALUES", "SET", "RETURNING"})) {
      // AND and OR lists are flat, and the rest begins a new expression.
      reset_operators();
    }
  }

  void link(int Level::*counter) {
    ++(levels_.back().*counter);
    if (++depth_ > limits::operator_chain) raise(conditions::stack_depth_limit_exceeded);
  }

  void reset_operators() {
    depth_ -= levels_.back().operators;
    levels_.back().operators = 0;
  }

  bool starts_with(std::string_view what) const {
    return text_.substr(position_, what.size()) == what;
  }

  void skip_quoted(char quote, bool backslashes) {
    for (++position_; position_ < text_.size() && text_[position_] != quote; ++position_) {
      if (backslashes && text_[position_] == '\\') ++position_;
    }
    ++position_;
  }

  // $tag$ … $tag$; a lone $ or a parameter ($1) is one character.
  void skip_dollar_quoted() {
    std::size_t end = position_ + 1;
    while (end < text_.size() && is_word(text_[end]) && text_[end] != '$') ++end;
    if (end >= text_.size() || text_[end] != '$' || is_digit(text_[position_ + 1])) {
      ++position_;
      return;
    }
    const std::string_view tag = text_.substr(position_, end + 1 - position_);
    const std::size_t close = text_.find(tag, end + 1);
    position_ = close == std::string_view::npos ? text_.size() : close + tag.size();
  }

  void skip_comment() {
    int open = 0;
    do {
      if (starts_with("/*")) {
        ++open;
        position_ += 2;
      } else if (starts_with("*/")) {
        --open;
        position_ += 2;
      } else {
        ++position_;
      }
    } while (open > 0 && position_ < text_.size());
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::vector<Level> levels_;
  int depth_ = 0;  // the sum over all open levels
};

}  // namespace

void check_encoding(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    // Eight bytes at a time while they are all ASCII and none is NUL.
    while (i + 8 <= text.size()) {
      std::uint64_t word;
      std::memcpy(&word, text.data() + i, 8);
      const std::uint64_t high_bits = 0x8080808080808080u;
      const std::uint64_t zero_bytes = (word - 0x0101010101010101u) & ~word & high_bits;
      if ((word & high_bits) != 0 || zero_bytes != 0) break;
      i += 8;
    }
    if (i >= text.size()) return;
    const std::size_t length = valid_length(text.substr(i));
    if (length == 0) raise_invalid_sequence(text.substr(i));
    i += length;
  }
}

void check_nesting(std::string_view text) {
  // A link takes two bytes at least ("+1"), so a shorter text cannot exceed the limit.
  if (text.size() < static_cast<std::size_t>(limits::operator_chain) * 2) return;
  NestingCounter(text).run();
}

std::size_t byte_offset(std::string_view text, int position) {
  std::size_t offset = 0;
  for (int character = 1; character < position && offset < text.size(); ++character) {
    offset += announced_length(static_cast<unsigned char>(text[offset]));
  }
  return std::min(offset, text.size());
}

}  // namespace dsql::rules
