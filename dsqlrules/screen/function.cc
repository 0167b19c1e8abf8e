// CREATE FUNCTION, its parameters and body, and CALL.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "dsqlrules/conditions/rules_object.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

constexpr std::array<std::string_view, 9> known_options{
    "as", "cost", "language", "leakproof", "parallel", "rows", "security", "strict", "volatility"};

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

void check_language(const PgQuery__CreateFunctionStmt& create, Walker& walker) {
  const PgQuery__DefElem* language = find_option(create.n_options, create.options, "language");
  if (language == nullptr) return;  // SQL, or bind's error that none is given
  std::string name = option_text(*language);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (name != "sql") walker.report(refusals::function_language, language->location, name);
}

void check_create_function(const PgQuery__CreateFunctionStmt& create, Walker& walker) {
  if (create.is_procedure) return walker.report(refusals::procedure, -1);
  check_language(create, walker);
  for (const Node* option : nodes(create.n_options, create.options)) {
    const std::string_view name = option->def_elem->defname;
    if (std::binary_search(known_options.begin(), known_options.end(), name)) continue;
    walker.report(refusals::function_option, option->def_elem->location, upper(name));
  }
}

void check_call(const PgQuery__CallStmt& call, Walker& walker) {
  walker.in_call = true;
  walker.walk_message(call.funccall);
  walker.in_call = false;
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__create_function_stmt__descriptor,
     .screened = "parameters return_type sql_body",
     .checked = "is_procedure options",
     .free = "replace funcname",
     .check = check<check_create_function>},
    {.type = &pg_query__function_parameter__descriptor,
     .screened = "arg_type defexpr",
     .free = "name mode"},
    {.type = &pg_query__return_stmt__descriptor, .screened = "returnval"},
    {.type = &pg_query__object_with_args__descriptor,
     .screened = "objargs objfuncargs",
     .free = "objname args_unspecified"},
    {.type = &pg_query__call_stmt__descriptor,
     .checked = "funccall",
     .never = "funcexpr outargs",
     .check = check<check_call>},
};

}  // namespace

std::span<const MessageRow> function_rows() { return rows; }

}  // namespace dsql::rules
