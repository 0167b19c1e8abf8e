// QueryPrinter: the state of one deparse: the text so far, how deep it is indented, and what the
// FROM items of the queries around are called. Its members are spread over four files: expressions
// (deparse_expr.cc), calls (deparse_call.cc), queries (deparse_query.cc), FROM (deparse_from.cc),
// names (deparse_names.cc). Lives within one deparse; one thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bind/deparse.h"

namespace dsql::engine {

// What a FROM item and its columns are called in the text.
struct RangeNames {
  std::string name;                  // empty: a join that has none
  std::vector<std::string> columns;  // by position
  bool list_columns = false;         // the alias must give them
  std::vector<std::string> listed;   // of an aliased join: what the alias gives, new columns too
};

struct UsingNames;  // deparse_names.cc

class QueryPrinter {
 public:
  QueryPrinter(const DeparseStyle& style, const QueryForms* forms, const Table* table)
      : style_(style), forms_(forms), table_(table) {}

  // --- deparse_query.cc ---
  // `named`: result columns show their names even where a reader could guess them.
  void query(const QueryForm& form, std::span<const std::string> names, bool named);

  // --- deparse_expr.cc ---
  // `show_implicit`: casts that nobody wrote are shown at the top, too.
  void expr(const Expr& expr, bool show_implicit);

  std::string take() { return std::move(out_); }
  bool complete() const { return complete_; }

 private:
  // --- deparse_expr.cc ---
  void paren(const ExprPtr& expr, bool show_implicit, const Expr& parent);
  void list(std::span<const ExprPtr> exprs, bool show_implicit);
  void open() { out_ += style_.pretty ? "" : "("; }
  void close() { out_ += style_.pretty ? "" : ")"; }
  // type: 0 shown where needed, 1 always, -1 never.
  void constant(const Expr& expr, int type);
  void column(const Expr& expr, bool top);
  void cast(const Expr& expr, bool show_implicit);
  void quoted(std::string_view text);
  void array_of(std::span<const ExprPtr> items);
  void row_subquery(const Expr& expr);
  void boolean(const Expr& expr);
  void test(const Expr& expr);
  void case_of(const Expr& expr);
  void in_list(const Expr& expr);
  void row_comparison(const Expr& expr);
  void subscripts(const Expr& expr);
  void field(const Expr& expr);
  void subquery(const Expr& expr);
  // Where a whole row stands as a member of a list, a FROM item's name with its type.
  void list_member(const Expr& expr, bool show_implicit);
  bool simple(const Expr& expr, const Expr& parent) const;
  bool simple_operator(const Expr& expr, const Expr& parent) const;
  // What a column that stands for a call stands for; the expression itself for all others.
  const Expr& meant(const Expr& expr) const;
  const CallForm* call_behind(const Expr& expr) const;
  void unprintable() { complete_ = false; }

  // --- deparse_call.cc ---
  void call(const Expr& expr);
  void operation(const Expr& expr, std::string_view name);
  void plain_call(const Expr& expr);
  void keyword_call(const Expr& expr);
  void value_function(const Expr& expr);
  void aggregate(const Expr& call, const CallForm* form);
  void grouping(const CallForm& form);
  void window_spec(const WindowForm& window);
  void frame_bound(int options, bool end, const ExprPtr& offset);
  void sort_keys(const std::vector<SortKey>& keys);
  void sort_direction(bool descending, bool nulls_first);
  // An expression of GROUP BY, ORDER BY and DISTINCT ON.
  void sort_expr(const Expr& expr);

  // --- deparse_query.cc ---
  void with(const QueryForm& form);
  void search_and_cycle(const CteForm& cte);
  void select(const QueryForm& form, std::span<const std::string> names, bool named);
  void targets(const QueryForm& form, std::span<const std::string> names, bool named);
  void values(const QueryForm& form, std::span<const std::string> names);
  void set_operation(const QueryForm& form, std::span<const std::string> names, bool named);
  void set_side(const QueryForm& form, std::span<const std::string> names, bool named);
  void group_by(const QueryForm& form);
  void group_item(const QueryForm& form, const GroupForm& item, bool inside);
  void windows(const QueryForm& form);
  void order_by(const QueryForm& form);
  void limits(const QueryForm& form);
  void locks(const QueryForm& form);
  // A sort key that is a column of FROM must be qualified where a result column has its name.
  void target_expr(const QueryForm& form, std::size_t target, bool of_order);
  void keyword(std::string_view text, int before, int after, int plus);
  std::string_view last_line() const;

  // --- deparse_from.cc ---
  void from(const QueryForm& form);
  void range(RangeId id);
  void join(const RangeForm& form, const RangeNames& names);
  void source(const RangeForm& form);
  void functions(const RangeForm& form);
  void function(const Expr& call);
  void alias(const RangeForm& form, const RangeNames& names);

  // --- deparse_names.cc ---
  void push_names(const QueryForm& form);
  void name_columns(RangeId id, RangeNames& names, const UsingNames& demands) const;
  void list_join_columns(RangeId id, RangeNames& names) const;
  std::vector<RangeColumn> current_columns(RangeId id) const;
  const std::string& column_name(const RangeColumn& column) const;
  void pop_names();
  const RangeForm& range_form(RangeId id) const { return forms_->ranges.at(id); }
  const RangeNames& range_names(RangeId id) const;
  std::string own_name(const RangeForm& form) const;
  std::string relation_name(const RangeForm& form) const;
  std::vector<std::string> real_columns(const RangeForm& form) const;
  std::string type_name(Oid type, TypeModifier modifier, Oid declared) const;
  std::string function_name(const Expr& call) const;

  const DeparseStyle& style_;
  const QueryForms* forms_;  // null for the expressions of a table
  const Table* table_;
  std::string out_;
  int indent_ = 0;
  bool prefix_ = false;  // columns are shown with their FROM item
  bool complete_ = true;
  bool show_all_casts_ = false;  // in stored text: inside a call that could mean another function
  const QueryForm* ordered_ = nullptr;        // whose ORDER BY is being printed
  std::vector<std::vector<RangeId>> levels_;  // FROM items of the queries around, innermost last
  std::multiset<std::string> taken_;          // their names
  std::map<RangeId, RangeNames> names_;
};

}  // namespace dsql::engine
