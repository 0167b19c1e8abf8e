// The operators by which a type is compared: its default btree class, as DISTINCT, GROUP BY, ORDER
// BY, joins and indexes use it.
#include "engine/functions/resolve_internal.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

using namespace sql;

struct ClassRow {
  Oid type;
  Oid equal;
  Oid less;
  Oid greater;
};
constexpr ClassRow classes[] = {
    {int4, 96, 97, 521},           {int2, 94, 95, 520},          {oid_, 607, 609, 610},
    {date, 1093, 1095, 1097},      {float8, 670, 672, 674},      {int8, 410, 412, 413},
    {numeric, 1752, 1754, 1756},   {text, 98, 664, 666},         {timestamptz, 1320, 1322, 1324},
    {timestamp, 2060, 2062, 2064}, {anyarray, 1070, 1072, 1073}, {boolean, 91, 58, 59},
    {bpchar, 1054, 1058, 1060},    {bytea, 1955, 1957, 1959},    {char_, 92, 631, 633},
    {float4, 620, 622, 623},       {interval, 1330, 1332, 1334}, {name, 93, 660, 662},
    {record, 2988, 2990, 2991},    {time, 1108, 1110, 1112},     {timetz, 1550, 1552, 1554},
    {xid8, 5068, 5073, 5074},      {uuid, 2972, 2974, 2975},     {jsonb, 3240, 3242, 3243},
    {inet, 1201, 1203, 1205},
};

// The type's own class, or that of a type it is binary-coercible to, a preferred one first.
const ClassRow* class_of(Oid type) {
  const ClassRow* coercible = nullptr;
  for (const ClassRow& row : classes) {
    if (row.type == type) return &row;
    if (!binary_coercible(type, row.type)) continue;
    const bool better =
        coercible == nullptr ||
        (resolving::preferred(resolving::category(row.type), row.type) &&
         !resolving::preferred(resolving::category(coercible->type), coercible->type));
    if (better) coercible = &row;
  }
  return coercible;
}

const OperatorRow* operator_of(Oid type, Oid ClassRow::*member) {
  const ClassRow* row = class_of(type);
  return row == nullptr ? nullptr : find_operator(row->*member);
}

}  // namespace

const OperatorRow* equality_operator(Oid type) { return operator_of(type, &ClassRow::equal); }
const OperatorRow* less_operator(Oid type) { return operator_of(type, &ClassRow::less); }
const OperatorRow* greater_operator(Oid type) { return operator_of(type, &ClassRow::greater); }

}  // namespace dsql::engine
