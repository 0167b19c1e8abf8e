// Whether an answer is the one a script expects, and if not, how it differs. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/script/script.h"

namespace dsql::harness {

// Lines of a difference ("- expected", "+ got"); empty when the answer is as expected.
using Difference = std::vector<std::string>;

Difference compare_answer(const ExpectedAnswer& expected, const Result& result,
                          const std::vector<Diagnostic>& notices);
Difference compare_query(const Query& query, const Result& result);
Difference compare_lines(const ExpectedLines& expected, const std::vector<std::string>& got);

// What a record must say so that the answer is as expected: the header line, and the lines of its
// block.
struct Accepted {
  std::string header;
  std::string separator;
  std::vector<std::string> lines;
};
Accepted accept_answer(const Result& result, bool with_tag);
Accepted accept_query(const std::string& header, const Query& query, const Result& result);

}  // namespace dsql::harness
