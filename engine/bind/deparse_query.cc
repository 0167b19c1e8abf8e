// Printed queries: the clauses of SELECT, VALUES, set operations, WITH, and how lines are broken.
#include <algorithm>
#include <array>

#include "dsqlrules/parse/tree.h"
#include "engine/bind/deparse_printer.h"
#include "engine/bind/sort.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {
namespace {

constexpr int indent_clause = 8;
constexpr int indent_item = 4;
constexpr int deepest_indent = 40;

void drop_blanks(std::string& text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
}

bool needs_parentheses(const QueryForm& side) {
  return !side.ctes.empty() || !side.sort.empty() || !side.locks.empty() || side.limit != nullptr ||
         side.offset != nullptr || side.limit_all;
}

// A set operation that is written without clauses of its own is part of the one around it.
bool is_nested(const QueryForm& side) { return side.left != nullptr && !needs_parentheses(side); }

}  // namespace

// Begins a line with the keyword, at the level of indentation after `before` is added; `after` is
// added for what follows, `plus` counts for this line only.
void QueryPrinter::keyword(std::string_view text, int before, int after, int plus) {
  indent_ += before;
  drop_blanks(out_);
  out_ += '\n';
  int width = std::max(indent_, 0);
  if (width >= deepest_indent)
    width = (deepest_indent + (width - deepest_indent) / (indent_clause / 2)) % deepest_indent;
  out_.append(static_cast<std::size_t>(width + plus), ' ');
  out_ += text;
  indent_ = std::max(indent_ + after, 0);
}

std::string_view QueryPrinter::last_line() const {
  const std::size_t at = out_.rfind('\n');
  return std::string_view(out_).substr(at == std::string::npos ? 0 : at + 1);
}

void QueryPrinter::query(const QueryForm& form, std::span<const std::string> names, bool named) {
  const bool prefix = std::exchange(prefix_, !levels_.empty() || form.ranges.size() != 1);
  const int indent = indent_;
  push_names(form);
  with(form);
  if (form.left != nullptr) {
    set_operation(form, names, named);
  } else if (!form.values.empty()) {
    values(form, names);
  } else {
    select(form, names, named);
  }
  order_by(form);
  limits(form);
  locks(form);
  pop_names();
  indent_ = indent;
  prefix_ = prefix;
}

void QueryPrinter::with(const QueryForm& form) {
  if (form.ctes.empty()) return;
  indent_ += indent_clause;
  out_ += form.recursive ? " WITH RECURSIVE " : " WITH ";
  bool first = true;
  for (const CteForm& cte : form.ctes) {
    if (cte.query == nullptr) return unprintable();
    out_ += first ? "" : ", ";
    first = false;
    out_ += quote_identifier(cte.name);
    for (std::size_t i = 0; i < cte.columns.size(); ++i)
      out_ += (i == 0 ? "(" : ", ") + quote_identifier(cte.columns[i]);
    if (!cte.columns.empty()) out_ += ')';
    out_ += " AS ";
    if (cte.materialized == PG_QUERY__CTEMATERIALIZE__CTEMaterializeAlways) out_ += "MATERIALIZED ";
    if (cte.materialized == PG_QUERY__CTEMATERIALIZE__CTEMaterializeNever)
      out_ += "NOT MATERIALIZED ";
    out_ += '(';
    keyword("", 0, 0, 0);
    query(*cte.query, {}, true);
    keyword("", 0, 0, 0);
    out_ += ')';
    search_and_cycle(cte);
  }
  indent_ -= indent_clause;
  keyword("", 0, 0, 0);
}

void QueryPrinter::search_and_cycle(const CteForm& cte) {
  const auto columns = [&](const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i)
      out_ += (i > 0 ? ", " : "") + quote_identifier(names[i]);
  };
  if (!cte.search_columns.empty()) {
    out_ += cte.breadth_first ? " SEARCH BREADTH FIRST BY " : " SEARCH DEPTH FIRST BY ";
    columns(cte.search_columns);
    out_ += " SET " + quote_identifier(cte.search_sequence);
  }
  if (cte.cycle_columns.empty()) return;
  out_ += " CYCLE ";
  columns(cte.cycle_columns);
  out_ += " SET " + quote_identifier(cte.cycle_mark);
  const auto is = [](const ExprPtr& mark, bool value) {
    return mark->kind == ExprKind::constant && mark->type == oid::boolean &&
           !mark->value.is_null() && mark->value.as<bool>() == value;
  };
  if (!is(cte.cycle_value, true) || !is(cte.cycle_default, false)) {
    out_ += " TO ";
    expr(*cte.cycle_value, false);
    out_ += " DEFAULT ";
    expr(*cte.cycle_default, false);
  }
  out_ += " USING " + quote_identifier(cte.cycle_path);
}

