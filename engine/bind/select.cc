#include "engine/bind/select.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/from.h"
#include "engine/bind/group.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/sort.h"
#include "engine/bind/target_list.h"
#include "engine/bind/walk.h"
#include "engine/bind/with.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

void note_named_windows(Level& level, Nodes clause) {
  for (const Node* node : clause) {
    const auto& window = *node->window_def;
    const std::string_view name = text_of(window.name);
    for (const NamedWindow& other : level.named_windows)
      if (other.name == name)
        rules::raise(rules::error(conditions::duplicate_window, name).at(window.location));
    level.named_windows.push_back({.name = name, .definition = &window, .spec = std::nullopt});
  }
}

// One SELECT while it is bound: the parts between FROM and the finished relation.
struct PlainSelect {
  Binder& binder;
  Level& level;
  const PgQuery__SelectStmt& statement;
  const SelectOptions& options;

  RelationPtr root;
  std::vector<Target> targets;
  ExprPtr having;
  std::vector<SortItem> sort;
  GroupClause group;
  bool distinct = false;
  std::vector<std::size_t> distinct_on;  // targets
  std::vector<std::size_t> sets_below;   // of level.sets: those GROUP BY needs

  void bind_clauses();
  void bind_distinct();
  void record(QueryForm& form) const;
  void check_locking();
  void add_sets(bool below_group);
  void add_aggregation();
  void add_windows();
  BoundSelect finish();
  bool sorts_below() const;
  std::vector<SortKey> sort_keys(bool of_outputs) const;
};

void PlainSelect::bind_clauses() {
  note_named_windows(level, nodes(statement.window_clause, statement.n_window_clause));
  root = bind_from_clause(binder, level, nodes(statement.from_clause, statement.n_from_clause));
  if (root == nullptr) root = make_one_row();
  targets = bind_target_list(binder, level, nodes(statement.target_list, statement.n_target_list),
                             Place::select_list);
  if (statement.where_clause != nullptr) {
    ExprPtr where = bind_condition(binder, level, *statement.where_clause, Place::where);
    if (level.form != nullptr) level.form->where = where;
    root = make_filter(std::move(root), std::move(where));
  }
  if (statement.having_clause != nullptr)
    having = bind_condition(binder, level, *statement.having_clause, Place::having);
  sort = bind_sort_clause(binder, level, nodes(statement.sort_clause, statement.n_sort_clause),
                          targets);
  group = bind_group_clause(binder, level, statement, targets);
  if (statement.n_distinct_clause > 0) bind_distinct();
  bind_named_windows(binder, level);
  pass_whole_rows(binder, level, *root);
  if (!options.keep_unknown || distinct) {
    for (Target& target : targets) target.expr = settle_unknown(binder, target.expr);
  }
  if (level.form != nullptr) record(*level.form);
}

void PlainSelect::record(QueryForm& form) const {
  for (const Target& target : targets)
    form.targets.push_back({std::string(target.name), target.expr, target.junk});
  form.distinct = distinct;
  form.distinct_on = distinct_on;
  form.having = having;
  form.grouped = group.present;
  form.group_distinct = statement.group_distinct;
  form.group = group.items;
  for (const SortItem& item : sort)
    form.sort.push_back({item.target, item.descending, item.nulls_first});
  for (const Node* node : level.locking) {
    LockForm lock;
    lock.strength = node->locking_clause->strength;
    lock.wait = node->locking_clause->wait_policy;
    for (const Node* name :
         nodes(node->locking_clause->locked_rels, node->locking_clause->n_locked_rels)) {
      for (const ScopeItem* item : level.visible)
        if (item->name == text_of(name->range_var->relname)) lock.of.push_back(item->range);
    }
    form.locks.push_back(std::move(lock));
  }
}

