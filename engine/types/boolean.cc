#include "engine/types/boolean.h"

namespace dsql::engine {

namespace {

// `text` is a prefix of `word` of at least `least` letters, any case.
bool abbreviates(std::string_view text, std::string_view word, std::size_t least) {
  return text.size() >= least && text.size() <= word.size() &&
         equals_ignoring_case(text, word.substr(0, text.size()));
}

}  // namespace

std::optional<bool> parse_boolean(std::string_view text) {
  text = trim_space(text);
  if (text == "1" || abbreviates(text, "true", 1) || abbreviates(text, "yes", 1) ||
      abbreviates(text, "on", 2)) {
    return true;
  }
  if (text == "0" || abbreviates(text, "false", 1) || abbreviates(text, "no", 1) ||
      abbreviates(text, "off", 2)) {
    return false;
  }
  return std::nullopt;
}

bool BooleanFamily::parse(std::string_view text, TypeModifier, const TextFormat&) {
  const std::optional<bool> value = parse_boolean(text);
  if (!value) raise_invalid_syntax("boolean", text);
  return *value;
}

}  // namespace dsql::engine
