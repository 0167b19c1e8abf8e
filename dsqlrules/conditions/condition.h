// Condition<Args…>: a typed constexpr row of user-visible text. The message's holes are checked
// against Args when the row is compiled, so a call site cannot pass the wrong arguments:
//
//   inline constexpr Condition<std::string_view> undefined_table{
//       .sqlstate = sqlstate::undefined_table, .message = "relation \"{}\" does not exist"};
//   …
//   raise(conditions::undefined_table, name);
//
// Rows stand in one header a subject beside this file, all in namespace dsql::rules::conditions; no
// user-visible text stands anywhere else. Rows that describe what Aurora DSQL refuses are Rule rows
// (rule.h): a Condition plus id, evidence, witness and lint advice.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include <fmt/core.h>

#include "dsqlrules/conditions/sql_error.h"

namespace dsql::rules {

// A message with typed holes; the compiler has checked them. Written as a plain literal.
template <class... Args>
class Message {
 public:
  consteval Message(const char* text) : text_(text) {  // NOLINT(google-explicit-constructor)
    [[maybe_unused]] const fmt::format_string<Args...> checked(text);
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

template <class... Args>
struct Condition {
  Sqlstate sqlstate;
  Severity severity = Severity::error;
  Message<Args...> message;
  std::string_view detail =
      {};  // literal text; a detail that needs values is given at the call site
  std::string_view hint = {};
};

// The text of a message with its holes filled; for details and hints that need values.
template <class... Args>
std::string filled(const Message<Args...>& message, const std::type_identity_t<Args>&... args) {
  return fmt::vformat(message.text(), fmt::make_format_args(args...));
}

// The error a condition makes with these arguments; decorate it, then raise it.
template <class... Args>
SqlError error(const Condition<Args...>& condition, const std::type_identity_t<Args>&... args) {
  return SqlError(condition.severity, condition.sqlstate, filled(condition.message, args...),
                  std::string(condition.detail), std::string(condition.hint));
}

// The only two ways an SqlError is thrown.
[[noreturn]] void raise(SqlError&& error);

template <class... Args>
[[noreturn]] void raise(const Condition<Args...>& condition,
                        const std::type_identity_t<Args>&... args) {
  raise(error(condition, args...));
}

namespace conditions {

// The text of a detail, hint or context with holes, standing beside its row:
//   raise(error(conditions::row, …).with_detail(conditions::row_detail(…)))
template <class... Args>
struct Detail {
  Message<Args...> text;
  std::string operator()(const std::type_identity_t<Args>&... args) const {
    return filled(text, args...);
  }
};

}  // namespace conditions

}  // namespace dsql::rules
