// Regexp: PostgreSQL's advanced regular expressions over PCRE2. The pattern is translated
// (regexp_syntax.cc); where PCRE2's first match is not the longest (or shortest) one PostgreSQL
// takes, its end is found with PCRE2's DFA matcher. Immutable once compiled; matching keeps its
// scratch space inside, so one object is for one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsql::engine {

// What a flags argument says. `global` is the caller's.
struct RegexpFlags {
  bool ignore_case = false;
  bool expanded = false;         // x: white space and comments are skipped
  bool literal = false;          // q
  bool newline_stops = false;    // n, p: . and [^…] do not match a newline
  bool newline_anchors = false;  // n, w: ^ and $ match at lines
  bool global = false;           // g

  // Reads letters such as "gi". Raises: invalid_regular_expression_option.
  void read(std::string_view letters);
  friend bool operator==(const RegexpFlags&, const RegexpFlags&) = default;
};

// A pattern in PCRE2's syntax.
struct RegexpTranslation {
  std::string pattern;
  RegexpFlags flags;       // embedded options applied
  bool lazy = false;       // the whole prefers its shortest match
  bool ambiguous = false;  // PCRE2's first match may be another than the preferred one
};
// Raises: invalid_regular_expression with PostgreSQL's reasons.
RegexpTranslation translate_regexp(std::string_view pattern, RegexpFlags flags);

class Regexp {
 public:
  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool matched = false;
  };

  // Raises: invalid_regular_expression.
  Regexp(std::string_view pattern, RegexpFlags flags);

  // Whether `subject` contains a match.
  bool contains(std::string_view subject) const;

  // The match that begins first at or after byte `from`, the whole at [0] and the groups after it;
  // false if there is none. Spans stay valid until the next call.
  bool search(std::string_view subject, std::size_t from);
  const std::vector<Span>& spans() const { return spans_; }

  // Capturing groups.
  std::size_t groups() const { return spans_.size() - 1; }

 private:
  struct Compiled;
  struct Free {
    void operator()(Compiled* compiled) const;
  };
  // PCRE2's answer: a count or an error.
  int run(std::string_view subject, std::size_t from, std::uint32_t options) const;
  bool match(std::string_view subject, std::size_t from, std::uint32_t options) const;
  // Whether there is a match, found without going back: for what PCRE2 gives up on. Raises:
  // invalid_regular_expression where the pattern does not allow it (back references).
  bool occurs(std::string_view subject, std::size_t from, std::uint32_t options) const;
  void read_spans();
  std::optional<std::size_t> preferred_end(std::string_view subject, std::size_t begin) const;

  std::unique_ptr<Compiled, Free> compiled_;
  std::vector<Span> spans_;
  bool ambiguous_ = false;
  bool lazy_ = false;
};

// The compiled form of the pattern last asked for: kernels keep one while they go over a batch.
class RegexpCache {
 public:
  Regexp& get(std::string_view pattern, RegexpFlags flags) {
    if (!regexp_ || pattern != pattern_ || !(flags == flags_)) {
      regexp_.reset();
      regexp_.emplace(pattern, flags);
      pattern_ = pattern;
      flags_ = flags;
    }
    return *regexp_;
  }

 private:
  std::string pattern_;
  RegexpFlags flags_;
  std::optional<Regexp> regexp_;
};

}  // namespace dsql::engine
