// Bounds of an index range from the values of expressions: shared by the table access operator,
// foreign-key look-ups and index builds.
#pragma once

#include <optional>
#include <string>

#include "engine/storage/key_codec.h"
#include "engine/types/value.h"

namespace dsql::engine {

// How a bound compares to the values a key column can have, after conversion to its type.
struct CoercedBound {
  enum class Place : std::uint8_t { value, below_all, above_all, null } place = Place::value;
  Value value;
};

// A bound of type `from` as a value of the key column's type. Integers of another width may lie
// outside the key's range.
CoercedBound coerce_bound(const Value& bound, Oid from, Oid key);

// Appends `value`, of the key column's type, to a key under construction.
void append_bound(const KeyCodec& codec, std::size_t column, const Value& value, std::string& key);

}  // namespace dsql::engine
