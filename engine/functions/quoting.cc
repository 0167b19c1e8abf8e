#include "engine/functions/quoting.h"

#include <algorithm>

namespace dsql::engine {
namespace {

// PostgreSQL 16's keywords that may not stand unquoted where any name may (all but the unreserved),
// and Aurora DSQL's own ASYNC.
constexpr std::string_view keywords[] = {"all",
                                         "analyse",
                                         "analyze",
                                         "and",
                                         "any",
                                         "array",
                                         "as",
                                         "asc",
                                         "asymmetric",
                                         "async",
                                         "authorization",
                                         "between",
                                         "bigint",
                                         "binary",
                                         "bit",
                                         "boolean",
                                         "both",
                                         "case",
                                         "cast",
                                         "char",
                                         "character",
                                         "check",
                                         "coalesce",
                                         "collate",
                                         "collation",
                                         "column",
                                         "concurrently",
                                         "constraint",
                                         "create",
                                         "cross",
                                         "current_catalog",
                                         "current_date",
                                         "current_role",
                                         "current_schema",
                                         "current_time",
                                         "current_timestamp",
                                         "current_user",
                                         "dec",
                                         "decimal",
                                         "default",
                                         "deferrable",
                                         "desc",
                                         "distinct",
                                         "do",
                                         "else",
                                         "end",
                                         "except",
                                         "exists",
                                         "extract",
                                         "false",
                                         "fetch",
                                         "float",
                                         "for",
                                         "foreign",
                                         "freeze",
                                         "from",
                                         "full",
                                         "grant",
                                         "greatest",
                                         "group",
                                         "grouping",
                                         "having",
                                         "ilike",
                                         "in",
                                         "initially",
                                         "inner",
                                         "inout",
                                         "int",
                                         "integer",
                                         "intersect",
                                         "interval",
                                         "into",
                                         "is",
                                         "isnull",
                                         "join",
                                         "json_array",
                                         "json_arrayagg",
                                         "json_object",
                                         "json_objectagg",
                                         "lateral",
                                         "leading",
                                         "least",
                                         "left",
                                         "like",
                                         "limit",
                                         "localtime",
                                         "localtimestamp",
                                         "national",
                                         "natural",
                                         "nchar",
                                         "none",
                                         "normalize",
                                         "not",
                                         "notnull",
                                         "null",
                                         "nullif",
                                         "numeric",
                                         "offset",
                                         "on",
                                         "only",
                                         "or",
                                         "order",
                                         "out",
                                         "outer",
                                         "overlaps",
                                         "overlay",
                                         "placing",
                                         "position",
                                         "precision",
                                         "primary",
                                         "real",
                                         "references",
                                         "returning",
                                         "right",
                                         "row",
                                         "select",
                                         "session_user",
                                         "setof",
                                         "similar",
                                         "smallint",
                                         "some",
                                         "substring",
                                         "symmetric",
                                         "system_user",
                                         "table",
                                         "tablesample",
                                         "then",
                                         "time",
                                         "timestamp",
                                         "to",
                                         "trailing",
                                         "treat",
                                         "trim",
                                         "true",
                                         "union",
                                         "unique",
                                         "user",
                                         "using",
                                         "values",
                                         "varchar",
                                         "variadic",
                                         "verbose",
                                         "when",
                                         "where",
                                         "window",
                                         "with",
                                         "xmlattributes",
                                         "xmlconcat",
                                         "xmlelement",
                                         "xmlexists",
                                         "xmlforest",
                                         "xmlnamespaces",
                                         "xmlparse",
                                         "xmlpi",
                                         "xmlroot",
                                         "xmlserialize",
                                         "xmltable"};
static_assert(std::ranges::is_sorted(keywords));

bool is_plain_name(std::string_view name) {
  const auto inner = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::ranges::all_of(name, inner) && !std::ranges::binary_search(keywords, name);
}

}  // namespace

void append_quoted_identifier(std::string& out, std::string_view name) {
  if (is_plain_name(name)) {
    out.append(name);
    return;
  }
  out.push_back('"');
  for (char c : name) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

void append_quoted_literal(std::string& out, std::string_view text) {
  if (text.find('\\') != std::string_view::npos) out.push_back('E');
  out.push_back('\'');
  for (char c : text) {
    if (c == '\'' || c == '\\') out.push_back(c);
    out.push_back(c);
  }
  out.push_back('\'');
}

}  // namespace dsql::engine
