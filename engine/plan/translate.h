// Relations → plan nodes: prunes columns, orders joins, chooses physical operators. The last step
// of planning; internal to engine/plan.
#pragma once

#include <unordered_map>
#include <vector>

#include "engine/plan/access_path.h"

namespace dsql::engine {

class Translator {
 public:
  Translator(std::size_t column_count, const PlanContext& context)
      : context_(context), required_(column_count + 1, false) {}

  // The plan of a whole query level: rewrites and translates it, its sub-selects too.
  PlanNodePtr plan_level(RelationPtr relation);

  std::unordered_map<const Relation*, PlanNodePtr> take_subplans() { return std::move(subplans_); }

 private:
  PlanNodePtr translate(const Relation& relation, const WantedOrder* order = nullptr);

  PlanNodePtr scan(const Relation& relation, const std::vector<ExprPtr>& conjuncts,
                   const WantedOrder* order);
  PlanNodePtr filter(const Relation& relation, const WantedOrder* order);
  PlanNodePtr project(const Relation& relation, const WantedOrder* order);
  PlanNodePtr sort(const Relation& relation, const LimitRelation* limit);
  PlanNodePtr limit(const Relation& relation);
  PlanNodePtr aggregate(const Relation& relation);
  PlanNodePtr with(const Relation& relation, const WantedOrder* order);
  template <class Body>
  PlanNodePtr unary(const Relation& relation, const Body& body, double selectivity,
                    const WantedOrder* order = nullptr);

  // joins (translate_join.cc)
  PlanNodePtr join(const Relation& relation);
  struct Leaf {
    const Relation* relation = nullptr;
    std::vector<ExprPtr> conjuncts;  // of its own
    PlanNodePtr node;
    bool lateral = false;
    std::vector<ColumnId> reads;  // outer ids its subtree refers to
  };
  void flatten(const Relation& relation, std::vector<Leaf>& leaves, std::vector<ExprPtr>& conjuncts,
               bool lateral);
  PlanNodePtr order_joins(std::vector<Leaf> leaves, std::vector<ExprPtr> conjuncts);
  PlanNodePtr combine(JoinKind kind, PlanNodePtr left, PlanNodePtr right,
                      const std::vector<ExprPtr>& conjuncts, std::vector<ColumnId> passed);
  PlanNodePtr index_join(JoinKind kind, const PlanNodePtr& left, const Relation& right,
                         const std::vector<ExprPtr>& conjuncts);
  std::vector<ColumnId> outputs_of(const PlanNodePtr& left, const PlanNodePtr& right,
                                   JoinKind kind) const;

  // Marks what the expressions of a relation read, and plans their sub-selects.
  void require(const Relation& relation);
  void require(const Expr& expr);
  void require_outer_reads(const Relation& relation);
  bool needed(ColumnId id) const { return id < required_.size() && required_[id]; }
  std::vector<ColumnId> needed_of(const std::vector<ColumnId>& ids) const;

  const PlanContext& context_;
  std::vector<bool> required_;
  std::vector<const PlanNode*> ordered_scans_;  // scans that yield the order asked of them
  std::unordered_map<const Relation*, PlanNodePtr> subplans_;
};

// Every id that expressions anywhere below the relation read.
void collect_reads(const Relation& relation, std::vector<ColumnId>& out);

}  // namespace dsql::engine
