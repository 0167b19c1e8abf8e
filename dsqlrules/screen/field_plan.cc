#include "dsqlrules/screen/field_plan.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <unordered_map>

namespace dsql::rules {
namespace {

// Calls visit(name) for each blank-separated name.
template <class Visit>
void for_each_name(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    if (end > 0) visit(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

const ProtobufCFieldDescriptor* field_named(const ProtobufCMessageDescriptor& type,
                                            std::string_view name) {
  for (unsigned i = 0; i < type.n_fields; ++i) {
    if (type.fields[i].name == name) return &type.fields[i];
  }
  return nullptr;
}

class Plans {
 public:
  Plans() {
    const std::vector<MessageRow> rows = all_message_rows();
    for (const MessageRow& row : rows) plan(row.type).check = row.check;
    for (const RefusedRow& row : refused_rows()) plan(row.type).refused = row.rule;
    for (const MessageRow& row : rows) add_fields(row);
    const ProtobufCMessageDescriptor& node = pg_query__node__descriptor;
    for (unsigned i = 0; i < node.n_fields; ++i) {
      const ProtobufCFieldDescriptor& kind = node.fields[i];
      if (kind.id >= by_case_.size()) by_case_.resize(kind.id + 1);
      by_case_[kind.id] = find(static_cast<const ProtobufCMessageDescriptor*>(kind.descriptor));
    }
  }

  const MessagePlan* find(const ProtobufCMessageDescriptor* type) const {
    const auto found = by_type_.find(type);
    return found == by_type_.end() ? nullptr : found->second;
  }

  const MessagePlan* find_case(int node_case) const {
    const auto index = static_cast<std::size_t>(node_case);
    return index < by_case_.size() ? by_case_[index] : nullptr;
  }

 private:
  MessagePlan& plan(const ProtobufCMessageDescriptor* type) {
    MessagePlan*& slot = by_type_[type];
    if (slot == nullptr) {
      slot = &plans_.emplace_back();
      slot->type = type;
    }
    return *slot;
  }

  void add_fields(const MessageRow& row) {
    MessagePlan& into = plan(row.type);
    for_each_name(row.never, [&](std::string_view name) {
      if (const auto* field = field_named(*row.type, name)) into.fields.push_back({field, true});
    });
    for_each_name(row.screened, [&](std::string_view name) {
      const auto* field = field_named(*row.type, name);
      if (field == nullptr || field->type != PROTOBUF_C_TYPE_MESSAGE) return;
      const auto* type = static_cast<const ProtobufCMessageDescriptor*>(field->descriptor);
      into.fields.push_back({field, false, find(type)});
    });
  }

  std::deque<MessagePlan> plans_;  // a deque keeps addresses
  std::unordered_map<const ProtobufCMessageDescriptor*, MessagePlan*> by_type_;
  std::vector<const MessagePlan*> by_case_;
};

// Compiled on first use and never changed: the one table of the screen.
const Plans& plans() {
  static const Plans compiled;
  return compiled;
}

}  // namespace

std::vector<MessageRow> all_message_rows() {
  std::vector<MessageRow> rows;
  for (const auto family :
       {alter_table_rows(), create_table_rows(), dml_rows(), expression_rows(), function_rows(),
        index_rows(), object_rows(), query_rows(), refused_by_month_rows(), role_grant_rows(),
        sequence_rows(), settings_rows(), transaction_rows(), type_rows(), utility_rows(),
        view_rows()}) {
    rows.insert(rows.end(), family.begin(), family.end());
  }
  return rows;
}

const MessagePlan* plan_of_node(int node_case) { return plans().find_case(node_case); }

const MessagePlan* plan_of_message(const ProtobufCMessageDescriptor* type) {
  return plans().find(type);
}

}  // namespace dsql::rules
