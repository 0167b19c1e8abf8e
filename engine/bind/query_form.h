// QueryForm: a bound query as it was written: which FROM items, clauses and sub-selects it has,
// over expressions whose names, types and overloads are settled. Beside the Relation, which says
// what to compute, this says what to print: deparse.h makes SQL of it again, under whatever names
// its objects have by then. Recorded only on demand (bind_query_form); built by one thread, not
// changed afterwards.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/bind/relation.h"

namespace dsql::engine {

struct QueryForm;
using QueryFormPtr = std::shared_ptr<QueryForm>;

// Number of a FROM item or join, unique within one statement; Expr::range refers to it.
using RangeId = std::uint32_t;

// A window as its definition says, without what it takes from another.
struct WindowForm {
  std::string name;       // of the WINDOW clause; empty for OVER (…)
  std::string refers_to;  // the window it builds on
  std::vector<ExprPtr> partition_by;
  std::vector<SortKey> order_by;
  int frame_options = 0;  // bits of the parse tree (parsenodes.h)
  ExprPtr start, end;
};

// What stands behind a column that an expression was taken out into: an aggregate, a window call, a
// set-returning call, or GROUPING(…).
struct CallForm {
  ExprPtr call;                   // null for GROUPING
  std::vector<ExprPtr> grouping;  // its arguments
  bool over = false;
  WindowForm window;  // with only a name for OVER name
};

// Where a column of a FROM item comes from.
struct RangeColumn {
  RangeId range = 0;
  AttributeNumber position = 0;  // 1-based; of a table its attribute number
  friend auto operator<=>(const RangeColumn&, const RangeColumn&) = default;
};

struct DefinedColumn {  // of a column definition list
  std::string name;
  Oid type = 0;  // the declared one
  TypeModifier modifier = -1;
};

struct FunctionForm {
  ExprPtr call;
  std::vector<DefinedColumn> definitions;
};

struct RangeForm {
  enum class Kind : std::uint8_t { relation, system, subquery, function, cte, join };
  Kind kind = Kind::relation;
  std::string alias;                      // as written; empty for none
  std::vector<std::string> column_names;  // as the alias gives them, perhaps fewer than there are
  std::string name;                       // what it is called without alias
  std::vector<std::string> columns;       // names of all columns when it was bound
  bool lateral = false;
  Oid relation = 0;                        // table, view or sequence
  const SystemRelation* system = nullptr;  // of pg_catalog and its kind
  QueryFormPtr query;                      // subquery
  std::vector<FunctionForm> functions;
  bool ordinality = false;
  // join
  RangeId left = 0, right = 0;
  JoinKind join = JoinKind::inner;
  ExprPtr condition;               // of ON
  std::vector<RangeColumn> shown;  // where each column comes from; its own for a computed one
  struct Using {
    std::string name;
    RangeColumn left, right;
  };
  std::vector<Using> using_columns;
  std::string using_alias;
};

struct TargetForm {
  std::string name;
  ExprPtr expr;
  bool junk = false;  // only grouped or sorted by
};

struct SortForm {
  std::size_t target = 0;
  bool descending = false;
  bool nulls_first = false;
};

// One item of GROUP BY: expressions (several for (a, b)), or a grouping set of items.
struct GroupForm {
  int kind = 0;  // PgQuery__GroupingSetKind; 0: expressions
  std::vector<std::size_t> targets;
  std::vector<GroupForm> items;
};

struct CteForm {
  std::string name;
  std::vector<std::string> columns;
  int materialized = 0;  // PgQuery__CTEMaterialize
  QueryFormPtr query;
  bool breadth_first = false;  // SEARCH
  std::vector<std::string> search_columns;
  std::string search_sequence;
  std::vector<std::string> cycle_columns;  // CYCLE
  std::string cycle_mark, cycle_path;
  ExprPtr cycle_value, cycle_default;
};

struct LockForm {
  int strength = 0;
  int wait = 0;  // PgQuery__LockWaitPolicy
  std::vector<RangeId> of;
};

struct QueryForm {
  std::vector<CteForm> ctes;
  bool recursive = false;

  // --- a set operation: both sides; the rest of the clauses but ORDER BY and LIMIT is empty ---
  QueryFormPtr left, right;
  SetOperationKind operation = SetOperationKind::union_;
  bool all = false;

  // --- VALUES ---
  std::vector<std::vector<ExprPtr>> values;

  // --- SELECT ---
  std::vector<TargetForm> targets;  // of a set operation: names only
  bool distinct = false;
  std::vector<std::size_t> distinct_on;
  std::vector<RangeId> from;    // the items of FROM
  std::vector<RangeId> ranges;  // these and what is inside joins, in the order of their making
  ExprPtr where, having;
  bool grouped = false, group_distinct = false;
  std::vector<GroupForm> group;
  std::vector<WindowForm> windows;

  // --- all ---
  std::vector<SortForm> sort;
  ExprPtr limit, offset;
  bool limit_all = false;
  bool with_ties = false;
  std::vector<LockForm> locks;
};

// What one statement's forms share.
struct QueryForms {
  std::map<RangeId, RangeForm> ranges;
  std::map<ColumnId, CallForm> calls;
  RangeId last_range = 0;
  bool complete = true;  // false: it holds what cannot be printed
};

// A statement's form.
struct BoundForm {
  QueryFormPtr query;
  std::shared_ptr<const QueryForms> forms;
};

}  // namespace dsql::engine
