#include "dsqlrules/parse/tree_copy.h"

#include <cstring>
#include <memory>
#include <unordered_map>
#include <vector>

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/limits.h"

namespace dsql::rules {
namespace {

thread_local TreeCapture* capturing = nullptr;

struct MessagePlan;

// A member of a message that points elsewhere, or the array of a repeated field.
struct Pointer {
  enum class Kind : std::uint8_t { none, string, message } kind = Kind::none;
  bool repeated = false;
  unsigned offset = 0;
  unsigned count_offset = 0;     // of a repeated field
  std::size_t element_size = 0;  // of a repeated field
  const MessagePlan* message = nullptr;
};

// What to follow when a message of one type is copied; the rest is plain bytes.
struct MessagePlan {
  std::size_t size = 0;
  std::vector<Pointer> pointers;
  // Of a message with alternatives (oneof): by field number, and where the number stands.
  std::vector<Pointer> cases;
  unsigned case_offset = 0;
};

// The plans of every message that a parse result can hold.
class Plans {
 public:
  Plans() : root_(of(pg_query__parse_result__descriptor)) {}
  const MessagePlan& root() const { return root_; }

 private:
  const MessagePlan& of(const ProtobufCMessageDescriptor& type) {
    std::unique_ptr<MessagePlan>& plan = plans_[&type];
    if (plan) return *plan;
    plan = std::make_unique<MessagePlan>();
    MessagePlan& made = *plan;  // the map may grow below
    made.size = type.sizeof_message;
    for (unsigned i = 0; i < type.n_fields; ++i) add(type.fields[i], made);
    return made;
  }

  void add(const ProtobufCFieldDescriptor& field, MessagePlan& plan) {
    Pointer pointer;
    pointer.offset = field.offset;
    pointer.repeated = field.label == PROTOBUF_C_LABEL_REPEATED;
    if (pointer.repeated) {
      pointer.count_offset = field.quantifier_offset;
      pointer.element_size = element_size(field);
    }
    if (field.type == PROTOBUF_C_TYPE_STRING) {
      pointer.kind = Pointer::Kind::string;
    } else if (field.type == PROTOBUF_C_TYPE_MESSAGE) {
      pointer.kind = Pointer::Kind::message;
      pointer.message = &of(*static_cast<const ProtobufCMessageDescriptor*>(field.descriptor));
    }
    if ((field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
      plan.case_offset = field.quantifier_offset;
      if (plan.cases.size() <= field.id) plan.cases.resize(field.id + 1);
      plan.cases[field.id] = pointer;
    } else if (pointer.kind != Pointer::Kind::none || pointer.repeated) {
      plan.pointers.push_back(pointer);
    }
  }

  std::unordered_map<const ProtobufCMessageDescriptor*, std::unique_ptr<MessagePlan>> plans_;
  const MessagePlan& root_;
};

const MessagePlan& parse_result_plan() {
  static const Plans plans;
  return plans.root();
}

class Copier {
 public:
  explicit Copier(Arena& arena) : arena_(arena) {}

  void* message(const MessagePlan& plan, const void* from, int depth) {
    if (depth > 2 * limits::tree_depth) {
      too_deep_ = true;
      return nullptr;
    }
    void* to = arena_.allocate(plan.size);
    std::memcpy(to, from, plan.size);
    for (const Pointer& pointer : plan.pointers) follow(pointer, to, depth);
    if (!plan.cases.empty()) {
      const auto chosen = member<std::uint32_t>(to, plan.case_offset);
      if (chosen < plan.cases.size()) follow(plan.cases[chosen], to, depth);
    }
    return to;
  }
  bool too_deep() const { return too_deep_; }

 private:
  // Replaces what the copied message `to` shares with its original.
  void follow(const Pointer& pointer, void* to, int depth) {
    if (pointer.repeated) return copy_array(pointer, to, depth);
    if (pointer.kind != Pointer::Kind::none)
      copy_element(pointer, member<void*>(to, pointer.offset), depth);
  }

  void copy_array(const Pointer& pointer, void* to, int depth) {
    const std::size_t count = member<std::size_t>(to, pointer.count_offset);
    void*& array = member<void*>(to, pointer.offset);
    if (count == 0) return;
    void* copy = arena_.allocate(count * pointer.element_size);
    std::memcpy(copy, array, count * pointer.element_size);
    array = copy;
    if (pointer.kind == Pointer::Kind::none) return;
    auto* elements = static_cast<void**>(copy);
    for (std::size_t i = 0; i < count; ++i) copy_element(pointer, elements[i], depth);
  }

  void copy_element(const Pointer& pointer, void*& element, int depth) {
    if (element == nullptr) return;
    if (pointer.kind == Pointer::Kind::message) {
      element = message(*pointer.message, element, depth + 1);
      return;
    }
    const auto* text = static_cast<const char*>(element);
    if (text == protobuf_c_empty_string) return;  // what an unset string points to
    const std::size_t size = std::strlen(text) + 1;
    void* copy = arena_.allocate(size);
    std::memcpy(copy, text, size);
    element = copy;
  }

  Arena& arena_;
  bool too_deep_ = false;
};

}  // namespace

TreeCapture::TreeCapture(Arena& arena) : arena_(arena) { capturing = this; }
TreeCapture::~TreeCapture() { capturing = nullptr; }

void TreeCapture::take(const PgQuery__ParseResult& result) noexcept {
  Copier copier(arena_);
  tree_ = static_cast<const PgQuery__ParseResult*>(copier.message(parse_result_plan(), &result, 0));
  too_deep_ = copier.too_deep();
}

const PgQuery__ParseResult* TreeCapture::tree() const {
  if (too_deep_) raise(conditions::stack_depth_limit_exceeded);
  return tree_;
}

}  // namespace dsql::rules

// The linker sends libpg_query's calls of its packer to the first two, and the last two to the
// packer.
extern "C" {
std::size_t dsql_packed_size(const PgQuery__ParseResult* result) __asm__(
    "__wrap_pg_query__parse_result__get_packed_size");
std::size_t dsql_pack(const PgQuery__ParseResult* result,
                      std::uint8_t* out) __asm__("__wrap_pg_query__parse_result__pack");
std::size_t library_packed_size(const PgQuery__ParseResult* result) __asm__(
    "__real_pg_query__parse_result__get_packed_size");
std::size_t library_pack(const PgQuery__ParseResult* result,
                         std::uint8_t* out) __asm__("__real_pg_query__parse_result__pack");

std::size_t dsql_packed_size(const PgQuery__ParseResult* result) {
  if (dsql::rules::capturing == nullptr) return library_packed_size(result);
  dsql::rules::capturing->take(*result);
  return 0;
}

std::size_t dsql_pack(const PgQuery__ParseResult* result, std::uint8_t* out) {
  return dsql::rules::capturing == nullptr ? library_pack(result, out) : 0;
}
}
