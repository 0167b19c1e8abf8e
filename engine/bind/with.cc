#include "engine/bind/with.h"

#include <algorithm>
#include <utility>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/dml.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/set_operation.h"
#include "engine/bind/tree_walk.h"
#include "engine/bind/walk.h"
#include "engine/bind/with_search.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

bool is_select(const Node& node) { return node.node_case == PG_QUERY__NODE__NODE_SELECT_STMT; }

// Whether a definition that nothing forces to be kept apart may be inlined.
bool may_inline(const PgQuery__CommonTableExpr& node, const CteDefinition& definition,
                bool recursive, int references) {
  if (recursive || definition.modifies || references != 1) return false;
  if (node.ctematerialized == PG_QUERY__CTEMATERIALIZE__CTEMaterializeAlways) return false;
  if (node.ctequery->select_stmt->n_locking_clause > 0) return false;
  if (node.ctematerialized == PG_QUERY__CTEMATERIALIZE__CTEMaterializeNever) return true;
  return !is_volatile(*definition.query);
}

}  // namespace

WithScope::WithScope(Binder& binder, Level& level, const PgQuery__WithClause* clause)
    : binder_(binder), level_(level) {
  if (clause == nullptr) return;
  recursive_clause_ = clause->recursive;
  for (const Node* node : nodes(clause->ctes, clause->n_ctes)) {
    const auto& cte = *node->common_table_expr;
    const std::string_view name = text_of(cte.ctename);
    const bool taken = std::ranges::any_of(
        definitions_, [&](const Definition& other) { return other.entry.name == name; });
    if (taken) rules::raise(rules::error(conditions::duplicate_cte_name, name).at(cte.location));
    if (!is_select(*cte.ctequery) && level.parent != nullptr)
      rules::raise(rules::error(conditions::with_dml_top_level_only).at(cte.location));
    Definition& definition = definitions_.emplace_back();
    definition.node = &cte;
    definition.entry.name = name;
    definition.entry.id = binder.next_cte++;
    definition.entry.visible = recursive_clause_;
    definition.entry.scope = this;
    definition.entry.location = cte.location;
    definition.bound.id = definition.entry.id;
    definition.bound.name = name;
    level.ctes.push_back(&definition.entry);
  }
  for (Definition& definition : definitions_) {
    if (definition.entry.state == CteEntry::State::pending) bind(definition);
    definition.entry.visible = true;
  }
}

void WithScope::bind_now(CteEntry& entry) {
  for (Definition& definition : definitions_)
    if (&definition.entry == &entry) bind(definition);
}

void WithScope::set_columns(Definition& definition, const std::vector<SelectOutput>& outputs) {
  const auto& node = *definition.node;
  const Nodes names = nodes(node.aliascolnames, node.n_aliascolnames);
  if (names.size() > outputs.size()) {
    rules::raise(rules::error(conditions::cte_column_count, definition.entry.name,
                              static_cast<int>(outputs.size()), static_cast<int>(names.size()))
                     .at(node.location));
  }
  definition.entry.columns.clear();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::string_view name = i < names.size() ? string_of(*names[i]) : outputs[i].name;
    definition.entry.columns.push_back({name, outputs[i].column});
  }
}

// The names of a recursive definition's columns, before any are added to them.
std::vector<std::string> WithScope::own_columns(Definition& definition) {
  const auto& node = *definition.node;
  const BoundSelect first = bind_select(binder_, &level_, *node.ctequery->select_stmt->larg,
                                        {.keep_unknown = true, .defining_cte = &definition.entry});
  set_columns(definition, first.outputs);
  std::vector<std::string> names;
  for (const ScopeColumn& column : definition.entry.columns) names.emplace_back(column.name);
  definition.entry.columns.clear();
  return names;
}

namespace {

// Whether the query reads a relation of that name.
bool names_relation(const ProtobufCMessage& query, std::string_view name) {
  bool found = false;
  walk_messages(query, [&](const ProtobufCMessage& message) {
    const auto* range = as<PgQuery__RangeVar>(message, pg_query__range_var__descriptor);
    found = found ||
            (range != nullptr && !present(range->schemaname) && text_of(range->relname) == name);
    return !found;
  });
  return found;
}

}  // namespace

