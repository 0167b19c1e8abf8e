#include "dsqlrules/lint/edits.h"

#include <algorithm>
#include <iterator>

#include "dsqlrules/conditions/sql_error.h"
#include "dsqlrules/parse/tree.h"

namespace dsql::rules {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// The comments of a text, each `--` comment with a line ending of its own.
std::string comments_in(std::string_view script, Range range) {
  const std::string_view text = script.substr(range.begin, range.end - range.begin);
  std::string kept;
  try {
    for (const Token& token : scan_tokens(text, Comments::keep)) {
      const bool line = token.kind == PG_QUERY__TOKEN__SQL_COMMENT;
      if (!line && token.kind != PG_QUERY__TOKEN__C_COMMENT) continue;
      if (!kept.empty() && kept.back() != '\n') kept += ' ';
      kept += text.substr(token.start, token.end - token.start);
      if (!line) continue;
      if (kept.back() == '\r') kept.pop_back();
      if (kept.back() != '\n') kept += line_ending(script);
    }
  } catch (const SqlError&) {
    // What cannot be scanned was not parsed either: nothing is removed from it.
  }
  return kept;
}

bool at_line_start(std::string_view script, std::size_t offset) {
  return offset == 0 || script[offset - 1] == '\n';
}

// One past the line ending at `offset`, `offset` itself if there is none.
std::size_t after_line_ending(std::string_view script, std::size_t offset) {
  if (offset < script.size() && script[offset] == '\r') ++offset;
  if (offset < script.size() && script[offset] == '\n') return offset + 1;
  return offset;
}

}  // namespace

Edit replacement(Range range, std::string text) {
  return {range.begin, range.end, std::move(text)};
}

Edit insertion(std::size_t offset, std::string text) { return {offset, offset, std::move(text)}; }

Edit removal(std::string_view script, Range range) {
  Edit edit{range.begin, range.end, comments_in(script, range)};
  if (!edit.text.empty()) return edit;
  while (edit.begin > 0 && is_space(script[edit.begin - 1])) --edit.begin;
  const bool alone = at_line_start(script, edit.begin);
  if (alone) {
    if (const std::size_t next = after_line_ending(script, edit.end); next != edit.end) {
      edit.end = next;
    } else {
      edit.begin = range.begin;  // the indentation goes on to belong to what follows
      while (edit.end < script.size() && is_space(script[edit.end])) ++edit.end;
    }
    return edit;
  }
  const bool would_join = edit.begin > 0 && edit.end < script.size() &&
                          is_word(script[edit.begin - 1]) && is_word(script[edit.end]);
  if (would_join) edit.text.assign(1, ' ');
  return edit;
}

Edit statement_removal(std::string_view script, Range range) {
  Edit edit{range.begin, range.end, comments_in(script, range)};
  if (!edit.text.empty()) {
    if (edit.text.back() == '\n' && after_line_ending(script, edit.end) != edit.end) {
      edit.end = after_line_ending(script, edit.end);
    }
    return edit;
  }
  std::size_t line = edit.begin;
  while (line > 0 && is_space(script[line - 1])) --line;
  std::size_t end = edit.end;
  while (end < script.size() && is_space(script[end])) ++end;
  const std::size_t next = after_line_ending(script, end);
  if (!at_line_start(script, line) || (next == end && end < script.size())) return edit;
  return {line, next, {}};
}

std::size_t after_trailing_comment(std::string_view script, std::size_t offset) {
  std::size_t at = offset;
  while (at < script.size() && is_space(script[at])) ++at;
  if (script.substr(at, 2) != "--") return offset;
  std::size_t end = std::min(script.find('\n', at), script.size());
  if (end > at && script[end - 1] == '\r') --end;
  return end;
}

std::string_view line_ending(std::string_view script) {
  const std::size_t first = script.find('\n');
  return first != std::string_view::npos && first > 0 && script[first - 1] == '\r' ? "\r\n" : "\n";
}

bool EditList::take(const Fix& fix) {
  const auto taken = [&](const Edit& edit) {
    const auto at = edits_.find(edit.begin);
    return at != edits_.end() && at->second == edit;
  };
  if (std::all_of(fix.begin(), fix.end(), taken)) return true;
  const auto touches = [&](const Edit& edit) {
    const auto after = edits_.upper_bound(edit.end);
    return after != edits_.begin() && std::prev(after)->second.end >= edit.begin;
  };
  if (std::any_of(fix.begin(), fix.end(), touches)) return false;
  for (const Edit& edit : fix) edits_.emplace(edit.begin, edit);
  return true;
}

std::string EditList::apply(std::string_view script) {
  std::string made;
  made_.clear();
  made.reserve(script.size() + 64);
  std::size_t from = 0;
  for (const auto& [begin, edit] : edits_) {
    made += script.substr(from, begin - from);
    made_.push_back({made.size(), &edit});
    made += edit.text;
    from = edit.end;
  }
  made += script.substr(from);
  return made;
}

std::size_t EditList::origin(std::size_t offset) const {
  const auto next =
      std::upper_bound(made_.begin(), made_.end(), offset,
                       [](std::size_t at, const Made& made) { return at < made.begin; });
  if (next == made_.begin()) return offset;
  const Made& made = *(next - 1);
  if (offset < made.begin + made.edit->text.size()) return made.edit->begin;
  return made.edit->end + (offset - made.begin - made.edit->text.size());
}

}  // namespace dsql::rules