void PlainSelect::bind_distinct() {
  const Nodes clause = nodes(statement.distinct_clause, statement.n_distinct_clause);
  distinct = true;
  // Plain DISTINCT is a list of one absent node.
  const bool on = clause[0] != nullptr && clause[0]->node_case != PG_QUERY__NODE__NODE__NOT_SET;
  const auto check = [&](const Target& target) {
    if (equality_operator(target.expr->type) == nullptr && target.expr->type != oid::unknown)
      rules::raise(rules::error(conditions::no_equality_operator, type_name_of(*target.expr))
                       .at(target.expr->location));
  };
  if (!on) {
    for (const SortItem& item : sort)
      if (targets[item.target].junk)
        rules::raise(rules::error(conditions::order_by_not_in_distinct_list).at(item.location));
    for (const Target& target : targets) check(target);
    return;
  }
  for (const Node* node : clause) {
    const std::size_t at = find_target(binder, level, *node, targets, Place::distinct_on);
    targets[at].expr = settle_unknown(binder, targets[at].expr);
    check(targets[at]);
    if (std::ranges::find(distinct_on, at) == distinct_on.end()) distinct_on.push_back(at);
  }
  bool skipped = false;
  std::size_t matched = 0;
  for (const SortItem& item : sort) {
    const bool in_list = std::ranges::find(distinct_on, item.target) != distinct_on.end();
    if (in_list && skipped)
      rules::raise(rules::error(conditions::distinct_on_must_match_order_by).at(item.location));
    matched += in_list;
    skipped |= !in_list;
  }
  if (skipped && matched < distinct_on.size())
    rules::raise(
        rules::error(conditions::distinct_on_must_match_order_by).at(location_of(clause[0])));
}

void PlainSelect::check_locking() {
  if (statement.n_locking_clause == 0 && options.lock == 0) return;
  const auto refuse = [&](bool has, std::string_view what) {
    if (has) refuse_locking(statement, options.lock, what);
  };
  refuse(distinct, "DISTINCT clause");
  refuse(group.present, "GROUP BY clause");
  refuse(having != nullptr, "HAVING clause");
  refuse(!level.aggregates.empty(), "aggregate functions");
  refuse(!level.windows.empty(), "window functions");
  refuse(!level.sets.empty(), "set-returning functions in the target list");
}

// Puts the set-returning calls over the relation, those inside others first.
void PlainSelect::add_sets(bool below_group) {
  const auto wanted = [&](std::size_t i) {
    return (std::ranges::find(sets_below, i) != sets_below.end()) == below_group;
  };
  for (int depth = 0;; ++depth) {
    std::vector<Projection> items;
    bool deeper = false;
    for (std::size_t i = 0; i < level.sets.size(); ++i) {
      if (!wanted(i)) continue;
      if (level.sets[i].depth == depth) items.push_back({level.sets[i].column, level.sets[i].call});
      deeper |= level.sets[i].depth > depth;
    }
    if (!items.empty()) {
      std::vector<Projection> all;
      for (ColumnId id : root->outputs) all.push_back({id, column_expr(binder, id, -1)});
      all.insert(all.end(), items.begin(), items.end());
      std::vector<ColumnId> outputs = columns_of(all);
      root = make_relation(RelationKind::project_set, {std::move(root)}, std::move(outputs),
                           ProjectSet{std::move(all)});
    }
    if (!deeper) return;
  }
}

