// Walker: one pass of the screen over one statement. It follows the field plans, calls the
// families' checks before the fields they stand on, and collects what they report. Internal to
// screen/.
#pragma once

#include <cstddef>
#include <type_traits>
#include <vector>

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/parse/statement.h"
#include "dsqlrules/screen/field_plan.h"
#include "dsqlrules/screen/screen.h"

namespace dsql::rules {

class Walker {
 public:
  Walker(const Statement& statement, const ScreenOptions& options, bool first_only,
         std::vector<Violation>& found)
      : statement_(statement), options_(options), first_only_(first_only), found_(found) {}

  const Statement& statement() const { return statement_; }
  const ScreenOptions& options() const { return options_; }

  // Records that the statement breaks `rule`, if it is in force. `location`: byte offset in the
  // query string, -1 for the beginning of the statement.
  template <class... Args>
  void report(const Rule<Args...>& rule, int location, const std::type_identity_t<Args>&... args) {
    if (!in_force(rule, options_.as_of)) return;
    found_.push_back(violation(rule, location < 0 ? statement_.location : location, args...));
  }

  // Screens what a node holds; null and empty nodes are nothing.
  void walk(const Node* node);
  void walk(std::size_t count, Node* const* array);

  // Screens a message that a check holds.
  template <class Message>
  void walk_message(const Message* message) {
    if (message != nullptr) walk_with(plan_of_message(message->base.descriptor), message);
  }

  // How many violations there are by now.
  std::size_t reported() const { return found_.size(); }

  // Gives a place to the violations from the `from`-th on that know none but their statement's.
  void locate(std::size_t from, int location) {
    for (std::size_t i = from; i < found_.size(); ++i) {
      if (found_[i].location == statement_.location) found_[i].location = location;
    }
  }

  // True inside CALL's arguments, where PostgreSQL allows no subquery.
  bool in_call = false;

 private:
  bool done() const { return first_only_ && !found_.empty(); }
  void walk_with(const MessagePlan* plan, const void* message);
  void walk_field(const FieldPlan& field, const void* message);
  void refuse_unlisted(const char* name);

  const Statement& statement_;
  const ScreenOptions& options_;
  bool first_only_;
  std::vector<Violation>& found_;
};

}  // namespace dsql::rules
