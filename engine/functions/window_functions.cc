// Window functions: numbering, ranking, and values of other rows of the partition or the frame.
#include <algorithm>
#include <optional>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/rows.h"
#include "engine/functions/window.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i4 = std::int32_t;
using i8 = std::int64_t;
namespace conditions = rules::conditions;

std::uint32_t at(std::uint64_t row) { return static_cast<std::uint32_t>(row); }

// --- numbers of rows
// -------------------------------------------------------------------------------

void row_number(CallContext&, WindowPartition& partition, Column& out) {
  for (std::uint64_t row = 0; row < partition.rows; ++row)
    out.set(at(row), static_cast<i8>(row + 1));
}

void rank(CallContext&, WindowPartition& partition, Column& out) {
  for (std::uint64_t row = 0; row < partition.rows; ++row)
    out.set(at(row), static_cast<i8>(partition.peer_begin[row] + 1));
}

void dense_rank(CallContext&, WindowPartition& partition, Column& out) {
  i8 groups = 0;
  for (std::uint64_t row = 0; row < partition.rows; ++row) {
    groups += partition.peer_begin[row] == row;
    out.set(at(row), groups);
  }
}

void percent_rank(CallContext&, WindowPartition& partition, Column& out) {
  for (std::uint64_t row = 0; row < partition.rows; ++row) {
    const auto before = static_cast<double>(partition.peer_begin[row]);
    out.set(at(row), partition.rows <= 1 ? 0.0 : before / static_cast<double>(partition.rows - 1));
  }
}

void cume_dist(CallContext&, WindowPartition& partition, Column& out) {
  for (std::uint64_t row = 0; row < partition.rows; ++row) {
    out.set(at(row),
            static_cast<double>(partition.peer_end[row]) / static_cast<double>(partition.rows));
  }
}

// The first buckets take one row more where the rows do not divide evenly.
void ntile(CallContext&, WindowPartition& partition, Column& out) {
  const bool unknown = partition.rows > 0 && partition.argument_is_null(0, 0);
  const i8 buckets =
      unknown || partition.rows == 0 ? 1 : partition.argument(0, 0).at<i4>(partition.place(0));
  if (buckets <= 0) rules::raise(conditions::ntile_not_positive);
  const i8 size = static_cast<i8>(partition.rows) / buckets;
  const i8 larger = static_cast<i8>(partition.rows) % buckets;
  for (std::uint64_t row = 0; row < partition.rows; ++row) {
    if (unknown) {
      out.set_null(at(row));
      continue;
    }
    const auto number = static_cast<i8>(row);
    const i8 in_larger = larger * (size + 1);
    const i8 bucket =
        number < in_larger ? number / (size + 1) : larger + (number - in_larger) / size;
    out.set(at(row), static_cast<i4>(bucket + 1));
  }
}

// --- values of other rows
// --------------------------------------------------------------------------

void copy_argument(const WindowPartition& partition, std::uint64_t from, std::size_t k, Column& out,
                   std::uint64_t row) {
  out.copy_value(at(row), partition.argument(from, k), partition.place(from), true);
}

// lag and lead: (value [, offset [, otherwise]]).
template <int direction, int arguments>
void shifted(CallContext&, WindowPartition& partition, Column& out) {
  for (std::uint64_t row = 0; row < partition.rows; ++row) {
    i8 offset = 1;
    if constexpr (arguments > 1) {
      if (partition.argument_is_null(row, 1)) {
        out.set_null(at(row));
        continue;
      }
      offset = partition.argument(row, 1).at<i4>(partition.place(row));
    }
    const i8 target = static_cast<i8>(row) + direction * offset;
    if (target >= 0 && target < static_cast<i8>(partition.rows)) {
      copy_argument(partition, static_cast<std::uint64_t>(target), 0, out, row);
    } else if constexpr (arguments > 2) {
      copy_argument(partition, row, 2, out, row);
    } else {
      out.set_null(at(row));
    }
  }
}

// Row number `count` of a frame, from 1; nothing if it has fewer.
std::optional<std::uint64_t> nth_of(const FrameRange& frame, i8 count) {
  const bool plain = frame.excluded_begin >= frame.excluded_end;
  if (plain) {
    const i8 held = frame.end > frame.begin ? static_cast<i8>(frame.end - frame.begin) : 0;
    if (count > held) return std::nullopt;
    return frame.begin + static_cast<std::uint64_t>(count - 1);
  }
  for (std::uint64_t row = frame.begin; row < frame.end; ++row)
    if (frame.holds(row) && --count == 0) return row;
  return std::nullopt;
}
std::optional<std::uint64_t> last_of(const FrameRange& frame) {
  for (std::uint64_t row = frame.end; row > frame.begin; --row)
    if (frame.holds(row - 1)) return row - 1;
  return std::nullopt;
}

void set_from(const WindowPartition& partition, std::optional<std::uint64_t> from, Column& out,
              std::uint64_t row) {
  if (from) {
    copy_argument(partition, *from, 0, out, row);
  } else {
    out.set_null(at(row));
  }
}
void first_value(CallContext&, WindowPartition& partition, Column& out) {
  for (std::uint64_t row = 0; row < partition.rows; ++row)
    set_from(partition, nth_of(partition.frames[row], 1), out, row);
}
void last_value(CallContext&, WindowPartition& partition, Column& out) {
  for (std::uint64_t row = 0; row < partition.rows; ++row)
    set_from(partition, last_of(partition.frames[row]), out, row);
}
void nth_value(CallContext&, WindowPartition& partition, Column& out) {
  for (std::uint64_t row = 0; row < partition.rows; ++row) {
    if (partition.argument_is_null(row, 1)) {
      out.set_null(at(row));
      continue;
    }
    const i4 count = partition.argument(row, 1).at<i4>(partition.place(row));
    if (count <= 0) rules::raise(conditions::nth_value_not_positive);
    set_from(partition, nth_of(partition.frames[row], count), out, row);
  }
}

constexpr FunctionRow rows[] = {
    window(3100, "row_number", {}, int8, &row_number),
    window(3101, "rank", {}, int8, &rank),
    window(3102, "dense_rank", {}, int8, &dense_rank),
    window(3103, "percent_rank", {}, float8, &percent_rank),
    window(3104, "cume_dist", {}, float8, &cume_dist),
    window(3105, "ntile", {int4}, int4, &ntile),
    window(3106, "lag", {anyelement}, anyelement, &shifted<-1, 1>),
    window(3107, "lag", {anyelement, int4}, anyelement, &shifted<-1, 2>),
    window(3108, "lag", {anycompatible, int4, anycompatible}, anycompatible, &shifted<-1, 3>),
    window(3109, "lead", {anyelement}, anyelement, &shifted<1, 1>),
    window(3110, "lead", {anyelement, int4}, anyelement, &shifted<1, 2>),
    window(3111, "lead", {anycompatible, int4, anycompatible}, anycompatible, &shifted<1, 3>),
    window(3112, "first_value", {anyelement}, anyelement, &first_value),
    window(3113, "last_value", {anyelement}, anyelement, &last_value),
    window(3114, "nth_value", {anyelement, int4}, anyelement, &nth_value),
};

}  // namespace

std::span<const FunctionRow> window_functions() { return rows; }

}  // namespace dsql::engine
