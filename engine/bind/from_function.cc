// Functions in FROM: ROWS FROM, WITH ORDINALITY, column definition lists (transformRangeFunction).
#include <algorithm>
#include <optional>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/expression.h"
#include "engine/bind/from.h"
#include "engine/bind/json_records.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/target_list.h"
#include "engine/bind/walk.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// One function of the item, with its own column definition list if it has one.
struct Source {
  ExprPtr call;
  std::string_view name;
  Nodes definitions;
  std::optional<JsonRecordCall> json;  // `call` gives its elements, each of which gives a row
};

ExprPtr bind_source(Binder& binder, Level& level, const Node& node) {
  PlaceScope place(level, Place::from_function);
  level.in_from_function = node.node_case == PG_QUERY__NODE__NODE_FUNC_CALL;
  ExprPtr call = settle_unknown(binder, bind_node(binder, level, node));
  level.in_from_function = false;
  return call;
}

// json_to_record and its kind; nullopt for any other function.
std::optional<Source> bind_json_source(Binder& binder, Level& level, const Node& node,
                                       Nodes definitions) {
  if (node.node_case != PG_QUERY__NODE__NODE_FUNC_CALL) return std::nullopt;
  const auto& written = *node.func_call;
  const Nodes name = nodes(written.funcname, written.n_funcname);
  const auto function = json_record_function(name);
  if (!function) return std::nullopt;
  PlaceScope place(level, Place::from_function);
  std::vector<ExprPtr> arguments;
  for (const Node* argument : nodes(written.args, written.n_args))
    arguments.push_back(bind_node(binder, level, *argument));
  auto call = bind_json_record(binder, *function, last_name(name), arguments, definitions, true,
                               written.location);
  if (!call) return std::nullopt;
  note_unprintable(binder);
  if (!function->is_set)
    return Source{json_record_row(binder, *call, call->json), last_name(name), {}, std::nullopt};
  ExprPtr elements = json_record_elements(*call);
  return Source{std::move(elements), last_name(name), {}, std::move(call)};
}

// unnest(a, b, …) stands for ROWS FROM (unnest(a), unnest(b), …).
bool is_multiple_unnest(const Node& node) {
  if (node.node_case != PG_QUERY__NODE__NODE_FUNC_CALL) return false;
  const auto& call = *node.func_call;
  return call.n_funcname == 1 && string_of(*call.funcname[0]) == "unnest" && call.n_args > 1 &&
         call.n_agg_order == 0 && call.agg_filter == nullptr && call.over == nullptr &&
         !call.agg_star && !call.agg_distinct && !call.func_variadic;
}

std::vector<Source> bind_sources(Binder& binder, Level& level,
                                 const PgQuery__RangeFunction& range) {
  std::vector<Source> sources;
  for (const Node* pair : nodes(range.functions, range.n_functions)) {
    const Nodes parts = list_of(*pair);
    const Node& function = *parts[0];
    const Nodes definitions = parts.size() > 1 ? list_of(*parts[1]) : Nodes();
    if (is_multiple_unnest(function) && definitions.empty() && range.n_coldeflist == 0) {
      for (Node* argument : nodes(function.func_call->args, function.func_call->n_args)) {
        PgQuery__FuncCall single = *function.func_call;
        single.args = &argument;
        single.n_args = 1;
        Node node = function;
        node.func_call = &single;
        sources.push_back({bind_source(binder, level, node), "unnest", {}, std::nullopt});
      }
      continue;
    }
    const bool alone = range.n_coldeflist > 0 && range.n_functions == 1;
    const Nodes given = alone ? nodes(range.coldeflist, range.n_coldeflist) : definitions;
    if (auto json = bind_json_source(binder, level, function, given)) {
      sources.push_back(std::move(*json));
      continue;
    }
    sources.push_back(
        {bind_source(binder, level, function), figure_name(function), given, std::nullopt});
  }
  return sources;
}

// Whether a function takes columns of items to its left, which it may do without saying LATERAL.
bool refers_to_left(const Level& level, const std::vector<Source>& sources) {
  if (level.form == nullptr) return false;
  bool found = false;
  for (const Source& source : sources) {
    for_each_expr(source.call, [&](const Expr& expr) {
      found |= expr.range != 0 &&
               std::ranges::find(level.form->ranges, expr.range) != level.form->ranges.end();
    });
  }
  return found;
}

std::vector<DefinedColumn> defined_columns(Binder& binder, Nodes definitions) {
  std::vector<DefinedColumn> columns;
  for (const Node* node : definitions) {
    const BoundType type = bind_type(*node->column_def->type_name, binder.context);
    columns.push_back({node->column_def->colname, declared_oid(type), type.modifier});
  }
  return columns;
}

