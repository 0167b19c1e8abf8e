#include "dsqlrules/lint/script.h"

#include <algorithm>
#include <array>

namespace dsql::rules {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool continues_word(char c) { return starts_word(c) || is_digit(c) || c == '$'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_word(std::string_view word, std::string_view lower_word) {
  return word.size() == lower_word.size() &&
         std::equal(word.begin(), word.end(), lower_word.begin(),
                    [](char a, char b) { return lower(a) == b; });
}

// What the words of a statement say about where it ends; the rules are psql's.
class StatementWords {
 public:
  void add(std::string_view word) {
    if (count_ < words_.size()) words_[count_] = word;
    ++count_;
    if (is_copy() && same_word(word, "stdin") && same_word(last_, "from")) copies_in_ = true;
    if (is_routine()) track_body(word);
    last_ = word;
  }
  void clear() { *this = StatementWords(); }

  bool copies_in() const { return copies_in_; }
  bool in_body() const { return body_depth_ > 0; }
  // CREATE RULE … DO (a; b) is the one statement with semicolons in parentheses.
  bool parentheses_hold() const {
    return first_is("create") && (nth_is(1, "rule") || (nth_is(1, "or") && nth_is(3, "rule")));
  }

 private:
  bool nth_is(std::size_t n, std::string_view word) const {
    return n < count_ && n < words_.size() && same_word(words_[n], word);
  }
  bool first_is(std::string_view word) const { return nth_is(0, word); }
  bool is_copy() const { return first_is("copy"); }
  bool is_routine() const {
    if (!first_is("create")) return false;
    const std::size_t at = nth_is(1, "or") && nth_is(2, "replace") ? 3 : 1;
    return nth_is(at, "function") || nth_is(at, "procedure");
  }
  void track_body(std::string_view word) {
    if (same_word(word, "begin")) ++body_depth_;
    if (body_depth_ > 0 && same_word(word, "case")) ++body_depth_;
    if (body_depth_ > 0 && same_word(word, "end")) --body_depth_;
  }

