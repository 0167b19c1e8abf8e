// FROM items that are relations, and the clause as a whole (transformFromClause,
// transformFromClauseItem).
#include "engine/bind/from.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/rules_query.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/select.h"
#include "engine/bind/walk.h"
#include "engine/bind/with.h"
#include "engine/system/functions.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

std::string range_name(const PgQuery__RangeVar& range) {
  std::string name(text_of(range.relname));
  if (present(range.schemaname)) name = std::string(range.schemaname) + "." + name;
  return name;
}

// The strength with which locking clauses reach a FROM item of this name from here.
int lock_for(const Level& level, std::string_view name) {
  int strength = level.inherited_lock;
  for (const Node* node : level.locking) {
    const auto& clause = *node->locking_clause;
    const Nodes of = nodes(clause.locked_rels, clause.n_locked_rels);
    const bool named = std::ranges::any_of(
        of, [&](const Node* relation) { return text_of(relation->range_var->relname) == name; });
    if (of.empty() || named) strength = std::max(strength, static_cast<int>(clause.strength));
  }
  return strength;
}

std::string_view alias_name(const PgQuery__Alias* alias, std::string_view otherwise) {
  return alias != nullptr && present(alias->aliasname) ? text_of(alias->aliasname) : otherwise;
}

ScopeItem named_item(ScopeItem::Kind kind, const PgQuery__RangeVar& range) {
  ScopeItem item;
  item.kind = kind;
  item.relation_name = text_of(range.relname);
  item.name = alias_name(range.alias, item.relation_name);
  item.aliased = range.alias != nullptr;
  return item;
}

FromItem finish(Binder& binder, Level& level, RelationPtr relation, ScopeItem item,
                const PgQuery__Alias* alias, RangeForm form) {
  apply_alias(item, alias);
  item.relation = relation.get();
  item.nullable = level.outer_join_depth > 0;
  record_range(binder, level, item, alias, std::move(form));
  const RangeId range = item.range;
  return {std::move(relation), {&level.add_item(std::move(item))}, false, range};
}

RangeForm relation_form(Oid relation) {
  RangeForm form;
  form.relation = relation;
  return form;
}

FromItem scan_table(Binder& binder, Level& level, const PgQuery__RangeVar& range,
                    const Table& table) {
  ScopeItem item = named_item(ScopeItem::Kind::table, range);
  item.table = &table;
  item.schema = table.schema;
  item.row_type = table.row_type;
  item.access = binder.privileges.need(binder.catalog, binder.role, table, ObjectKind::table, 'r');
  RelationPtr scan = make_table_scan(binder, binder.catalog.shared_table(table.oid), item.name);
  const auto& ids = std::get<TableScan>(scan->body).columns;
  item.columns.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (ids[i] != no_column) item.columns.push_back({table.columns[i].name, ids[i]});
  return finish(binder, level, std::move(scan), std::move(item), range.alias,
                relation_form(table.oid));
}

FromItem scan_system(Binder& binder, Level& level, const PgQuery__RangeVar& range,
                     const SystemRelation& relation) {
  ScopeItem item = named_item(ScopeItem::Kind::system, range);
  item.schema = relation.schema;
  SystemScan scan{.relation = &relation, .columns = {}, .alias = std::string(item.name)};
  AttributeNumber number = 0;
  for (const SystemColumn& column : relation.columns) {
    const ColumnId id = binder.new_column(column.name, column.type);
    binder.columns[id].table = relation.oid;
    binder.columns[id].attribute = ++number;
    scan.columns.push_back(id);
    item.columns.push_back({column.name, id});
  }
  std::vector<ColumnId> outputs = scan.columns;
  RelationPtr made =
      make_relation(RelationKind::system_scan, {}, std::move(outputs), std::move(scan));
  RangeForm form;
  form.kind = RangeForm::Kind::system;
  form.system = &relation;
  return finish(binder, level, std::move(made), std::move(item), range.alias, std::move(form));
}

