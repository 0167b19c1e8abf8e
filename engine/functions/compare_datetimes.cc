// Comparisons of date, time, timestamp and timestamptz, with each other too: the narrower side is
// brought to a timestamp, a local one through the session's zone.
#include "engine/functions/compare.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/rows.h"
#include "engine/types/datetime.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i4 = std::int32_t;
using i8 = std::int64_t;

// A date of a comparison as a timestamp. A date beyond timestamp's range is after every finite
// timestamp and before infinity.
i8 local_midnight(i4 date) {
  constexpr i8 days_of_timestamp = timestamp_end / micros_per_day;
  if (date_is_finite(date) && date >= days_of_timestamp) return timestamp_infinity - 1;
  return timestamp_of_date(date);
}
i8 midnight(CallContext& context, i4 date) {
  const i8 local = local_midnight(date);
  if (!date_is_finite(date) || local == timestamp_infinity - 1) return local;
  return timestamptz_of_local(local, *context.format->zone);
}
i8 moment(CallContext& context, i8 local) {
  return timestamptz_of_local(local, *context.format->zone);
}

template <Relation relation>
bool date_timestamp(i4 a, i8 b) {
  return comparing::relate<relation>(local_midnight(a), b);
}
template <Relation relation>
bool timestamp_date(i8 a, i4 b) {
  return comparing::relate<relation>(a, local_midnight(b));
}
template <Relation relation>
bool date_timestamptz(CallContext& context, i4 a, i8 b) {
  return comparing::relate<relation>(midnight(context, a), b);
}
template <Relation relation>
bool timestamptz_date(CallContext& context, i8 a, i4 b) {
  return comparing::relate<relation>(a, midnight(context, b));
}
template <Relation relation>
bool timestamp_timestamptz(CallContext& context, i8 a, i8 b) {
  return comparing::relate<relation>(moment(context, a), b);
}
template <Relation relation>
bool timestamptz_timestamp(CallContext& context, i8 a, i8 b) {
  return comparing::relate<relation>(a, moment(context, b));
}

