#include "dsqlrules/screen/walker.h"

#include "dsqlrules/conditions/rules_statement.h"

namespace dsql::rules {
namespace {

template <class T>
const T& member(const void* message, unsigned offset) {
  return *reinterpret_cast<const T*>(static_cast<const std::byte*>(message) + offset);
}

// True if a field holds something else than its type's zero.
bool is_set(const ProtobufCFieldDescriptor& field, const void* message) {
  if (field.label == PROTOBUF_C_LABEL_REPEATED)
    return member<std::size_t>(message, field.quantifier_offset) > 0;
  switch (field.type) {
    case PROTOBUF_C_TYPE_MESSAGE: return member<const void*>(message, field.offset) != nullptr;
    case PROTOBUF_C_TYPE_STRING: return *member<const char*>(message, field.offset) != '\0';
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_DOUBLE: return member<std::uint64_t>(message, field.offset) != 0;
    default: return member<std::uint32_t>(message, field.offset) != 0;
  }
}

}  // namespace

void Walker::refuse_unlisted(const char* name) {
  found_.push_back({error(refusals::unlisted, name), "unlisted", statement_.location});
}

void Walker::walk(const Node* node) {
  if (node == nullptr || node->node_case == PG_QUERY__NODE__NODE__NOT_SET || done()) return;
  const MessagePlan* plan = plan_of_node(node->node_case);
  if (plan == nullptr) {
    const auto* field =
        protobuf_c_message_descriptor_get_field(&pg_query__node__descriptor, node->node_case);
    return refuse_unlisted(field == nullptr ? "Node" : field->name);
  }
  walk_with(plan, node->a_const);  // every member of the union is a pointer to a message
}

void Walker::walk(std::size_t count, Node* const* array) {
  for (std::size_t i = 0; i < count && !done(); ++i) walk(array[i]);
}

void Walker::walk_with(const MessagePlan* plan, const void* message) {
  if (plan == nullptr) return refuse_unlisted("message");
  if (plan->refused != nullptr) return report(*plan->refused, -1);
  if (plan->check != nullptr) plan->check(message, *this);
  for (const FieldPlan& field : plan->fields) {
    if (done()) return;
    walk_field(field, message);
  }
}

void Walker::walk_field(const FieldPlan& plan, const void* message) {
  const ProtobufCFieldDescriptor& field = *plan.field;
  if (plan.never) {
    if (is_set(field, message)) refuse_unlisted(field.name);
    return;
  }
  const bool is_node = field.descriptor == &pg_query__node__descriptor;
  if (field.label == PROTOBUF_C_LABEL_REPEATED) {
    const auto count = member<std::size_t>(message, field.quantifier_offset);
    const auto* array = member<const void* const*>(message, field.offset);
    for (std::size_t i = 0; i < count && !done(); ++i) {
      is_node ? walk(static_cast<const Node*>(array[i])) : walk_with(plan.plan, array[i]);
    }
    return;
  }
  const void* value = member<const void*>(message, field.offset);
  if (value == nullptr) return;
  is_node ? walk(static_cast<const Node*>(value)) : walk_with(plan.plan, value);
}

}  // namespace dsql::rules
