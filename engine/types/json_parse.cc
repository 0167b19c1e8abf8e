// JSON text: the reader that checks and tells a handler, with PostgreSQL's errors, and the writer
// of strings.
#include <algorithm>

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/json.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

enum class Token : std::uint8_t {
  string,
  number,
  true_,
  false_,
  null,
  object_begin,
  object_end,
  array_begin,
  array_end,
  comma,
  colon,
  end,
};

class JsonReader {
 public:
  JsonReader(std::string_view text, JsonHandler* handler, bool unescape)
      : text_(text), handler_(handler), unescape_(unescape) {}

  // One value and nothing after it. Containers are kept on a stack of our own, so that depth costs
  // heap and not stack.
  void read() {
    advance();
    read_value();
    while (!open_.empty()) {
      if (open_.back() == '{') {
        after_pair();
      } else {
        after_element();
      }
    }
    if (token_ != Token::end) fail(conditions::json_expected_end_detail);
  }

 private:
  // --- grammar ---------------------------------------------------------------------------------

  // A scalar, or the beginning of a container up to its first value.
  void read_value() {
    while (true) {
      switch (token_) {
        case Token::object_begin:
          if (begin_object()) return;
          continue;
        case Token::array_begin:
          if (begin_array()) return;
          continue;
        case Token::string: return scalar(JsonKind::string);
        case Token::number: return scalar(JsonKind::number);
        case Token::true_: return scalar(JsonKind::true_);
        case Token::false_: return scalar(JsonKind::false_);
        case Token::null: return scalar(JsonKind::null);
        default: fail(conditions::json_expected_value_detail);
      }
    }
  }

  void scalar(JsonKind kind) {
    if (handler_ != nullptr) {
      const std::string_view token = text_.substr(start_, end_ - start_);
      handler_->scalar(kind, token,
                       kind == JsonKind::string && unescape_ ? std::string_view(value_) : token,
                       start_);
    }
    advance();
  }

  // True if the object is empty and thereby done.
  bool begin_object() {
    if (handler_ != nullptr) handler_->begin_object(start_);
    open('{');
    if (token_ == Token::object_end) {
      close_object();
      return true;
    }
    if (token_ != Token::string) fail(conditions::json_expected_string_or_brace_detail);
    read_key();
    return false;
  }

  bool begin_array() {
    if (handler_ != nullptr) handler_->begin_array(start_);
    open('[');
    if (token_ != Token::array_end) return false;
    close_array();
    return true;
  }

  void open(char bracket) {
    constexpr std::size_t most_levels = 16000;
    if (open_.size() >= most_levels) rules::raise(conditions::stack_depth_limit_exceeded);
    open_.push_back(bracket);
    advance();
  }

  void read_key() {
    if (token_ != Token::string) fail(conditions::json_expected_string_detail);
    if (handler_ != nullptr) handler_->key(unescape_ ? std::string_view(value_) : inner());
    advance();
    if (token_ != Token::colon) fail(conditions::json_expected_colon_detail);
    advance();
  }

  std::string_view inner() const { return text_.substr(start_ + 1, end_ - start_ - 2); }

  void after_pair() {
    if (token_ == Token::comma) {
      advance();
      read_key();
      read_value();
    } else if (token_ == Token::object_end) {
      close_object();
    } else {
      fail(conditions::json_expected_comma_or_brace_detail);
    }
  }

  void after_element() {
    if (token_ == Token::comma) {
      advance();
      read_value();
    } else if (token_ == Token::array_end) {
      close_array();
    } else {
      fail(conditions::json_expected_comma_or_bracket_detail);
    }
  }

  void close_object() {
    open_.pop_back();
    if (handler_ != nullptr) handler_->end_object(end_);
    advance();
  }

  void close_array() {
    open_.pop_back();
    if (handler_ != nullptr) handler_->end_array(end_);
    advance();
  }

  // --- tokens ----------------------------------------------------------------------------------