void QueryPrinter::targets(const QueryForm& form, std::span<const std::string> names, bool named) {
  std::size_t number = 0;
  bool several_lines = false;
  for (const TargetForm& target : form.targets) {
    if (target.junk) continue;
    out_ += number == 0 ? " " : ", ";
    std::string before = std::exchange(out_, {});
    const Expr& item = *target.expr;
    const bool plain = item.kind == ExprKind::column && item.range != 0;
    const bool whole = item.range != 0 && item.range_column == 0;
    std::string shown = named ? "" : "?column?";
    if (plain || whole) {
      shown.clear();
      column(item, true);
      const auto position = static_cast<std::size_t>(item.range_column);
      const std::vector<std::string>& columns = range_names(item.range).columns;
      if (!whole && position <= columns.size()) shown = columns[position - 1];
    } else {
      expr(item, true);
    }
    const std::string& name = number < names.size() ? names[number] : target.name;
    if (shown != name) out_ += " AS " + quote_identifier(name);
    const std::string text = std::exchange(out_, std::move(before));
    const bool own_line = !text.empty() && text[0] == '\n';
    if (own_line) {
      drop_blanks(out_);
    } else if (style_.wrap >= 0 && number > 0) {
      const std::size_t width = last_line().size() + text.size();
      if (width > static_cast<std::size_t>(style_.wrap) || several_lines)
        keyword("", -indent_clause, indent_clause, indent_item);
    }
    several_lines = text.find('\n', own_line ? 1 : 0) != std::string::npos;
    out_ += text;
    ++number;
  }
}

void QueryPrinter::select(const QueryForm& form, std::span<const std::string> names, bool named) {
  indent_ += indent_clause;
  out_ += " SELECT";
  if (form.distinct) out_ += " DISTINCT";
  for (std::size_t i = 0; i < form.distinct_on.size(); ++i) {
    out_ += i == 0 ? " ON (" : ", ";
    sort_expr(*form.targets[form.distinct_on[i]].expr);
  }
  if (!form.distinct_on.empty()) out_ += ')';
  targets(form, names, named);
  from(form);
  if (form.where != nullptr) {
    keyword(" WHERE ", -indent_clause, indent_clause, 1);
    expr(*form.where, false);
  }
  group_by(form);
  if (form.having != nullptr) {
    keyword(" HAVING ", -indent_clause, indent_clause, 0);
    expr(*form.having, false);
  }
  windows(form);
}

// Columns with other names than VALUES gives need a select list.
void QueryPrinter::values(const QueryForm& form, std::span<const std::string> names) {
  indent_ += indent_clause;
  bool renamed = false;
  for (std::size_t i = 0; i < names.size() && i < form.targets.size(); ++i)
    renamed |= names[i] != form.targets[i].name;
  if (renamed) {
    out_ += " SELECT ";
    for (std::size_t i = 0; i < form.targets.size(); ++i) {
      const std::string& name = i < names.size() ? names[i] : form.targets[i].name;
      std::string item = (levels_.size() > 1 ? "\"*VALUES*\"." : "") + form.targets[i].name;
      if (name != form.targets[i].name) item += " AS " + quote_identifier(name);
      if (i > 0) out_ += ", ";
      const std::size_t width = last_line().size() + item.size();
      if (i > 0 && style_.wrap >= 0 && width > static_cast<std::size_t>(style_.wrap))
        keyword("", -indent_clause, indent_clause, indent_item);
      out_ += item;
    }
    keyword(" FROM (", -indent_clause, indent_clause, 2);
  }
  out_ += renamed ? "VALUES " : " VALUES ";
  for (std::size_t row = 0; row < form.values.size(); ++row) {
    out_ += row > 0 ? ", (" : "(";
    for (std::size_t i = 0; i < form.values[row].size(); ++i) {
      out_ += i > 0 ? "," : "";
      list_member(*form.values[row][i], false);
    }
    out_ += ')';
  }
  if (renamed) out_ += ") \"*VALUES*\"";
}

void QueryPrinter::set_side(const QueryForm& form, std::span<const std::string> names, bool named) {
  if (is_nested(form)) return set_operation(form, names, named);
  const bool parens = needs_parentheses(form);
  if (parens) out_ += '(';
  query(form, names, named);
  if (parens) out_ += ')';
}

void QueryPrinter::set_operation(const QueryForm& form, std::span<const std::string> names,
                                 bool named) {
  const QueryForm& left = *form.left;
  const QueryForm& right = *form.right;
  const bool left_parens =
      is_nested(left) && (left.operation != form.operation || left.all != form.all);
  int indent = left_parens ? indent_clause : 0;
  if (left_parens) {
    out_ += '(';
    keyword("", indent, 0, 0);
  }
  set_side(left, names, named);
  keyword(left_parens ? ") " : "", -indent, 0, 0);
  static constexpr std::array<std::string_view, 3> words{"UNION ", "INTERSECT ", "EXCEPT "};
  out_ += words.at(static_cast<std::size_t>(form.operation));
  if (form.all) out_ += "ALL ";
  const bool right_parens = is_nested(right);
  indent = right_parens ? indent_clause : 0;
  if (right_parens) out_ += '(';
  keyword("", indent, 0, 0);
  set_side(right, names, false);
  indent_ -= indent;
  if (right_parens) keyword(")", 0, 0, 0);
}

