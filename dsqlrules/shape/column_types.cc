#include "dsqlrules/shape/column_types.h"

#include <algorithm>
#include <array>
#include <string>

#include "dsqlrules/parse/node.h"

namespace dsql::rules {
namespace {

constexpr ColumnType supported(std::string_view name, std::string_view displayed, int key_bytes) {
  return {name, displayed, true, true, key_bytes};
}
constexpr ColumnType not_in_key(std::string_view name, std::string_view displayed) {
  return {name, displayed, true, false, 0};
}
// Known to PostgreSQL, no column type of the service.
constexpr ColumnType refused(std::string_view name) { return {name, name, false, false, 0}; }

constexpr std::array column_types{supported("int2", "smallint", 2),
                                  supported("int4", "integer", 4),
                                  supported("int8", "bigint", 8),
                                  supported("float4", "real", 4),
                                  supported("float8", "double precision", 8),
                                  supported("numeric", "numeric", 0),
                                  supported("bpchar", "character", 0),
                                  supported("varchar", "character varying", 0),
                                  supported("text", "text", 0),
                                  supported("date", "date", 4),
                                  supported("time", "time without time zone", 8),
                                  supported("timestamp", "timestamp without time zone", 8),
                                  supported("timestamptz", "timestamp with time zone", 8),
                                  supported("bool", "boolean", 1),
                                  supported("uuid", "uuid", 16),
                                  not_in_key("timetz", "time with time zone"),
                                  not_in_key("interval", "interval"),
                                  not_in_key("bytea", "bytea"),
                                  not_in_key("json", "json"),
                                  not_in_key("jsonb", "jsonb"),
                                  ColumnType{"varbit", "bit varying", false, false, 0},
                                  ColumnType{"char", "\"char\"", false, false, 0},
                                  refused("bit"),
                                  refused("money"),
                                  refused("xml"),
                                  refused("inet"),
                                  refused("cidr"),
                                  refused("macaddr"),
                                  refused("macaddr8"),
                                  refused("point"),
                                  refused("line"),
                                  refused("lseg"),
                                  refused("box"),
                                  refused("path"),
                                  refused("polygon"),
                                  refused("circle"),
                                  refused("tsvector"),
                                  refused("tsquery"),
                                  refused("gtsvector"),
                                  refused("int4range"),
                                  refused("int8range"),
                                  refused("numrange"),
                                  refused("tsrange"),
                                  refused("tstzrange"),
                                  refused("daterange"),
                                  refused("int4multirange"),
                                  refused("int8multirange"),
                                  refused("nummultirange"),
                                  refused("tsmultirange"),
                                  refused("tstzmultirange"),
                                  refused("datemultirange"),
                                  refused("pg_lsn"),
                                  refused("pg_snapshot"),
                                  refused("txid_snapshot"),
                                  refused("jsonpath"),
                                  refused("refcursor"),
                                  refused("name"),
                                  refused("oid"),
                                  refused("xid"),
                                  refused("xid8"),
                                  refused("cid"),
                                  refused("tid"),
                                  refused("aclitem"),
                                  refused("int2vector"),
                                  refused("oidvector"),
                                  refused("pg_node_tree"),
                                  refused("regclass"),
                                  refused("regcollation"),
                                  refused("regconfig"),
                                  refused("regdictionary"),
                                  refused("regnamespace"),
                                  refused("regoper"),
                                  refused("regoperator"),
                                  refused("regproc"),
                                  refused("regprocedure"),
                                  refused("regrole"),
                                  refused("regtype")};

constexpr std::array<std::string_view, 6> serial_names{"serial",  "serial2",   "serial4",
                                                       "serial8", "bigserial", "smallserial"};

void read_modifiers(const PgQuery__TypeName& type, TypeShape& shape) {
  if (shape.name == "numeric") {
    shape.precision = type_modifier(type, 0);
    shape.scale = type_modifier(type, 1);
  } else if (shape.name == "character" || shape.name == "character varying") {
    shape.length = type_modifier(type, 0);
  }
}

}  // namespace

const ColumnType* find_column_type(std::string_view displayed) {
  const auto found =
      std::find_if(column_types.begin(), column_types.end(),
                   [&](const ColumnType& type) { return type.displayed == displayed; });
  return found == column_types.end() ? nullptr : &*found;
}

bool is_serial(std::string_view name) {
  return std::find(serial_names.begin(), serial_names.end(), name) != serial_names.end();
}

TypeShape type_shape(const PgQuery__TypeName& type) {
  TypeShape shape;
  const std::string_view schema = type_schema_name(type);
  const std::string_view name = type_base_name(type);
  if (type.pct_type || type.setof || (!schema.empty() && schema != "pg_catalog")) return shape;
  if (schema.empty() && is_serial(name)) {
    shape.name = name;
    return shape;
  }
  const auto row =
      std::find_if(column_types.begin(), column_types.end(),
                   [&](const ColumnType& candidate) { return candidate.name == name; });
  if (row == column_types.end()) return shape;
  shape.name = row->displayed;
  read_modifiers(type, shape);
  if (type.n_array_bounds > 0) shape.name += "[]";
  return shape;
}

}  // namespace dsql::rules
