// Edits of a script: byte ranges and what replaces them. Whatever an edit removes, its comments
// stay. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/lint/statement_tokens.h"

namespace dsql::rules {

struct Edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;

  friend bool operator==(const Edit&, const Edit&) = default;
};

// Edits that belong together: all of them are made, or none.
using Fix = std::vector<Edit>;

// Replaces or inserts text.
Edit replacement(Range range, std::string text);
Edit insertion(std::size_t offset, std::string text);

// Removes tokens and the blanks before them; the comments among them stay.
Edit removal(std::string_view script, Range range);

// Removes a whole statement, its semicolon, and its line where nothing else stands on it.
Edit statement_removal(std::string_view script, Range range);

// The offset after what belongs to the line of a statement that ends at `offset`: a comment on the
// same line is its own.
std::size_t after_trailing_comment(std::string_view script, std::size_t offset);

// The line ending that the script uses.
std::string_view line_ending(std::string_view script);

// Takes fixes as long as they do not touch one another. A fix that has been taken already counts as
// taken.
class EditList {
 public:
  EditList() = default;
  EditList(EditList&&) = default;  // apply()'s result points into the edits
  EditList& operator=(EditList&&) = default;
  EditList(const EditList&) = delete;
  EditList& operator=(const EditList&) = delete;
  ~EditList() = default;

  // False if it meets a fix that was taken before.
  bool take(const Fix& fix);
  bool empty() const { return edits_.empty(); }

  std::string apply(std::string_view script);
  // Where the byte at `offset` of apply()'s result came from in the script.
  std::size_t origin(std::size_t offset) const;

 private:
  std::map<std::size_t, Edit> edits_;  // by their beginnings; they do not touch
  struct Made {
    std::size_t begin;  // of the edit's text in the result
    const Edit* edit;
  };
  std::vector<Made> made_;  // of the last apply()
};

}  // namespace dsql::rules
