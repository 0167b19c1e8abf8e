// Expressions: constants, references, operators, functions, JSON constructors, types.
#include <algorithm>
#include <array>
#include <string_view>

#include "dsqlrules/conditions/rules_query.h"
#include "dsqlrules/conditions/rules_session.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

// Built-in functions that the service does not offer.
constexpr std::array<std::string_view, 13> blocked_functions{"pg_advisory_lock",
                                                             "pg_advisory_lock_shared",
                                                             "pg_advisory_unlock",
                                                             "pg_advisory_unlock_all",
                                                             "pg_advisory_unlock_shared",
                                                             "pg_advisory_xact_lock",
                                                             "pg_advisory_xact_lock_shared",
                                                             "pg_backend_pid",
                                                             "pg_table_size",
                                                             "pg_try_advisory_lock",
                                                             "pg_try_advisory_lock_shared",
                                                             "pg_try_advisory_xact_lock",
                                                             "pg_try_advisory_xact_lock_shared"};

// set_config's name argument decides the text, where it is written as a constant.
void check_set_config(const PgQuery__FuncCall& call, Walker& walker) {
  const auto name = call.n_args > 0 ? constant_string_of(call.args[0]) : std::nullopt;
  if (name) {
    walker.report(refusals::setting_not_supported, call.location, *name);
  } else {
    walker.report(refusals::set_config_call, call.location);
  }
}

void check_function_call(const PgQuery__FuncCall& call, Walker& walker) {
  if (call.n_funcname > 2 || (call.n_funcname == 2 && string_of(*call.funcname[0]) != "pg_catalog"))
    return;
  const std::string_view name = last_name(call.n_funcname, call.funcname);
  if (name == "set_config") return check_set_config(call, walker);
  if (!name.starts_with("pg_")) return;
  if (std::binary_search(blocked_functions.begin(), blocked_functions.end(), name)) {
    walker.report(refusals::blocked_function, call.location, name);
  }
}

void check_sublink(const PgQuery__SubLink& sublink, Walker& walker) {
  if (walker.in_call) walker.report(refusals::call_subquery, sublink.location);
}

void check_current_of(const PgQuery__CurrentOfExpr& current, Walker& walker) {
  walker.report(refusals::current_of, -1, current.cursor_name);
}

// --- PostgreSQL 17 -------------------------------------------------------------------------------

void check_json_function(const PgQuery__JsonFuncExpr& call, Walker& walker) {
  const auto name = [&]() -> std::string_view {
    switch (call.op) {
      case PG_QUERY__JSON_EXPR_OP__JSON_EXISTS_OP: return "JSON_EXISTS";
      case PG_QUERY__JSON_EXPR_OP__JSON_QUERY_OP: return "JSON_QUERY";
      default: return "JSON_VALUE";
    }
  }();
  walker.report(refusals::newer_syntax, call.location, name);
}
void check_json_parse(const PgQuery__JsonParseExpr& call, Walker& walker) {
  walker.report(refusals::newer_syntax, call.location, "JSON()");
}
void check_json_scalar(const PgQuery__JsonScalarExpr& call, Walker& walker) {
  walker.report(refusals::newer_syntax, call.location, "JSON_SCALAR");
}
void check_json_serialize(const PgQuery__JsonSerializeExpr& call, Walker& walker) {
  walker.report(refusals::newer_syntax, call.location, "JSON_SERIALIZE");
}
void check_merge_support(const PgQuery__MergeSupportFunc& call, Walker& walker) {
  walker.report(refusals::newer_syntax, call.location, "MERGE_ACTION");
}

// --- XML -----------------------------------------------------------------------------------------

void check_xml(const PgQuery__XmlExpr& expression, Walker& walker) {
  walker.report(refusals::xml_expression, expression.location);
}
void check_xml_serialize(const PgQuery__XmlSerialize& expression, Walker& walker) {
  walker.report(refusals::xml_expression, expression.location);
}

