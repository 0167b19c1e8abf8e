// Definitions, descriptions and sizes of catalog objects: pg_get_indexdef and its kind.
#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "engine/system/function_lists.h"
#include "engine/system/functions.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;
namespace conditions = rules::conditions;

std::optional<std::string> unless_empty(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

// --- definitions ---

std::optional<std::string> format_type(CallContext& call, std::optional<Oid> type,
                                       std::optional<std::int32_t> modifier) {
  if (!type) return std::nullopt;
  if (*type == 0) return "-";
  if (find_type(*type) != nullptr) return type_display(*type, modifier.value_or(-1));
  const CatalogVersion& catalog = call.services->catalog();
  const auto path = session_path(call);
  if (const Domain* domain = catalog.domain(*type)) {
    return qualified_name(catalog, domain->schema, domain->name,
                          find_domain(catalog, path, domain->name) == domain);
  }
  for (const auto& [oid, table] : catalog.tables()) {
    if (table->row_type == *type)
      return NameStyle{catalog, path}.relation(table->schema, table->name);
  }
  for (const auto& [oid, view] : catalog.views()) {
    if (view->row_type == *type) return NameStyle{catalog, path}.relation(view->schema, view->name);
  }
  return "???";
}

std::optional<std::string> constraint_text(CallContext& call, Oid constraint) {
  const auto path = session_path(call);
  return unless_empty(constraint_definition(constraint, {call.services->catalog(), path}));
}
std::optional<std::string> constraint_text_pretty(CallContext& call, Oid constraint, bool) {
  return constraint_text(call, constraint);
}

std::optional<std::string> index_text(CallContext& call, Oid oid) {
  const CatalogVersion& catalog = call.services->catalog();
  const auto [table, index] = catalog.index(oid);
  if (index == nullptr) return std::nullopt;
  return index_definition(*table, *index, {catalog, {}});
}
std::optional<std::string> index_column_text(CallContext& call, Oid oid, std::int32_t column,
                                             bool) {
  if (column == 0) return index_text(call, oid);
  const auto [table, index] = call.services->catalog().index(oid);
  if (index == nullptr) return std::nullopt;
  return index_column_definition(*table, *index, column);
}

// Expressions are shown as text by the catalogs already.
std::string expression(std::string_view expression, Oid) { return std::string(expression); }
std::string expression_pretty(std::string_view expression, Oid, bool) {
  return std::string(expression);
}

std::optional<std::string> view_text_as(CallContext& call, Oid oid, bool pretty, int wrap) {
  return unless_empty(call.services->view_definition(oid, pretty, wrap));
}
std::optional<std::string> view_text(CallContext& call, Oid oid) {
  return view_text_as(call, oid, false, 0);
}
std::optional<std::string> view_text_pretty(CallContext& call, Oid oid, bool pretty) {
  return view_text_as(call, oid, pretty, 0);
}
std::optional<std::string> view_text_wrapped(CallContext& call, Oid oid, std::int32_t wrap) {
  return view_text_as(call, oid, true, wrap);
}
std::optional<std::string> view_text_named_pretty(CallContext& call, std::string_view name,
                                                  bool pretty) {
  const auto oid = find_regclass(name, call.services->catalog(), session_path(call));
  if (!oid) rules::raise(conditions::undefined_table, name);
  return view_text_as(call, *oid, pretty, 0);
}
std::optional<std::string> view_text_named(CallContext& call, std::string_view name) {
  return view_text_named_pretty(call, name, false);
}

std::optional<std::string> serial_sequence(CallContext& call, std::string_view table_name,
                                           std::string_view column_name) {
  const CatalogVersion& catalog = call.services->catalog();
  const auto oid = find_regclass(table_name, catalog, session_path(call));
  const Table* table = oid ? catalog.table(*oid) : nullptr;
  if (table == nullptr) rules::raise(conditions::undefined_table, table_name);
  const TableColumn* column = table->find_column(column_name);
  if (column == nullptr)
    rules::raise(conditions::undefined_column_of_relation, column_name, table->name);
  for (const auto& [sequence_oid, sequence] : catalog.sequences()) {
    if (sequence->owned_table == table->oid && sequence->owned_column == column->number)
      return qualified_name(catalog, sequence->schema, sequence->name);
  }
  return std::nullopt;
}

std::optional<std::string> statistics_text(CallContext& call, Oid oid) {
  const CatalogVersion& catalog = call.services->catalog();
  const auto found = catalog.statistics().find(oid);
  if (found == catalog.statistics().end()) return std::nullopt;
  const auto path = session_path(call);
  return statistics_definition(*found->second, {catalog, path});
}

// "a, b, (c + d)": the list of CREATE STATISTICS.
std::optional<std::string> statistics_columns(CallContext& call, Oid oid) {
  const auto text = statistics_text(call, oid);
  if (!text) return std::nullopt;
  const std::size_t from = text->find(" ON ") + 4;
  return text->substr(from, text->rfind(" FROM ") - from);
}

std::optional<std::string> nothing(Oid) { return std::nullopt; }
std::optional<std::string> nothing_pretty(Oid, bool) { return std::nullopt; }

// --- functions ---

std::string arguments(CallContext& call, const SqlFunction& function, bool with_defaults) {
  std::string list;
  const auto add = [&](std::string_view mode, std::string_view name, Oid type) {
    list += list.empty() ? "" : ", ";
    list += mode;
    if (!name.empty()) list += quote_identifier(name) + " ";
    list += *format_type(call, type, -1);
  };
  const std::size_t count = function.argument_types.size();
  const std::size_t first_default = count - function.argument_defaults.size();
  for (std::size_t i = 0; i < count; ++i) {
    const bool named = i < function.argument_names.size();
    const bool variadic = function.variadic != 0 && i + 1 == count;
    add(variadic ? "VARIADIC " : "", named ? function.argument_names[i] : std::string(),
        function.argument_types[i]);
    if (with_defaults && i >= first_default)
      list += " DEFAULT " + function.argument_defaults[i - first_default];
  }
  if (function.returns_set) return list;  // RETURNS TABLE: they belong to the result
  for (const auto& [name, type] : function.out_columns) add("OUT ", name, type);
  return list;
}

std::string built_in_arguments(const FunctionRow& row) {
  std::string list;
  for (std::size_t i = 0; i < row.argument_count; ++i)
    list += (i == 0 ? "" : ", ") + type_display(row.argument_types[i], -1);
  return list;
}

const FunctionRow* built_in(Oid oid) {
  const FunctionRow* row = find_function(oid);
  return row != nullptr ? row : find_system_function(oid);
}

std::optional<std::string> function_arguments(CallContext& call, Oid oid) {
  if (const FunctionRow* row = built_in(oid)) return built_in_arguments(*row);
  const SqlFunction* function = call.services->catalog().function(oid);
  if (function == nullptr) return std::nullopt;
  return arguments(call, *function, true);
}

std::optional<std::string> function_identity(CallContext& call, Oid oid) {
  if (const FunctionRow* row = built_in(oid)) return built_in_arguments(*row);
  const SqlFunction* function = call.services->catalog().function(oid);
  if (function == nullptr) return std::nullopt;
  return arguments(call, *function, false);
}

std::string result_of(CallContext& call, const SqlFunction& function) {
  if (!function.out_columns.empty() && function.returns_set) {
    std::string list;
    for (const auto& [name, type] : function.out_columns)
      list +=
          (list.empty() ? "" : ", ") + quote_identifier(name) + " " + *format_type(call, type, -1);
    return "TABLE(" + list + ")";
  }
  return (function.returns_set ? "SETOF " : "") + *format_type(call, function.result, -1);
}

std::optional<std::string> function_result(CallContext& call, Oid oid) {
  if (const FunctionRow* row = built_in(oid))
    return (row->returns_set ? "SETOF " : "") + type_display(row->result, -1);
  const SqlFunction* function = call.services->catalog().function(oid);
  if (function == nullptr) return std::nullopt;
  return result_of(call, *function);
}

std::optional<std::string> function_text(CallContext& call, Oid oid) {
  const CatalogVersion& catalog = call.services->catalog();
  const SqlFunction* function = catalog.function(oid);
  if (function == nullptr) return std::nullopt;
  std::string options;
  if (function->volatility == 'i') options += " IMMUTABLE";
  if (function->volatility == 's') options += " STABLE";
  if (function->strict) options += " STRICT";
  if (function->security_definer) options += " SECURITY DEFINER";
  return "CREATE OR REPLACE FUNCTION " + qualified_name(catalog, function->schema, function->name) +
         "(" + arguments(call, *function, true) + ")\n RETURNS " + result_of(call, *function) +
         "\n LANGUAGE sql\n" + (options.empty() ? "" : options + "\n") + "AS $function$" +
         function->source + "$function$\n";
}

// --- descriptions ---

std::optional<std::string> comment_of(const CatalogVersion& catalog, Oid oid) {
  if (const Table* table = catalog.table(oid)) return table->comment;
  if (const View* view = catalog.view(oid)) return view->comment;
  if (const SequenceObject* sequence = catalog.sequence(oid)) return sequence->comment;
  if (const auto [table, index] = catalog.index(oid); index != nullptr) return index->comment;
  if (const Schema* schema = catalog.schema(oid)) return schema->comment;
  if (const Domain* domain = catalog.domain(oid)) return domain->comment;
  if (const SqlFunction* function = catalog.function(oid)) return function->comment;
  if (const auto found = catalog.statistics().find(oid); found != catalog.statistics().end())
    return found->second->comment;
  for (const auto& [domain_oid, domain] : catalog.domains()) {
    for (const auto& check : domain->checks)
      if (check.oid == oid) return check.comment;
  }
  for (const auto& [table_oid, table] : catalog.tables()) {
    for (const auto& key : table->keys)
      if (key.oid == oid) return key.comment;
    for (const auto& check : table->checks)
      if (check.oid == oid) return check.comment;
    for (const auto& key : table->foreign_keys)
      if (key.oid == oid) return key.comment;
  }
  return std::nullopt;
}

std::optional<std::string> object_comment(CallContext& call, Oid oid) {
  return unless_empty(comment_of(call.services->catalog(), oid).value_or(""));
}
// Oids are unique over all catalogs here, so the catalog's name adds nothing.
std::optional<std::string> object_comment_in(CallContext& call, Oid oid, std::string_view) {
  return object_comment(call, oid);
}
std::optional<std::string> shared_comment(CallContext& call, Oid oid, std::string_view) {
  const Role* role = call.services->catalog().role(oid);
  return role == nullptr ? std::nullopt : unless_empty(role->comment);
}
std::optional<std::string> column_comment(CallContext& call, Oid oid, std::int32_t number) {
  const FoundRelation found = find_relation(call.services->catalog(), oid);
  const std::vector<TableColumn>* columns = nullptr;
  if (found.kind == 'r') columns = &found.table->columns;
  if (found.kind == 'v') columns = &found.view->columns;
  if (columns == nullptr || number < 1 || static_cast<std::size_t>(number) > columns->size())
    return std::nullopt;
  return unless_empty((*columns)[static_cast<std::size_t>(number - 1)].comment);
}

std::string user_by_id(CallContext& call, Oid oid) {
  const Role* role = call.services->catalog().role(oid);
  return role == nullptr ? "unknown (OID=" + std::to_string(oid) + ")" : role->name;
}

// --- sizes: the service keeps none a client could ask for; what is stored is compressed elsewhere
// ---

std::optional<std::int64_t> relation_size(CallContext& call, Oid oid) {
  if (find_system_relation(oid) == nullptr && !find_relation(call.services->catalog(), oid))
    return std::nullopt;
  return 0;
}
std::optional<std::int64_t> fork_size(CallContext& call, Oid oid, std::string_view) {
  return relation_size(call, oid);
}

std::optional<Oid> relation_file(CallContext& call, Oid oid) {
  if (!find_relation(call.services->catalog(), oid)) return std::nullopt;
  return oid;
}

bool is_publishable(CallContext& call, Oid oid) {
  return call.services->catalog().table(oid) != nullptr;
}

// Bits of the events a relation takes: UPDATE 4, INSERT 8, DELETE 16.
std::int32_t updatable_events(CallContext& call, Oid oid, bool) {
  return call.services->catalog().table(oid) != nullptr ? 28 : 0;
}
bool column_is_updatable(CallContext& call, Oid oid, std::int16_t number, bool) {
  return call.services->catalog().table(oid) != nullptr && number > 0;
}
bool no_row_security(Oid) { return false; }
std::string tablespace_location(Oid) { return ""; }

constexpr FunctionRow rows[] = {
    called_on_null(stable(fn(1081, "format_type", {oid_, int4}, text, lift<format_type>))),
    stable(fn(1387, "pg_get_constraintdef", {oid_}, text, lift<constraint_text>)),
    stable(fn(2508, "pg_get_constraintdef", {oid_, boolean}, text, lift<constraint_text_pretty>)),
    stable(fn(1643, "pg_get_indexdef", {oid_}, text, lift<index_text>)),
    stable(fn(2507, "pg_get_indexdef", {oid_, int4, boolean}, text, lift<index_column_text>)),
    stable(fn(1716, "pg_get_expr", {pg_node_tree, oid_}, text, lift<expression>)),
    stable(fn(2509, "pg_get_expr", {pg_node_tree, oid_, boolean}, text, lift<expression_pretty>)),
    stable(fn(1641, "pg_get_viewdef", {oid_}, text, lift<view_text>)),
    stable(fn(2506, "pg_get_viewdef", {oid_, boolean}, text, lift<view_text_pretty>)),
    stable(fn(3159, "pg_get_viewdef", {oid_, int4}, text, lift<view_text_wrapped>)),
    stable(fn(1640, "pg_get_viewdef", {text}, text, lift<view_text_named>)),
    stable(fn(2505, "pg_get_viewdef", {text, boolean}, text, lift<view_text_named_pretty>)),
    stable(fn(1665, "pg_get_serial_sequence", {text, text}, text, lift<serial_sequence>)),
    stable(fn(3415, "pg_get_statisticsobjdef", {oid_}, text, lift<statistics_text>)),
    stable(fn(6174, "pg_get_statisticsobjdef_columns", {oid_}, text, lift<statistics_columns>)),
    stable(fn(3352, "pg_get_partkeydef", {oid_}, text, lift<nothing>)),
    stable(fn(3408, "pg_get_partition_constraintdef", {oid_}, text, lift<nothing>)),
    stable(fn(1573, "pg_get_ruledef", {oid_}, text, lift<nothing>)),
    stable(fn(2504, "pg_get_ruledef", {oid_, boolean}, text, lift<nothing_pretty>)),
    stable(fn(1662, "pg_get_triggerdef", {oid_}, text, lift<nothing>)),
    stable(fn(2730, "pg_get_triggerdef", {oid_, boolean}, text, lift<nothing_pretty>)),
    stable(fn(2162, "pg_get_function_arguments", {oid_}, text, lift<function_arguments>)),
    stable(fn(2232, "pg_get_function_identity_arguments", {oid_}, text, lift<function_identity>)),
    stable(fn(2165, "pg_get_function_result", {oid_}, text, lift<function_result>)),
    stable(fn(2098, "pg_get_functiondef", {oid_}, text, lift<function_text>)),
    stable(fn(6197, "pg_get_function_sqlbody", {oid_}, text, lift<nothing>)),
    stable(fn(1348, "obj_description", {oid_}, text, lift<object_comment>)),
    stable(fn(1215, "obj_description", {oid_, name}, text, lift<object_comment_in>)),
    stable(fn(1993, "shobj_description", {oid_, name}, text, lift<shared_comment>)),
    stable(fn(1216, "col_description", {oid_, int4}, text, lift<column_comment>)),
    stable(fn(1642, "pg_get_userbyid", {oid_}, name, lift<user_by_id>)),
    volatile_(fn(2325, "pg_relation_size", {regclass}, int8, lift<relation_size>)),
    volatile_(fn(2332, "pg_relation_size", {regclass, text}, int8, lift<fork_size>)),
    volatile_(fn(2286, "pg_total_relation_size", {regclass}, int8, lift<relation_size>)),
    volatile_(fn(2998, "pg_indexes_size", {regclass}, int8, lift<relation_size>)),
    stable(fn(2999, "pg_relation_filenode", {regclass}, oid_, lift<relation_file>)),
    stable(fn(6121, "pg_relation_is_publishable", {regclass}, boolean, lift<is_publishable>)),
    stable(fn(3842, "pg_relation_is_updatable", {regclass, boolean}, int4, lift<updatable_events>)),
    stable(fn(3843, "pg_column_is_updatable", {regclass, int2, boolean}, boolean,
              lift<column_is_updatable>)),
    stable(fn(3298, "row_security_active", {oid_}, boolean, lift<no_row_security>)),
    stable(fn(3778, "pg_tablespace_location", {oid_}, text, lift<tablespace_location>)),
};

}  // namespace

std::span<const FunctionRow> definition_functions() { return rows; }

}  // namespace dsql::engine
