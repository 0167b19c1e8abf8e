#include "harness/script/render.h"

#include <cstdlib>

#include <fmt/format.h>

#include "harness/script/lexing.h"

namespace dsql::harness {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

void show_outer_blanks(std::string& text) {
  constexpr std::string_view blank = "␠";
  std::size_t leading = 0;
  while (leading < text.size() && text[leading] == ' ') ++leading;
  std::size_t trailing = 0;
  while (trailing < text.size() - leading && text[text.size() - 1 - trailing] == ' ') ++trailing;
  std::string made;
  for (std::size_t i = 0; i < leading; ++i) made += blank;
  made += text.substr(leading, text.size() - leading - trailing);
  for (std::size_t i = 0; i < trailing; ++i) made += blank;
  text = std::move(made);
}

}  // namespace

std::string render_field(const Field& field, char letter) {
  if (!field) return "NULL";
  if (field->empty()) return "(empty)";
  if (*field == "NULL" || *field == "(empty)") return fmt::format("\"{}\"", *field);
  if (letter == 'R') return fmt::format("{:.3f}", std::strtod(field->c_str(), nullptr));
  std::string text = *field;
  replace_all(text, "\n", "␊");
  replace_all(text, "\r", "␍");
  replace_all(text, "\t", "␉");
  replace_all(text, " | ", " ¦ ");
  show_outer_blanks(text);
  return text;
}

std::vector<std::string> render_rows(const Result& result, const std::string& letters) {
  std::vector<std::string> lines;
  lines.reserve(result.rows.size());
  for (const Row& row : result.rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(render_field(row[i], i < letters.size() ? letters[i] : 'T'));
    // A row of a query without columns is still a row.
    lines.push_back(cells.empty() ? "(no columns)" : join(cells, " | "));
  }
  return lines;
}

std::string render_columns(const std::vector<ResultColumn>& columns, bool names, bool types) {
  std::vector<std::string> cells;
  cells.reserve(columns.size());
  for (const ResultColumn& column : columns) {
    std::string cell = names ? column.name : "";
    if (types) cell += ":" + type_name(column.type, column.modifier);
    cells.push_back(std::move(cell));
  }
  return join(cells, " | ");
}

std::string render_diagnostic(const Diagnostic& diagnostic) {
  return fmt::format("{} {}: {}", diagnostic.severity,
                     diagnostic.sqlstate.empty() ? "connection" : diagnostic.sqlstate,
                     diagnostic.message);
}

std::vector<std::string> render_transcript(const std::vector<Result>& results,
                                           const std::vector<Diagnostic>& notices) {
  std::vector<std::string> lines;
  for (const Diagnostic& notice : notices) lines.push_back(render_diagnostic(notice));
  for (const Result& result : results) {
    if (result.error) {
      lines.push_back(render_diagnostic(*result.error));
      continue;
    }
    for (std::string& row : render_rows(result)) lines.push_back(std::move(row));
    lines.push_back(result.kind == Result::Kind::empty ? "(empty query)" : result.tag);
  }
  return lines;
}

}  // namespace dsql::harness
