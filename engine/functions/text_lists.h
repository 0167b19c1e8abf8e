// Splitting text by a delimiter: string_to_array and string_to_table.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/functions/characters.h"

namespace dsql::engine {

// The fields of `text`: between delimiters, single characters if there is none (nullopt), the whole
// if it is empty. Nothing for empty text. Fields equal to `null_text` are nullopt.
inline std::vector<std::optional<std::string_view>> split_text(
    std::string_view text, std::optional<std::string_view> delimiter,
    std::optional<std::string_view> null_text) {
  std::vector<std::optional<std::string_view>> fields;
  const auto add = [&](std::string_view field) {
    fields.push_back(null_text && field == *null_text ? std::nullopt : std::optional(field));
  };
  if (text.empty()) return fields;
  std::size_t at = 0;
  if (!delimiter) {
    for (; at < text.size(); at += character_size(text[at]))
      add(text.substr(at, character_size(text[at])));
    return fields;
  }
  if (!delimiter->empty()) {
    for (std::size_t next; (next = text.find(*delimiter, at)) != std::string_view::npos;
         at = next + delimiter->size()) {
      add(text.substr(at, next - at));
    }
  }
  add(text.substr(at));
  return fields;
}

}  // namespace dsql::engine
