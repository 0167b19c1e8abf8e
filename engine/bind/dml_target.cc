#include "engine/bind/dml_target.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/from.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/table_expressions.h"
#include "engine/bind/target_list.h"
#include "engine/bind/walk.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

char privilege_of(Change change) {
  switch (change) {
    case Change::insert: return 'a';
    case Change::update: return 'w';
    case Change::delete_: return 'd';
  }
  return 'a';
}

[[noreturn]] void refuse_view(const View& view, Change change, std::string_view detail) {
  switch (change) {
    case Change::insert:
      rules::raise(rules::error(conditions::cannot_insert_into_view, view.name)
                       .with_detail(std::string(detail))
                       .with_hint(std::string(texts::hint_insert_view)));
    case Change::update:
      rules::raise(rules::error(conditions::cannot_update_view, view.name)
                       .with_detail(std::string(detail))
                       .with_hint(std::string(texts::hint_update_view)));
    default:
      rules::raise(rules::error(conditions::cannot_delete_from_view, view.name)
                       .with_detail(std::string(detail))
                       .with_hint(std::string(texts::hint_delete_view)));
  }
}

// Refuses a view whose rows are not rows of one table.
const PgQuery__SelectStmt& simple_query(const View& view, const Node& query, Change change) {
  const auto refuse = [&](bool is, std::string_view detail) {
    if (is) refuse_view(view, change, detail);
  };
  const auto& select = *query.select_stmt;
  refuse(select.n_distinct_clause > 0, texts::view_with_distinct);
  refuse(select.n_group_clause > 0, texts::view_with_group_by);
  refuse(select.having_clause != nullptr, texts::view_with_having);
  refuse(select.larg != nullptr, texts::view_with_set_operation);
  refuse(select.with_clause != nullptr, texts::view_with_with);
  refuse(select.limit_count != nullptr || select.limit_offset != nullptr, texts::view_with_limit);
  refuse(select.n_from_clause != 1 ||
             select.from_clause[0]->node_case != PG_QUERY__NODE__NODE_RANGE_VAR,
         texts::view_not_single_table);
  return select;
}

void open_table(Binder& binder, DmlTarget& target, const Table& table) {
  target.table = binder.catalog.shared_table(table.oid);
  target.source = make_table_scan(binder, target.table, target.alias);
  target.scan = &std::get<TableScan>(target.source->body);
  target.columns.clear();
  for (const TableColumn& column : table.columns) {
    if (column.dropped) continue;
    target.columns.push_back({column.name, column.number,
                              target.scan->columns[static_cast<std::size_t>(column.number - 1)]});
  }
}

std::string_view forbidden_in_view(const Level& level) {
  if (!level.aggregates.empty()) return texts::view_with_aggregate;
  if (!level.windows.empty()) return texts::view_with_window;
  if (!level.sets.empty()) return texts::view_with_set;
  return {};
}

// The view's select list over the columns of what it selects from.
void map_columns(Binder& binder, DmlTarget& target, const View& view,
                 const std::vector<Target>& selected) {
  std::vector<TargetColumn> mapped;
  std::vector<Projection> computed;
  std::size_t at = 0;
  for (const TableColumn& column : view.columns) {
    if (column.dropped || at >= selected.size()) continue;
    const ExprPtr& expr = selected[at++].expr;
    TargetColumn made{.name = column.name};
    if (expr->kind == ExprKind::column) {
      made.id = expr->column;
      for (const TargetColumn& below : target.columns)
        if (below.id == expr->column) made.number = below.number;
    } else {
      made.id = binder.new_column(column.name, *expr);
      computed.push_back({made.id, expr});
    }
    mapped.push_back(made);
  }
  if (!computed.empty()) {
    std::vector<Projection> items;
    const ColumnId row_key = need_row_key(binder, *target.scan);
    for (ColumnId id : target.source->outputs) items.push_back({id, column_expr(binder, id, -1)});
    if (std::ranges::find(target.source->outputs, row_key) == target.source->outputs.end())
      items.push_back({row_key, column_expr(binder, row_key, -1)});
    items.insert(items.end(), computed.begin(), computed.end());
    target.source = make_project(std::move(target.source), std::move(items));
  }
  target.columns = std::move(mapped);
}

