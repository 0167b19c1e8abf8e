// Words and lines of scripts: splitting, trimming, the cells of a row, ${…} variables. Pure
// functions on text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dsql::harness {

std::string_view trim(std::string_view text);
std::vector<std::string> split_lines(std::string_view text);  // without line ends, "\r\n" included
std::vector<std::string> split_words(std::string_view text);
// As split_words, but "two words" in double quotes are one, without the quotes.
std::vector<std::string> split_quoted_words(std::string_view text);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// The cells of one line of expected rows: separated by tabs, else by " | ", else by blanks.
std::vector<std::string> split_cells(std::string_view line);

using Variables = std::map<std::string, std::string, std::less<>>;

// Replaces ${name} by its value; throws std::out_of_range naming a variable that has none. "$${"
// stands for a literal "${".
std::string substitute(std::string_view text, const Variables& variables);

}  // namespace dsql::harness
