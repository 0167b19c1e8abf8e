// Answers as the lines that scripts are written in. What is printed here is what a script expects,
// so the same functions make reports and accepted expectations.
#pragma once

#include <string>
#include <vector>

#include "harness/target/result.h"

namespace dsql::harness {

// One value: NULL, (empty), or its text with line breaks, tabs and outer blanks made visible (␊ ␍ ␉
// ␠). Text that reads NULL or (empty) itself stands in double quotes. `letter` is sqllogictest's: R
// rounds to three decimals.
std::string render_field(const Field& field, char letter = 'T');

// One line a row: cells joined by " | ". A cell's own " | " is printed as "¦".
std::vector<std::string> render_rows(const Result& result, const std::string& letters = {});

// "id:integer | name:text", or the names or the types alone.
std::string render_columns(const std::vector<ResultColumn>& columns, bool names, bool types);

// "ERROR 40001: change conflicts with another transaction (OC000)".
std::string render_diagnostic(const Diagnostic& diagnostic);

// All answers to one message: the rows of each, then its tag; notices before; an error ends it.
std::vector<std::string> render_transcript(const std::vector<Result>& results,
                                           const std::vector<Diagnostic>& notices);

}  // namespace dsql::harness
