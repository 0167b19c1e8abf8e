// Compression of single large values, for those that pass the size of a column's value otherwise.
#pragma once

#include <string>
#include <string_view>

#include "engine/types/arena.h"

namespace dsql::engine {

// Appends the compressed form of `bytes` to `out`.
void compress_value(std::string_view bytes, std::string& out);

// The value that compress_value() made `compressed` from, stored in `heap`. Raises:
// storage_corrupted.
std::string_view decompress_value(std::string_view compressed, Arena& heap);

}  // namespace dsql::engine
