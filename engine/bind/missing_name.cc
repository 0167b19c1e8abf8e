// What an error about a name that was not found tells besides: the nearest names there are, and the
// names that exist but cannot be seen from here.
#include <algorithm>
#include <array>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "engine/bind/scope.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

constexpr int max_distance = 3;

// Levenshtein distance, all costs 1; names are short.
int distance(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 0; i < a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const int substituted = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, substituted});
    }
  }
  return row[b.size()];
}

struct Candidate {
  const ScopeItem* item = nullptr;
  std::string_view column;
};

// The best matches so far: exact ones in unreachable places, and up to two near ones.
struct Search {
  std::array<const ScopeItem*, 2> exact{};
  Candidate first, second;
  int best = max_distance + 1;

  void consider(const ScopeItem& item, std::string_view actual, std::string_view wanted,
                int penalty) {
    if (penalty > best) return;
    int apart = distance(actual, wanted);
    if (apart > static_cast<int>(wanted.size()) / 2) return;
    apart += penalty;
    if (apart < best) {
      best = apart;
      first = {&item, actual};
      second = {};
    } else if (apart == best) {
      if (second.item != nullptr) {
        first = second = {};
        best = apart - 1;
      } else if (first.item != nullptr) {
        second = {&item, actual};
      } else {
        first = {&item, actual};
      }
    }
  }
};

void search_item(Search& search, const ScopeItem& item, std::string_view table,
                 std::string_view column) {
  int penalty = 0;
  if (!table.empty()) penalty = distance(table, item.name);
  if (penalty > max_distance) penalty = max_distance + 1;
  bool exact = false;
  for (const ScopeColumn& candidate : item.columns) {
    if (candidate.name == column) exact = true;
    search.consider(item, candidate.name, column, penalty);
  }
  if (!exact || penalty != 0) return;
  if (search.exact[0] == nullptr) {
    search.exact[0] = &item;
  } else if (search.exact[1] == nullptr) {
    search.exact[1] = &item;
  }
}

// Whether the item could be seen if this sub-select were LATERAL.
bool visible_if_lateral(const Level& level, const ScopeItem& item) {
  if (level.lateral_active || level.parent == nullptr) return false;
  for (const Level* at = &level; at != nullptr; at = at->parent) {
    for (const ScopeItem* visible : at->visible) {
      if (visible == &item) return visible->lateral_only && visible->lateral_ok;
    }
  }
  return false;
}

bool visible_if_qualified(const Level& level, const ScopeItem& item) {
  for (const Level* at = &level; at != nullptr; at = at->parent) {
    for (const ScopeItem* visible : at->visible) {
      if (visible == &item) return visible->table_visible && !visible->lateral_only;
    }
  }
  return false;
}

}  // namespace

void raise_missing_column(Binder& binder, Level& level, std::string_view table,
                          std::string_view column, int location) {
  (void)binder;
  Search search;
  for (const Level* at = &level; at != nullptr; at = at->parent) {
    for (const auto& item : at->items) {
      if (item->kind != ScopeItem::Kind::join) search_item(search, *item, table, column);
    }
  }
  auto error = table.empty() ? rules::error(conditions::undefined_column, column)
                             : rules::error(conditions::undefined_qualified_column, table, column);
  if (search.exact[1] != nullptr) {
    error.detail = texts::column_in_unreachable_tables(column);
    if (table.empty()) error.hint = texts::try_qualified_name;
  } else if (search.exact[0] != nullptr) {
    error.detail = texts::column_unreachable(column, search.exact[0]->name);
    if (visible_if_lateral(level, *search.exact[0])) {
      error.hint = texts::mark_lateral_for_column;
    } else if (table.empty() && visible_if_qualified(level, *search.exact[0])) {
      error.hint = texts::use_qualified_column;
    }
  } else if (search.second.item != nullptr) {
    error.hint = texts::perhaps_columns(search.first.item->name, search.first.column,
                                        search.second.item->name, search.second.column);
  } else if (search.first.item != nullptr) {
    error.hint = texts::perhaps_column(search.first.item->name, search.first.column);
  }
  rules::raise(std::move(error).at(location));
}

void raise_missing_item(Binder& binder, Level& level, std::optional<std::string_view> schema,
                        std::string_view name, int location) {
  const ScopeItem* hidden = nullptr;
  for (const Level* at = &level; at != nullptr && hidden == nullptr; at = at->parent) {
    for (const auto& item : at->items) {
      if (item->kind == ScopeItem::Kind::join) continue;
      const bool by_relation = !item->relation_name.empty() && item->relation_name == name;
      if (item->name == name || by_relation) {
        hidden = item.get();
        break;
      }
    }
  }
  if (hidden == nullptr)
    rules::raise(rules::error(conditions::missing_from_entry, name).at(location));
  auto error = rules::error(conditions::invalid_from_reference, name);
  const bool alias_seen =
      hidden->aliased && hidden->name != name &&
      find_item(binder, level, std::nullopt, hidden->name, location).item == hidden;
  (void)schema;
  if (alias_seen) {
    error.hint = texts::perhaps_alias(hidden->name);
  } else {
    error.detail = texts::table_unreachable(hidden->name);
    if (visible_if_lateral(level, *hidden)) error.hint = texts::mark_lateral_for_table;
  }
  rules::raise(std::move(error).at(location));
}

}  // namespace dsql::engine
