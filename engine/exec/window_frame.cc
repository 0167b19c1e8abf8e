#include "engine/exec/window_frame.h"

#include <algorithm>

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace {

bool has_offset(const FrameBound& bound) {
  return bound.kind == FrameBound::Kind::preceding || bound.kind == FrameBound::Kind::following;
}

std::uint64_t clamp(__int128 row, std::uint64_t count) {
  if (row < 0) return 0;
  return row > static_cast<__int128>(count) ? count : static_cast<std::uint64_t>(row);
}

}  // namespace

std::int64_t FrameBuilder::row_offset(const FrameBound& bound, bool start) const {
  if (!has_offset(bound)) return 0;
  const Value value = evaluate_scalar(*bound.offset, execution);
  if (value.is_null())
    rules::raise(start ? rules::conditions::frame_starting_offset_null
                       : rules::conditions::frame_ending_offset_null);
  const auto offset = value.as<std::int64_t>();
  if (offset < 0)
    rules::raise(start ? rules::conditions::frame_starting_offset_negative
                       : rules::conditions::frame_ending_offset_negative);
  return offset;
}

std::uint64_t FrameBuilder::rows_bound(const FrameBound& bound, std::uint64_t row, bool start,
                                       std::int64_t offset) const {
  const std::uint64_t after = start ? 0 : 1;  // an end is the row behind the last one
  switch (bound.kind) {
    case FrameBound::Kind::unbounded_preceding: return 0;
    case FrameBound::Kind::unbounded_following: return count;
    case FrameBound::Kind::current_row: return row + after;
    case FrameBound::Kind::preceding:
      return clamp(static_cast<__int128>(row) - offset + after, count);
    case FrameBound::Kind::following: break;
  }
  return clamp(static_cast<__int128>(row) + offset + after, count);
}

std::uint64_t FrameBuilder::groups_bound(const FrameBound& bound, std::uint64_t row, bool start,
                                         std::int64_t offset) const {
  switch (bound.kind) {
    case FrameBound::Kind::unbounded_preceding: return 0;
    case FrameBound::Kind::unbounded_following: return count;
    case FrameBound::Kind::current_row: return start ? peer_begin[row] : peer_end[row];
    case FrameBound::Kind::preceding: {
      std::uint64_t at = row;
      for (std::int64_t i = 0; i < offset; ++i) {
        if (peer_begin[at] == 0) return 0;
        at = peer_begin[at] - 1;
      }
      return start ? peer_begin[at] : peer_end[at];
    }
    case FrameBound::Kind::following: break;
  }
  std::uint64_t at = row;
  for (std::int64_t i = 0; i < offset; ++i) {
    if (peer_end[at] >= count) return count;
    at = peer_end[at];
  }
  return start ? peer_begin[at] : peer_end[at];
}

// RANGE with an offset: the first (or behind the last) row whose key is on the right side of key ±
// offset.
std::uint64_t FrameBuilder::range_bound(const FrameBound& bound, std::uint64_t row, bool start,
                                        const Value& offset) const {
  if (!has_offset(bound)) return groups_bound(bound, row, start, 0);
  const SortKey& key = spec.order_by[0];
  const Type& type = type_of(key.expr->type);
  const Column& own = rows.column(first + row, order_key);
  const std::uint32_t place = rows.place(first + row);
  if (own.is_null(place)) return start ? peer_begin[row] : peer_end[row];
  // Descending keys run the other way: preceding means greater.
  const bool add = (bound.kind == FrameBound::Kind::following) != key.descending;
  const FunctionRow& function = add ? *spec.frame.range_add : *spec.frame.range_subtract;
  const Oid types[] = {key.expr->type, bound.offset->type};
  CallContext context{&execution.context.format, &execution.context.services, types,
                      function.result, -1};
  Column one(own.physical(), 1);
  one.copy_value(0, own, place, false);
  Column step;
  offset.broadcast(step);
  const Column* const args[] = {&one, &step};
  Column limit(type_of(function.result).physical, 1);
  function.kernel(context, std::span(args), Selection::all(1), limit);
  Column converted;
  const Column* target = &limit;
  if (limit.physical() !=
      own.physical()) {  // date ± interval is a timestamp: compare as the key's type
    converted.prepare(own.physical(), 1);
    std::string text;
    type_of(function.result).text_output(limit, 0, execution.context.format, text);
    type.text_input(text, -1, execution.context.format, converted, 0);
    target = &converted;
  }
  const auto before = [&](std::uint64_t candidate) {
    const Column& value = rows.column(first + candidate, order_key);
    const std::uint32_t at = rows.place(first + candidate);
    if (value.is_null(at)) return key.nulls_first;  // NULLs stand outside every range of values
    int order = type.compare(value, at, *target, 0);
    if (key.descending) order = -order;
    return start ? order < 0 : order <= 0;
  };
  std::uint64_t low = 0;
  std::uint64_t high = count;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (before(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void FrameBuilder::range_bounds(std::vector<FrameRange>& frames) const {
  Value start;
  Value end;
  if (has_offset(spec.frame.start)) start = evaluate_scalar(*spec.frame.start.offset, execution);
  if (has_offset(spec.frame.end)) end = evaluate_scalar(*spec.frame.end.offset, execution);
  if (has_offset(spec.frame.start) && start.is_null())
    rules::raise(rules::conditions::frame_starting_offset_null);
  if (has_offset(spec.frame.end) && end.is_null())
    rules::raise(rules::conditions::frame_ending_offset_null);
  for (std::uint64_t row = 0; row < count; ++row) {
    frames[row].begin = range_bound(spec.frame.start, row, true, start);
    frames[row].end = range_bound(spec.frame.end, row, false, end);
  }
}

void FrameBuilder::exclude(FrameRange& frame, std::uint64_t row) const {
  switch (spec.frame.exclusion) {
    case WindowFrame::Exclusion::none: return;
    case WindowFrame::Exclusion::current_row:
      frame.excluded_begin = row;
      frame.excluded_end = row + 1;
      return;
    case WindowFrame::Exclusion::group:
    case WindowFrame::Exclusion::ties:
      frame.excluded_begin = peer_begin[row];
      frame.excluded_end = peer_end[row];
      if (spec.frame.exclusion == WindowFrame::Exclusion::ties) frame.kept = row;
  }
}

std::vector<FrameRange> FrameBuilder::build() const {
  std::vector<FrameRange> frames(count);
  const bool offsets = has_offset(spec.frame.start) || has_offset(spec.frame.end);
  if (spec.frame.mode == WindowFrame::Mode::range && offsets) {
    range_bounds(frames);
  } else {
    const std::int64_t start = row_offset(spec.frame.start, true);
    const std::int64_t end = row_offset(spec.frame.end, false);
    for (std::uint64_t row = 0; row < count; ++row) {
      if (spec.frame.mode == WindowFrame::Mode::rows) {
        frames[row].begin = rows_bound(spec.frame.start, row, true, start);
        frames[row].end = rows_bound(spec.frame.end, row, false, end);
      } else {
        frames[row].begin = groups_bound(spec.frame.start, row, true, start);
        frames[row].end = groups_bound(spec.frame.end, row, false, end);
      }
    }
  }
  for (std::uint64_t row = 0; row < count; ++row) {
    frames[row].end = std::max(frames[row].end, frames[row].begin);
    exclude(frames[row], row);
  }
  return frames;
}

}  // namespace dsql::engine
