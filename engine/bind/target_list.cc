#include "engine/bind/target_list.h"

#include <algorithm>
#include <array>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// FigureColname answers how good its name is: a cast's own name is weaker than that of its
// argument.
struct NameGuess {
  std::string_view name;
  int strength = 0;
};

std::string_view last_string(Nodes parts) {
  for (auto part = parts.rbegin(); part != parts.rend(); ++part)
    if ((*part)->node_case == PG_QUERY__NODE__NODE_STRING) return string_of(**part);
  return {};
}

NameGuess guess_name(const Node& node);

NameGuess guess_sub_link(const PgQuery__SubLink& link) {
  switch (link.sub_link_type) {
    case PG_QUERY__SUB_LINK_TYPE__EXISTS_SUBLINK: return {"exists", 2};
    case PG_QUERY__SUB_LINK_TYPE__ARRAY_SUBLINK: return {"array", 2};
    case PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK: {
      if (link.subselect->node_case != PG_QUERY__NODE__NODE_SELECT_STMT) return {};
      const PgQuery__SelectStmt* select = link.subselect->select_stmt;
      while (select->larg != nullptr) select = select->larg;
      if (select->n_values_lists > 0) return {"column1", 2};
      if (select->n_target_list == 0) return {};
      const auto& target = *select->target_list[0]->res_target;
      if (present(target.name)) return {target.name, 2};
      return guess_name(*target.val);
    }
    default: return {};
  }
}

NameGuess guess_value_function(const PgQuery__SQLValueFunction& function) {
  static constexpr std::array<std::string_view, 16> names{"",
                                                          "current_date",
                                                          "current_time",
                                                          "current_time",
                                                          "current_timestamp",
                                                          "current_timestamp",
                                                          "localtime",
                                                          "localtime",
                                                          "localtimestamp",
                                                          "localtimestamp",
                                                          "current_role",
                                                          "current_user",
                                                          "user",
                                                          "session_user",
                                                          "current_catalog",
                                                          "current_schema"};
  return {names.at(function.op), 2};
}

NameGuess guess_name(const Node& node) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_COLUMN_REF: {
      const auto name = last_string(nodes(node.column_ref->fields, node.column_ref->n_fields));
      return {name, name.empty() ? 0 : 2};
    }
    case PG_QUERY__NODE__NODE_A_INDIRECTION: {
      const auto name =
          last_string(nodes(node.a_indirection->indirection, node.a_indirection->n_indirection));
      if (!name.empty()) return {name, 2};
      return guess_name(*node.a_indirection->arg);
    }
    case PG_QUERY__NODE__NODE_FUNC_CALL:
      return {last_name(nodes(node.func_call->funcname, node.func_call->n_funcname)), 2};
    case PG_QUERY__NODE__NODE_A_EXPR:
      if (node.a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF) return {"nullif", 2};
      return {};
    case PG_QUERY__NODE__NODE_TYPE_CAST: {
      const NameGuess inner = guess_name(*node.type_cast->arg);
      if (inner.strength > 1) return inner;
      const auto& type = *node.type_cast->type_name;
      return {last_name(nodes(type.names, type.n_names)), 1};
    }
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE: return guess_name(*node.collate_clause->arg);
    case PG_QUERY__NODE__NODE_GROUPING_FUNC: return {"grouping", 2};
    case PG_QUERY__NODE__NODE_SUB_LINK: return guess_sub_link(*node.sub_link);
    case PG_QUERY__NODE__NODE_CASE_EXPR: {
      if (node.case_expr->defresult != nullptr) {
        const NameGuess inner = guess_name(*node.case_expr->defresult);
        if (inner.strength > 1) return inner;
      }
      return {"case", 1};
    }
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR: return {"array", 2};
    case PG_QUERY__NODE__NODE_ROW_EXPR: return {"row", 2};
    case PG_QUERY__NODE__NODE_COALESCE_EXPR: return {"coalesce", 2};
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
      return {node.min_max_expr->op == PG_QUERY__MIN_MAX_OP__IS_GREATEST ? "greatest" : "least", 2};
    case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION:
      return guess_value_function(*node.sqlvalue_function);
    case PG_QUERY__NODE__NODE_JSON_OBJECT_CONSTRUCTOR: return {"json_object", 2};
    case PG_QUERY__NODE__NODE_JSON_ARRAY_CONSTRUCTOR:
    case PG_QUERY__NODE__NODE_JSON_ARRAY_QUERY_CONSTRUCTOR: return {"json_array", 2};
    case PG_QUERY__NODE__NODE_JSON_OBJECT_AGG: return {"json_objectagg", 2};
    case PG_QUERY__NODE__NODE_JSON_ARRAY_AGG: return {"json_arrayagg", 2};
    default: return {};
  }
}

void add_item(Binder& binder, const FoundItem& found, std::vector<StarColumn>& columns,
              int location) {
  for (const ScopeColumn& column : found.item->columns) {
    note_use(binder, *found.item, column.id);
    columns.push_back({column.name, scope_column_expr(binder, column, location)});
  }
}

