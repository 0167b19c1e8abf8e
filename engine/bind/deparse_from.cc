// Printed FROM clauses: relations, joins, sub-selects, functions, and the aliases they need.
#include <algorithm>

#include "engine/bind/deparse_printer.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {
namespace {

constexpr int indent_clause = 8;
constexpr int indent_item = 4;

bool looks_like_call(const Expr& expr) {
  if (expr.notation == Notation::value_function) return true;
  switch (expr.kind) {
    case ExprKind::call:
      return expr.op == nullptr && expr.notation != Notation::implicit_cast &&
             expr.notation != Notation::explicit_cast;
    case ExprKind::sql_function:
    case ExprKind::set_call:
    case ExprKind::coalesce:
    case ExprKind::greatest:
    case ExprKind::least:
    case ExprKind::nullif: return true;
    default: return false;
  }
}

// unnest(a), unnest(b), … in one item are written UNNEST(a, b, …).
bool is_multiple_unnest(const std::vector<FunctionForm>& functions) {
  return functions.size() > 1 && std::ranges::all_of(functions, [](const FunctionForm& function) {
           return function.definitions.empty() && function.call->function != nullptr &&
                  function.call->function->name == "unnest" && function.call->args.size() == 1;
         });
}

}  // namespace

void QueryPrinter::from(const QueryForm& form) {
  bool first = true;
  for (RangeId id : form.from) {
    if (first) {
      keyword(" FROM ", -indent_clause, indent_clause, 2);
      first = false;
      range(id);
      continue;
    }
    out_ += ", ";
    std::string before = std::exchange(out_, {});
    range(id);
    const std::string text = std::exchange(out_, std::move(before));
    if (!text.empty() && text[0] == '\n') {
      while (out_.back() == ' ') out_.pop_back();
    } else if (style_.wrap >= 0 &&
               last_line().size() + text.size() > static_cast<std::size_t>(style_.wrap)) {
      keyword("", -indent_clause, indent_clause, indent_item);
    }
    out_ += text;
  }
}

void QueryPrinter::range(RangeId id) {
  const RangeForm& form = range_form(id);
  const RangeNames& names = range_names(id);
  if (form.kind == RangeForm::Kind::join) return join(form, names);
  source(form);
  alias(form, names);
}

void QueryPrinter::source(const RangeForm& form) {
  if (form.lateral) out_ += "LATERAL ";
  switch (form.kind) {
    case RangeForm::Kind::relation:
    case RangeForm::Kind::system: out_ += relation_name(form); return;
    case RangeForm::Kind::cte: out_ += quote_identifier(form.name); return;
    case RangeForm::Kind::function: return functions(form);
    case RangeForm::Kind::subquery: {
      if (form.query == nullptr) return unprintable();
      const QueryForm* const ordered = std::exchange(ordered_, nullptr);
      out_ += '(';
      query(*form.query, {}, true);
      out_ += ')';
      ordered_ = ordered;
      return;
    }
    case RangeForm::Kind::join: return;
  }
}

// What does not look like a call must be made to.
void QueryPrinter::function(const Expr& call) {
  if (looks_like_call(call)) return expr(call, true);
  out_ += "CAST(";
  expr(call, false);
  out_ += " AS " + type_name(call.type, call.modifier, call.declared) + ")";
}

void QueryPrinter::functions(const RangeForm& form) {
  if (form.functions.size() == 1 && !form.ordinality) return function(*form.functions[0].call);
  const bool unnest = is_multiple_unnest(form.functions);
  const bool several = !unnest && form.functions.size() > 1;
  if (unnest) out_ += "UNNEST(";
  if (several) out_ += "ROWS FROM(";
  bool first = true;
  for (const FunctionForm& function : form.functions) {
    out_ += first ? "" : ", ";
    first = false;
    if (unnest) {
      expr(*function.call->args[0], true);
    } else {
      this->function(*function.call);
    }
    if (function.definitions.empty() || !several) continue;
    out_ += " AS (";
    for (std::size_t i = 0; i < function.definitions.size(); ++i) {
      const DefinedColumn& column = function.definitions[i];
      out_ += (i > 0 ? ", " : "") + quote_identifier(column.name) + " " +
              type_name(column.type, column.modifier, column.type);
    }
    out_ += ')';
  }
  if (unnest || several) out_ += ')';
  if (form.ordinality) out_ += " WITH ORDINALITY";
}

void QueryPrinter::alias(const RangeForm& form, const RangeNames& names) {
  bool shown = !form.alias.empty() || names.list_columns;
  if (form.kind == RangeForm::Kind::relation || form.kind == RangeForm::Kind::system ||
      form.kind == RangeForm::Kind::cte)
    shown = shown || names.name != own_name(form);
  if (form.kind == RangeForm::Kind::function || form.kind == RangeForm::Kind::subquery)
    shown = true;
  if (!shown) return;
  out_ += " " + quote_identifier(names.name);
  const bool defined = form.functions.size() == 1 && !form.functions[0].definitions.empty();
  if (!names.list_columns && !defined) return;
  out_ += '(';
  bool first = true;
  for (std::size_t i = 0; i < names.columns.size(); ++i) {
    if (names.columns[i].empty()) continue;
    out_ += first ? "" : ", ";
    first = false;
    out_ += quote_identifier(names.columns[i]);
    if (!defined) continue;
    const DefinedColumn& column = form.functions[0].definitions.at(i);
    out_ += " " + type_name(column.type, column.modifier, column.type);
  }
  out_ += ')';
}

void QueryPrinter::join(const RangeForm& form, const RangeNames& names) {
  const bool parens = !style_.pretty || !form.alias.empty();
  if (parens) out_ += '(';
  range(form.left);
  const bool plain = form.condition == nullptr && form.using_columns.empty();
  std::string_view word = " JOIN ";
  if (form.join == JoinKind::inner && plain) word = " CROSS JOIN ";
  if (form.join == JoinKind::left) word = " LEFT JOIN ";
  if (form.join == JoinKind::right) word = " RIGHT JOIN ";
  if (form.join == JoinKind::full) word = " FULL JOIN ";
  keyword(word, -indent_clause, indent_clause, indent_item);
  const RangeForm& right = range_form(form.right);
  const bool right_parens =
      style_.pretty && right.kind == RangeForm::Kind::join && right.alias.empty();
  if (right_parens) out_ += '(';
  range(form.right);
  if (right_parens) out_ += ')';
  if (!form.using_columns.empty()) {
    for (std::size_t i = 0; i < form.using_columns.size(); ++i) {
      const RangeColumn& left = form.using_columns[i].left;
      const std::string name = left.range == 0 ? form.using_columns[i].name : column_name(left);
      out_ += (i == 0 ? " USING (" : ", ") + quote_identifier(name);
    }
    out_ += ')';
    if (!form.using_alias.empty()) out_ += " AS " + quote_identifier(form.using_alias);
  } else if (form.condition != nullptr) {
    out_ += " ON ";
    open();
    expr(*form.condition, false);
    close();
  } else if (form.join != JoinKind::inner) {
    out_ += " ON TRUE";
  }
  if (parens) out_ += ')';
  if (form.alias.empty()) return;
  out_ += " " + quote_identifier(form.alias);
  if (!names.list_columns) return;
  for (std::size_t i = 0; i < names.listed.size(); ++i)
    out_ += (i == 0 ? "(" : ", ") + quote_identifier(names.listed[i]);
  out_ += ')';
}

}  // namespace dsql::engine
