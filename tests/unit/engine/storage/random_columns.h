// Random values of the types that a key or a row can hold, for the property tests of the codecs.
// Small alphabets and narrow ranges on purpose, so that equal values, prefixes and zero bytes
// occur.
#pragma once

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/types/type.h"

namespace dsql::engine {

using Chance = std::mt19937_64;

inline std::uint64_t below(Chance& chance, std::uint64_t limit) { return chance() % limit; }

// Types with values that random bits are valid for.
inline std::vector<const Type*> plain_types() {
  return {&type_of(oid::boolean), &type_of(oid::int2), &type_of(oid::int4),   &type_of(oid::int8),
          &type_of(oid::float8),  &type_of(oid::text), &type_of(oid::float4), &type_of(oid::uuid)};
}

inline std::string random_bytes(Chance& chance, std::size_t longest) {
  static constexpr char alphabet[] = {'\0', '\1', 'a', 'b', '\xff', 'z'};
  std::string bytes(below(chance, longest + 1), ' ');
  for (char& c : bytes) c = alphabet[below(chance, sizeof alphabet)];
  return bytes;
}

// Sets row `row` of a column to a random value, one time in `null_every` to NULL (0: never).
inline void set_random(Chance& chance, Column& column, std::uint32_t row, std::size_t longest,
                       unsigned null_every) {
  if (null_every != 0 && below(chance, null_every) == 0) {
    column.set_null(row);
    return;
  }
  const bool narrow = below(chance, 2) == 0;
  const auto bits = static_cast<std::int64_t>(narrow ? below(chance, 5) - 2 : chance());
  with_physical(column.physical(), [&]<class T>() {
    if constexpr (std::is_same_v<T, std::string_view>) {
      column.own(row, random_bytes(chance, longest));
    } else if constexpr (std::is_same_v<T, Uuid>) {
      Uuid uuid;
      for (auto& byte : uuid.bytes) byte = static_cast<std::uint8_t>(narrow ? bits & 1 : chance());
      column.set(row, uuid);
    } else if constexpr (std::is_same_v<T, bool>) {
      column.set(row, (bits & 1) != 0);
    } else if constexpr (std::is_arithmetic_v<T>) {
      column.set(row, static_cast<T>(bits));
    } else if constexpr (std::is_same_v<T, Interval>) {
      column.set(row, Interval{bits, 1, 2});
    } else {
      column.set(row, T{bits, 3600});
    }
  });
}

// The columns of a made-up table.
struct RandomTable {
  RandomTable(Chance& chance, std::size_t columns_wanted, std::uint32_t rows, std::size_t longest,
              unsigned null_every) {
    const std::vector<const Type*> candidates = plain_types();
    for (std::size_t i = 0; i < columns_wanted; ++i) {
      types.push_back(candidates[below(chance, candidates.size())]);
      owned.push_back(std::make_unique<Column>(types.back()->physical, rows));
      for (std::uint32_t row = 0; row < rows; ++row)
        set_random(chance, *owned.back(), row, longest, null_every);
      columns.push_back(owned.back().get());
    }
  }
  std::vector<const Type*> types;
  std::vector<std::unique_ptr<Column>> owned;
  std::vector<const Column*> columns;
};

// Empty columns of the same types to decode into.
struct Blank {
  Blank(const std::vector<const Type*>& types, std::uint32_t rows) {
    for (const Type* type : types) {
      owned.push_back(std::make_unique<Column>(type->physical, rows));
      columns.push_back(owned.back().get());
    }
  }
  std::vector<std::unique_ptr<Column>> owned;
  std::vector<Column*> columns;
};

inline bool same_value(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row) {
  if (a.is_null(a_row) || b.is_null(b_row)) return a.is_null(a_row) == b.is_null(b_row);
  return with_physical(a.physical(), [&]<class T>() { return a.at<T>(a_row) == b.at<T>(b_row); });
}

}  // namespace dsql::engine
