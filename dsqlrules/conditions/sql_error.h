// SqlError: one user-visible condition with its arguments filled in, as PostgreSQL's ErrorResponse
// and NoticeResponse carry it. It is thrown only by raise() and caught in three places:
// engine/session, engine/jobs and wire/control. A value, so it can also be stored (a job's failure)
// or sent as a notice.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "dsqlrules/conditions/sqlstate.h"

namespace dsql::rules {

enum class Severity : std::uint8_t { error, fatal, panic, warning, notice, info };

// The protocol's word for a severity: "ERROR", "FATAL", "WARNING", …
std::string_view severity_name(Severity severity);

class SqlError : public std::exception {
 public:
  SqlError(Severity how_bad, Sqlstate code, std::string text, std::string more, std::string advice)
      : severity(how_bad),
        sqlstate(code),
        message(std::move(text)),
        detail(std::move(more)),
        hint(std::move(advice)) {}

  // Each of these decorates a freshly made error and returns it, so that a raise reads as one
  // sentence:
  //   raise(error(conditions::unique_violation, name).with_detail(key).on_constraint(schema, table,
  //   name));
  SqlError&& at(int byte_offset) &&;  // byte offset into the statement text, -1 for none
  SqlError&& with_detail(std::string text) &&;
  SqlError&& with_hint(std::string text) &&;
  SqlError&& with_context(std::string text) &&;
  SqlError&& on_table(std::string_view schema_name, std::string_view table_name) &&;
  SqlError&& on_column(std::string_view schema_name, std::string_view table_name,
                       std::string_view column_name) &&;
  SqlError&& on_constraint(std::string_view schema_name, std::string_view table_name,
                           std::string_view constraint_name) &&;
  SqlError&& on_datatype(std::string_view schema_name, std::string_view type_name) &&;

  const char* what() const noexcept override { return message.c_str(); }

  Severity severity;
  Sqlstate sqlstate;
  std::string message;
  std::string detail;
  std::string hint;
  std::string where;
  std::string schema;
  std::string table;
  std::string column;
  std::string constraint;
  std::string datatype;
  int location = -1;  // byte offset into the text of the message's statement; the session turns it
                      // into the 1-based character position of the protocol
};

}  // namespace dsql::rules
