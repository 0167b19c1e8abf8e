#include "engine/session/parameters.h"

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/system/functions.h"
#include "engine/types/type.h"

namespace dsql::engine {

void check_parameter_count(std::size_t given, std::size_t needed, std::string_view statement) {
  if (given == needed) return;
  rules::raise(rules::conditions::bind_parameter_count, static_cast<int>(given), statement,
               static_cast<int>(needed));
}

namespace {

// A value of a type whose text names an object of the catalog: 'public.t' as regclass.
void read_named_object(const FunctionRow& cast, std::string_view text, Oid type,
                       const TextFormat& format, FunctionServices& services, Column& out) {
  Column name(Physical::bytes, 1);
  name.set(0, text);
  const Column* const arguments[] = {&name};
  const Oid types[] = {oid::text};
  CallContext call{&format, &services, types, type, -1};
  cast.kernel(call, std::span<const Column* const>(arguments), Selection::all(1), out);
}

}  // namespace

std::vector<Value> read_parameters(std::span<const ParameterValue> parameters,
                                   std::span<const Oid> types, const TextFormat& format,
                                   FunctionServices& services) {
  std::vector<Value> values;
  values.reserve(parameters.size());
  Column one;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Type& type = type_of(types[i]);
    if (parameters[i].is_null) {
      values.push_back(Value::null(type.physical));
      continue;
    }
    one.prepare(type.physical, 1);
    if (parameters[i].binary) {
      if (type.binary_input == nullptr)
        rules::raise(rules::conditions::no_binary_input, type.display);
      type.binary_input(parameters[i].bytes, -1, one, 0);
    } else if (const FunctionRow* cast = catalog_cast(oid::text, types[i])) {
      read_named_object(*cast, parameters[i].bytes, types[i], format, services, one);
    } else {
      type.text_input(parameters[i].bytes, -1, format, one, 0);
    }
    values.push_back(Value::from(one, 0));
  }
  return values;
}

std::vector<std::int16_t> spread_formats(std::span<const std::int16_t> given, std::size_t columns) {
  if (given.empty()) return std::vector<std::int16_t>(columns, 0);
  if (given.size() == 1) return std::vector<std::int16_t>(columns, given[0]);
  if (given.size() != columns)
    rules::raise(rules::conditions::result_format_count, static_cast<int>(given.size()),
                 static_cast<int>(columns));
  return {given.begin(), given.end()};
}

}  // namespace dsql::engine
