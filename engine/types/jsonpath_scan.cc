#include "engine/types/jsonpath_scan.h"

#include <algorithm>
#include <array>

#include "dsqlrules/conditions/json_errors.h"
#include "engine/types/codec.h"

namespace dsql::engine {

namespace {

namespace conditions = rules::conditions;

constexpr std::string_view special = "?%$.[]{}()|&!=<>@#,*:-+/";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_word_part(char c) {
  return !is_blank(c) && special.find(c) == std::string_view::npos && c != '"';
}

[[noreturn]] void raise_path(std::string_view what, std::string_view near) {
  if (near.empty()) rules::raise(conditions::path_error_at_end, what);
  rules::raise(conditions::path_error_near, what, near);
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xc0 | point >> 6);
  } else {
    if (point < 0x10000) {
      byte(0xe0 | point >> 12);
    } else {
      byte(0xf0 | point >> 18);
      byte(0x80 | (point >> 12 & 0x3f));
    }
    byte(0x80 | (point >> 6 & 0x3f));
  }
  byte(0x80 | (point & 0x3f));
}

}  // namespace

bool PathToken::is_word(std::string_view keyword) const {
  if (kind != Kind::word) return false;
  const bool exact = keyword == "null" || keyword == "true" || keyword == "false";
  return exact ? value == keyword : equals_ignoring_case(value, keyword);
}

void raise_path_syntax(const PathToken& token) { raise_path("syntax error", token.source); }

void PathScanner::skip_blanks() {
  while (at_ < text_.size()) {
    if (is_blank(text_[at_])) {
      ++at_;
    } else if (text_.substr(at_).starts_with("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) {
        raise_path("unexpected end of comment", {});
      }
      at_ = end + 2;
    } else {
      return;
    }
  }
}

PathToken PathScanner::symbol(std::size_t length) {
  PathToken token{PathToken::Kind::symbol, text_.substr(at_, length), {}};
  at_ += length;
  return token;
}

PathToken PathScanner::next() {
  skip_blanks();
  if (at_ == text_.size()) return {};
  const char c = text_[at_];
  const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (is_digit(c) || (c == '.' && is_digit(after))) return number();
  if (c == '"') {
    ++at_;
    return quoted(PathToken::Kind::string, at_ - 1);
  }
  if (c == '$' && after == '"') {
    at_ += 2;
    return quoted(PathToken::Kind::variable, at_ - 2);
  }
  if (c == '$' && is_word_part(after) && after != '\0') {
    ++at_;
    return word(PathToken::Kind::variable, at_ - 1);
  }
  constexpr std::array<std::string_view, 8> pairs{"&&", "||", "==", "!=", "<>", "<=", ">=", "**"};
  for (const std::string_view pair : pairs)
    if (text_.substr(at_).starts_with(pair)) return symbol(2);
  if (special.find(c) != std::string_view::npos) return symbol(1);
  return word(PathToken::Kind::word, at_);
}

// Decimal, hexadecimal, octal or binary integers with _ between digits, and decimals.
PathToken PathScanner::number() {
  const std::size_t start = at_;
  PathToken token{PathToken::Kind::integer, {}, {}};
  const auto digits = [&](auto&& is_one) {
    const std::size_t before = at_;
    while (at_ < text_.size() &&
           (is_one(text_[at_]) || (text_[at_] == '_' && at_ > before && at_ + 1 < text_.size() &&
                                   text_[at_ - 1] != '_' && is_one(text_[at_ + 1]))))
      ++at_;
    return at_ > before;
  };
  const char second = start + 1 < text_.size() ? to_lower(text_[start + 1]) : '\0';
  const int base = text_[start] != '0' ? 10
                   : second == 'x'     ? 16
                   : second == 'o'     ? 8
                   : second == 'b'     ? 2
                                       : 10;
  if (base != 10) {
    at_ += 2;
    digits([&](char c) { return hex_value(c) >= 0 && hex_value(c) < base; });
    std::uint64_t value = 0;
    for (const char c : text_.substr(start + 2, at_ - start - 2))
      if (c != '_')
        value = value * static_cast<unsigned>(base) + static_cast<unsigned>(hex_value(c));
    token.value = std::to_string(value);
  } else {
    digits(is_digit);
    // No zero before other digits.
    const bool octal_like = at_ - start > 1 && text_[start] == '0';
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      digits(is_digit);
      token.kind = PathToken::Kind::decimal;
    }
    if (at_ < text_.size() && to_lower(text_[at_]) == 'e') {
      const std::size_t exponent = at_++;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits(is_digit)) at_ = exponent;
      token.kind = PathToken::Kind::decimal;
    }
    for (const char c : text_.substr(start, at_ - start))
      if (c != '_') token.value += c;
    if (octal_like) raise_path("trailing junk after numeric literal", text_.substr(start, 2));
  }
  if (at_ < text_.size() && is_word_part(text_[at_]))
    raise_path("trailing junk after numeric literal", text_.substr(start, at_ - start + 1));
  token.source = text_.substr(start, at_ - start);
  return token;
}

