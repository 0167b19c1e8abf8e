#include <algorithm>
#include <array>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/array.h"
#include "engine/types/boolean.h"
#include "engine/types/bytea.h"
#include "engine/types/codec.h"
#include "engine/types/datetime.h"
#include "engine/types/float.h"
#include "engine/types/inet.h"
#include "engine/types/integer.h"
#include "engine/types/json.h"
#include "engine/types/jsonpath.h"
#include "engine/types/numeric.h"
#include "engine/types/record.h"
#include "engine/types/text.h"
#include "engine/types/type.h"

namespace dsql::engine {

namespace {

enum : unsigned {
  preferred = 1,
  storable = 2,
  in_key = 4,
  pseudo = 8,
  range = 16,
  multirange = 32,
};

// The columns of pg_type, in the order of a row of the table below.
struct Facts {
  Oid oid;
  std::string_view name;
  std::string_view display;
  std::int16_t length;
  char category;
  char alignment;
  Oid element;
  Oid array;
  Physical physical;
  unsigned flags;
};

// A type that exists in the catalog but whose values this program neither reads nor writes.
struct NoCodec {};

using Int2Codec = ScalarCodec<IntegerFamily<std::int16_t>>;
using Int4Codec = ScalarCodec<IntegerFamily<std::int32_t>>;
using Int8Codec = ScalarCodec<IntegerFamily<std::int64_t>>;
using Float4Codec = ScalarCodec<FloatFamily<float>>;
using Float8Codec = ScalarCodec<FloatFamily<double>>;
template <Oid TypeOid>
using OidCodec = ScalarCodec<OidFamily<TypeOid>>;
template <Oid TypeOid>
using RegCodec = ScalarCodec<RegFamily<TypeOid>>;
using DateCodec = ScalarCodec<DateFamily>;
using TimeCodec = ScalarCodec<TimeFamily>;
using TimestampCodec = ScalarCodec<TimestampFamily>;
using TimestampTzCodec = ScalarCodec<TimestampTzFamily>;
using IntervalCodec = ScalarCodec<IntervalFamily>;
using TimeTzCodec = ScalarCodec<TimeTzFamily>;

// void: no value, an empty text.
struct VoidCodec {
  static void text_output(const Column&, std::uint32_t, const TextFormat&, std::string&) {}
  static void binary_output(const Column&, std::uint32_t, std::string&) {}
};

// A descriptor of these facts with the functions that `Codec` has. Keys are only for types that may
// be in one.
template <class Codec>
consteval Type row(Facts facts) {
  Type type;
  type.oid = facts.oid;
  type.name = facts.name;
  type.display = facts.display;
  type.length = facts.length;
  type.category = facts.category;
  type.preferred = (facts.flags & preferred) != 0;
  type.alignment = facts.alignment;
  type.kind = facts.flags & pseudo       ? 'p'
              : facts.flags & range      ? 'r'
              : facts.flags & multirange ? 'm'
                                         : 'b';
  type.element = facts.element;
  type.array = facts.array;
  type.physical = facts.physical;
  type.storable = (facts.flags & storable) != 0;
  type.in_key = (facts.flags & in_key) != 0;
  if constexpr (requires { &Codec::text_input; }) type.text_input = &Codec::text_input;
  if constexpr (requires { &Codec::text_output; }) type.text_output = &Codec::text_output;
  if constexpr (requires { &Codec::binary_input; }) type.binary_input = &Codec::binary_input;
  if constexpr (requires { &Codec::binary_output; }) type.binary_output = &Codec::binary_output;
  if constexpr (requires { &Codec::compare; }) type.compare = &Codec::compare;
  if constexpr (requires { &Codec::hash; }) type.hash = &Codec::hash;
  if constexpr (requires { &Codec::key_encode; }) {
    if (type.in_key) {
      type.key_encode = &Codec::key_encode;
      type.key_decode = &Codec::key_decode;
    }
  }
  return type;
}

// PostgreSQL 16's pg_type by oid, composite types of catalogs left out. Columns: Facts.
constexpr Type types[] = {
    row<ScalarCodec<BooleanFamily>>({16, "bool", "boolean", 1, 'B', 'c', 0, 1000, Physical::boolean,
                                     preferred | storable | in_key}),
    row<ByteaCodec>({17, "bytea", "bytea", -1, 'U', 'i', 0, 1001, Physical::bytes, storable}),
    row<CharCodec>({18, "char", "\"char\"", 1, 'Z', 'c', 0, 1002, Physical::bytes, 0}),
    row<NameCodec>({19, "name", "name", 64, 'S', 'c', 18, 1003, Physical::bytes, 0}),
    row<Int8Codec>(
        {20, "int8", "bigint", 8, 'N', 'd', 0, 1016, Physical::int64, storable | in_key}),
    row<Int2Codec>(
        {21, "int2", "smallint", 2, 'N', 's', 0, 1005, Physical::int16, storable | in_key}),
    row<VectorCodec<21>>(
        {22, "int2vector", "int2vector", -1, 'A', 'i', 21, 1006, Physical::bytes, 0}),
    row<Int4Codec>(
        {23, "int4", "integer", 4, 'N', 'i', 0, 1007, Physical::int32, storable | in_key}),
    row<RegCodec<24>>({24, "regproc", "regproc", 4, 'N', 'i', 0, 1008, Physical::uint32, 0}),
    row<TextCodec>({25, "text", "text", -1, 'S', 'i', 0, 1009, Physical::bytes,
                    preferred | storable | in_key}),
    row<OidCodec<26>>({26, "oid", "oid", 4, 'N', 'i', 0, 1028, Physical::uint32, preferred}),
    row<TidCodec>({27, "tid", "tid", 6, 'U', 's', 0, 1010, Physical::bytes, 0}),
    row<OidCodec<28>>({28, "xid", "xid", 4, 'U', 'i', 0, 1011, Physical::uint32, 0}),
    row<OidCodec<29>>({29, "cid", "cid", 4, 'U', 'i', 0, 1012, Physical::uint32, 0}),
    row<VectorCodec<26>>(
        {30, "oidvector", "oidvector", -1, 'A', 'i', 26, 1013, Physical::bytes, 0}),
    row<NoCodec>(
        {32, "pg_ddl_command", "pg_ddl_command", 8, 'P', 'd', 0, 0, Physical::bytes, pseudo}),
    row<JsonCodec>({114, "json", "json", -1, 'U', 'i', 0, 199, Physical::bytes, storable}),
    row<NoCodec>({142, "xml", "xml", -1, 'U', 'i', 0, 143, Physical::bytes, 0}),
    row<NoCodec>({143, "_xml", "xml[]", -1, 'A', 'i', 142, 0, Physical::bytes, 0}),
    row<TextCodec>({194, "pg_node_tree", "pg_node_tree", -1, 'Z', 'i', 0, 0, Physical::bytes, 0}),
    row<ArrayCodec<114>>({199, "_json", "json[]", -1, 'A', 'i', 114, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {269, "table_am_handler", "table_am_handler", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<ArrayCodec<5069>>({271, "_xid8", "xid8[]", -1, 'A', 'd', 5069, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {325, "index_am_handler", "index_am_handler", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({600, "point", "point", 16, 'G', 'd', 701, 1017, Physical::bytes, 0}),
    row<NoCodec>({601, "lseg", "lseg", 32, 'G', 'd', 600, 1018, Physical::bytes, 0}),
    row<NoCodec>({602, "path", "path", -1, 'G', 'd', 0, 1019, Physical::bytes, 0}),
    row<NoCodec>({603, "box", "box", 32, 'G', 'd', 600, 1020, Physical::bytes, 0}),
    row<NoCodec>({604, "polygon", "polygon", -1, 'G', 'd', 0, 1027, Physical::bytes, 0}),
    row<NoCodec>({628, "line", "line", 24, 'G', 'd', 701, 629, Physical::bytes, 0}),
    row<NoCodec>({629, "_line", "line[]", -1, 'A', 'd', 628, 0, Physical::bytes, 0}),
    row<InetCodec<true>>({650, "cidr", "cidr", -1, 'I', 'i', 0, 651, Physical::bytes, 0}),
    row<ArrayCodec<650>>({651, "_cidr", "cidr[]", -1, 'A', 'i', 650, 0, Physical::bytes, 0}),
    row<Float4Codec>(
        {700, "float4", "real", 4, 'N', 'i', 0, 1021, Physical::float32, storable | in_key}),
    row<Float8Codec>({701, "float8", "double precision", 8, 'N', 'd', 0, 1022, Physical::float64,
                      preferred | storable | in_key}),
    row<TextCodec>({705, "unknown", "unknown", -2, 'X', 'c', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({718, "circle", "circle", 24, 'G', 'd', 0, 719, Physical::bytes, 0}),
    row<NoCodec>({719, "_circle", "circle[]", -1, 'A', 'd', 718, 0, Physical::bytes, 0}),
    row<NoCodec>({774, "macaddr8", "macaddr8", 8, 'U', 'i', 0, 775, Physical::bytes, 0}),
    row<NoCodec>({775, "_macaddr8", "macaddr8[]", -1, 'A', 'i', 774, 0, Physical::bytes, 0}),
    row<NoCodec>({790, "money", "money", 8, 'N', 'd', 0, 791, Physical::bytes, 0}),
    row<NoCodec>({791, "_money", "money[]", -1, 'A', 'd', 790, 0, Physical::bytes, 0}),
    row<NoCodec>({829, "macaddr", "macaddr", 6, 'U', 'i', 0, 1040, Physical::bytes, 0}),
    row<InetCodec<false>>({869, "inet", "inet", -1, 'I', 'i', 0, 1041, Physical::bytes, preferred}),
    row<ArrayCodec<16>>({1000, "_bool", "boolean[]", -1, 'A', 'i', 16, 0, Physical::bytes, 0}),
    row<ArrayCodec<17>>({1001, "_bytea", "bytea[]", -1, 'A', 'i', 17, 0, Physical::bytes, 0}),
    row<ArrayCodec<18>>({1002, "_char", "\"char\"[]", -1, 'A', 'i', 18, 0, Physical::bytes, 0}),
    row<ArrayCodec<19>>({1003, "_name", "name[]", -1, 'A', 'i', 19, 0, Physical::bytes, 0}),
    row<ArrayCodec<21>>({1005, "_int2", "smallint[]", -1, 'A', 'i', 21, 0, Physical::bytes, 0}),
    row<ArrayCodec<22>>(
        {1006, "_int2vector", "int2vector[]", -1, 'A', 'i', 22, 0, Physical::bytes, 0}),
    row<ArrayCodec<23>>({1007, "_int4", "integer[]", -1, 'A', 'i', 23, 0, Physical::bytes, 0}),
    row<ArrayCodec<24>>({1008, "_regproc", "regproc[]", -1, 'A', 'i', 24, 0, Physical::bytes, 0}),
    row<ArrayCodec<25>>({1009, "_text", "text[]", -1, 'A', 'i', 25, 0, Physical::bytes, 0}),
    row<ArrayCodec<27>>({1010, "_tid", "tid[]", -1, 'A', 'i', 27, 0, Physical::bytes, 0}),
    row<ArrayCodec<28>>({1011, "_xid", "xid[]", -1, 'A', 'i', 28, 0, Physical::bytes, 0}),
    row<ArrayCodec<29>>({1012, "_cid", "cid[]", -1, 'A', 'i', 29, 0, Physical::bytes, 0}),
    row<ArrayCodec<30>>(
        {1013, "_oidvector", "oidvector[]", -1, 'A', 'i', 30, 0, Physical::bytes, 0}),
    row<ArrayCodec<1042>>(
        {1014, "_bpchar", "character[]", -1, 'A', 'i', 1042, 0, Physical::bytes, 0}),
    row<ArrayCodec<1043>>(
        {1015, "_varchar", "character varying[]", -1, 'A', 'i', 1043, 0, Physical::bytes, 0}),
    row<ArrayCodec<20>>({1016, "_int8", "bigint[]", -1, 'A', 'd', 20, 0, Physical::bytes, 0}),
    row<NoCodec>({1017, "_point", "point[]", -1, 'A', 'd', 600, 0, Physical::bytes, 0}),
    row<NoCodec>({1018, "_lseg", "lseg[]", -1, 'A', 'd', 601, 0, Physical::bytes, 0}),
    row<NoCodec>({1019, "_path", "path[]", -1, 'A', 'd', 602, 0, Physical::bytes, 0}),
    row<NoCodec>({1020, "_box", "box[]", -1, 'A', 'd', 603, 0, Physical::bytes, 0}),
    row<ArrayCodec<700>>({1021, "_float4", "real[]", -1, 'A', 'i', 700, 0, Physical::bytes, 0}),
    row<ArrayCodec<701>>(
        {1022, "_float8", "double precision[]", -1, 'A', 'd', 701, 0, Physical::bytes, 0}),
    row<NoCodec>({1027, "_polygon", "polygon[]", -1, 'A', 'd', 604, 0, Physical::bytes, 0}),
    row<ArrayCodec<26>>({1028, "_oid", "oid[]", -1, 'A', 'i', 26, 0, Physical::bytes, 0}),
    row<TextCodec>({1033, "aclitem", "aclitem", 16, 'U', 'd', 0, 1034, Physical::bytes, 0}),
    row<ArrayCodec<1033>>(
        {1034, "_aclitem", "aclitem[]", -1, 'A', 'd', 1033, 0, Physical::bytes, 0}),
    row<NoCodec>({1040, "_macaddr", "macaddr[]", -1, 'A', 'i', 829, 0, Physical::bytes, 0}),
    row<ArrayCodec<869>>({1041, "_inet", "inet[]", -1, 'A', 'i', 869, 0, Physical::bytes, 0}),
    row<BpcharCodec>(
        {1042, "bpchar", "character", -1, 'S', 'i', 0, 1014, Physical::bytes, storable | in_key}),
    row<TextCodec>({1043, "varchar", "character varying", -1, 'S', 'i', 0, 1015, Physical::bytes,
                    storable | in_key}),
    row<DateCodec>(
        {1082, "date", "date", 4, 'D', 'i', 0, 1182, Physical::int32, storable | in_key}),
    row<TimeCodec>({1083, "time", "time without time zone", 8, 'D', 'd', 0, 1183, Physical::int64,
                    storable | in_key}),
    row<TimestampCodec>({1114, "timestamp", "timestamp without time zone", 8, 'D', 'd', 0, 1115,
                         Physical::int64, storable | in_key}),
    row<ArrayCodec<1114>>({1115, "_timestamp", "timestamp without time zone[]", -1, 'A', 'd', 1114,
                           0, Physical::bytes, 0}),
    row<ArrayCodec<1082>>({1182, "_date", "date[]", -1, 'A', 'i', 1082, 0, Physical::bytes, 0}),
    row<ArrayCodec<1083>>(
        {1183, "_time", "time without time zone[]", -1, 'A', 'd', 1083, 0, Physical::bytes, 0}),
    row<TimestampTzCodec>({1184, "timestamptz", "timestamp with time zone", 8, 'D', 'd', 0, 1185,
                           Physical::int64, preferred | storable | in_key}),
    row<ArrayCodec<1184>>({1185, "_timestamptz", "timestamp with time zone[]", -1, 'A', 'd', 1184,
                           0, Physical::bytes, 0}),
    row<IntervalCodec>({1186, "interval", "interval", 16, 'T', 'd', 0, 1187, Physical::interval,
                        preferred | storable}),
    row<ArrayCodec<1186>>(
        {1187, "_interval", "interval[]", -1, 'A', 'd', 1186, 0, Physical::bytes, 0}),
    row<ArrayCodec<1700>>(
        {1231, "_numeric", "numeric[]", -1, 'A', 'i', 1700, 0, Physical::bytes, 0}),
    row<ArrayCodec<2275>>(
        {1263, "_cstring", "cstring[]", -1, 'A', 'i', 2275, 0, Physical::bytes, 0}),
    row<TimeTzCodec>(
        {1266, "timetz", "time with time zone", 12, 'D', 'd', 0, 1270, Physical::timetz, storable}),
    row<ArrayCodec<1266>>(
        {1270, "_timetz", "time with time zone[]", -1, 'A', 'd', 1266, 0, Physical::bytes, 0}),
    row<NoCodec>({1560, "bit", "bit", -1, 'V', 'i', 0, 1561, Physical::bytes, 0}),
    row<NoCodec>({1561, "_bit", "bit[]", -1, 'A', 'i', 1560, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {1562, "varbit", "bit varying", -1, 'V', 'i', 0, 1563, Physical::bytes, preferred}),
    row<NoCodec>({1563, "_varbit", "bit varying[]", -1, 'A', 'i', 1562, 0, Physical::bytes, 0}),
    row<NumericCodec>(
        {1700, "numeric", "numeric", -1, 'N', 'i', 0, 1231, Physical::bytes, storable | in_key}),
    row<TextCodec>({1790, "refcursor", "refcursor", -1, 'U', 'i', 0, 2201, Physical::bytes, 0}),
    row<ArrayCodec<1790>>(
        {2201, "_refcursor", "refcursor[]", -1, 'A', 'i', 1790, 0, Physical::bytes, 0}),
    row<RegCodec<2202>>(
        {2202, "regprocedure", "regprocedure", 4, 'N', 'i', 0, 2207, Physical::uint32, 0}),
    row<RegCodec<2203>>({2203, "regoper", "regoper", 4, 'N', 'i', 0, 2208, Physical::uint32, 0}),
    row<RegCodec<2204>>(
        {2204, "regoperator", "regoperator", 4, 'N', 'i', 0, 2209, Physical::uint32, 0}),
    row<RegCodec<2205>>({2205, "regclass", "regclass", 4, 'N', 'i', 0, 2210, Physical::uint32, 0}),
    row<RegCodec<2206>>({2206, "regtype", "regtype", 4, 'N', 'i', 0, 2211, Physical::uint32, 0}),
    row<ArrayCodec<2202>>(
        {2207, "_regprocedure", "regprocedure[]", -1, 'A', 'i', 2202, 0, Physical::bytes, 0}),
    row<ArrayCodec<2203>>(
        {2208, "_regoper", "regoper[]", -1, 'A', 'i', 2203, 0, Physical::bytes, 0}),
    row<ArrayCodec<2204>>(
        {2209, "_regoperator", "regoperator[]", -1, 'A', 'i', 2204, 0, Physical::bytes, 0}),
    row<ArrayCodec<2205>>(
        {2210, "_regclass", "regclass[]", -1, 'A', 'i', 2205, 0, Physical::bytes, 0}),
    row<ArrayCodec<2206>>(
        {2211, "_regtype", "regtype[]", -1, 'A', 'i', 2206, 0, Physical::bytes, 0}),
    row<RecordCodec>({2249, "record", "record", -1, 'P', 'd', 0, 2287, Physical::bytes, pseudo}),
    row<TextCodec>({2275, "cstring", "cstring", -2, 'P', 'c', 0, 1263, Physical::bytes, pseudo}),
    row<NoCodec>({2276, "any", "\"any\"", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({2277, "anyarray", "anyarray", -1, 'P', 'd', 0, 0, Physical::bytes, pseudo}),
    row<VoidCodec>({2278, "void", "void", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({2279, "trigger", "trigger", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>(
        {2280, "language_handler", "language_handler", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({2281, "internal", "internal", 8, 'P', 'd', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({2283, "anyelement", "anyelement", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<ArrayCodec<2249>>(
        {2287, "_record", "record[]", -1, 'P', 'd', 2249, 0, Physical::bytes, pseudo}),
    row<NoCodec>({2776, "anynonarray", "anynonarray", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>(
        {2949, "_txid_snapshot", "txid_snapshot[]", -1, 'A', 'd', 2970, 0, Physical::bytes, 0}),
    row<ScalarCodec<UuidFamily>>(
        {2950, "uuid", "uuid", 16, 'U', 'c', 0, 2951, Physical::uuid, storable | in_key}),
    row<ArrayCodec<2950>>({2951, "_uuid", "uuid[]", -1, 'A', 'i', 2950, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {2970, "txid_snapshot", "txid_snapshot", -1, 'U', 'd', 0, 2949, Physical::bytes, 0}),
    row<NoCodec>({3115, "fdw_handler", "fdw_handler", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({3220, "pg_lsn", "pg_lsn", 8, 'U', 'd', 0, 3221, Physical::bytes, 0}),
    row<NoCodec>({3221, "_pg_lsn", "pg_lsn[]", -1, 'A', 'd', 3220, 0, Physical::bytes, 0}),
    row<NoCodec>({3310, "tsm_handler", "tsm_handler", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({3361, "pg_ndistinct", "pg_ndistinct", -1, 'Z', 'i', 0, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {3402, "pg_dependencies", "pg_dependencies", -1, 'Z', 'i', 0, 0, Physical::bytes, 0}),
    row<NoCodec>({3500, "anyenum", "anyenum", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({3614, "tsvector", "tsvector", -1, 'U', 'i', 0, 3643, Physical::bytes, 0}),
    row<NoCodec>({3615, "tsquery", "tsquery", -1, 'U', 'i', 0, 3645, Physical::bytes, 0}),
    row<NoCodec>({3642, "gtsvector", "gtsvector", -1, 'U', 'i', 0, 3644, Physical::bytes, 0}),
    row<NoCodec>({3643, "_tsvector", "tsvector[]", -1, 'A', 'i', 3614, 0, Physical::bytes, 0}),
    row<NoCodec>({3644, "_gtsvector", "gtsvector[]", -1, 'A', 'i', 3642, 0, Physical::bytes, 0}),
    row<NoCodec>({3645, "_tsquery", "tsquery[]", -1, 'A', 'i', 3615, 0, Physical::bytes, 0}),
    row<RegCodec<3734>>(
        {3734, "regconfig", "regconfig", 4, 'N', 'i', 0, 3735, Physical::uint32, 0}),
    row<ArrayCodec<3734>>(
        {3735, "_regconfig", "regconfig[]", -1, 'A', 'i', 3734, 0, Physical::bytes, 0}),
    row<RegCodec<3769>>(
        {3769, "regdictionary", "regdictionary", 4, 'N', 'i', 0, 3770, Physical::uint32, 0}),
    row<ArrayCodec<3769>>(
        {3770, "_regdictionary", "regdictionary[]", -1, 'A', 'i', 3769, 0, Physical::bytes, 0}),
    row<JsonbCodec>({3802, "jsonb", "jsonb", -1, 'U', 'i', 0, 3807, Physical::bytes, storable}),
    row<ArrayCodec<3802>>({3807, "_jsonb", "jsonb[]", -1, 'A', 'i', 3802, 0, Physical::bytes, 0}),
    row<NoCodec>({3831, "anyrange", "anyrange", -1, 'P', 'd', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>(
        {3838, "event_trigger", "event_trigger", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({3904, "int4range", "int4range", -1, 'R', 'i', 0, 3905, Physical::bytes, range}),
    row<NoCodec>({3905, "_int4range", "int4range[]", -1, 'A', 'i', 3904, 0, Physical::bytes, 0}),
    row<NoCodec>({3906, "numrange", "numrange", -1, 'R', 'i', 0, 3907, Physical::bytes, range}),
    row<NoCodec>({3907, "_numrange", "numrange[]", -1, 'A', 'i', 3906, 0, Physical::bytes, 0}),
    row<NoCodec>({3908, "tsrange", "tsrange", -1, 'R', 'd', 0, 3909, Physical::bytes, range}),
    row<NoCodec>({3909, "_tsrange", "tsrange[]", -1, 'A', 'd', 3908, 0, Physical::bytes, 0}),
    row<NoCodec>({3910, "tstzrange", "tstzrange", -1, 'R', 'd', 0, 3911, Physical::bytes, range}),
    row<NoCodec>({3911, "_tstzrange", "tstzrange[]", -1, 'A', 'd', 3910, 0, Physical::bytes, 0}),
    row<NoCodec>({3912, "daterange", "daterange", -1, 'R', 'i', 0, 3913, Physical::bytes, range}),
    row<NoCodec>({3913, "_daterange", "daterange[]", -1, 'A', 'i', 3912, 0, Physical::bytes, 0}),
    row<NoCodec>({3926, "int8range", "int8range", -1, 'R', 'd', 0, 3927, Physical::bytes, range}),
    row<NoCodec>({3927, "_int8range", "int8range[]", -1, 'A', 'd', 3926, 0, Physical::bytes, 0}),
    row<JsonPathCodec>({4072, "jsonpath", "jsonpath", -1, 'U', 'i', 0, 4073, Physical::bytes, 0}),
    row<ArrayCodec<4072>>({4073, "_jsonpath", "jsonpath[]", -1, 'A', 'i', 4072, 0, Physical::bytes, 0}),
    row<RegCodec<4089>>(
        {4089, "regnamespace", "regnamespace", 4, 'N', 'i', 0, 4090, Physical::uint32, 0}),
    row<ArrayCodec<4089>>(
        {4090, "_regnamespace", "regnamespace[]", -1, 'A', 'i', 4089, 0, Physical::bytes, 0}),
    row<RegCodec<4096>>({4096, "regrole", "regrole", 4, 'N', 'i', 0, 4097, Physical::uint32, 0}),
    row<ArrayCodec<4096>>(
        {4097, "_regrole", "regrole[]", -1, 'A', 'i', 4096, 0, Physical::bytes, 0}),
    row<RegCodec<4191>>(
        {4191, "regcollation", "regcollation", 4, 'N', 'i', 0, 4192, Physical::uint32, 0}),
    row<ArrayCodec<4191>>(
        {4192, "_regcollation", "regcollation[]", -1, 'A', 'i', 4191, 0, Physical::bytes, 0}),
    row<NoCodec>({4451, "int4multirange", "int4multirange", -1, 'R', 'i', 0, 6150, Physical::bytes,
                  multirange}),
    row<NoCodec>({4532, "nummultirange", "nummultirange", -1, 'R', 'i', 0, 6151, Physical::bytes,
                  multirange}),
    row<NoCodec>(
        {4533, "tsmultirange", "tsmultirange", -1, 'R', 'd', 0, 6152, Physical::bytes, multirange}),
    row<NoCodec>({4534, "tstzmultirange", "tstzmultirange", -1, 'R', 'd', 0, 6153, Physical::bytes,
                  multirange}),
    row<NoCodec>({4535, "datemultirange", "datemultirange", -1, 'R', 'i', 0, 6155, Physical::bytes,
                  multirange}),
    row<NoCodec>({4536, "int8multirange", "int8multirange", -1, 'R', 'd', 0, 6157, Physical::bytes,
                  multirange}),
    row<NoCodec>(
        {4537, "anymultirange", "anymultirange", -1, 'P', 'd', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({4538, "anycompatiblemultirange", "anycompatiblemultirange", -1, 'P', 'd', 0, 0,
                  Physical::bytes, pseudo}),
    row<NoCodec>({4600, "pg_brin_bloom_summary", "pg_brin_bloom_summary", -1, 'Z', 'i', 0, 0,
                  Physical::bytes, 0}),
    row<NoCodec>({4601, "pg_brin_minmax_multi_summary", "pg_brin_minmax_multi_summary", -1, 'Z',
                  'i', 0, 0, Physical::bytes, 0}),
    row<NoCodec>({5017, "pg_mcv_list", "pg_mcv_list", -1, 'Z', 'i', 0, 0, Physical::bytes, 0}),
    row<NoCodec>({5038, "pg_snapshot", "pg_snapshot", -1, 'U', 'd', 0, 5039, Physical::bytes, 0}),
    row<NoCodec>(
        {5039, "_pg_snapshot", "pg_snapshot[]", -1, 'A', 'd', 5038, 0, Physical::bytes, 0}),
    row<ScalarCodec<Xid8Family>>({5069, "xid8", "xid8", 8, 'U', 'd', 0, 271, Physical::int64, 0}),
    row<NoCodec>(
        {5077, "anycompatible", "anycompatible", 4, 'P', 'i', 0, 0, Physical::bytes, pseudo}),
    row<NoCodec>({5078, "anycompatiblearray", "anycompatiblearray", -1, 'P', 'd', 0, 0,
                  Physical::bytes, pseudo}),
    row<NoCodec>({5079, "anycompatiblenonarray", "anycompatiblenonarray", 4, 'P', 'i', 0, 0,
                  Physical::bytes, pseudo}),
    row<NoCodec>({5080, "anycompatiblerange", "anycompatiblerange", -1, 'P', 'd', 0, 0,
                  Physical::bytes, pseudo}),
    row<NoCodec>(
        {6150, "_int4multirange", "int4multirange[]", -1, 'A', 'i', 4451, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {6151, "_nummultirange", "nummultirange[]", -1, 'A', 'i', 4532, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {6152, "_tsmultirange", "tsmultirange[]", -1, 'A', 'd', 4533, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {6153, "_tstzmultirange", "tstzmultirange[]", -1, 'A', 'd', 4534, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {6155, "_datemultirange", "datemultirange[]", -1, 'A', 'i', 4535, 0, Physical::bytes, 0}),
    row<NoCodec>(
        {6157, "_int8multirange", "int8multirange[]", -1, 'A', 'd', 4536, 0, Physical::bytes, 0}),
};

constexpr std::size_t type_count = std::size(types);
constexpr Oid last_oid = types[type_count - 1].oid;

// Position in `types` plus one by oid; 0 where there is no such type.
constexpr auto by_oid = [] {
  std::array<std::uint8_t, last_oid + 1> index{};
  static_assert(type_count < 255);
  for (std::size_t i = 0; i < type_count; ++i)
    index[types[i].oid] = static_cast<std::uint8_t>(i + 1);
  return index;
}();

// Positions in `types` in the order of names.
constexpr auto by_name = [] {
  std::array<std::uint8_t, type_count> index{};
  for (std::size_t i = 0; i < type_count; ++i) index[i] = static_cast<std::uint8_t>(i);
  std::ranges::sort(index, {}, [](std::uint8_t i) { return types[i].name; });
  return index;
}();

// " year to month" and its kind for the field mask of an interval's modifier (bits of PostgreSQL's
// field numbers: month 1, year 2, day 3, hour 10, minute 11, second 12).
std::string_view interval_fields(TypeModifier modifier) {
  switch ((modifier >> 16) & 0x7fff) {
    case 1 << 2: return " year";
    case 1 << 1: return " month";
    case 1 << 3: return " day";
    case 1 << 10: return " hour";
    case 1 << 11: return " minute";
    case 1 << 12: return " second";
    case 1 << 2 | 1 << 1: return " year to month";
    case 1 << 3 | 1 << 10: return " day to hour";
    case 1 << 3 | 1 << 10 | 1 << 11: return " day to minute";
    case 1 << 3 | 1 << 10 | 1 << 11 | 1 << 12: return " day to second";
    case 1 << 10 | 1 << 11: return " hour to minute";
    case 1 << 10 | 1 << 11 | 1 << 12: return " hour to second";
    case 1 << 11 | 1 << 12: return " minute to second";
    default: return "";
  }
}

std::string parenthesized(std::int64_t number) {
  std::string text = "(";
  append_integer(text, number);
  text.push_back(')');
  return text;
}

std::string numeric_modifier(TypeModifier modifier) {
  const std::int32_t packed = modifier - 4;
  const std::int32_t scale = ((packed & 0x7ff) ^ 1024) - 1024;
  std::string text = "(";
  append_integer(text, (packed >> 16) & 0xffff);
  text.push_back(',');
  append_integer(text, scale);
  text.push_back(')');
  return text;
}

// "time" + "(3)" + " with time zone": the precision stands after the first word.
std::string with_precision(std::string_view display, std::int64_t precision) {
  const std::size_t space = display.find(' ');
  std::string text(display.substr(0, space));
  text += parenthesized(precision);
  text += display.substr(space);
  return text;
}

std::string interval_display(TypeModifier modifier) {
  std::string text = "interval";
  text += interval_fields(modifier);
  const std::int32_t precision = modifier & 0xffff;
  if (precision != 0xffff) text += parenthesized(precision);
  return text;
}

}  // namespace

std::span<const Type> all_types() { return types; }

const Type* find_type(Oid oid) {
  const std::uint8_t position = oid <= last_oid ? by_oid[oid] : 0;
  return position == 0 ? nullptr : &types[position - 1];
}

const Type& type_of(Oid oid) { return *find_type(oid); }

const Type* find_type(std::string_view typname) {
  const auto found =
      std::ranges::lower_bound(by_name, typname, {}, [](std::uint8_t i) { return types[i].name; });
  return found != by_name.end() && types[*found].name == typname ? &types[*found] : nullptr;
}

std::string type_display(Oid oid, TypeModifier modifier) {
  const Type* type = find_type(oid);
  if (type == nullptr) return "???";
  if (type->category == 'A' && type->element != 0 && type->length == -1 &&
      type_of(type->element).array == oid) {
    return type_display(type->element, modifier) + "[]";
  }
  if (modifier < 0) {
    // Without a length these are not what their SQL names say.
    if (oid == oid::bpchar) return "bpchar";
    return oid == oid::bit ? "\"bit\"" : std::string(type->display);
  }
  switch (oid) {
    case oid::varchar:
    case oid::bpchar: return std::string(type->display) + parenthesized(modifier - 4);
    case oid::numeric: return std::string(type->display) + numeric_modifier(modifier);
    case oid::time:
    case oid::timetz:
    case oid::timestamp:
    case oid::timestamptz: return with_precision(type->display, modifier);
    case oid::interval: return interval_display(modifier);
    default: return std::string(type->display);
  }
}

Value value_from_text(Oid oid, std::string_view text, TypeModifier modifier,
                      const TextFormat& format) {
  const Type& type = type_of(oid);
  if (type.text_input == nullptr)
    rules::raise(rules::conditions::cannot_accept_value, type.display);
  Column column(type.physical, 1);
  type.text_input(text, modifier, format, column, 0);
  return Value::from(column, 0);
}

std::string value_to_text(Oid oid, const Value& value, const TextFormat& format) {
  const Type& type = type_of(oid);
  if (type.text_output == nullptr)
    rules::raise(rules::conditions::cannot_display_value, type.display);
  Column column(type.physical, 1);
  value.store(column, 0);
  std::string text;
  type.text_output(column, 0, format, text);
  return text;
}

}  // namespace dsql::engine
