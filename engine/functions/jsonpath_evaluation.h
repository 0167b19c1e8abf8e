// Following a jsonpath through a jsonb value. One evaluation is one call of follow_path(); it owns
// the values it makes until it is destroyed. Not thread-safe.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "dsqlrules/conditions/condition.h"
#include "engine/functions/regexp.h"
#include "engine/types/json.h"
#include "engine/types/jsonpath.h"

namespace dsql::engine {

class PathEvaluation {
 public:
  // `vars` is an object or absent. Silent: errors of the data give no answer instead of raising.
  // Raises: path_vars_not_object.
  PathEvaluation(const JsonPath& path, std::optional<JsonbView> vars, bool silent);

  // Everything the path gives; nullopt after an error that was kept silent. The views live as long
  // as this object and `target`. Raises: what the data does not allow.
  std::optional<std::vector<JsonbView>> items(JsonbView target);
  // Whether it gives anything.
  std::optional<bool> exists(JsonbView target);

 private:
  enum class Answer : std::uint8_t { found, nothing, error };
  enum class Truth : std::uint8_t { no, yes, unknown };
  using Found = std::vector<JsonbView>;

  template <class... Args>
  Answer fail(const rules::Condition<Args...>& condition,
              const std::type_identity_t<Args>&... args) {
    if (raising_) rules::raise(condition, args...);
    return Answer::error;
  }

  // `found` is null where only existence is asked.
  Answer evaluate(const PathItem& item, JsonbView value, Found* found, bool unwrap);
  Answer evaluate(const PathItem& item, JsonbView value, Found* found) {
    return evaluate(item, value, found, path_.lax);
  }
  Answer proceed(const PathItem& item, JsonbView value, Found* found);
  // With the elements of arrays in the place of arrays.
  Answer evaluate_flat(const PathItem& item, JsonbView value, Found& found);
  Answer evaluate_quietly(const PathItem& item, JsonbView value, Found* found, bool flat);
  // Applies `item` (or collects, where it is null) to what is inside a container, level by level.
  Answer descend(const PathItem* item, JsonbView container, Found* found, std::uint32_t level,
                 std::uint32_t first, std::uint32_t last, bool lenient, bool unwrap_next);
  Answer into_elements(const PathItem& item, JsonbView array, Found* found);

  Answer member(const PathItem& item, JsonbView value, Found* found, bool unwrap);
  Answer any_member(const PathItem& item, JsonbView value, Found* found, bool unwrap);
  Answer any_element(const PathItem& item, JsonbView value, Found* found);
  Answer any_level(const PathItem& item, JsonbView value, Found* found);
  Answer elements(const PathItem& item, JsonbView value, Found* found);
  Answer subscript(const PathItem& item, JsonbView value, std::int64_t& index);
  Answer filter(const PathItem& item, JsonbView value, Found* found, bool unwrap);
  Answer arithmetic(const PathItem& item, JsonbView value, Found* found);
  Answer signed_values(const PathItem& item, JsonbView value, Found* found);
  Answer method(const PathItem& item, JsonbView value, Found* found, bool unwrap);
  Answer size(const PathItem& item, JsonbView value, Found* found);
  Answer as_double(const PathItem& item, JsonbView value, Found* found);
  Answer rounded(const PathItem& item, JsonbView value, Found* found);
  Answer keyvalue(const PathItem& item, JsonbView value, Found* found);
  Answer literal(const PathItem& item, Found* found);
  Answer truth_item(const PathItem& item, JsonbView value, Found* found);

  Truth truth(const PathItem& item, JsonbView value);
  Truth predicate(const PathItem& item, JsonbView value);
  Truth compare(PathKind kind, JsonbView a, JsonbView b) const;
  Truth matches(const PathItem& item, JsonbView value);
  Truth test(const PathItem& item, JsonbView a, std::optional<JsonbView> b);

  JsonbView keep(std::string bytes) { return JsonbView(kept_.emplace_back(std::move(bytes))); }
  JsonbView made(const Numeric& number);
  JsonbView made(std::string_view text);
  JsonbView made(bool truth);
  JsonbView null();

  const JsonPath& path_;
  std::optional<JsonbView> vars_;
  bool raising_;
  bool lenient_;  // structural errors are no errors
  JsonbView root_{std::string_view()};
  JsonbView current_{std::string_view()};
  std::int64_t innermost_size_ = -1;
  RegexpCache regexps_;
  std::deque<std::string> kept_;
};

}  // namespace dsql::engine
