// What the relations of information_schema share: its words, and the lengths of types. Private to
// the folder.
#pragma once

#include <optional>

#include "engine/system/relation_rows.h"

namespace dsql::engine {

inline constexpr std::string_view database_name = "postgres";

constexpr std::string_view yes_or_no(bool value) { return value ? "YES" : "NO"; }

inline std::string_view schema_name(const SystemScanContext& context, Oid schema) {
  const Schema* found = context.catalog.schema(schema);
  return found == nullptr ? std::string_view() : std::string_view(found->name);
}

// character_maximum_length … datetime_precision of a type.
struct TypeLengths {
  std::optional<std::int64_t> characters, octets, precision, radix, scale, datetime;
};

inline TypeLengths type_lengths(Oid type, TypeModifier modifier) {
  constexpr TypeModifier header = 4;
  constexpr std::int64_t text_octets = 1073741824;  // 1 GiB, as PostgreSQL says for any text
  TypeLengths lengths;
  switch (type) {
    case oid::text: lengths.octets = text_octets; break;
    case oid::varchar:
    case oid::bpchar:
      lengths.octets = text_octets;
      if (modifier >= header) {
        lengths.characters = modifier - header;
        lengths.octets = (modifier - header) * 4;
      }
      break;
    case oid::int2: lengths.precision = 16; break;
    case oid::int4: lengths.precision = 32; break;
    case oid::int8: lengths.precision = 64; break;
    case oid::float4: lengths.precision = 24; break;
    case oid::float8: lengths.precision = 53; break;
    case oid::numeric:
      lengths.radix = 10;
      if (modifier >= header) {
        lengths.precision = ((modifier - header) >> 16) & 0xFFFF;
        lengths.scale = (((modifier - header) & 0x7FF) ^ 1024) - 1024;
      }
      break;
    case oid::date: lengths.datetime = 0; break;
    case oid::time:
    case oid::timetz:
    case oid::timestamp:
    case oid::timestamptz:
    case oid::interval: lengths.datetime = modifier < 0 ? 6 : modifier & 0xFFFF; break;
    default: break;
  }
  const bool integer = type == oid::int2 || type == oid::int4 || type == oid::int8;
  if (integer || type == oid::float4 || type == oid::float8) lengths.radix = 2;
  if (integer) lengths.scale = 0;
  return lengths;
}

// A view of information_schema.
constexpr SystemRelation information_relation(Oid oid, std::string_view name,
                                              std::span<const SystemColumn> columns,
                                              void (*scan)(const SystemScanContext&,
                                                           RowAppender&)) {
  return {.oid = oid,
          .schema = oid::schema_information_schema,
          .name = name,
          .kind = 'v',
          .columns = columns,
          .scan = scan};
}

}  // namespace dsql::engine
