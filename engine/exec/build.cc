#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

struct Maker {
  const PlanNode& node;
  Execution& execution;

  OperatorPtr operator()(const OneRow&) const { return operators::make_one_row(node, execution); }
  OperatorPtr operator()(const TableAccess&) const {
    return operators::make_table_access(node, execution);
  }
  OperatorPtr operator()(const SystemScan&) const {
    return operators::make_system_scan(node, execution);
  }
  OperatorPtr operator()(const ValuesList&) const {
    return operators::make_values(node, execution);
  }
  OperatorPtr operator()(const FunctionScan&) const {
    return operators::make_function_scan(node, execution);
  }
  OperatorPtr operator()(const HashJoin&) const {
    return operators::make_hash_join(node, execution);
  }
  OperatorPtr operator()(const NestedLoop&) const {
    return operators::make_nested_loop(node, execution);
  }
  OperatorPtr operator()(const Filter&) const { return operators::make_filter(node, execution); }
  OperatorPtr operator()(const Project&) const { return operators::make_project(node, execution); }
  OperatorPtr operator()(const ProjectSet&) const {
    return operators::make_project_set(node, execution);
  }
  OperatorPtr operator()(const AggregateRelation&) const {
    return operators::make_aggregate(node, execution);
  }
  OperatorPtr operator()(const WindowRelation&) const {
    return operators::make_window(node, execution);
  }
  OperatorPtr operator()(const SortRelation&) const {
    return operators::make_sort(node, execution);
  }
  OperatorPtr operator()(const TopN&) const { return operators::make_sort(node, execution); }
  OperatorPtr operator()(const LimitRelation&) const {
    return operators::make_limit(node, execution);
  }
  OperatorPtr operator()(const DistinctRelation&) const {
    return operators::make_distinct(node, execution);
  }
  OperatorPtr operator()(const SetOperation&) const {
    return operators::make_set_operation(node, execution);
  }
  OperatorPtr operator()(const CteScan&) const { return operators::make_cte_scan(node, execution); }
  OperatorPtr operator()(const With&) const { return operators::make_with(node, execution); }
  OperatorPtr operator()(const RecursiveUnion&) const {
    return operators::make_recursive_union(node, execution);
  }
  OperatorPtr operator()(const WorkingTableScan&) const {
    return operators::make_working_table_scan(node, execution);
  }
  OperatorPtr operator()(const LockRows&) const {
    return operators::make_lock_rows(node, execution);
  }
  OperatorPtr operator()(const InsertRelation&) const {
    return operators::make_insert(node, execution);
  }
  OperatorPtr operator()(const UpdateRelation&) const {
    return operators::make_update(node, execution);
  }
  OperatorPtr operator()(const DeleteRelation&) const {
    return operators::make_delete(node, execution);
  }
};

}  // namespace

OperatorPtr build(const PlanNode& node, Execution& execution) {
  return std::visit(Maker{node, execution}, node.body);
}

OperatorPtr build_subplan(const Relation& relation, Execution& execution) {
  return build(*execution.plan.subplans.at(&relation), execution);
}

Oid column_type(const Execution& execution, ColumnId id) {
  return execution.plan.query.columns[id].type;
}

std::vector<Physical> column_physicals(const Execution& execution,
                                       const std::vector<ColumnId>& ids) {
  std::vector<Physical> physicals;
  physicals.reserve(ids.size());
  for (const ColumnId id : ids) physicals.push_back(type_of(column_type(execution, id)).physical);
  return physicals;
}

}  // namespace dsql::engine