  char peek() const { return end_ < text_.size() ? text_[end_] : '\0'; }

  // The next token into token_, start_, end_ (and value_ for a string).
  void advance() {
    while (end_ < text_.size()) {
      const char c = text_[end_];
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') break;
      ++end_;
      if (c == '\n') {
        ++line_;
        line_start_ = end_;
      }
    }
    start_ = end_;
    if (end_ == text_.size()) {
      token_ = Token::end;
      return;
    }
    switch (text_[end_]) {
      case '{': return punctuation(Token::object_begin);
      case '}': return punctuation(Token::object_end);
      case '[': return punctuation(Token::array_begin);
      case ']': return punctuation(Token::array_end);
      case ',': return punctuation(Token::comma);
      case ':': return punctuation(Token::colon);
      case '"': return lex_string();
      default: break;
    }
    if (is_digit(text_[end_]) || text_[end_] == '-') {
      lex_number();
    } else {
      lex_word();
    }
  }

  void punctuation(Token token) {
    ++end_;
    token_ = token;
  }

  static bool is_word(char c) {
    return is_alpha(c) || is_digit(c) || c == '_' || static_cast<signed char>(c) < 0;
  }

  void skip_word() {
    while (end_ < text_.size() && is_word(text_[end_])) ++end_;
  }

  void lex_word() {
    skip_word();
    if (end_ == start_) {
      ++end_;
      fail_token();
    }
    const std::string_view word = text_.substr(start_, end_ - start_);
    if (word == "true") {
      token_ = Token::true_;
    } else if (word == "false") {
      token_ = Token::false_;
    } else if (word == "null") {
      token_ = Token::null;
    } else {
      fail_token();
    }
  }

  bool take_digits() {
    const std::size_t first = end_;
    while (is_digit(peek())) ++end_;
    return end_ > first;
  }

  void lex_number() {
    bool good = true;
    if (peek() == '-') ++end_;
    if (peek() == '0') {
      ++end_;
    } else {
      good = take_digits();
    }
    if (peek() == '.') {
      ++end_;
      good &= take_digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      ++end_;
      if (peek() == '+' || peek() == '-') ++end_;
      good &= take_digits();
    }
    if (end_ < text_.size() && is_word(text_[end_])) {
      good = false;
      skip_word();
    }
    if (!good) fail_token();
    token_ = Token::number;
  }

  void lex_string() {
    value_.clear();
    high_surrogate_ = 0;
    ++end_;
    while (true) {
      if (end_ == text_.size()) fail_token();
      const char c = text_[end_];
      if (c == '"') break;
      if (static_cast<unsigned char>(c) < 32) {
        fail_with(conditions::json_control_detail(static_cast<unsigned char>(c)));
      }
      ++end_;
      if (c == '\\') {
        lex_escape();
      } else {
        require_no_surrogate();
        if (unescape_) value_.push_back(c);
      }
    }
    ++end_;
    require_no_surrogate();
    token_ = Token::string;
  }

  void lex_escape() {
    if (end_ == text_.size()) fail_token();
    const char c = text_[end_++];
    if (c == 'u') {
      lex_unicode();
      return;
    }
    require_no_surrogate();
    char meant = c;
    switch (c) {
      case '"':
      case '\\':
      case '/': break;
      case 'b': meant = '\b'; break;
      case 'f': meant = '\f'; break;
      case 'n': meant = '\n'; break;
      case 'r': meant = '\r'; break;
      case 't': meant = '\t'; break;
      default: {
        const std::string_view shown =
            text_.substr(end_ - 1, utf8_prefix(text_.substr(end_ - 1), 1));
        end_ += shown.size() - 1;
        fail_with(conditions::json_escape_detail(shown));
      }
    }
    if (unescape_) value_.push_back(meant);
  }

