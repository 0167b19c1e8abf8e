// The messages of PostgreSQL's scanner and grammar that carry another SQLSTATE than 42601 or a
// hint. libpg_query reports the message and the position only; this table gives back the rest.
#pragma once

#include <array>
#include <string_view>

#include "dsqlrules/conditions/sqlstate.h"

namespace dsql::rules {

struct SyntaxText {
  std::string_view begin;  // the message begins so and ends so
  std::string_view end;
  Sqlstate sqlstate;
  std::string_view hint = {};

  constexpr bool matches(std::string_view message) const {
    return message.size() >= begin.size() + end.size() && message.starts_with(begin) &&
           message.ends_with(end);
  }
};

inline constexpr std::array syntax_texts{
    // scan.l
    SyntaxText{"unsafe use of \\' in a string literal", "",
               sqlstate::nonstandard_use_of_escape_character,
               "Use '' to write quotes in strings. \\' is insecure in client-only encodings."},
    SyntaxText{"invalid Unicode escape value", "", sqlstate::syntax_error},
    SyntaxText{"invalid Unicode escape character", "", sqlstate::syntax_error},
    SyntaxText{"invalid Unicode escape", "", sqlstate::invalid_escape_sequence,
               "Unicode escapes must be \\uXXXX or \\UXXXXXXXX."},
    SyntaxText{"invalid byte sequence for encoding", "", sqlstate::character_not_in_repertoire},
    // gram.y: not implemented
    SyntaxText{"", "is not yet implemented", sqlstate::feature_not_supported},
    SyntaxText{"", "not yet implemented", sqlstate::feature_not_supported},
    SyntaxText{"current database cannot be changed", "", sqlstate::feature_not_supported},
    SyntaxText{"CREATE SCHEMA IF NOT EXISTS cannot include schema elements", "",
               sqlstate::feature_not_supported},
    SyntaxText{"", "constraints cannot be marked DEFERRABLE", sqlstate::feature_not_supported},
    SyntaxText{"", "constraints cannot be marked NOT VALID", sqlstate::feature_not_supported},
    SyntaxText{"", "constraints cannot be marked NO INHERIT", sqlstate::feature_not_supported},
    SyntaxText{"WITH CHECK OPTION not supported on recursive views", "",
               sqlstate::feature_not_supported},
    SyntaxText{"aggregates cannot have output arguments", "", sqlstate::feature_not_supported},
    SyntaxText{"UNENCRYPTED PASSWORD is no longer supported", "", sqlstate::feature_not_supported,
               "Remove UNENCRYPTED to store the password in encrypted form instead."},
    SyntaxText{"CREATE EXTENSION ... FROM is no longer supported", "",
               sqlstate::feature_not_supported},
    SyntaxText{"a column list with ", " is only supported for ON DELETE actions",
               sqlstate::feature_not_supported},
    SyntaxText{"an ordered-set aggregate with a VARIADIC direct argument", "",
               sqlstate::feature_not_supported},
    // gram.y: windows, roles, values
    SyntaxText{"frame start cannot be", "", sqlstate::windowing_error},
    SyntaxText{"frame end cannot be", "", sqlstate::windowing_error},
    SyntaxText{"frame starting from", "", sqlstate::windowing_error},
    SyntaxText{"role name \"", "\" is reserved", sqlstate::reserved_name},
    SyntaxText{"", " cannot be used as a role name here", sqlstate::reserved_name},
    SyntaxText{"precision for type float must be", "", sqlstate::invalid_parameter_value},
    SyntaxText{"column number must be in range", "", sqlstate::invalid_parameter_value},
    // gram.y: 42601 with a hint
    SyntaxText{"LIMIT #,# syntax is not supported", "", sqlstate::syntax_error,
               "Use separate LIMIT and OFFSET clauses."},
    SyntaxText{"missing argument", "", sqlstate::syntax_error,
               "Use NONE to denote the missing argument of a unary operator."},
};

// "invalid Unicode escape" in U&'…', where it is an error of syntax, unlike in E'…'.
inline constexpr SyntaxText invalid_escape_of_unicode_string{
    "invalid Unicode escape", "", sqlstate::syntax_error,
    "Unicode escapes must be \\XXXX or \\+XXXXXX."};

}  // namespace dsql::rules
