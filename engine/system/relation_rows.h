// What the files of system relations share: the names of column types, and the list of their
// arrays. Private to the folder.
#pragma once

#include <array>

#include "engine/functions/rows.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {

namespace sql {
inline constexpr Oid pg_node_tree = 194, aclitem_array = 1034, regtype_array = 2211, pg_lsn = 3220;
}

// A relation of pg_catalog.
constexpr SystemRelation catalog_relation(Oid oid, std::string_view name, char kind,
                                          std::span<const SystemColumn> columns,
                                          void (*scan)(const SystemScanContext&, RowAppender&)) {
  return {.oid = oid,
          .schema = oid::schema_pg_catalog,
          .name = name,
          .kind = kind,
          .columns = columns,
          .scan = scan};
}

// One array a file.
std::span<const SystemRelation> class_relations();
std::span<const SystemRelation> constraint_relations();
std::span<const SystemRelation> type_relations();
std::span<const SystemRelation> function_relations();
std::span<const SystemRelation> role_relations();
std::span<const SystemRelation> view_relations();
std::span<const SystemRelation> statistics_relations();
std::span<const SystemRelation> sys_relations();
std::span<const SystemRelation> information_relations();
std::span<const SystemRelation> information_key_relations();
std::span<const SystemRelation> database_relations();
std::span<const SystemRelation> empty_relations();

// Oids of catalogs that other catalogs' rows point at.
namespace catalog_oid {
inline constexpr Oid pg_type = 1247, pg_attribute = 1249, pg_proc = 1255, pg_class = 1259,
                     pg_authid = 1260, pg_attrdef = 2604, pg_constraint = 2606, pg_namespace = 2615,
                     pg_statistic_ext = 3381;
}

// Functions that only catalogs mention: clients tell kinds of types apart by how they are read.
struct TypeFunction {
  Oid oid;
  std::string_view name;
  Oid result;
  std::array<Oid, 3> arguments;
};
inline constexpr std::array<TypeFunction, 10> type_functions{
    {{750, "array_in", oid::anyarray, {oid::cstring, oid::oid, oid::int4}},
     {751, "array_out", oid::cstring, {oid::anyarray}},
     {2400, "array_recv", oid::anyarray, {2281, oid::oid, oid::int4}},
     {2401, "array_send", oid::bytea, {oid::anyarray}},
     {2290, "record_in", oid::record, {oid::cstring, oid::oid, oid::int4}},
     {2291, "record_out", oid::cstring, {oid::record}},
     {2402, "record_recv", oid::record, {2281, oid::oid, oid::int4}},
     {2403, "record_send", oid::bytea, {oid::record}},
     {2597, "domain_in", oid::any, {oid::cstring, oid::oid, oid::int4}},
     {2598, "domain_recv", oid::any, {2281, oid::oid, oid::int4}}}};

// The access methods of the service.
inline constexpr Oid table_access_method = 2;
inline constexpr Oid index_access_method = 403;

// The oid of the collation C for types that have one, else 0.
Oid collation_of(Oid type);

// Indexes of a database have oids of their own; a row type's array type is not stored.
inline Oid column_type_oid(const TableColumn& column) {
  return column.domain != 0 ? column.domain : column.type;
}

// A column default has no oid in the catalog; pg_attrdef and pg_depend give it this one, made of
// the table's and the column's number and far from all others.
inline Oid default_oid(Oid table, AttributeNumber column) {
  return 0x80000000U | (table << 11) | static_cast<Oid>(column);
}

// The column names a stored expression uses, each once, in order of appearance.
std::vector<std::string> column_names_in(std::string_view sql);

}  // namespace dsql::engine
