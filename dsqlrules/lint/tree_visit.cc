#include "dsqlrules/lint/tree_visit.h"

#include <cstddef>

namespace dsql::rules {
namespace {

template <class T>
const T& member(const void* message, unsigned offset) {
  return *reinterpret_cast<const T*>(static_cast<const std::byte*>(message) + offset);
}

void visit_message(const ProtobufCMessageDescriptor& type, const void* message,
                   const Visit& visit) {
  if (message == nullptr) return;
  if (&type == &pg_query__node__descriptor)
    return visit_tree(static_cast<const Node*>(message), visit);
  visit(type, message);
  for (unsigned i = 0; i < type.n_fields; ++i) {
    const ProtobufCFieldDescriptor& field = type.fields[i];
    if (field.type != PROTOBUF_C_TYPE_MESSAGE) continue;
    const auto& of_field = *static_cast<const ProtobufCMessageDescriptor*>(field.descriptor);
    if (field.label != PROTOBUF_C_LABEL_REPEATED) {
      visit_message(of_field, member<const void*>(message, field.offset), visit);
      continue;
    }
    const auto count = member<std::size_t>(message, field.quantifier_offset);
    const auto* array = member<const void* const*>(message, field.offset);
    for (std::size_t at = 0; at < count; ++at) visit_message(of_field, array[at], visit);
  }
}

}  // namespace

void visit_tree(const Node* node, const Visit& visit) {
  if (node == nullptr || node->node_case == PG_QUERY__NODE__NODE__NOT_SET) return;
  const auto* field =
      protobuf_c_message_descriptor_get_field(&pg_query__node__descriptor, node->node_case);
  if (field == nullptr || field->type != PROTOBUF_C_TYPE_MESSAGE) return;
  // Every member of the union is a pointer to a message.
  visit_message(*static_cast<const ProtobufCMessageDescriptor*>(field->descriptor), node->a_const,
                visit);
}

}  // namespace dsql::rules
