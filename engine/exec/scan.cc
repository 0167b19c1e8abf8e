#include "engine/exec/scan.h"

#include <limits>

#include "engine/types/type.h"

namespace dsql::engine {

namespace {

std::int64_t integer_of(const Value& value) {
  switch (value.physical()) {
    case Physical::int16: return value.as<std::int16_t>();
    case Physical::int32: return value.as<std::int32_t>();
    default: return value.as<std::int64_t>();
  }
}

template <class T>
CoercedBound narrow(std::int64_t value) {
  if (value < std::numeric_limits<T>::min()) return {CoercedBound::Place::below_all, {}};
  if (value > std::numeric_limits<T>::max()) return {CoercedBound::Place::above_all, {}};
  return {CoercedBound::Place::value, Value::of(static_cast<T>(value))};
}

}  // namespace

CoercedBound coerce_bound(const Value& bound, Oid from, Oid key) {
  if (bound.is_null()) return {CoercedBound::Place::null, {}};
  const Physical target = type_of(key).physical;
  if (from == key || bound.physical() == target) return {CoercedBound::Place::value, bound};
  const std::int64_t value = integer_of(bound);
  switch (target) {
    case Physical::int16: return narrow<std::int16_t>(value);
    case Physical::int32: return narrow<std::int32_t>(value);
    default: return narrow<std::int64_t>(value);
  }
}

void append_bound(const KeyCodec& codec, std::size_t column, const Value& value, std::string& key) {
  Column one(codec.column(column).type->physical, 1);
  value.store(one, 0);
  codec.append_column(column, one, 0, key);
}

}  // namespace dsql::engine
