// Schema: the little that lint remembers of the tables and sequences that a script creates, so that
// later statements can be judged as the engine judges them with its catalog: columns with type and
// nullability, primary keys, names as they change. Several files given to one Linter share it. A
// value: a copy is a copy.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dsqlrules/lint/statement_tokens.h"
#include "dsqlrules/parse/statement.h"
#include "dsqlrules/shape/shape.h"

namespace dsql::rules {

// Where a CREATE statement stands: the n-th script of the Linter, and the statement in it.
struct Origin {
  int script = -1;
  Range statement;  // without the semicolon
  std::size_t terminator = 0;
};

struct KnownColumn {
  std::string name;
  TypeShape type;
  bool not_null = false;
  bool identity = false;
  std::size_t offset = 0;  // of its definition in the script
};

struct KnownTable {
  std::string name;
  std::vector<KnownColumn> columns;
  std::vector<std::string> primary_key;
  std::string primary_key_name;
  bool has_primary_key = false;
  bool renamed = false;  // the CREATE statement speaks of another name or other columns by now
  Origin origin;

  const KnownColumn* column(std::string_view column_name) const;
  KnownColumn* column(std::string_view column_name);
};

struct KnownSequence {
  Origin origin;
  std::optional<Origin> owned_by;  // ALTER SEQUENCE … OWNED BY
  bool refused = false;            // DSQL refuses the CREATE SEQUENCE
};

// The name of a relation as the maps know it: schema and name, `public` left out.
std::string relation_key(const PgQuery__RangeVar& relation);

class Schema {
 public:
  // Follows one statement. `base` is the offset in the script of the text that was parsed.
  void apply(const Statement& statement, std::size_t base, const Origin& origin, bool refused);

  const KnownTable* table(const std::string& key) const;
  const KnownSequence* sequence(const std::string& key) const;

 private:
  void create_table(const PgQuery__CreateStmt& create, std::size_t base, const Origin& origin);
  void alter_table(const PgQuery__AlterTableStmt& alter);
  void rename(const PgQuery__RenameStmt& rename);
  void drop(const PgQuery__DropStmt& drop);
  void move(const PgQuery__AlterObjectSchemaStmt& move);

  std::unordered_map<std::string, KnownTable> tables_;
  std::unordered_map<std::string, KnownSequence> sequences_;
};

}  // namespace dsql::rules
