// Binding of DDL: a parse node becomes the objects that it is to leave in the catalog. Everything
// that can be refused without writing is refused here: names, types, expressions, limits,
// privileges, dependencies. Objects that are new have oid 0 (constraints, indexes and sequences
// inside them too); run_ddl (exec/ddl.h) gives them theirs. Pure. A BoundDdl is run once, in the
// transaction and against the catalog version it was bound in, and the statement's parse tree
// outlives it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dsqlrules/conditions/sql_error.h"
#include "dsqlrules/parse/statement.h"
#include "engine/bind/bind.h"
#include "engine/catalog/catalog.h"

namespace dsql::engine {

// IF [NOT] EXISTS found nothing to do; the notices say why.
struct NothingToDo {};

// CREATE TABLE. `sequences`: of the identity columns, owned_column set. A foreign key with
// referenced_table 0 refers to the table itself.
struct CreateTable {
  Table table;
  std::vector<SequenceObject> sequences;
};

// CREATE [UNIQUE] INDEX [ASYNC].
struct CreateIndex {
  Oid table = 0;
  Index index;
  bool async = false;
};

// ALTER TABLE: the table as it is to be, and what goes or changes with it.
struct AlterTable {
  Table table;
  std::vector<SequenceObject> new_sequences;  // of identity columns, owned_column set
  std::vector<SequenceObject> changed_sequences;
  std::vector<std::pair<Oid, std::int64_t>> restarts;  // sequence, value
  std::vector<Oid> dropped_sequences;
  std::vector<Oid> dropped_views;                         // DROP COLUMN … CASCADE
  std::vector<View> changed_views;                        // whose text follows
  std::vector<Oid> dropped_indexes;                       // their entries are cleaned by a job
  std::vector<std::pair<Oid, Oid>> dropped_foreign_keys;  // of children: (child table, key)
  std::string validate;  // ALTER TABLE ASYNC … VALIDATE CONSTRAINT: its name
};

// DROP TABLE | VIEW | SEQUENCE | INDEX | SCHEMA | DOMAIN | FUNCTION | ROLE | STATISTICS with
// everything that goes along.
struct DropObjects {
  std::vector<Oid> tables;
  std::vector<std::pair<Oid, Oid>> indexes;               // table, index
  std::vector<std::pair<Oid, Oid>> foreign_keys;          // child table, foreign key
  std::vector<std::pair<Oid, AttributeNumber>> defaults;  // defaults that use what is dropped
  std::vector<Oid> views;
  std::vector<Oid> sequences;
  std::vector<Oid> domains;
  std::vector<Oid> functions;
  std::vector<Oid> schemas;
  std::vector<Oid> roles;
  std::vector<Oid> statistics;
};

// CREATE SCHEMA with its elements, bound one after the other when the schema exists.
struct CreateSchema {
  Schema schema;
  std::vector<const rules::Node*> elements;
  std::vector<std::string> search_path;
};

// CREATE ROLE, and the roles that become its members (with admin option).
struct CreateRole {
  Role role;
  std::vector<std::pair<Oid, bool>> members;
};

// CREATE SEQUENCE; ALTER SEQUENCE when the oid is set, with `restart` where the counter moves.
struct PutSequence {
  SequenceObject sequence;
  std::optional<std::int64_t> restart;
};

// Every other CREATE and ALTER, COMMENT, GRANT, REVOKE: the objects as they are to be; oid 0 for
// new ones. `required`: objects that must not change before the commit.
struct PutObjects {
  std::vector<
      std::variant<Schema, Table, View, SequenceObject, Domain, Role, SqlFunction, Statistics>>
      objects;
  std::vector<Oid> required;
};

// ANALYZE: the tables.
struct AnalyzeTables {
  std::vector<Oid> tables;
};

// SET CONSTRAINTS: foreign keys by (table, oid); empty names all.
struct SetConstraints {
  bool all = false;
  bool deferred = false;
  std::vector<std::pair<Oid, Oid>> foreign_keys;
};

struct BoundDdl {
  std::string tag;  // "CREATE TABLE", …
  std::vector<rules::SqlError> notices;
  std::variant<NothingToDo, CreateTable, CreateIndex, AlterTable, DropObjects, CreateSchema,
               CreateRole, PutSequence, PutObjects, AnalyzeTables, SetConstraints>
      action;
};

// Whether bind_ddl() takes a statement of this kind.
bool is_ddl(const rules::Statement& statement);

// Raises: everything PostgreSQL 16 raises while it analyses and checks the statement, and the
// service's own refusals that need the catalog.
BoundDdl bind_ddl(const rules::Statement& statement, const BindContext& context);

}  // namespace dsql::engine
