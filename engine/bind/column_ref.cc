// Column references: bare, qualified, and whole rows (transformColumnRef).
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/expression.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// tableoid, the one system column here: which relation a row comes from. No column has it; on the
// nullable side of an outer join it is NULL where the row is.
ExprPtr table_oid(Binder& binder, const FoundItem& found, int location) {
  const ScopeItem& item = *found.item;
  const bool stored = item.kind == ScopeItem::Kind::table || item.kind == ScopeItem::Kind::system;
  if (!stored || item.columns.empty()) return nullptr;
  const Oid relation = item.kind == ScopeItem::Kind::table
                           ? item.table->oid
                           : binder.columns[item.columns[0].id].table;
  ExprPtr value = constant_expr(oid::oid, Value::of<Oid>(relation), location);
  if (!item.nullable) return value;
  auto absent = new_expr(ExprKind::is_null, oid::boolean, location);
  absent->args.push_back(whole_row(binder, found, location));
  auto choice = new_expr(ExprKind::case_, oid::oid, location);
  choice->args = {absent, constant_expr(oid::oid, Value::null(Physical::uint32), location), value};
  return choice;
}

constexpr std::string_view tableoid = "tableoid";

// The only stored relation of the innermost level that has one.
ExprPtr bare_table_oid(Binder& binder, Level& level, int location) {
  for (Level* at = &level; at != nullptr; at = at->parent) {
    ExprPtr only;
    for (ScopeItem* item : at->visible) {
      if (!item->columns_visible) continue;
      ExprPtr found = table_oid(binder, {item, at}, location);
      if (found != nullptr && only != nullptr)
        rules::raise(rules::error(conditions::ambiguous_column, tableoid).at(location));
      if (found != nullptr) only = std::move(found);
    }
    if (only != nullptr) return only;
  }
  return nullptr;
}

ExprPtr bare_name(Binder& binder, Level& level, std::string_view name, int location) {
  const ScopeColumn column = find_column(binder, level, name, location);
  if (column.id != no_column) return scope_column_expr(binder, column, location);
  if (name == tableoid) {
    if (ExprPtr found = bare_table_oid(binder, level, location)) return found;
  }
  if (binder.value_type != 0 && name == "value") return column_expr(binder, 1, location);
  const FoundItem found = find_item(binder, level, std::nullopt, name, location);
  if (found.item != nullptr) return whole_row(binder, found, location);
  raise_missing_column(binder, level, {}, name, location);
}

// What precedes the column: [database.][schema.]table.
struct Qualifier {
  std::optional<std::string_view> schema;
  std::string_view table;
};

Qualifier qualifier(Nodes fields, int location) {
  const Nodes parts = fields.first(fields.size() - 1);
  if (parts.size() == 1) return {std::nullopt, string_of(*parts[0])};
  if (parts.size() == 3 && string_of(*parts[0]) != "postgres")
    rules::raise(
        rules::error(conditions::cross_database_reference, joined_name(fields)).at(location));
  if (parts.size() > 3)
    rules::raise(
        rules::error(conditions::improper_qualified_name, joined_name(fields)).at(location));
  return {string_of(*parts[parts.size() - 2]), string_of(*parts.back())};
}

}  // namespace

ExprPtr whole_row(Binder& binder, const FoundItem& found, int location) {
  ScopeItem& item = *found.item;
  // The row of a function with one plain result is that result.
  if (item.kind == ScopeItem::Kind::function && item.columns.size() == 1 &&
      item.relation_name.empty())
    return scope_column_expr(binder, item.columns[0], location);
  auto row = new_expr(ExprKind::row, oid::record, location);
  row->declared = item.row_type;
  row->range = item.range;
  note_level(binder, *found.level);
  for (const ScopeColumn& column : item.columns) {
    note_use(binder, item, column.id);
    row->args.push_back(scope_column_expr(binder, column, location));
    row->field_names.emplace_back(column.name);
  }
  // A row type's own names count, not those of an alias.
  const RecordShape fields = row_shape(binder.catalog, item.row_type);
  for (std::size_t i = 0; i < fields.size() && i < row->field_names.size(); ++i)
    row->field_names[i] = fields[i].name;
  if (!item.nullable || item.relation == nullptr) return row;
  const ColumnId column = need_whole_row(binder, item, *row);
  return scope_column_expr(binder, {item.name, column, {item.range, 0}}, location);
}

ExprPtr bind_column_ref(Binder& binder, Level& level, const PgQuery__ColumnRef& ref) {
  if (!rules_of(level.place).columns) {
    rules::raise(rules::error(conditions::column_reference_not_allowed,
                              rules_of(level.place).singular.empty()
                                  ? std::string_view("DEFAULT expression")
                                  : rules_of(level.place).singular)
                     .at(ref.location));
  }
  const Nodes fields = nodes(ref.fields, ref.n_fields);
  if (fields.size() == 1 && !is_star(*fields[0]))
    return bare_name(binder, level, string_of(*fields[0]), ref.location);
  const Nodes before = fields.first(fields.size() - 1);
  if (before.empty())
    rules::raise(rules::error(conditions::syntax_error_near, "*").at(ref.location));
  const Qualifier place = qualifier(fields, ref.location);
  const FoundItem found = find_item(binder, level, place.schema, place.table, ref.location);
  if (found.item == nullptr) {
    // composite.field: a column of that name that is a record.
    if (before.size() == 1 && !is_star(*fields.back())) {
      const ScopeColumn record = find_column(binder, level, place.table, ref.location);
      if (record.id != no_column && binder.column(record.id).type == oid::record)
        return record_field(binder, scope_column_expr(binder, record, ref.location),
                            string_of(*fields.back()), ref.location);
    }
    raise_missing_item(binder, level, place.schema, place.table, ref.location);
  }
  if (is_star(*fields.back())) return whole_row(binder, found, ref.location);
  const std::string_view name = string_of(*fields.back());
  const ScopeColumn column = find_item_column(binder, level, found, name, ref.location);
  if (column.id == no_column && name == tableoid) {
    if (ExprPtr oid = table_oid(binder, found, ref.location)) return oid;
  }
  if (column.id == no_column) raise_missing_column(binder, level, place.table, name, ref.location);
  return scope_column_expr(binder, column, ref.location);
}

}  // namespace dsql::engine
