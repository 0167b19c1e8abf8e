#include "engine/types/column.h"

#include <algorithm>

namespace dsql::engine {

void Column::reserve(std::uint32_t capacity) {
  const std::size_t needed = std::max<std::size_t>(capacity, 1) * slot_size(physical_);
  if (needed > slot_bytes_) {
    const std::size_t words = (needed + 15) / 16 * 2;
    slots_use_.set(words * 8);
    auto grown = std::make_unique_for_overwrite<std::uint64_t[]>(words);
    if (slots_) std::memcpy(grown.get(), slots_.get(), slot_bytes_);
    slots_ = std::move(grown);
    slot_bytes_ = words * 8;
  }
  const auto held = static_cast<std::uint32_t>(slot_bytes_ / slot_size(physical_));
  if (has_nulls_ && held > validity_.size() * 64)
    validity_.resize((held + 63) / 64, ~std::uint64_t{0});
  capacity_ = held;
}

void Column::count_in(TempSpace* space) {
  slots_use_ = TempUse(space);
  slots_use_.set(slot_bytes_);
  heap_.count_in(space);
}

void Column::start_nulls() {
  validity_.assign((capacity_ + 63) / 64, ~std::uint64_t{0});
  has_nulls_ = true;
}

void Column::copy_value(std::uint32_t row, const Column& from, std::uint32_t from_row, bool deep) {
  if (from.is_null(from_row)) {
    set_null(row);
    return;
  }
  with_physical(physical_, [&]<class T>() {
    const T& value = from.at<T>(from_row);
    if constexpr (std::is_same_v<T, std::string_view>) {
      if (deep) {
        own(row, value);
        return;
      }
    }
    set(row, value);
  });
}

void Column::gather(const Column& from, Selection rows) {
  prepare(from.physical(), rows.count);
  for (std::uint32_t i = 0; i < rows.count; ++i) copy_value(i, from, rows[i], true);
}

void Column::share(const Column& from, std::uint32_t extent) {
  const std::uint32_t rows = from.constant_ ? 1 : extent;
  prepare(from.physical_, rows);
  std::memcpy(slots_.get(), from.slots_.get(), rows * slot_size(physical_));
  constant_ = from.constant_;
  has_nulls_ = from.has_nulls_;
  if (has_nulls_) {
    validity_ = from.validity_;
    validity_.resize((capacity_ + 63) / 64, ~std::uint64_t{0});
  }
}

}  // namespace dsql::engine