  void lex_unicode() {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      if (end_ == text_.size()) fail_token();
      const int digit = hex_value(text_[end_++]);
      if (digit < 0) fail_with(conditions::json_unicode_escape_detail);
      code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    if (!unescape_) return;
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (high_surrogate_ != 0) fail_with(conditions::json_high_surrogate_detail);
      high_surrogate_ = code;
      return;
    }
    if (code >= 0xDC00 && code <= 0xDFFF) {
      if (high_surrogate_ == 0) fail_with(conditions::json_low_surrogate_detail);
      code = 0x10000 + ((high_surrogate_ & 0x3ff) << 10) + (code & 0x3ff);
      high_surrogate_ = 0;
    }
    require_no_surrogate();
    if (code == 0)
      rules::raise(rules::error(conditions::unsupported_unicode_escape)
                       .with_detail(std::string(conditions::json_zero_detail))
                       .with_context(context()));
    append_utf8(code);
  }

  void require_no_surrogate() const {
    if (high_surrogate_ != 0) fail_with(conditions::json_low_surrogate_detail);
  }

  void append_utf8(std::uint32_t code) {
    const auto push = [&](std::uint32_t byte) { value_.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
      push(code);
    } else if (code < 0x800) {
      push(0xC0 | code >> 6);
      push(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      push(0xE0 | code >> 12);
      push(0x80 | (code >> 6 & 0x3f));
      push(0x80 | (code & 0x3f));
    } else {
      push(0xF0 | code >> 18);
      push(0x80 | (code >> 12 & 0x3f));
      push(0x80 | (code >> 6 & 0x3f));
      push(0x80 | (code & 0x3f));
    }
  }

  // --- errors ----------------------------------------------------------------------------------

  // The line up to where the error is, shortened to 50 bytes.
  std::string context() const {
    std::size_t from = line_start_;
    while (end_ - from >= 50) {
      ++from;
      while (from < end_ && (static_cast<unsigned char>(text_[from]) & 0xC0) == 0x80) ++from;
    }
    if (from - line_start_ <= 3) from = line_start_;
    const bool more =
        token_ != Token::end && end_ < text_.size() && text_[end_] != '\n' && text_[end_] != '\r';
    return conditions::json_context(line_, from > line_start_ ? "..." : "",
                                    text_.substr(from, end_ - from), more ? "..." : "");
  }

  [[noreturn]] void fail_with(std::string_view detail) const {
    rules::raise(rules::error(conditions::invalid_json, "json")
                     .with_detail(std::string(detail))
                     .with_context(context()));
  }
  [[noreturn]] void fail_token() const {
    fail_with(conditions::json_invalid_token_detail(text_.substr(start_, end_ - start_)));
  }
  // The current token is not what the grammar wants.
  [[noreturn]] void fail(const conditions::Detail<std::string_view>& detail) const {
    if (token_ == Token::end) fail_with(conditions::json_ended_detail);
    fail_with(detail(text_.substr(start_, end_ - start_)));
  }

  std::string_view text_;
  JsonHandler* handler_;
  bool unescape_;
  Token token_ = Token::comma;
  std::size_t start_ = 0;  // of the current token
  std::size_t end_ = 0;
  std::string value_;  // of a string, decoded
  std::uint32_t high_surrogate_ = 0;
  std::string open_;  // the containers around, '{' or '['
  int line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace

void parse_json(std::string_view text, JsonHandler* handler, bool unescape) {
  JsonReader(text, handler, unescape).read();
}

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '\b': out.append("\\b"); break;
      case '\f': out.append("\\f"); break;
      case '\n': out.append("\\n"); break;
      case '\r': out.append("\\r"); break;
      case '\t': out.append("\\t"); break;
      case '"': out.append("\\\""); break;
      case '\\': out.append("\\\\"); break;
      default:
        if (static_cast<unsigned char>(c) < 32) {
          out.append("\\u00");
          out.push_back(c < 16 ? '0' : '1');
          out.push_back("0123456789abcdef"[c & 15]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

}  // namespace dsql::engine
