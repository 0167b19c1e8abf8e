// Value: one owned value of a physical type, or NULL. For the places where a single value outlives
// its column: constants, parameters, defaults, aggregate extremes, bounds of an index scan.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "engine/types/column.h"
#include "engine/types/physical.h"

namespace dsql::engine {

class Value {
 public:
  Value() = default;  // NULL of physical int32

  template <class T>
  static Value of(const T& value) {
    Value result;
    result.physical_ = physical_of<T>::value;
    result.null_ = false;
    if constexpr (std::is_same_v<T, std::string_view>) {
      result.bytes_ = value;
    } else {
      std::memcpy(result.slot_, &value, sizeof(T));
    }
    return result;
  }
  static Value bytes(std::string value) {
    Value result;
    result.physical_ = Physical::bytes;
    result.null_ = false;
    result.bytes_ = std::move(value);
    return result;
  }
  static Value null(Physical physical) {
    Value result;
    result.physical_ = physical;
    return result;
  }
  // The value of one row of a column, copied.
  static Value from(const Column& column, std::uint32_t row);

  bool is_null() const { return null_; }
  Physical physical() const { return physical_; }

  template <class T>
  T as() const {
    if constexpr (std::is_same_v<T, std::string_view>) {
      return bytes_;
    } else {
      T value;
      std::memcpy(static_cast<void*>(&value), slot_, sizeof(T));
      return value;
    }
  }

  // Stores it into `column` at `row`; bytes are copied into the column's heap.
  void store(Column& column, std::uint32_t row) const;

  // Makes `column` a constant column of this value. Bytes stay views of this Value.
  void broadcast(Column& column) const;

 private:
  Physical physical_ = Physical::int32;
  bool null_ = true;
  alignas(8) unsigned char slot_[16] = {};
  std::string bytes_;
};

}  // namespace dsql::engine