void open_relation(Binder& binder, DmlTarget& target, const PgQuery__RangeVar& range, Change change,
                   bool checked);

// `checked`: a view above demands that its rows stay visible through all below (CASCADED).
void open_view(Binder& binder, DmlTarget& target, const View& view, Change change, bool checked) {
  if (target.view == nullptr) target.view = &view;
  if (++binder.view_depth > 128) rules::raise(conditions::view_nesting_too_deep);
  const rules::ParseTree& tree = binder.parse(view.query_sql);
  const auto& select = simple_query(view, *tree.statements()[0].node, change);
  const Role* caller = binder.role;
  if (!view.security_invoker) {
    if (const Role* owner = binder.catalog.role(view.owner)) binder.role = owner;
  }
  const auto& range = *select.from_clause[0]->range_var;
  open_relation(binder, target, range, change, checked || view.check_option == 'c');
  Level level(nullptr);
  ScopeItem item;
  item.name = range.alias != nullptr ? text_of(range.alias->aliasname) : text_of(range.relname);
  item.relation_name = text_of(range.relname);
  item.aliased = range.alias != nullptr;
  for (const TargetColumn& column : target.columns)
    item.columns.push_back({column.name, column.id});
  apply_alias(item, range.alias);
  level.visible.push_back(&level.add_item(std::move(item)));
  ExprPtr condition;
  if (select.where_clause != nullptr) {
    condition = bind_condition(binder, level, *select.where_clause, Place::where);
    target.source = make_filter(std::move(target.source), condition);
  }
  std::vector<Target> selected = bind_target_list(
      binder, level, nodes(select.target_list, select.n_target_list), Place::select_list);
  for (Target& entry : selected) entry.expr = settle_unknown(binder, entry.expr);
  if (const std::string_view detail = forbidden_in_view(level); !detail.empty())
    refuse_view(view, change, detail);
  map_columns(binder, target, view, selected);
  const bool updatable = std::ranges::any_of(
      target.columns, [](const TargetColumn& column) { return column.number != 0; });
  if (!updatable && change != Change::delete_)
    refuse_view(view, change, texts::view_no_updatable_columns);
  if (condition != nullptr && (view.check_option != 0 || checked))
    target.checks.push_back({view.name, condition});
  binder.role = caller;
  --binder.view_depth;
}

void open_relation(Binder& binder, DmlTarget& target, const PgQuery__RangeVar& range, Change change,
                   bool checked) {
  const std::string_view name = text_of(range.relname);
  const NamedRelation relation = find_named_relation(binder, range);
  if (relation.system != nullptr) {
    if (relation.system->kind == 'v') {
      const auto& condition = change == Change::insert   ? conditions::cannot_insert_into_view
                              : change == Change::update ? conditions::cannot_update_view
                                                         : conditions::cannot_delete_from_view;
      rules::raise(condition, name);
    }
    rules::raise(conditions::permission_denied_system_catalog, name);
  }
  switch (relation.found.kind) {
    case 'r':
      binder.privileges.need(binder.catalog, binder.role, *relation.found.table, ObjectKind::table,
                             privilege_of(change));
      return open_table(binder, target, *relation.found.table);
    case 'v':
      binder.privileges.need(binder.catalog, binder.role, *relation.found.view, ObjectKind::view,
                             privilege_of(change));
      return open_view(binder, target, *relation.found.view, change, checked);
    case 'S': rules::raise(conditions::cannot_change_sequence, name);
    case 'i':
      rules::raise(rules::error(conditions::cannot_open_relation, name)
                       .with_detail(std::string(texts::not_for_indexes))
                       .at(range.location));
    default: raise_undefined_table(range);
  }
}

}  // namespace

DmlTarget open_target(Binder& binder, const PgQuery__RangeVar& range, Change change) {
  binder.writes = true;
  DmlTarget target;
  target.relation_name = text_of(range.relname);
  target.aliased = range.alias != nullptr;
  target.alias = target.aliased ? text_of(range.alias->aliasname) : target.relation_name;
  open_relation(binder, target, range, change, false);
  return target;
}

