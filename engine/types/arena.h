// Arena: bytes that live until reset(). The first chunk is small, because most statements are;
// chunks double up to 1 MiB. Not thread-safe; owned by one column or one statement.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace dsql::engine {

class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  // Room for `size` bytes, aligned to 8.
  char* allocate(std::size_t size) {
    const std::size_t rounded = (size + 7) & ~std::size_t{7};
    if (rounded > static_cast<std::size_t>(end_ - next_)) grow(rounded);
    char* room = next_;
    next_ += rounded;
    return room;
  }

  // A copy of `bytes` that lives as long as the arena's contents.
  std::string_view copy(std::string_view bytes) {
    if (bytes.empty()) return {};
    char* room = allocate(bytes.size());
    std::memcpy(room, bytes.data(), bytes.size());
    return {room, bytes.size()};
  }

  // Forgets everything allocated; keeps the largest chunk for reuse.
  void reset();

  // Bytes reserved from the system.
  std::size_t footprint() const { return footprint_; }

 private:
  void grow(std::size_t at_least);

  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  std::vector<Chunk> chunks_;
  char* next_ = nullptr;
  char* end_ = nullptr;
  std::size_t footprint_ = 0;
};

}  // namespace dsql::engine
