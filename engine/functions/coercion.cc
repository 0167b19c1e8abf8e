// Coercion by PostgreSQL's rules (find_coercion_pathway, can_coerce_type, select_common_type).
#include <algorithm>
#include <array>

#include "engine/functions/lift.h"
#include "engine/functions/resolve_internal.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace resolving {

char category(Oid type) {
  const Type* found = find_type(type);
  return found == nullptr ? '\0' : found->category;
}

bool preferred(char of_category, Oid type) {
  const Type* found = find_type(type);
  return found != nullptr && found->category == of_category && found->preferred;
}

Oid element_of(Oid array) {
  const Type* found = find_type(array);
  if (array == oid::record_array) return oid::record;  // a pseudo-type, but an array all the same
  return found != nullptr && found->category == 'A' ? found->element : 0;
}

Oid array_of(Oid element) {
  const Type* found = find_type(element);
  return found == nullptr ? 0 : found->array;
}

namespace {

// A row type of the catalog; the binder hands in its oid, which is no built-in type.
bool is_composite(Oid type) {
  const Type* found = find_type(type);
  return found == nullptr || found->kind == 'c';
}

bool can_coerce_one(Oid from, Oid to) {
  if (from == to || to == oid::any || from == oid::unknown) return true;
  if (find_coercion(from, to, CastContext::implicit)) return true;
  return (to == oid::record && is_composite(from)) || (from == oid::record && is_composite(to));
}

}  // namespace

bool can_coerce(std::span<const Oid> from, std::span<const Oid> to) {
  bool generics = false;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (is_polymorphic(to[i])) {
      generics = true;
    } else if (!can_coerce_one(from[i], to[i])) {
      return false;
    }
  }
  return !generics || generics_consistent(from, to);
}

}  // namespace resolving

namespace {

using Kind = Coercion::Kind;

// integer and oid share their bits but not their C++ type, so what pg_cast calls a binary cast
// between them runs a kernel here. These rows are nobody's to call.
std::uint32_t unsigned_of(std::int32_t value) { return static_cast<std::uint32_t>(value); }
std::int32_t signed_of(std::uint32_t value) { return static_cast<std::int32_t>(value); }
std::uint32_t unsigned_of_short(std::int16_t value) {
  return static_cast<std::uint32_t>(std::int32_t{value});
}
constexpr FunctionRow relabel_rows[] = {
    fn(0, "", {sql::int4}, sql::oid_, lift<&unsigned_of>),
    fn(0, "", {sql::oid_}, sql::int4, lift<&signed_of>),
    fn(0, "", {sql::int2}, sql::oid_, lift<&unsigned_of_short>),
};

const FunctionRow* change_of_bits(Oid from, Oid to) {
  const Type* source = find_type(from);
  const Type* target = find_type(to);
  if (source == nullptr || target == nullptr || source->physical == target->physical)
    return nullptr;
  for (const FunctionRow& row : relabel_rows) {
    if (type_of(row.argument_types[0]).physical == source->physical &&
        type_of(row.result).physical == target->physical) {
      return &row;
    }
  }
  return nullptr;
}

int rank(CastContext context) {
  switch (context) {
    case CastContext::implicit: return 0;
    case CastContext::assignment: return 1;
    case CastContext::explicit_: return 2;
  }
  return 2;
}

std::optional<Coercion> by_cast_row(const CastRow& row, CastContext context) {
  if (rank(row.context) > rank(context)) return std::nullopt;
  if (row.method == CastMethod::io) return Coercion{.kind = Kind::io};
  if (row.method == CastMethod::binary || row.source == oid::int2) {
    if (const FunctionRow* change = change_of_bits(row.source, row.target))
      return Coercion{.kind = Kind::function, .function = change};
  }
  if (row.method == CastMethod::binary) return Coercion{.kind = Kind::relabel};
  return Coercion{.kind = Kind::function, .function = find_function(row.function)};
}

// Element by element, or through text where one side is a string type.
std::optional<Coercion> without_cast_row(Oid from, Oid to, CastContext context) {
  if (to != sql::oidvector && to != sql::int2vector) {
    const Oid from_element = resolving::element_of(from);
    const Oid to_element = resolving::element_of(to);
    if (from_element != 0 && to_element != 0) {
      const auto element = find_coercion(from_element, to_element, context);
      if (element) return Coercion{.kind = Kind::array, .function = element->function};
    }
  }
  if (rank(context) >= rank(CastContext::assignment) && resolving::category(to) == 'S')
    return Coercion{.kind = Kind::io};
  if (context == CastContext::explicit_ && resolving::category(from) == 'S')
    return Coercion{.kind = Kind::io};
  return std::nullopt;
}

}  // namespace

std::optional<Coercion> find_coercion(Oid from, Oid to, CastContext context) {
  if (from == to) return Coercion{};
  if (const CastRow* row = find_cast(from, to)) return by_cast_row(*row, context);
  return without_cast_row(from, to, context);
}

const FunctionRow* length_coercion(Oid type) {
  const CastRow* row = find_cast(type, type);
  return row == nullptr ? nullptr : find_function(row->function);
}

bool binary_coercible(Oid from, Oid to) {
  if (from == to || to == oid::any || to == oid::anyelement || to == oid::anycompatible)
    return true;
  if ((to == oid::anyarray || to == oid::anycompatiblearray) && resolving::element_of(from) != 0)
    return true;
  const CastRow* row = find_cast(from, to);
  return row != nullptr && row->method == CastMethod::binary &&
         row->context == CastContext::implicit;
}

std::optional<Oid> select_common_type(std::span<const Oid> types) {
  Oid common = types.front();
  if (common != oid::unknown &&
      std::ranges::all_of(types, [&](Oid type) { return type == common; }))
    return common;
  for (Oid type : types.subspan(1)) {
    if (type == oid::unknown || type == common) continue;
    if (common == oid::unknown) {
      common = type;
      continue;
    }
    const char kind = resolving::category(common);
    if (resolving::category(type) != kind) return std::nullopt;
    if (!resolving::preferred(kind, common) && resolving::can_coerce({&common, 1}, {&type, 1}) &&
        !resolving::can_coerce({&type, 1}, {&common, 1})) {
      common = type;
    }
  }
  return common == oid::unknown ? oid::text : common;
}

}  // namespace dsql::engine
