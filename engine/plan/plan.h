// Plan: the physical form of a query. A tree of nodes that name one operator each; expressions
// still speak of ColumnIds and are compiled against the operators' layouts when an execution
// starts. Immutable and shared: cached by statement text and catalog version, run by any number of
// sessions at once.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/bind/relation.h"

namespace dsql::engine {

struct PlanNode;
using PlanNodePtr = std::shared_ptr<PlanNode>;

// One bound of an index range: the key column's value must be >, >=, <, <= (or =) `value`, an
// expression over outer columns and parameters only. A NULL bound matches nothing.
struct KeyBound {
  ExprPtr value;
  bool inclusive = true;
};

// Reads a table through its primary key or another index.
struct TableAccess {
  std::shared_ptr<const Table> table;
  std::string alias;
  // Columns to produce, and their ids; the node's outputs are these ids, then row_key if wanted.
  std::vector<std::pair<AttributeNumber, ColumnId>> columns;
  ColumnId row_key = no_column;

  Oid index = 0;            // 0: the table itself, in key order (the primary key's if there is one)
  bool index_only = false;  // the entry holds every column that is needed
  std::vector<ExprPtr> equal;  // values of the leading key columns
  std::vector<ExprPtr>
      any_of;         // values of the next key column, tried one after the other (IN list); or
  ExprPtr any_array;  // the elements of this array
  std::optional<KeyBound> lower;  // on the key column after those of `equal`
  std::optional<KeyBound> upper;
  bool next_is_null = false;  // the key column after `equal` must be NULL
  bool backward = false;
  ExprPtr filter;  // what the bounds do not decide
};

struct HashJoin {
  JoinKind kind = JoinKind::inner;
  // inputs[0] is probed, inputs[1] is built; keys pairwise, NULL never matches.
  std::vector<ExprPtr> probe_keys;
  std::vector<ExprPtr> build_keys;
  ExprPtr condition;  // the rest of the join condition
};

struct NestedLoop {
  JoinKind kind = JoinKind::inner;
  ExprPtr condition;
  std::vector<ColumnId> passed;  // ids of inputs[0] that inputs[1] refers to; it is reopened for
                                 // each row when there are any, and kept in memory otherwise
};

// A sort that keeps only the first count + offset rows.
struct TopN {
  std::vector<SortKey> keys;
  ExprPtr count;
  ExprPtr offset;
};

struct PlanNode {
  std::vector<PlanNodePtr> inputs;
  std::vector<ColumnId> outputs;
  std::vector<std::vector<ColumnId>>
      input_columns;  // set operations and recursive unions: the ids of each
                      // input that stand for the outputs, position by position
  double rows = 1;    // estimates
  double cost = 0;
  std::variant<OneRow, TableAccess, SystemScan, ValuesList, FunctionScan, HashJoin, NestedLoop,
               Filter, Project, ProjectSet, AggregateRelation, WindowRelation, SortRelation, TopN,
               LimitRelation, DistinctRelation, SetOperation, CteScan, With, RecursiveUnion,
               WorkingTableScan, LockRows, InsertRelation, UpdateRelation, DeleteRelation>
      body;
};

struct Plan {
  PlanNodePtr root;
  BoundQuery query;  // results, columns, parameter types, tag
  // Plans of the sub-selects inside expressions and of CTE definitions, by the relation they were
  // made from.
  std::unordered_map<const Relation*, PlanNodePtr> subplans;
};
using PlanPtr = std::shared_ptr<const Plan>;

}  // namespace dsql::engine
