// The tables behind the screen: for every message of libpg_query's tree, what is to be done with
// each of its fields. The families (create_table.cc, query.cc, …) give rows; field_plan.cc compiles
// them once into plans that the walker follows. Internal to screen/ and its test.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/parse/tree.h"

namespace dsql::rules {

class Walker;

// Looks at one message and reports what it breaks; its `screened` fields are walked afterwards.
using Check = void (*)(const void* message, Walker& walker);

// Field names are separated by blanks. Each field of the message stands in exactly one list.
struct MessageRow {
  const ProtobufCMessageDescriptor* type;
  std::string_view screened = {};  // walked: a node, message or list of them
  std::string_view checked =
      {};                       // the check's business: it refuses, or walks, or knows it harmless
  std::string_view free = {};   // every value means what it means in PostgreSQL 16
  std::string_view never = {};  // set by analysis only: refused when set
  Check check = nullptr;
};

// A message that is refused whatever its fields say.
struct RefusedRow {
  const ProtobufCMessageDescriptor* type;
  const Rule<>* rule;
};

// Makes a Check of a function on the message's own type: check<check_create_table>.
template <auto Function>
struct TypedCheck;
template <class Message, void (*Function)(const Message&, Walker&)>
struct TypedCheck<Function> {
  static void call(const void* message, Walker& walker) {
    Function(*static_cast<const Message*>(message), walker);
  }
};
template <auto Function>
inline constexpr Check check = &TypedCheck<Function>::call;

// --- the families' rows --------------------------------------------------------------------------
std::span<const MessageRow> alter_table_rows();
std::span<const MessageRow> create_table_rows();
std::span<const MessageRow> dml_rows();
std::span<const MessageRow> expression_rows();
std::span<const MessageRow> function_rows();
std::span<const MessageRow> index_rows();
std::span<const MessageRow> object_rows();
std::span<const MessageRow> query_rows();
std::span<const MessageRow> role_grant_rows();
std::span<const MessageRow> sequence_rows();
std::span<const MessageRow> settings_rows();
std::span<const MessageRow> transaction_rows();
std::span<const MessageRow> type_rows();
std::span<const MessageRow> utility_rows();
std::span<const MessageRow> view_rows();
std::span<const MessageRow> refused_by_month_rows();
std::span<const RefusedRow> refused_rows();

// Messages that only PostgreSQL's analysis makes, or that stand only inside refused statements: a
// tree from the grammar has none where the screen walks.
std::span<const ProtobufCMessageDescriptor* const> unreachable_messages();

// All of the families' message rows.
std::vector<MessageRow> all_message_rows();

// --- compiled ------------------------------------------------------------------------------------

struct MessagePlan;

struct FieldPlan {
  const ProtobufCFieldDescriptor* field;
  bool never = false;                 // else screened
  const MessagePlan* plan = nullptr;  // of the message type; null for Node
};

struct MessagePlan {
  const ProtobufCMessageDescriptor* type = nullptr;
  Check check = nullptr;
  const Rule<>* refused = nullptr;
  std::vector<FieldPlan> fields;
};

// The plan of a Node's content by its node_case; null if it is listed nowhere.
const MessagePlan* plan_of_node(int node_case);

// The plan of a message type; null if it is listed nowhere.
const MessagePlan* plan_of_message(const ProtobufCMessageDescriptor* type);

}  // namespace dsql::rules
