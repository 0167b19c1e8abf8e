// Aggregates that build json and jsonb: json_agg, json_object_agg and their strict and unique
// forms.
#include <set>

#include "engine/functions/aggregate_lift.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/json_build.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using States = std::span<void* const>;
namespace conditions = rules::conditions;

// --- arrays
// ----------------------------------------------------------------------------------------

template <bool strict>
void add_element(CallContext& context, Args args, Selection rows, States states, Arena&) {
  const Oid type = context.argument_types[0];
  const bool lines = is_composite_in_json(type);
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    if (strict && args[0]->is_null(rows[i])) {
      // A group of NULLs alone is an empty array, not NULL.
      std::string& text = static_cast<Owned<std::string>*>(states[i])->get();
      if (text.empty()) text = "[";
      continue;
    }
    std::string& text = static_cast<Owned<std::string>*>(states[i])->get();
    change_counted(context, text, [&] {
      if (text.size() <= 1) {
        text = "[";
      } else {
        text.append(lines ? ", \n " : ", ");
      }
      append_as_json(context, type, *args[0], rows[i], text);
    });
  }
}
void finish_array(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const std::string* text = Owned<std::string>::of(memory);
  if (text == nullptr) return out.set_null(row);
  out.own(row, *text + "]");
}

// The writer of a jsonb under construction; what it has is finished on a copy, since a window asks
// for results again and again.
struct Building {
  JsonbWriter writer;
  bool begun = false;

  std::size_t footprint() const { return writer.footprint(); }
};
template <bool strict>
void add_jsonb_element(CallContext& context, Args args, Selection rows, States states, Arena&) {
  each_counted<Building>(context, rows, states, [&](Building& state, std::uint32_t row) {
    if (!state.begun) state.writer.begin_array();
    state.begun = true;
    if (strict && args[0]->is_null(row)) return;
    write_as_jsonb(context, context.argument_types[0], *args[0], row, state.writer);
  });
}
void finish_jsonb_array(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const Building* state = Owned<Building>::of(memory);
  if (state == nullptr) return out.set_null(row);
  JsonbWriter writer = state->writer;
  writer.end_array();
  out.own(row, writer.take());
}

// --- objects
// ---------------------------------------------------------------------------------------

// The keys seen, of the forms that want them unique.
class SeenKeys {
 public:
  // False if the key was there.
  bool insert(const std::string& key) {
    const bool added = keys_.insert(key).second;
    if (added) bytes_ += sizeof(std::string) + node_bytes + key.size();
    return added;
  }
  std::size_t footprint() const { return bytes_; }

 private:
  static constexpr std::size_t node_bytes = 32;  // of the tree, about

  std::set<std::string, std::less<>> keys_;
  std::size_t bytes_ = 0;
};

struct ObjectText {
  std::string text = "{ ";
  SeenKeys keys;
  bool empty = true;

  std::size_t footprint() const { return text.capacity() + keys.footprint(); }
};

template <bool strict, bool unique>
void add_pair(CallContext& context, Args args, Selection rows, States states, Arena&) {
  each_counted<ObjectText>(context, rows, states, [&](ObjectText& object, std::uint32_t row) {
    if (args[0]->is_null(row)) rules::raise(conditions::object_key_is_null);
    if (strict && args[1]->is_null(row)) return;
    std::string key;
    append_json_string(key, json_key(context, context.argument_types[0], *args[0], row));
    if (unique && !object.keys.insert(key)) rules::raise(conditions::duplicate_json_key, key);
    if (!object.empty) object.text.append(", ");
    object.empty = false;
    object.text.append(key).append(" : ");
    append_as_json(context, context.argument_types[1], *args[1], row, object.text);
  });
}
void finish_object(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const ObjectText* object = Owned<ObjectText>::of(memory);
  if (object == nullptr) return out.set_null(row);
  out.own(row, object->text + " }");
}

struct ObjectBuilding {
  JsonbWriter writer;
  SeenKeys keys;
  bool begun = false;

  std::size_t footprint() const { return writer.footprint() + keys.footprint(); }
};
template <bool strict, bool unique>
void add_jsonb_pair(CallContext& context, Args args, Selection rows, States states, Arena&) {
  each_counted<ObjectBuilding>(
      context, rows, states, [&](ObjectBuilding& state, std::uint32_t row) {
        if (!state.begun) state.writer.begin_object();
        state.begun = true;
        if (args[0]->is_null(row)) rules::raise(conditions::jsonb_field_name_null);
        if (strict && args[1]->is_null(row)) return;
        const std::string key = json_key(context, context.argument_types[0], *args[0], row);
        if (unique && !state.keys.insert(key)) rules::raise(conditions::duplicate_jsonb_key);
        state.writer.key(key);
        write_as_jsonb(context, context.argument_types[1], *args[1], row, state.writer);
      });
}
void finish_jsonb_object(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const ObjectBuilding* state = Owned<ObjectBuilding>::of(memory);
  if (state == nullptr) return out.set_null(row);
  JsonbWriter writer = state->writer;
  writer.end_object();
  out.own(row, writer.take());
}

template <bool strict>
constexpr Aggregate array_text = owning_aggregate<std::string>(&add_element<strict>, &finish_array,
                                                               false);
template <bool strict>
constexpr Aggregate array_jsonb = owning_aggregate<Building>(&add_jsonb_element<strict>,
                                                             &finish_jsonb_array, false);
template <bool strict, bool unique>
constexpr Aggregate object_text = owning_aggregate<ObjectText>(&add_pair<strict, unique>,
                                                               &finish_object, false);
template <bool strict, bool unique>
constexpr Aggregate object_jsonb = owning_aggregate<ObjectBuilding>(&add_jsonb_pair<strict, unique>,
                                                                    &finish_jsonb_object, false);

constexpr FunctionRow rows[] = {
    stable(aggregate(3175, "json_agg", {anyelement}, json, &array_text<false>)),
    stable(aggregate(6276, "json_agg_strict", {anyelement}, json, &array_text<true>)),
    stable(aggregate(3267, "jsonb_agg", {anyelement}, jsonb, &array_jsonb<false>)),
    stable(aggregate(6284, "jsonb_agg_strict", {anyelement}, jsonb, &array_jsonb<true>)),
    stable(aggregate(3197, "json_object_agg", {any, any}, json, &object_text<false, false>)),
    stable(aggregate(6280, "json_object_agg_strict", {any, any}, json, &object_text<true, false>)),
    stable(aggregate(6281, "json_object_agg_unique", {any, any}, json, &object_text<false, true>)),
    stable(aggregate(6282, "json_object_agg_unique_strict", {any, any}, json,
                     &object_text<true, true>)),
    aggregate(3270, "jsonb_object_agg", {any, any}, jsonb, &object_jsonb<false, false>),
    aggregate(6288, "jsonb_object_agg_strict", {any, any}, jsonb, &object_jsonb<true, false>),
    aggregate(6289, "jsonb_object_agg_unique", {any, any}, jsonb, &object_jsonb<false, true>),
    aggregate(6290, "jsonb_object_agg_unique_strict", {any, any}, jsonb, &object_jsonb<true, true>),
};

}  // namespace

std::span<const FunctionRow> json_aggregates() { return rows; }

}  // namespace dsql::engine
