// INSERT (transformInsertStmt, rewriteTargetListIU).
#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/dml.h"
#include "engine/bind/dml_target.h"
#include "engine/bind/on_conflict.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/values_cell.h"
#include "engine/bind/with.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

bool is_default(const Node& node) { return node.node_case == PG_QUERY__NODE__NODE_SET_TO_DEFAULT; }

// A column that gets a value from the source, and where the statement names it.
struct Given {
  AttributeNumber number = 0;
  int location = -1;
  ExprPtr value;  // null: its default
};

struct Insertion {
  Binder& binder;
  Level& level;
  const PgQuery__InsertStmt& statement;
  const DmlTarget& target;
  std::vector<Given> given;
  RelationPtr input;

  void name_columns();
  void bind_source();
  void bind_rows(Nodes lists);
  void bind_one_row(Nodes cells);
  void bind_query(const PgQuery__SelectStmt& select);
  void check_width(std::size_t width, Nodes cells);
  bool overriding_system() const {
    return statement.override == PG_QUERY__OVERRIDING_KIND__OVERRIDING_SYSTEM_VALUE;
  }
  // Whether OVERRIDING USER VALUE puts the sequence's value in place of the given one.
  bool replaced_by_identity(const TableColumn& column) const {
    return statement.override == PG_QUERY__OVERRIDING_KIND__OVERRIDING_USER_VALUE &&
           column.identity != IdentityKind::none;
  }
  std::vector<Assignment> assignments() const;
};

void Insertion::name_columns() {
  const Nodes names = nodes(statement.cols, statement.n_cols);
  if (names.empty()) {
    for (const TargetColumn& column : target.columns)
      given.push_back({assigned_column(target, column.name, Change::insert, -1), -1, nullptr});
    return;
  }
  for (const Node* node : names) {
    const auto& item = *node->res_target;
    const std::string_view name = text_of(item.name);
    const AttributeNumber number = assigned_column(target, name, Change::insert, item.location);
    if (item.n_indirection > 0)
      rules::raise(rules::error(conditions::unsupported_node, PG_QUERY__NODE__NODE_RES_TARGET)
                       .at(item.location));
    if (std::ranges::find(given, number, &Given::number) != given.end())
      rules::raise(rules::error(conditions::duplicate_column, name).at(item.location));
    given.push_back({number, item.location, nullptr});
  }
}

// Too few values leave columns to their defaults only where the statement names no columns.
void Insertion::check_width(std::size_t width, Nodes cells) {
  if (width > given.size())
    rules::raise(rules::error(conditions::insert_more_expressions)
                     .at(given.size() < cells.size() ? location_of(cells[given.size()]) : -1));
  if (statement.n_cols > 0 && width < given.size()) {
    auto error = rules::error(conditions::insert_more_targets);
    if (width == 1 && cells.size() == 1 && cells[0]->node_case == PG_QUERY__NODE__NODE_ROW_EXPR &&
        cells[0]->row_expr->n_args == given.size())
      error.hint = texts::insert_row_expression;
    rules::raise(std::move(error).at(given[width].location));
  }
  given.resize(width);
}

void Insertion::bind_one_row(Nodes cells) {
  PlaceScope place(level, Place::values_single);
  input = make_one_row();
  const bool has_star = std::ranges::any_of(cells, [](const Node* cell) {
    return cell->node_case == PG_QUERY__NODE__NODE_COLUMN_REF ||
           cell->node_case == PG_QUERY__NODE__NODE_A_INDIRECTION;
  });
  if (has_star && std::ranges::none_of(cells, [](const Node* cell) { return is_default(*cell); })) {
    const std::vector<ExprPtr> values = bind_list_with_stars(binder, level, cells);
    check_width(values.size(), cells);
    for (std::size_t i = 0; i < values.size(); ++i)
      given[i].value =
          coerce_to_column(binder, values[i], target.column(given[i].number), values[i]->location);
    return;
  }
  check_width(cells.size(), cells);
  CellBinder binding(binder, level, cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (is_default(*cells[i])) continue;
    given[i].value = binding.bind(*cells[i], target.column(given[i].number));
  }
  // Sets in the row repeat it.
  int depth = 0;
  for (bool deeper = !level.sets.empty(); deeper; ++depth) {
    deeper = false;
    std::vector<Projection> items;
    for (ColumnId id : input->outputs) items.push_back({id, column_expr(binder, id, -1)});
    for (const SetUse& use : level.sets) {
      if (use.depth == depth) items.push_back({use.column, use.call});
      deeper |= use.depth > depth;
    }
    std::vector<ColumnId> outputs = columns_of(items);
    input = make_relation(RelationKind::project_set, {std::move(input)}, std::move(outputs),
                          ProjectSet{std::move(items)});
  }
}

