#include "engine/bind/literal.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/rules_type.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/bind/coerce.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/tree_access.h"
#include "engine/system/functions.h"
#include "engine/system/object_names.h"
#include "engine/types/array.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

constexpr Oid regrole = 4096;
constexpr Oid regprocedure = 2202, regoper = 2203, regoperator = 2204, regcollation = 4191;

// A name without quotes, as an identifier reads it.
std::string identifier(std::string_view text) {
  std::string name;
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      if (text[i] == '"') ++i;
      name += text[i];
    }
    return name;
  }
  name = text;
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return name;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool names_objects(Oid type) {
  switch (type) {
    case oid::regproc:
    case oid::regclass:
    case oid::regtype:
    case oid::regnamespace:
    case regrole:
    case regprocedure:
    case regoper:
    case regoperator:
    case regcollation: return true;
    default: return false;
  }
}

}  // namespace

std::optional<Oid> read_object_name(Binder& binder, std::string_view text, Oid type, int location) {
  const bool of_function = type == oid::regproc || type == regprocedure;
  const bool of_operator = type == regoper || type == regoperator;
  if (!names_objects(type)) return std::nullopt;
  if (text == "-") return 0;
  if (is_number(text)) return std::nullopt;
  if (type == oid::regclass) {
    const auto found = find_regclass(text, binder.catalog, binder.path());
    if (!found) raise_undefined_relation(text, location);
    return *found;
  }
  if (of_function || of_operator) {
    try {
      return of_function ? named_routine(text, binder.catalog) : named_operator(text);
    } catch (rules::SqlError& error) {
      error.location = location;
      throw;
    }
  }
  if (type == regcollation) {
    const auto found = find_collation_name(text);
    if (!found) rules::raise(rules::error(conditions::undefined_collation, text).at(location));
    return *found;
  }
  if (type == oid::regnamespace) {
    const Schema* schema = binder.catalog.find_schema(identifier(text));
    if (schema == nullptr)
      rules::raise(rules::error(conditions::undefined_schema, identifier(text)).at(location));
    return schema->oid;
  }
  if (type == regrole) {
    const Role* role = binder.catalog.find_role(identifier(text));
    if (role == nullptr)
      rules::raise(rules::error(conditions::undefined_role, identifier(text)).at(location));
    return role->oid;
  }
  try {
    const auto found = find_regtype(text, binder.catalog, binder.path());
    if (!found) rules::raise(conditions::undefined_type, text);
    return *found;
  } catch (rules::SqlError& error) {
    error.location = location;  // not where the name stands in the text it was parsed from
    throw;
  }
}

void raise_unsupported_type(Oid type, int location) {
  const Type* descriptor = find_type(type);
  const bool pseudo = descriptor != nullptr && descriptor->category == 'P';
  const auto& condition =
      pseudo ? conditions::cannot_accept_value : rules::refusals::type_not_supported.condition;
  rules::raise(rules::error(condition, type_display(type, -1)).at(location));
}

namespace {

// '{int,text[]}'::regtype[]: an array of names. Null where a member is a number, or the
// text no plain list.
ExprPtr read_names(Binder& binder, std::string_view text, const Type& array, int location) {
  const ExprPtr texts = read_literal(binder, text, oid::text_array, -1, location);
  const ArrayView names(texts->value.as<std::string_view>());
  if (names.dimensions() > 1) return nullptr;
  ArrayBuilder objects(array.element);
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (names.is_null(i)) {
      objects.add_null();
      continue;
    }
    const std::string name(names.at<std::string_view>(i));
    const auto object = read_object_name(binder, name, array.element, location);
    if (!object) return nullptr;  // a number: the array's own reader takes all of them
    objects.add_value(*object);
  }
  return constant_expr(array.oid, Value::bytes(objects.finish()), location);
}

}  // namespace

ExprPtr read_literal(Binder& binder, std::string_view text, Oid type, TypeModifier modifier,
                     int location) {
  const Type* descriptor = find_type(type);
  if (descriptor == nullptr || descriptor->text_input == nullptr)
    raise_unsupported_type(type, location);
  if (const auto object = read_object_name(binder, text, type, location))
    return constant_expr(type, Value::of<Oid>(*object), location);
  if (names_objects(descriptor->element)) {
    if (ExprPtr names = read_names(binder, text, *descriptor, location)) return names;
  }
  auto expr = new_expr(ExprKind::constant, type, location);
  try {
    binder.scratch.prepare(descriptor->physical, 1);
    descriptor->text_input(text, modifier, *binder.context.format, binder.scratch, 0);
  } catch (rules::SqlError& error) {
    // The type knows what is wrong, the statement where.
    if (error.location < 0) error.location = location;
    throw;
  }
  expr->value = Value::from(binder.scratch, 0);
  return expr;
}

}  // namespace dsql::engine
