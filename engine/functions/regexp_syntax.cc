// Translation of PostgreSQL's advanced regular expressions into PCRE2's syntax, with PostgreSQL's
// checks, and with its rule of greediness: a branch prefers what its first quantified atom prefers,
// an alternation the longest match.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/characters.h"
#include "engine/functions/regexp.h"

namespace dsql::engine {

using View = std::string_view;
namespace conditions = rules::conditions;

void RegexpFlags::read(View letters) {
  for (std::size_t at = 0; at < letters.size(); at += character_size(letters[at])) {
    switch (letters[at]) {
      case 'g': global = true; break;
      case 'i': ignore_case = true; break;
      case 'c': ignore_case = false; break;
      case 'x': expanded = true; break;
      case 't': expanded = false; break;
      case 'q': literal = true; break;
      case 'e': literal = false; break;
      case 'n':
      case 'm': newline_stops = newline_anchors = true; break;
      case 's': newline_stops = newline_anchors = false; break;
      case 'p':
        newline_stops = true;
        newline_anchors = false;
        break;
      case 'w':
        newline_stops = false;
        newline_anchors = true;
        break;
      default:
        rules::raise(conditions::invalid_regular_expression_option,
                     letters.substr(at, character_size(letters[at])));
    }
  }
}

namespace {

constexpr int most_levels = 1000;  // of parentheses; PCRE2 refuses fewer

[[noreturn]] void fail(View reason) {
  rules::raise(conditions::invalid_regular_expression, reason);
}

constexpr View classes[] = {"alnum", "alpha", "ascii", "blank", "cntrl", "digit",  "graph",
                            "lower", "print", "punct", "space", "upper", "xdigit", "word"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Greed { none, greedy, lazy };

class Translator {
 public:
  Translator(View pattern, RegexpFlags flags) : in_(pattern), flags_(flags) {}

  RegexpTranslation run() {
    directors();
    if (flags_.literal) {
      while (!done()) literal(take());
      return {std::move(out_), flags_, false, false};
    }
    const Greed greed = alternation(0);
    if (!done()) fail(conditions::regexp_parentheses);  // only a ')' ends it early
    const bool ambiguous = alternatives_ || quantifiers_ > 1;
    return {std::move(out_), flags_, greed == Greed::lazy, ambiguous};
  }

 private:
  bool done() const { return at_ >= in_.size(); }
  char peek() const { return in_[at_]; }
  View rest() const { return in_.substr(at_); }
  char32_t take() { return next_character(in_, at_); }
  bool skip(View text) {
    if (!rest().starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  // ***: and ***= and (?letters), which may stand at the front only.
  void directors() {
    if (skip("***=")) {
      flags_.literal = true;
      return;
    }
    skip("***:");
    if (flags_.literal || !rest().starts_with("(?") || rest().size() < 3) return;
    const char letter = in_[at_ + 2];
    if (!is_alphanumeric(letter)) return;
    const std::size_t end = in_.find(')', at_);
    const View letters = in_.substr(at_ + 2, end == View::npos ? end : end - at_ - 2);
    if (end == View::npos || letters.find_first_not_of("bceimnpqstwx") != View::npos)
      fail(conditions::regexp_embedded_option);
    flags_.read(letters);
    at_ = end + 1;
  }

  // A character that stands for itself, escaped where PCRE2 would read more into it.
  void literal(char32_t code) {
    if (code < 0x80 && !is_alphanumeric(static_cast<char>(code)) && code != '_' && code > ' ')
      out_.push_back('\\');
    if (code == 0 || (code < ' ')) {
      out_.append(fmt::format("\\x{{{:x}}}", static_cast<std::uint32_t>(code)));
    } else {
      append_character(out_, code);
    }
  }

  Greed alternation(int depth) {
    Greed greed = branch(depth);
    bool several = false;
    while (!done() && peek() == '|') {
      ++at_;
      out_.push_back('|');
      branch(depth);
      several = true;
    }
    alternatives_ |= several;
    return several ? Greed::greedy : greed;
  }

  Greed branch(int depth) {
    Greed greed = Greed::none;
    while (true) {
      if (flags_.expanded) skip_expanded();
      if (done() || peek() == '|' || (peek() == ')' && depth > 0)) return greed;
      const Greed found = piece(depth);
      if (greed == Greed::none) greed = found;
    }
  }

  void skip_expanded() {
    while (!done()) {
      if (View(" \t\n\r\f\v").find(peek()) != View::npos) {
        ++at_;
      } else if (peek() == '#') {
        while (!done() && peek() != '\n') ++at_;
      } else {
        return;
      }
    }
  }

  bool at_quantifier() const {
    if (done()) return false;
    const char c = peek();
    return c == '*' || c == '+' || c == '?' ||
           (c == '{' && at_ + 1 < in_.size() && is_digit(in_[at_ + 1]));
  }

  Greed piece(int depth) {
    if (at_quantifier()) fail(conditions::regexp_quantifier);
    const std::size_t start = out_.size();
    bool constraint = false;
    Greed greed = Greed::none;
    const char c = peek();
    if (c == '(') {
      greed = group(depth, constraint);
    } else if (c == ')') {
      fail(conditions::regexp_parentheses);
    } else if (c == '[') {
      constraint = bracket();
    } else if (c == '\\') {
      constraint = escape();
    } else if (c == '^' || c == '$') {
      out_.push_back(c);
      ++at_;
      constraint = true;
    } else if (c == '.') {
      out_.push_back('.');
      ++at_;
    } else {
      literal(take());
    }
    if (flags_.expanded) skip_expanded();
    if (!at_quantifier()) return greed;
    if (constraint) fail(conditions::regexp_quantifier);
    return quantifier(greed, start);
  }

  Greed group(int depth, bool& constraint) {
    constexpr View looks[] = {"(?=", "(?!", "(?<=", "(?<!"};
    if (skip("(?#")) {
      while (!done() && peek() != ')') ++at_;
      if (done()) fail(conditions::regexp_parentheses);
      ++at_;
      return Greed::none;
    }
    bool capturing = false;
    for (View look : looks) {
      if (skip(look)) {
        out_.append(look);
        constraint = true;
        break;
      }
    }
    if (!constraint) {
      if (skip("(?:")) {
        out_.append("(?:");
      } else {
        ++at_;
        if (!done() && peek() == '?') fail(conditions::regexp_quantifier);
        out_.push_back('(');
        capturing = true;
      }
    }
    if (depth >= most_levels) fail(conditions::regexp_too_complex);
    const Greed greed = alternation(depth + 1);
    if (done()) fail(conditions::regexp_parentheses);
    ++at_;
    out_.push_back(')');
    closed_groups_ += capturing;
    return greed;
  }

  int repetition() {
    int value = 0;
    for (int digits = 0; !done() && is_digit(peek()); ++digits) {
      value = value * 10 + (in_[at_++] - '0');
      if (value > 255) fail(conditions::regexp_repetition);
    }
    return value;
  }

  // `start` is where the quantified atom begins in the output.
  Greed quantifier(Greed of_atom, std::size_t start) {
    ++quantifiers_;
    bool fixed = false;
    if (peek() != '{') {
      out_.push_back(in_[at_++]);
    } else {
      ++at_;
      const int least = repetition();
      int most = least;
      bool open = false;
      fixed = true;
      if (!done() && peek() == ',') {
        ++at_;
        fixed = false;
        open = done() || !is_digit(peek());
        if (!open) most = repetition();
      }
      if (done() || peek() != '}') fail(conditions::regexp_braces);
      ++at_;
      if (most < least) fail(conditions::regexp_repetition);
      out_.append(open ? fmt::format("{{{},}}", least) : fmt::format("{{{},{}}}", least, most));
    }
    const bool lazy = !done() && peek() == '?';
    if (lazy) {
      ++at_;
      out_.push_back('?');
      // A group that prefers little makes what is inside prefer little.
      if (out_.compare(start, 3, "(?:") == 0) out_.replace(start, 3, "(?U:");
    }
    if (flags_.expanded) skip_expanded();
    if (at_quantifier()) fail(conditions::regexp_quantifier);
    if (fixed && !lazy) return of_atom;
    return lazy ? Greed::lazy : Greed::greedy;
  }

  // --- escapes
  // -------------------------------------------------------------------------------------

  char32_t hex_escape(std::size_t least, std::size_t most) {
    char32_t code = 0;
    std::size_t digits = 0;
    for (; digits < most && !done() && hex_digit(peek()) >= 0; ++digits)
      code = code * 16 + static_cast<char32_t>(hex_digit(in_[at_++]));
    if (digits < least || code > 0x10FFFF) fail(conditions::regexp_escape);
    return code;
  }

  // An escape that is one character; at_ is past the letter. False if it is something else.
  bool character_escape(char letter, char32_t& code) {
    switch (letter) {
      case 'a': code = 7; return true;
      case 'b': code = 8; return true;
      case 'B': code = '\\'; return true;
      case 'e': code = 27; return true;
      case 'f': code = 12; return true;
      case 'n': code = 10; return true;
      case 'r': code = 13; return true;
      case 't': code = 9; return true;
      case 'v': code = 11; return true;
      case 'u': code = hex_escape(4, 4); return true;
      case 'U': code = hex_escape(8, 8); return true;
      case 'x': code = hex_escape(1, 8); return true;
      case 'c':
        if (done()) fail(conditions::regexp_escape);
        code = take() & 31;
        return true;
      case '0': {
        code = 0;
        for (int digits = 0; digits < 2 && !done() && peek() >= '0' && peek() <= '7'; ++digits)
          code = code * 8 + static_cast<char32_t>(in_[at_++] - '0');
        return true;
      }
      default: return false;
    }
  }

  // Answers whether it is a constraint.
  bool escape() {
    ++at_;
    if (done()) fail(conditions::regexp_escape);
    const char letter = peek();
    if (!is_alphanumeric(letter)) {
      literal(take());
      return false;
    }
    ++at_;
    switch (letter) {
      case 'd':
      case 's':
      case 'w':
      case 'D':
      case 'S':
      case 'W': out_.append({'\\', letter}); return false;
      case 'A': out_.append("\\A"); return true;
      case 'Z': out_.append("\\z"); return true;
      case 'm': out_.append("\\b(?=\\w)"); return true;
      case 'M': out_.append("\\b(?<=\\w)"); return true;
      case 'y': out_.append("\\b"); return true;
      case 'Y': out_.append("\\B"); return true;
      default: break;
    }
    if (letter >= '1' && letter <= '9') {
      back_reference(letter);
      return false;
    }
    char32_t code = 0;
    if (!character_escape(letter, code)) fail(conditions::regexp_escape);
    literal(code);
    return false;
  }

  void back_reference(char first) {
    int number = first - '0';
    const std::size_t after_first = at_;
    while (!done() && is_digit(peek()) && number < 1000) number = number * 10 + (in_[at_++] - '0');
    if (number > closed_groups_) {
      at_ = after_first;
      number = first - '0';
    }
    if (number > closed_groups_) fail(conditions::regexp_back_reference);
    out_.append(fmt::format("\\g{{{}}}", number));
  }

  // --- brackets
  // ------------------------------------------------------------------------------------

  // Answers whether it is a constraint: [[:<:]] and [[:>:]].
  bool bracket() {
    if (skip("[[:<:]]")) return out_.append("\\b(?=\\w)"), true;
    if (skip("[[:>:]]")) return out_.append("\\b(?<=\\w)"), true;
    ++at_;
    out_.push_back('[');
    if (!done() && peek() == '^') {
      ++at_;
      out_.push_back('^');
      if (flags_.newline_stops) out_.append("\\n");
    }
    bool first = true;
    while (true) {
      if (done()) fail(conditions::regexp_brackets);
      if (peek() == ']' && !first) break;
      first = false;
      bracket_element();
    }
    ++at_;
    out_.push_back(']');
    return false;
  }

  void bracket_element() {
    if (skip("[:")) {
      const std::size_t end = in_.find(":]", at_);
      if (end == View::npos) fail(conditions::regexp_brackets);
      const View name = in_.substr(at_, end - at_);
      if (std::ranges::find(classes, name) == std::end(classes))
        fail(conditions::regexp_character_class);
      out_.append("[:").append(name).append(":]");
      at_ = end + 2;
      return;
    }
    char32_t low = 0;
    if (!bracket_character(low)) return;
    literal_in_bracket(low);
    if (!rest().starts_with("-") || rest().starts_with("-]")) return;
    ++at_;
    if (done()) fail(conditions::regexp_brackets);
    char32_t high = 0;
    if (!bracket_character(high) || high < low) fail(conditions::regexp_character_range);
    out_.push_back('-');
    literal_in_bracket(high);
  }

  // One character of a bracket expression; false if it was a class escape, written already.
  bool bracket_character(char32_t& code) {
    for (View open : {View("[."), View("[=")}) {
      if (!skip(open)) continue;
      code = done() ? 0 : take();
      const char close[] = {open[1], ']'};
      if (!skip(View(close, 2))) fail(conditions::regexp_collating_element);
      return true;
    }
    if (peek() != '\\') {
      code = take();
      return true;
    }
    ++at_;
    if (done()) fail(conditions::regexp_escape);
    const char letter = peek();
    if (!is_alphanumeric(letter)) {
      code = take();
      return true;
    }
    ++at_;
    if (View("dswDSW").find(letter) != View::npos) {
      out_.append({'\\', letter});
      return false;
    }
    if (!character_escape(letter, code)) fail(conditions::regexp_escape);
    return true;
  }

  void literal_in_bracket(char32_t code) { literal(code); }

  View in_;
  RegexpFlags flags_;
  std::size_t at_ = 0;
  std::string out_;
  int closed_groups_ = 0;
  int quantifiers_ = 0;
  bool alternatives_ = false;
};

}  // namespace

RegexpTranslation translate_regexp(View pattern, RegexpFlags flags) {
  return Translator(pattern, flags).run();
}

}  // namespace dsql::engine
