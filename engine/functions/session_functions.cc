// Functions that ask about the session, the server and the value itself: users, settings, sleeping,
// sequences, sizes, NULL counts.
#include <cmath>

#include <fmt/format.h>

#include "dsqlrules/conditions/query_errors.h"
#include "engine/functions/any_arguments.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/rows.h"
#include "engine/functions/value_slots.h"
#include "engine/types/array.h"
#include "engine/types/datetime.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using View = std::string_view;
using i4 = std::int32_t;
using i8 = std::int64_t;
namespace conditions = rules::conditions;

constexpr i4 utf8_encoding = 6;

// --- who and where
// ---------------------------------------------------------------------------------

View version(CallContext&) { return "PostgreSQL 16"; }
View current_user(CallContext& context) { return context.services->current_user(); }
View session_user(CallContext& context) { return context.services->session_user(); }
View current_database(CallContext& context) { return context.services->current_database(); }
std::optional<View> current_schema(CallContext& context) {
  const View schema = context.services->current_schema();
  return schema.empty() ? std::nullopt : std::optional(schema);
}
std::string current_schemas(CallContext& context, bool include_implicit) {
  ArrayBuilder names(oid::name);
  for (const std::string& name : context.services->current_schemas(include_implicit))
    names.add_value(View(name));
  return names.finish();
}
View encoding(CallContext&) { return "UTF8"; }
View encoding_name(i4 number) { return number == utf8_encoding ? "UTF8" : ""; }
i4 encoding_number(View name) {
  std::string plain;
  for (char c : name)
    if (c != '-' && c != '_') plain.push_back(static_cast<char>(c | 32));
  return plain == "utf8" || plain == "unicode" ? utf8_encoding : -1;
}
bool in_recovery(CallContext&) { return false; }
std::uint32_t no_temporary_schema(CallContext&) { return 0; }
bool other_temporary_schema(std::uint32_t) { return false; }

// --- settings
// --------------------------------------------------------------------------------------

std::optional<std::string> setting(CallContext& context, View name,
                                   std::optional<bool> missing_ok) {
  bool found = false;
  std::string value = context.services->setting(name, missing_ok.value_or(false), found);
  if (!found) return std::nullopt;
  return value;
}
std::string set_setting(CallContext& context, std::optional<View> name, std::optional<View> value,
                        std::optional<bool> local) {
  if (!name) rules::raise(conditions::set_requires_name);
  return context.services->set_setting(*name, value.value_or(""), local.value_or(false));
}

// --- sleeping
// --------------------------------------------------------------------------------------

void sleep_seconds(CallContext& context, double seconds, Column& out, std::uint32_t row) {
  if (seconds > 0) context.services->sleep(seconds);
  out.set(row, View());
}
void sleep_for_seconds(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each(
      [&](std::uint32_t row) { sleep_seconds(context, args[0]->at<double>(row), out, row); });
}
void sleep_for(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    const i8 now = context.services->clock_time();
    const i8 end = timestamptz_add(now, args[0]->at<Interval>(row), *context.format->zone);
    sleep_seconds(context, static_cast<double>(end - now) / 1e6, out, row);
  });
}
void sleep_until(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    const i8 end = args[0]->at<i8>(row);
    sleep_seconds(context, static_cast<double>(end - context.services->clock_time()) / 1e6, out,
                  row);
  });
}

// --- sequences
// -------------------------------------------------------------------------------------

i8 nextval(CallContext& context, std::uint32_t sequence) {
  return context.services->nextval(sequence);
}
i8 currval(CallContext& context, std::uint32_t sequence) {
  return context.services->currval(sequence);
}
i8 lastval(CallContext& context) { return context.services->lastval(); }
i8 setval(CallContext& context, std::uint32_t sequence, i8 value, std::optional<bool> is_called) {
  return context.services->setval(sequence, value, is_called.value_or(true));
}

// --- values
// ----------------------------------------------------------------------------------------

void type_of_argument(CallContext& context, Args, Selection rows, Column& out) {
  const Oid type = context.argument_types[0];
  rows.for_each([&](std::uint32_t row) { out.set(row, type); });
}

// COLLATION FOR (value): what a COLLATE clause says besides is put in by the binder.
void collation_of(CallContext& context, Args, Selection rows, Column& out) {
  const Oid type = context.argument_types[0];
  const Type* known = find_type(type);
  const Type* base = known != nullptr && known->element != 0 && known->category == 'A'
                         ? find_type(known->element)
                         : known;
  if (type != unknown && (base == nullptr || base->category != 'S'))
    rules::raise(conditions::collations_not_supported, type_display(type, -1));
  rows.for_each([&](std::uint32_t row) {
    if (type == unknown) return out.set_null(row);
    out.set(row, type == name ? View("\"C\"") : View("\"default\""));
  });
}

