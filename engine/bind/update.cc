// UPDATE and DELETE (transformUpdateStmt, transformDeleteStmt).
#include "engine/bind/dml.h"
#include "engine/bind/dml_target.h"
#include "engine/bind/from.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/with.h"

namespace dsql::engine {
namespace {

// The target as the first FROM item of the level.
ScopeItem& show_target(Binder& binder, Level& level, const DmlTarget& target) {
  ScopeItem item = target_item(target, target.scan->columns);
  item.relation = target.source.get();
  item.target = true;
  if (target.view == nullptr)
    item.access =
        binder.privileges.need(binder.catalog, binder.role, *target.table, ObjectKind::table, 'r');
  ScopeItem& shown = level.add_item(std::move(item));
  level.visible.push_back(&shown);
  return shown;
}

// The target joined with FROM or USING, and WHERE over both.
RelationPtr bind_input(Binder& binder, Level& level, const DmlTarget& target, ScopeItem& item,
                       Nodes from, const Node* where) {
  item.lateral_only = true;
  item.lateral_ok = false;
  RelationPtr input = target.source;
  if (!from.empty()) {
    RelationPtr others = bind_from_clause(binder, level, from);
    input = make_join(JoinKind::inner, std::move(input), std::move(others), nullptr, false);
  }
  item.lateral_only = false;
  item.lateral_ok = true;
  if (where != nullptr)
    input = make_filter(std::move(input), bind_condition(binder, level, *where, Place::where));
  return input;
}

}  // namespace

BoundSelect bind_update(Binder& binder, Level* parent, const PgQuery__UpdateStmt& statement) {
  Level level(parent);
  WithScope with(binder, level, statement.with_clause);
  DmlTarget target = open_target(binder, *statement.relation, Change::update);
  ScopeItem& item = show_target(binder, level, target);
  UpdateRelation body;
  body.table = target.table;
  body.row_key = need_row_key(binder, *target.scan);
  body.old_columns = target.scan->columns;
  RelationPtr input =
      bind_input(binder, level, target, item, nodes(statement.from_clause, statement.n_from_clause),
                 statement.where_clause);
  body.new_columns = binder.new_columns(*target.table);
  BoundSelect result;
  const Nodes returning = nodes(statement.returning_list, statement.n_returning_list);
  if (!returning.empty()) {
    const std::vector<ScopeColumn> old = item.columns;
    item.columns = target_item(target, body.new_columns).columns;
    result.outputs = bind_returning(binder, level, returning, body.returning);
    item.columns = old;
    body.has_returning = true;
  }
  body.assignments = bind_assignments(binder, level, target,
                                      nodes(statement.target_list, statement.n_target_list));
  body.view_checks = checks_over(target, body.new_columns);
  pass_whole_rows(binder, level, *input);
  std::vector<ColumnId> outputs = columns_of(body.returning);
  result.root = with.wrap(
      make_relation(RelationKind::update, {std::move(input)}, std::move(outputs), std::move(body)));
  return result;
}

BoundSelect bind_delete(Binder& binder, Level* parent, const PgQuery__DeleteStmt& statement) {
  Level level(parent);
  WithScope with(binder, level, statement.with_clause);
  DmlTarget target = open_target(binder, *statement.relation, Change::delete_);
  ScopeItem& item = show_target(binder, level, target);
  DeleteRelation body;
  body.table = target.table;
  body.row_key = need_row_key(binder, *target.scan);
  body.old_columns = target.scan->columns;
  RelationPtr input =
      bind_input(binder, level, target, item,
                 nodes(statement.using_clause, statement.n_using_clause), statement.where_clause);
  BoundSelect result;
  const Nodes returning = nodes(statement.returning_list, statement.n_returning_list);
  if (!returning.empty()) {
    result.outputs = bind_returning(binder, level, returning, body.returning);
    body.has_returning = true;
  }
  pass_whole_rows(binder, level, *input);
  std::vector<ColumnId> outputs = columns_of(body.returning);
  result.root = with.wrap(make_relation(RelationKind::delete_, {std::move(input)},
                                        std::move(outputs), std::move(body)));
  return result;
}

}  // namespace dsql::engine
