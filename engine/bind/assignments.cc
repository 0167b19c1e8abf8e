// The SET list of UPDATE and of ON CONFLICT DO UPDATE (transformUpdateTargetList,
// transformMultiAssignRef).
#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/dml_target.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/target_list.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

bool is_default(const Node& node) { return node.node_case == PG_QUERY__NODE__NODE_SET_TO_DEFAULT; }

// The sub-select of (a, b) = (SELECT …), bound once for all its columns.
struct RowSource {
  ExprPtr record;
  std::vector<ColumnOrigin> columns;
};

RowSource bind_row_source(Binder& binder, Level& level, const PgQuery__MultiAssignRef& ref) {
  const auto& link = *ref.source->sub_link;
  BoundSelect select = bind_subselect(binder, &level, *link.subselect, {.in_expression = true});
  if (static_cast<int>(select.outputs.size()) != ref.ncolumns)
    rules::raise(rules::error(conditions::multi_assign_count).at(link.location));
  RowSource source;
  for (const SelectOutput& output : select.outputs)
    source.columns.push_back(binder.column(output.column));
  source.record = record_subquery(binder, std::move(select), link.location);
  return source;
}

bool is_starred(const Node& item) {
  return item.node_case == PG_QUERY__NODE__NODE_COLUMN_REF && ends_with_star(*item.column_ref);
}

// The values of (a, b) = ROW(t.*), bound at once; empty where no star stands for several of them.
std::vector<ExprPtr> bind_starred_row(Binder& binder, Level& level,
                                      const PgQuery__MultiAssignRef& ref) {
  const Nodes items = nodes(ref.source->row_expr->args, ref.source->row_expr->n_args);
  if (std::ranges::none_of(items, [](const Node* item) { return is_starred(*item); })) return {};
  std::vector<ExprPtr> values = bind_list_with_stars(binder, level, items);
  if (static_cast<int>(values.size()) != ref.ncolumns)
    rules::raise(rules::error(conditions::multi_assign_count).at(ref.source->row_expr->location));
  return values;
}

// The node that gives one column of (a, b) = ROW(…).
const Node& row_item(const PgQuery__MultiAssignRef& ref) {
  const auto& row = *ref.source->row_expr;
  if (static_cast<int>(row.n_args) != ref.ncolumns)
    rules::raise(rules::error(conditions::multi_assign_count).at(row.location));
  return *row.args[ref.colno - 1];
}

}  // namespace

std::vector<Assignment> bind_assignments(Binder& binder, Level& level, const DmlTarget& target,
                                         Nodes list) {
  PlaceScope place(level, Place::update);
  std::vector<Assignment> assignments;
  assignments.reserve(list.size());
  RowSource row_source;
  std::vector<ExprPtr> starred_row;
  for (const Node* node : list) {
    const auto& item = *node->res_target;
    const Node* value = item.val;
    ExprPtr bound;
    if (value->node_case == PG_QUERY__NODE__NODE_MULTI_ASSIGN_REF) {
      const auto& ref = *value->multi_assign_ref;
      if (ref.source->node_case == PG_QUERY__NODE__NODE_ROW_EXPR) {
        if (ref.colno == 1) starred_row = bind_starred_row(binder, level, ref);
        if (starred_row.empty()) {
          value = &row_item(ref);
        } else {
          bound = starred_row[static_cast<std::size_t>(ref.colno - 1)];
        }
      } else if (ref.source->node_case == PG_QUERY__NODE__NODE_SUB_LINK) {
        if (ref.colno == 1) row_source = bind_row_source(binder, level, ref);
        const auto at = static_cast<std::size_t>(ref.colno - 1);
        bound = record_part(row_source.record, at, row_source.columns[at].type,
                            row_source.columns[at].modifier);
      } else {
        rules::raise(rules::error(conditions::multi_assign_source).at(location_of(ref.source)));
      }
    }
    const bool to_default = bound == nullptr && is_default(*value);
    if (bound == nullptr && !to_default) bound = bind_node(binder, level, *value);
    const AttributeNumber number =
        assigned_column(target, text_of(item.name), Change::update, item.location);
    const TableColumn& column = target.column(number);
    if (item.n_indirection > 0)
      rules::raise(rules::error(conditions::unsupported_node, PG_QUERY__NODE__NODE_RES_TARGET)
                       .at(item.location));
    const bool taken = std::ranges::any_of(
        assignments, [&](const Assignment& other) { return other.column == number; });
    if (taken) rules::raise(rules::error(conditions::multiple_assignments_to_column, column.name));
    check_assignable(column, to_default, Change::update, false);
    if (to_default) {
      if (column.generated_sql.empty())
        assignments.push_back({number, default_of(binder, *target.table, number)});
      continue;
    }
    assignments.push_back({number, coerce_to_column(binder, bound, column, bound->location)});
  }
  return assignments;
}

}  // namespace dsql::engine
