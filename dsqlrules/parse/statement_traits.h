// StatementTraits: what the rest of the program needs to know of a statement before it understands
// it. One table row a node kind; the few that depend on a field are adjusted in one function. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsqlrules/parse/statement.h"

namespace dsql::rules {

enum class StatementClass : std::uint8_t {
  query,        // SELECT, VALUES, TABLE, EXPLAIN without ANALYZE, SHOW
  dml,          // INSERT, UPDATE, DELETE, COPY FROM, a SELECT that changes rows in WITH
  ddl,          // everything that changes the catalog, GRANT and COMMENT included
  transaction,  // BEGIN, COMMIT, ROLLBACK
  session,      // SET, RESET, SET CONSTRAINTS, DEALLOCATE
  utility,      // ANALYZE, CALL, COPY TO, and statements that no class fits (all refused)
};

struct StatementTraits {
  StatementClass statement_class = StatementClass::utility;
  // The command tag without row counts: "SELECT", "CREATE TABLE". "???" where there is none.
  std::string_view tag = "???";
  // COMMIT and ROLLBACK: not answered with 25P02 in a failed block.
  bool ends_block = false;
  // False for statements that manage their own transactions (ANALYZE).
  bool allowed_in_block = true;
  // False for what a READ ONLY transaction refuses; `read_only_name` is how the refusal names it.
  bool allowed_read_only = true;
  std::string_view read_only_name = {};

  bool counts_as_ddl() const { return statement_class == StatementClass::ddl; }
  bool counts_as_dml() const { return statement_class == StatementClass::dml; }
};

// The traits of a statement, supported or not. Total: never raises.
StatementTraits traits_of(const Statement& statement);

}  // namespace dsql::rules
