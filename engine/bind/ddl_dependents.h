// DropPlan: what goes when objects are dropped: the objects named, what belongs to them, and with
// CASCADE what depends on them. Reports as PostgreSQL does: an error that lists the dependents, or
// notices about what CASCADE takes along. Lives within one bind_ddl(); one thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/bind/ddl_binder.h"

namespace dsql::engine {

class DropPlan {
 public:
  DropPlan(DdlBinder& binder, bool cascade) : binder_(binder), cascade_(cascade) {}

  // --- the objects the statement names; all before finish() ---
  void name_table(const Table& table);
  void name_view(const View& view);
  void name_sequence(const SequenceObject& sequence);
  void name_index(const Table& table, const Index& index);
  void name_domain(const Domain& domain);
  void name_function(const SqlFunction& function);
  void name_schema(const Schema& schema);
  void name_statistics(const Statistics& statistics);

  // --- parts of a table that ALTER TABLE drops ---
  // A UNIQUE constraint: the foreign keys that rely on its index.
  void name_key_constraint(const Table& table, const KeyConstraint& key);
  // A unique index that goes with one of its columns: the same.
  void name_unique_index(const Table& table, const Index& index, const TableColumn& column);
  // Views that use the column.
  void name_column(const Table& table, const TableColumn& column);

  // Follows the dependents. Raises cannot_drop_because_dependents without CASCADE; adds the notices
  // with it.
  DropObjects finish();

 private:
  void add_table(const Table& table);
  void add_view(const View& view);
  void add_sequence(const SequenceObject& sequence);
  void add_domain(const Domain& domain);
  void drop_foreign_keys_to(const Table& table, const std::string& description, const Index* index);
  void drop_functions_of(Oid type, const std::string& description);
  void drop_views_over(Oid relation, const std::string& description);
  void drop_defaults_using(Oid sequence, const std::string& description);
  void depends(const std::string& dependent, const std::string& on);

  DdlBinder& binder_;
  bool cascade_;
  DropObjects objects_;
  std::set<Oid> dropped_;
  std::set<std::pair<Oid, AttributeNumber>> dropped_columns_;
  std::vector<std::string> named_;       // descriptions of what the statement names
  std::vector<std::string> dependents_;  // "view v depends on table t"
  std::vector<std::string> cascaded_;    // "view v"
};

// "table t", "view s.v": with the schema where the search path does not find it.
std::string described(const DdlBinder& binder, std::string_view kind, const Object& object);

}  // namespace dsql::engine
