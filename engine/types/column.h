// Column: up to `capacity` values of one physical type with a validity bitmap, the unit that
// expressions and operators work on. A constant column holds one value that stands for every row
// (stride 0). Bytes values are views: into the column's own heap (add with own()), or into storage
// that the producer keeps alive until its next batch. Not thread-safe.
#pragma once

#include <cassert>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/types/arena.h"
#include "engine/types/physical.h"

namespace dsql::engine {

// The most rows a batch carries; a row number inside a batch fits 16 bits.
inline constexpr std::uint32_t batch_capacity = 1024;

// The rows of a batch that an operation concerns, ascending: `rows[0, count)`, or 0 … count-1 when
// `rows` is null. A view.
struct Selection {
  const std::uint16_t* rows = nullptr;
  std::uint32_t count = 0;

  static Selection all(std::uint32_t count) { return {nullptr, count}; }
  bool dense() const { return rows == nullptr; }
  std::uint32_t operator[](std::uint32_t i) const { return rows ? rows[i] : i; }
  // One more than the largest row number: the room a result column needs.
  std::uint32_t extent() const {
    return rows == nullptr ? count : (count ? rows[count - 1] + 1U : 0U);
  }

  // Calls f(row) for each; the dense case is a plain counted loop the compiler can vectorise.
  template <class F>
  void for_each(F&& f) const {
    if (rows == nullptr) {
      for (std::uint32_t i = 0; i < count; ++i) f(i);
    } else {
      for (std::uint32_t i = 0; i < count; ++i) f(std::uint32_t{rows[i]});
    }
  }
};

class Column {
 public:
  explicit Column(Physical physical = Physical::int32, std::uint32_t capacity = 0) {
    prepare(physical, capacity);
  }
  Column(Column&&) noexcept = default;
  Column& operator=(Column&&) noexcept = default;

  // Makes the column an ordinary one of `physical` with room for `capacity` rows, all valid, values
  // unspecified, heap empty. Keeps its memory where it can.
  void prepare(Physical physical, std::uint32_t capacity) {
    physical_ = physical;
    constant_ = false;
    has_nulls_ = false;
    heap_.reset();
    reserve(capacity);
  }

  // Room for `capacity` rows; keeps contents. Raises: query_temp_space, where memory is counted.
  void reserve(std::uint32_t capacity);

  // From now on slots and bytes are counted against `space`, which outlives the column.
  void count_in(TempSpace* space);

  Physical physical() const { return physical_; }
  std::uint32_t capacity() const { return capacity_; }

  // A constant column answers row 0 for every row.
  bool constant() const { return constant_; }
  void set_constant() { constant_ = true; }
  std::uint32_t stride() const { return constant_ ? 0 : 1; }

  // The slots, to be indexed with row * stride().
  template <class T>
  T* values() {
    assert(physical_of<T>::value == physical_);
    return reinterpret_cast<T*>(slots_.get());
  }
  template <class T>
  const T* values() const {
    assert(physical_of<T>::value == physical_);
    return reinterpret_cast<const T*>(slots_.get());
  }
  template <class T>
  const T& at(std::uint32_t row) const {
    return values<T>()[constant_ ? 0 : row];
  }
  template <class T>
  void set(std::uint32_t row, const T& value) {
    values<T>()[row] = value;
    if (has_nulls_) validity_[row >> 6] |= std::uint64_t{1} << (row & 63);
  }

  // --- NULLs. While has_nulls() is false every row is valid and the bitmap is not to be read.
  // ------
  bool has_nulls() const { return has_nulls_; }
  bool is_null(std::uint32_t row) const {
    if (!has_nulls_) return false;
    const std::uint32_t r = constant_ ? 0 : row;
    return ((validity_[r >> 6] >> (r & 63)) & 1) == 0;
  }
  void set_null(std::uint32_t row) {
    if (!has_nulls_) start_nulls();
    validity_[row >> 6] &= ~(std::uint64_t{1} << (row & 63));
  }
  void set_valid(std::uint32_t row) {
    if (has_nulls_) validity_[row >> 6] |= std::uint64_t{1} << (row & 63);
  }
  // Bit r of word r/64 set: row r is not NULL. Only while has_nulls().
  std::span<const std::uint64_t> validity() const { return validity_; }

  // --- bytes
  // --------------------------------------------------------------------------------------
  Arena& heap() { return heap_; }
  std::size_t heap_footprint() const { return heap_.footprint(); }
  // Stores a copy of `bytes` in the heap and points row `row` at it.
  void own(std::uint32_t row, std::string_view bytes) { set(row, heap_.copy(bytes)); }

  // Copies one value, bytes included when `deep`.
  void copy_value(std::uint32_t row, const Column& from, std::uint32_t from_row, bool deep);

  // Makes this column a deep copy of the selected rows of `from`, packed to rows 0 … count-1.
  void gather(const Column& from, Selection rows);

  // Appends nothing; makes this a shallow view-copy of `from` (slots and validity copied, bytes
  // not).
  void share(const Column& from, std::uint32_t extent);

 private:
  void start_nulls();

  Physical physical_ = Physical::int32;
  bool constant_ = false;
  bool has_nulls_ = false;
  std::uint32_t capacity_ = 0;  // rows the slots hold for the current physical type
  std::size_t slot_bytes_ = 0;  // bytes allocated
  std::unique_ptr<std::uint64_t[]> slots_;
  std::vector<std::uint64_t> validity_;
  Arena heap_;
  TempUse slots_use_;
};

}  // namespace dsql::engine
