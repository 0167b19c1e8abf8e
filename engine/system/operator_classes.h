// The default btree operator classes of the types that can be keys: rows of pg_opclass, and what
// pg_index.indclass points at. Oids and families are PostgreSQL 16's.
#pragma once

#include <array>
#include <string_view>

#include "engine/types/type.h"

namespace dsql::engine {

struct OperatorClass {
  Oid oid = 0;
  std::string_view name;
  Oid family = 0;
  Oid type = 0;
};

inline constexpr std::array<OperatorClass, 14> operator_classes{
    {{10003, "bool_ops", 424, oid::boolean},
     {1979, "int2_ops", 1976, oid::int2},
     {1978, "int4_ops", 1976, oid::int4},
     {3124, "int8_ops", 1976, oid::int8},
     {10012, "float4_ops", 1970, oid::float4},
     {3123, "float8_ops", 1970, oid::float8},
     {3125, "numeric_ops", 1988, oid::numeric},
     {3126, "text_ops", 1994, oid::text},
     {10004, "bpchar_ops", 426, oid::bpchar},
     {3122, "date_ops", 434, oid::date},
     {3128, "timestamp_ops", 434, oid::timestamp},
     {3127, "timestamptz_ops", 434, oid::timestamptz},
     {10038, "time_ops", 1996, oid::time},
     {10065, "uuid_ops", 2968, oid::uuid}}};

}  // namespace dsql::engine
