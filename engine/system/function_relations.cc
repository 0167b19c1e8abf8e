// pg_proc, pg_operator, pg_cast, pg_aggregate: the rows of the function tables and the functions
// that users made.
#include <algorithm>

#include "engine/catalog/privileges.h"
#include "engine/functions/function.h"
#include "engine/system/functions.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_proc_columns[] = {{"oid", oid_},
                                            {"proname", name},
                                            {"pronamespace", oid_},
                                            {"proowner", oid_},
                                            {"prolang", oid_},
                                            {"procost", float4},
                                            {"prorows", float4},
                                            {"provariadic", oid_},
                                            {"prosupport", regproc},
                                            {"prokind", char_},
                                            {"prosecdef", boolean},
                                            {"proleakproof", boolean},
                                            {"proisstrict", boolean},
                                            {"proretset", boolean},
                                            {"provolatile", char_},
                                            {"proparallel", char_},
                                            {"pronargs", int2},
                                            {"pronargdefaults", int2},
                                            {"prorettype", oid_},
                                            {"proargtypes", oidvector},
                                            {"proallargtypes", oid_array},
                                            {"proargmodes", char_array},
                                            {"proargnames", text_array},
                                            {"proargdefaults", pg_node_tree},
                                            {"protrftypes", oid_array},
                                            {"prosrc", text},
                                            {"probin", text},
                                            {"prosqlbody", pg_node_tree},
                                            {"proconfig", text_array},
                                            {"proacl", aclitem_array}};
constexpr SystemColumn pg_operator_columns[] = {
    {"oid", oid_},        {"oprname", name},        {"oprnamespace", oid_},  {"oprowner", oid_},
    {"oprkind", char_},   {"oprcanmerge", boolean}, {"oprcanhash", boolean}, {"oprleft", oid_},
    {"oprright", oid_},   {"oprresult", oid_},      {"oprcom", oid_},        {"oprnegate", oid_},
    {"oprcode", regproc}, {"oprrest", regproc},     {"oprjoin", regproc}};
constexpr SystemColumn pg_cast_columns[] = {{"oid", oid_},          {"castsource", oid_},
                                            {"casttarget", oid_},   {"castfunc", oid_},
                                            {"castcontext", char_}, {"castmethod", char_}};
constexpr SystemColumn pg_aggregate_columns[] = {
    {"aggfnoid", regproc},       {"aggkind", char_},         {"aggnumdirectargs", int2},
    {"aggtransfn", regproc},     {"aggfinalfn", regproc},    {"aggcombinefn", regproc},
    {"aggserialfn", regproc},    {"aggdeserialfn", regproc}, {"aggmtransfn", regproc},
    {"aggminvtransfn", regproc}, {"aggmfinalfn", regproc},   {"aggfinalextra", boolean},
    {"aggmfinalextra", boolean}, {"aggfinalmodify", char_},  {"aggmfinalmodify", char_},
    {"aggsortop", oid_},         {"aggtranstype", oid_},     {"aggtransspace", int4},
    {"aggmtranstype", oid_},     {"aggmtransspace", int4},   {"agginitval", text},
    {"aggminitval", text}};

constexpr Oid language_internal = 12, language_sql = 14;

struct ProcRow {
  Oid oid = 0;
  std::string_view name;
  Oid schema = oid::schema_pg_catalog;
  Oid owner = oid::role_admin;
  Oid language = language_internal;
  double cost = 1;
  Oid variadic = 0;
  char kind = 'f';
  bool security_definer = false;
  bool strict = true;
  bool returns_set = false;
  char volatility = 'i';
  std::int64_t defaults = 0;
  Oid result = 0;
  std::vector<std::int64_t> arguments = {};
  std::vector<std::int64_t> outputs = {};
  std::vector<std::string> argument_names = {};
  std::vector<std::string> output_names = {};
  std::string_view source;
  std::vector<std::string> acl = {};
};

void proc_row(const ProcRow& row, RowAppender& rows) {
  rows.integer(row.oid).text(row.name).integer(row.schema).integer(row.owner);
  rows.integer(row.language).real(row.cost).real(row.returns_set ? 1000 : 0);
  rows.integer(row.variadic).integer(0).character(row.kind).boolean(row.security_definer);
  rows.boolean(false).boolean(row.strict).boolean(row.returns_set).character(row.volatility);
  rows.character('s').integer(static_cast<std::int64_t>(row.arguments.size()));
  rows.integer(row.defaults).integer(row.result).int_array(row.arguments);
  std::vector<std::string> names = row.argument_names;
  if (row.outputs.empty() && row.variadic == 0) {
    rows.null().null();
  } else {
    std::vector<std::int64_t> all = row.arguments;
    std::vector<std::string> modes(row.arguments.size(), "i");
    if (row.variadic != 0) modes.back().assign(1, 'v');
    names.resize(row.arguments.size());
    all.insert(all.end(), row.outputs.begin(), row.outputs.end());
    modes.resize(all.size(), row.returns_set ? "t" : "o");
    names.insert(names.end(), row.output_names.begin(), row.output_names.end());
    rows.int_array(all).text_array(modes);
  }
  const bool named = std::any_of(names.begin(), names.end(),
                                 [](const std::string& name) { return !name.empty(); });
  if (named) {
    rows.text_array(names);
  } else {
    rows.null();
  }
  rows.null().null().text(row.source).null().null().null();
  if (row.acl.empty()) {
    rows.null();
  } else {
    rows.text_array(row.acl);
  }
  rows.end_row();
}

