#include "engine/bind/with_search.h"

#include <algorithm>

#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/parse/statement.h"
#include "engine/bind/expression.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

constexpr std::string_view left_alias = "\"*left*\"", right_alias = "\"*right*\"";

std::string dotted(std::string_view alias, std::string_view column) {
  return std::string(alias) + "." + quote_identifier(column);
}

bool is_plain(const PgQuery__SelectStmt& query) {
  return query.op == PG_QUERY__SET_OPERATION__SETOP_NONE && query.larg == nullptr;
}

std::string range_alias(const PgQuery__RangeVar& range) {
  const bool aliased = range.alias != nullptr && present(range.alias->aliasname);
  return quote_identifier(aliased ? range.alias->aliasname : range.relname);
}

bool names_cte(const Node& item, std::string_view cte) {
  return item.node_case == PG_QUERY__NODE__NODE_RANGE_VAR && !present(item.range_var->schemaname) &&
         text_of(item.range_var->relname) == cte;
}

// The items of a FROM clause, those of its joins among them.
void collect_items(Nodes list, std::vector<const Node*>& items) {
  for (Node* node : list) {
    if (node->node_case != PG_QUERY__NODE__NODE_JOIN_EXPR) {
      items.push_back(node);
      continue;
    }
    const auto& join = *node->join_expr;
    if (join.alias != nullptr) continue;
    collect_items({&node->join_expr->larg, 1}, items);
    collect_items({&node->join_expr->rarg, 1}, items);
  }
}

bool merges_columns(Nodes list) {
  return std::ranges::any_of(list, [](const Node* node) {
    if (node->node_case != PG_QUERY__NODE__NODE_JOIN_EXPR) return false;
    const auto& join = *node->join_expr;
    return join.is_natural || join.n_using_clause > 0 || join.alias != nullptr ||
           merges_columns({&node->join_expr->larg, 1}) ||
           merges_columns({&node->join_expr->rarg, 1});
  });
}

// The alias of an item that is no relation; empty if it has none.
std::string item_alias(const Node& item) {
  const PgQuery__Alias* alias = nullptr;
  if (item.node_case == PG_QUERY__NODE__NODE_RANGE_VAR) return range_alias(*item.range_var);
  if (item.node_case == PG_QUERY__NODE__NODE_RANGE_SUBSELECT) alias = item.range_subselect->alias;
  if (item.node_case == PG_QUERY__NODE__NODE_RANGE_FUNCTION) alias = item.range_function->alias;
  return alias == nullptr ? "" : quote_identifier(alias->aliasname);
}

// Whether FROM itself, or a join in it, names the query.
bool names(const Node& item, std::string_view query) {
  if (item.node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
    return text_of(item.range_var->schemaname).empty() && query == item.range_var->relname;
  if (item.node_case != PG_QUERY__NODE__NODE_JOIN_EXPR) return false;
  return names(*item.join_expr->larg, query) || names(*item.join_expr->rarg, query);
}

bool refers_at_top(const PgQuery__SelectStmt& select, std::string_view query) {
  if (select.with_clause != nullptr) {
    for (const Node* own : nodes(select.with_clause->ctes, select.with_clause->n_ctes)) {
      if (query == own->common_table_expr->ctename) return false;  // hides it
    }
  }
  return std::ranges::any_of(nodes(select.from_clause, select.n_from_clause),
                             [&](const Node* item) { return names(*item, query); });
}

}  // namespace

SearchedUnion::SearchedUnion(Binder& binder, Level& level, const PgQuery__CommonTableExpr& cte,
                             const PgQuery__SelectStmt& statement, std::vector<std::string> columns)
    : binder_(binder),
      cte_(cte),
      search_(cte.search_clause),
      cycle_(cte.cycle_clause),
      columns_(std::move(columns)),
      union_(statement) {
  if (!is_plain(*statement.larg))
    rules::raise(rules::error(conditions::search_side_not_select, "left").at(cte.location));
  if (!is_plain(*statement.rarg) || statement.rarg->n_values_lists > 0)
    rules::raise(rules::error(conditions::search_side_not_select, "right").at(cte.location));
  if (!refers_at_top(*statement.rarg, cte.ctename)) {
    rules::raise(
        rules::error(conditions::search_reference_not_at_top, cte.ctename).at(cte.location));
  }
  if (search_ != nullptr) check_search(*search_);
  if (cycle_ != nullptr) check_cycle(level, *cycle_);
  make_left(*statement.larg);
  make_right(*statement.rarg);
}

