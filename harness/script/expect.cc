#include "harness/script/expect.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <regex>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "harness/script/diff.h"
#include "harness/script/lexing.h"
#include "harness/script/render.h"

namespace dsql::harness {
namespace {

constexpr std::string_view lost_connection = "connection";

std::string outcome_of(const Result& result) {
  return result.error ? render_diagnostic(*result.error) : "ok " + result.tag;
}

std::string outcome_of(const ExpectedAnswer& expected) {
  switch (expected.kind) {
    case ExpectedAnswer::Kind::ok: return "ok";
    case ExpectedAnswer::Kind::count: return fmt::format("ok, {} rows", expected.count);
    case ExpectedAnswer::Kind::error: break;
  }
  return expected.sqlstate.empty() ? "error" : "error " + expected.sqlstate;
}

// The number at the end of a command tag.
std::int64_t rows_of(const std::string& tag) {
  std::int64_t rows = -1;
  const std::string digits = tag.substr(tag.rfind(' ') + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), rows);
  return rows;
}

bool same_outcome(const ExpectedAnswer& expected, const Result& result) {
  if (expected.kind != ExpectedAnswer::Kind::error) {
    return result.ok() &&
           (expected.kind == ExpectedAnswer::Kind::ok || rows_of(result.tag) == expected.count);
  }
  if (!result.error) return false;
  if (expected.sqlstate == lost_connection) return result.error->sqlstate.empty();
  return expected.sqlstate.empty() || expected.sqlstate == result.error->sqlstate;
}

struct DiagnosticField {
  std::string_view name;
  std::string Diagnostic::*member;
};
constexpr auto diagnostic_fields = std::to_array<DiagnosticField>({
    {"severity", &Diagnostic::severity},
    {"message", &Diagnostic::message},
    {"detail", &Diagnostic::detail},
    {"hint", &Diagnostic::hint},
    {"context", &Diagnostic::context},
    {"position", &Diagnostic::position},
    {"schema", &Diagnostic::schema},
    {"table", &Diagnostic::table},
    {"column", &Diagnostic::column},
    {"datatype", &Diagnostic::datatype},
    {"constraint", &Diagnostic::constraint},
});

bool matches(const ExpectedField& expected, const std::string& got) {
  if (expected.pattern) return std::regex_search(got, std::regex(expected.value));
  return got == (expected.value == "none" ? "" : expected.value);
}

void compare_field(const ExpectedField& expected, const std::string& got, Difference& into) {
  if (matches(expected, got)) return;
  into.push_back(
      fmt::format("- {}{}: {}", expected.name, expected.pattern ? "~" : "", expected.value));
  into.push_back(fmt::format("+ {}: {}", expected.name, got.empty() ? "none" : got));
}

// "notice:" and "warning:" lines name all that must arrive, in order; none given leaves them
// unchecked.
void compare_notices(const std::vector<ExpectedField>& fields,
                     const std::vector<Diagnostic>& notices, Difference& into) {
  std::vector<const ExpectedField*> wanted;
  bool given = false;
  for (const ExpectedField& field : fields) {
    if (field.name != "notice" && field.name != "warning") continue;
    given = true;
    if (field.value != "none") wanted.push_back(&field);
  }
  if (!given) return;
  const auto same = [](const ExpectedField* field, const Diagnostic& notice) {
    return notice.severity == (field->name == "notice" ? "NOTICE" : "WARNING") &&
           matches(*field, notice.message);
  };
  if (std::ranges::equal(wanted, notices, same)) return;
  for (const ExpectedField* field : wanted)
    into.push_back(fmt::format("- {}: {}", field->name, field->value));
  for (const Diagnostic& notice : notices) into.push_back("+ " + render_diagnostic(notice));
  if (notices.empty()) into.emplace_back("+ no notice");
}

std::string md5(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

std::vector<std::string> values_of(const Query& query, const Result& result) {
  std::vector<std::string> values;
  for (const Row& row : result.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      values.push_back(render_field(row[i], i < query.types.size() ? query.types[i] : 'T'));
    }
  }
  return values;
}

// sqllogictest's "30 values hashing to 3c13dee48d9356ae19af2515e05e6b54".
std::string hash_line(const Query& query, const Result& result) {
  std::vector<std::string> values = values_of(query, result);
  if (query.sort == Sort::values) std::ranges::sort(values);
  if (query.sort == Sort::rows && !result.rows.empty()) {
    std::vector<std::vector<std::string>> rows;
    const std::size_t width = result.rows.front().size();
    for (std::size_t i = 0; i < values.size(); i += width) {
      rows.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(i),
                        values.begin() + static_cast<std::ptrdiff_t>(i + width));
    }
    std::ranges::sort(rows);
    values.clear();
    for (const auto& row : rows) values.insert(values.end(), row.begin(), row.end());
  }
  std::string all;
  for (const std::string& value : values) all.append(value).append("\n");
  return fmt::format("{} values hashing to {}", values.size(), md5(all));
}

bool is_hash(const std::vector<std::string>& lines) {
  return lines.size() == 1 && lines[0].find(" values hashing to ") != std::string::npos;
}

// "*" below "----" stands for whatever rows there are.
bool leaves_rows_open(const Query& query) {
  return query.rows.lines == std::vector<std::string>{"*"};
}

