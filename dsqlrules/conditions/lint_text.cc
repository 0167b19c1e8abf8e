#include "dsqlrules/conditions/lint_text.h"

#include <algorithm>

#include "dsqlrules/conditions/lint_texts_fix.h"
#include "dsqlrules/conditions/lint_texts_statement.h"
#include "dsqlrules/conditions/lint_texts_table.h"
#include "dsqlrules/conditions/rules.h"

namespace dsql::rules {
namespace {

using lint_texts::fix_texts;
using lint_texts::statement_texts;
using lint_texts::table_texts;

// Every `{…}` of a text is one of lint_holes, or stands for SQL: `{ ALWAYS | BY DEFAULT }`.
constexpr bool holes_are_known(std::string_view text) {
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    if (text[open + 1] == ' ') continue;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return false;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (std::find(lint_holes.begin(), lint_holes.end(), name) == lint_holes.end()) return false;
  }
  return true;
}

template <class Texts>
constexpr bool are_complete(const Texts& texts) {
  return std::all_of(texts.begin(), texts.end(), [](const LintText& text) {
    return !text.message.empty() && !text.suggestion.empty() && holes_are_known(text.message) &&
           holes_are_known(text.suggestion) && holes_are_known(text.suggestion_when_fixed) &&
           holes_are_known(text.detail) && holes_are_known(text.detail_when_fixed) &&
           (text.status == FixStatus::unfixable) == text.detail.empty();
  });
}

static_assert(are_complete(table_texts) && are_complete(statement_texts),
              "a text of lint lacks a part, or names an unknown hole");

// All texts, in the order of rule and variant.
constexpr auto texts = [] {
  std::array<const LintText*, table_texts.size() + statement_texts.size()> all{};
  std::size_t at = 0;
  for (const LintText& text : table_texts) all[at++] = &text;
  for (const LintText& text : statement_texts) all[at++] = &text;
  std::sort(all.begin(), all.end(), [](const LintText* a, const LintText* b) {
    return a->rule != b->rule ? a->rule < b->rule : a->variant < b->variant;
  });
  return all;
}();

}  // namespace

std::string_view fix_status_name(FixStatus status) {
  constexpr std::array<std::string_view, 3> names{"unfixable", "fixed_with_warning", "fixed"};
  return names[static_cast<std::size_t>(status)];
}

const LintText* find_lint_text(std::string_view rule, std::string_view variant) {
  auto at = std::lower_bound(
      texts.begin(), texts.end(), rule,
      [](const LintText* text, std::string_view wanted) { return text->rule < wanted; });
  const LintText* usual = nullptr;
  for (; at != texts.end() && (*at)->rule == rule; ++at) {
    if ((*at)->variant == variant) return *at;
    if ((*at)->variant.empty()) usual = *at;
  }
  return usual;
}

const FixText* find_fix_text(std::string_view fix) {
  const auto found = std::find_if(fix_texts.begin(), fix_texts.end(),
                                  [&](const FixText& text) { return text.fix == fix; });
  return found == fix_texts.end() ? nullptr : &*found;
}

bool is_reported_id(std::string_view id) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const LintText* text) { return text->reported_as == id; });
}

}  // namespace dsql::rules
