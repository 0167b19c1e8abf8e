#include "engine/catalog/catalog.h"

namespace dsql::engine {

namespace {

// The object of that oid in a map, or null.
template <class T>
const T* by_oid(const CatalogVersion::Map<T>& map, Oid oid) {
  const auto found = map.find(oid);
  return found == map.end() ? nullptr : found->second.get();
}

template <class T>
const T* by_name(const CatalogVersion::Map<T>& map, Oid schema, std::string_view name) {
  for (const auto& [oid, object] : map) {
    if (object->schema == schema && object->name == name) return object.get();
  }
  return nullptr;
}

std::shared_ptr<const Schema> built_in_schema(Oid oid, std::string name) {
  Schema schema;
  schema.oid = oid;
  schema.name = std::move(name);
  schema.owner = oid::role_admin;
  schema.version = 1;
  schema.privileges = {{oid::role_admin, oid::role_admin, "UC", "", 0},
                       {0, oid::role_admin, "U", "", 0}};
  return std::make_shared<const Schema>(std::move(schema));
}

}  // namespace

const TableColumn* Table::find_column(std::string_view column_name) const {
  for (const TableColumn& column : columns) {
    if (!column.dropped && column.name == column_name) return &column;
  }
  return nullptr;
}

const Index* Table::find_index(Oid index_oid) const {
  for (const Index& index : indexes) {
    if (index.oid == index_oid) return &index;
  }
  return nullptr;
}

CatalogPointer CatalogVersion::initial() {
  auto version = std::make_shared<CatalogVersion>();
  version->number_ = 1;
  version->oids_ = std::make_shared<OidAllocator>();
  for (const auto& [oid, name] :
       {std::pair{oid::schema_public, "public"}, std::pair{oid::schema_pg_catalog, "pg_catalog"},
        std::pair{oid::schema_information_schema, "information_schema"},
        std::pair{oid::schema_sys, "sys"}}) {
    version->schemas_.emplace(oid, built_in_schema(oid, name));
  }
  Role admin;
  admin.oid = oid::role_admin;
  admin.name = "admin";
  admin.login = true;
  admin.superuser_like = true;
  admin.version = 1;
  version->roles_.emplace(admin.oid, std::make_shared<const Role>(admin));
  return version;
}

// --- by name ---

const Schema* CatalogVersion::find_schema(std::string_view name) const {
  return by_name(schemas_, 0, name);
}

const CatalogVersion::RelationName* CatalogVersion::find_name(Oid schema,
                                                              std::string_view name) const {
  const auto found = relation_names_.find(std::pair(schema, std::string(name)));
  return found == relation_names_.end() ? nullptr : &found->second;
}

const Table* CatalogVersion::find_table(Oid schema, std::string_view name) const {
  const RelationName* found = find_name(schema, name);
  return found != nullptr && found->kind == 'r' ? table(found->oid) : nullptr;
}

const View* CatalogVersion::find_view(Oid schema, std::string_view name) const {
  const RelationName* found = find_name(schema, name);
  return found != nullptr && found->kind == 'v' ? view(found->oid) : nullptr;
}

const SequenceObject* CatalogVersion::find_sequence(Oid schema, std::string_view name) const {
  const RelationName* found = find_name(schema, name);
  return found != nullptr && found->kind == 'S' ? sequence(found->oid) : nullptr;
}

std::pair<const Table*, const Index*> CatalogVersion::find_index(Oid schema,
                                                                 std::string_view name) const {
  const RelationName* found = find_name(schema, name);
  if (found == nullptr || found->kind != 'i') return {nullptr, nullptr};
  return index(found->oid);
}

const Domain* CatalogVersion::find_domain(Oid schema, std::string_view name) const {
  return by_name(domains_, schema, name);
}

const Role* CatalogVersion::find_role(std::string_view name) const {
  return by_name(roles_, 0, name);
}

const Statistics* CatalogVersion::find_statistics(Oid schema, std::string_view name) const {
  return by_name(statistics_, schema, name);
}

std::vector<const SqlFunction*> CatalogVersion::functions_named(Oid schema,
                                                                std::string_view name) const {
  std::vector<const SqlFunction*> found;
  for (const auto& [oid, function] : functions_) {
    if (function->schema == schema && function->name == name) found.push_back(function.get());
  }
  return found;
}

// --- by oid ---

const Schema* CatalogVersion::schema(Oid oid) const { return by_oid(schemas_, oid); }
const Table* CatalogVersion::table(Oid oid) const { return by_oid(tables_, oid); }
const View* CatalogVersion::view(Oid oid) const { return by_oid(views_, oid); }
const SequenceObject* CatalogVersion::sequence(Oid oid) const { return by_oid(sequences_, oid); }
const Domain* CatalogVersion::domain(Oid oid) const { return by_oid(domains_, oid); }
const Role* CatalogVersion::role(Oid oid) const { return by_oid(roles_, oid); }
const SqlFunction* CatalogVersion::function(Oid oid) const { return by_oid(functions_, oid); }

std::pair<const Table*, const Index*> CatalogVersion::index(Oid oid) const {
  const auto found = index_tables_.find(oid);
  if (found == index_tables_.end()) return {nullptr, nullptr};
  const Table* owner = table(found->second);
  return {owner, owner == nullptr ? nullptr : owner->find_index(oid)};
}

std::optional<CompositeType> CatalogVersion::composite(Oid row_type) const {
  if (row_type < oid::first_user) return std::nullopt;
  for (const auto& [oid, table] : tables_)
    if (table->row_type == row_type) return CompositeType{table.get(), &table->columns, row_type};
  for (const auto& [oid, view] : views_)
    if (view->row_type == row_type) return CompositeType{view.get(), &view->columns, row_type};
  return std::nullopt;
}

std::shared_ptr<const Table> CatalogVersion::shared_table(Oid oid) const {
  const auto found = tables_.find(oid);
  return found == tables_.end() ? nullptr : found->second;
}

bool same_structure(const Table& a, const Table& b) {
  return a.name == b.name && a.schema == b.schema && a.owner == b.owner &&
         a.privileges == b.privileges && a.comment == b.comment && a.columns == b.columns &&
         a.keys == b.keys && a.checks == b.checks && a.foreign_keys == b.foreign_keys &&
         a.referenced_by == b.referenced_by;
}

const void* CatalogVersion::identity(Oid oid) const {
  if (const Table* found = table(oid)) return found;
  if (const View* found = view(oid)) return found;
  if (const SequenceObject* found = sequence(oid)) return found;
  if (const Domain* found = domain(oid)) return found;
  if (const SqlFunction* found = function(oid)) return found;
  if (const Role* found = role(oid)) return found;
  if (const Schema* found = schema(oid)) return found;
  return by_oid(statistics_, oid);
}

// --- names ---

void CatalogVersion::add_names(const Table& table) {
  relation_names_[{table.schema, table.name}] = {'r', table.oid, 0};
  for (const Index& index : table.indexes) {
    relation_names_[{table.schema, index.name}] = {'i', index.oid, table.oid};
    index_tables_[index.oid] = table.oid;
  }
}

void CatalogVersion::add_names(const View& view) {
  relation_names_[{view.schema, view.name}] = {'v', view.oid, 0};
}

void CatalogVersion::add_names(const SequenceObject& sequence) {
  relation_names_[{sequence.schema, sequence.name}] = {'S', sequence.oid, 0};
}

void CatalogVersion::remove_names(const Object& relation) {
  relation_names_.erase({relation.schema, relation.name});
  const Table* owner = table(relation.oid);
  if (owner == nullptr) return;
  for (const Index& index : owner->indexes) {
    relation_names_.erase({relation.schema, index.name});
    index_tables_.erase(index.oid);
  }
}

}  // namespace dsql::engine
