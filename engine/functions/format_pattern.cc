#include "engine/functions/format_pattern.h"

#include <algorithm>

#include "engine/functions/characters.h"

namespace dsql::engine {
namespace {

using View = std::string_view;

bool is_separator(char c) {
  return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
         !(c >= 'A' && c <= 'Z');
}

class PatternParser {
 public:
  PatternParser(View pattern, std::span<const FormatField> fields, bool modifiers)
      : in_(pattern), fields_(fields), modifiers_(modifiers) {}

  std::vector<FormatPart> run() {
    while (!in_.empty()) {
      FormatPart part;
      if (modifiers_) prefixes(part);
      if (in_.empty()) break;
      if (const FormatField* field = match()) {
        part.kind = FormatPart::Kind::field;
        part.field = field;
        in_.remove_prefix(field->name.size());
        if (modifiers_) suffixes(part);
        parts_.push_back(std::move(part));
      } else {
        literal();
      }
    }
    return std::move(parts_);
  }

 private:
  bool skip(View text) {
    if (!in_.starts_with(text)) return false;
    in_.remove_prefix(text.size());
    return true;
  }
  void prefixes(FormatPart& part) {
    if (skip("FM") || skip("fm")) part.fill = true;
    if (skip("TM") || skip("tm")) part.localised = true;
  }
  void suffixes(FormatPart& part) {
    if (skip("TH"))
      part.ordinal = 'H';
    else if (skip("th"))
      part.ordinal = 'h';
    (void)(skip("SP") || skip("sp"));
  }
  const FormatField* match() const {
    for (const FormatField& field : fields_)
      if (in_.starts_with(field.name)) return &field;
    return nullptr;
  }

  void add_character(View text, FormatPart::Kind kind = FormatPart::Kind::character) {
    FormatPart part;
    part.kind = kind;
    part.text = text;
    parts_.push_back(std::move(part));
  }

  void literal() {
    if (in_[0] == '"') return quoted();
    if (in_[0] == '\\' && in_.size() > 1 && in_[1] == '"') in_.remove_prefix(1);
    const View character = in_.substr(0, character_size(in_[0]));
    in_.remove_prefix(character.size());
    const bool blank = View(" \t\n\r\f\v").find(character[0]) != View::npos;
    const auto kind = !modifiers_                  ? FormatPart::Kind::character
                      : blank                      ? FormatPart::Kind::blank
                      : is_separator(character[0]) ? FormatPart::Kind::separator
                                                   : FormatPart::Kind::character;
    add_character(character, kind);
  }

  void quoted() {
    in_.remove_prefix(1);
    while (!in_.empty() && in_[0] != '"') {
      if (in_[0] == '\\' && in_.size() > 1) in_.remove_prefix(1);
      const View character = in_.substr(0, character_size(in_[0]));
      in_.remove_prefix(character.size());
      add_character(character);
    }
    if (!in_.empty()) in_.remove_prefix(1);
  }

  View in_;
  std::span<const FormatField> fields_;
  bool modifiers_;
  std::vector<FormatPart> parts_;
};

}  // namespace

std::vector<FormatPart> parse_format(View pattern, std::span<const FormatField> fields,
                                     bool modifiers) {
  return PatternParser(pattern, fields, modifiers).run();
}

View ordinal_ending(View number, char form) {
  const bool upper = form == 'H';
  const char last = number.empty() ? '0' : number.back();
  const bool teen = number.size() > 1 && number[number.size() - 2] == '1';
  if (!teen && last == '1') return upper ? "ST" : "st";
  if (!teen && last == '2') return upper ? "ND" : "nd";
  if (!teen && last == '3') return upper ? "RD" : "rd";
  return upper ? "TH" : "th";
}

std::string roman_number(std::int64_t value) {
  struct Step {
    std::int64_t value;
    View text;
  };
  constexpr Step steps[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"},
                            {90, "XC"},  {50, "L"},   {40, "XL"}, {10, "X"},   {9, "IX"},
                            {5, "V"},    {4, "IV"},   {1, "I"}};
  std::string text;
  if (value < 1 || value > 3999) return text;
  for (const Step& step : steps) {
    for (; value >= step.value; value -= step.value) text.append(step.text);
  }
  return text;
}

}  // namespace dsql::engine