FromItem scan_view(Binder& binder, Level& level, const PgQuery__RangeVar& range, const View& view) {
  ScopeItem item = named_item(ScopeItem::Kind::view, range);
  item.schema = view.schema;
  item.row_type = view.row_type;
  item.access = binder.privileges.need(binder.catalog, binder.role, view, ObjectKind::view, 'r');
  BoundSelect select = bind_view_query(binder, view, lock_for(level, item.name));
  std::size_t at = 0;
  for (const TableColumn& column : view.columns) {
    if (column.dropped || at >= select.outputs.size()) continue;
    item.columns.push_back({column.name, select.outputs[at++].column});
  }
  return finish(binder, level, std::move(select.root), std::move(item), range.alias,
                relation_form(view.oid));
}

// SELECT … FROM sequence: its counter as one row.
FromItem scan_sequence(Binder& binder, Level& level, const PgQuery__RangeVar& range,
                       const SequenceObject& sequence) {
  const FunctionRow& function = sequence_row_function();
  ScopeItem item = named_item(ScopeItem::Kind::function, range);
  item.schema = sequence.schema;
  binder.privileges.need(binder.catalog, binder.role, sequence, ObjectKind::sequence, 'r');
  auto call = std::make_shared<Expr>(
      *call_expr(function, oid::record, {constant_expr(oid::oid, Value::of<Oid>(sequence.oid), -1)},
                 range.location));
  call->kind = ExprKind::set_call;
  FunctionScan scan;
  scan.calls.push_back(call);
  auto& ids = scan.call_columns.emplace_back();
  for (const auto& [name, type] : function.out_columns) {
    ids.push_back(binder.new_column(name, type));
    item.columns.push_back({name, ids.back()});
  }
  std::vector<ColumnId> outputs = ids;
  RelationPtr made =
      make_relation(RelationKind::function_scan, {}, std::move(outputs), std::move(scan));
  return finish(binder, level, std::move(made), std::move(item), range.alias,
                relation_form(sequence.oid));
}

// Notes that the working table of a recursive CTE is read here, where the standard allows it.
void check_self_reference(Level& level, CteEntry& entry, int location) {
  const auto refuse = [&](const rules::Condition<std::string_view>& condition, int at) {
    rules::raise(rules::error(condition, entry.name).at(at));
  };
  if (entry.state == CteEntry::State::non_recursive_term) {
    if (!entry.has_union) refuse(conditions::recursive_not_union, entry.location);
    refuse(conditions::recursive_reference_in_non_recursive_term, location);
  }
  for (const Level* at = &level; at != nullptr; at = at->parent) {
    if (at->outer_join_depth > 0) refuse(conditions::recursive_reference_in_outer_join, location);
    if (at->defining_cte == &entry) break;
    if (at->in_expression) refuse(conditions::recursive_reference_in_subquery, location);
  }
  if (++entry.self_references > 1) refuse(conditions::recursive_reference_twice, location);
  level.refers_to_itself = true;
}

FromItem scan_cte(Binder& binder, Level& level, const PgQuery__RangeVar& range, CteEntry& entry) {
  if (!entry.has_columns)
    rules::raise(rules::error(conditions::with_query_no_returning, entry.name).at(range.location));
  ScopeItem item = named_item(ScopeItem::Kind::cte, range);
  const bool self = entry.state != CteEntry::State::bound;
  if (self) check_self_reference(level, entry, range.location);
  std::vector<ColumnId> outputs, source;
  for (const ScopeColumn& column : entry.columns) {
    const ColumnOrigin& origin = binder.column(column.id);
    const Oid type = origin.type;
    const TypeModifier modifier = origin.modifier;
    const Oid declared = origin.declared;
    const Oid table = origin.table;
    const AttributeNumber attribute = origin.attribute;
    const ColumnId id = binder.new_column(column.name, type, modifier);
    binder.columns[id].declared = declared;
    binder.columns[id].table = self ? 0 : table;
    binder.columns[id].attribute = self ? AttributeNumber{0} : attribute;
    if (const auto shape = binder.record_shapes.find(column.id);
        shape != binder.record_shapes.end())
      binder.record_shapes[id] = shape->second;
    outputs.push_back(id);
    source.push_back(column.id);
    item.columns.push_back({column.name, id});
  }
  RelationPtr made;
  if (self) {
    made = make_relation(RelationKind::working_table_scan, {}, std::move(outputs),
                         WorkingTableScan{entry.id});
  } else {
    ++entry.references;
    made = make_relation(RelationKind::cte_scan, {}, std::move(outputs),
                         CteScan{entry.id, std::move(source), entry.outer});
  }
  RangeForm form;
  form.kind = RangeForm::Kind::cte;
  return finish(binder, level, std::move(made), std::move(item), range.alias, std::move(form));
}

