#include "engine/bind/ddl_routines.h"

#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/function_body.h"
#include "engine/functions/resolve.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

std::string signature(const CatalogVersion& catalog, std::string_view name,
                      const std::vector<Oid>& types, std::string_view separator = ", ") {
  std::string result(name);
  result += '(';
  for (std::size_t i = 0; i < types.size(); ++i)
    result += std::string(i == 0 ? "" : separator) + declared_name(catalog, types[i]);
  return result + ")";
}

std::vector<Oid> argument_types(DdlBinder& binder, const PgQuery__ObjectWithArgs& name) {
  std::vector<Oid> types;
  for (const Node* node : nodes(name.objargs, name.n_objargs)) {
    types.push_back(declared_oid(bind_type(*node->type_name, binder.context)));
  }
  return types;
}

// The options of CREATE FUNCTION that say what kind of function it is.
void read_option(const PgQuery__DefElem& option, SqlFunction& function, std::string& language,
                 bool& has_body) {
  const std::string_view name = text_of(option.defname);
  if (name == "language") {
    language = rules::option_text(option);
  } else if (name == "as") {
    if (has_body) rules::raise(conditions::duplicate_function_body);
    has_body = true;
    const Nodes parts = list_of(*option.arg);
    function.source =
        parts.empty() ? rules::option_text(option) : std::string(string_of(*parts.front()));
  } else if (name == "volatility") {
    const std::string word = rules::option_text(option);
    function.volatility = word.empty() ? 'v' : word.front();
  } else if (name == "strict") {
    function.strict = rules::option_boolean(option).value_or(true);
  } else if (name == "security") {
    function.security_definer = rules::option_boolean(option).value_or(true);
  } else if (name != "leakproof" && name != "parallel" && name != "cost" && name != "rows") {
    rules::raise(conditions::ddl_form_not_supported, "CREATE FUNCTION");
  }
}

// What a VARIADIC parameter of type `array` collects.
Oid variadic_element(Oid array) {
  if (array == oid::anyarray) return oid::anyelement;
  if (array == oid::anycompatiblearray) return oid::anycompatible;
  const Type* type = find_type(array);
  if (type == nullptr || type->element == 0)
    rules::raise(conditions::variadic_parameter_must_be_array);
  return type->element;
}

void add_parameter(DdlBinder& binder, const PgQuery__FunctionParameter& parameter,
                   SqlFunction& function, bool& seen_default) {
  const Oid type = declared_oid(bind_type(*parameter.arg_type, binder.context));
  const std::string name(text_of(parameter.name));
  const bool in = parameter.mode != PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_OUT &&
                  parameter.mode != PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_TABLE;
  const bool out = !in || parameter.mode == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_INOUT;
  if (out) function.out_columns.emplace_back(name, type);
  if (!in) return;
  if (function.variadic != 0) rules::raise(conditions::variadic_parameter_not_last);
  if (parameter.mode == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_VARIADIC)
    function.variadic = variadic_element(type);
  if (!name.empty() && std::find(function.argument_names.begin(), function.argument_names.end(),
                                 name) != function.argument_names.end())
    rules::raise(conditions::parameter_name_twice, name);
  function.argument_names.push_back(name);
  function.argument_types.push_back(type);
  if (parameter.defexpr != nullptr) {
    const BoundType base = bound_type(binder.catalog, type);
    bind_table_expression(*parameter.defexpr, nullptr, 0, base.type, base.modifier, binder.context);
    function.argument_defaults.push_back(rules::deparse_expression(*parameter.defexpr));
    seen_default = true;
  } else if (seen_default) {
    rules::raise(conditions::parameters_after_default);
  }
}

void read_result(DdlBinder& binder, const PgQuery__CreateFunctionStmt& statement,
                 SqlFunction& function) {
  if (statement.return_type != nullptr) {
    function.result = declared_oid(bind_result_type(*statement.return_type, binder.context));
    function.returns_set = statement.return_type->setof != 0;
    return;
  }
  if (function.out_columns.empty()) rules::raise(conditions::function_result_type_required);
  function.result =
      function.out_columns.size() == 1 ? function.out_columns.front().second : oid::record;
}