void PlainSelect::add_aggregation() {
  // HAVING without groups or aggregates asks about one group, whatever its rows.
  const bool degenerate = level.aggregates.empty() && !group.present && level.groupings.empty();
  const bool aggregates =
      !level.aggregates.empty() || group.present || having != nullptr || !level.groupings.empty();
  if (!aggregates) return;
  if (level.refers_to_itself && !level.aggregates.empty())
    rules::raise(
        rules::error(conditions::recursive_aggregate).at(level.aggregates[0].call->location));
  for (std::size_t i = 0; i < level.sets.size(); ++i) {
    for (const ExprPtr& key : group.keys) {
      bool uses = false;
      for_each_expr(key, [&](const Expr& inner) {
        uses |= inner.kind == ExprKind::column && inner.column == level.sets[i].column;
      });
      if (uses) sets_below.push_back(i);
    }
  }
  add_sets(true);
  root = make_aggregation(binder, level, std::move(group), std::move(root),
                          [&](const std::function<void(ExprPtr&)>& rewrite) {
                            for (Target& target : targets) rewrite(target.expr);
                            if (having != nullptr) rewrite(having);
                            for (std::size_t i = 0; i < level.sets.size(); ++i)
                              if (std::ranges::find(sets_below, i) == sets_below.end())
                                rewrite(level.sets[i].call);
                            for (WindowUse& use : level.windows) {
                              for (ExprPtr& expr : use.spec.partition_by) rewrite(expr);
                              for (SortKey& key : use.spec.order_by) rewrite(key.expr);
                              for (AggregateItem& item : use.calls) rewrite(item.call);
                            }
                          });
  if (degenerate && root->outputs.empty()) root = make_one_row();
  if (having != nullptr) root = make_filter(std::move(root), std::move(having));
}

void PlainSelect::add_windows() {
  for (WindowUse& use : level.windows) {
    std::vector<ColumnId> outputs = root->outputs;
    for (const AggregateItem& item : use.calls) outputs.push_back(item.column);
    root = make_relation(RelationKind::window, {std::move(root)}, std::move(outputs),
                         WindowRelation{std::move(use.spec), std::move(use.calls)});
  }
}

// Whether the sort can stand below the select list: nothing between them changes the rows, and its
// keys are columns, or the rows are locked in between.
bool PlainSelect::sorts_below() const {
  if (distinct || !level.sets.empty()) return false;
  if (!level.locking.empty() || level.inherited_lock > 0) return true;
  return std::ranges::all_of(sort, [&](const SortItem& item) {
    const Expr& expr = *targets[item.target].expr;
    return expr.kind == ExprKind::column &&
           std::ranges::find(root->outputs, expr.column) != root->outputs.end();
  });
}

std::vector<SortKey> PlainSelect::sort_keys(bool of_outputs) const {
  std::vector<SortKey> keys;
  for (const SortItem& item : sort) {
    const Target& target = targets[item.target];
    keys.push_back({of_outputs ? column_expr(binder, target.column, -1) : target.expr,
                    item.descending, item.nulls_first});
  }
  return keys;
}

BoundSelect PlainSelect::finish() {
  BoundSelect result;
  const auto add_outputs = [&] {
    for (const Target& target : targets)
      if (!target.junk) result.outputs.push_back({target.name, target.column});
  };
  if (sorts_below()) {
    if (!sort.empty()) root = make_sort(std::move(root), sort_keys(false));
    root = add_locks(binder, level, std::move(root));
    root = add_limit(binder, level, statement, std::move(root));
    std::erase_if(targets, [](const Target& target) { return target.junk; });
    std::vector<Projection> items = project_targets(binder, targets, *root);
    root = make_project(std::move(root), std::move(items));
    result.project = root.get();
    add_outputs();
    return result;
  }
  add_sets(false);
  // Rows are distinct in what is shown, not in what they were grouped by besides.
  if (distinct && distinct_on.empty())
    std::erase_if(targets, [](const Target& target) { return target.junk; });
  std::vector<Projection> items = project_targets(binder, targets, *root);
  root = make_project(std::move(root), std::move(items));
  if (sort.empty() && !distinct && targets.size() == root->outputs.size())
    result.project = root.get();
  const bool on = !distinct_on.empty();
  if (on && !sort.empty()) root = make_sort(std::move(root), sort_keys(true));
  if (distinct) {
    DistinctRelation body{.on = {}, .has_on = on};
    for (std::size_t at : distinct_on) body.on.push_back(targets[at].column);
    std::vector<ColumnId> outputs = root->outputs;
    root = make_relation(RelationKind::distinct, {std::move(root)}, std::move(outputs),
                         std::move(body));
    result.project = nullptr;
  }
  if (!on && !sort.empty()) root = make_sort(std::move(root), sort_keys(true));
  root = add_limit(binder, level, statement, std::move(root));
  add_outputs();
  if (result.outputs.size() != targets.size()) {
    std::vector<ColumnId> kept;
    for (const SelectOutput& output : result.outputs) kept.push_back(output.column);
    root = make_pick(binder, std::move(root), kept);
    result.project = nullptr;
  }
  return result;
}

}  // namespace

