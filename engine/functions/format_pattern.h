// Templates of to_char, to_date, to_timestamp and to_number taken apart: fields with their
// modifiers, and the characters between them. A value of one call.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsql::engine {

// One field a template may have. Of two that match the longer stands first in its table.
struct FormatField {
  std::string_view name;  // as written in the template
  int id = 0;
  bool digits = false;  // reads digits, so a number before it must know its own length
};

struct FormatPart {
  enum class Kind : std::uint8_t { field, separator, blank, character };
  Kind kind = Kind::character;
  const FormatField* field = nullptr;
  std::string text;        // the character
  bool fill = false;       // FM before the field
  bool localised = false;  // TM
  char ordinal = '\0';     // 'H' for TH after it, 'h' for th
};

// Takes `pattern` apart. Text in double quotes is characters; FM, TM, TH and SP are modifiers where
// `modifiers` says so. `blanks_are_separators`: what date templates make of punctuation.
std::vector<FormatPart> parse_format(std::string_view pattern, std::span<const FormatField> fields,
                                     bool modifiers);

// The ordinal ending of a number's text: ST, ND, RD, TH, or lower case for 'h'.
std::string_view ordinal_ending(std::string_view number, char form);

// In Roman capitals; empty outside 1 … 3999.
std::string roman_number(std::int64_t value);

}  // namespace dsql::engine