constexpr FunctionRow rows[] = {
    // date
    fn(1086, "date_eq", {date, date}, boolean, eq<i4>),
    fn(1091, "date_ne", {date, date}, boolean, ne<i4>),
    fn(1087, "date_lt", {date, date}, boolean, lt<i4>),
    fn(1088, "date_le", {date, date}, boolean, le<i4>),
    fn(1089, "date_gt", {date, date}, boolean, gt<i4>),
    fn(1090, "date_ge", {date, date}, boolean, ge<i4>),
    fn(1092, "date_cmp", {date, date}, int4, cmp<i4>),
    // time
    fn(1145, "time_eq", {time, time}, boolean, eq<i8>),
    fn(1106, "time_ne", {time, time}, boolean, ne<i8>),
    fn(1102, "time_lt", {time, time}, boolean, lt<i8>),
    fn(1103, "time_le", {time, time}, boolean, le<i8>),
    fn(1104, "time_gt", {time, time}, boolean, gt<i8>),
    fn(1105, "time_ge", {time, time}, boolean, ge<i8>),
    fn(1107, "time_cmp", {time, time}, int4, cmp<i8>),
    // timestamp
    fn(2052, "timestamp_eq", {timestamp, timestamp}, boolean, eq<i8>),
    fn(2053, "timestamp_ne", {timestamp, timestamp}, boolean, ne<i8>),
    fn(2054, "timestamp_lt", {timestamp, timestamp}, boolean, lt<i8>),
    fn(2055, "timestamp_le", {timestamp, timestamp}, boolean, le<i8>),
    fn(2057, "timestamp_gt", {timestamp, timestamp}, boolean, gt<i8>),
    fn(2056, "timestamp_ge", {timestamp, timestamp}, boolean, ge<i8>),
    fn(2045, "timestamp_cmp", {timestamp, timestamp}, int4, cmp<i8>),
    // timestamptz
    fn(1152, "timestamptz_eq", {timestamptz, timestamptz}, boolean, eq<i8>),
    fn(1153, "timestamptz_ne", {timestamptz, timestamptz}, boolean, ne<i8>),
    fn(1154, "timestamptz_lt", {timestamptz, timestamptz}, boolean, lt<i8>),
    fn(1155, "timestamptz_le", {timestamptz, timestamptz}, boolean, le<i8>),
    fn(1157, "timestamptz_gt", {timestamptz, timestamptz}, boolean, gt<i8>),
    fn(1156, "timestamptz_ge", {timestamptz, timestamptz}, boolean, ge<i8>),
    fn(1314, "timestamptz_cmp", {timestamptz, timestamptz}, int4, cmp<i8>),
    // xid8
    fn(5084, "xid8eq", {xid8, xid8}, boolean, eq<std::int64_t>),
    fn(5085, "xid8ne", {xid8, xid8}, boolean, ne<std::int64_t>),
    fn(5034, "xid8lt", {xid8, xid8}, boolean, lt<std::int64_t>),
    fn(5036, "xid8le", {xid8, xid8}, boolean, le<std::int64_t>),
    fn(5035, "xid8gt", {xid8, xid8}, boolean, gt<std::int64_t>),
    fn(5037, "xid8ge", {xid8, xid8}, boolean, ge<std::int64_t>),
    // date, timestamp
    fn(2340, "date_eq_timestamp", {date, timestamp}, boolean, lift<&date_timestamp<Relation::eq>>),
    fn(2343, "date_ne_timestamp", {date, timestamp}, boolean, lift<&date_timestamp<Relation::ne>>),
    fn(2338, "date_lt_timestamp", {date, timestamp}, boolean, lift<&date_timestamp<Relation::lt>>),
    fn(2339, "date_le_timestamp", {date, timestamp}, boolean, lift<&date_timestamp<Relation::le>>),
    fn(2341, "date_gt_timestamp", {date, timestamp}, boolean, lift<&date_timestamp<Relation::gt>>),
    fn(2342, "date_ge_timestamp", {date, timestamp}, boolean, lift<&date_timestamp<Relation::ge>>),
    // timestamp, date
    fn(2366, "timestamp_eq_date", {timestamp, date}, boolean, lift<&timestamp_date<Relation::eq>>),
    fn(2369, "timestamp_ne_date", {timestamp, date}, boolean, lift<&timestamp_date<Relation::ne>>),
    fn(2364, "timestamp_lt_date", {timestamp, date}, boolean, lift<&timestamp_date<Relation::lt>>),
    fn(2365, "timestamp_le_date", {timestamp, date}, boolean, lift<&timestamp_date<Relation::le>>),
    fn(2367, "timestamp_gt_date", {timestamp, date}, boolean, lift<&timestamp_date<Relation::gt>>),
    fn(2368, "timestamp_ge_date", {timestamp, date}, boolean, lift<&timestamp_date<Relation::ge>>),
    // date, timestamptz
    stable(fn(2353, "date_eq_timestamptz", {date, timestamptz}, boolean,
              lift<&date_timestamptz<Relation::eq>>)),
    stable(fn(2356, "date_ne_timestamptz", {date, timestamptz}, boolean,
              lift<&date_timestamptz<Relation::ne>>)),
    stable(fn(2351, "date_lt_timestamptz", {date, timestamptz}, boolean,
              lift<&date_timestamptz<Relation::lt>>)),
    stable(fn(2352, "date_le_timestamptz", {date, timestamptz}, boolean,
              lift<&date_timestamptz<Relation::le>>)),
    stable(fn(2354, "date_gt_timestamptz", {date, timestamptz}, boolean,
              lift<&date_timestamptz<Relation::gt>>)),
    stable(fn(2355, "date_ge_timestamptz", {date, timestamptz}, boolean,
              lift<&date_timestamptz<Relation::ge>>)),
    // timestamptz, date
    stable(fn(2379, "timestamptz_eq_date", {timestamptz, date}, boolean,
              lift<&timestamptz_date<Relation::eq>>)),
    stable(fn(2382, "timestamptz_ne_date", {timestamptz, date}, boolean,
              lift<&timestamptz_date<Relation::ne>>)),
    stable(fn(2377, "timestamptz_lt_date", {timestamptz, date}, boolean,
              lift<&timestamptz_date<Relation::lt>>)),
    stable(fn(2378, "timestamptz_le_date", {timestamptz, date}, boolean,
              lift<&timestamptz_date<Relation::le>>)),
    stable(fn(2380, "timestamptz_gt_date", {timestamptz, date}, boolean,
              lift<&timestamptz_date<Relation::gt>>)),
    stable(fn(2381, "timestamptz_ge_date", {timestamptz, date}, boolean,
              lift<&timestamptz_date<Relation::ge>>)),
    // timestamp, timestamptz
    stable(fn(2522, "timestamp_eq_timestamptz", {timestamp, timestamptz}, boolean,
              lift<&timestamp_timestamptz<Relation::eq>>)),
    stable(fn(2525, "timestamp_ne_timestamptz", {timestamp, timestamptz}, boolean,
              lift<&timestamp_timestamptz<Relation::ne>>)),
    stable(fn(2520, "timestamp_lt_timestamptz", {timestamp, timestamptz}, boolean,
              lift<&timestamp_timestamptz<Relation::lt>>)),
    stable(fn(2521, "timestamp_le_timestamptz", {timestamp, timestamptz}, boolean,
              lift<&timestamp_timestamptz<Relation::le>>)),
    stable(fn(2523, "timestamp_gt_timestamptz", {timestamp, timestamptz}, boolean,
              lift<&timestamp_timestamptz<Relation::gt>>)),
    stable(fn(2524, "timestamp_ge_timestamptz", {timestamp, timestamptz}, boolean,
              lift<&timestamp_timestamptz<Relation::ge>>)),
    // timestamptz, timestamp
    stable(fn(2529, "timestamptz_eq_timestamp", {timestamptz, timestamp}, boolean,
              lift<&timestamptz_timestamp<Relation::eq>>)),
    stable(fn(2532, "timestamptz_ne_timestamp", {timestamptz, timestamp}, boolean,
              lift<&timestamptz_timestamp<Relation::ne>>)),
    stable(fn(2527, "timestamptz_lt_timestamp", {timestamptz, timestamp}, boolean,
              lift<&timestamptz_timestamp<Relation::lt>>)),
    stable(fn(2528, "timestamptz_le_timestamp", {timestamptz, timestamp}, boolean,
              lift<&timestamptz_timestamp<Relation::le>>)),
    stable(fn(2530, "timestamptz_gt_timestamp", {timestamptz, timestamp}, boolean,
              lift<&timestamptz_timestamp<Relation::gt>>)),
    stable(fn(2531, "timestamptz_ge_timestamp", {timestamptz, timestamp}, boolean,
              lift<&timestamptz_timestamp<Relation::ge>>)),
};

}  // namespace

std::span<const FunctionRow> datetime_comparisons() { return rows; }

}  // namespace dsql::engine
