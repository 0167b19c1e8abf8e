#include "engine/storage/compression.h"

#include <zstd.h>

#include "dsqlrules/conditions/storage_errors.h"

namespace dsql::engine {
namespace {

constexpr int level = 1;

[[noreturn]] void corrupted() {
  rules::raise(rules::conditions::storage_corrupted, "compressed value");
}

}  // namespace

void compress_value(std::string_view bytes, std::string& out) {
  const std::size_t start = out.size();
  out.resize(start + ZSTD_compressBound(bytes.size()));
  const std::size_t size =
      ZSTD_compress(out.data() + start, out.size() - start, bytes.data(), bytes.size(), level);
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // the room suffices by contract
  out.resize(start + size);
}

std::string_view decompress_value(std::string_view compressed, Arena& heap) {
  const auto size = ZSTD_getFrameContentSize(compressed.data(), compressed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) corrupted();
  if (size == 0) return {};
  char* room = heap.allocate(size);
  if (ZSTD_decompress(room, size, compressed.data(), compressed.size()) != size) corrupted();
  return {room, size};
}

}  // namespace dsql::engine
