// LIKE and ILIKE, and the ESCAPE forms. A constant pattern is looked at once a batch: those without
// wildcards inside become a comparison, a prefix, a suffix or a search.
#include <algorithm>

#include "engine/functions/characters.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using View = std::string_view;
namespace conditions = rules::conditions;

std::string lowered(View text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

// `step` is the size of one character: of UTF-8 text, or 1 for bytea.
template <bool text_value>
std::size_t step(char lead) {
  return text_value ? character_size(lead) : 1;
}

// Matches any pattern, going back to the last % where a literal fails.
template <bool text_value>
bool matches_generally(View text, View pattern) {
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t after_percent = View::npos;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      after_percent = ++p;
      retry = t;
      continue;
    }
    if (p < pattern.size()) {
      const bool escaped = pattern[p] == '\\';
      if (escaped && p + 1 >= pattern.size()) rules::raise(conditions::like_escape_at_end);
      if (!escaped && pattern[p] == '_') {
        t += step<text_value>(text[t]);
        ++p;
        continue;
      }
      if (pattern[p + escaped] == text[t]) {
        ++t;
        p += escaped ? 2 : 1;
        continue;
      }
    }
    if (after_percent == View::npos) return false;
    p = after_percent;
    retry += step<text_value>(text[retry]);
    t = retry;
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

class LikePattern {
 public:
  explicit LikePattern(View pattern) : pattern_(pattern) {
    View body = pattern;
    const bool open_front = body.starts_with('%');
    const bool open_back = body.size() > open_front && body.ends_with('%');
    body.remove_prefix(open_front);
    body.remove_suffix(open_back);
    if (body.find_first_of("%_\\") != View::npos) return;
    literal_ = body;
    shape_ = open_front ? (open_back || body.empty() ? Shape::contains : Shape::suffix)
                        : (open_back ? Shape::prefix : Shape::exact);
  }

  template <bool text_value>
  bool matches(View text) const {
    switch (shape_) {
      case Shape::exact: return text == literal_;
      case Shape::prefix: return text.starts_with(literal_);
      case Shape::suffix: return text.ends_with(literal_);
      case Shape::contains: return literal_.empty() || text.find(literal_) != View::npos;
      case Shape::general: break;
    }
    return matches_generally<text_value>(text, pattern_);
  }

 private:
  enum class Shape { exact, prefix, suffix, contains, general };
  View pattern_;
  View literal_;
  Shape shape_ = Shape::general;
};

template <bool text_value, bool fold_case, bool wanted>
void like(CallContext&, Args args, Selection rows, Column& out) {
  bool* result = out.values<bool>();
  const auto match = [&](std::uint32_t row, const LikePattern& pattern) {
    const View text = args[0]->at<View>(row);
    const bool found =
        fold_case ? pattern.matches<text_value>(lowered(text)) : pattern.matches<text_value>(text);
    result[row] = found == wanted;
  };
  if (args[1]->constant() && rows.count > 0) {
    const View given = args[1]->at<View>(0);
    const std::string folded = fold_case ? lowered(given) : std::string();
    const LikePattern pattern(fold_case ? View(folded) : given);
    rows.for_each([&](std::uint32_t row) { match(row, pattern); });
    return;
  }
  rows.for_each([&](std::uint32_t row) {
    const View given = args[1]->at<View>(row);
    const std::string folded = fold_case ? lowered(given) : std::string();
    match(row, LikePattern(fold_case ? View(folded) : given));
  });
}

// LIKE … ESCAPE: the pattern with backslash as its escape.
std::string with_escape(View pattern, View escape) {
  std::string result;
  if (escape.empty()) {
    for (char c : pattern) {
      if (c == '\\') result.push_back('\\');
      result.push_back(c);
    }
    return result;
  }
  if (escape.size() != character_size(escape[0])) rules::raise(conditions::invalid_escape_string);
  if (escape == "\\") return std::string(pattern);
  bool after_escape = false;
  for (std::size_t at = 0; at < pattern.size();) {
    const View character = pattern.substr(at, character_size(pattern[at]));
    at += character.size();
    if (character == escape && !after_escape) {
      result.push_back('\\');
      after_escape = true;
      continue;
    }
    if (character == "\\" && !after_escape) result.push_back('\\');
    result.append(character);
    after_escape = false;
  }
  return result;
}

constexpr Kernel like_text = &like<true, false, true>;
constexpr Kernel not_like_text = &like<true, false, false>;
constexpr Kernel ilike_text = &like<true, true, true>;
constexpr Kernel not_ilike_text = &like<true, true, false>;

constexpr FunctionRow rows[] = {
    fn(1569, "like", {text, text}, boolean, like_text),
    fn(850, "textlike", {text, text}, boolean, like_text),
    fn(858, "namelike", {name, text}, boolean, like_text),
    fn(1571, "like", {name, text}, boolean, like_text),
    fn(1631, "bpcharlike", {bpchar, text}, boolean, like_text),
    fn(2007, "like", {bytea, bytea}, boolean, &like<false, false, true>),
    fn(2005, "bytealike", {bytea, bytea}, boolean, &like<false, false, true>),
    fn(1570, "notlike", {text, text}, boolean, not_like_text),
    fn(851, "textnlike", {text, text}, boolean, not_like_text),
    fn(859, "namenlike", {name, text}, boolean, not_like_text),
    fn(1572, "notlike", {name, text}, boolean, not_like_text),
    fn(1632, "bpcharnlike", {bpchar, text}, boolean, not_like_text),
    fn(2008, "notlike", {bytea, bytea}, boolean, &like<false, false, false>),
    fn(2006, "byteanlike", {bytea, bytea}, boolean, &like<false, false, false>),
    fn(1633, "texticlike", {text, text}, boolean, ilike_text),
    fn(1635, "nameiclike", {name, text}, boolean, ilike_text),
    fn(1660, "bpchariclike", {bpchar, text}, boolean, ilike_text),
    fn(1634, "texticnlike", {text, text}, boolean, not_ilike_text),
    fn(1636, "nameicnlike", {name, text}, boolean, not_ilike_text),
    fn(1661, "bpcharicnlike", {bpchar, text}, boolean, not_ilike_text),
    fn(1637, "like_escape", {text, text}, text, lift<&with_escape>),
    fn(2009, "like_escape", {bytea, bytea}, bytea, lift<&with_escape>),
};

}  // namespace

std::span<const FunctionRow> like_functions() { return rows; }

}  // namespace dsql::engine
