// TableAlteration: ALTER TABLE, action by action over one draft of the table. Lives within one
// bind_ddl(); one thread.
#pragma once

#include "engine/bind/ddl_dependents.h"
#include "engine/bind/ddl_table_draft.h"

namespace dsql::engine {

class TableAlteration {
 public:
  TableAlteration(DdlBinder& binder, const Table& table, bool async);

  void apply(const PgQuery__AlterTableCmd& command);
  AlterTable finish();

 private:
  TableColumn& column_named(std::string_view name);

  void add_column(const PgQuery__AlterTableCmd& command);
  void drop_column(const PgQuery__AlterTableCmd& command);
  void set_default(const PgQuery__AlterTableCmd& command);
  void drop_not_null(const PgQuery__AlterTableCmd& command);
  void drop_expression(const PgQuery__AlterTableCmd& command);
  void set_storage(const PgQuery__AlterTableCmd& command);

  void add_identity(const PgQuery__AlterTableCmd& command);
  void set_identity(const PgQuery__AlterTableCmd& command);
  void drop_identity(const PgQuery__AlterTableCmd& command);

  void add_constraint(const PgQuery__AlterTableCmd& command);
  void add_unique_using_index(const PgQuery__Constraint& constraint);
  void alter_constraint(const PgQuery__AlterTableCmd& command);
  void drop_constraint(const PgQuery__AlterTableCmd& command);
  void validate_constraint(const PgQuery__AlterTableCmd& command);

  void remove_column(TableColumn& column);
  bool uses_column(std::string_view sql, AttributeNumber column, Oid target);
  void drop_index_of(const KeyConstraint& key);

  DdlBinder& binder_;
  const Table& before_;
  bool async_;
  TableDraft draft_;
  AlterTable result_;
};

// The sequence of an identity column with a changed owner, schema or name follows its table.
std::vector<SequenceObject> owned_sequences(const CatalogVersion& catalog, const Table& table);

}  // namespace dsql::engine
