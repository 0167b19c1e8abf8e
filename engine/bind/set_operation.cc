#include "engine/bind/set_operation.h"

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/sort.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

std::string_view word_of(PgQuery__SetOperation op) {
  switch (op) {
    case PG_QUERY__SET_OPERATION__SETOP_INTERSECT: return "INTERSECT";
    case PG_QUERY__SET_OPERATION__SETOP_EXCEPT: return "EXCEPT";
    default: return "UNION";
  }
}

SetOperationKind kind_of(PgQuery__SetOperation op) {
  switch (op) {
    case PG_QUERY__SET_OPERATION__SETOP_INTERSECT: return SetOperationKind::intersect;
    case PG_QUERY__SET_OPERATION__SETOP_EXCEPT: return SetOperationKind::except;
    default: return SetOperationKind::union_;
  }
}

// Where output i of a side is written, as far as it is known.
int output_location(const BoundSelect& select, std::size_t i) {
  if (select.project == nullptr) return -1;
  const auto& items = std::get<Project>(select.project->body).items;
  return i < items.size() ? items[i].expr->location : -1;
}

std::vector<int> output_locations(const BoundSelect& select) {
  std::vector<int> locations;
  for (std::size_t i = 0; i < select.outputs.size(); ++i)
    locations.push_back(output_location(select, i));
  return locations;
}

// Output i as an expression to find a type for.
ExprPtr output_expr(const Binder& binder, const BoundSelect& select, std::size_t i) {
  if (ExprPtr literal = untyped_output(binder, select, i)) return literal;
  return column_expr(binder, select.outputs[i].column, output_location(select, i));
}

void check_comparable(const PgQuery__SelectStmt& statement, const std::vector<Oid>& types,
                      const std::vector<int>& locations) {
  if (statement.op == PG_QUERY__SET_OPERATION__SETOP_UNION && statement.all) return;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (equality_operator(types[i]) == nullptr)
      rules::raise(rules::error(conditions::no_equality_operator, type_display(types[i], -1))
                       .at(locations[i]));
  }
}

// The common types of both sides, which are brought to them.
std::vector<Oid> match_types(Binder& binder, std::string_view word, BoundSelect& left,
                             BoundSelect& right, std::vector<TypeModifier>& modifiers) {
  if (left.outputs.size() != right.outputs.size())
    rules::raise(
        rules::error(conditions::set_operation_column_count, word).at(output_location(right, 0)));
  std::vector<Oid> types;
  for (std::size_t i = 0; i < left.outputs.size(); ++i) {
    const std::vector<ExprPtr> both{output_expr(binder, left, i), output_expr(binder, right, i)};
    types.push_back(common_type(both, word));
    modifiers.push_back(common_modifier(both, types.back()));
  }
  retype_outputs(binder, left, types, word);
  retype_outputs(binder, right, types, word);
  return types;
}

void record_set_operation(Level& level, const PgQuery__SelectStmt& statement,
                          const BoundSelect& left, const BoundSelect& right) {
  if (level.form == nullptr) return;
  level.form->left = left.form;
  level.form->right = right.form;
  level.form->operation = kind_of(statement.op);
  level.form->all = statement.all;
  for (const SelectOutput& output : left.outputs)
    level.form->targets.push_back({std::string(output.name), nullptr});
}

}  // namespace

BoundSelect bind_set_operation(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                               const SelectOptions& options) {
  BoundSelect left = bind_select(binder, &level, *statement.larg, {.keep_unknown = true});
  BoundSelect right = bind_select(binder, &level, *statement.rarg, {.keep_unknown = true});
  return finish_set_operation(binder, level, statement, std::move(left), std::move(right), options);
}

BoundSelect finish_set_operation(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                                 BoundSelect left, BoundSelect right,
                                 const SelectOptions& options) {
  const std::string_view word = word_of(statement.op);
  if (statement.n_locking_clause > 0 || options.lock > 0)
    refuse_locking(statement, options.lock, "UNION/INTERSECT/EXCEPT");
  std::vector<TypeModifier> modifiers;
  const std::vector<int> locations = output_locations(left);
  const std::vector<Oid> types = match_types(binder, word, left, right, modifiers);
  check_comparable(statement, types, locations);
  record_set_operation(level, statement, left, right);
  BoundSelect result;
  std::vector<ColumnId> outputs;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const SelectOutput& named = left.outputs[i];
    const ColumnId id = binder.new_column(named.name, types[i], modifiers[i]);
    const Oid declared = binder.column(named.column).declared;
    if (declared == binder.column(right.outputs[i].column).declared)
      binder.columns[id].declared = declared;
    if (types[i] == oid::record) {
      const auto shape = binder.record_shapes.find(named.column);
      if (shape != binder.record_shapes.end()) binder.record_shapes[id] = shape->second;
    }
    outputs.push_back(id);
    result.outputs.push_back({named.name, id});
  }
  result.root =
      make_relation(RelationKind::set_operation, {std::move(left.root), std::move(right.root)},
                    std::move(outputs), SetOperation{kind_of(statement.op), statement.all != 0});
  if (statement.n_sort_clause > 0)
    result.root = make_sort(std::move(result.root),
                            bind_output_sort(binder, level, statement, result.outputs));
  result.root = add_limit(binder, level, statement, std::move(result.root));
  return result;
}

RelationPtr finish_recursive_union(Binder& binder, const PgQuery__SelectStmt& statement,
                                   const CteEntry& entry, BoundSelect first, BoundSelect second,
                                   Level& level) {
  if (first.outputs.size() != second.outputs.size())
    rules::raise(rules::error(conditions::set_operation_column_count, "UNION")
                     .at(output_location(second, 0)));
  std::vector<Oid> types;
  std::vector<ColumnId> outputs;
  for (std::size_t i = 0; i < first.outputs.size(); ++i) {
    const std::vector<ExprPtr> both{output_expr(binder, first, i), output_expr(binder, second, i)};
    const Oid settled = binder.column(entry.columns[i].id).type;
    const Oid overall = common_type(both, "UNION");
    const Oid declared = both[0]->type == oid::unknown ? settled : both[0]->type;
    const TypeModifier settled_modifier = binder.column(entry.columns[i].id).modifier;
    const bool lengths_differ =
        overall == declared && common_modifier(both, overall) != settled_modifier;
    if (overall != declared || lengths_differ) {
      rules::raise(rules::error(conditions::recursive_column_type, entry.name,
                                static_cast<int>(i + 1),
                                type_display(declared, binder.column(entry.columns[i].id).modifier),
                                type_display(overall, -1))
                       .at(both[0]->location));
    }
    types.push_back(settled);
    outputs.push_back(binder.new_column(first.outputs[i].name, settled,
                                        binder.column(entry.columns[i].id).modifier));
  }
  check_comparable(statement, types, output_locations(first));
  retype_outputs(binder, first, types, "UNION");
  retype_outputs(binder, second, types, "UNION");
  record_set_operation(level, statement, first, second);
  return make_relation(RelationKind::recursive_union,
                       {std::move(first.root), std::move(second.root)}, std::move(outputs),
                       RecursiveUnion{entry.id, statement.all != 0});
}

}  // namespace dsql::engine
