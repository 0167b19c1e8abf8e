// Decodes libpg_query's packed parse tree into its protobuf-c structs. It replaces the library's
// unpack, which makes one allocation a node and takes more than a kilobyte of stack a level: here
// the nodes lie in one arena that is freed at once, and the depth is checked. Used by parse.cc
// only; thread-compatible.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "dsqlrules/parse/tree.h"

namespace dsql::rules {

// A growing block of memory for trivially destructible things.
class Arena {
 public:
  // `first_chunk`: bytes to reserve at once; the later chunks double.
  explicit Arena(std::size_t first_chunk) : next_size_(first_chunk) {}

  // Memory for `size` bytes, aligned for any protobuf-c struct; valid as long as the arena.
  void* allocate(std::size_t size);

 private:
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::byte* free_ = nullptr;
  std::size_t left_ = 0;
  std::size_t next_size_;
};

// Bytes that one element of a repeated field takes.
std::size_t element_size(const ProtobufCFieldDescriptor& field);

// The member of a protobuf-c struct at an offset of its descriptor.
template <class T>
T& member(void* message, unsigned offset) {
  return *reinterpret_cast<T*>(static_cast<std::byte*>(message) + offset);
}

// The tree packed in `bytes`, in memory of `arena`.
// Raises conditions::stack_depth_limit_exceeded beyond limits::tree_depth nested nodes, and
// conditions::internal_error for bytes that are no parse result.
const PgQuery__ParseResult* decode_tree(std::string_view bytes, Arena& arena);

}  // namespace dsql::rules