// The form of a query with SEARCH or CYCLE is that of the query they are added to.
QueryFormPtr WithScope::form_of_searched(Definition& definition) {
  if (binder_.forms == nullptr) return nullptr;
  CteEntry& entry = definition.entry;
  bind_recursive_union(definition, *definition.node->ctequery->select_stmt);
  definition.recursive = false;
  entry.self_references = 0;
  entry.state = CteEntry::State::non_recursive_term;
  return definition.form;
}

void WithScope::bind(Definition& definition) {
  const auto& node = *definition.node;
  CteEntry& entry = definition.entry;
  // The aggregates around a reference know nothing of what the definition contains.
  const auto frames = std::exchange(binder_.aggregate_frames, {});
  entry.state = CteEntry::State::non_recursive_term;
  const bool select = is_select(*node.ctequery);
  if (!select && recursive_clause_ && names_relation(node.ctequery->base, entry.name))
    rules::raise(rules::error(conditions::recursive_query_modifies, entry.name).at(node.location));
  const auto* statement = select ? node.ctequery->select_stmt : nullptr;
  entry.has_union =
      recursive_clause_ && select && statement->op == PG_QUERY__SET_OPERATION__SETOP_UNION;
  const bool searched = node.search_clause != nullptr || node.cycle_clause != nullptr;
  if (searched && !entry.has_union)
    rules::raise(rules::error(conditions::search_not_recursive).at(node.location));
  if (searched) {
    const QueryFormPtr form = form_of_searched(definition);
    const SearchedUnion rewritten(binder_, level_, node, *statement, own_columns(definition));
    bind_recursive_union(definition, rewritten.statement());
    definition.form = form;
  } else if (entry.has_union) {
    bind_recursive_union(definition, *statement);
  } else {
    BoundSelect bound = bind_any_query(binder_, &level_, *node.ctequery, {.defining_cte = &entry});
    definition.bound.query = std::move(bound.root);
    definition.form = bound.form;
    definition.bound.modifies = !select;
    entry.has_columns = select || !bound.outputs.empty();
    set_columns(definition, bound.outputs);
  }
  entry.state = CteEntry::State::bound;
  entry.outer = free_columns(*definition.bound.query);
  binder_.aggregate_frames = frames;
  order_.push_back(&definition);
}

namespace {

// What may not stand on the UNION of a query that refers to itself.
void refuse_clauses(const PgQuery__SelectStmt& statement) {
  const auto refuse = [](const Node* clause, std::string_view what) {
    if (clause != nullptr)
      rules::raise(
          rules::error(conditions::recursive_clause_not_implemented, what).at(location_of(clause)));
  };
  refuse(statement.n_sort_clause > 0 ? statement.sort_clause[0] : nullptr, "ORDER BY");
  refuse(statement.limit_offset, "OFFSET");
  refuse(statement.limit_count, "LIMIT");
  refuse(statement.n_locking_clause > 0 ? statement.locking_clause[0] : nullptr,
         "FOR UPDATE/SHARE");
}

}  // namespace

void WithScope::bind_recursive_union(Definition& definition, const PgQuery__SelectStmt& statement) {
  CteEntry& entry = definition.entry;
  Level level(&level_);
  level.defining_cte = &entry;
  if (binder_.forms != nullptr) level.form = std::make_shared<QueryForm>();
  definition.form = level.form;
  WithScope with(binder_, level, statement.with_clause);
  BoundSelect first =
      bind_select(binder_, &level, *statement.larg, {.keep_unknown = true, .defining_cte = &entry});
  // While the recursive term is bound, the definition has the first term's columns.
  std::vector<SelectOutput> visible;
  for (std::size_t i = 0; i < first.outputs.size(); ++i) {
    const ColumnOrigin origin = binder_.column(first.outputs[i].column);
    const Oid type = origin.type == oid::unknown ? oid::text : origin.type;
    visible.push_back(
        {first.outputs[i].name, binder_.new_column(first.outputs[i].name, type, origin.modifier)});
    const auto shape = binder_.record_shapes.find(first.outputs[i].column);
    if (shape != binder_.record_shapes.end())
      binder_.record_shapes[visible.back().column] = RecordShape(shape->second);
  }
  set_columns(definition, visible);
  entry.state = CteEntry::State::recursive_term;
  if (names_relation(statement.base, entry.name)) refuse_clauses(statement);
  BoundSelect second =
      bind_select(binder_, &level, *statement.rarg, {.keep_unknown = true, .defining_cte = &entry});
  if (entry.self_references == 0) {
    BoundSelect whole =
        finish_set_operation(binder_, level, statement, std::move(first), std::move(second), {});
    definition.bound.query = with.wrap(std::move(whole.root));
    set_columns(definition, whole.outputs);
    return;
  }
  definition.recursive = true;
  RelationPtr root =
      finish_recursive_union(binder_, statement, entry, std::move(first), std::move(second), level);
  std::vector<SelectOutput> outputs;
  for (std::size_t i = 0; i < root->outputs.size(); ++i)
    outputs.push_back({visible[i].name, root->outputs[i]});
  definition.bound.query = with.wrap(std::move(root));
  set_columns(definition, outputs);
}

