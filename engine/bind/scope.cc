#include "engine/bind/scope.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "engine/bind/coerce.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

// A lateral-only item is there, but the kind of join may forbid the reference.
void check_lateral(const ScopeItem& item, int location) {
  if (!item.lateral_only || item.lateral_ok) return;
  auto error = rules::error(conditions::invalid_lateral_reference, item.name);
  const std::string detail =
      item.target ? texts::table_unreachable(item.name) : std::string(texts::lateral_join_type);
  rules::raise(std::move(error).with_detail(detail).at(location));
}

// Column `name` of an item; its id is no_column if it has none.
ScopeColumn column_in(const ScopeItem& item, std::string_view name, int location) {
  ScopeColumn found;
  for (const ScopeColumn& column : item.columns) {
    if (column.name != name) continue;
    if (found.id != no_column)
      rules::raise(rules::error(conditions::ambiguous_column, name).at(location));
    found = column;
  }
  return found;
}

// Tells the aggregates being bound that a column of `level` stands in their arguments.
ScopeColumn find_in_level(Binder& binder, Level& level, std::string_view name, int location) {
  ScopeColumn found;
  ScopeItem* owner = nullptr;
  for (ScopeItem* item : level.visible) {
    if (!item->columns_visible || (item->lateral_only && !level.lateral_active)) continue;
    const ScopeColumn column = column_in(*item, name, location);
    if (column.id == no_column) continue;
    if (found.id != no_column)
      rules::raise(rules::error(conditions::ambiguous_column, name).at(location));
    check_lateral(*item, location);
    found = column;
    owner = item;
  }
  if (owner != nullptr) {
    note_use(binder, *owner, found.id);
    note_level(binder, level);
  }
  return found;
}

bool names_item(const ScopeItem& item, std::optional<std::string_view> schema_name, Oid schema,
                std::string_view name) {
  if (!schema_name) return item.name == name;
  return !item.aliased && item.schema == schema && item.relation_name == name && schema != 0;
}

}  // namespace

void note_level(Binder& binder, const Level& level) {
  for (AggregateFrame& frame : binder.aggregate_frames) {
    if (level.depth <= frame.level) frame.nearest = std::max(frame.nearest, level.depth);
  }
}

void note_use(const Binder& binder, ScopeItem& item, ColumnId column) {
  if (item.access == nullptr) return;
  const AttributeNumber number = binder.column(column).attribute;
  if (std::ranges::find(item.access->columns, number) == item.access->columns.end())
    item.access->columns.push_back(number);
}

ScopeColumn find_local_column(Binder& binder, Level& level, std::string_view name, int location) {
  return find_in_level(binder, level, name, location);
}

ScopeColumn find_column(Binder& binder, Level& level, std::string_view name, int location) {
  for (Level* at = &level; at != nullptr; at = at->parent) {
    const ScopeColumn found = find_in_level(binder, *at, name, location);
    if (found.id != no_column) return found;
  }
  return {};
}

FoundItem find_item(Binder& binder, Level& level, std::optional<std::string_view> schema,
                    std::string_view name, int location) {
  Oid schema_oid = 0;
  if (schema) {
    const Schema* found = binder.catalog.find_schema(*schema);
    if (found == nullptr) return {};
    schema_oid = found->oid;
  }
  for (Level* at = &level; at != nullptr; at = at->parent) {
    ScopeItem* found = nullptr;
    for (ScopeItem* item : at->visible) {
      if (!item->table_visible || (item->lateral_only && !at->lateral_active)) continue;
      if (!names_item(*item, schema, schema_oid, name)) continue;
      if (found != nullptr)
        rules::raise(rules::error(conditions::ambiguous_table_reference, name).at(location));
      check_lateral(*item, location);
      found = item;
    }
    if (found != nullptr) return {found, at};
  }
  return {};
}

ScopeColumn find_item_column(Binder& binder, Level& from, const FoundItem& found,
                             std::string_view name, int location) {
  (void)from;
  const ScopeColumn column = column_in(*found.item, name, location);
  if (column.id != no_column) {
    note_use(binder, *found.item, column.id);
    note_level(binder, *found.level);
  }
  return column;
}

ExprPtr scope_column_expr(const Binder& binder, const ScopeColumn& column, int location) {
  const ExprPtr plain = column_expr(binder, column.id, location);
  if (column.from.range == 0) return plain;
  auto expr = std::make_shared<Expr>(*plain);
  expr->range = column.from.range;
  expr->range_column = column.from.position;
  return expr;
}

void check_item_names(const std::vector<ScopeItem*>& visible,
                      const std::vector<ScopeItem*>& added) {
  for (const ScopeItem* item : added) {
    if (!item->table_visible || item->name.empty()) continue;
    for (const ScopeItem* other : visible) {
      if (!other->table_visible || other->name != item->name) continue;
      // Two tables of different schemas, both without alias, can be told apart.
      if (other->kind == ScopeItem::Kind::table && !other->aliased &&
          item->kind == ScopeItem::Kind::table && !item->aliased && other->table != item->table)
        continue;
      rules::raise(conditions::duplicate_alias, item->name);
    }
  }
}

}  // namespace dsql::engine
