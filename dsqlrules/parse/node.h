// Reading a parse tree: the small questions that screen, bind and lint all ask of libpg_query's
// nodes. Pure functions on borrowed nodes; what they return is valid as long as the ParseTree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/parse/tree.h"

namespace dsql::rules {

// The name of a node's message as PostgreSQL spells it: "TruncateStmt", "CreatedbStmt".
std::string_view node_type_name(const Node& node);

// The same without a trailing "Stmt", as DSQL's refusals name statements: "Truncate", "Createdb".
std::string_view statement_node_name(const Node& node);

// A repeated field as a span: nodes(statement->n_target_list, statement->target_list).
inline std::span<Node* const> nodes(std::size_t count, Node* const* array) {
  return {array, count};
}

// The text of a String node, empty for anything else.
std::string_view string_of(const Node& node);

// A list of String nodes: the parts of a qualified name. `*` (A_Star) becomes "*".
std::vector<std::string_view> name_parts(std::size_t count, Node* const* array);

// The last part of a qualified name, empty for an empty list.
std::string_view last_name(std::size_t count, Node* const* array);

// "a.b.c" without quotes, as PostgreSQL's NameListToString prints it.
std::string dotted_name(std::size_t count, Node* const* array);

// The parts of an object's name in DROP, COMMENT, RENAME…: a List, String, TypeName or
// ObjectWithArgs node.
std::vector<std::string_view> object_name(const Node& object);

// The dotted catalog, schema and name of a RangeVar.
std::string dotted_name(const PgQuery__RangeVar& relation);

// --- constants -----------------------------------------------------------------------------------

// The integer of an A_Const or Integer node (also written as a Float too large for int32), also
// under one unary minus.
std::optional<std::int64_t> integer_of(const Node* node);

// The string of an A_Const or String node.
std::optional<std::string_view> constant_string_of(const Node* node);

// The boolean of an A_Const or Boolean node.
std::optional<bool> boolean_of(const Node* node);

// True for the literal NULL.
bool is_null_constant(const Node* node);

// --- DefElem -------------------------------------------------------------------------------------

// The option `name` of a list of DefElem nodes, the last one if it stands several times; else null.
const PgQuery__DefElem* find_option(std::size_t count, Node* const* options, std::string_view name);

// An option's value as text, as PostgreSQL's defGetString: the number, string, name or
// "true"/"false".
std::string option_text(const PgQuery__DefElem& option);

// An option's value as a boolean, as PostgreSQL's defGetBoolean: none means true; nullopt if it is
// none.
std::optional<bool> option_boolean(const PgQuery__DefElem& option);

// --- types ---------------------------------------------------------------------------------------

// The unqualified name the grammar gave a type: "int4", "varchar", "serial"; for schema-qualified
// names the last part.
std::string_view type_base_name(const PgQuery__TypeName& type);

// The schema of a type's name, empty if unqualified. `integer` and its kind are "pg_catalog".
std::string_view type_schema_name(const PgQuery__TypeName& type);

// The i-th type modifier if it is an integer constant.
std::optional<std::int64_t> type_modifier(const PgQuery__TypeName& type, std::size_t i);

// The byte offset at which a node begins, -1 if its kind carries none.
int node_location(const Node& node);

}  // namespace dsql::rules