void SearchedUnion::check_list(std::string_view what, Nodes list) const {
  std::vector<std::string_view> seen;
  for (const Node* node : list) {
    const std::string_view name = string_of(*node);
    if (std::ranges::find(columns_, name) == columns_.end())
      rules::raise(rules::error(conditions::search_column_missing, what, name).at(cte_.location));
    if (std::ranges::find(seen, name) != seen.end())
      rules::raise(rules::error(conditions::search_column_twice, what, name).at(cte_.location));
    seen.push_back(name);
  }
}

void SearchedUnion::check_free(std::string_view what, std::string_view name) const {
  if (std::ranges::find(columns_, name) != columns_.end())
    rules::raise(rules::error(conditions::search_column_taken, what, name).at(cte_.location));
}

void SearchedUnion::check_search(const PgQuery__CTESearchClause& search) const {
  check_list("search", nodes(search.search_col_list, search.n_search_col_list));
  check_free("search sequence", text_of(search.search_seq_column));
}

void SearchedUnion::check_cycle(Level& level, const PgQuery__CTECycleClause& cycle) {
  check_list("cycle", nodes(cycle.cycle_col_list, cycle.n_cycle_col_list));
  const std::vector<ExprPtr> marks{
      bind_expression(binder_, level, *cycle.cycle_mark_value, Place::values),
      bind_expression(binder_, level, *cycle.cycle_mark_default, Place::values)};
  const std::string type = "::" + type_display(common_type(marks, "CYCLE"), -1);
  mark_value_ = "(" + rules::deparse_expression(*cycle.cycle_mark_value) + ")" + type;
  mark_default_ = "(" + rules::deparse_expression(*cycle.cycle_mark_default) + ")" + type;
  const std::string_view mark = text_of(cycle.cycle_mark_column);
  const std::string_view path = text_of(cycle.cycle_path_column);
  check_free("cycle mark", mark);
  check_free("cycle path", path);
  const auto differ = [&](std::string_view a, std::string_view b, std::string_view what_a,
                          std::string_view what_b) {
    if (a == b)
      rules::raise(rules::error(conditions::search_columns_same, what_a, what_b).at(cte_.location));
  };
  differ(mark, path, "cycle mark", "cycle path");
  if (search_ == nullptr) return;
  const std::string_view sequence = text_of(search_->search_seq_column);
  differ(sequence, mark, "search sequence", "cycle mark");
  differ(sequence, path, "search sequence", "cycle path");
}

std::vector<std::string> SearchedUnion::added() const {
  std::vector<std::string> names;
  if (search_ != nullptr) names.emplace_back(text_of(search_->search_seq_column));
  if (cycle_ != nullptr) {
    names.emplace_back(text_of(cycle_->cycle_mark_column));
    names.emplace_back(text_of(cycle_->cycle_path_column));
  }
  return names;
}

std::string SearchedUnion::row_of(std::string_view alias, Nodes list) const {
  std::string row;
  for (const Node* node : list) row += (row.empty() ? "" : ", ") + dotted(alias, string_of(*node));
  return row;
}

std::string SearchedUnion::own_columns(std::string_view alias) const {
  std::string list;
  for (const std::string& column : columns_)
    list += (list.empty() ? "" : ", ") + dotted(alias, column) + " AS " + quote_identifier(column);
  return list;
}

PgQuery__SelectStmt* SearchedUnion::parse_select(std::string text) {
  return binder_.parse(std::move(text)).statements()[0].node->select_stmt;
}

// SELECT list FROM (inner) AS alias (names).
PgQuery__SelectStmt* SearchedUnion::over(const std::string& list, std::string_view alias,
                                         const std::string& names, PgQuery__SelectStmt& inner) {
  PgQuery__SelectStmt* made =
      parse_select("SELECT " + list + " FROM (SELECT) AS " + std::string(alias) + names);
  made->from_clause[0]->range_subselect->subquery->select_stmt = &inner;
  return made;
}

void SearchedUnion::make_left(PgQuery__SelectStmt& inner) {
  std::string list = own_columns(left_alias);
  std::string names;
  for (const std::string& column : columns_)
    names += (names.empty() ? " (" : ", ") + quote_identifier(column);
  if (search_ != nullptr) {
    const std::string row =
        row_of(left_alias, nodes(search_->search_col_list, search_->n_search_col_list));
    list += (search_->search_breadth_first ? ", ROW(0::bigint, " + row + ")"
                                           : ", ARRAY[ROW(" + row + ")]") +
            " AS " + quote_identifier(search_->search_seq_column);
  }
  if (cycle_ != nullptr) {
    list += ", " + mark_default_ + " AS " + quote_identifier(cycle_->cycle_mark_column) +
            ", ARRAY[ROW(" +
            row_of(left_alias, nodes(cycle_->cycle_col_list, cycle_->n_cycle_col_list)) + ")] AS " +
            quote_identifier(cycle_->cycle_path_column);
  }
  union_.larg = over(list, left_alias, names + ")", inner);
}