void WithScope::record(QueryForm& form) const {
  form.recursive = recursive_clause_;
  for (const Definition& definition : definitions_) {
    CteForm& cte = form.ctes.emplace_back();
    cte.name = definition.entry.name;
    for (const Node* name : nodes(definition.node->aliascolnames, definition.node->n_aliascolnames))
      cte.columns.emplace_back(string_of(*name));
    cte.materialized = definition.node->ctematerialized;
    cte.query = definition.form;
    if (const auto* search = definition.node->search_clause; search != nullptr) {
      cte.breadth_first = search->search_breadth_first;
      cte.search_sequence = text_of(search->search_seq_column);
      for (const Node* name : nodes(search->search_col_list, search->n_search_col_list))
        cte.search_columns.emplace_back(string_of(*name));
    }
    if (const auto* cycle = definition.node->cycle_clause; cycle != nullptr) {
      cte.cycle_mark = text_of(cycle->cycle_mark_column);
      cte.cycle_path = text_of(cycle->cycle_path_column);
      for (const Node* name : nodes(cycle->cycle_col_list, cycle->n_cycle_col_list))
        cte.cycle_columns.emplace_back(string_of(*name));
      const std::vector<ExprPtr> marks{
          bind_expression(binder_, level_, *cycle->cycle_mark_value, Place::values),
          bind_expression(binder_, level_, *cycle->cycle_mark_default, Place::values)};
      const Oid type = common_type(marks, "CYCLE");
      cte.cycle_value = coerce_to_common(binder_, marks[0], type, "CYCLE");
      cte.cycle_default = coerce_to_common(binder_, marks[1], type, "CYCLE");
    }
  }
}

RelationPtr WithScope::wrap(RelationPtr root) {
  if (level_.form != nullptr) record(*level_.form);
  With with;
  for (Definition* bound_definition : order_) {
    Definition& definition = *bound_definition;
    // A SELECT that nothing reads is never run.
    if (definition.entry.references == 0 && !definition.bound.modifies) continue;
    definition.bound.materialized = !may_inline(*definition.node, definition.bound,
                                                definition.recursive, definition.entry.references);
    with.ctes.push_back(std::move(definition.bound));
  }
  if (with.ctes.empty()) return root;
  std::vector<ColumnId> outputs = root->outputs;
  return make_relation(RelationKind::with, {std::move(root)}, std::move(outputs), std::move(with));
}

CteEntry* find_cte(Level& level, std::string_view name) {
  for (Level* at = &level; at != nullptr; at = at->parent) {
    for (auto entry = at->ctes.rbegin(); entry != at->ctes.rend(); ++entry) {
      if ((*entry)->name != name || !(*entry)->visible) continue;
      if ((*entry)->state == CteEntry::State::pending) (*entry)->scope->bind_now(**entry);
      bool inside = (*entry)->state == CteEntry::State::bound;
      for (Level* outer = &level; outer != nullptr && !inside; outer = outer->parent)
        inside = outer->defining_cte == *entry;
      if (!inside) rules::raise(rules::error(conditions::mutual_recursion).at((*entry)->location));
      return *entry;
    }
  }
  return nullptr;
}

bool is_future_cte(const Level& level, std::string_view name) {
  for (const Level* at = &level; at != nullptr; at = at->parent) {
    for (const CteEntry* entry : at->ctes)
      if (entry->name == name && !entry->visible) return true;
  }
  return false;
}

}  // namespace dsql::engine