FromItem bind_range_subselect(Binder& binder, Level& level, const PgQuery__RangeSubselect& range) {
  const std::string_view name = alias_name(range.alias, "");
  ScopeItem item;
  item.kind = ScopeItem::Kind::subquery;
  item.name = name;
  item.aliased = range.alias != nullptr;
  item.table_visible = !name.empty();
  const bool active = level.lateral_active;
  level.lateral_active = range.lateral;
  const Place place = level.place;
  level.place = Place::from_subselect;
  BoundSelect select =
      bind_subselect(binder, &level, *range.subquery,
                     {.lateral = range.lateral != 0, .lock = lock_for(level, name)});
  level.place = place;
  level.lateral_active = active;
  for (const SelectOutput& output : select.outputs)
    item.columns.push_back({output.name, output.column});
  RangeForm form;
  form.kind = RangeForm::Kind::subquery;
  form.query = select.form;
  form.lateral = range.lateral;
  FromItem made =
      finish(binder, level, std::move(select.root), std::move(item), range.alias, std::move(form));
  made.lateral = range.lateral;
  return made;
}

}  // namespace

NamedRelation find_named_relation(Binder& binder, const PgQuery__RangeVar& range) {
  const std::string_view name = text_of(range.relname);
  if (present(range.catalogname) && text_of(range.catalogname) != "postgres") {
    rules::raise(
        rules::error(conditions::cross_database_reference,
                     "\"" + std::string(range.catalogname) + "." + range_name(range) + "\"")
            .at(range.location));
  }
  const auto in_schema = [&](Oid schema) -> NamedRelation {
    if (schema < oid::first_user && schema != oid::schema_public) {
      if (const SystemRelation* system = find_system_relation(schema, name)) return {{}, system};
    }
    return {find_relation(binder.catalog, schema, name), nullptr};
  };
  if (present(range.schemaname)) {
    const Schema* schema = binder.catalog.find_schema(range.schemaname);
    if (schema == nullptr) return {};
    if (binder.role != nullptr &&
        !has_privilege(binder.catalog, *schema, ObjectKind::schema, binder.role->oid, 'U'))
      rules::raise(
          rules::error(conditions::permission_denied, "schema", schema->name).at(range.location));
    return in_schema(schema->oid);
  }
  for (Oid schema : binder.path()) {
    const NamedRelation found = in_schema(schema);
    if (found.found || found.system != nullptr) return found;
  }
  return {};
}

void raise_undefined_table(const PgQuery__RangeVar& range) {
  rules::raise(rules::error(conditions::undefined_table, range_name(range)).at(range.location));
}

FromItem bind_range_var(Binder& binder, Level& level, const PgQuery__RangeVar& range) {
  if (!present(range.schemaname)) {
    if (CteEntry* cte = find_cte(level, text_of(range.relname)))
      return scan_cte(binder, level, range, *cte);
  }
  const NamedRelation relation = find_named_relation(binder, range);
  if (relation.system != nullptr) return scan_system(binder, level, range, *relation.system);
  switch (relation.found.kind) {
    case 'r': return scan_table(binder, level, range, *relation.found.table);
    case 'v': return scan_view(binder, level, range, *relation.found.view);
    case 'S': return scan_sequence(binder, level, range, *relation.found.sequence);
    case 'i':
      rules::raise(rules::error(conditions::cannot_open_relation, text_of(range.relname))
                       .with_detail(std::string(texts::not_for_indexes))
                       .at(range.location));
    default: break;
  }
  if (!present(range.schemaname) && is_future_cte(level, text_of(range.relname))) {
    rules::raise(rules::error(conditions::undefined_table, range_name(range))
                     .with_detail(texts::cte_unreachable(text_of(range.relname)))
                     .with_hint(std::string(texts::with_forward_reference))
                     .at(range.location));
  }
  raise_undefined_table(range);
}

