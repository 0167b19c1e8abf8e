// Rule<Args…>: something Aurora DSQL refuses where PostgreSQL 16 would not, or refuses in its own
// words. A Condition plus what is known about it: who decides it, how we know, a statement that
// shows it, when it held, what to do instead. Engine raises rules, lint simulates them, `dsql-local
// rules` prints them, and one parametrised test runs every witness. Rows stand in rules_*.h, in
// namespace dsql::rules::refusals.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "dsqlrules/conditions/as_of.h"
#include "dsqlrules/conditions/condition.h"

namespace dsql::rules {

// Where in the way of a statement the rule is decided.
enum class Phase : std::uint8_t {
  parse,
  screen,
  bind,
  shape,
  block,
  run,
  commit,
  connect,
  lint,  // by lint alone, over several statements of a script
};

enum class Evidence : std::uint8_t {
  captured,    // seen on a live cluster, text and SQLSTATE
  documented,  // AWS documentation, or a report by someone else
  assumed,     // the refusal, its text or its SQLSTATE is our choice: PostgreSQL's or the nearest
               // family's
};

template <class... Args>
struct Rule {
  std::string_view id;  // snake_case, stable; AWS's dsql-lint's id where it has the rule
  Phase phase = Phase::screen;
  Evidence evidence;
  Condition<Args...> condition;
  std::string_view witness;      // SQL that the rule refuses, its last statement; psql-like script
  std::string_view setup = {};   // SQL that must have run (and committed) before the witness
  std::string_view advice = {};  // what to do instead, one or two sentences
  std::string_view fix = {};     // id of lint's automatic fix, empty if there is none
  AsOf since = service_start;    // first month in force
  AsOf until = never;            // first month no longer in force
};

template <class... Args>
constexpr bool in_force(const Rule<Args...>& rule, AsOf as_of) {
  return rule.since <= as_of && as_of < rule.until;
}

template <class... Args>
SqlError error(const Rule<Args...>& rule, const std::type_identity_t<Args>&... args) {
  return error(rule.condition, args...);
}

template <class... Args>
[[noreturn]] void raise(const Rule<Args...>& rule, const std::type_identity_t<Args>&... args) {
  raise(error(rule.condition, args...));
}

// A rule that a statement, an object or a transaction breaks.
struct Violation {
  SqlError error;         // what the engine raises
  std::string_view rule;  // the rule's id
  // Byte offset in the query string of what breaks it, -1 if unknown: for lint. error.location,
  // which a client sees as the error's position, is set only where PostgreSQL would set it.
  int location = -1;
};

template <class... Args>
Violation violation(const Rule<Args...>& rule, int location,
                    const std::type_identity_t<Args>&... args) {
  return {error(rule, args...), rule.id, location};
}

// A screen rule with SQLSTATE 0A000 and a text without holes: the most frequent kind, in one line.
consteval Rule<> refusal(std::string_view id, Evidence evidence, Message<> message,
                         std::string_view witness, std::string_view advice,
                         std::string_view fix = {}) {
  return {.id = id,
          .evidence = evidence,
          .condition = {.sqlstate = sqlstate::feature_not_supported, .message = message},
          .witness = witness,
          .advice = advice,
          .fix = fix};
}

// The same row in force from `since` on and until `until`.
template <class... Args>
consteval Rule<Args...> dated(Rule<Args...> rule, AsOf since, AsOf until) {
  rule.since = since;
  rule.until = until;
  return rule;
}

// The same row, decided in another phase, after `setup` has run.
template <class... Args>
consteval Rule<Args...> decided_in(Rule<Args...> rule, Phase phase, std::string_view setup = {}) {
  rule.phase = phase;
  rule.setup = setup;
  return rule;
}

// A rule without its types, for lists.
struct RuleView {
  std::string_view id;
  Phase phase;
  Evidence evidence;
  Sqlstate sqlstate;
  Severity severity;
  std::string_view message;  // with {} holes
  std::string_view detail;
  std::string_view hint;
  std::string_view witness;
  std::string_view setup;
  std::string_view advice;
  std::string_view fix;
  AsOf since;
  AsOf until;
};

template <class... Args>
constexpr RuleView view(const Rule<Args...>& rule) {
  const Condition<Args...>& condition = rule.condition;
  return {rule.id,
          rule.phase,
          rule.evidence,
          condition.sqlstate,
          condition.severity,
          condition.message.text(),
          condition.detail,
          condition.hint,
          rule.witness,
          rule.setup,
          rule.advice,
          rule.fix,
          rule.since,
          rule.until};
}

}  // namespace dsql::rules