PathToken PathScanner::quoted(PathToken::Kind kind, std::size_t start) {
  PathToken token{kind, {}, {}};
  while (true) {
    if (at_ == text_.size()) raise_path("unterminated quoted string", {});
    const char c = text_[at_++];
    if (c == '"') break;
    if (c == '\\') {
      escape(token.value);
    } else {
      token.value += c;
    }
  }
  token.source = text_.substr(start, at_ - start);
  return token;
}

PathToken PathScanner::word(PathToken::Kind kind, std::size_t start) {
  PathToken token{kind, {}, {}};
  while (at_ < text_.size() && is_word_part(text_[at_])) {
    if (text_.substr(at_).starts_with("/*")) break;
    const char c = text_[at_++];
    if (c == '\\') {
      escape(token.value);
    } else {
      token.value += c;
    }
  }
  token.source = text_.substr(start, at_ - start);
  return token;
}

// After a backslash.
void PathScanner::escape(std::string& out) {
  if (at_ == text_.size()) raise_path("unexpected end after backslash", {});
  const char c = text_[at_++];
  switch (c) {
    case 'b': out += '\b'; return;
    case 'f': out += '\f'; return;
    case 'n': out += '\n'; return;
    case 'r': out += '\r'; return;
    case 't': out += '\t'; return;
    case 'v': out += '\v'; return;
    case 'x': {
      const auto digit = [&](std::size_t at) {
        return at < text_.size() ? hex_value(text_[at]) : -1;
      };
      if (digit(at_) < 0 || digit(at_ + 1) < 0)
        raise_path("invalid hexadecimal character sequence", text_.substr(at_ - 2, 2));
      const auto point = static_cast<std::uint32_t>(digit(at_) * 16 + digit(at_ + 1));
      at_ += 2;
      if (point == 0) rules::raise(conditions::path_null_character);
      return append_utf8(out, point);
    }
    case 'u': {
      std::uint32_t point = unicode_escape();
      const bool high = point >= 0xd800 && point < 0xdc00;
      if (high && text_.substr(at_).starts_with("\\u")) {
        at_ += 2;
        const std::uint32_t low = unicode_escape();
        if (low < 0xdc00 || low > 0xdfff) rules::raise(conditions::path_high_surrogate);
        point = 0x10000 + ((point & 0x3ff) << 10 | (low & 0x3ff));
      } else if (high) {
        rules::raise(conditions::path_low_surrogate);
      } else if (point >= 0xdc00 && point <= 0xdfff) {
        rules::raise(conditions::path_low_surrogate);
      }
      if (point == 0) rules::raise(conditions::path_null_character);
      return append_utf8(out, point);
    }
    default: out += c;
  }
}

// XXXX or {X…} of one to six digits, after \u.
std::uint32_t PathScanner::unicode_escape() {
  const std::size_t start = at_ - 2;
  const bool braced = at_ < text_.size() && text_[at_] == '{';
  if (braced) ++at_;
  std::uint32_t point = 0;
  int count = 0;
  while (count < (braced ? 6 : 4) && at_ < text_.size() && hex_value(text_[at_]) >= 0) {
    point = point << 4 | static_cast<std::uint32_t>(hex_value(text_[at_++]));
    ++count;
  }
  const bool closed = !braced || (at_ < text_.size() && text_[at_] == '}');
  if ((braced ? count == 0 : count != 4) || !closed)
    raise_path("invalid Unicode escape sequence", text_.substr(start, at_ - start));
  if (braced) ++at_;
  return point;
}

}  // namespace dsql::engine
