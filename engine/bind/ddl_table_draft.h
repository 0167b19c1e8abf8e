// TableDraft: a table while a statement defines or changes it: columns and constraints are added in
// the order they are written, and finished together, as PostgreSQL's transformCreateStmt and
// DefineRelation do. Lives within one bind_ddl(); one thread.
#pragma once

#include <vector>

#include "engine/bind/ddl_binder.h"
#include "engine/bind/ddl_names.h"

namespace dsql::engine {

class TableDraft {
 public:
  // `table`: its schema, name and owner, and whatever it has already.
  TableDraft(DdlBinder& binder, Table table);

  void add_column(const PgQuery__ColumnDef& definition);
  void add_constraint(const PgQuery__Constraint& constraint);
  // LIKE source [INCLUDING …].
  void add_like(const PgQuery__TableLikeClause& like);

  // Makes what needs all columns to be known: generated columns, keys, checks, foreign keys.
  void finish();

  // An index key list by column names, for keys and INCLUDE. Raises undefined_key_column and the
  // duplicate_key_column conditions.
  std::vector<IndexKey> plain_keys(const std::vector<std::string_view>& names, bool primary);

  // A foreign key as written; `columns` of a column constraint, empty where the constraint lists
  // them.
  ForeignKey foreign_key(const PgQuery__Constraint& constraint,
                         const std::vector<std::string_view>& columns);
  CheckConstraint check(const PgQuery__Constraint& constraint);

  // Makes column `number` an identity column with these options.
  void make_identity(TableColumn& column, IdentityKind kind, Nodes options);

  Table table;
  std::vector<SequenceObject> sequences;  // of identity columns
  NameChooser names;

 private:
  struct Pending {
    const PgQuery__Constraint* constraint = nullptr;
    std::string column;  // of a column constraint
    bool deferrable = false;
    bool initially_deferred = false;
  };
  struct Generated {
    AttributeNumber column = 0;
    const Node* expression = nullptr;
  };
  void add_column_constraint(TableColumn& column, const PgQuery__Constraint& constraint,
                             struct ColumnMarks& marks);
  void add_key(const Pending& pending);
  void add_keys();
  void add_checks();
  void add_foreign_keys();

  DdlBinder& binder_;
  std::vector<Pending> keys_;
  std::vector<Pending> checks_;
  std::vector<Pending> foreign_keys_;
  std::vector<Generated> generated_;
};

// Makes the primary key's index carry every other column, as the service's does; after any change
// of columns.
void include_all_columns(Table& table);

// Whether the table has a constraint of that name, of whatever kind.
bool has_constraint(const Table& table, std::string_view name);

}  // namespace dsql::engine
