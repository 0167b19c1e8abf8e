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

}  // namespace

std::optional<Oid> read_object_name(Binder& binder, std::string_view text, Oid type, int location) {
  const bool of_function = type == oid::regproc || type == regprocedure;
  const bool of_operator = type == regoper || type == regoperator;
  if (!of_function && !of_operator && type != regcollation && type != oid::regclass &&
      type != oid::regtype && type != oid::regnamespace && type != regrole)
    return std::nullopt;
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

ExprPtr read_literal(Binder& binder, std::string_view text, Oid type, TypeModifier modifier,
                     int location) {
  const Type* descriptor = find_type(type);
  if (descriptor == nullptr || descriptor->text_input == nullptr)
    raise_unsupported_type(type, location);
  if (const auto object = read_object_name(binder, text, type, location))
    return constant_expr(type, Value::of<Oid>(*object), location);
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
