#include "engine/bind/group.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/walk.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

using Set = std::vector<std::uint32_t>;
using Sets = std::vector<Set>;

constexpr std::size_t max_sets = 4096;

// Collects key expressions and expands grouping sets.
class GroupBuilder {
 public:
  GroupBuilder(Binder& binder, Level& level, std::vector<Target>& targets, GroupClause& clause)
      : binder_(binder), level_(level), targets_(targets), clause_(clause) {}

  // The sets one item of GROUP BY stands for.
  Sets sets_of(const Node& node, GroupForm& form) {
    if (node.node_case != PG_QUERY__NODE__NODE_GROUPING_SET) return {columns_of_item(node, form)};
    clause_.has_sets = true;
    const auto& grouping = *node.grouping_set;
    const Nodes content = nodes(grouping.content, grouping.n_content);
    form.kind = grouping.kind;
    switch (grouping.kind) {
      case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_EMPTY: return {{}};
      case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_SETS: {
        Sets all;
        for (const Node* item : content) {
          Sets inner = sets_of(*item, form.items.emplace_back());
          all.insert(all.end(), inner.begin(), inner.end());
        }
        return all;
      }
      case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_ROLLUP: return rollup(content, form);
      case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_CUBE:
        return cube(content, form, grouping.location);
      default: break;
    }
    rules::raise(rules::error(conditions::unsupported_node, PG_QUERY__NODE__NODE_GROUPING_SET)
                     .at(grouping.location));
  }

 private:
  // Keys of one item: an expression, or (a, b) as several.
  Set columns_of_item(const Node& node, GroupForm& form) {
    Set set;
    if (node.node_case == PG_QUERY__NODE__NODE_ROW_EXPR &&
        node.row_expr->row_format == PG_QUERY__COERCION_FORM__COERCE_IMPLICIT_CAST) {
      for (const Node* item : nodes(node.row_expr->args, node.row_expr->n_args))
        add(set, columns_of_item(*item, form));
      return set;
    }
    if (node.node_case == PG_QUERY__NODE__NODE_LIST) {
      for (const Node* item : list_of(node)) add(set, columns_of_item(*item, form));
      return set;
    }
    const std::size_t at = find_target(binder_, level_, node, targets_, Place::group_by);
    form.targets.push_back(at);
    ExprPtr& expr = targets_[at].expr;
    expr = settle_unknown(binder_, expr);
    if (equality_operator(expr->type) == nullptr)
      rules::raise(rules::error(conditions::no_equality_operator, type_name_of(*expr))
                       .at(location_of(&node)));
    return {key_of(expr)};
  }

  std::uint32_t key_of(const ExprPtr& expr) {
    for (std::uint32_t i = 0; i < clause_.keys.size(); ++i)
      if (equal_exprs(clause_.keys[i], expr)) return i;
    clause_.keys.push_back(expr);
    return static_cast<std::uint32_t>(clause_.keys.size() - 1);
  }

  static void add(Set& set, const Set& more) {
    for (std::uint32_t key : more)
      if (std::ranges::find(set, key) == set.end()) set.push_back(key);
  }

  Sets rollup(Nodes content, GroupForm& form) {
    Sets all;
    Set so_far;
    all.push_back(so_far);
    for (const Node* item : content) {
      add(so_far, columns_of_item(*item, form.items.emplace_back()));
      all.push_back(so_far);
    }
    std::ranges::reverse(all);
    return all;
  }

  Sets cube(Nodes content, GroupForm& form, int location) {
    if (content.size() > 12) rules::raise(rules::error(conditions::cube_too_large).at(location));
    std::vector<Set> items;
    for (const Node* item : content)
      items.push_back(columns_of_item(*item, form.items.emplace_back()));
    Sets all;
    for (std::size_t left = std::size_t{1} << items.size(); left-- > 0;) {
      Set set;
      for (std::size_t i = 0; i < items.size(); ++i)
        if ((left >> (items.size() - 1 - i)) & 1) add(set, items[i]);
      all.push_back(set);
    }
    return all;
  }