bool input_has(const Relation& input, ColumnId column) {
  return std::ranges::find(input.outputs, column) != input.outputs.end();
}

}  // namespace

std::string_view figure_name(const Node& node) {
  const NameGuess guess = guess_name(node);
  return guess.strength > 0 && !guess.name.empty() ? guess.name : std::string_view("?column?");
}

bool ends_with_star(const PgQuery__ColumnRef& ref) {
  return ref.n_fields > 0 && is_star(*ref.fields[ref.n_fields - 1]);
}
bool ends_with_star(const PgQuery__AIndirection& indirection) {
  return indirection.n_indirection > 0 &&
         is_star(*indirection.indirection[indirection.n_indirection - 1]);
}

std::vector<StarColumn> expand_star(Binder& binder, Level& level, const PgQuery__ColumnRef& ref) {
  std::vector<StarColumn> columns;
  const Nodes fields = nodes(ref.fields, ref.n_fields);
  if (fields.size() == 1) {
    bool any = false;
    for (ScopeItem* item : level.visible) {
      if (!item->columns_visible || item->lateral_only) continue;
      any = true;
      add_item(binder, {item, &level}, columns, ref.location);
    }
    if (!any) rules::raise(rules::error(conditions::star_with_no_tables).at(ref.location));
    return columns;
  }
  if (fields.size() > 4)
    rules::raise(
        rules::error(conditions::improper_qualified_name, joined_name(fields)).at(ref.location));
  if (fields.size() == 4 && string_of(*fields[0]) != "postgres")
    rules::raise(
        rules::error(conditions::cross_database_reference, joined_name(fields)).at(ref.location));
  const std::string_view table = string_of(*fields[fields.size() - 2]);
  std::optional<std::string_view> schema;
  if (fields.size() > 2) schema = string_of(*fields[fields.size() - 3]);
  const FoundItem found = find_item(binder, level, schema, table, ref.location);
  if (found.item == nullptr) raise_missing_item(binder, level, schema, table, ref.location);
  add_item(binder, found, columns, ref.location);
  return columns;
}

std::vector<StarColumn> expand_star(Binder& binder, Level& level,
                                    const PgQuery__AIndirection& indirection) {
  PgQuery__AIndirection before = indirection;
  --before.n_indirection;
  const ExprPtr record = before.n_indirection == 0 ? bind_node(binder, level, *before.arg)
                                                   : bind_indirection(binder, level, before);
  RecordShape room;
  const RecordShape* shape = shape_of(binder, *record, room);
  const int location = location_of(indirection.arg);
  if (shape == nullptr) {
    if (record->type == oid::record)
      rules::raise(rules::error(conditions::record_not_registered).at(location));
    rules::raise(
        rules::error(conditions::star_of_not_composite, type_name_of(*record)).at(location));
  }
  std::vector<StarColumn> columns;
  const RecordShape fields = *shape;
  for (const RecordField& field : fields)
    columns.push_back(
        {binder.keep(field.name), record_field(binder, record, field.name, location)});
  return columns;
}

std::vector<Target> bind_target_list(Binder& binder, Level& level, Nodes list, Place place) {
  PlaceScope scope(level, place);
  std::vector<Target> targets;
  targets.reserve(list.size());
  const auto add = [&](const std::vector<StarColumn>& columns) {
    for (const StarColumn& column : columns) targets.push_back({column.name, column.expr});
  };
  for (const Node* item : list) {
    const auto& target = *item->res_target;
    const Node& value = *target.val;
    if (target.n_indirection > 0)
      rules::raise(rules::error(conditions::unsupported_node, PG_QUERY__NODE__NODE_RES_TARGET)
                       .at(target.location));
    if (value.node_case == PG_QUERY__NODE__NODE_COLUMN_REF && ends_with_star(*value.column_ref)) {
      add(expand_star(binder, level, *value.column_ref));
    } else if (value.node_case == PG_QUERY__NODE__NODE_A_INDIRECTION &&
               ends_with_star(*value.a_indirection)) {
      add(expand_star(binder, level, *value.a_indirection));
    } else {
      ExprPtr expr = bind_node(binder, level, value);
      targets.push_back(
          {present(target.name) ? text_of(target.name) : figure_name(value), std::move(expr)});
    }
  }
  return targets;
}

std::vector<Projection> project_targets(Binder& binder, std::vector<Target>& targets,
                                        const Relation& input) {
  std::vector<Projection> items;
  items.reserve(targets.size());
  for (Target& target : targets) {
    if (target.expr->kind == ExprKind::column && input_has(input, target.expr->column)) {
      target.column = target.expr->column;
    } else {
      target.column = binder.new_column(target.name, *target.expr);
    }
    items.push_back({target.column, target.expr});
  }
  return items;
}

}  // namespace dsql::engine
