// Builders for rows: what lets a row read as one line of a table. The pg_type oids stand here under
// their typname, so that a row file says `using namespace sql` and lists plain names.
#pragma once

#include <initializer_list>

#include "engine/functions/function.h"

namespace dsql::engine {

// Type names as pg_type spells them; a trailing underscore where C++ or the oid namespace wants the
// word.
namespace sql {
inline constexpr Oid boolean = 16, bytea = 17, char_ = 18, name = 19, int8 = 20, int2 = 21,
                     int2vector = 22, int4 = 23, regproc = 24, text = 25, oid_ = 26, xid = 28,
                     cid = 29, oidvector = 30, json = 114, float4 = 700, float8 = 701, cidr = 650,
                     inet = 869, unknown = 705, bpchar = 1042, varchar = 1043, date = 1082,
                     time = 1083, timestamp = 1114, timestamptz = 1184, interval = 1186,
                     timetz = 1266, numeric = 1700, regprocedure = 2202, regoper = 2203,
                     regoperator = 2204, regclass = 2205, regtype = 2206, regrole = 4096,
                     regnamespace = 4089, regcollation = 4191, record = 2249, cstring = 2275,
                     any = 2276, anyarray = 2277, void_ = 2278, anyelement = 2283,
                     anynonarray = 2776, uuid = 2950, anyenum = 3500, jsonb = 3802, jsonpath = 4072,
                     anyrange = 3831, xid8 = 5069, anycompatible = 5077, anycompatiblearray = 5078,
                     anycompatiblenonarray = 5079, anycompatiblerange = 5080;
inline constexpr Oid bool_array = 1000, bytea_array = 1001, char_array = 1002, name_array = 1003,
                     int2_array = 1005, int4_array = 1007, text_array = 1009, bpchar_array = 1014,
                     varchar_array = 1015, int8_array = 1016, float4_array = 1021,
                     float8_array = 1022, oid_array = 1028, timestamp_array = 1115,
                     date_array = 1182, time_array = 1183, timestamptz_array = 1185,
                     interval_array = 1187, numeric_array = 1231, timetz_array = 1270,
                     cstring_array = 1263, uuid_array = 2951, json_array = 199, jsonb_array = 3807,
                     record_array = 2287;
}  // namespace sql

// An immutable strict function.
constexpr FunctionRow fn(Oid oid, std::string_view name, std::initializer_list<Oid> arguments,
                         Oid result, Kernel kernel) {
  FunctionRow row{.oid = oid, .name = name, .result = result, .kernel = kernel};
  for (Oid argument : arguments) row.argument_types[row.argument_count++] = argument;
  return row;
}

// An immutable strict function that answers a set.
constexpr FunctionRow set(Oid oid, std::string_view name, std::initializer_list<Oid> arguments,
                          Oid result, SetStart start) {
  FunctionRow row = fn(oid, name, arguments, result, nullptr);
  row.returns_set = true;
  row.start = start;
  row.cost = 1;
  return row;
}

constexpr FunctionRow aggregate(Oid oid, std::string_view name,
                                std::initializer_list<Oid> arguments, Oid result,
                                const Aggregate* work) {
  FunctionRow row = fn(oid, name, arguments, result, nullptr);
  row.kind = FunctionKind::aggregate;
  row.strict = false;
  row.aggregate = work;
  return row;
}

constexpr FunctionRow window(Oid oid, std::string_view name, std::initializer_list<Oid> arguments,
                             Oid result, WindowKernel work) {
  FunctionRow row = fn(oid, name, arguments, result, nullptr);
  row.kind = FunctionKind::window;
  row.strict = false;
  row.window = work;
  return row;
}

// What differs from the plain row, wrapped around it.
constexpr FunctionRow stable(FunctionRow row) {
  row.volatility = Volatility::stable;
  return row;
}
constexpr FunctionRow volatile_(FunctionRow row) {
  row.volatility = Volatility::volatile_;
  return row;
}
constexpr FunctionRow called_on_null(FunctionRow row) {
  row.strict = false;
  return row;
}
constexpr FunctionRow defaults(std::uint8_t count, FunctionRow row) {
  row.default_count = count;
  return row;
}
constexpr FunctionRow variadic(Oid element, FunctionRow row) {
  row.variadic = element;
  return row;
}
using OutColumn = std::pair<std::string_view, Oid>;
constexpr FunctionRow with_columns(std::span<const OutColumn> columns, FunctionRow row) {
  row.out_columns = columns;
  return row;
}

}  // namespace dsql::engine