void apply_alias(ScopeItem& item, const PgQuery__Alias* alias) {
  if (alias == nullptr || alias->n_colnames == 0) return;
  const Nodes names = nodes(alias->colnames, alias->n_colnames);
  if (names.size() > item.columns.size()) {
    const auto& condition = item.kind == ScopeItem::Kind::join
                                ? conditions::join_alias_column_count
                                : conditions::table_alias_column_count;
    rules::raise(condition, item.name, static_cast<int>(item.columns.size()),
                 static_cast<int>(names.size()));
  }
  for (std::size_t i = 0; i < names.size(); ++i) item.columns[i].name = string_of(*names[i]);
}

std::vector<ScopeColumn> bare_columns(const std::vector<ScopeItem*>& names) {
  std::vector<ScopeColumn> columns;
  for (const ScopeItem* item : names) {
    if (item->columns_visible)
      columns.insert(columns.end(), item->columns.begin(), item->columns.end());
  }
  return columns;
}

namespace {

// Whether the column comes out of the relation, or will once whole rows are passed up its joins.
bool provides(const Relation& relation, ColumnId id) {
  if (std::ranges::find(relation.outputs, id) != relation.outputs.end()) return true;
  return relation.kind == RelationKind::join &&
         std::ranges::any_of(relation.inputs,
                             [&](const RelationPtr& input) { return provides(*input, id); });
}

}  // namespace

RelationPtr make_join(JoinKind kind, RelationPtr left, RelationPtr right, ExprPtr condition,
                      bool may_be_lateral) {
  std::vector<ColumnId> outputs = left->outputs;
  outputs.insert(outputs.end(), right->outputs.begin(), right->outputs.end());
  bool lateral = false;
  if (may_be_lateral) {
    const std::vector<ColumnId> free = free_columns(*right);
    lateral = std::ranges::any_of(free, [&](ColumnId id) { return provides(*left, id); });
  }
  return make_relation(RelationKind::join, {std::move(left), std::move(right)}, std::move(outputs),
                       Join{kind, std::move(condition), lateral});
}

FromItem bind_from_item(Binder& binder, Level& level, const Node& node) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_RANGE_VAR: return bind_range_var(binder, level, *node.range_var);
    case PG_QUERY__NODE__NODE_RANGE_SUBSELECT:
      return bind_range_subselect(binder, level, *node.range_subselect);
    case PG_QUERY__NODE__NODE_RANGE_FUNCTION:
      return bind_range_function(binder, level, *node.range_function);
    case PG_QUERY__NODE__NODE_JOIN_EXPR: return bind_join(binder, level, *node.join_expr);
    case PG_QUERY__NODE__NODE_RANGE_TABLE_SAMPLE:
      rules::raise(rules::error(rules::refusals::tablesample.condition)
                       .at(node.range_table_sample->location));
    default: break;
  }
  rules::raise(conditions::unsupported_node, static_cast<int>(node.node_case));
}

RelationPtr bind_from_clause(Binder& binder, Level& level, Nodes list) {
  RelationPtr joined;
  for (const Node* node : list) {
    FromItem item = bind_from_item(binder, level, *node);
    if (level.form != nullptr) level.form->from.push_back(item.range);
    check_item_names(level.visible, item.names);
    joined = joined == nullptr ? std::move(item.relation)
                               : make_join(JoinKind::inner, std::move(joined),
                                           std::move(item.relation), nullptr, true);
    for (ScopeItem* name : item.names) {
      name->lateral_only = true;
      name->lateral_ok = true;
      level.visible.push_back(name);
    }
  }
  for (ScopeItem* item : level.visible) item->lateral_only = false;
  return joined;
}

}  // namespace dsql::engine