BoundSelect bind_plain_select(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                              const SelectOptions& options) {
  PlainSelect select{.binder = binder,
                     .level = level,
                     .statement = statement,
                     .options = options,
                     .root = nullptr,
                     .targets = {},
                     .having = nullptr,
                     .sort = {},
                     .group = {},
                     .distinct_on = {},
                     .sets_below = {}};
  select.bind_clauses();
  select.check_locking();
  select.add_aggregation();
  select.add_windows();
  BoundSelect result = select.finish();
  result.root = std::move(select.root);
  return result;
}

BoundSelect bind_select(Binder& binder, Level* parent, const PgQuery__SelectStmt& statement,
                        const SelectOptions& options) {
  if (statement.into_clause != nullptr)
    rules::raise(conditions::unsupported_node, PG_QUERY__NODE__NODE_INTO_CLAUSE);
  Level level(parent);
  level.defining_cte = options.defining_cte;
  level.in_expression = options.in_expression;
  level.locking = nodes(statement.locking_clause, statement.n_locking_clause);
  level.inherited_lock = options.lock;
  if (binder.forms != nullptr) level.form = std::make_shared<QueryForm>();
  WithScope with(binder, level, statement.with_clause);
  BoundSelect result;
  if (statement.larg != nullptr) {
    result = bind_set_operation(binder, level, statement, options);
  } else if (statement.n_values_lists > 0) {
    result = bind_values(binder, level, statement, options);
  } else {
    result = bind_plain_select(binder, level, statement, options);
  }
  result.form = level.form;
  result.root = with.wrap(std::move(result.root));
  return result;
}

BoundSelect bind_subselect(Binder& binder, Level* parent, const Node& query,
                           const SelectOptions& options) {
  if (query.node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
    rules::raise(conditions::unsupported_node, static_cast<int>(query.node_case));
  return bind_select(binder, parent, *query.select_stmt, options);
}

ExprPtr untyped_output(const Binder& binder, const BoundSelect& select, std::size_t i) {
  if (select.project == nullptr || binder.column(select.outputs[i].column).type != oid::unknown)
    return nullptr;
  return std::get<Project>(select.project->body).items[i].expr;
}

void retype_outputs(Binder& binder, BoundSelect& select, const std::vector<Oid>& types,
                    std::string_view clause) {
  std::vector<Projection> items;
  bool changed = false;
  for (std::size_t i = 0; i < types.size(); ++i) {
    ColumnId& column = select.outputs[i].column;
    if (ExprPtr literal = untyped_output(binder, select, i)) {
      ExprPtr typed = coerce_to_common(binder, literal, types[i], clause);
      binder.columns[column].type = typed->type;
      if (select.form != nullptr && i < select.form->targets.size())
        select.form->targets[i].expr = typed;
      std::get<Project>(select.project->body).items[i].expr = std::move(typed);
    }
    const ExprPtr reference = column_expr(binder, column, -1);
    const ExprPtr wanted = coerce_to_common(binder, reference, types[i], clause);
    if (wanted == reference) {
      items.push_back({column, reference});
      continue;
    }
    changed = true;
    column = binder.new_column(select.outputs[i].name, types[i], wanted->modifier);
    items.push_back({column, wanted});
  }
  if (!changed) return;
  select.root = make_project(std::move(select.root), std::move(items));
  select.project = nullptr;
}

}  // namespace dsql::engine
