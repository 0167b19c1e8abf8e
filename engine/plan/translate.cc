#include "engine/plan/translate.h"

#include <algorithm>
#include <cmath>

#include "engine/plan/passes.h"

namespace dsql::engine {

namespace {

// The wanted order below a projection: the same keys under the input's ids; nullopt if a key is
// computed.
std::optional<WantedOrder> below_projection(const WantedOrder& order,
                                            const std::vector<Projection>& items) {
  WantedOrder below{{}, order.limited};
  for (const SortKey& key : order.keys) {
    const auto item = std::find_if(items.begin(), items.end(), [&](const Projection& p) {
      return p.column == key.expr->column;
    });
    if (item == items.end() || item->expr->kind != ExprKind::column) return std::nullopt;
    below.keys.push_back({item->expr, key.descending, key.nulls_first});
  }
  return below;
}

bool plain_columns(const std::vector<SortKey>& keys) {
  return std::all_of(keys.begin(), keys.end(),
                     [](const SortKey& key) { return key.expr->kind == ExprKind::column; });
}

// Whether the plan yields its rows in the order that was asked of it: the nodes that pass order
// through, down to an access path that has it.
bool is_ordered(const PlanNode& node, const std::vector<const PlanNode*>& ordered_scans) {
  if (std::holds_alternative<TableAccess>(node.body)) {
    return std::find(ordered_scans.begin(), ordered_scans.end(), &node) != ordered_scans.end();
  }
  const bool passes = std::holds_alternative<Project>(node.body) ||
                      std::holds_alternative<Filter>(node.body) ||
                      std::holds_alternative<LockRows>(node.body);
  return passes && is_ordered(*node.inputs[0], ordered_scans);
}

double constant_or(const ExprPtr& expr, double otherwise) {
  if (!expr || expr->kind != ExprKind::constant || expr->value.is_null()) return otherwise;
  if (expr->value.physical() == Physical::int64)
    return static_cast<double>(expr->value.as<std::int64_t>());
  return otherwise;
}

}  // namespace

void collect_reads(const Relation& relation, std::vector<ColumnId>& out) {
  // The visitor takes expression slots by reference; nothing is written through them here.
  for_each_expression(const_cast<Relation&>(relation), [&](ExprPtr& expr) {
    for_each_column(*expr, [&](ColumnId id) { out.push_back(id); });
  });
  for (const RelationPtr& input : relation.inputs) collect_reads(*input, out);
  if (const auto* with = std::get_if<With>(&relation.body)) {
    for (const CteDefinition& cte : with->ctes) collect_reads(*cte.query, out);
  }
}

void Translator::require(const Expr& expr) {
  for_each_column(expr, [&](ColumnId id) {
    if (id < required_.size()) required_[id] = true;
  });
  for_each_subquery(expr, [&](const Expr& sub) {
    if (subplans_.count(sub.subquery.get()) != 0) return;
    subplans_.emplace(sub.subquery.get(), nullptr);
    subplans_[sub.subquery.get()] = plan_level(sub.subquery);
  });
}

void Translator::require(const Relation& relation) {
  for_each_expression(const_cast<Relation&>(relation), [&](ExprPtr& expr) { require(*expr); });
}

void Translator::require_outer_reads(const Relation& relation) {
  std::vector<ColumnId> reads;
  collect_reads(relation, reads);
  for (const ColumnId id : reads) {
    if (id < required_.size()) required_[id] = true;
  }
}

std::vector<ColumnId> Translator::needed_of(const std::vector<ColumnId>& ids) const {
  std::vector<ColumnId> kept;
  for (const ColumnId id : ids) {
    if (id != no_column && needed(id)) kept.push_back(id);
  }
  return kept;
}

PlanNodePtr Translator::plan_level(RelationPtr relation) {
  fold_constants(*relation, context_.format, context_.services);
  relation = pull_up_sublinks(std::move(relation));
  relation = push_conditions(std::move(relation));
  for (const ColumnId id : relation->outputs) {
    if (id < required_.size()) required_[id] = true;
  }
  return translate(*relation);
}

PlanNodePtr Translator::translate(const Relation& relation, const WantedOrder* order) {
  if (relation.kind != RelationKind::project) require(relation);
  switch (relation.kind) {
    case RelationKind::table_scan: return scan(relation, {}, order);
    case RelationKind::filter: return filter(relation, order);
    case RelationKind::project: return project(relation, order);
    case RelationKind::join: return join(relation);
    case RelationKind::sort: return sort(relation, nullptr);
    case RelationKind::limit: return limit(relation);
    case RelationKind::aggregate: return aggregate(relation);
    case RelationKind::with: return with(relation, order);
    case RelationKind::lock_rows: {
      for (const auto& target : std::get<LockRows>(relation.body).targets)
        required_[target.row_key] = true;
      return unary(relation, std::get<LockRows>(relation.body), 1, order);
    }
    case RelationKind::distinct:
      for (const ColumnId id : relation.outputs) required_[id] = true;
      return unary(relation, std::get<DistinctRelation>(relation.body), 0.5);
    case RelationKind::update: {
      const auto& update = std::get<UpdateRelation>(relation.body);
      required_[update.row_key] = true;
      for (const ColumnId id : update.old_columns) required_[id] = true;
      return unary(relation, update, 1);
    }
    case RelationKind::delete_: {
      const auto& remove = std::get<DeleteRelation>(relation.body);
      required_[remove.row_key] = true;
      for (const ColumnId id : remove.old_columns) required_[id] = true;
      return unary(relation, remove, 1);
    }
    case RelationKind::window: {
      const auto& window = std::get<WindowRelation>(relation.body);
      PlanNodePtr node = unary(relation, window, 1);
      node->outputs = node->inputs[0]->outputs;  // what was pruned below is not there
      for (const AggregateItem& call : window.calls) node->outputs.push_back(call.column);
      return node;
    }
    case RelationKind::set_operation:
    case RelationKind::recursive_union: {
      for (const RelationPtr& input : relation.inputs) {
        for (const ColumnId id : input->outputs) required_[id] = true;
      }
      break;
    }
    default: break;
  }
  auto node = std::make_shared<PlanNode>();
  node->outputs = relation.outputs;
  node->rows = 0;
  const bool by_position = relation.kind == RelationKind::set_operation ||
                           relation.kind == RelationKind::recursive_union;
  for (const RelationPtr& input : relation.inputs) {
    if (by_position) node->input_columns.push_back(input->outputs);
    node->inputs.push_back(translate(*input));
    node->rows += node->inputs.back()->rows;
    node->cost += node->inputs.back()->cost;
  }
  std::visit(
      [&](const auto& body) {
        using Body = std::decay_t<decltype(body)>;
        if constexpr (!std::is_same_v<Body, TableScan> && !std::is_same_v<Body, Join>)
          node->body = body;
      },
      relation.body);
  if (const auto* values = std::get_if<ValuesList>(&relation.body)) {
    node->rows = static_cast<double>(values->rows.size());
  } else if (relation.inputs.empty()) {
    node->rows = relation.kind == RelationKind::one_row ? 1 : 100;
  }
  node->cost += node->rows;
  return node;
}

template <class Body>
PlanNodePtr Translator::unary(const Relation& relation, const Body& body, double selectivity,
                              const WantedOrder* order) {
  auto node = std::make_shared<PlanNode>();
  node->inputs.push_back(translate(*relation.inputs[0], order));
  const bool passes_input = std::is_same_v<Body, Filter> || std::is_same_v<Body, LockRows> ||
                            std::is_same_v<Body, SortRelation> || std::is_same_v<Body, TopN> ||
                            std::is_same_v<Body, LimitRelation> ||
                            std::is_same_v<Body, DistinctRelation>;
  node->outputs = passes_input ? node->inputs[0]->outputs : relation.outputs;
  node->rows = std::max(node->inputs[0]->rows * selectivity, 1.0);
  node->cost = node->inputs[0]->cost + node->inputs[0]->rows;
  node->body = body;
  return node;
}

PlanNodePtr Translator::scan(const Relation& relation, const std::vector<ExprPtr>& conjuncts,
                             const WantedOrder* order) {
  const auto& body = std::get<TableScan>(relation.body);
  std::vector<ColumnId> wanted = needed_of(body.columns);
  AccessPath path = choose_access(body, conjuncts, wanted, order, context_);
  auto node = std::make_shared<PlanNode>();
  for (const auto& [number, id] : path.access.columns) node->outputs.push_back(id);
  if (body.row_key != no_column && needed(body.row_key)) {
    node->outputs.push_back(body.row_key);
  } else {
    path.access.row_key = no_column;
  }
  node->rows = path.rows;
  node->cost = path.cost;
  node->body = std::move(path.access);
  if (path.ordered) ordered_scans_.push_back(node.get());
  return node;
}

PlanNodePtr Translator::filter(const Relation& relation, const WantedOrder* order) {
  const auto& body = std::get<Filter>(relation.body);
  const Relation& input = *relation.inputs[0];
  if (input.kind == RelationKind::table_scan) {
    std::vector<ExprPtr> conjuncts;
    split_conjuncts(body.condition, conjuncts);
    return scan(input, conjuncts, order);
  }
  return unary(relation, body, 0.33, order);
}

PlanNodePtr Translator::project(const Relation& relation, const WantedOrder* order) {
  const auto& body = std::get<Project>(relation.body);
  std::optional<WantedOrder> below;
  if (order != nullptr) below = below_projection(*order, body.items);
  auto node = std::make_shared<PlanNode>();
  // Only items that are read above are computed; volatile ones always are.
  Project kept;
  for (const Projection& item : body.items) {
    if (!needed(item.column) && !is_volatile(*item.expr)) continue;
    require(*item.expr);
    kept.items.push_back(item);
    node->outputs.push_back(item.column);
  }
  node->inputs.push_back(translate(*relation.inputs[0], below ? &*below : nullptr));
  node->rows = node->inputs[0]->rows;
  node->cost = node->inputs[0]->cost + node->rows * 0.1;
  node->body = std::move(kept);
  return node;
}

PlanNodePtr Translator::sort(const Relation& relation, const LimitRelation* limit) {
  const auto& keys = std::get<SortRelation>(relation.body).keys;
  require(relation);
  std::optional<WantedOrder> order;
  if (plain_columns(keys)) order = WantedOrder{keys, limit != nullptr};
  PlanNodePtr input = translate(*relation.inputs[0], order ? &*order : nullptr);
  if (order && is_ordered(*input, ordered_scans_)) return input;
  auto node = std::make_shared<PlanNode>();
  node->outputs = input->outputs;
  node->rows = input->rows;
  node->cost = input->cost + input->rows * 2;
  if (limit != nullptr && limit->count && !limit->with_ties) {
    node->body = TopN{keys, limit->count, limit->offset};
  } else {
    node->body = SortRelation{keys};
  }
  node->inputs.push_back(std::move(input));
  return node;
}

PlanNodePtr Translator::limit(const Relation& relation) {
  const auto& body = std::get<LimitRelation>(relation.body);
  const Relation* input = relation.inputs[0].get();
  auto node = std::make_shared<PlanNode>();
  if (input->kind == RelationKind::sort) {
    node->inputs.push_back(sort(*input, &body));
  } else if (input->kind == RelationKind::project && input->inputs[0]->kind == RelationKind::sort) {
    // A projection above the sort passes rows one by one: the limit reaches through it.
    require(*input);
    auto above = std::make_shared<PlanNode>();
    above->inputs.push_back(sort(*input->inputs[0], &body));
    above->outputs = input->outputs;
    above->rows = above->inputs[0]->rows;
    above->cost = above->inputs[0]->cost;
    above->body = std::get<Project>(input->body);
    node->inputs.push_back(std::move(above));
  } else {
    node->inputs.push_back(translate(*input));
  }
  PlanNode* below = node->inputs[0].get();
  while (std::holds_alternative<Project>(below->body)) below = below->inputs[0].get();
  if (auto* lock = std::get_if<LockRows>(&below->body)) lock->row_by_row = true;
  node->outputs = node->inputs[0]->outputs;
  node->rows = std::min(node->inputs[0]->rows, constant_or(body.count, node->inputs[0]->rows));
  node->cost = node->inputs[0]->cost;
  node->body = body;
  return node;
}

PlanNodePtr Translator::aggregate(const Relation& relation) {
  const auto& body = std::get<AggregateRelation>(relation.body);
  auto node = std::make_shared<PlanNode>();
  node->inputs.push_back(translate(*relation.inputs[0]));
  node->outputs = relation.outputs;
  const double input_rows = node->inputs[0]->rows;
  node->rows = body.keys.empty() ? 1 : std::max(std::sqrt(input_rows), 1.0);
  node->cost = node->inputs[0]->cost + input_rows;
  node->body = body;
  return node;
}

PlanNodePtr Translator::with(const Relation& relation, const WantedOrder* order) {
  auto node = std::make_shared<PlanNode>();
  const auto& body = std::get<With>(relation.body);
  for (const CteDefinition& cte : body.ctes) {
    subplans_.emplace(cte.query.get(), nullptr);
    subplans_[cte.query.get()] = plan_level(cte.query);
  }
  node->inputs.push_back(translate(*relation.inputs[0], order));
  node->outputs = node->inputs[0]->outputs;
  node->rows = node->inputs[0]->rows;
  node->cost = node->inputs[0]->cost;
  node->body = body;
  return node;
}

}  // namespace dsql::engine
