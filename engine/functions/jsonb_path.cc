#include "engine/functions/jsonb_path.h"

#include <limits>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/json_text.h"
#include "engine/types/array.h"

namespace dsql::engine {
namespace {

using View = std::string_view;
namespace conditions = rules::conditions;

class Changer {
 public:
  Changer(const ArrayView& path, std::optional<JsonbView> added, JsonbChange change)
      : path_(path), added_(added), change_(change) {}

  std::string run(JsonbView value) {
    step(value, 0);
    return writer_.take();
  }

 private:
  bool last(std::uint32_t level) const { return level + 1 == path_.size(); }
  bool inserts() const {
    return change_ == JsonbChange::insert_before || change_ == JsonbChange::insert_after;
  }
  bool creates() const { return inserts() || change_ == JsonbChange::create; }

  void step(JsonbView value, std::uint32_t level) {
    if (value.is_scalar() || level >= path_.size()) return writer_.node(value);
    if (path_.is_null(level))
      rules::raise(conditions::path_element_null, static_cast<int>(level + 1));
    if (value.kind() == JsonKind::object) {
      in_object(value, level);
    } else {
      in_array(value, level);
    }
  }

  void in_object(JsonbView object, std::uint32_t level) {
    const View name = path_.at<View>(level);
    bool found = false;
    writer_.begin_object();
    for (std::uint32_t i = 0; i < object.size(); ++i) {
      const bool here = object.key(i) == name;
      found |= here;
      if (here && last(level)) {
        if (inserts()) rules::raise(conditions::cannot_replace_existing_key);
        if (change_ == JsonbChange::remove) continue;
        writer_.key(name);
        writer_.node(*added_);
        continue;
      }
      writer_.key(object.key(i));
      if (here) {
        step(object.value(i), level + 1);
      } else {
        writer_.node(object.value(i));
      }
    }
    if (!found && last(level) && creates()) {
      writer_.key(name);
      writer_.node(*added_);
    }
    writer_.end_object();
  }

  // The subscript as a position: size for one beyond the end, -1 for one before the beginning.
  std::int64_t position(std::uint32_t level, std::int64_t size) const {
    const View text = path_.at<View>(level);
    const auto subscript = json_subscript(text);
    if (!subscript)
      rules::raise(conditions::path_element_not_integer, static_cast<int>(level + 1), text);
    if (*subscript >= 0) return std::min<std::int64_t>(*subscript, size);
    return std::max<std::int64_t>(size + *subscript, -1);
  }

  void in_array(JsonbView array, std::uint32_t level) {
    const std::int64_t size = array.size();
    const std::int64_t target = position(level, size);
    const bool adds = last(level) && creates();
    writer_.begin_array();
    if (adds && (target < 0 || size == 0)) writer_.node(*added_);
    for (std::int64_t i = 0; i < size; ++i) {
      const JsonbView each = array.element(static_cast<std::uint32_t>(i));
      if (i == target) {
        at_element(each, level);
      } else {
        writer_.node(each);
      }
    }
    if (adds && size > 0 && target >= size) writer_.node(*added_);
    writer_.end_array();
  }

  void at_element(JsonbView each, std::uint32_t level) {
    if (!last(level)) return step(each, level + 1);
    if (change_ == JsonbChange::remove) return;
    if (change_ == JsonbChange::insert_after) writer_.node(each);
    writer_.node(*added_);
    if (change_ == JsonbChange::insert_before) writer_.node(each);
  }

  const ArrayView& path_;
  std::optional<JsonbView> added_;
  JsonbChange change_;
  JsonbWriter writer_;
};

}  // namespace

std::string jsonb_change(JsonbView value, View path_bytes, std::optional<JsonbView> added,
                         JsonbChange change) {
  const ArrayView path(path_bytes);
  if (path.dimensions() > 1) rules::raise(conditions::wrong_number_of_subscripts);
  if (value.is_scalar()) {
    if (change == JsonbChange::remove) rules::raise(conditions::cannot_delete_path_in_scalar);
    rules::raise(conditions::cannot_set_path_in_scalar);
  }
  return Changer(path, added, change).run(value);
}

}  // namespace dsql::engine