  Binder& binder_;
  Level& level_;
  std::vector<Target>& targets_;
  GroupClause& clause_;
};

// Each set of the first with each of the second.
Sets cross(const Sets& first, const Sets& second, int location) {
  if (first.size() * second.size() > max_sets)
    rules::raise(
        rules::error(conditions::too_many_grouping_sets, static_cast<int>(max_sets)).at(location));
  Sets product;
  for (const Set& a : first) {
    for (const Set& b : second) {
      Set both = a;
      for (std::uint32_t key : b)
        if (std::ranges::find(both, key) == both.end()) both.push_back(key);
      product.push_back(both);
    }
  }
  return product;
}

void drop_equal_sets(Sets& sets) {
  Sets kept;
  for (const Set& set : sets) {
    const bool known = std::ranges::any_of(
        kept, [&](const Set& other) { return std::ranges::is_permutation(other, set); });
    if (!known) kept.push_back(set);
  }
  sets = std::move(kept);
}

// Rewrites expressions above an aggregation.
class GroupRewriter {
 public:
  GroupRewriter(Binder& binder, Level& level, GroupClause& clause, const Relation& input)
      : binder_(binder), level_(level), clause_(clause), input_(input) {
    for (const ExprPtr& key : clause.keys) add_key(key);
  }

  ExprPtr rewrite(const ExprPtr& expr) {
    return replace_in_expr(expr, [this](const ExprPtr& part) { return replaced(part); });
  }

  std::uint32_t key_index(const ExprPtr& expr) const {
    for (std::uint32_t i = 0; i < clause_.keys.size(); ++i)
      if (equal_exprs(clause_.keys[i], expr)) return i;
    return UINT32_MAX;
  }

  std::vector<Projection> keys;

 private:
  void add_key(const ExprPtr& key) {
    const bool plain = key->kind == ExprKind::column && !clause_.has_sets && made_here(key->column);
    if (plain) {
      keys.push_back({key->column, key});
      return;
    }
    const ColumnId id = binder_.new_column("group", *key);
    if (key->kind == ExprKind::column) {
      const ColumnOrigin origin = binder_.columns[key->column];
      binder_.columns[id] = origin;
    }
    keys.push_back({id, key});
  }

  bool made_here(ColumnId id) const {
    return std::ranges::find(input_.outputs, id) != input_.outputs.end();
  }

  // What stands for `part` above the aggregation; null to look inside it.
  ExprPtr replaced(const ExprPtr& part) {
    const bool leaf = part->kind == ExprKind::constant || part->kind == ExprKind::parameter;
    if (leaf) return part;
    // Inside sub-selects only grouped columns are known, as in PostgreSQL, not other expressions.
    for (std::size_t i = 0; i < keys.size(); ++i)
      if ((subquery_depth_ == 0 || part->kind == ExprKind::column) &&
          equal_exprs(clause_.keys[i], part))
        return column_expr(binder_, keys[i].column, part->location);
    if (part->kind == ExprKind::column) {
      if (!made_here(part->column)) return part;
      return ungrouped(part);
    }
    if (part->subquery == nullptr) return nullptr;
    auto copy = std::make_shared<Expr>(*part);
    for (ExprPtr& argument : copy->args) argument = rewrite(argument);
    ++subquery_depth_;
    const Replace inside = [this](const ExprPtr& inner) { return replaced(inner); };
    if (!copy->correlated.empty()) replace_in_relation(*copy->subquery, inside);
    --subquery_depth_;
    copy->correlated = free_columns(*copy->subquery);
    return copy;
  }

  const ScopeItem* owner_of(ColumnId id, std::string_view& name) const {
    for (const auto& item : level_.items) {
      if (item->kind == ScopeItem::Kind::join) continue;
      if (item->whole_row == id) {
        name = item->name;
        return item.get();
      }
      for (const ScopeColumn& column : item->columns) {
        if (column.id != id) continue;
        name = column.name;
        return item.get();
      }
    }
    return nullptr;
  }

