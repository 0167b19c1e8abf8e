// Any bytes as a script: lint never crashes, a repaired script cannot be repaired any further, and
// what could be parsed before can be parsed afterwards.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dsqlrules/lint/lint.h"

namespace {

using dsql::rules::Diagnostic;
using dsql::rules::FixReport;
using dsql::rules::Linter;
using dsql::rules::LintReport;

bool has_parse_error(const LintReport& report) {
  return std::any_of(
      report.diagnostics.begin(), report.diagnostics.end(),
      [](const Diagnostic& made) { return made.row == "parse_error" || made.sqlstate == "42601"; });
}

[[noreturn]] void fail(const char* what, std::string_view before, std::string_view after) {
  std::fprintf(stderr, "%s\n--- before\n%.*s\n--- after\n%.*s\n---\n", what,
               static_cast<int>(before.size()), before.data(), static_cast<int>(after.size()),
               after.data());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Linter checker;
  const LintReport before = checker.check(text);
  for (const Diagnostic& made : before.diagnostics) {
    if (made.line < 1 || made.column < 1 || made.offset > size)
      fail("a finding outside the script", text, made.message());
    if (made.message().empty() || made.suggestion().empty())
      fail("a finding without words", text, made.rule);
  }
  Linter fixer;
  const FixReport fixed = fixer.fix(text);
  Linter again;
  const FixReport second = again.fix(fixed.text);
  if (second.text != fixed.text) fail("a second fix changes the script", fixed.text, second.text);
  if (!has_parse_error(before) && has_parse_error(second.report))
    fail("a fix breaks the syntax", text, fixed.text);
  return 0;
}
