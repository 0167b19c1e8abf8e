// What the tests of types ask over and over: a text read and written again, the error a text gives,
// the order of two texts, a key and its way back.
#pragma once

#include <string>
#include <string_view>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/types/timezone.h"
#include "engine/types/type.h"

namespace dsql::engine::testing {

// ISO dates, MDY, UTC; a transaction that began on 2024-02-29 12:00:00 UTC.
inline TextFormat plain_format() {
  TextFormat format;
  format.zone = &utc_zone();
  format.transaction_time = 762523200LL * 1000000;
  return format;
}

inline std::string reread(Oid type, std::string_view text,
                          const TextFormat& format = plain_format()) {
  return value_to_text(type, value_from_text(type, text, -1, format), format);
}

// "22P02 invalid input syntax …", and behind " | " the detail.
template <class F>
std::string error_of(F&& work) {
  try {
    work();
  } catch (const rules::SqlError& error) {
    std::string text(error.sqlstate.text());
    text += " " + error.message;
    if (!error.detail.empty()) text += " | " + error.detail;
    return text;
  }
  return "no error";
}

inline std::string error_of_text(Oid type, std::string_view text,
                                 const TextFormat& format = plain_format()) {
  return error_of([&] { reread(type, text, format); });
}

inline int sign(int order) { return (order > 0) - (order < 0); }

// The order of two values given as text: -1, 0, 1.
inline int order_of(Oid oid, std::string_view a, std::string_view b) {
  const Type& type = type_of(oid);
  Column column(type.physical, 2);
  const TextFormat format = plain_format();
  type.text_input(a, -1, format, column, 0);
  type.text_input(b, -1, format, column, 1);
  return sign(type.compare(column, 0, column, 1));
}

}  // namespace dsql::engine::testing