  // A column that is not grouped, but may depend on the primary key of its table, which is.
  ExprPtr ungrouped(const ExprPtr& column) {
    std::string_view name;
    const ScopeItem* item = owner_of(column->column, name);
    if (item != nullptr && item->table != nullptr && key_is_grouped(*item)) {
      clause_.keys.push_back(column);
      add_key(column);
      const auto added = static_cast<std::uint32_t>(clause_.keys.size() - 1);
      for (Set& set : clause_.sets) set.push_back(added);
      return column_expr(binder_, keys.back().column, column->location);
    }
    // A merged column is what it was computed from, of which all may be grouped.
    for (const auto& [merged, value] : level_.merged)
      if (merged == column->column) return rewrite(value);
    std::string full(name);
    if (item != nullptr && !item->name.empty()) full = std::string(item->name) + "." + full;
    if (item == nullptr) full = binder_.column(column->column).name;
    const auto& condition = subquery_depth_ > 0 ? conditions::subquery_uses_ungrouped_column
                                                : conditions::column_must_be_grouped;
    rules::raise(rules::error(condition, full).at(column->location));
  }

  bool key_is_grouped(const ScopeItem& item) const {
    const Index* primary = item.table->primary_key();
    if (primary == nullptr) return false;
    return std::ranges::all_of(primary->keys, [&](const IndexKey& part) {
      const auto grouped = [&](std::uint32_t key) {
        const Expr& expr = *clause_.keys[key];
        if (expr.kind != ExprKind::column) return false;
        const ColumnOrigin& origin = binder_.column(expr.column);
        const bool of_item = std::ranges::any_of(
            item.columns, [&](const ScopeColumn& c) { return c.id == expr.column; });
        return of_item && origin.attribute == part.column;
      };
      return std::ranges::all_of(clause_.sets,
                                 [&](const Set& set) { return std::ranges::any_of(set, grouped); });
    });
  }

  Binder& binder_;
  Level& level_;
  GroupClause& clause_;
  const Relation& input_;
  int subquery_depth_ = 0;
};

}  // namespace

GroupClause bind_group_clause(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                              std::vector<Target>& targets) {
  GroupClause clause;
  const Nodes list = nodes(statement.group_clause, statement.n_group_clause);
  if (list.empty()) return clause;
  clause.present = true;
  GroupBuilder builder(binder, level, targets, clause);
  clause.sets = {{}};
  for (const Node* node : list)
    clause.sets =
        cross(clause.sets, builder.sets_of(*node, clause.items.emplace_back()), location_of(node));
  if (statement.group_distinct) drop_equal_sets(clause.sets);
  return clause;
}

RelationPtr make_aggregation(Binder& binder, Level& level, GroupClause clause, RelationPtr input,
                             const VisitExprs& visit) {
  if (clause.sets.empty()) clause.sets = {{}};
  GroupRewriter rewriter(binder, level, clause, *input);
  visit([&](ExprPtr& expr) { expr = rewriter.rewrite(expr); });
  AggregateRelation body;
  for (const GroupingUse& use : level.groupings) {
    std::vector<std::uint32_t> indexes;
    for (const ExprPtr& argument : use.arguments) {
      const std::uint32_t index = rewriter.key_index(argument);
      if (index == UINT32_MAX)
        rules::raise(rules::error(conditions::grouping_arguments).at(argument->location));
      indexes.push_back(index);
    }
    body.groupings.emplace_back(use.column, std::move(indexes));
  }
  for (AggregateUse& use : level.aggregates)
    body.aggregates.push_back({use.column, std::move(use.call)});
  body.keys = std::move(rewriter.keys);
  body.sets = std::move(clause.sets);
  std::vector<ColumnId> outputs = columns_of(body.keys);
  for (const AggregateItem& item : body.aggregates) outputs.push_back(item.column);
  for (const auto& grouping : body.groupings) outputs.push_back(grouping.first);
  return make_relation(RelationKind::aggregate, {std::move(input)}, std::move(outputs),
                       std::move(body));
}

}  // namespace dsql::engine
