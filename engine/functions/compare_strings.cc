// Comparison functions of strings and of everything ordered by its descriptor: what the
// comparison operators and the btree classes call.
#include "engine/functions/compare.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

using namespace sql;

// Trailing blanks of character(n) do not count.
std::string_view trimmed(std::string_view text) {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

template <Relation relation>
bool relate_padded(std::string_view a, std::string_view b) {
  return comparing::relate<relation>(trimmed(a), trimmed(b));
}
std::int32_t order_padded(std::string_view a, std::string_view b) {
  return comparing::order(trimmed(a), trimmed(b));
}
constexpr Kernel eq_padded = lift<&relate_padded<Relation::eq>>;
constexpr Kernel ne_padded = lift<&relate_padded<Relation::ne>>;
constexpr Kernel lt_padded = lift<&relate_padded<Relation::lt>>;
constexpr Kernel le_padded = lift<&relate_padded<Relation::le>>;
constexpr Kernel gt_padded = lift<&relate_padded<Relation::gt>>;
constexpr Kernel ge_padded = lift<&relate_padded<Relation::ge>>;
constexpr Kernel cmp_padded = lift<&order_padded>;

using View = std::string_view;

constexpr FunctionRow rows[] = {

    // text
    fn(67, "texteq", {text, text}, boolean, eq<View>),
    fn(157, "textne", {text, text}, boolean, ne<View>),
    fn(740, "text_lt", {text, text}, boolean, lt<View>),
    fn(741, "text_le", {text, text}, boolean, le<View>),
    fn(742, "text_gt", {text, text}, boolean, gt<View>),
    fn(743, "text_ge", {text, text}, boolean, ge<View>),
    fn(360, "bttextcmp", {text, text}, int4, cmp<View>),
    // bpchar
    fn(1048, "bpchareq", {bpchar, bpchar}, boolean, eq_padded),
    fn(1053, "bpcharne", {bpchar, bpchar}, boolean, ne_padded),
    fn(1049, "bpcharlt", {bpchar, bpchar}, boolean, lt_padded),
    fn(1050, "bpcharle", {bpchar, bpchar}, boolean, le_padded),
    fn(1051, "bpchargt", {bpchar, bpchar}, boolean, gt_padded),
    fn(1052, "bpcharge", {bpchar, bpchar}, boolean, ge_padded),
    fn(1078, "bpcharcmp", {bpchar, bpchar}, int4, cmp_padded),
    // name
    fn(62, "nameeq", {name, name}, boolean, eq<View>),
    fn(659, "namene", {name, name}, boolean, ne<View>),
    fn(655, "namelt", {name, name}, boolean, lt<View>),
    fn(656, "namele", {name, name}, boolean, le<View>),
    fn(657, "namegt", {name, name}, boolean, gt<View>),
    fn(658, "namege", {name, name}, boolean, ge<View>),
    fn(359, "btnamecmp", {name, name}, int4, cmp<View>),
    // name, text
    fn(240, "nameeqtext", {name, text}, boolean, eq<View>),
    fn(245, "namenetext", {name, text}, boolean, ne<View>),
    fn(241, "namelttext", {name, text}, boolean, lt<View>),
    fn(242, "nameletext", {name, text}, boolean, le<View>),
    fn(244, "namegttext", {name, text}, boolean, gt<View>),
    fn(243, "namegetext", {name, text}, boolean, ge<View>),
    fn(246, "btnametextcmp", {name, text}, int4, cmp<View>),
    // text, name
    fn(247, "texteqname", {text, name}, boolean, eq<View>),
    fn(252, "textnename", {text, name}, boolean, ne<View>),
    fn(248, "textltname", {text, name}, boolean, lt<View>),
    fn(249, "textlename", {text, name}, boolean, le<View>),
    fn(251, "textgtname", {text, name}, boolean, gt<View>),
    fn(250, "textgename", {text, name}, boolean, ge<View>),
    fn(253, "bttextnamecmp", {text, name}, int4, cmp<View>),
    // text by bytes, whatever the collation
    fn(2160, "text_pattern_lt", {text, text}, boolean, lt<View>),
    fn(2161, "text_pattern_le", {text, text}, boolean, le<View>),
    fn(2163, "text_pattern_ge", {text, text}, boolean, ge<View>),
    fn(2164, "text_pattern_gt", {text, text}, boolean, gt<View>),
    fn(2174, "bpchar_pattern_lt", {bpchar, bpchar}, boolean, lt_padded),
    fn(2175, "bpchar_pattern_le", {bpchar, bpchar}, boolean, le_padded),
    fn(2177, "bpchar_pattern_ge", {bpchar, bpchar}, boolean, ge_padded),
    fn(2178, "bpchar_pattern_gt", {bpchar, bpchar}, boolean, gt_padded),
    fn(2166, "bttext_pattern_cmp", {text, text}, int4, cmp<View>),
    fn(2180, "btbpchar_pattern_cmp", {bpchar, bpchar}, int4, cmp_padded),
    // bytea
    fn(1948, "byteaeq", {bytea, bytea}, boolean, eq<View>),
    fn(1953, "byteane", {bytea, bytea}, boolean, ne<View>),
    fn(1949, "bytealt", {bytea, bytea}, boolean, lt<View>),
    fn(1950, "byteale", {bytea, bytea}, boolean, le<View>),
    fn(1951, "byteagt", {bytea, bytea}, boolean, gt<View>),
    fn(1952, "byteage", {bytea, bytea}, boolean, ge<View>),
    fn(1954, "byteacmp", {bytea, bytea}, int4, cmp<View>),
    // "char"
    fn(61, "chareq", {char_, char_}, boolean, eq_by_type),
    fn(70, "charne", {char_, char_}, boolean, ne_by_type),
    fn(1246, "charlt", {char_, char_}, boolean, lt_by_type),
    fn(72, "charle", {char_, char_}, boolean, le_by_type),
    fn(73, "chargt", {char_, char_}, boolean, gt_by_type),
    fn(74, "charge", {char_, char_}, boolean, ge_by_type),
    fn(358, "btcharcmp", {char_, char_}, int4, cmp_by_type),
    // uuid
    fn(2956, "uuid_eq", {uuid, uuid}, boolean, eq<Uuid>),
    fn(2959, "uuid_ne", {uuid, uuid}, boolean, ne<Uuid>),
    fn(2954, "uuid_lt", {uuid, uuid}, boolean, lt<Uuid>),
    fn(2955, "uuid_le", {uuid, uuid}, boolean, le<Uuid>),
    fn(2958, "uuid_gt", {uuid, uuid}, boolean, gt<Uuid>),
    fn(2957, "uuid_ge", {uuid, uuid}, boolean, ge<Uuid>),
    fn(2960, "uuid_cmp", {uuid, uuid}, int4, cmp<Uuid>),
    // interval
    fn(1162, "interval_eq", {interval, interval}, boolean, eq_by_type),
    fn(1163, "interval_ne", {interval, interval}, boolean, ne_by_type),
    fn(1164, "interval_lt", {interval, interval}, boolean, lt_by_type),
    fn(1165, "interval_le", {interval, interval}, boolean, le_by_type),
    fn(1167, "interval_gt", {interval, interval}, boolean, gt_by_type),
    fn(1166, "interval_ge", {interval, interval}, boolean, ge_by_type),
    fn(1315, "interval_cmp", {interval, interval}, int4, cmp_by_type),
    // timetz
    fn(1352, "timetz_eq", {timetz, timetz}, boolean, eq_by_type),
    fn(1353, "timetz_ne", {timetz, timetz}, boolean, ne_by_type),
    fn(1354, "timetz_lt", {timetz, timetz}, boolean, lt_by_type),
    fn(1355, "timetz_le", {timetz, timetz}, boolean, le_by_type),
    fn(1357, "timetz_gt", {timetz, timetz}, boolean, gt_by_type),
    fn(1356, "timetz_ge", {timetz, timetz}, boolean, ge_by_type),
    fn(1358, "timetz_cmp", {timetz, timetz}, int4, cmp_by_type),
    // jsonb
    fn(4043, "jsonb_eq", {jsonb, jsonb}, boolean, eq_by_type),
    fn(4038, "jsonb_ne", {jsonb, jsonb}, boolean, ne_by_type),
    fn(4039, "jsonb_lt", {jsonb, jsonb}, boolean, lt_by_type),
    fn(4041, "jsonb_le", {jsonb, jsonb}, boolean, le_by_type),
    fn(4040, "jsonb_gt", {jsonb, jsonb}, boolean, gt_by_type),
    fn(4042, "jsonb_ge", {jsonb, jsonb}, boolean, ge_by_type),
    fn(4044, "jsonb_cmp", {jsonb, jsonb}, int4, cmp_by_type),
    // arrays
    fn(744, "array_eq", {anyarray, anyarray}, boolean, eq_by_type),
    fn(390, "array_ne", {anyarray, anyarray}, boolean, ne_by_type),
    fn(391, "array_lt", {anyarray, anyarray}, boolean, lt_by_type),
    fn(393, "array_le", {anyarray, anyarray}, boolean, le_by_type),
    fn(392, "array_gt", {anyarray, anyarray}, boolean, gt_by_type),
    fn(396, "array_ge", {anyarray, anyarray}, boolean, ge_by_type),
    fn(382, "btarraycmp", {anyarray, anyarray}, int4, cmp_by_type),
    // records
    fn(2981, "record_eq", {record, record}, boolean, eq_by_type),
    fn(2982, "record_ne", {record, record}, boolean, ne_by_type),
    fn(2983, "record_lt", {record, record}, boolean, lt_by_type),
    fn(2985, "record_le", {record, record}, boolean, le_by_type),
    fn(2984, "record_gt", {record, record}, boolean, gt_by_type),
    fn(2986, "record_ge", {record, record}, boolean, ge_by_type),
    fn(2987, "btrecordcmp", {record, record}, int4, cmp_by_type),
    fn(68, "xideq", {xid, xid}, boolean, eq<std::uint32_t>),
    fn(3308, "xidneq", {xid, xid}, boolean, ne<std::uint32_t>),
};

}  // namespace

std::span<const FunctionRow> string_comparisons() { return rows; }

}  // namespace dsql::engine
