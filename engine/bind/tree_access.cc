#include "engine/bind/tree_access.h"

#include <algorithm>

namespace dsql::engine {
namespace {

// The smaller of two locations that are known.
int leftmost(int a, int b) {
  if (a < 0) return b;
  if (b < 0) return a;
  return std::min(a, b);
}

int first_location(Nodes items) { return items.empty() ? -1 : location_of(items.front()); }

}  // namespace

std::string joined_name(Nodes names) {
  std::string joined;
  for (const Node* name : names) {
    if (!joined.empty()) joined += '.';
    joined += is_star(*name) ? std::string_view("*") : string_of(*name);
  }
  return joined;
}

int location_of(const Node* node) {
  if (node == nullptr) return -1;
  switch (node->node_case) {
    case PG_QUERY__NODE__NODE_A_CONST: return node->a_const->location;
    case PG_QUERY__NODE__NODE_COLUMN_REF: return node->column_ref->location;
    case PG_QUERY__NODE__NODE_PARAM_REF: return node->param_ref->location;
    case PG_QUERY__NODE__NODE_A_EXPR:
      return leftmost(node->a_expr->location, location_of(node->a_expr->lexpr));
    case PG_QUERY__NODE__NODE_FUNC_CALL:
      return leftmost(node->func_call->location,
                      first_location(nodes(node->func_call->args, node->func_call->n_args)));
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR: return node->a_array_expr->location;
    case PG_QUERY__NODE__NODE_TYPE_CAST: {
      const auto& cast = *node->type_cast;
      const int type = cast.type_name != nullptr ? cast.type_name->location : -1;
      return leftmost(leftmost(location_of(cast.arg), type), cast.location);
    }
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE: return location_of(node->collate_clause->arg);
    case PG_QUERY__NODE__NODE_SUB_LINK:
      return leftmost(location_of(node->sub_link->testexpr), node->sub_link->location);
    case PG_QUERY__NODE__NODE_BOOL_EXPR:
      return leftmost(node->bool_expr->location,
                      first_location(nodes(node->bool_expr->args, node->bool_expr->n_args)));
    case PG_QUERY__NODE__NODE_NULL_TEST:
      return leftmost(node->null_test->location, location_of(node->null_test->arg));
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST:
      return leftmost(node->boolean_test->location, location_of(node->boolean_test->arg));
    case PG_QUERY__NODE__NODE_CASE_EXPR: return node->case_expr->location;
    case PG_QUERY__NODE__NODE_COALESCE_EXPR: return node->coalesce_expr->location;
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR: return node->min_max_expr->location;
    case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION: return node->sqlvalue_function->location;
    case PG_QUERY__NODE__NODE_ROW_EXPR: return node->row_expr->location;
    case PG_QUERY__NODE__NODE_GROUPING_FUNC: return node->grouping_func->location;
    case PG_QUERY__NODE__NODE_GROUPING_SET: return node->grouping_set->location;
    case PG_QUERY__NODE__NODE_A_INDIRECTION: return location_of(node->a_indirection->arg);
    case PG_QUERY__NODE__NODE_NAMED_ARG_EXPR: return node->named_arg_expr->location;
    case PG_QUERY__NODE__NODE_COLUMN_DEF: return node->column_def->location;
    case PG_QUERY__NODE__NODE_RES_TARGET: return node->res_target->location;
    case PG_QUERY__NODE__NODE_SORT_BY: return location_of(node->sort_by->node);
    case PG_QUERY__NODE__NODE_RANGE_VAR: return node->range_var->location;
    case PG_QUERY__NODE__NODE_TYPE_NAME: return node->type_name->location;
    case PG_QUERY__NODE__NODE_SET_TO_DEFAULT: return node->set_to_default->location;
    case PG_QUERY__NODE__NODE_MULTI_ASSIGN_REF: return location_of(node->multi_assign_ref->source);
    case PG_QUERY__NODE__NODE_XML_EXPR: return node->xml_expr->location;
    case PG_QUERY__NODE__NODE_JSON_IS_PREDICATE: return node->json_is_predicate->location;
    case PG_QUERY__NODE__NODE_JSON_OBJECT_CONSTRUCTOR:
      return node->json_object_constructor->location;
    case PG_QUERY__NODE__NODE_JSON_ARRAY_CONSTRUCTOR: return node->json_array_constructor->location;
    case PG_QUERY__NODE__NODE_JSON_ARRAY_QUERY_CONSTRUCTOR:
      return node->json_array_query_constructor->location;
    case PG_QUERY__NODE__NODE_LIST: return first_location(list_of(*node));
    default: return -1;
  }
}

}  // namespace dsql::engine
