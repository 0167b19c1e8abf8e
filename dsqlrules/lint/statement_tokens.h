// StatementTokens: the tokens of one statement with their places in the script, for the questions
// that edits and texts ask: where does this clause begin, where does this element of a list end.
// A value that borrows the script's text.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "dsqlrules/parse/tokens.h"

namespace dsql::rules {

// Byte range in the script.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

class StatementTokens {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // The tokens of script[range]. No tokens if the scanner cannot read it.
  StatementTokens(std::string_view script, Range range);

  std::size_t size() const { return tokens_.size(); }
  // The kind (PgQuery__Token) of a token, 0 beyond the end.
  int kind(std::size_t i) const { return i < tokens_.size() ? tokens_[i].kind : 0; }
  std::string_view text(std::size_t i) const;
  std::size_t begin(std::size_t i) const { return base_ + tokens_[i].start; }
  std::size_t end(std::size_t i) const { return base_ + tokens_[i].end; }
  std::string_view script() const { return script_; }

  // True if the tokens from `i` on are of these kinds.
  bool follows(std::size_t i, std::initializer_list<int> kinds) const;
  // True for a word in any case, quoted words excluded.
  bool is_word(std::size_t i, std::string_view lower_word) const;

  // The first token that ends after the script's `offset`; size() if there is none.
  std::size_t at(std::size_t offset) const;
  // The partner of the opening parenthesis or bracket `i`; size() if it is not closed.
  std::size_t close_of(std::size_t i) const;
  // One past the last token of the list element that `i` belongs to: stops at a comma or a closing
  // parenthesis of its depth.
  std::size_t element_end(std::size_t i) const;
  // The first token from `i` on, before `end`, that begins these kinds and is not in parentheses
  // (of the depth of `i`); none if there is none.
  std::size_t find(std::initializer_list<int> kinds, std::size_t i, std::size_t end) const;
  std::size_t find(std::initializer_list<int> kinds, std::size_t i = 0) const {
    return find(kinds, i, size());
  }

  // One past a qualified name that begins at `i`.
  std::size_t name_end(std::size_t i) const;
  // One past a type that begins at `i`: modifiers, time zones, array bounds.
  std::size_t type_end(std::size_t i) const;

  // The script's range from token `first` to before token `last`.
  Range range(std::size_t first, std::size_t last) const;
  std::string_view text(std::size_t first, std::size_t last) const;

 private:
  std::string_view script_;
  std::size_t base_;
  std::vector<Token> tokens_;
};

}  // namespace dsql::rules
