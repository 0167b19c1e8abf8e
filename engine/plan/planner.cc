#include "engine/plan/planner.h"

#include "engine/plan/translate.h"

namespace dsql::engine {

PlanPtr plan_query(BoundQuery query, const PlanContext& context) {
  auto plan = std::make_shared<Plan>();
  Translator translator(query.columns.size(), context);
  plan->root = translator.plan_level(query.root);
  plan->subplans = translator.take_subplans();
  plan->query = std::move(query);
  return plan;
}

}  // namespace dsql::engine
