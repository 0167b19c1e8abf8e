#include "engine/functions/jsonpath_evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dsqlrules/conditions/json_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/float.h"

namespace dsql::engine {

namespace {

namespace conditions = rules::conditions;
using Kind = PathKind;

std::string_view type_name(JsonbView value) {
  switch (value.kind()) {
    case JsonKind::null: return "null";
    case JsonKind::false_:
    case JsonKind::true_: return "boolean";
    case JsonKind::number: return "number";
    case JsonKind::string: return "string";
    case JsonKind::array: return "array";
    case JsonKind::object: return "object";
  }
  return {};
}

bool is_boolean(JsonbView value) {
  return value.kind() == JsonKind::true_ || value.kind() == JsonKind::false_;
}

Numeric calculated(Kind kind, const Numeric& a, const Numeric& b) {
  switch (kind) {
    case Kind::add: return numeric_add(a, b);
    case Kind::subtract: return numeric_subtract(a, b);
    case Kind::multiply: return numeric_multiply(a, b);
    case Kind::divide: return numeric_divide(a, b);
    default: return numeric_modulo(a, b);
  }
}

bool holds(Kind kind, int order) {
  switch (kind) {
    case Kind::equal: return order == 0;
    case Kind::not_equal: return order != 0;
    case Kind::less: return order < 0;
    case Kind::greater: return order > 0;
    case Kind::less_or_equal: return order <= 0;
    default: return order >= 0;
  }
}

}  // namespace

PathEvaluation::PathEvaluation(const JsonPath& path, std::optional<JsonbView> vars, bool silent)
    : path_(path), vars_(vars), raising_(!silent), lenient_(path.lax) {
  if (vars_ && vars_->kind() != JsonKind::object) rules::raise(conditions::path_vars_not_object);
}

std::optional<std::vector<JsonbView>> PathEvaluation::items(JsonbView target) {
  root_ = current_ = target;
  Found found;
  if (evaluate(*path_.root, target, &found) == Answer::error) return std::nullopt;
  return found;
}

std::optional<bool> PathEvaluation::exists(JsonbView target) {
  // Strict mode asks for the whole list: an error anywhere in it is an error.
  if (!path_.lax) {
    const auto found = items(target);
    return found ? std::optional(!found->empty()) : std::nullopt;
  }
  root_ = current_ = target;
  const Answer answer = evaluate(*path_.root, target, nullptr);
  return answer == Answer::error ? std::nullopt : std::optional(answer == Answer::found);
}

JsonbView PathEvaluation::made(const Numeric& number) {
  JsonbWriter writer;
  writer.number(number);
  return keep(writer.take());
}
JsonbView PathEvaluation::made(std::string_view text) {
  JsonbWriter writer;
  writer.string(text);
  return keep(writer.take());
}
JsonbView PathEvaluation::made(bool truth) {
  JsonbWriter writer;
  writer.boolean(truth);
  return keep(writer.take());
}
JsonbView PathEvaluation::null() {
  JsonbWriter writer;
  writer.null();
  return keep(writer.take());
}

// --- the way from item to item ---

PathEvaluation::Answer PathEvaluation::proceed(const PathItem& item, JsonbView value,
                                               Found* found) {
  if (item.next != nullptr) return evaluate(*item.next, value, found);
  if (found != nullptr) found->push_back(value);
  return Answer::found;
}

PathEvaluation::Answer PathEvaluation::into_elements(const PathItem& item, JsonbView array,
                                                     Found* found) {
  return descend(&item, array, found, 1, 1, 1, false, false);
}

PathEvaluation::Answer PathEvaluation::evaluate(const PathItem& item, JsonbView value, Found* found,
                                                bool unwrap) {
  switch (item.kind) {
    case Kind::null:
    case Kind::boolean:
    case Kind::number:
    case Kind::string:
    case Kind::variable: return literal(item, found);
    case Kind::root: return proceed(item, root_, found);
    case Kind::current: return proceed(item, current_, found);
    case Kind::last:
      if (item.next == nullptr && found == nullptr) return Answer::found;
      return proceed(item, made(Numeric::from_integer(innermost_size_ - 1)), found);
    case Kind::key: return member(item, value, found, unwrap);
    case Kind::any_key: return any_member(item, value, found, unwrap);
    case Kind::any_level: return any_level(item, value, found);
    case Kind::any_element: return any_element(item, value, found);
    case Kind::elements: return elements(item, value, found);
    case Kind::filter: return filter(item, value, found, unwrap);
    case Kind::method: return method(item, value, found, unwrap);
    case Kind::plus:
    case Kind::minus: return signed_values(item, value, found);
    case Kind::add:
    case Kind::subtract:
    case Kind::multiply:
    case Kind::divide:
    case Kind::modulo: return arithmetic(item, value, found);
    default: return truth_item(item, value, found);
  }
}

PathEvaluation::Answer PathEvaluation::evaluate_flat(const PathItem& item, JsonbView value,
                                                     Found& found) {
  if (!path_.lax) return evaluate(item, value, &found);
  Found nested;
  if (evaluate(item, value, &nested) == Answer::error) return Answer::error;
  for (const JsonbView each : nested) {
    if (each.kind() == JsonKind::array) {
      descend(nullptr, each, &found, 1, 1, 1, false, false);
    } else {
      found.push_back(each);
    }
  }
  return Answer::found;
}

PathEvaluation::Answer PathEvaluation::evaluate_quietly(const PathItem& item, JsonbView value,
                                                        Found* found, bool flat) {
  const bool raising = std::exchange(raising_, false);
  const Answer answer = flat ? evaluate_flat(item, value, *found) : evaluate(item, value, found);
  raising_ = raising;
  return answer;
}

PathEvaluation::Answer PathEvaluation::descend(const PathItem* item, JsonbView container,
                                               Found* found, std::uint32_t level,
                                               std::uint32_t first, std::uint32_t last,
                                               bool lenient, bool unwrap_next) {
  Answer answer = Answer::nothing;
  if (level > last || container.is_scalar()) return answer;
  const bool array = container.kind() == JsonKind::array;
  for (std::uint32_t i = 0; i < container.size(); ++i) {
    const JsonbView value = array ? container.element(i) : container.value(i);
    const bool leaf_only = first == PathItem::last_level && last == PathItem::last_level;
    if (level >= first || (leaf_only && value.is_scalar())) {
      if (item != nullptr) {
        const bool before = lenient_;
        lenient_ = lenient_ || lenient;
        answer = evaluate(*item, value, found, unwrap_next);
        lenient_ = before;
        if (answer == Answer::error || (answer == Answer::found && found == nullptr)) return answer;
      } else if (found != nullptr) {
        found->push_back(value);
      } else {
        return Answer::found;
      }
    }
    if (level < last && !value.is_scalar()) {
      answer = descend(item, value, found, level + 1, first, last, lenient, unwrap_next);
      if (answer == Answer::error || (answer == Answer::found && found == nullptr)) return answer;
    }
  }
  return answer;
}

// --- where a path starts ---

PathEvaluation::Answer PathEvaluation::literal(const PathItem& item, Found* found) {
  // A variable that is missing is an error whatever is asked.
  JsonbView value(std::string_view{});
  if (item.kind == Kind::variable) {
    const auto given = vars_ ? vars_->find(item.text) : std::nullopt;
    if (!given) rules::raise(conditions::path_variable_missing, item.text);
    value = *given;
  }
  if (item.next == nullptr && found == nullptr) return Answer::found;
  switch (item.kind) {
    case Kind::null: value = null(); break;
    case Kind::boolean: value = made(item.truth); break;
    case Kind::number: value = made(item.number); break;
    case Kind::string: value = made(std::string_view(item.text)); break;
    default: break;
  }
  return proceed(item, value, found);
}

PathEvaluation::Answer PathEvaluation::truth_item(const PathItem& item, JsonbView value,
                                                  Found* found) {
  const Truth answer = truth(item, value);
  if (item.next == nullptr && found == nullptr) return Answer::found;
  return proceed(item, answer == Truth::unknown ? null() : made(answer == Truth::yes), found);
}

// --- accessors ---

PathEvaluation::Answer PathEvaluation::member(const PathItem& item, JsonbView value, Found* found,
                                              bool unwrap) {
  if (value.kind() == JsonKind::object) {
    if (const auto inner = value.find(item.text)) return proceed(item, *inner, found);
    return lenient_ ? Answer::nothing : fail(conditions::path_key_missing, item.text);
  }
  if (unwrap && value.kind() == JsonKind::array) return into_elements(item, value, found);
  return lenient_ ? Answer::nothing : fail(conditions::path_member_of_other);
}

PathEvaluation::Answer PathEvaluation::any_member(const PathItem& item, JsonbView value,
                                                  Found* found, bool unwrap) {
  if (value.kind() == JsonKind::object)
    return descend(item.next.get(), value, found, 1, 1, 1, false, path_.lax);
  if (unwrap && value.kind() == JsonKind::array) return into_elements(item, value, found);
  return lenient_ ? Answer::nothing : fail(conditions::path_any_member_of_other);
}

PathEvaluation::Answer PathEvaluation::any_element(const PathItem& item, JsonbView value,
                                                   Found* found) {
  if (value.kind() == JsonKind::array)
    return descend(item.next.get(), value, found, 1, 1, 1, false, path_.lax);
  if (path_.lax) return proceed(item, value, found);
  return lenient_ ? Answer::nothing : fail(conditions::path_any_element_of_other);
}

PathEvaluation::Answer PathEvaluation::any_level(const PathItem& item, JsonbView value,
                                                 Found* found) {
  Answer answer = Answer::nothing;
  if (item.first == 0) {
    const bool before = std::exchange(lenient_, true);
    answer = proceed(item, value, found);
    lenient_ = before;
    if (answer == Answer::error || (answer == Answer::found && found == nullptr)) return answer;
  }
  if (value.is_scalar()) return answer;
  return descend(item.next.get(), value, found, 1, item.first, item.last, true, path_.lax);
}

PathEvaluation::Answer PathEvaluation::subscript(const PathItem& item, JsonbView value,
                                                 std::int64_t& index) {
  Found found;
  if (evaluate(item, value, &found) == Answer::error) return Answer::error;
  if (found.size() != 1 || found.front().kind() != JsonKind::number)
    return fail(conditions::path_subscript_not_number);
  const Numeric whole = numeric_truncate(found.front().number(), 0);
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  if (!whole.is_finite() || whole > Numeric::from_integer(most) ||
      whole < Numeric::from_integer(-most - 1))
    return fail(conditions::path_subscript_out_of_range);
  index = whole.to_integer(-most - 1, most, "integer");
  return Answer::found;
}

PathEvaluation::Answer PathEvaluation::elements(const PathItem& item, JsonbView value,
                                                Found* found) {
  const bool array = value.kind() == JsonKind::array;
  if (!array && !path_.lax)
    return lenient_ ? Answer::nothing : fail(conditions::path_element_of_other);
  const std::int64_t size = array ? value.size() : 1;
  const std::int64_t outer = std::exchange(innermost_size_, size);
  Answer answer = Answer::nothing;
  for (const PathItem::Subscript& each : item.subscripts) {
    std::int64_t from = 0;
    answer = subscript(*each.from, value, from);
    if (answer == Answer::error) break;
    std::int64_t to = from;
    if (each.to != nullptr) answer = subscript(*each.to, value, to);
    if (answer == Answer::error) break;
    if (!lenient_ && (from < 0 || from > to || to >= size)) {
      answer = fail(conditions::path_subscript_out_of_bounds);
      break;
    }
    answer = Answer::nothing;
    for (std::int64_t i = std::max<std::int64_t>(from, 0); i <= std::min(to, size - 1); ++i) {
      const JsonbView inner = array ? value.element(static_cast<std::uint32_t>(i)) : value;
      if (item.next == nullptr && found == nullptr) {
        innermost_size_ = outer;
        return Answer::found;
      }
      answer = proceed(item, inner, found);
      if (answer == Answer::error || (answer == Answer::found && found == nullptr)) break;
    }
    if (answer == Answer::error || (answer == Answer::found && found == nullptr)) break;
  }
  innermost_size_ = outer;
  return answer;
}

PathEvaluation::Answer PathEvaluation::filter(const PathItem& item, JsonbView value, Found* found,
                                              bool unwrap) {
  if (unwrap && value.kind() == JsonKind::array) return into_elements(item, value, found);
  const JsonbView outer = std::exchange(current_, value);
  const Truth answer = truth(*item.left, value);
  current_ = outer;
  return answer == Truth::yes ? proceed(item, value, found) : Answer::nothing;
}

// --- arithmetic ---

PathEvaluation::Answer PathEvaluation::arithmetic(const PathItem& item, JsonbView value,
                                                  Found* found) {
  Found left, right;
  if (evaluate_flat(*item.left, value, left) == Answer::error) return Answer::error;
  if (evaluate_flat(*item.right, value, right) == Answer::error) return Answer::error;
  const auto single = [](const Found& list) {
    return list.size() == 1 && list.front().kind() == JsonKind::number;
  };
  const std::string_view symbol = path_operator_name(item.kind);
  if (!single(left)) return fail(conditions::path_operand_not_number, "left", symbol);
  if (!single(right)) return fail(conditions::path_operand_not_number, "right", symbol);
  Numeric result;
  try {
    result = calculated(item.kind, left.front().number(), right.front().number());
  } catch (const rules::SqlError&) {  // division by zero, overflow: an error of the data
    if (raising_) throw;
    return Answer::error;
  }
  if (item.next == nullptr && found == nullptr) return Answer::found;
  return proceed(item, made(result), found);
}

PathEvaluation::Answer PathEvaluation::signed_values(const PathItem& item, JsonbView value,
                                                     Found* found) {
  Found operands;
  if (evaluate_flat(*item.left, value, operands) == Answer::error) return Answer::error;
  const bool only_existence = item.next == nullptr && found == nullptr;
  Answer answer = Answer::nothing;
  for (const JsonbView operand : operands) {
    const bool number = operand.kind() == JsonKind::number;
    if (only_existence && number) return Answer::found;
    if (only_existence) continue;
    if (!number)
      return fail(conditions::path_unary_operand_not_number, path_operator_name(item.kind));
    const JsonbView result = item.kind == Kind::minus ? made(operand.number().negated()) : operand;
    const Answer each = proceed(item, result, found);
    if (each == Answer::error) return each;
    if (each == Answer::found) {
      if (found == nullptr) return Answer::found;
      answer = Answer::found;
    }
  }
  return answer;
}

// --- methods ---

PathEvaluation::Answer PathEvaluation::method(const PathItem& item, JsonbView value, Found* found,
                                              bool unwrap) {
  if (item.method == PathMethod::type) return proceed(item, made(type_name(value)), found);
  if (item.method == PathMethod::size) return size(item, value, found);
  if (unwrap && value.kind() == JsonKind::array) return into_elements(item, value, found);
  switch (item.method) {
    case PathMethod::double_: return as_double(item, value, found);
    case PathMethod::keyvalue: return keyvalue(item, value, found);
    case PathMethod::datetime: rules::raise(conditions::path_datetime);
    default: return rounded(item, value, found);
  }
}

PathEvaluation::Answer PathEvaluation::size(const PathItem& item, JsonbView value, Found* found) {
  std::int64_t count = 1;
  if (value.kind() == JsonKind::array) {
    count = value.size();
  } else if (!path_.lax) {
    return lenient_ ? Answer::nothing : fail(conditions::path_size_of_other);
  }
  return proceed(item, made(Numeric::from_integer(count)), found);
}

PathEvaluation::Answer PathEvaluation::rounded(const PathItem& item, JsonbView value,
                                               Found* found) {
  if (value.kind() != JsonKind::number)
    return fail(conditions::path_method_of_other, path_method_name(item.method));
  const Numeric number = value.number();
  const Numeric result = item.method == PathMethod::abs     ? number.absolute()
                         : item.method == PathMethod::floor ? numeric_floor(number)
                                                            : numeric_ceil(number);
  if (item.next == nullptr && found == nullptr) return Answer::found;
  return proceed(item, made(result), found);
}

PathEvaluation::Answer PathEvaluation::as_double(const PathItem& item, JsonbView value,
                                                 Found* found) {
  if (value.kind() == JsonKind::number) {
    if (!std::isfinite(value.number().to_double()))
      return fail(conditions::path_double_out_of_range);
    return proceed(item, value, found);
  }
  if (value.kind() != JsonKind::string) return fail(conditions::path_double_of_other);
  double result = 0;
  try {
    result = parse_float8(value.string());
  } catch (const rules::SqlError&) {  // said below in the method's words
    return fail(conditions::path_double_malformed);
  }
  if (!std::isfinite(result)) return fail(conditions::path_double_malformed);
  return proceed(item, made(Numeric::from_double(result)), found);
}

PathEvaluation::Answer PathEvaluation::keyvalue(const PathItem& item, JsonbView value,
                                                Found* found) {
  if (value.kind() != JsonKind::object) return fail(conditions::path_keyvalue_of_other);
  if (item.next == nullptr && found == nullptr)
    return value.size() > 0 ? Answer::found : Answer::nothing;
  // Where in the whole value the object stands tells objects apart.
  const auto* whole = root_.bytes().data();
  const bool inside =
      value.bytes().data() >= whole && value.bytes().data() < whole + root_.bytes().size();
  const std::int64_t id = inside ? value.bytes().data() - whole : 0;
  Answer answer = Answer::nothing;
  for (std::uint32_t i = 0; i < value.size(); ++i) {
    JsonbWriter writer;
    writer.begin_object();
    writer.key("key");
    writer.string(value.key(i));
    writer.key("value");
    writer.node(value.value(i));
    writer.key("id");
    writer.number(Numeric::from_integer(id));
    writer.end_object();
    answer = proceed(item, keep(writer.take()), found);
    if (answer == Answer::error || (answer == Answer::found && found == nullptr)) return answer;
  }
  return answer;
}

// --- predicates ---

PathEvaluation::Truth PathEvaluation::truth(const PathItem& item, JsonbView value) {
  switch (item.kind) {
    case Kind::logical_and: {
      const Truth left = truth(*item.left, value);
      if (left == Truth::no) return Truth::no;
      const Truth right = truth(*item.right, value);
      return right == Truth::yes ? left : right;
    }
    case Kind::logical_or: {
      const Truth left = truth(*item.left, value);
      if (left == Truth::yes) return Truth::yes;
      const Truth right = truth(*item.right, value);
      return right == Truth::no ? left : right;
    }
    case Kind::logical_not: {
      const Truth inner = truth(*item.left, value);
      if (inner == Truth::unknown) return inner;
      return inner == Truth::yes ? Truth::no : Truth::yes;
    }
    case Kind::is_unknown:
      return truth(*item.left, value) == Truth::unknown ? Truth::yes : Truth::no;
    case Kind::exists: {
      Found found;
      const Answer answer =
          evaluate_quietly(*item.left, value, path_.lax ? nullptr : &found, false);
      if (answer == Answer::error) return Truth::unknown;
      const bool any = path_.lax ? answer == Answer::found : !found.empty();
      return any ? Truth::yes : Truth::no;
    }
    default: return predicate(item, value);
  }
}

// A comparison of what both sides give, one with another: lax mode takes the first that holds,
// strict mode looks at all of them, for one that cannot be compared makes the whole unknown.
PathEvaluation::Truth PathEvaluation::predicate(const PathItem& item, JsonbView value) {
  Found left, right;
  if (evaluate_quietly(*item.left, value, &left, true) == Answer::error) return Truth::unknown;
  if (item.right != nullptr) {
    const bool flat = item.kind != Kind::starts_with;
    if (evaluate_quietly(*item.right, value, &right, flat) == Answer::error) return Truth::unknown;
  }
  bool error = false, holds_once = false;
  const auto look = [&](JsonbView a, std::optional<JsonbView> b) -> std::optional<Truth> {
    const Truth answer = test(item, a, b);
    if (answer == Truth::unknown) {
      if (!path_.lax) return Truth::unknown;
      error = true;
    } else if (answer == Truth::yes) {
      if (path_.lax) return Truth::yes;
      holds_once = true;
    }
    return std::nullopt;
  };
  for (const JsonbView a : left) {
    if (item.right == nullptr) {
      if (const auto answer = look(a, std::nullopt)) return *answer;
    }
    for (const JsonbView b : right)
      if (const auto answer = look(a, b)) return *answer;
  }
  if (holds_once) return Truth::yes;
  return error ? Truth::unknown : Truth::no;
}

PathEvaluation::Truth PathEvaluation::test(const PathItem& item, JsonbView a,
                                           std::optional<JsonbView> b) {
  if (item.kind == Kind::like_regex) return matches(item, a);
  if (item.kind != Kind::starts_with) return compare(item.kind, a, *b);
  if (a.kind() != JsonKind::string || b->kind() != JsonKind::string) return Truth::unknown;
  return a.string().starts_with(b->string()) ? Truth::yes : Truth::no;
}

PathEvaluation::Truth PathEvaluation::compare(Kind kind, JsonbView a, JsonbView b) const {
  const auto answer = [&](int order) { return holds(kind, order) ? Truth::yes : Truth::no; };
  const bool both_boolean = is_boolean(a) && is_boolean(b);
  if (a.kind() != b.kind() && !both_boolean) {
    // Null differs from everything else.
    if (a.kind() == JsonKind::null || b.kind() == JsonKind::null)
      return kind == Kind::not_equal ? Truth::yes : Truth::no;
    return Truth::unknown;
  }
  switch (a.kind()) {
    case JsonKind::null: return answer(0);
    case JsonKind::false_:
    case JsonKind::true_: return answer(int{a.boolean()} - int{b.boolean()});
    case JsonKind::number: return answer(numeric_compare(a.number(), b.number()));
    case JsonKind::string: return answer(a.string().compare(b.string()));
    default: return Truth::unknown;
  }
}

PathEvaluation::Truth PathEvaluation::matches(const PathItem& item, JsonbView value) {
  if (value.kind() != JsonKind::string) return Truth::unknown;
  const auto has = [&](char letter) { return item.flags.find(letter) != std::string::npos; };
  RegexpFlags flags;
  flags.ignore_case = has('i');
  flags.literal = has('q');
  flags.newline_stops = !flags.literal && !has('s');
  flags.newline_anchors = !flags.literal && has('m');
  return regexps_.get(item.text, flags).contains(value.string()) ? Truth::yes : Truth::no;
}

}  // namespace dsql::engine
