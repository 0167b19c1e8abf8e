// The bytes of one value inside a composite value: a slot's memory for fixed-width types, the bytes
// themselves for the others. Arrays and records are made of images. Stateless.
#pragma once

#include <string>
#include <string_view>

#include "engine/types/column.h"

namespace dsql::engine {

// Appends the image of a value that is not NULL.
inline void append_image(std::string& out, const Column& in, std::uint32_t row) {
  with_physical(in.physical(), [&]<class T>() {
    if constexpr (std::is_same_v<T, std::string_view>) {
      out.append(in.at<T>(row));
    } else {
      out.append(reinterpret_cast<const char*>(&in.at<T>(row)), sizeof(T));
    }
  });
}

// Stores a value from its image; bytes become a view of `image`, not a copy.
inline void load_image(std::string_view image, Column& out, std::uint32_t row) {
  with_physical(out.physical(), [&]<class T>() {
    if constexpr (std::is_same_v<T, std::string_view>) {
      out.set<T>(row, image);
    } else {
      T value;
      std::memcpy(static_cast<void*>(&value), image.data(), sizeof(T));
      out.set<T>(row, value);
    }
  });
}

}  // namespace dsql::engine