// How many arguments are NULL, or are not.
template <bool null>
void count_nulls(CallContext& context, Args args, Selection rows, Column& out) {
  AnyArguments arguments(context, args, 0);
  rows.for_each([&](std::uint32_t row) {
    if (!arguments.open(row)) return out.set_null(row);
    i4 count = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      arguments.visit(i, [&](Oid, const Column& column, std::uint32_t at) {
        count += column.is_null(at) == null;
      });
    }
    out.set(row, count);
  });
}

// What PostgreSQL would store: the type's width, or a header and the bytes.
void stored_size(CallContext& context, Args args, Selection rows, Column& out) {
  const Type& type = type_of(context.argument_types[0]);
  rows.for_each([&](std::uint32_t row) {
    if (type.length > 0) return out.set(row, i4{type.length});
    const std::size_t size = args[0]->at<View>(row).size();
    out.set(row, static_cast<i4>(size + (size < 127 ? 1 : 4)));
  });
}

// As pg_size_pretty: units of 1024, halves rounded up, a unit used below 10240 of it.
std::string pretty_size(i8 size) {
  constexpr View units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (unit + 1 < std::size(units) &&
         std::llabs(size) >= (unit == 0 ? 10 * 1024 : 20 * 1024 - 1)) {
    // From bytes to twice the kB, then halving only at the end.
    size = unit == 0 ? size / 512 : size / 1024;
    ++unit;
  }
  if (unit > 0) size = size < 0 ? (size - 1) / 2 : (size + 1) / 2;
  return fmt::format("{} {}", size, units[unit]);
}

constexpr FunctionRow rows[] = {
    stable(fn(89, "version", {}, text, lift<&version>)),
    stable(fn(745, "current_user", {}, name, lift<&current_user>)),
    stable(fn(746, "session_user", {}, name, lift<&session_user>)),
    stable(fn(710, "getpgusername", {}, name, lift<&current_user>)),
    stable(fn(861, "current_database", {}, name, lift<&current_database>)),
    stable(fn(1402, "current_schema", {}, name, lift<&current_schema>)),
    stable(fn(1403, "current_schemas", {boolean}, name_array, lift<&current_schemas>)),
    stable(fn(1039, "getdatabaseencoding", {}, name, lift<&encoding>)),
    stable(fn(810, "pg_client_encoding", {}, name, lift<&encoding>)),
    stable(fn(1597, "pg_encoding_to_char", {int4}, name, lift<&encoding_name>)),
    stable(fn(1264, "pg_char_to_encoding", {name}, int4, lift<&encoding_number>)),
    volatile_(fn(3810, "pg_is_in_recovery", {}, boolean, lift<&in_recovery>)),
    stable(fn(2854, "pg_my_temp_schema", {}, oid_, lift<&no_temporary_schema>)),
    stable(fn(2855, "pg_is_other_temp_schema", {oid_}, boolean, lift<&other_temporary_schema>)),
    stable(fn(2077, "current_setting", {text}, text, lift<&setting>)),
    stable(fn(3294, "current_setting", {text, boolean}, text, lift<&setting>)),
    volatile_(
        called_on_null(fn(2078, "set_config", {text, text, boolean}, text, lift<&set_setting>))),
    volatile_(fn(2626, "pg_sleep", {float8}, void_, &sleep_for_seconds)),
    volatile_(fn(3935, "pg_sleep_for", {interval}, void_, &sleep_for)),
    volatile_(fn(3936, "pg_sleep_until", {timestamptz}, void_, &sleep_until)),
    volatile_(fn(1574, "nextval", {regclass}, int8, lift<&nextval>)),
    volatile_(fn(1575, "currval", {regclass}, int8, lift<&currval>)),
    volatile_(fn(2559, "lastval", {}, int8, lift<&lastval>)),
    volatile_(fn(1576, "setval", {regclass, int8}, int8, lift<&setval>)),
    volatile_(fn(1765, "setval", {regclass, int8, boolean}, int8, lift<&setval>)),
    stable(called_on_null(fn(1619, "pg_typeof", {any}, regtype, &type_of_argument))),
    stable(called_on_null(fn(3162, "pg_collation_for", {any}, text, &collation_of))),
    variadic(any, called_on_null(fn(438, "num_nulls", {any}, int4, &count_nulls<true>))),
    variadic(any, called_on_null(fn(440, "num_nonnulls", {any}, int4, &count_nulls<false>))),
    stable(fn(1269, "pg_column_size", {any}, int4, &stored_size)),
    fn(2288, "pg_size_pretty", {int8}, text, lift<&pretty_size>),
};

}  // namespace

std::span<const FunctionRow> session_functions() { return rows; }

}  // namespace dsql::engine
