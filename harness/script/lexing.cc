#include "harness/script/lexing.h"

#include <stdexcept>

#include <fmt/format.h>

namespace dsql::harness {
namespace {

std::vector<std::string> split_at(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.emplace_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    const auto end = text.find_first_of(" \t");
    words.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end);
  }
  return words;
}

std::vector<std::string> split_quoted_words(std::string_view text) {
  std::vector<std::string> words;
  bool quoted = false;
  bool in_word = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    const bool blank = !quoted && (c == ' ' || c == '\t');
    if (!blank && !in_word) words.emplace_back();
    in_word = !blank;
    if (!blank && c != '"') words.back() += c;
  }
  return words;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::vector<std::string> split_cells(std::string_view line) {
  if (line.find('\t') != std::string_view::npos) return split_at(line, "\t");
  if (line.find(" | ") != std::string_view::npos) return split_at(line, " | ");
  return split_words(line);
}

std::string substitute(std::string_view text, const Variables& variables) {
  std::string made;
  while (true) {
    const auto start = text.find("${");
    made += text.substr(0, start);
    if (start == std::string_view::npos) return made;
    if (start > 0 && text[start - 1] == '$') {
      made += "{";
      text.remove_prefix(start + 2);
      continue;
    }
    const auto end = text.find('}', start);
    const auto name = text.substr(start + 2, end == std::string_view::npos ? end : end - start - 2);
    const auto found = variables.find(name);
    if (end == std::string_view::npos || found == variables.end()) {
      throw std::out_of_range(fmt::format("no variable is called \"{}\"", name));
    }
    made += found->second;
    text.remove_prefix(end + 1);
  }
}

}  // namespace dsql::harness