void add_defined_columns(Binder& binder, Nodes definitions, std::vector<ColumnId>& ids,
                         ScopeItem& item) {
  for (const Node* node : definitions) {
    const auto& definition = *node->column_def;
    const BoundType type = bind_type(*definition.type_name, binder.context);
    const std::string_view name = text_of(definition.colname);
    ids.push_back(binder.new_column(name, type.type, type.modifier));
    binder.columns[ids.back()].declared = type.row_type;
    item.columns.push_back({name, ids.back()});
  }
}

// The columns of the rows that the elements in `element` give, appended to the item and, to be
// computed, to `computed`.
void add_json_columns(Binder& binder, const JsonRecordCall& call, ColumnId element, ScopeItem& item,
                      std::vector<Projection>& computed) {
  const ExprPtr row = json_record_row(binder, call, column_expr(binder, element, -1));
  for (std::size_t i = 0; i < row->args.size(); ++i) {
    const std::string_view name = binder.keep(row->field_names[i]);
    computed.push_back({binder.new_column(name, *row->args[i]), row->args[i]});
    item.columns.push_back({name, computed.back().column});
  }
  item.relation_name = item.name;
}

// The columns a function gives, appended to the item.
std::vector<ColumnId> add_columns(Binder& binder, const Source& source, ScopeItem& item,
                                  std::string_view scalar_name) {
  std::vector<ColumnId> ids;
  RecordShape room;
  const RecordShape* shape = shape_of(binder, *source.call, room);
  if (!source.definitions.empty()) {
    if (source.call->type != oid::record || shape != nullptr)
      rules::raise(rules::error(conditions::column_definition_list_redundant)
                       .at(location_of(source.definitions[0])));
    add_defined_columns(binder, source.definitions, ids, item);
    item.relation_name = source.name;
  } else if (shape != nullptr) {
    for (const RecordField& field : *shape) {
      const std::string_view name = binder.keep(field.name);
      ids.push_back(binder.new_column(name, field.type, field.modifier));
      binder.columns[ids.back()].declared = field.declared;
      item.columns.push_back({name, ids.back()});
    }
    item.relation_name = source.name;
  } else if (source.call->type == oid::record) {
    rules::raise(
        rules::error(conditions::column_definition_list_required).at(source.call->location));
  } else {
    const std::string_view name = scalar_name.empty() ? source.name : scalar_name;
    ids.push_back(binder.new_column(name, *source.call));
    item.columns.push_back({name, ids.back()});
  }
  return ids;
}

}  // namespace

FromItem bind_range_function(Binder& binder, Level& level, const PgQuery__RangeFunction& range) {
  const bool active = level.lateral_active;
  level.lateral_active = true;
  const std::vector<Source> sources = bind_sources(binder, level, range);
  level.lateral_active = active;
  ScopeItem item;
  item.kind = ScopeItem::Kind::function;
  const bool aliased = range.alias != nullptr && present(range.alias->aliasname);
  item.aliased = aliased;
  item.name = aliased ? text_of(range.alias->aliasname) : sources[0].name;
  FunctionScan scan;
  std::vector<ColumnId> outputs;
  const std::string_view scalar_name =
      aliased && sources.size() == 1 ? item.name : std::string_view();
  std::vector<Projection> computed;
  for (const Source& source : sources) {
    scan.calls.push_back(source.call);
    if (source.json) {
      outputs.push_back(binder.new_column(source.name, *source.call));
      scan.call_columns.push_back({outputs.back()});
      add_json_columns(binder, *source.json, outputs.back(), item, computed);
      continue;
    }
    scan.call_columns.push_back(add_columns(binder, source, item, scalar_name));
    outputs.insert(outputs.end(), scan.call_columns.back().begin(), scan.call_columns.back().end());
  }
  if (range.ordinality) {
    scan.ordinality = binder.new_column("ordinality", oid::int8);
    outputs.push_back(scan.ordinality);
    item.columns.push_back({"ordinality", scan.ordinality});
    item.relation_name = item.name;
  }
  apply_alias(item, range.alias);
  item.nullable = level.outer_join_depth > 0;
  RelationPtr relation =
      make_relation(RelationKind::function_scan, {}, std::move(outputs), std::move(scan));
  if (!computed.empty()) {
    std::vector<Projection> items;
    for (ColumnId id : relation->outputs) items.push_back({id, column_expr(binder, id, -1)});
    items.insert(items.end(), computed.begin(), computed.end());
    relation = make_project(std::move(relation), std::move(items));
  }
  item.relation = relation.get();
  if (binder.forms != nullptr) {
    RangeForm form;
    form.kind = RangeForm::Kind::function;
    form.lateral = range.lateral || refers_to_left(level, sources);
    form.ordinality = range.ordinality;
    for (const Source& source : sources) {
      if (source.json) note_unprintable(binder);
      form.functions.push_back({source.call, defined_columns(binder, source.definitions)});
    }
    record_range(binder, level, item, range.alias, std::move(form));
  }
  const RangeId number = item.range;
  return {std::move(relation), {&level.add_item(std::move(item))}, true, number};
}

}  // namespace dsql::engine
