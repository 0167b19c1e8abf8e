// smallint, integer, bigint, oid and its aliases, xid, cid and xid8. Stateless.
#pragma once

#include <charconv>
#include <string_view>

#include "engine/types/codec.h"

namespace dsql::engine {

// PostgreSQL's integer syntax: space around, a sign, decimal, 0x, 0o and 0b digits, `_` between
// digits. Raises: invalid_input_syntax, value_out_of_range_for_type with `type` as the type's name.
std::int64_t parse_integer(std::string_view text, std::int64_t least, std::int64_t most,
                           std::string_view type);

// An unsigned 32-bit number as oid and xid read it: a negative one wraps. Raises as above.
std::uint32_t parse_oid(std::string_view text, std::string_view type);

template <class T>
struct IntegerFamily : Scalar<T> {
  static T parse(std::string_view text, TypeModifier, const TextFormat&) {
    constexpr std::string_view name =
        sizeof(T) == 2 ? "smallint" : (sizeof(T) == 4 ? "integer" : "bigint");
    return static_cast<T>(
        parse_integer(text, std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), name));
  }
  static void print(T value, const TextFormat&, std::string& out) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, static_cast<std::size_t>(end - digits));
  }
};

// oid, xid, cid: plain unsigned numbers. `TypeOid` gives the name in messages.
template <Oid TypeOid>
struct OidFamily : Scalar<std::uint32_t> {
  static std::uint32_t parse(std::string_view text, TypeModifier, const TextFormat&) {
    return parse_oid(text, type_of(TypeOid).display);
  }
  static void print(std::uint32_t value, const TextFormat&, std::string& out) {
    append_unsigned(out, value);
  }
};

// regclass and its kind without a catalog: the number, and "-" for none. Names are resolved and
// printed by the layer that holds a catalog.
template <Oid TypeOid>
struct RegFamily : OidFamily<TypeOid> {
  static std::uint32_t parse(std::string_view text, TypeModifier modifier,
                             const TextFormat& format) {
    return text == "-" ? 0 : OidFamily<TypeOid>::parse(text, modifier, format);
  }
  static void print(std::uint32_t value, const TextFormat& format, std::string& out) {
    if (value == 0) {
      out.push_back('-');
    } else if (TypeOid == oid::regtype && find_type(value) != nullptr) {
      out.append(type_display(value, -1));
    } else if (const std::string name =
                   format.names == nullptr ? "" : format.names->object_name(TypeOid, value);
               !name.empty()) {
      out.append(name);
    } else {
      OidFamily<TypeOid>::print(value, format, out);
    }
  }
};

// xid8: unsigned 64 bits held in an int64 slot.
struct Xid8Family : Scalar<std::int64_t> {
  static std::int64_t parse(std::string_view text, TypeModifier, const TextFormat&);
  static void print(std::int64_t value, const TextFormat&, std::string& out) {
    append_unsigned(out, static_cast<std::uint64_t>(value));
  }
  static int order(std::int64_t a, std::int64_t b) {
    return three_way(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
  }
};

}  // namespace dsql::engine
