#include "dsqlrules/lint/diagnostic.h"

#include <algorithm>

namespace dsql::rules {

std::string filled_holes(std::string_view text, const Holes& holes) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t close = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    const auto hole = close == std::string_view::npos
                          ? holes.end()
                          : std::find_if(holes.begin(), holes.end(), [&](const auto& candidate) {
                              return candidate.first == text.substr(i + 1, close - i - 1);
                            });
    if (hole == holes.end()) {
      made += text[i];
    } else {
      made += hole->second;
      i = close;
    }
  }
  return made;
}

std::string Diagnostic::message() const {
  return text == nullptr ? service_message : filled_holes(text->message, holes);
}

std::string Diagnostic::suggestion() const {
  if (text == nullptr) return std::string(view == nullptr ? std::string_view() : view->advice);
  const bool done = fixing && !text->suggestion_when_fixed.empty();
  return filled_holes(done ? text->suggestion_when_fixed : text->suggestion, holes);
}

std::string Diagnostic::detail() const {
  if (status == FixStatus::unfixable) return {};
  if (!detail_of_pattern.empty()) return detail_of_pattern;
  if (text != nullptr) {
    const bool done = fixing && !text->detail_when_fixed.empty();
    return filled_holes(done ? text->detail_when_fixed : text->detail, holes);
  }
  const FixText* fix_text = view == nullptr ? nullptr : find_fix_text(view->fix);
  return fix_text == nullptr ? std::string() : std::string(fix_text->detail);
}

}  // namespace dsql::rules
