#include "dsqlrules/parse/tree_decoder.h"

#include <algorithm>
#include <cstring>

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/limits.h"

namespace dsql::rules {
namespace {

constexpr std::size_t alignment = alignof(std::max_align_t);

enum WireType : std::uint8_t { varint = 0, fixed64 = 1, length_delimited = 2, fixed32 = 5 };

[[noreturn]] void raise_malformed() { raise(conditions::internal_error, "malformed parse tree"); }

struct Cursor {
  const std::uint8_t* at;
  const std::uint8_t* end;

  std::uint64_t take_varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && at < end; shift += 7) {
      const std::uint8_t byte = *at++;
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    raise_malformed();
  }

  const std::uint8_t* take(std::uint64_t size) {
    if (size > static_cast<std::uint64_t>(end - at)) raise_malformed();
    const std::uint8_t* start = at;
    at += size;
    return start;
  }

  void skip(std::uint64_t wire_type) {
    switch (wire_type) {
      case varint: take_varint(); return;
      case fixed64: take(8); return;
      case fixed32: take(4); return;
      case length_delimited: take(take_varint()); return;
      default: raise_malformed();
    }
  }
};

const ProtobufCFieldDescriptor* find_field(const ProtobufCMessageDescriptor& type,
                                           std::uint64_t id) {
  // libpg_query numbers most messages without holes.
  if (id - 1 < type.n_fields && type.fields[id - 1].id == id) return &type.fields[id - 1];
  return protobuf_c_message_descriptor_get_field(&type, static_cast<unsigned>(id));
}

class Decoder {
 public:
  explicit Decoder(Arena& arena) : arena_(arena) {}

  void* message(const ProtobufCMessageDescriptor& type, Cursor cursor, int depth) {
    if (depth > 2 * limits::tree_depth) raise(conditions::stack_depth_limit_exceeded);
    auto* result = static_cast<ProtobufCMessage*>(arena_.allocate(type.sizeof_message));
    type.message_init(result);
    reserve_repeated(type, cursor, result);
    while (cursor.at < cursor.end) {
      const std::uint64_t key = cursor.take_varint();
      const ProtobufCFieldDescriptor* field = find_field(type, key >> 3);
      if (field == nullptr) {
        cursor.skip(key & 7);
      } else {
        take_field(*field, static_cast<unsigned>(key & 7), cursor, result, depth);
      }
    }
    return result;
  }

 private:
  // Allocates the arrays of repeated fields: their lengths are the number of times the key occurs.
  void reserve_repeated(const ProtobufCMessageDescriptor& type, Cursor cursor, void* into) {
    bool any = false;
    while (cursor.at < cursor.end) {
      const std::uint64_t key = cursor.take_varint();
      const ProtobufCFieldDescriptor* field = find_field(type, key >> 3);
      if (field != nullptr && field->label == PROTOBUF_C_LABEL_REPEATED) {
        // Scalars come packed, at most one a byte.
        const bool packed = field->type != PROTOBUF_C_TYPE_MESSAGE && (key & 7) == length_delimited;
        Cursor ahead = cursor;
        member<std::size_t>(into, field->quantifier_offset) += packed ? ahead.take_varint() : 1;
        any = true;
      }
      cursor.skip(key & 7);
    }
    if (!any) return;
    for (unsigned i = 0; i < type.n_fields; ++i) {
      const ProtobufCFieldDescriptor& field = type.fields[i];
      if (field.label != PROTOBUF_C_LABEL_REPEATED) continue;
      std::size_t& count = member<std::size_t>(into, field.quantifier_offset);
      if (count > 0)
        member<void*>(into, field.offset) = arena_.allocate(count * element_size(field));
      count = 0;
    }
  }

  void take_field(const ProtobufCFieldDescriptor& field, unsigned wire_type, Cursor& cursor,
                  void* into, int depth) {
    if (field.label != PROTOBUF_C_LABEL_REPEATED) {
      if ((field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
        member<std::uint32_t>(into, field.quantifier_offset) = field.id;
      }
      take_value(field, cursor, &member<std::byte>(into, field.offset), depth);
      return;
    }
    std::size_t& count = member<std::size_t>(into, field.quantifier_offset);
    auto* array = member<std::byte*>(into, field.offset);
    if (field.type != PROTOBUF_C_TYPE_MESSAGE && wire_type == length_delimited) {
      const std::uint64_t size = cursor.take_varint();
      const std::uint8_t* start = cursor.take(size);
      for (Cursor packed{start, start + size}; packed.at < packed.end;) {
        take_value(field, packed, array + count++ * element_size(field), depth);
      }
    } else {
      take_value(field, cursor, array + count++ * element_size(field), depth);
    }
  }

  void take_value(const ProtobufCFieldDescriptor& field, Cursor& cursor, void* into, int depth) {
    switch (field.type) {
      case PROTOBUF_C_TYPE_INT32:
      case PROTOBUF_C_TYPE_UINT32:
      case PROTOBUF_C_TYPE_ENUM:
        *static_cast<std::uint32_t*>(into) = static_cast<std::uint32_t>(cursor.take_varint());
        return;
      case PROTOBUF_C_TYPE_BOOL:
        *static_cast<protobuf_c_boolean*>(into) = cursor.take_varint() != 0;
        return;
      case PROTOBUF_C_TYPE_INT64:
      case PROTOBUF_C_TYPE_UINT64:
        *static_cast<std::uint64_t*>(into) = cursor.take_varint();
        return;
      case PROTOBUF_C_TYPE_DOUBLE: std::memcpy(into, cursor.take(8), 8); return;
      case PROTOBUF_C_TYPE_STRING: *static_cast<char**>(into) = take_string(cursor); return;
      case PROTOBUF_C_TYPE_MESSAGE: {
        const std::uint64_t size = cursor.take_varint();
        const std::uint8_t* start = cursor.take(size);
        const auto& type = *static_cast<const ProtobufCMessageDescriptor*>(field.descriptor);
        *static_cast<void**>(into) = message(type, {start, start + size}, depth + 1);
        return;
      }
      default: raise_malformed();
    }
  }

  char* take_string(Cursor& cursor) {
    const std::uint64_t size = cursor.take_varint();
    const std::uint8_t* start = cursor.take(size);
    char* copy = static_cast<char*>(arena_.allocate(size + 1));
    std::memcpy(copy, start, size);
    copy[size] = '\0';
    return copy;
  }

  Arena& arena_;
};

}  // namespace

std::size_t element_size(const ProtobufCFieldDescriptor& field) {
  switch (field.type) {
    case PROTOBUF_C_TYPE_MESSAGE:
    case PROTOBUF_C_TYPE_STRING: return sizeof(void*);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_DOUBLE: return 8;
    default: return 4;
  }
}

void* Arena::allocate(std::size_t size) {
  size = (size + alignment - 1) & ~(alignment - 1);
  if (size > left_) {
    next_size_ = std::max(next_size_, size);
    chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(next_size_));
    free_ = chunks_.back().get();
    left_ = next_size_;
    next_size_ *= 2;
  }
  void* result = free_;
  free_ += size;
  left_ -= size;
  return result;
}

const PgQuery__ParseResult* decode_tree(std::string_view bytes, Arena& arena) {
  const auto* start = reinterpret_cast<const std::uint8_t*>(bytes.data());
  void* tree =
      Decoder(arena).message(pg_query__parse_result__descriptor, {start, start + bytes.size()}, 0);
  return static_cast<const PgQuery__ParseResult*>(tree);
}

}  // namespace dsql::rules