  std::array<std::string_view, 4> words_;
  std::size_t count_ = 0;
  std::string_view last_;
  bool copies_in_ = false;
  int body_depth_ = 0;
};

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Script run() {
    while (at_ < text_.size()) step();
    finish(last_token_end_, last_token_end_);
    return std::move(script_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  std::size_t find_or_end(std::string_view what, std::size_t from) const {
    return std::min(text_.find(what, from), text_.size());
  }

  void step() {
    const char c = peek();
    if (is_blank(c)) {
      ++at_;
    } else if (c == '-' && peek(1) == '-') {
      skip_line_comment();
    } else if (c == '/' && peek(1) == '*') {
      skip_block_comment();
    } else if (c == '\\' && take_meta_command()) {
      return;
    } else if (c == ';') {
      take_semicolon();
    } else {
      take_token(c);
    }
  }

  void take_token(char c) {
    if (!in_statement_) {
      in_statement_ = true;
      begin_ = at_;
    }
    if (c == '\'') {
      skip_quoted('\'', false);
    } else if (c == '"') {
      skip_quoted('"', false);
    } else if (c == '$' && skip_dollar_quoted()) {
    } else if (starts_word(c)) {
      take_word();
    } else if (is_digit(c)) {
      while (continues_word(peek()) || peek() == '.') ++at_;
    } else {
      if (c == '(') ++parentheses_;
      if (c == ')') --parentheses_;
      ++at_;
    }
    last_token_end_ = at_;
  }

  void take_word() {
    const std::size_t from = at_;
    while (continues_word(peek())) ++at_;
    const std::string_view word = text_.substr(from, at_ - from);
    if (peek() == '\'' && same_word(word, "e")) return skip_quoted('\'', true);
    words_.add(word);
  }

  // --- quotes and comments ---

  void skip_quoted(char quote, bool backslashes) {
    ++at_;
    while (at_ < text_.size()) {
      if (backslashes && peek() == '\\') {
        at_ += 2;
      } else if (peek() != quote) {
        ++at_;
      } else if (peek(1) == quote) {
        at_ += 2;
      } else {
        ++at_;
        return;
      }
    }
    at_ = text_.size();
  }

  bool skip_dollar_quoted() {
    std::size_t end = at_ + 1;
    if (end < text_.size() && is_digit(text_[end])) return false;
    while (end < text_.size() && text_[end] != '$' && continues_word(text_[end])) ++end;
    if (end >= text_.size() || text_[end] != '$') return false;
    const std::string_view tag = text_.substr(at_, end + 1 - at_);
    const std::size_t close = text_.find(tag, end + 1);
    at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
    return true;
  }

  void skip_line_comment() {
    const std::size_t from = at_;
    at_ = find_or_end("\n", at_);
    note_directive(from, from + 2);
  }

  void skip_block_comment() {
    const std::size_t from = at_;
    int open = 0;
    do {
      if (peek() == '/' && peek(1) == '*') {
        ++open;
        at_ += 2;
      } else if (peek() == '*' && peek(1) == '/') {
        --open;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (open > 0 && at_ < text_.size());
    at_ = std::min(at_, text_.size());
    if (open > 0) {  // unterminated: the grammar says so
      if (!in_statement_) begin_ = from;
      in_statement_ = true;
      last_token_end_ = at_;
    }
    note_directive(from, from + 2);
  }

  void note_directive(std::size_t begin, std::size_t inside) {
    while (inside < at_ && is_blank(text_[inside])) ++inside;
    if (text_.substr(inside, at_ - inside).starts_with("dsql-lint:")) {
      script_.directives.push_back({begin, at_});
    }
  }

  // --- ends of statements ---

  void take_semicolon() {
    const bool held = words_.in_body() || (parentheses_ > 0 && words_.parentheses_hold());
    if (held) {
      last_token_end_ = ++at_;
      return;
    }
    const bool data = words_.copies_in();
    ++at_;
    finish(last_token_end_, at_);
    if (data) take_copy_data();
  }

  void finish(std::size_t end, std::size_t terminator) {
    if (in_statement_) script_.parts.push_back({PartKind::statement, begin_, end, terminator, 0});
    in_statement_ = false;
    parentheses_ = 0;
    words_.clear();
  }

  // A backslash outside quotes. Where no statement is open the whole line is psql's; \g and its
  // kin end a statement, \; too. Elsewhere it is for the grammar to refuse.
  bool take_meta_command() {
    if (in_statement_ && peek(1) == ';') {
      ++at_;
      take_semicolon();
      return true;
    }
    const std::string_view rest = text_.substr(at_ + 1, 11);
    const bool sends = rest.starts_with("g") || rest.starts_with("watch") ||
                       rest.starts_with("crosstab") || rest.starts_with("bind");
    if (in_statement_ && !sends) return false;
    finish(last_token_end_, last_token_end_);
    const std::size_t from = at_;
    at_ = find_or_end("\n", at_);
    std::size_t end = at_;
    while (end > from && is_blank(text_[end - 1])) --end;
    script_.parts.push_back({PartKind::meta_command, from, end, end, 0});
    return true;
  }

  // The lines up to \. ; without it there are no data, as in a script that only shows the command.
  void take_copy_data() {
    const std::size_t line_end = text_.find('\n', at_);
    if (line_end == std::string_view::npos || at_ >= no_data_after_) return;
    std::size_t rows = 0;
    for (std::size_t line = line_end + 1; line < text_.size();) {
      const std::size_t next = find_or_end("\n", line);
      std::string_view content = text_.substr(line, next - line);
      if (content.ends_with('\r')) content.remove_suffix(1);
      if (content == "\\.") {
        script_.parts.push_back({PartKind::copy_data, line_end + 1, next, next, rows});
        at_ = next;
        return;
      }
      ++rows;
      line = next + 1;
    }
    no_data_after_ = at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Script script_;
  bool in_statement_ = false;
  std::size_t begin_ = 0;
  std::size_t last_token_end_ = 0;
  int parentheses_ = 0;
  StatementWords words_;
  std::size_t no_data_after_ = std::string_view::npos;
};

}  // namespace

Script split_script(std::string_view text) { return Splitter(text).run(); }

}  // namespace dsql::rules
