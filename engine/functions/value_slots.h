// How values that live encoded in bytes are lifted: Numeric and JsonbView as parameters and results
// of plain functions.
#pragma once

#include "engine/functions/lift.h"
#include "engine/types/json.h"
#include "engine/types/numeric.h"

namespace dsql::engine {

template <>
struct Slot<Numeric> {
  using type = std::string_view;
  static Numeric read(const std::string_view& slot) { return Numeric::unpack(slot); }
  static void write(Column& out, std::uint32_t row, const Numeric& value) {
    out.set(row, value.pack(out.heap()));
  }
};

template <>
struct Slot<JsonbView> {
  using type = std::string_view;
  static JsonbView read(const std::string_view& slot) { return JsonbView(slot); }
  static void write(Column& out, std::uint32_t row, const JsonbView& value) {
    out.own(row, value.bytes());
  }
};

}  // namespace dsql::engine