ScopeItem target_item(const DmlTarget& target, const std::vector<ColumnId>& ids) {
  ScopeItem item;
  item.kind = ScopeItem::Kind::table;
  item.name = target.alias;
  item.aliased = target.aliased;
  item.relation_name = target.relation_name;
  item.table = target.view == nullptr ? target.table.get() : nullptr;
  item.schema = target.table->schema;
  item.row_type = target.view == nullptr ? target.table->row_type : target.view->row_type;
  const bool of_source = &ids == &target.scan->columns;
  for (const TargetColumn& column : target.columns) {
    if (column.number == 0 && !of_source) continue;
    const ColumnId id =
        column.number == 0 ? column.id : ids[static_cast<std::size_t>(column.number - 1)];
    item.columns.push_back({column.name, id});
  }
  return item;
}

AttributeNumber assigned_column(const DmlTarget& target, std::string_view name, Change change,
                                int location) {
  for (const TargetColumn& column : target.columns) {
    if (column.name != name) continue;
    if (column.number != 0) return column.number;
    if (change == Change::insert)
      rules::raise(conditions::cannot_insert_into_view_column, name, target.relation_name);
    rules::raise(conditions::cannot_update_view_column, name, target.relation_name);
  }
  rules::raise(rules::error(conditions::undefined_column_of_relation, name, target.relation_name)
                   .at(location));
}

void check_assignable(const TableColumn& column, bool is_default, Change change, bool overriding) {
  if (is_default) return;
  const bool generated = !column.generated_sql.empty();
  const bool always = column.identity == IdentityKind::always;
  if (change == Change::insert) {
    if (generated)
      rules::raise(rules::error(conditions::cannot_insert_non_default, column.name)
                       .with_detail(texts::is_generated_column(column.name)));
    if (always && !overriding)
      rules::raise(rules::error(conditions::cannot_insert_non_default, column.name)
                       .with_detail(texts::identity_always(column.name))
                       .with_hint(std::string(texts::use_overriding)));
    return;
  }
  if (generated)
    rules::raise(rules::error(conditions::can_only_update_to_default, column.name)
                     .with_detail(texts::is_generated_column(column.name)));
  if (always)
    rules::raise(rules::error(conditions::can_only_update_to_default, column.name)
                     .with_detail(texts::identity_always(column.name)));
}

ExprPtr default_of(Binder& binder, const Table& table, AttributeNumber number) {
  const auto at = static_cast<std::size_t>(number - 1);
  ExprPtr expr = expressions_of(table, binder.catalog)->defaults[at];
  return expr != nullptr ? expr : null_expr(table.columns[at].type, -1);
}

std::vector<SelectOutput> bind_returning(Binder& binder, Level& level, Nodes list,
                                         std::vector<Projection>& returning) {
  std::vector<SelectOutput> outputs;
  std::vector<Target> targets = bind_target_list(binder, level, list, Place::returning);
  for (Target& target : targets) {
    target.expr = settle_unknown(binder, target.expr);
    target.column = target.expr->kind == ExprKind::column
                        ? target.expr->column
                        : binder.new_column(target.name, *target.expr);
    returning.push_back({target.column, target.expr});
    outputs.push_back({target.name, target.column});
  }
  return outputs;
}

std::vector<ViewCheck> checks_over(const DmlTarget& target, const std::vector<ColumnId>& ids) {
  std::vector<ViewCheck> checks;
  for (const ViewCheck& check : target.checks) {
    checks.push_back({check.view, replace_in_expr(check.condition, [&](const ExprPtr& expr) {
                        if (expr->kind != ExprKind::column) return ExprPtr();
                        const auto& old = target.scan->columns;
                        const auto at = std::ranges::find(old, expr->column);
                        if (at == old.end()) return expr;
                        auto moved = std::make_shared<Expr>(*expr);
                        moved->column = ids[static_cast<std::size_t>(at - old.begin())];
                        return ExprPtr(moved);
                      })});
  }
  return checks;
}

}  // namespace dsql::engine
