// Rows, arrays, and what is taken out of them: fields, subscripts, slices.
#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/expression.h"
#include "engine/bind/target_list.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

ExprPtr jsonb_subscript(Binder& binder, Level& level, ExprPtr json, Nodes subscripts) {
  for (const Node* item : subscripts) {
    const auto& indices = *item->a_indices;
    if (indices.is_slice) rules::raise(rules::error(conditions::jsonb_slice).at(json->location));
    ExprPtr key = settle_unknown(binder, bind_node(binder, level, *indices.uidx));
    const bool number = key->type == oid::int4 || key->type == oid::int2 || key->type == oid::int8;
    ExprPtr coerced = coerce(binder, key, number ? oid::int4 : oid::text, CastContext::assignment);
    if (coerced == nullptr)
      rules::raise(
          rules::error(conditions::jsonb_subscript_type, type_name_of(*key)).at(key->location));
    json = operator_expr(binder, "->", json, coerced, json->location);
  }
  return json;
}

ExprPtr index_expr(Binder& binder, Level& level, const Node& node) {
  const ExprPtr bound = bind_node(binder, level, node);
  ExprPtr index = coerce(binder, bound, oid::int4, CastContext::assignment);
  if (index == nullptr)
    rules::raise(rules::error(conditions::array_subscript_must_be_integer).at(bound->location));
  return index;
}

ExprPtr array_subscript(Binder& binder, Level& level, const ExprPtr& array, Nodes subscripts) {
  const Type* type = find_type(array->type);
  if (type == nullptr || type->element == 0 || type->category != 'A')
    rules::raise(
        rules::error(conditions::cannot_subscript, type_name_of(*array)).at(array->location));
  const bool slice =
      std::ranges::any_of(subscripts, [](const Node* item) { return item->a_indices->is_slice; });
  auto expr = new_expr(ExprKind::subscript, slice ? array->type : type->element, array->location);
  expr->modifier = array->modifier;
  expr->slice = slice;
  expr->args.push_back(array);
  for (const Node* item : subscripts) {
    const auto& indices = *item->a_indices;
    const auto bound = [&](const Node* node) {
      return node == nullptr ? nullptr : index_expr(binder, level, *node);
    };
    if (!slice) {
      expr->args.push_back(bound(indices.uidx));
    } else if (indices.is_slice) {
      expr->args.push_back(bound(indices.lidx));
      expr->args.push_back(bound(indices.uidx));
    } else {
      // A plain subscript among slices means 1:n.
      expr->args.push_back(constant_expr(oid::int4, Value::of<std::int32_t>(1), -1));
      expr->args.push_back(bound(indices.uidx));
    }
  }
  return expr;
}

// (t).nope of a table is an error about the table.
void check_whole_row_field(const ExprPtr& row, const PgQuery__AIndirection& node,
                           std::string_view field) {
  const bool named = node.arg->node_case == PG_QUERY__NODE__NODE_COLUMN_REF &&
                     row->kind == ExprKind::row && !row->field_names.empty();
  if (!named || std::ranges::find(row->field_names, field) != row->field_names.end()) return;
  const auto& ref = *node.arg->column_ref;
  rules::raise(rules::error(conditions::undefined_qualified_column,
                            last_name(nodes(ref.fields, ref.n_fields)), field)
                   .at(ref.location));
}

}  // namespace

ExprPtr record_field(Binder& binder, const ExprPtr& record, std::string_view name, int location) {
  RecordShape room;
  const RecordShape* shape = shape_of(binder, *record, room);
  if (shape == nullptr) {
    if (record->type == oid::record)
      rules::raise(rules::error(conditions::undefined_record_column, name).at(location));
    rules::raise(rules::error(conditions::not_composite_for_column, name, type_name_of(*record))
                     .at(location));
  }
  for (std::size_t i = 0; i < shape->size(); ++i) {
    if ((*shape)[i].name != name) continue;
    if (record->kind == ExprKind::row) return record->args[i];
    auto field = new_expr(ExprKind::field, (*shape)[i].type, location);
    field->modifier = (*shape)[i].modifier;
    field->declared = (*shape)[i].declared;
    field->number = static_cast<std::uint32_t>(i + 1);
    field->field_names.emplace_back(name);
    field->args.push_back(record);
    return field;
  }
  rules::raise(rules::error(conditions::undefined_record_column, name).at(location));
}

