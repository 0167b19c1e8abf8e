// TempSpace: how much memory one statement holds for its rows, against the service's limit on a
// query's temp space. What buffers, hash tables and aggregate states keep is counted by a TempUse
// each, in amounts (a chunk, a table twice as large), never a row at a time, and given back when
// the TempUse ends. One thread, that of the statement; it outlives every TempUse of it.
#pragma once

#include <cstddef>
#include <utility>

#include "dsqlrules/conditions/limits.h"

namespace dsql::engine {

class TempSpace {
 public:
  explicit TempSpace(std::size_t limit = rules::limits::query_temp_space_kib * std::size_t{1024})
      : limit_(limit) {}
  TempSpace(const TempSpace&) = delete;
  TempSpace& operator=(const TempSpace&) = delete;

  // Raises query_temp_space if that is more than the limit; then nothing is counted.
  void charge(std::size_t bytes) {
    if (bytes > limit_ - used_) refuse();
    used_ += bytes;
  }
  void release(std::size_t bytes) { used_ -= bytes; }

  std::size_t used() const { return used_; }

 private:
  [[noreturn]] static void refuse();

  std::size_t limit_;
  std::size_t used_ = 0;
};

// What one holder of memory has counted. Without a TempSpace nothing is counted.
class TempUse {
 public:
  TempUse() = default;
  explicit TempUse(TempSpace* space) : space_(space) {}
  TempUse(TempUse&& other) noexcept
      : space_(other.space_), bytes_(std::exchange(other.bytes_, 0)) {}
  TempUse& operator=(TempUse&& other) noexcept {
    if (this == &other) return *this;
    clear();
    space_ = other.space_;
    bytes_ = std::exchange(other.bytes_, 0);
    return *this;
  }
  ~TempUse() { clear(); }

  // Counts `bytes` more. Raises: query_temp_space.
  void add(std::size_t bytes) {
    if (space_ == nullptr) return;
    space_->charge(bytes);
    bytes_ += bytes;
  }
  // Makes `bytes` what is counted. Raises: query_temp_space.
  void set(std::size_t bytes) {
    if (bytes > bytes_) return add(bytes - bytes_);
    if (space_ != nullptr) space_->release(bytes_ - bytes);
    if (space_ != nullptr) bytes_ = bytes;
  }
  void clear() { set(0); }

  TempSpace* space() const { return space_; }
  std::size_t bytes() const { return bytes_; }

 private:
  TempSpace* space_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace dsql::engine
