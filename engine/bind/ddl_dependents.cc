#include "engine/bind/ddl_dependents.h"

#include <algorithm>

#include "dsqlrules/conditions/constraint_texts.h"
#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_routines.h"
#include "engine/bind/view_text.h"
#include "engine/catalog/catalog_edit.h"

namespace dsql::engine {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

namespace {

bool is_visible(const DdlBinder& binder, const Object& object) {
  const auto path = binder.lookup_path("");
  const FoundRelation found = find_relation(binder.catalog, path, object.name);
  if (found) return found.oid() == object.oid;
  const Domain* domain = find_domain(binder.catalog, path, object.name);
  return domain != nullptr && domain->oid == object.oid;
}

// The table or sequence as a dependency report names it: without the kind.
std::string plain_name(const DdlBinder& binder, const Object& object) {
  return qualified_name(binder.catalog, object.schema, object.name, is_visible(binder, object));
}

// Whether the view's query uses the column: by its form or, failing that, by whether it still binds
// once the column is gone.
bool view_uses(const DdlBinder& binder, const View& view, const Table& table,
               const TableColumn& column) {
  if (const auto uses = uses_column(view, table, column, binder.context)) return *uses;
  CatalogEdit edit(binder.context.catalog);
  Table without = table;
  TableColumn& gone = without.columns[static_cast<std::size_t>(column.number - 1)];
  gone.dropped = true;
  std::erase_if(without.indexes, [](const Index&) { return true; });
  edit.put(std::move(without));
  const rules::ParseTree tree = rules::parse(view.query_sql);
  BindContext context = binder.context;
  context.catalog = edit.current();
  context.role = nullptr;
  try {
    bind_query(*tree.statements().front().node, context);
    return false;
  } catch (const rules::SqlError&) {  // an answer here, not a failure
    return true;
  }
}

}  // namespace

std::string described(const DdlBinder& binder, std::string_view kind, const Object& object) {
  return std::string(kind) + " " + plain_name(binder, object);
}

void DropPlan::depends(const std::string& dependent, const std::string& on) {
  dependents_.push_back(texts::depends_on(dependent, on));
  cascaded_.push_back(dependent);
}

// --- what the statement names ---

void DropPlan::name_table(const Table& table) {
  named_.push_back(described(binder_, "table", table));
  if (dropped_.insert(table.oid).second) objects_.tables.push_back(table.oid);
}

void DropPlan::name_view(const View& view) {
  named_.push_back(described(binder_, "view", view));
  if (dropped_.insert(view.oid).second) objects_.views.push_back(view.oid);
}

void DropPlan::name_sequence(const SequenceObject& sequence) {
  named_.push_back(described(binder_, "sequence", sequence));
  if (dropped_.insert(sequence.oid).second) objects_.sequences.push_back(sequence.oid);
}

void DropPlan::name_index(const Table& table, const Index& index) {
  named_.push_back("index " + quote_identifier(index.name));
  if (!dropped_.insert(index.oid).second) return;
  objects_.indexes.emplace_back(table.oid, index.oid);
  drop_foreign_keys_to(table, named_.back(), &index);
}

void DropPlan::name_domain(const Domain& domain) {
  named_.push_back(described(binder_, "type", domain));
  if (dropped_.insert(domain.oid).second) objects_.domains.push_back(domain.oid);
}

void DropPlan::name_function(const SqlFunction& function) {
  named_.push_back("function " + function.name);
  if (dropped_.insert(function.oid).second) objects_.functions.push_back(function.oid);
}

void DropPlan::name_statistics(const Statistics& statistics) {
  if (dropped_.insert(statistics.oid).second) objects_.statistics.push_back(statistics.oid);
}

void DropPlan::name_schema(const Schema& schema) {
  const std::string description = "schema " + quote_identifier(schema.name);
  named_.push_back(description);
  if (!dropped_.insert(schema.oid).second) return;
  objects_.schemas.push_back(schema.oid);
  const auto add = [&](const auto& map, std::string_view kind, auto& list) {
    for (const auto& [oid, object] : map) {
      if (object->schema != schema.oid || !dropped_.insert(oid).second) continue;
      depends(described(binder_, kind, *object), description);
      list.push_back(oid);
    }
  };
  add(binder_.catalog.tables(), "table", objects_.tables);
  add(binder_.catalog.views(), "view", objects_.views);
  // Sequences that belong to a column go with their table, unmentioned.
  for (const auto& [oid, sequence] : binder_.catalog.sequences()) {
    if (sequence->schema != schema.oid || sequence->owned_table != 0) continue;
    if (!dropped_.insert(oid).second) continue;
    depends(described(binder_, "sequence", *sequence), description);
    objects_.sequences.push_back(oid);
  }
  add(binder_.catalog.domains(), "type", objects_.domains);
  for (const auto& [oid, function] : binder_.catalog.functions()) {
    if (function->schema != schema.oid || !dropped_.insert(oid).second) continue;
    depends(function_description(binder_.catalog, *function), description);
    objects_.functions.push_back(oid);
  }
  for (const auto& [oid, statistics] : binder_.catalog.statistics()) {
    if (statistics->schema == schema.oid) name_statistics(*statistics);
  }
}

void DropPlan::name_key_constraint(const Table& table, const KeyConstraint& key) {
  named_.push_back(texts::constraint_on(quote_identifier(key.name), plain_name(binder_, table)));
  const Index* index = table.find_index(key.index);
  if (index != nullptr)
    drop_foreign_keys_to(table, "index " + quote_identifier(index->name), index);
}

void DropPlan::name_unique_index(const Table& table, const Index& index,
                                 const TableColumn& column) {
  drop_foreign_keys_to(table, texts::column_of(column.name, plain_name(binder_, table)), &index);
}

void DropPlan::name_column(const Table& table, const TableColumn& column) {
  const std::string description = texts::column_of(column.name, plain_name(binder_, table));
  named_.push_back(description);
  for (const auto& [oid, view] : binder_.catalog.views()) {
    const auto& over = view->depends_on;
    if (std::find(over.begin(), over.end(), table.oid) == over.end() || dropped_.contains(oid) ||
        !view_uses(binder_, *view, table, column))
      continue;
    depends(described(binder_, "view", *view), description);
    add_view(*view);
  }
}

// --- what goes along ---

void DropPlan::drop_foreign_keys_to(const Table& table, const std::string& description,
                                    const Index* index) {
  for (const auto& [child_oid, key_oid] : table.referenced_by) {
    if (dropped_.contains(child_oid) || (index == nullptr && child_oid == table.oid)) continue;
    const Table* child = binder_.catalog.table(child_oid);
    for (const ForeignKey& key : child->foreign_keys) {
      if (key.oid != key_oid || (index != nullptr && key.referenced_index != index->oid)) continue;
      if (!dropped_.insert(key.oid).second) continue;
      depends(texts::constraint_on(key.name, plain_name(binder_, *child)), description);
      objects_.foreign_keys.emplace_back(child_oid, key_oid);
    }
  }
}

void DropPlan::drop_views_over(Oid relation, const std::string& description) {
  for (const auto& [oid, view] : binder_.catalog.views()) {
    const auto& over = view->depends_on;
    if (std::find(over.begin(), over.end(), relation) == over.end() || dropped_.contains(oid))
      continue;
    depends(described(binder_, "view", *view), description);
    add_view(*view);
  }
}

void DropPlan::drop_defaults_using(Oid sequence, const std::string& description) {
  for (const auto& [oid, table] : binder_.catalog.tables()) {
    if (dropped_.contains(oid)) continue;
    for (const TableColumn& column : table->columns) {
      if (column.dropped || column.default_sql.find("nextval") == std::string::npos) continue;
      const ExprPtr bound = bind_stored(column.default_sql, nullptr, 0, column.type,
                                        column.modifier, binder_.context);
      if (!relations_of(*bound).contains(sequence)) continue;
      if (!dropped_columns_.insert({oid, column.number}).second) continue;
      depends(texts::default_of(column.name, plain_name(binder_, *table)), description);
      objects_.defaults.emplace_back(oid, column.number);
    }
  }
}

void DropPlan::add_view(const View& view) {
  if (!dropped_.insert(view.oid).second) return;
  objects_.views.push_back(view.oid);
}

void DropPlan::add_sequence(const SequenceObject& sequence) {
  if (!dropped_.insert(sequence.oid).second) return;
  objects_.sequences.push_back(sequence.oid);
}

void DropPlan::drop_functions_of(Oid type, const std::string& description) {
  for (const auto& [oid, function] : binder_.catalog.functions()) {
    const bool in_out = std::ranges::any_of(
        function->out_columns, [&](const auto& column) { return column.second == type; });
    const bool uses =
        function->result == type || in_out ||
        std::ranges::find(function->argument_types, type) != function->argument_types.end();
    if (!uses || !dropped_.insert(oid).second) continue;
    depends(function_description(binder_.catalog, *function), description);
    objects_.functions.push_back(oid);
  }
}

void DropPlan::add_table(const Table& table) {
  const std::string description = described(binder_, "table", table);
  for (const auto& [oid, sequence] : binder_.catalog.sequences()) {
    if (sequence->owned_table == table.oid) add_sequence(*sequence);
  }
  for (const auto& [oid, statistics] : binder_.catalog.statistics()) {
    if (statistics->table == table.oid) name_statistics(*statistics);
  }
  drop_foreign_keys_to(table, description, nullptr);
  drop_views_over(table.oid, description);
  drop_functions_of(table.row_type, described(binder_, "type", table));
}

void DropPlan::add_domain(const Domain& domain) {
  const std::string description = described(binder_, "type", domain);
  for (const auto& [oid, table] : binder_.catalog.tables()) {
    if (dropped_.contains(oid)) continue;
    for (const TableColumn& column : table->columns) {
      if (!column.dropped && column.domain == domain.oid)
        depends(texts::column_of(column.name, plain_name(binder_, *table)), description);
    }
  }
  for (const auto& [oid, other] : binder_.catalog.domains()) {
    if (other->parent != domain.oid || !dropped_.insert(oid).second) continue;
    depends(described(binder_, "type", *other), description);
    objects_.domains.push_back(oid);
  }
  drop_functions_of(domain.oid, description);
}

DropObjects DropPlan::finish() {
  // The lists grow while they are walked: what was added has dependents too.
  for (std::size_t i = 0; i < objects_.tables.size(); ++i)
    add_table(*binder_.catalog.table(objects_.tables[i]));
  for (std::size_t i = 0; i < objects_.sequences.size(); ++i) {
    const SequenceObject& sequence = *binder_.catalog.sequence(objects_.sequences[i]);
    drop_defaults_using(sequence.oid, described(binder_, "sequence", sequence));
  }
  for (std::size_t i = 0; i < objects_.domains.size(); ++i)
    add_domain(*binder_.catalog.domain(objects_.domains[i]));
  for (std::size_t i = 0; i < objects_.views.size(); ++i) {
    const View& view = *binder_.catalog.view(objects_.views[i]);
    drop_views_over(view.oid, described(binder_, "view", view));
    drop_functions_of(view.row_type, described(binder_, "type", view));
  }
  if (dependents_.empty()) return std::move(objects_);
  if (!cascade_) {
    std::string detail;
    for (const std::string& line : dependents_) detail += (detail.empty() ? "" : "\n") + line;
    if (named_.size() == 1)
      rules::raise(rules::error(conditions::cannot_drop_because_dependents, named_.front())
                       .with_detail(detail));
    rules::raise(
        rules::error(conditions::cannot_drop_desired_because_dependents).with_detail(detail));
  }
  if (cascaded_.size() == 1) {
    binder_.notice(rules::error(conditions::drop_cascades_to, cascaded_.front()));
    return std::move(objects_);
  }
  std::string detail;
  for (const std::string& dependent : cascaded_)
    detail += (detail.empty() ? "" : "\n") + texts::drop_cascades_to(dependent);
  binder_.notice(rules::error(conditions::drop_cascades_to_many, static_cast<int>(cascaded_.size()))
                     .with_detail(detail));
  return std::move(objects_);
}

}  // namespace dsql::engine
