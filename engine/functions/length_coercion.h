// Length coercion: the casts of a type to itself that apply a type modifier, such as varchar(10) or
// timestamp(3). PostgreSQL passes the modifier and "is explicit" as second and third argument; a
// caller may instead leave them out and set CallContext::result_modifier.
#pragma once

#include "engine/functions/lift.h"

namespace dsql::engine {

struct LengthCoercion {
  TypeModifier modifier = -1;
  bool is_explicit = false;
};

// The kernel that fits each value: F(heap of the result, value, LengthCoercion) answers the fitted
// one.
template <class T, auto F>
void coerce_length(CallContext& context, std::span<const Column* const> args, Selection rows,
                   Column& out) {
  rows.for_each([&](std::uint32_t row) {
    LengthCoercion length{.modifier = context.result_modifier};
    if (args.size() > 1) length.modifier = args[1]->at<std::int32_t>(row);
    if (args.size() > 2) length.is_explicit = args[2]->at<bool>(row);
    const auto& slot = args[0]->at<typename Slot<T>::type>(row);
    lifting::write<false>(out, row, F(out.heap(), Slot<T>::read(slot), length));
  });
}

}  // namespace dsql::engine
