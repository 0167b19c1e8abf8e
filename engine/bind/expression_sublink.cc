// Sub-selects in expressions (transformSubLink).
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/select.h"
#include "engine/bind/walk.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

std::shared_ptr<Expr> subquery_expr(ExprKind kind, Oid type, RelationPtr root, QueryFormPtr form,
                                    int location) {
  auto expr = new_expr(kind, type, location);
  expr->form = std::move(form);
  expr->correlated = free_columns(*root);
  expr->subquery = std::move(root);
  return expr;
}

void check_width(std::size_t left, std::size_t right, int location) {
  if (left < right)
    rules::raise(rules::error(conditions::subquery_has_too_many_columns).at(location));
  if (left > right)
    rules::raise(rules::error(conditions::subquery_has_too_few_columns).at(location));
}

std::vector<ExprPtr> left_side(Binder& binder, Level& level, const Node& node) {
  if (node.node_case == PG_QUERY__NODE__NODE_ROW_EXPR)
    return bind_list_with_stars(binder, level, nodes(node.row_expr->args, node.row_expr->n_args));
  return {bind_node(binder, level, node)};
}

// left OP ANY|ALL (subquery).
ExprPtr quantified(Binder& binder, Level& level, const PgQuery__SubLink& link, BoundSelect select,
                   ExprKind kind) {
  const Nodes op_name = nodes(link.oper_name, link.n_oper_name);
  const std::string_view op = op_name.empty() ? std::string_view("=") : last_name(op_name);
  const std::vector<ExprPtr> left = left_side(binder, level, *link.testexpr);
  check_width(left.size(), select.outputs.size(), link.location);
  const bool ordering = op == "<" || op == "<=" || op == ">" || op == ">=";
  if (left.size() > 1 && !ordering && op != "=" && op != "<>")
    rules::raise(rules::error(conditions::row_comparison_operator, op).at(link.location));
  auto expr = new_expr(kind, oid::boolean, link.location);
  std::vector<Oid> types;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const ExprPtr right = column_expr(binder, select.outputs[i].column, -1);
    const OperatorCall call = resolve_operands(binder, op, left[i], right, link.location);
    if (call.result != oid::boolean)
      rules::raise(
          rules::error(conditions::row_operator_requires_boolean, type_display(call.result, -1))
              .at(link.location));
    if (left.size() > 1 && ordering) {
      const OperatorCall equal =
          resolve_operands(binder, "=", call.left, call.right, link.location);
      expr->row_operators.push_back(equal.function);
    }
    if (left.size() > 1) expr->row_operators.push_back(call.function);
    expr->op = call.op;
    expr->function = call.function;
    expr->args.push_back(call.left);
    types.push_back(call.right->type);
  }
  retype_outputs(binder, select, types, op);
  expr->correlated = free_columns(*select.root);
  expr->subquery = std::move(select.root);
  expr->form = select.form;
  return expr;
}

}  // namespace

ExprPtr record_subquery(Binder& binder, BoundSelect select, int location) {
  auto row = new_expr(ExprKind::row, oid::record, location);
  RecordShape shape;
  for (const SelectOutput& output : select.outputs) {
    row->args.push_back(column_expr(binder, output.column, location));
    row->field_names.emplace_back(output.name);
    shape.push_back({std::string(output.name), binder.column(output.column).type,
                     binder.column(output.column).modifier});
  }
  const ColumnId column = binder.new_column("row", oid::record);
  binder.record_shapes[column] = std::move(shape);
  RelationPtr root = make_project(std::move(select.root), {{column, row}});
  return subquery_expr(ExprKind::scalar_subquery, oid::record, std::move(root), select.form,
                       location);
}

ExprPtr record_part(const ExprPtr& record, std::size_t i, Oid type, TypeModifier modifier) {
  auto field = new_expr(ExprKind::field, type, record->location);
  field->modifier = modifier;
  field->number = static_cast<std::uint32_t>(i + 1);
  field->args.push_back(record);
  return field;
}

ExprPtr bind_sub_link(Binder& binder, Level& level, const PgQuery__SubLink& link) {
  if (const std::string_view place = rules_of(level.place).singular; !place.empty())
    rules::raise(rules::error(conditions::subquery_not_allowed, place).at(link.location));
  BoundSelect select = bind_subselect(binder, &level, *link.subselect, {.in_expression = true});
  switch (link.sub_link_type) {
    case PG_QUERY__SUB_LINK_TYPE__EXISTS_SUBLINK:
      return subquery_expr(ExprKind::exists_subquery, oid::boolean, std::move(select.root),
                           select.form, link.location);
    case PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK:
    case PG_QUERY__SUB_LINK_TYPE__ARRAY_SUBLINK: {
      if (select.outputs.size() != 1)
        rules::raise(rules::error(conditions::subquery_columns_one).at(link.location));
      const ColumnOrigin& column = binder.column(select.outputs[0].column);
      if (link.sub_link_type == PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK) {
        const TypeModifier modifier = column.modifier;
        auto expr = subquery_expr(ExprKind::scalar_subquery, column.type, std::move(select.root),
                                  select.form, link.location);
        expr->modifier = modifier;
        return expr;
      }
      const Type* element = find_type(column.type);
      const Oid array = element == nullptr         ? 0
                        : element->category == 'A' ? element->oid
                                                   : element->array;
      if (array == 0)
        rules::raise(rules::error(conditions::no_array_type, type_display(column.type, -1))
                         .at(link.location));
      return subquery_expr(ExprKind::array_subquery, array, std::move(select.root), select.form,
                           link.location);
    }
    case PG_QUERY__SUB_LINK_TYPE__ANY_SUBLINK:
      return quantified(binder, level, link, std::move(select), ExprKind::any_subquery);
    case PG_QUERY__SUB_LINK_TYPE__ALL_SUBLINK:
      return quantified(binder, level, link, std::move(select), ExprKind::all_subquery);
    case PG_QUERY__SUB_LINK_TYPE__ROWCOMPARE_SUBLINK: {
      const QueryFormPtr form = select.form;
      const std::vector<ExprPtr> left = left_side(binder, level, *link.testexpr);
      check_width(left.size(), select.outputs.size(), link.location);
      std::vector<ColumnOrigin> columns;
      for (const SelectOutput& output : select.outputs)
        columns.push_back(binder.column(output.column));
      const ExprPtr record = record_subquery(binder, std::move(select), link.location);
      std::vector<ExprPtr> right;
      for (std::size_t i = 0; i < columns.size(); ++i)
        right.push_back(record_part(record, i, columns[i].type, columns[i].modifier));
      const ExprPtr compared = row_comparison(
          binder, last_name(nodes(link.oper_name, link.n_oper_name)), left, right, link.location);
      if (form == nullptr) return compared;
      auto written = std::make_shared<Expr>(*compared);
      written->notation = Notation::row_subquery;
      written->form = form;
      return written;
    }
    default: break;
  }
  rules::raise(
      rules::error(conditions::unsupported_node, PG_QUERY__NODE__NODE_SUB_LINK).at(link.location));
}

}  // namespace dsql::engine
