#include "engine/bind/tree_walk.h"

#include <cstddef>
#include <cstdint>

namespace dsql::engine {

namespace {

template <class T>
const T& member(const ProtobufCMessage& message, unsigned offset) {
  return *reinterpret_cast<const T*>(reinterpret_cast<const char*>(&message) + offset);
}

bool is_set(const ProtobufCMessage& message, const ProtobufCFieldDescriptor& field) {
  if ((field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0) return true;
  return member<std::uint32_t>(message, field.quantifier_offset) == field.id;
}

}  // namespace

void walk_messages(const ProtobufCMessage& message,
                   const std::function<bool(const ProtobufCMessage&)>& visit) {
  if (!visit(message)) return;
  for (unsigned i = 0; i < message.descriptor->n_fields; ++i) {
    const ProtobufCFieldDescriptor& field = message.descriptor->fields[i];
    if (field.type != PROTOBUF_C_TYPE_MESSAGE || !is_set(message, field)) continue;
    if (field.label == PROTOBUF_C_LABEL_REPEATED) {
      const auto count = member<std::size_t>(message, field.quantifier_offset);
      const auto items = member<ProtobufCMessage* const*>(message, field.offset);
      for (std::size_t k = 0; k < count; ++k) {
        if (items[k] != nullptr) walk_messages(*items[k], visit);
      }
    } else if (const auto* child = member<const ProtobufCMessage*>(message, field.offset)) {
      walk_messages(*child, visit);
    }
  }
}

}  // namespace dsql::engine
