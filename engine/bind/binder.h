// Binder: what binding one statement shares across its query levels: the numbering of columns, the
// parameters' types, the search path, the privileges to check, and the parse trees of views it
// looked into. Made for one statement by bind_query(); one thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bind/bind.h"
#include "engine/bind/privilege_checks.h"

namespace dsql::engine {

struct Level;
struct QueryForms;

// A field of a record whose shape is known.
struct RecordField {
  std::string name;
  Oid type = 0;
  TypeModifier modifier = -1;
  Oid declared = 0;  // as Expr::declared
};
using RecordShape = std::vector<RecordField>;

// An aggregate call whose arguments are being bound: finds the query level it belongs to, which is
// the nearest level among the columns and aggregates in its arguments.
struct AggregateFrame {
  int level = 0;     // depth of the query level the call is written in
  int nearest = -1;  // depth of the nearest level of a column seen so far
  int nearest_aggregate = -1;
  int aggregate_location = -1;  // of that aggregate
};

struct Binder {
  explicit Binder(const BindContext& bind_context);
  Binder(const Binder&) = delete;
  Binder& operator=(const Binder&) = delete;

  // --- columns ---
  ColumnId new_column(std::string_view name, Oid type, TypeModifier modifier = -1);
  // A column that holds the value of `expr`: its type, what it is declared as, its fields.
  ColumnId new_column(std::string_view name, const Expr& expr);
  // Ids of a table's columns, in order and consecutive; dropped ones have none.
  std::vector<ColumnId> new_columns(const Table& table);
  const ColumnOrigin& column(ColumnId id) const { return columns[id]; }

  // --- parameters ---
  // The type of parameter `number` as known so far, oid::unknown if open. Raises: none.
  Oid parameter_type(int number);
  // The domain or row type it was declared of, 0 for none.
  Oid parameter_declared(int number) const;
  // Settles an open parameter. Raises inconsistent_parameter_types.
  void settle_parameter(int number, Oid type, int location);
  // Raises could_not_determine_type for a parameter that stayed open.
  void check_parameters() const;

  // --- names ---
  // The schemas of the search path that exist, pg_catalog first unless the path places it.
  const std::vector<Oid>& path();
  // A copy of `name` that lives as long as the binder.
  std::string_view keep(std::string name);
  // Parses SQL text; the tree lives as long as the binder.
  const rules::ParseTree& parse(std::string text);

  // --- the statement's effects ---
  void touch(Oid relation);

  const BindContext& context;
  const CatalogVersion& catalog;
  const Role* role;  // whose privileges count: the session's, or a view's owner
  std::vector<ColumnOrigin> columns;
  std::vector<Oid> parameters;           // base types
  std::vector<Oid> declared_parameters;  // of those declared of a domain or row type, else 0
  std::vector<Oid> tables;
  PrivilegeChecks privileges;
  std::shared_ptr<QueryForms> forms;  // set: notes how everything was written
  bool writes = false;
  bool locks = false;
  std::uint32_t next_cte = 1;
  int view_depth = 0;
  std::vector<AggregateFrame> aggregate_frames;
  std::map<ColumnId, RecordShape> record_shapes;  // of columns of type record
  Column scratch;                                 // for reading literals

  // Set while the expressions of a table or domain are bound: VALUE is column 1 of this type.
  Oid value_type = 0;

 private:
  std::optional<std::vector<Oid>> path_;
  std::deque<std::string> names_;
  std::deque<rules::ParseTree> trees_;
  std::vector<std::pair<int, int>> open_parameters_;  // number, first location
};

}  // namespace dsql::engine