void built_in_row(const FunctionRow& function, Oid schema, RowAppender& rows) {
  ProcRow row;
  row.oid = function.oid;
  row.name = function.name;
  row.schema = schema;
  row.cost = function.cost;
  row.variadic = function.variadic;
  row.kind = static_cast<char>(function.kind);
  row.strict = function.strict;
  row.returns_set = function.returns_set;
  row.volatility = static_cast<char>(function.volatility);
  row.defaults = function.default_count;
  row.result = function.result;
  row.arguments.assign(function.argument_types.begin(),
                       function.argument_types.begin() + function.argument_count);
  for (const auto& [name, type] : function.out_columns) {
    row.output_names.emplace_back(name);
    row.outputs.push_back(type);
  }
  row.source = function.name;
  proc_row(row, rows);
}

void type_function_rows(RowAppender& rows) {
  for (const TypeFunction& function : type_functions) {
    ProcRow row;
    row.oid = function.oid;
    row.name = row.source = function.name;
    row.volatility = 's';
    row.result = function.result;
    for (const Oid argument : function.arguments) {
      if (argument != 0) row.arguments.push_back(argument);
    }
    proc_row(row, rows);
  }
}

void scan_proc(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& list : all_functions()) {
    for (const FunctionRow& function : list) built_in_row(function, oid::schema_pg_catalog, rows);
  }
  for (const auto& list : system_functions()) {
    for (const FunctionRow& function : list) built_in_row(function, oid::schema_pg_catalog, rows);
  }
  for (const FunctionRow& function : sys_functions()) built_in_row(function, oid::schema_sys, rows);
  for (const FunctionRow& function : information_schema_functions())
    built_in_row(function, oid::schema_information_schema, rows);
  type_function_rows(rows);
  for (const auto& [oid, function] : context.catalog.functions()) {
    ProcRow row;
    row.oid = oid;
    row.name = function->name;
    row.schema = function->schema;
    row.owner = function->owner;
    row.language = language_sql;
    row.cost = 100;
    row.security_definer = function->security_definer;
    row.strict = function->strict;
    row.returns_set = function->returns_set;
    row.variadic = function->variadic;
    row.volatility = function->volatility;
    row.defaults = static_cast<std::int64_t>(function->argument_defaults.size());
    row.result = function->result;
    row.arguments.assign(function->argument_types.begin(), function->argument_types.end());
    row.argument_names = function->argument_names;
    for (const auto& [name, type] : function->out_columns) {
      row.output_names.push_back(name);
      row.outputs.push_back(type);
    }
    row.source = function->source;
    row.acl = acl_text(context.catalog, *function);
    proc_row(row, rows);
  }
}

void scan_operator(const SystemScanContext&, RowAppender& rows) {
  for (const OperatorRow& op : all_operators()) {
    rows.integer(op.oid).text(op.name).integer(oid::schema_pg_catalog);
    rows.integer(oid::role_admin).character(op.left == 0 ? 'l' : 'b');
    rows.boolean(op.can_merge).boolean(op.can_hash).integer(op.left).integer(op.right);
    rows.integer(op.result).integer(op.commutator).integer(op.negator).integer(op.function);
    rows.integer(0).integer(0).end_row();
  }
}

void scan_cast(const SystemScanContext&, RowAppender& rows) {
  Oid oid = 10000;  // PostgreSQL numbers them from here too
  for (const CastRow& cast : all_casts()) {
    rows.integer(oid++).integer(cast.source).integer(cast.target).integer(cast.function);
    rows.character(static_cast<char>(cast.context)).character(static_cast<char>(cast.method));
    rows.end_row();
  }
}

void scan_aggregate(const SystemScanContext&, RowAppender& rows) {
  for (const auto& list : all_functions()) {
    for (const FunctionRow& function : list) {
      if (function.kind != FunctionKind::aggregate) continue;
      rows.integer(function.oid).character('n').integer(0);
      for (int i = 0; i < 8; ++i) rows.integer(0);  // the parts are not functions here
      rows.boolean(false).boolean(false).character('r').character('r').integer(0);
      rows.integer(2281).integer(0).integer(0).integer(0).end_row();
    }
  }
}

const SystemRelation list[] = {
    catalog_relation(1255, "pg_proc", 'r', pg_proc_columns, scan_proc),
    catalog_relation(2617, "pg_operator", 'r', pg_operator_columns, scan_operator),
    catalog_relation(2605, "pg_cast", 'r', pg_cast_columns, scan_cast),
    catalog_relation(2600, "pg_aggregate", 'r', pg_aggregate_columns, scan_aggregate),
};

}  // namespace

std::span<const SystemRelation> function_relations() { return list; }

}  // namespace dsql::engine