std::vector<ExprPtr> bind_list_with_stars(Binder& binder, Level& level, Nodes list) {
  std::vector<ExprPtr> items;
  items.reserve(list.size());
  for (const Node* item : list) {
    if (item->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && ends_with_star(*item->column_ref)) {
      for (const StarColumn& column : expand_star(binder, level, *item->column_ref))
        items.push_back(column.expr);
    } else if (item->node_case == PG_QUERY__NODE__NODE_A_INDIRECTION &&
               ends_with_star(*item->a_indirection)) {
      for (const StarColumn& column : expand_star(binder, level, *item->a_indirection))
        items.push_back(column.expr);
    } else {
      items.push_back(bind_node(binder, level, *item));
    }
  }
  return items;
}

ExprPtr bind_row(Binder& binder, Level& level, const PgQuery__RowExpr& node) {
  auto row = new_expr(ExprKind::row, oid::record, node.location);
  row->args = bind_list_with_stars(binder, level, nodes(node.args, node.n_args));
  for (ExprPtr& item : row->args) item = settle_unknown(binder, item);
  return row;
}

ExprPtr bind_array(Binder& binder, Level& level, const PgQuery__AArrayExpr& node,
                   const BoundType* target) {
  const Type* wanted = target == nullptr ? nullptr : find_type(target->type);
  if (wanted != nullptr && wanted->category != 'A') wanted = nullptr;
  std::vector<ExprPtr> elements;
  bool nested = false;
  for (const Node* item : nodes(node.elements, node.n_elements)) {
    if (item->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR) {
      elements.push_back(
          bind_array(binder, level, *item->a_array_expr, wanted == nullptr ? nullptr : target));
      nested = true;
    } else {
      elements.push_back(bind_node(binder, level, *item));
      const Type* type = find_type(elements.back()->type);
      nested |= wanted == nullptr && type != nullptr && type->category == 'A';
    }
  }
  Oid array = 0;
  if (wanted != nullptr) {
    array = wanted->oid;
    for (ExprPtr& element : elements) {
      const Type* type = find_type(element->type);
      const bool inner = type != nullptr && type->category == 'A';
      const Oid to = inner ? array : wanted->element;
      element = cast(binder, element, BoundType{to, target->modifier, nullptr}, element->location);
    }
  } else {
    if (elements.empty())
      rules::raise(rules::error(conditions::indeterminate_array_type).at(node.location));
    const Oid common = common_type(elements, "ARRAY");
    for (ExprPtr& element : elements) element = coerce_to_common(binder, element, common, "ARRAY");
    const Type* type = find_type(common);
    array = nested ? common : (type == nullptr ? 0 : type->array);
    if (array == 0)
      rules::raise(
          rules::error(conditions::no_array_type, type_display(common, -1)).at(node.location));
  }
  auto expr = new_expr(ExprKind::array, array, node.location);
  expr->args = std::move(elements);
  return expr;
}

ExprPtr bind_indirection(Binder& binder, Level& level, const PgQuery__AIndirection& node) {
  ExprPtr expr = bind_node(binder, level, *node.arg);
  const Nodes steps = nodes(node.indirection, node.n_indirection);
  for (std::size_t i = 0; i < steps.size();) {
    if (is_star(*steps[i]))
      rules::raise(rules::error(conditions::row_expansion_here).at(location_of(node.arg)));
    if (steps[i]->node_case == PG_QUERY__NODE__NODE_STRING) {
      check_whole_row_field(expr, node, string_of(*steps[i]));
      expr = record_field(binder, expr, string_of(*steps[i]), location_of(node.arg));
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < steps.size() && steps[end]->node_case == PG_QUERY__NODE__NODE_A_INDICES) ++end;
    if (end == i)
      rules::raise(rules::error(conditions::unsupported_node, static_cast<int>(steps[i]->node_case))
                       .at(location_of(node.arg)));
    const Nodes subscripts = steps.subspan(i, end - i);
    expr = settle_unknown(binder, expr);
    expr = expr->type == oid::jsonb ? jsonb_subscript(binder, level, expr, subscripts)
                                    : array_subscript(binder, level, expr, subscripts);
    i = end;
  }
  return expr;
}

}  // namespace dsql::engine