void check_body(const SqlFunction& function) {
  const rules::ParseTree tree = rules::parse(function.source);
  for (const rules::Statement& statement : tree.statements()) {
    if (statement.node == nullptr) rules::raise(conditions::not_allowed_in_function, "AWS IAM");
    switch (statement.node->node_case) {
      case PG_QUERY__NODE__NODE_SELECT_STMT:
      case PG_QUERY__NODE__NODE_INSERT_STMT:
      case PG_QUERY__NODE__NODE_UPDATE_STMT:
      case PG_QUERY__NODE__NODE_DELETE_STMT: break;
      default:
        rules::raise(conditions::not_allowed_in_function,
                     rules::statement_node_name(*statement.node));
    }
    const bool writes = statement.node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT;
    if (writes && function.volatility != 'v')
      rules::raise(conditions::not_allowed_in_non_volatile_function,
                   rules::statement_node_name(*statement.node));
  }
}

// The text of an argument's name where it stands in the body: plain, or behind the function's name.
std::size_t argument_length(const SqlFunction& function, std::string_view at,
                            std::size_t argument) {
  const std::string name = quote_identifier(function.argument_names[argument]);
  const std::string qualified = quote_identifier(function.name) + "." + name;
  const auto stands = [&](const std::string& text) {
    const auto part_of_name = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    };
    return at.starts_with(text) && (at.size() == text.size() || !part_of_name(at[text.size()]));
  };
  if (function.argument_names[argument].empty()) return 0;
  if (stands(qualified)) return qualified.size();
  return stands(name) ? name.size() : 0;
}

// Binds one statement of the body. A name that is no column is an argument's if one is called so:
// columns come first, as in PostgreSQL. Leaves the arguments as $n in `sql`.
BoundQuery bind_body_statement(DdlBinder& binder, const SqlFunction& function, std::string& sql) {
  BindContext context = binder.context;
  context.parameter_types = function.argument_types;
  while (true) {
    const rules::ParseTree tree = rules::parse(sql);
    try {
      return bind_query(*tree.statements().front().node, context);
    } catch (const rules::SqlError& error) {  // an answer here: which name is not a column
      const bool name_missing = error.sqlstate == rules::sqlstate::undefined_column ||
                                error.sqlstate == rules::sqlstate::undefined_table;
      const auto at = static_cast<std::size_t>(error.location);
      if (!name_missing || error.location < 0 || at >= sql.size()) throw;
      std::size_t length = 0;
      std::size_t argument = 0;
      for (; argument < function.argument_names.size(); ++argument) {
        length = argument_length(function, std::string_view(sql).substr(at), argument);
        if (length != 0) break;
      }
      if (length == 0) throw;
      sql.replace(at, length, "$" + std::to_string(argument + 1));
    }
  }
}

// Writes the arguments as $n. A body that is polymorphic is bound as if for integers, which may
// not be what it is about: then its names are as far written as that went.
void name_arguments(DdlBinder& binder, SqlFunction function, std::string& sql, bool polymorphic) {
  if (!polymorphic) {
    bind_body_statement(binder, function, sql);
    return;
  }
  for (Oid& type : function.argument_types) {
    const bool array = type == oid::anyarray || type == oid::anycompatiblearray;
    if (is_polymorphic(type)) type = array ? oid::int4_array : oid::int4;
  }
  try {
    bind_body_statement(binder, function, sql);
  } catch (const rules::SqlError&) {  // says nothing about the call that will come
  }
}

// Binds the body, which also shows whether it is right. One with polymorphic arguments is bound
// when it is called.
void bind_body(DdlBinder& binder, SqlFunction& function) {
  const bool polymorphic = std::ranges::any_of(function.argument_types, is_polymorphic);
  const rules::ParseTree tree = rules::parse(function.source);
  for (const rules::Statement& statement : tree.statements()) {
    std::string sql = rules::deparse_statement(*statement.node);
    name_arguments(binder, function, sql, polymorphic);
    function.body_sql += (function.body_sql.empty() ? "" : ";\n") + sql;
  }
  if (polymorphic) return;
  BindContext context = binder.context;
  context.parameter_types = function.argument_types;
  bind_function_body(function, function.result, context);
}

}  // namespace

