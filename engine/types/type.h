// Type: one descriptor a SQL type, in one constexpr table. It says what pg_type says (oid, names,
// category, alignment, length) and how a value is read, written, ordered, hashed and put into a
// key. Everything that differs by type goes through here; there is no second switch over oids.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/types/column.h"
#include "engine/types/physical.h"
#include "engine/types/value.h"

namespace dsql::engine {

class TimeZone;  // engine/types/timezone.h

enum class DateStyle : std::uint8_t { iso, sql, postgres, german };
enum class DateOrder : std::uint8_t { mdy, dmy, ymd };
enum class IntervalStyle : std::uint8_t { postgres, postgres_verbose, sql_standard, iso_8601 };

// The names of catalog objects: how regclass, regproc and their kind are written. Implemented by
// the session over its catalog version and search path; thread-bound as that is.
class ObjectNames {
 public:
  virtual ~ObjectNames() = default;
  // What the output of the reg type `type` prints for that object; empty if there is no such
  // object.
  virtual std::string object_name(Oid type, Oid object) const = 0;
};

// The settings that reading and writing text depends on. A value; the session owns one and keeps it
// current. `zone` is never null.
struct TextFormat {
  DateStyle date_style = DateStyle::iso;
  DateOrder date_order = DateOrder::mdy;
  IntervalStyle interval_style = IntervalStyle::postgres;
  std::int32_t extra_float_digits = 1;
  const TimeZone* zone = nullptr;
  std::int64_t transaction_time =
      0;  // microseconds since 2000-01-01 UTC; what 'now' and 'today' mean
  const ObjectNames* names = nullptr;  // null: reg types are written as numbers
};

// A type modifier as PostgreSQL encodes it in atttypmod; -1 for none.
using TypeModifier = std::int32_t;

struct Type {
  Oid oid = 0;
  std::string_view name;     // pg_type.typname, e.g. "int4"
  std::string_view display;  // format_type(), e.g. "integer"
  std::int16_t length = -1;  // pg_type.typlen
  char category = 'U';       // pg_type.typcategory
  bool preferred = false;
  char alignment = 'i';
  char kind =
      'b';  // typtype: b base, p pseudo, r range, m multirange, c composite, e enum, d domain
  Oid element = 0;  // of an array type
  Oid array = 0;    // the array type over this one
  Physical physical = Physical::bytes;
  bool storable = false;  // may be a column's type in Aurora DSQL (behaviour.md 4.1)
  bool in_key = false;    // may be in a key there

  // Reads one value of text into row `row` of `out`, applying `modifier` as an assignment does not
  // (no length coercion: that is a cast). Raises: invalid_text_representation and the type's own
  // errors.
  void (*text_input)(std::string_view text, TypeModifier modifier, const TextFormat& format,
                     Column& out, std::uint32_t row) = nullptr;
  // Appends the value's text form. The value is not NULL.
  void (*text_output)(const Column& in, std::uint32_t row, const TextFormat& format,
                      std::string& out) = nullptr;
  // The same for the binary form of the protocol. Raises: invalid_binary_representation.
  void (*binary_input)(std::string_view bytes, TypeModifier modifier, Column& out,
                       std::uint32_t row) = nullptr;
  void (*binary_output)(const Column& in, std::uint32_t row, std::string& out) = nullptr;

  // Order of two non-NULL values: negative, 0, positive. Null where the type has no order (json).
  int (*compare)(const Column& a, std::uint32_t a_row, const Column& b,
                 std::uint32_t b_row) = nullptr;
  // Equal values (by compare) have equal hashes.
  std::uint64_t (*hash)(const Column& in, std::uint32_t row) = nullptr;

  // Appends bytes whose memcmp order is compare()'s order and that need no terminator to be
  // followed by another key column; and reads them back, returning the bytes consumed. Null where
  // !in_key.
  void (*key_encode)(const Column& in, std::uint32_t row, std::string& out) = nullptr;
  std::size_t (*key_decode)(std::string_view key, Column& out, std::uint32_t row) = nullptr;
};

// Oids of the types this code names; values are PostgreSQL's.
namespace oid {
inline constexpr Oid boolean = 16, bytea = 17, char_ = 18, name = 19, int8 = 20, int2 = 21,
                     int2vector = 22, int4 = 23, regproc = 24, text = 25, oid = 26, xid = 28,
                     oidvector = 30, json = 114, float4 = 700, float8 = 701, unknown = 705,
                     inet = 869, bpchar = 1042, varchar = 1043, date = 1082, time = 1083,
                     timestamp = 1114, timestamptz = 1184, interval = 1186, timetz = 1266,
                     bit = 1560, numeric = 1700, regclass = 2205, regtype = 2206, record = 2249,
                     cstring = 2275, any = 2276, anyarray = 2277, void_ = 2278, anyelement = 2283,
                     uuid = 2950, anynonarray = 2776, jsonb = 3802, regnamespace = 4089,
                     anycompatible = 5077, anycompatiblearray = 5078, anycompatiblenonarray = 5079,
                     text_array = 1009, int4_array = 1007, int8_array = 1016, oid_array = 1028,
                     record_array = 2287;
}  // namespace oid

// The table. Pointers to descriptors are stable for the life of the program.
std::span<const Type> all_types();
const Type* find_type(Oid oid);                   // null if unknown
const Type& type_of(Oid oid);                     // must exist
const Type* find_type(std::string_view typname);  // by pg_type.typname

// What format_type(oid, modifier) prints: "numeric(18,6)", "character varying(10)", "timestamp(3)
// with time zone".
std::string type_display(Oid oid, TypeModifier modifier);

// A value from and to text through a one-row column: for constants, catalogs and tests, not for row
// loops.
Value value_from_text(Oid type, std::string_view text, TypeModifier modifier,
                      const TextFormat& format);
std::string value_to_text(Oid type, const Value& value, const TextFormat& format);

}  // namespace dsql::engine
