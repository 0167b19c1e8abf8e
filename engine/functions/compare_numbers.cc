// Comparison functions of numbers and booleans: what the
// comparison operators and the btree classes call.
#include "engine/functions/compare.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i2 = std::int16_t;
using i4 = std::int32_t;
using i8 = std::int64_t;

constexpr FunctionRow rows[] = {

    // boolean
    fn(60, "booleq", {boolean, boolean}, boolean, eq<bool>),
    fn(84, "boolne", {boolean, boolean}, boolean, ne<bool>),
    fn(56, "boollt", {boolean, boolean}, boolean, lt<bool>),
    fn(1691, "boolle", {boolean, boolean}, boolean, le<bool>),
    fn(57, "boolgt", {boolean, boolean}, boolean, gt<bool>),
    fn(1692, "boolge", {boolean, boolean}, boolean, ge<bool>),
    fn(1693, "btboolcmp", {boolean, boolean}, int4, cmp<bool>),
    // int2, int2
    fn(63, "int2eq", {int2, int2}, boolean, eq<i2>),
    fn(145, "int2ne", {int2, int2}, boolean, ne<i2>),
    fn(64, "int2lt", {int2, int2}, boolean, lt<i2>),
    fn(148, "int2le", {int2, int2}, boolean, le<i2>),
    fn(146, "int2gt", {int2, int2}, boolean, gt<i2>),
    fn(151, "int2ge", {int2, int2}, boolean, ge<i2>),
    fn(350, "btint2cmp", {int2, int2}, int4, cmp<i2>),
    // int2, int4
    fn(158, "int24eq", {int2, int4}, boolean, eq<i2, i4>),
    fn(164, "int24ne", {int2, int4}, boolean, ne<i2, i4>),
    fn(160, "int24lt", {int2, int4}, boolean, lt<i2, i4>),
    fn(166, "int24le", {int2, int4}, boolean, le<i2, i4>),
    fn(162, "int24gt", {int2, int4}, boolean, gt<i2, i4>),
    fn(168, "int24ge", {int2, int4}, boolean, ge<i2, i4>),
    fn(2190, "btint24cmp", {int2, int4}, int4, cmp<i2, i4>),
    // int2, int8
    fn(1850, "int28eq", {int2, int8}, boolean, eq<i2, i8>),
    fn(1851, "int28ne", {int2, int8}, boolean, ne<i2, i8>),
    fn(1852, "int28lt", {int2, int8}, boolean, lt<i2, i8>),
    fn(1854, "int28le", {int2, int8}, boolean, le<i2, i8>),
    fn(1853, "int28gt", {int2, int8}, boolean, gt<i2, i8>),
    fn(1855, "int28ge", {int2, int8}, boolean, ge<i2, i8>),
    fn(2192, "btint28cmp", {int2, int8}, int4, cmp<i2, i8>),
    // int4, int2
    fn(159, "int42eq", {int4, int2}, boolean, eq<i4, i2>),
    fn(165, "int42ne", {int4, int2}, boolean, ne<i4, i2>),
    fn(161, "int42lt", {int4, int2}, boolean, lt<i4, i2>),
    fn(167, "int42le", {int4, int2}, boolean, le<i4, i2>),
    fn(163, "int42gt", {int4, int2}, boolean, gt<i4, i2>),
    fn(169, "int42ge", {int4, int2}, boolean, ge<i4, i2>),
    fn(2191, "btint42cmp", {int4, int2}, int4, cmp<i4, i2>),
    // int4, int4
    fn(65, "int4eq", {int4, int4}, boolean, eq<i4>),
    fn(144, "int4ne", {int4, int4}, boolean, ne<i4>),
    fn(66, "int4lt", {int4, int4}, boolean, lt<i4>),
    fn(149, "int4le", {int4, int4}, boolean, le<i4>),
    fn(147, "int4gt", {int4, int4}, boolean, gt<i4>),
    fn(150, "int4ge", {int4, int4}, boolean, ge<i4>),
    fn(351, "btint4cmp", {int4, int4}, int4, cmp<i4>),
    // int4, int8
    fn(852, "int48eq", {int4, int8}, boolean, eq<i4, i8>),
    fn(853, "int48ne", {int4, int8}, boolean, ne<i4, i8>),
    fn(854, "int48lt", {int4, int8}, boolean, lt<i4, i8>),
    fn(856, "int48le", {int4, int8}, boolean, le<i4, i8>),
    fn(855, "int48gt", {int4, int8}, boolean, gt<i4, i8>),
    fn(857, "int48ge", {int4, int8}, boolean, ge<i4, i8>),
    fn(2188, "btint48cmp", {int4, int8}, int4, cmp<i4, i8>),
    // int8, int2
    fn(1856, "int82eq", {int8, int2}, boolean, eq<i8, i2>),
    fn(1857, "int82ne", {int8, int2}, boolean, ne<i8, i2>),
    fn(1858, "int82lt", {int8, int2}, boolean, lt<i8, i2>),
    fn(1860, "int82le", {int8, int2}, boolean, le<i8, i2>),
    fn(1859, "int82gt", {int8, int2}, boolean, gt<i8, i2>),
    fn(1861, "int82ge", {int8, int2}, boolean, ge<i8, i2>),
    fn(2193, "btint82cmp", {int8, int2}, int4, cmp<i8, i2>),
    // int8, int4
    fn(474, "int84eq", {int8, int4}, boolean, eq<i8, i4>),
    fn(475, "int84ne", {int8, int4}, boolean, ne<i8, i4>),
    fn(476, "int84lt", {int8, int4}, boolean, lt<i8, i4>),
    fn(478, "int84le", {int8, int4}, boolean, le<i8, i4>),
    fn(477, "int84gt", {int8, int4}, boolean, gt<i8, i4>),
    fn(479, "int84ge", {int8, int4}, boolean, ge<i8, i4>),
    fn(2189, "btint84cmp", {int8, int4}, int4, cmp<i8, i4>),
    // int8, int8
    fn(467, "int8eq", {int8, int8}, boolean, eq<i8>),
    fn(468, "int8ne", {int8, int8}, boolean, ne<i8>),
    fn(469, "int8lt", {int8, int8}, boolean, lt<i8>),
    fn(471, "int8le", {int8, int8}, boolean, le<i8>),
    fn(470, "int8gt", {int8, int8}, boolean, gt<i8>),
    fn(472, "int8ge", {int8, int8}, boolean, ge<i8>),
    fn(842, "btint8cmp", {int8, int8}, int4, cmp<i8>),
    // float4, float4
    fn(287, "float4eq", {float4, float4}, boolean, eq<float>),
    fn(288, "float4ne", {float4, float4}, boolean, ne<float>),
    fn(289, "float4lt", {float4, float4}, boolean, lt<float>),
    fn(290, "float4le", {float4, float4}, boolean, le<float>),
    fn(291, "float4gt", {float4, float4}, boolean, gt<float>),
    fn(292, "float4ge", {float4, float4}, boolean, ge<float>),
    fn(354, "btfloat4cmp", {float4, float4}, int4, cmp<float>),
    // float4, float8
    fn(299, "float48eq", {float4, float8}, boolean, eq<float, double>),
    fn(300, "float48ne", {float4, float8}, boolean, ne<float, double>),
    fn(301, "float48lt", {float4, float8}, boolean, lt<float, double>),
    fn(302, "float48le", {float4, float8}, boolean, le<float, double>),
    fn(303, "float48gt", {float4, float8}, boolean, gt<float, double>),
    fn(304, "float48ge", {float4, float8}, boolean, ge<float, double>),
    fn(2194, "btfloat48cmp", {float4, float8}, int4, cmp<float, double>),
    // float8, float4
    fn(305, "float84eq", {float8, float4}, boolean, eq<double, float>),
    fn(306, "float84ne", {float8, float4}, boolean, ne<double, float>),
    fn(307, "float84lt", {float8, float4}, boolean, lt<double, float>),
    fn(308, "float84le", {float8, float4}, boolean, le<double, float>),
    fn(309, "float84gt", {float8, float4}, boolean, gt<double, float>),
    fn(310, "float84ge", {float8, float4}, boolean, ge<double, float>),
    fn(2195, "btfloat84cmp", {float8, float4}, int4, cmp<double, float>),
    // float8, float8
    fn(293, "float8eq", {float8, float8}, boolean, eq<double>),
    fn(294, "float8ne", {float8, float8}, boolean, ne<double>),
    fn(295, "float8lt", {float8, float8}, boolean, lt<double>),
    fn(296, "float8le", {float8, float8}, boolean, le<double>),
    fn(297, "float8gt", {float8, float8}, boolean, gt<double>),
    fn(298, "float8ge", {float8, float8}, boolean, ge<double>),
    fn(355, "btfloat8cmp", {float8, float8}, int4, cmp<double>),
    // oid
    fn(184, "oideq", {oid_, oid_}, boolean, eq<std::uint32_t>),
    fn(185, "oidne", {oid_, oid_}, boolean, ne<std::uint32_t>),
    fn(716, "oidlt", {oid_, oid_}, boolean, lt<std::uint32_t>),
    fn(717, "oidle", {oid_, oid_}, boolean, le<std::uint32_t>),
    fn(1638, "oidgt", {oid_, oid_}, boolean, gt<std::uint32_t>),
    fn(1639, "oidge", {oid_, oid_}, boolean, ge<std::uint32_t>),
    fn(356, "btoidcmp", {oid_, oid_}, int4, cmp<std::uint32_t>),
    // numeric
    fn(1718, "numeric_eq", {numeric, numeric}, boolean, eq_by_type),
    fn(1719, "numeric_ne", {numeric, numeric}, boolean, ne_by_type),
    fn(1722, "numeric_lt", {numeric, numeric}, boolean, lt_by_type),
    fn(1723, "numeric_le", {numeric, numeric}, boolean, le_by_type),
    fn(1720, "numeric_gt", {numeric, numeric}, boolean, gt_by_type),
    fn(1721, "numeric_ge", {numeric, numeric}, boolean, ge_by_type),
    fn(1769, "numeric_cmp", {numeric, numeric}, int4, cmp_by_type),
};

}  // namespace

std::span<const FunctionRow> number_comparisons() { return rows; }

}  // namespace dsql::engine