void SearchedUnion::make_right(const PgQuery__SelectStmt& inner) {
  std::string list = own_columns(right_alias);
  std::string names;
  for (const std::string& column : columns_)
    names += (names.empty() ? " (" : ", ") + quote_identifier(column);
  for (const std::string& column : added()) names += ", " + quote_identifier(column);
  if (search_ != nullptr) {
    const std::string sequence = dotted(right_alias, search_->search_seq_column);
    const std::string row =
        row_of(right_alias, nodes(search_->search_col_list, search_->n_search_col_list));
    list += (search_->search_breadth_first ? ", ROW((" + sequence + ").f1 + 1, " + row + ")"
                                           : ", " + sequence + " || ROW(" + row + ")") +
            " AS " + quote_identifier(search_->search_seq_column);
  }
  if (cycle_ != nullptr) {
    const std::string path = dotted(right_alias, cycle_->cycle_path_column);
    const std::string row =
        "ROW(" + row_of(right_alias, nodes(cycle_->cycle_col_list, cycle_->n_cycle_col_list)) + ")";
    list += ", CASE WHEN " + row + " = ANY (" + path + ") THEN " + mark_value_ + " ELSE " +
            mark_default_ + " END AS " + quote_identifier(cycle_->cycle_mark_column) + ", " + path +
            " || " + row + " AS " + quote_identifier(cycle_->cycle_path_column);
  }
  union_.rarg = over(list, right_alias, names + ")", extended(inner));
}

void SearchedUnion::add_targets(const PgQuery__SelectStmt& inner, std::string_view alias) {
  const Nodes from = nodes(inner.from_clause, inner.n_from_clause);
  const auto add = [&](const std::string& list) {
    const PgQuery__SelectStmt* made = parse_select("SELECT " + list);
    targets_.insert(targets_.end(), made->target_list, made->target_list + made->n_target_list);
  };
  for (Node* target : nodes(inner.target_list, inner.n_target_list)) {
    const Node& value = *target->res_target->val;
    const bool star = value.node_case == PG_QUERY__NODE__NODE_COLUMN_REF &&
                      is_star(*value.column_ref->fields[value.column_ref->n_fields - 1]);
    const bool of_cte = star && value.column_ref->n_fields == 2 &&
                        quote_identifier(string_of(*value.column_ref->fields[0])) == alias;
    if (of_cte) {
      add(own_columns(alias));
    } else if (!star || value.column_ref->n_fields > 1) {
      targets_.push_back(target);
    } else {
      // A bare star stands for the CTE's columns without those that are added.
      std::vector<const Node*> items;
      collect_items(from, items);
      if (merges_columns(from))
        rules::raise(rules::error(conditions::search_cycle_not_supported, "SEARCH or CYCLE")
                         .at(cte_.location));
      for (const Node* item : items) {
        const std::string name = item_alias(*item);
        add(name == alias ? own_columns(alias) : name + ".*");
      }
    }
  }
}

PgQuery__SelectStmt& SearchedUnion::extended(const PgQuery__SelectStmt& inner) {
  std::vector<const Node*> items;
  collect_items(nodes(inner.from_clause, inner.n_from_clause), items);
  const auto found = std::ranges::find_if(
      items, [&](const Node* item) { return names_cte(*item, text_of(cte_.ctename)); });
  if (found == items.end())
    rules::raise(
        rules::error(conditions::search_cycle_not_supported, "SEARCH or CYCLE").at(cte_.location));
  const std::string alias = range_alias(*(*found)->range_var);
  right_ = inner;
  add_targets(inner, alias);
  std::string text = "SELECT ";
  for (const std::string& column : added())
    text += (text.size() > 7 ? ", " : "") + dotted(alias, column);
  if (cycle_ != nullptr)
    text += " WHERE " + dotted(alias, cycle_->cycle_mark_column) + " <> " + mark_value_;
  const PgQuery__SelectStmt* more = parse_select(std::move(text));
  targets_.insert(targets_.end(), more->target_list, more->target_list + more->n_target_list);
  right_.target_list = targets_.data();
  right_.n_target_list = targets_.size();
  if (more->where_clause != nullptr && inner.where_clause != nullptr) {
    conditions_ = {inner.where_clause, more->where_clause};
    pg_query__bool_expr__init(&both_);
    both_.boolop = PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR;
    both_.args = conditions_.data();
    both_.n_args = conditions_.size();
    pg_query__node__init(&condition_);
    condition_.node_case = PG_QUERY__NODE__NODE_BOOL_EXPR;
    condition_.bool_expr = &both_;
    right_.where_clause = &condition_;
  } else if (more->where_clause != nullptr) {
    right_.where_clause = more->where_clause;
  }
  return right_;
}

}  // namespace dsql::engine