// Several rows: a list of values, each cell already of its column's type.
void Insertion::bind_rows(Nodes lists) {
  PlaceScope place(level, Place::values);
  const std::size_t width = list_of(*lists[0]).size();
  check_width(width, list_of(*lists[0]));
  ValuesList values;
  values.rows.reserve(lists.size());
  std::vector<bool> only_defaults(width, true);
  std::vector<ExprPtr> defaults(width);
  CellBinder binding(binder, level, lists.size() * width);
  for (const Node* list : lists) {
    const Nodes cells = list_of(*list);
    if (cells.size() != width)
      rules::raise(rules::error(conditions::values_lists_length)
                       .at(cells.empty() ? -1 : location_of(cells[0])));
    auto& row = values.rows.emplace_back();
    row.reserve(width);
    for (std::size_t i = 0; i < width; ++i) {
      const TableColumn& column = target.column(given[i].number);
      if (is_default(*cells[i])) {
        if (defaults[i] == nullptr)
          defaults[i] = column.generated_sql.empty()
                            ? default_of(binder, *target.table, column.number)
                            : null_expr(column.type, -1);
        row.push_back(defaults[i]);
        continue;
      }
      only_defaults[i] = false;
      row.push_back(binding.bind(*cells[i], column));
    }
  }
  std::vector<ColumnId> outputs;
  for (std::size_t i = 0; i < width; ++i) {
    const TableColumn& column = target.column(given[i].number);
    outputs.push_back(binder.new_column(column.name, column.type, column.modifier));
    if (!only_defaults[i]) given[i].value = column_expr(binder, outputs.back(), -1);
  }
  input = make_relation(RelationKind::values, {}, std::move(outputs), std::move(values));
}

void Insertion::bind_query(const PgQuery__SelectStmt& select) {
  BoundSelect source = bind_select(binder, &level, select, {.keep_unknown = true});
  check_width(source.outputs.size(), nodes(select.target_list, select.n_target_list));
  for (std::size_t i = 0; i < source.outputs.size(); ++i) {
    const TableColumn& column = target.column(given[i].number);
    const ColumnId id = source.outputs[i].column;
    if (ExprPtr literal = untyped_output(binder, source, i)) {
      ExprPtr typed = coerce(binder, literal, column.type, CastContext::assignment);
      binder.columns[id].type = typed->type;
      std::get<Project>(source.project->body).items[i].expr = std::move(typed);
    }
    const int location =
        i < select.n_target_list ? location_of(select.target_list[i]->res_target->val) : -1;
    given[i].value = coerce_to_column(binder, column_expr(binder, id, location), column, location);
  }
  input = std::move(source.root);
}

void Insertion::bind_source() {
  if (statement.select_stmt == nullptr) {
    given.clear();
    input = make_one_row();
    return;
  }
  const auto& select = *statement.select_stmt->select_stmt;
  const bool plain_values = select.n_values_lists > 0 && select.n_sort_clause == 0 &&
                            select.limit_count == nullptr && select.limit_offset == nullptr &&
                            select.n_locking_clause == 0 && select.with_clause == nullptr;
  if (!plain_values) return bind_query(select);
  if (select.n_values_lists == 1) return bind_one_row(list_of(*select.values_lists[0]));
  bind_rows(nodes(select.values_lists, select.n_values_lists));
}

// A value for every column that is not generated.
std::vector<Assignment> Insertion::assignments() const {
  std::vector<Assignment> all;
  all.reserve(target.table->columns.size());
  for (const TableColumn& column : target.table->columns) {
    if (column.dropped) continue;
    const auto found = std::ranges::find(given, column.number, &Given::number);
    ExprPtr value = found == given.end() ? nullptr : found->value;
    if (value != nullptr && replaced_by_identity(column)) value = nullptr;
    check_assignable(column, value == nullptr, Change::insert, overriding_system());
    if (!column.generated_sql.empty()) continue;
    if (value == nullptr) value = default_of(binder, *target.table, column.number);
    all.push_back({column.number, std::move(value)});
  }
  return all;
}

// RETURNING sees the new row.
std::vector<SelectOutput> bind_new_row_returning(Binder& binder, Level& level,
                                                 const DmlTarget& target, Nodes list,
                                                 InsertRelation& body) {
  if (list.empty()) return {};
  ScopeItem item = target_item(target, body.new_columns);
  if (target.view == nullptr)
    item.access =
        binder.privileges.need(binder.catalog, binder.role, *target.table, ObjectKind::table, 'r');
  level.visible = {&level.add_item(std::move(item))};
  body.has_returning = true;
  return bind_returning(binder, level, list, body.returning);
}

}  // namespace

BoundSelect bind_insert(Binder& binder, Level* parent, const PgQuery__InsertStmt& statement) {
  Level level(parent);
  WithScope with(binder, level, statement.with_clause);
  const DmlTarget target = open_target(binder, *statement.relation, Change::insert);
  // The table is no FROM item here, but an error may point to its columns.
  level.add_item(target_item(target, target.scan->columns));
  Insertion insertion{.binder = binder,
                      .level = level,
                      .statement = statement,
                      .target = target,
                      .given = {},
                      .input = nullptr};
  insertion.name_columns();
  insertion.bind_source();
  InsertRelation body;
  body.table = target.table;
  body.new_columns = binder.new_columns(*target.table);
  if (statement.on_conflict_clause != nullptr)
    body.on_conflict = bind_on_conflict(binder, level, target, *statement.on_conflict_clause);
  BoundSelect result;
  result.outputs = bind_new_row_returning(
      binder, level, target, nodes(statement.returning_list, statement.n_returning_list), body);
  body.values = insertion.assignments();
  body.view_checks = checks_over(target, body.new_columns);
  std::vector<ColumnId> outputs = columns_of(body.returning);
  result.root = with.wrap(make_relation(RelationKind::insert, {std::move(insertion.input)},
                                        std::move(outputs), std::move(body)));
  return result;
}

}  // namespace dsql::engine
