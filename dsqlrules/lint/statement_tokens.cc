#include "dsqlrules/lint/statement_tokens.h"

#include <algorithm>

#include "dsqlrules/conditions/sql_error.h"
#include "dsqlrules/parse/tree.h"

namespace dsql::rules {
namespace {

constexpr int open_parenthesis = PG_QUERY__TOKEN__ASCII_40;
constexpr int close_parenthesis = PG_QUERY__TOKEN__ASCII_41;
constexpr int open_bracket = PG_QUERY__TOKEN__ASCII_91;
constexpr int close_bracket = PG_QUERY__TOKEN__ASCII_93;
constexpr int comma = PG_QUERY__TOKEN__ASCII_44;
constexpr int dot = PG_QUERY__TOKEN__ASCII_46;

bool opens(int kind) { return kind == open_parenthesis || kind == open_bracket; }
bool closes(int kind) { return kind == close_parenthesis || kind == close_bracket; }

std::vector<Token> tokens_of(std::string_view text) {
  try {
    return scan_tokens(text);
  } catch (const SqlError&) {
    return {};  // the parser has said so
  }
}

}  // namespace

StatementTokens::StatementTokens(std::string_view script, Range range)
    : script_(script),
      base_(range.begin),
      tokens_(tokens_of(script.substr(range.begin, range.end - range.begin))) {}

std::string_view StatementTokens::text(std::size_t i) const {
  return i < size() ? script_.substr(begin(i), end(i) - begin(i)) : std::string_view();
}

bool StatementTokens::follows(std::size_t i, std::initializer_list<int> kinds) const {
  return std::all_of(kinds.begin(), kinds.end(), [&](int wanted) { return kind(i++) == wanted; });
}

bool StatementTokens::is_word(std::size_t i, std::string_view lower_word) const {
  const std::string_view word = text(i);
  return word.size() == lower_word.size() &&
         std::equal(word.begin(), word.end(), lower_word.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

std::size_t StatementTokens::at(std::size_t offset) const {
  const auto found = std::partition_point(tokens_.begin(), tokens_.end(), [&](const Token& token) {
    return base_ + token.end <= offset;
  });
  return static_cast<std::size_t>(found - tokens_.begin());
}

std::size_t StatementTokens::close_of(std::size_t i) const {
  int depth = 0;
  for (; i < size(); ++i) {
    if (opens(kind(i))) ++depth;
    if (closes(kind(i)) && --depth == 0) return i;
  }
  return size();
}

std::size_t StatementTokens::element_end(std::size_t i) const {
  int depth = 0;
  for (; i < size(); ++i) {
    if (opens(kind(i))) ++depth;
    if (closes(kind(i)) && depth-- == 0) return i;
    if (depth == 0 && kind(i) == comma) return i;
  }
  return size();
}

std::size_t StatementTokens::find(std::initializer_list<int> kinds, std::size_t i,
                                  std::size_t end) const {
  int depth = 0;
  for (; i < std::min(end, size()); ++i) {
    if (depth == 0 && follows(i, kinds)) return i;
    if (opens(kind(i))) ++depth;
    if (closes(kind(i))) --depth;
  }
  return none;
}

std::size_t StatementTokens::name_end(std::size_t i) const {
  if (i < size()) ++i;
  while (kind(i) == dot && i + 1 < size()) i += 2;
  return i;
}

std::size_t StatementTokens::type_end(std::size_t i) const {
  i = name_end(i);
  if (kind(i) == PG_QUERY__TOKEN__VARYING || kind(i) == PG_QUERY__TOKEN__PRECISION) ++i;
  if (kind(i) == open_parenthesis) i = std::min(close_of(i) + 1, size());
  const bool zone = kind(i) == PG_QUERY__TOKEN__WITH || kind(i) == PG_QUERY__TOKEN__WITH_LA ||
                    kind(i) == PG_QUERY__TOKEN__WITHOUT || kind(i) == PG_QUERY__TOKEN__WITHOUT_LA;
  if (zone && is_word(i + 1, "time") && is_word(i + 2, "zone")) i += 3;
  if (is_word(i, "array")) ++i;
  while (kind(i) == open_bracket) i = std::min(close_of(i) + 1, size());
  return i;
}

Range StatementTokens::range(std::size_t first, std::size_t last) const {
  if (first >= size() || last <= first) return {};
  return {begin(first), end(std::min(last, size()) - 1)};
}

std::string_view StatementTokens::text(std::size_t first, std::size_t last) const {
  const Range bytes = range(first, last);
  return script_.substr(bytes.begin, bytes.end - bytes.begin);
}

}  // namespace dsql::rules
