// Expressions that a definition stores: defaults, checks, generated columns, index keys and
// predicates. Each is bound once to see that it is right, and stored as normalised SQL in which
// columns stand by their plain names. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "engine/bind/ddl_binder.h"

namespace dsql::engine {

// Whether the expression gives the same result for the same input for ever: no function, cast or
// time of day in it depends on anything else.
bool is_immutable(const Expr& expression);

// The ColumnIds the expression refers to: attribute numbers in a table's expression.
std::set<ColumnId> columns_of(const Expr& expression);

// The relations that regclass constants in it name: the sequence of nextval('s').
std::set<Oid> relations_of(const Expr& expression);

// Binds stored SQL over a table's columns.
ExprPtr bind_stored(std::string_view sql, const Table* table, Oid value_type, Oid target,
                    TypeModifier modifier, const BindContext& context);

// The SQL of an expression over a table's columns as it was written, but for qualifications by the
// table's own name.
std::string as_written(const Node& expression, std::string_view table_name);

// Each of these binds, checks what PostgreSQL checks, and answers the SQL to store.
std::string default_sql(DdlBinder& binder, const Node& expression, Oid type, TypeModifier modifier);
// The same for a column; empty for a plain NULL, which is what there is without a default. (A
// domain column's NULL hides the domain's default.)
std::string column_default_sql(DdlBinder& binder, const Node& expression,
                               const TableColumn& column);
std::string check_sql(DdlBinder& binder, const Node& expression, const Table& table);
std::string domain_check_sql(DdlBinder& binder, const Node& expression, Oid type);
// Raises generation_not_immutable, generated_column_in_generation.
std::string generated_sql(DdlBinder& binder, const Node& expression, const Table& table,
                          const TableColumn& column);
// Raises index_functions_must_be_immutable.
IndexKey index_expression(DdlBinder& binder, const Node& expression, const Table& table);
// Raises index_predicate_functions_must_be_immutable.
std::string index_predicate(DdlBinder& binder, const Node& expression, const Table& table);

// Calls f(column reference) for every column reference in the SQL of one expression; the
// reference's location counts from the start of `sql`.
struct ColumnReference {
  std::size_t location = 0;
  std::vector<std::string> parts;
};
std::vector<ColumnReference> column_references(std::string_view sql);

// The SQL with column `old_name` called `new_name`: what RENAME COLUMN does to stored expressions.
std::string with_renamed_column(std::string_view sql, std::string_view old_name,
                                std::string_view new_name);

}  // namespace dsql::engine