// Expected lines are rows, or, as sqllogictest also writes them, one value a line.
std::vector<std::string> expected_rows(const Query& query, const Result& result) {
  const std::vector<std::string>& lines = query.rows.lines;
  const std::size_t width = result.columns.size();
  if (width <= 1) return lines;
  std::vector<std::string> rows;
  const bool one_value_a_line =
      lines.size() != result.rows.size() && lines.size() == result.rows.size() * width;
  for (std::size_t i = 0; i < lines.size(); i += one_value_a_line ? width : 1) {
    if (one_value_a_line) {
      rows.push_back(join({lines.begin() + static_cast<std::ptrdiff_t>(i),
                           lines.begin() + static_cast<std::ptrdiff_t>(i + width)},
                          " | "));
    } else {
      rows.push_back(join(split_cells(lines[i]), " | "));
    }
  }
  return rows;
}

void compare_columns(const Query& query, const Result& result, Difference& into) {
  if (!query.types.empty() && query.types.size() != result.columns.size()) {
    into.push_back(fmt::format("- {} columns", query.types.size()));
    into.push_back(fmt::format("+ {} columns", result.columns.size()));
  }
  if (query.columns.empty()) return;
  const auto same = [](const ExpectedColumn& expected, const ResultColumn& got) {
    return (expected.name.empty() || expected.name == got.name) &&
           (expected.type.empty() || expected.type == type_name(got.type) ||
            expected.type == type_name(got.type, got.modifier));
  };
  if (std::ranges::equal(query.columns, result.columns, same)) return;
  std::vector<std::string> cells;
  for (const auto& [name, type] : query.columns)
    cells.push_back(type.empty() ? name : name + ":" + type);
  into.push_back("- " + join(cells, " | "));
  into.push_back("+ " + render_columns(result.columns, true, true));
}

// The expected values of valuesort: one a line, or rows of them.
std::vector<std::string> sorted_values(const std::vector<std::string>& lines, std::size_t count) {
  std::vector<std::string> values;
  if (lines.size() == count) {
    values = lines;
  } else {
    for (const std::string& line : lines) {
      for (std::string& cell : split_cells(line)) values.push_back(std::move(cell));
    }
  }
  std::ranges::sort(values);
  return values;
}

}  // namespace

Difference compare_answer(const ExpectedAnswer& expected, const Result& result,
                          const std::vector<Diagnostic>& notices) {
  if (!same_outcome(expected, result)) {
    Difference made{"- " + outcome_of(expected), "+ " + outcome_of(result)};
    for (const ExpectedField& field : expected.fields)
      made.push_back(fmt::format("- {}: {}", field.name, field.value));
    return made;
  }
  Difference made;
  for (const ExpectedField& field : expected.fields) {
    if (field.name == "tag") compare_field(field, result.tag, made);
    const auto found = std::ranges::find(diagnostic_fields, field.name, &DiagnosticField::name);
    if (found == diagnostic_fields.end()) continue;
    compare_field(field, result.error ? (*result.error).*(found->member) : std::string("no error"),
                  made);
  }
  compare_notices(expected.fields, notices, made);
  return made;
}

Difference compare_query(const Query& query, const Result& result) {
  if (result.error) return {"- rows", "+ " + render_diagnostic(*result.error)};
  Difference made;
  compare_columns(query, result, made);
  if (!made.empty() || !query.rows.span.given || leaves_rows_open(query)) return made;
  if (is_hash(query.rows.lines)) return difference(query.rows.lines, {hash_line(query, result)});
  std::vector<std::string> expected = expected_rows(query, result);
  std::vector<std::string> got = render_rows(result, query.types);
  if (query.sort == Sort::rows) {
    std::ranges::sort(expected);
    std::ranges::sort(got);
  } else if (query.sort == Sort::values) {
    got = values_of(query, result);
    expected = sorted_values(query.rows.lines, got.size());
    std::ranges::sort(got);
  }
  return difference(expected, got);
}

Difference compare_lines(const ExpectedLines& expected, const std::vector<std::string>& got) {
  if (!expected.span.given) return {};
  return difference(expected.lines, got);
}

Accepted accept_answer(const Result& result, bool with_tag) {
  if (!result.error) {
    Accepted made{"statement ok", "----", {}};
    if (with_tag) made.lines.push_back(result.tag);
    return made;
  }
  Accepted made{"statement error " + (result.error->sqlstate.empty() ? std::string(lost_connection)
                                                                     : result.error->sqlstate),
                "----",
                {}};
  for (const auto& [name, member] : diagnostic_fields) {
    std::string text = (*result.error).*member;
    if (text.empty() || (name != "message" && name != "detail" && name != "hint")) continue;
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 3))
      text.replace(at, 1, "\n  ");
    for (std::string& line :
         split_lines(name == "message" ? text : fmt::format("{}: {}", name, text)))
      made.lines.push_back(std::move(line));
  }
  return made;
}

Accepted accept_query(const std::string& header, const Query& query, const Result& result) {
  if (result.error) return accept_answer(result, false);
  Accepted made{header, "----", render_rows(result, query.types)};
  if (query.sort == Sort::rows) std::ranges::sort(made.lines);
  if (query.sort == Sort::values) {
    made.lines = values_of(query, result);
    std::ranges::sort(made.lines);
  }
  if (!query.columns.empty()) {
    const bool names =
        std::ranges::any_of(query.columns, [](const auto& column) { return !column.name.empty(); });
    const bool types =
        std::ranges::any_of(query.columns, [](const auto& column) { return !column.type.empty(); });
    made.separator += " " + render_columns(result.columns, names, types);
  }
  return made;
}

}  // namespace dsql::harness