constexpr MessageRow rows[] = {
    // --- values ---
    {.type = &pg_query__integer__descriptor, .free = "ival"},
    {.type = &pg_query__float__descriptor, .free = "fval"},
    {.type = &pg_query__boolean__descriptor, .free = "boolval"},
    {.type = &pg_query__string__descriptor, .free = "sval"},
    {.type = &pg_query__bit_string__descriptor, .free = "bsval"},
    {.type = &pg_query__list__descriptor, .screened = "items"},
    {.type = &pg_query__a__const__descriptor,
     .free = "ival fval boolval sval bsval isnull location"},
    {.type = &pg_query__param_ref__descriptor, .free = "number location"},
    {.type = &pg_query__column_ref__descriptor, .screened = "fields", .free = "location"},
    {.type = &pg_query__a__star__descriptor},
    {.type = &pg_query__set_to_default__descriptor,
     .free = "location",
     .never = "xpr type_id type_mod collation"},
    // --- operators ---
    {.type = &pg_query__a__expr__descriptor,
     .screened = "lexpr rexpr",
     .free = "kind name location"},
    {.type = &pg_query__bool_expr__descriptor,
     .screened = "args",
     .free = "boolop location",
     .never = "xpr"},
    {.type = &pg_query__null_test__descriptor,
     .screened = "arg",
     .free = "nulltesttype location",
     .never = "xpr argisrow"},
    {.type = &pg_query__boolean_test__descriptor,
     .screened = "arg",
     .free = "booltesttype location",
     .never = "xpr"},
    {.type = &pg_query__collate_clause__descriptor, .screened = "arg", .free = "collname location"},
    {.type = &pg_query__type_cast__descriptor, .screened = "arg type_name", .free = "location"},
    {.type = &pg_query__type_name__descriptor,
     .screened = "typmods array_bounds",
     .free = "names setof pct_type typemod location",
     .never = "type_oid"},
    {.type = &pg_query__a__indices__descriptor, .screened = "lidx uidx", .free = "is_slice"},
    {.type = &pg_query__a__indirection__descriptor, .screened = "arg indirection"},
    {.type = &pg_query__a__array_expr__descriptor, .screened = "elements", .free = "location"},
    {.type = &pg_query__row_expr__descriptor,
     .screened = "args",
     .free = "row_format location",
     .never = "xpr row_typeid colnames"},
    {.type = &pg_query__case_expr__descriptor,
     .screened = "arg args defresult",
     .free = "location",
     .never = "xpr casetype casecollid"},
    {.type = &pg_query__case_when__descriptor,
     .screened = "expr result",
     .free = "location",
     .never = "xpr"},
    {.type = &pg_query__coalesce_expr__descriptor,
     .screened = "args",
     .free = "location",
     .never = "xpr coalescetype coalescecollid"},
    {.type = &pg_query__min_max_expr__descriptor,
     .screened = "args",
     .free = "op location",
     .never = "xpr minmaxtype minmaxcollid inputcollid"},
    {.type = &pg_query__sqlvalue_function__descriptor,
     .free = "op typmod location",
     .never = "xpr type"},
    {.type = &pg_query__grouping_func__descriptor,
     .screened = "args",
     .free = "location",
     .never = "xpr refs agglevelsup"},
    // --- calls and subqueries ---
    {.type = &pg_query__func_call__descriptor,
     .screened = "args agg_order agg_filter over",
     .checked = "funcname",
     .free = "agg_within_group agg_star agg_distinct func_variadic funcformat location",
     .check = check<check_function_call>},
    {.type = &pg_query__named_arg_expr__descriptor,
     .screened = "arg",
     .free = "name argnumber location",
     .never = "xpr"},
    {.type = &pg_query__sub_link__descriptor,
     .screened = "testexpr subselect",
     .free = "sub_link_type oper_name location",
     .never = "xpr sub_link_id",
     .check = check<check_sublink>},
    {.type = &pg_query__window_def__descriptor,
     .screened = "partition_clause order_clause start_offset end_offset",
     .free = "name refname frame_options location"},
    {.type = &pg_query__sort_by__descriptor,
     .screened = "node",
     .free = "sortby_dir sortby_nulls use_op location"},
    {.type = &pg_query__current_of_expr__descriptor,
     .checked = "cursor_name",
     .never = "xpr cvarno cursor_param",
     .check = check<check_current_of>},
    // --- JSON constructors of PostgreSQL 16 ---
    {.type = &pg_query__json_format__descriptor, .free = "format_type encoding location"},
    {.type = &pg_query__json_returning__descriptor, .screened = "format", .free = "typid typmod"},
    {.type = &pg_query__json_output__descriptor, .screened = "type_name returning"},
    {.type = &pg_query__json_value_expr__descriptor,
     .screened = "raw_expr format",
     .never = "formatted_expr"},
    {.type = &pg_query__json_key_value__descriptor, .screened = "key value"},
    {.type = &pg_query__json_is_predicate__descriptor,
     .screened = "expr format",
     .free = "item_type unique_keys location"},
    {.type = &pg_query__json_object_constructor__descriptor,
     .screened = "exprs output",
     .free = "absent_on_null unique location"},
    {.type = &pg_query__json_array_constructor__descriptor,
     .screened = "exprs output",
     .free = "absent_on_null location"},
    {.type = &pg_query__json_array_query_constructor__descriptor,
     .screened = "query output format",
     .free = "absent_on_null location"},
    {.type = &pg_query__json_agg_constructor__descriptor,
     .screened = "output agg_filter agg_order over",
     .free = "location"},
    {.type = &pg_query__json_object_agg__descriptor,
     .screened = "constructor arg",
     .free = "absent_on_null unique"},
    {.type = &pg_query__json_array_agg__descriptor,
     .screened = "constructor arg",
     .free = "absent_on_null"},
    // --- refused ---
    {.type = &pg_query__json_func_expr__descriptor,
     .checked = "op column_name context_item pathspec passing output on_empty on_error wrapper "
                "quotes location",
     .check = check<check_json_function>},
    {.type = &pg_query__json_parse_expr__descriptor,
     .checked = "expr output unique_keys location",
     .check = check<check_json_parse>},
    {.type = &pg_query__json_scalar_expr__descriptor,
     .checked = "expr output location",
     .check = check<check_json_scalar>},
    {.type = &pg_query__json_serialize_expr__descriptor,
     .checked = "expr output location",
     .check = check<check_json_serialize>},
    {.type = &pg_query__merge_support_func__descriptor,
     .checked = "xpr msftype msfcollid location",
     .check = check<check_merge_support>},
    {.type = &pg_query__xml_expr__descriptor,
     .checked = "xpr op name named_args arg_names args xmloption indent type typmod location",
     .check = check<check_xml>},
    {.type = &pg_query__xml_serialize__descriptor,
     .checked = "xmloption expr type_name indent location",
     .check = check<check_xml_serialize>},
};

}  // namespace

std::span<const MessageRow> expression_rows() { return rows; }

}  // namespace dsql::rules
