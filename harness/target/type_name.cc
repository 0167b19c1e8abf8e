#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "harness/target/result.h"

namespace dsql::harness {
namespace {

struct TypeName {
  Oid type;
  std::string_view name;
};

// pg_type's fixed oids, in order.
constexpr auto type_names = std::to_array<TypeName>({
    {16, "boolean"},
    {17, "bytea"},
    {18, "\"char\""},
    {19, "name"},
    {20, "bigint"},
    {21, "smallint"},
    {22, "int2vector"},
    {23, "integer"},
    {24, "regproc"},
    {25, "text"},
    {26, "oid"},
    {27, "tid"},
    {28, "xid"},
    {29, "cid"},
    {30, "oidvector"},
    {114, "json"},
    {142, "xml"},
    {194, "pg_node_tree"},
    {199, "json[]"},
    {600, "point"},
    {650, "cidr"},
    {700, "real"},
    {701, "double precision"},
    {705, "unknown"},
    {790, "money"},
    {829, "macaddr"},
    {869, "inet"},
    {1000, "boolean[]"},
    {1001, "bytea[]"},
    {1002, "\"char\"[]"},
    {1003, "name[]"},
    {1005, "smallint[]"},
    {1007, "integer[]"},
    {1009, "text[]"},
    {1014, "character[]"},
    {1015, "character varying[]"},
    {1016, "bigint[]"},
    {1021, "real[]"},
    {1022, "double precision[]"},
    {1028, "oid[]"},
    {1033, "aclitem"},
    {1034, "aclitem[]"},
    {1042, "character"},
    {1043, "character varying"},
    {1082, "date"},
    {1083, "time without time zone"},
    {1114, "timestamp without time zone"},
    {1115, "timestamp without time zone[]"},
    {1182, "date[]"},
    {1183, "time without time zone[]"},
    {1184, "timestamp with time zone"},
    {1185, "timestamp with time zone[]"},
    {1186, "interval"},
    {1187, "interval[]"},
    {1231, "numeric[]"},
    {1266, "time with time zone"},
    {1270, "time with time zone[]"},
    {1560, "bit"},
    {1562, "bit varying"},
    {1700, "numeric"},
    {2202, "regprocedure"},
    {2203, "regoper"},
    {2204, "regoperator"},
    {2205, "regclass"},
    {2206, "regtype"},
    {2249, "record"},
    {2278, "void"},
    {2287, "record[]"},
    {2950, "uuid"},
    {2951, "uuid[]"},
    {3220, "pg_lsn"},
    {3614, "tsvector"},
    {3615, "tsquery"},
    {3734, "regconfig"},
    {3802, "jsonb"},
    {3807, "jsonb[]"},
    {3904, "int4range"},
    {4072, "jsonpath"},
    {4089, "regnamespace"},
    {4096, "regrole"},
});
static_assert(std::ranges::is_sorted(type_names, {}, &TypeName::type));

constexpr int varlena_header = 4;  // what a length modifier counts beside the characters

std::string with_precision(std::string_view name, int precision) {
  // "timestamp without time zone" keeps its zone behind the precision: timestamp(3) without time
  // zone.
  const auto space = name.find(' ');
  if (space == std::string_view::npos) return fmt::format("{}({})", name, precision);
  return fmt::format("{}({}){}", name.substr(0, space), precision, name.substr(space));
}

std::string with_modifier(Oid type, std::string_view name, int modifier) {
  switch (type) {
    case 1042:
    case 1043: return fmt::format("{}({})", name, modifier - varlena_header);
    case 1700: {
      const int bits = modifier - varlena_header;
      const int scale = ((bits & 0x7ff) ^ 1024) - 1024;  // 11 bits, signed
      return fmt::format("{}({},{})", name, (bits >> 16) & 0xffff, scale);
    }
    case 1083:
    case 1114:
    case 1184:
    case 1266: return with_precision(name, modifier);
    default: return std::string(name);
  }
}

}  // namespace

std::string type_name(Oid type, int modifier) {
  const auto found = std::ranges::lower_bound(type_names, type, {}, &TypeName::type);
  if (found == type_names.end() || found->type != type) return fmt::format("oid {}", type);
  if (modifier < 0) return std::string(found->name);
  return with_modifier(type, found->name, modifier);
}

}  // namespace dsql::harness
