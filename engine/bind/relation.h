// Relation: the bound, not yet planned form of a query: a tree of relational operators over
// ColumnIds. The binder makes it straight from the parse tree; engine/plan rewrites it and chooses
// physical operators. Built by one thread for one statement; not changed once planned.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/bind/expr.h"
#include "engine/catalog/catalog.h"

namespace dsql::engine {

class SystemRelation;  // engine/system

// What a ColumnId is called and where it comes from; indexed by id in BoundQuery::columns.
struct ColumnOrigin {
  std::string name;
  Oid type = 0;
  TypeModifier modifier = -1;
  Oid table = 0;
  AttributeNumber attribute = 0;
  Oid declared = 0;  // as Expr::declared
};

enum class RelationKind : std::uint8_t {
  one_row,  // FROM nothing: one row, no columns
  table_scan,
  system_scan,
  values,
  function_scan,
  join,
  filter,
  project,
  project_set,
  aggregate,
  window,
  sort,
  limit,
  distinct,
  set_operation,
  cte_scan,
  with,
  recursive_union,
  working_table_scan,
  lock_rows,
  insert,
  update,
  delete_,
};

enum class JoinKind : std::uint8_t { inner, left, right, full, semi, anti };
enum class SetOperationKind : std::uint8_t { union_, intersect, except };
enum class LockStrength : std::uint8_t { key_share, update };

// name = expression of a projected output. A plain column keeps its id: column == expr->column.
// (So does a plain column among the keys of an Aggregate without grouping sets.)
struct Projection {
  ColumnId column = no_column;
  ExprPtr expr;
};

struct AggregateItem {
  ColumnId column = no_column;
  ExprPtr call;  // ExprKind::aggregate
};

struct FrameBound {
  enum class Kind : std::uint8_t {
    unbounded_preceding,
    preceding,
    current_row,
    following,
    unbounded_following
  };
  Kind kind = Kind::unbounded_preceding;
  ExprPtr offset;
};

struct WindowFrame {
  enum class Mode : std::uint8_t { rows, range, groups };
  enum class Exclusion : std::uint8_t { none, current_row, group, ties };
  Mode mode = Mode::range;
  FrameBound start;
  FrameBound end{FrameBound::Kind::current_row, nullptr};
  Exclusion exclusion = Exclusion::none;
  const FunctionRow* range_add =
      nullptr;  // RANGE offsets: key ± offset, resolved for the key's type
  const FunctionRow* range_subtract = nullptr;
};

struct WindowSpec {
  std::vector<ExprPtr> partition_by;
  std::vector<SortKey> order_by;
  WindowFrame frame;
};

struct OneRow {};

struct TableScan {
  std::shared_ptr<const Table> table;
  std::vector<ColumnId> columns;  // by attribute number - 1; no_column for dropped ones
  ColumnId row_key = no_column;   // set where DML or a locking clause needs the row's storage key
  std::string alias;
};

struct SystemScan {
  const SystemRelation* relation = nullptr;
  std::vector<ColumnId> columns;
  std::string alias;
};

struct ValuesList {
  std::vector<std::vector<ExprPtr>> rows;  // each of outputs.size()
};

struct FunctionScan {
  std::vector<ExprPtr> calls;  // set_call, or a plain call taken as one row; ROWS FROM(…)
  std::vector<std::vector<ColumnId>> call_columns;  // outputs of each call
  ColumnId ordinality = no_column;
};

struct Join {
  JoinKind kind = JoinKind::inner;
  ExprPtr condition;     // null: cross join
  bool lateral = false;  // the right side refers to the left's columns
};

struct Filter {
  ExprPtr condition;
};

struct Project {
  std::vector<Projection> items;
};

// Like Project, with set-returning calls in items: rows are repeated until the longest set ends.
struct ProjectSet {
  std::vector<Projection> items;
};

struct AggregateRelation {
  std::vector<Projection> keys;  // group key outputs
  std::vector<std::vector<std::uint32_t>>
      sets;  // GROUPING SETS as indexes into keys; one set if plain
  std::vector<AggregateItem> aggregates;
  std::vector<std::pair<ColumnId, std::vector<std::uint32_t>>>
      groupings;  // GROUPING(…) outputs: key indexes
};

struct WindowRelation {
  WindowSpec spec;
  std::vector<AggregateItem> calls;  // ExprKind::window
};

struct SortRelation {
  std::vector<SortKey> keys;
};

struct LimitRelation {
  ExprPtr count;  // null: all
  ExprPtr offset;
  bool with_ties = false;  // the input is a sort; its keys decide ties
};

struct DistinctRelation {
  std::vector<ColumnId> on;  // DISTINCT ON: keys among the input's outputs; empty: all outputs
  bool has_on = false;
};

// Inputs are matched by position; outputs are fresh ids.
struct SetOperation {
  SetOperationKind kind = SetOperationKind::union_;
  bool all = false;
};

struct CteDefinition {
  std::uint32_t id = 0;
  std::string name;
  RelationPtr query;         // may be a DML relation with RETURNING
  bool materialized = true;  // false: referenced once and free to be inlined
  bool modifies = false;
};

// WITH: definitions, then inputs[0].
struct With {
  std::vector<CteDefinition> ctes;
};

struct CteScan {
  std::uint32_t cte = 0;
  std::vector<ColumnId> source;  // the definition's output ids, position by position
  std::vector<ColumnId> outer;   // columns around the WITH that the definition refers to
};

// inputs: non-recursive term, recursive term (which holds a WorkingTableScan of `id`).
struct RecursiveUnion {
  std::uint32_t id = 0;
  bool all = false;
};

struct WorkingTableScan {
  std::uint32_t id = 0;
};

struct LockRows {
  struct Target {
    std::shared_ptr<const Table> table;
    ColumnId row_key = no_column;
    LockStrength strength = LockStrength::update;
  };
  std::vector<Target> targets;
  bool row_by_row =
      false;  // set by the planner under a LIMIT: a row that is not given is not locked
};

// Assigns expression `value` (over the input's ids, and for ON CONFLICT over existing and excluded
// ids too) to a column.
struct Assignment {
  AttributeNumber column = 0;
  ExprPtr value;
};

struct OnConflict {
  bool update = false;             // DO UPDATE, else DO NOTHING
  std::vector<Oid> arbiters;       // indexes; empty: any (DO NOTHING without target)
  std::vector<ColumnId> existing;  // ids of the existing row's columns, by attribute number - 1
  std::vector<ColumnId> excluded;  // ids of the proposed row's columns
  std::vector<Assignment> assignments;
  ExprPtr where;
};

// WITH CHECK OPTION of a view that is written through: the new row must satisfy `condition`, which
// is over new_columns. The first that does not hold is with_check_option_violation(view).
struct ViewCheck {
  std::string view;
  ExprPtr condition;
};

// All DML relations: `new_columns` are the ids under which RETURNING sees the row's columns, by
// attribute number - 1.
struct InsertRelation {
  std::shared_ptr<const Table> table;
  std::vector<Assignment> values;  // one for each column that is not generated, over the input's
                                   // ids; defaults and identity included
  std::vector<ColumnId> new_columns;
  std::optional<OnConflict> on_conflict;
  std::vector<ViewCheck> view_checks;
  std::vector<Projection> returning;
  bool has_returning = false;
};

struct UpdateRelation {
  std::shared_ptr<const Table> table;
  ColumnId row_key = no_column;
  std::vector<ColumnId> old_columns;  // by attribute number - 1, among the input's outputs
  std::vector<Assignment> assignments;
  std::vector<ColumnId> new_columns;
  std::vector<ViewCheck> view_checks;
  std::vector<Projection> returning;  // over new_columns and the input's ids
  bool has_returning = false;
};

struct DeleteRelation {
  std::shared_ptr<const Table> table;
  ColumnId row_key = no_column;
  std::vector<ColumnId> old_columns;
  std::vector<Projection> returning;  // over the input's ids
  bool has_returning = false;
};

struct Relation {
  RelationKind kind = RelationKind::one_row;
  std::vector<RelationPtr> inputs;
  std::vector<ColumnId> outputs;  // in order; a filter, sort, limit or lock passes its input's
  std::variant<OneRow, TableScan, SystemScan, ValuesList, FunctionScan, Join, Filter, Project,
               ProjectSet, AggregateRelation, WindowRelation, SortRelation, LimitRelation,
               DistinctRelation, SetOperation, CteScan, With, RecursiveUnion, WorkingTableScan,
               LockRows, InsertRelation, UpdateRelation, DeleteRelation>
      body;
};

// A bound SELECT, VALUES, INSERT, UPDATE or DELETE.
struct BoundQuery {
  RelationPtr root;
  std::vector<std::pair<std::string, ColumnId>> results;  // name and id of each result column;
                                                          // empty for DML without RETURNING
  std::vector<ColumnOrigin> columns;                      // by ColumnId; [0] unused
  std::vector<Oid> parameter_types;                       // as settled by binding
  std::string tag;                                        // "SELECT", "INSERT", "UPDATE", "DELETE"
  bool writes = false;                                    // holds a DML relation anywhere
  bool locks = false;                                     // holds a locking clause
  std::vector<Oid> tables;  // every table it touches, for OC001 and plan caching
};

}  // namespace dsql::engine