std::string function_signature(const CatalogVersion& catalog, const SqlFunction& function) {
  return signature(catalog, function.name, function.argument_types);
}

std::string function_description(const CatalogVersion& catalog, const SqlFunction& function) {
  return "function " +
         signature(catalog, quote_identifier(function.name), function.argument_types, ",");
}

std::string written_signature(DdlBinder& binder, const PgQuery__ObjectWithArgs& name) {
  return signature(binder.catalog, joined_name(nodes(name.objname, name.n_objname)),
                   argument_types(binder, name));
}

const SqlFunction* find_routine(DdlBinder& binder, const PgQuery__ObjectWithArgs& name,
                                bool missing_ok) {
  const SplitName split = split_name(nodes(name.objname, name.n_objname));
  std::vector<const SqlFunction*> candidates;
  if (split.schema.empty() || binder.catalog.find_schema(split.schema) != nullptr) {
    for (const Oid schema : binder.lookup_path(split.schema)) {
      const auto found = binder.catalog.functions_named(schema, split.name);
      candidates.insert(candidates.end(), found.begin(), found.end());
    }
  }
  if (name.args_unspecified) {
    if (candidates.size() > 1) rules::raise(conditions::ambiguous_function_name, split.name);
    if (!candidates.empty()) return candidates.front();
    if (missing_ok) return nullptr;
    rules::raise(conditions::undefined_function_name, split.name);
  }
  const std::vector<Oid> types = argument_types(binder, name);
  for (const SqlFunction* candidate : candidates) {
    if (candidate->argument_types == types) return candidate;
  }
  if (missing_ok) return nullptr;
  rules::raise(conditions::undefined_function_object, written_signature(binder, name));
}

BoundDdl bind_create_function(DdlBinder& binder, const PgQuery__CreateFunctionStmt& statement) {
  const SplitName name = split_name(nodes(statement.funcname, statement.n_funcname));
  SqlFunction function;
  function.schema = binder.creation_schema(name.schema);
  function.name = name.name;
  function.owner = binder.role_id();
  bool seen_default = false;
  for (const Node* node : nodes(statement.parameters, statement.n_parameters))
    add_parameter(binder, *node->function_parameter, function, seen_default);
  read_result(binder, statement, function);
  std::string language = statement.sql_body != nullptr ? "sql" : "";
  bool has_body = statement.sql_body != nullptr;
  if (has_body) {
    function.body_sql =
        statement.sql_body->node_case == PG_QUERY__NODE__NODE_RETURN_STMT
            ? "SELECT " + rules::deparse_expression(*statement.sql_body->return_stmt->returnval)
            : rules::deparse_statement(*statement.sql_body);
  }
  for (const Node* node : nodes(statement.options, statement.n_options))
    read_option(*node->def_elem, function, language, has_body);
  if (!has_body) rules::raise(conditions::no_function_body);
  if (language.empty()) rules::raise(conditions::no_language_specified);
  if (language != "sql" && language != "SQL")
    rules::raise(conditions::undefined_language, language);
  check_body(function);
  bind_body(binder, function);

  for (const SqlFunction* other : binder.catalog.functions_named(function.schema, function.name)) {
    if (other->argument_types != function.argument_types) continue;
    if (!statement.replace) rules::raise(conditions::duplicate_function, function.name, "");
    binder.require_owner(*other, "function");
    if (other->result != function.result || other->returns_set != function.returns_set)
      rules::raise(conditions::cannot_change_return_type);
    for (std::size_t i = 0; i < other->argument_names.size(); ++i) {
      if (!other->argument_names[i].empty() &&
          other->argument_names[i] != function.argument_names[i])
        rules::raise(conditions::cannot_change_parameter_name, other->argument_names[i]);
    }
    if (other->argument_defaults.size() > function.argument_defaults.size())
      rules::raise(conditions::cannot_remove_parameter_defaults);
    function.oid = other->oid;
    function.owner = other->owner;
    function.privileges = other->privileges;
    function.comment = other->comment;
  }
  return {.tag = "CREATE FUNCTION", .notices = {}, .action = PutObjects{{std::move(function)}, {}}};
}

}  // namespace dsql::engine