void QueryPrinter::group_item(const QueryForm& form, const GroupForm& item, bool inside) {
  if (item.kind == 0) {
    const bool parens = inside || item.targets.size() != 1;
    if (parens) out_ += '(';
    for (std::size_t i = 0; i < item.targets.size(); ++i) {
      out_ += i > 0 ? ", " : "";
      sort_expr(*form.targets[item.targets[i]].expr);
    }
    if (parens) out_ += ')';
    return;
  }
  bool parens = false;
  switch (item.kind) {
    case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_EMPTY: out_ += "()"; return;
    case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_ROLLUP: out_ += "ROLLUP("; break;
    case PG_QUERY__GROUPING_SET_KIND__GROUPING_SET_CUBE: out_ += "CUBE("; break;
    default: out_ += "GROUPING SETS ("; parens = true;
  }
  for (std::size_t i = 0; i < item.items.size(); ++i) {
    out_ += i > 0 ? ", " : "";
    group_item(form, item.items[i], parens);
  }
  out_ += ')';
}

void QueryPrinter::group_by(const QueryForm& form) {
  if (!form.grouped) return;
  keyword(" GROUP BY ", -indent_clause, indent_clause, 1);
  if (form.group_distinct) out_ += "DISTINCT ";
  const bool sets =
      std::ranges::any_of(form.group, [](const auto& item) { return item.kind != 0; });
  std::vector<std::size_t> seen;
  bool first = true;
  for (const GroupForm& item : form.group) {
    if (sets) {
      out_ += first ? "" : ", ";
      first = false;
      group_item(form, item, false);
      continue;
    }
    for (std::size_t target : item.targets) {
      if (std::ranges::find(seen, target) != seen.end()) continue;
      seen.push_back(target);
      out_ += first ? "" : ", ";
      first = false;
      sort_expr(*form.targets[target].expr);
    }
  }
}

void QueryPrinter::windows(const QueryForm& form) {
  for (std::size_t i = 0; i < form.windows.size(); ++i) {
    if (i == 0) keyword(" WINDOW ", -indent_clause, indent_clause, 1);
    if (i > 0) out_ += ", ";
    out_ += quote_identifier(form.windows[i].name) + " AS ";
    window_spec(form.windows[i]);
  }
}

void QueryPrinter::order_by(const QueryForm& form) {
  if (form.sort.empty()) return;
  keyword(" ORDER BY ", -indent_clause, indent_clause, 1);
  const QueryForm* const around = std::exchange(ordered_, &form);
  for (std::size_t i = 0; i < form.sort.size(); ++i) {
    out_ += i > 0 ? ", " : "";
    const SortForm& key = form.sort[i];
    if (form.left != nullptr) {
      out_ += std::to_string(key.target + 1);
    } else if (!form.values.empty()) {
      out_ += quote_identifier(form.targets[key.target].name);
    } else {
      sort_expr(*form.targets[key.target].expr);
    }
    sort_direction(key.descending, key.nulls_first);
  }
  ordered_ = around;
}

void QueryPrinter::limits(const QueryForm& form) {
  if (form.offset != nullptr) {
    keyword(" OFFSET ", -indent_clause, indent_clause, 0);
    expr(*form.offset, false);
  }
  if (form.limit_all) {
    keyword(" LIMIT ALL", -indent_clause, indent_clause, 0);
  } else if (form.limit != nullptr && form.with_ties) {
    keyword(" FETCH FIRST (", -indent_clause, indent_clause, 0);
    expr(*form.limit, false);
    out_ += ") ROWS WITH TIES";
  } else if (form.limit != nullptr) {
    keyword(" LIMIT ", -indent_clause, indent_clause, 0);
    expr(*form.limit, false);
  }
}

// One clause for each FROM item that is locked, the strongest there is.
void QueryPrinter::locks(const QueryForm& form) {
  if (form.locks.empty()) return;
  for (RangeId id : form.ranges) {
    const RangeForm& item = range_form(id);
    const bool lockable = (item.kind == RangeForm::Kind::relation && item.system == nullptr) ||
                          item.kind == RangeForm::Kind::subquery;
    if (!lockable) continue;
    int strength = 0;
    int wait = 0;
    for (const LockForm& lock : form.locks) {
      if (!lock.of.empty() && std::ranges::find(lock.of, id) == lock.of.end()) continue;
      strength = std::max(strength, lock.strength);
      wait = std::max(wait, lock.wait);
    }
    if (strength == 0) continue;
    keyword(" ", -indent_clause, indent_clause, 0);
    out_ += lock_words(strength);
    out_ += " OF " + quote_identifier(range_names(id).name);
    if (wait == PG_QUERY__LOCK_WAIT_POLICY__LockWaitSkip) out_ += " SKIP LOCKED";
    if (wait == PG_QUERY__LOCK_WAIT_POLICY__LockWaitError) out_ += " NOWAIT";
  }
}

std::optional<std::string> deparse_query(const BoundForm& query, const DeparseStyle& style,
                                         std::span<const std::string> names) {
  if (query.query == nullptr || !query.forms->complete) return std::nullopt;
  QueryPrinter printer(style, query.forms.get(), nullptr);
  printer.query(*query.query, names, true);
  if (!printer.complete()) return std::nullopt;
  return printer.take();
}

}  // namespace dsql::engine
