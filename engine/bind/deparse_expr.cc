// Printed expressions: what stands in parentheses, which casts are shown, and how literals look.
#include <algorithm>
#include <array>
#include <cctype>

#include "engine/bind/declared_type.h"
#include "engine/bind/deparse_printer.h"
#include "engine/catalog/search_path.h"
#include "engine/system/object_names.h"
#include "engine/types/timezone.h"

namespace dsql::engine {
namespace {

bool is_implicit(const Expr& expr) { return expr.notation == Notation::implicit_cast; }

bool is_cast(const Expr& expr) {
  if (expr.kind == ExprKind::domain_check || expr.kind == ExprKind::io_cast ||
      expr.kind == ExprKind::array_cast)
    return true;
  if (expr.kind == ExprKind::relabel) return expr.notation != Notation::collated;
  return expr.kind == ExprKind::call && expr.op == nullptr &&
         (is_implicit(expr) || expr.notation == Notation::explicit_cast);
}

// The expression under casts that nobody wrote.
const Expr& without_implicit(const Expr& expr) {
  const Expr* at = &expr;
  while (is_cast(*at) && is_implicit(*at)) at = at->args[0].get();
  return *at;
}

bool is_reg_type(Oid type) {
  static constexpr std::array<Oid, 11> types{
      oid::regproc, 2202, 2203, 2204, oid::regclass, oid::regtype, 4089, 4096, 3734, 3769, 4191};
  return std::ranges::find(types, type) != types.end();
}

bool is_function_like(ExprKind kind) {
  switch (kind) {
    case ExprKind::subscript:
    case ExprKind::array:
    case ExprKind::row:
    case ExprKind::coalesce:
    case ExprKind::greatest:
    case ExprKind::least:
    case ExprKind::nullif:
    case ExprKind::aggregate:
    case ExprKind::window:
    case ExprKind::case_:
    case ExprKind::grouping: return true;
    default: return false;
  }
}

bool is_sub_link(ExprKind kind) {
  return kind == ExprKind::scalar_subquery || kind == ExprKind::exists_subquery ||
         kind == ExprKind::any_subquery || kind == ExprKind::all_subquery ||
         kind == ExprKind::array_subquery;
}

bool is_test(ExprKind kind) {
  return kind == ExprKind::is_null || kind == ExprKind::is_not_null || kind == ExprKind::is_true ||
         kind == ExprKind::is_not_true || kind == ExprKind::is_false ||
         kind == ExprKind::is_not_false || kind == ExprKind::is_unknown ||
         kind == ExprKind::is_not_unknown || kind == ExprKind::is_distinct;
}

bool is_connective(ExprKind kind) {
  return kind == ExprKind::and_ || kind == ExprKind::or_ || kind == ExprKind::not_ ||
         kind == ExprKind::is_not_distinct;
}

// A call whose own parentheses keep its arguments apart.
bool has_parentheses(const Expr& parent) {
  const bool call = parent.kind == ExprKind::call || parent.kind == ExprKind::sql_function ||
                    parent.kind == ExprKind::set_call;
  return call && parent.op == nullptr && !is_cast(parent) &&
         parent.notation != Notation::sql_syntax;
}

bool contains_columns(const Expr& expr) {
  if (expr.kind == ExprKind::column || expr.subquery != nullptr) return true;
  return std::ranges::any_of(
      expr.args, [](const ExprPtr& inner) { return inner != nullptr && contains_columns(*inner); });
}

}  // namespace

const CallForm* QueryPrinter::call_behind(const Expr& expr) const {
  if (forms_ == nullptr || expr.kind != ExprKind::column || expr.range != 0) return nullptr;
  const auto found = forms_->calls.find(expr.column);
  return found == forms_->calls.end() ? nullptr : &found->second;
}

const Expr& QueryPrinter::meant(const Expr& expr) const {
  const CallForm* form = call_behind(expr);
  return form == nullptr || form->call == nullptr ? expr : *form->call;
}

bool QueryPrinter::simple_operator(const Expr& expr, const Expr& parent) const {
  const auto level = [](const Expr& operation) {
    const std::string_view name = operation.op->name;
    if (name == "+" || name == "-") return 1;
    return name == "*" || name == "/" || name == "%" ? 2 : 0;
  };
  if (expr.args.size() != 2 || parent.args.size() != 2) return false;
  const int inner = level(expr);
  const int outer = level(parent);
  if (inner == 0 || outer == 0) return false;
  if (inner != outer) return inner > outer;
  return &expr == parent.args.front().get();
}

// Whether it can stand inside the parent without parentheses of its own.
bool QueryPrinter::simple(const Expr& written, const Expr& parent) const {
  const CallForm* call = call_behind(written);
  if (call != nullptr && call->call == nullptr) return true;
  const Expr& expr = meant(written);
  const bool operation = expr.kind == ExprKind::call && expr.op != nullptr;
  switch (expr.kind) {
    case ExprKind::constant:
    case ExprKind::parameter:
    case ExprKind::column: return true;
    case ExprKind::field: return parent.kind != ExprKind::field;
    case ExprKind::domain_check:
    case ExprKind::io_cast:
    case ExprKind::array_cast: return simple(*expr.args[0], expr);
    case ExprKind::relabel:
      return expr.notation != Notation::collated && simple(*expr.args[0], expr);
    case ExprKind::call:
      if (!operation) return true;
      if (parent.kind == ExprKind::call && parent.op != nullptr && !is_cast(parent))
        return simple_operator(expr, parent);
      break;
    case ExprKind::sql_function:
    case ExprKind::set_call: return true;
    default: break;
  }
  if (is_function_like(expr.kind)) return true;
  const bool inside_call = has_parentheses(parent) || is_function_like(parent.kind);
  if (operation || expr.notation == Notation::row_subquery || is_sub_link(expr.kind) ||
      is_test(expr.kind))
    return inside_call || is_connective(parent.kind);
  if (is_connective(expr.kind)) {
    const bool either = parent.kind == ExprKind::and_ || parent.kind == ExprKind::or_;
    if (expr.kind == ExprKind::or_ ? parent.kind == ExprKind::or_ : either) return true;
    return inside_call;
  }
  return false;
}

void QueryPrinter::paren(const ExprPtr& inner, bool show_implicit, const Expr& parent) {
  const bool needed = style_.pretty && !simple(*inner, parent);
  if (needed) out_ += '(';
  expr(*inner, show_implicit);
  if (needed) out_ += ')';
}

void QueryPrinter::list(std::span<const ExprPtr> exprs, bool show_implicit) {
  bool first = true;
  for (const ExprPtr& item : exprs) {
    out_ += first ? "" : ", ";
    first = false;
    expr(*item, show_implicit);
  }
}

void QueryPrinter::list_member(const Expr& item, bool show_implicit) {
  if (item.range != 0 && item.range_column == 0) {
    column(item, true);
  } else {
    expr(item, show_implicit);
  }
}

// A literal in which backslashes are plain.
void QueryPrinter::quoted(std::string_view text) {
  out_ += '\'';
  for (const char c : text) out_.append(c == '\'' ? 2 : 1, c);
  out_ += '\'';
}

void QueryPrinter::constant(const Expr& literal, int type) {
  if (literal.type == oid::unknown && !literal.value.is_null() && type == 0)
    return quoted(literal.value.as<std::string_view>());
  const std::string shown_type = "::" + type_name(literal.type, literal.modifier, literal.declared);
  if (literal.value.is_null()) {
    out_ += "NULL" + (type >= 0 ? shown_type : "");
    return;
  }
  const Type* known = find_type(literal.type);
  if (known == nullptr || known->text_output == nullptr) return unprintable();
  TextFormat iso;
  iso.zone = &utc_zone();
  std::string text;
  if (is_reg_type(literal.type))
    text = object_name(literal.type, literal.value.as<Oid>(), style_.catalog, style_.path);
  if (text.empty())
    text =
        value_to_text(literal.type, literal.value, style_.format == nullptr ? iso : *style_.format);
  bool labelled = true;
  if (literal.type == oid::boolean) {
    out_ += text == "t" || text == "true" ? "true" : "false";
    labelled = false;
  } else if (literal.type == oid::int4 && text[0] != '-') {
    out_ += text;
    labelled = false;
  } else if (literal.type == oid::numeric && std::isdigit(static_cast<unsigned char>(text[0])) &&
             text.find('.') != std::string::npos && text.find('e') == std::string::npos) {
    out_ += text;
    labelled = literal.modifier >= 0;
  } else {
    quoted(text);
  }
  if (type > 0 || (type == 0 && labelled)) out_ += shown_type;
}

void QueryPrinter::column(const Expr& expr, bool top) {
  if (expr.range == 0) {
    if (forms_ != nullptr) return unprintable();
    if (table_ == nullptr) {
      out_ += "VALUE";
      return;
    }
    if (expr.column == no_column || expr.column > table_->columns.size()) return unprintable();
    out_ += quote_identifier(table_->columns[expr.column - 1].name);
    return;
  }
  const RangeNames& names = range_names(expr.range);
  if (expr.range_column == 0) {
    out_ += quote_identifier(names.name) + ".*";
    if (top) out_ += "::" + type_name(expr.type, expr.modifier, expr.declared);
    return;
  }
  const auto position = static_cast<std::size_t>(expr.range_column - 1);
  if (position >= names.columns.size()) return unprintable();
  const std::string& name = names.columns[position];
  if (name.empty()) return unprintable();  // it was dropped
  const QueryForm* ordered = ordered_;
  const bool hidden =
      ordered != nullptr && std::ranges::any_of(ordered->targets, [&](const auto& t) {
        const bool same = t.expr != nullptr && t.expr->range == expr.range &&
                          t.expr->range_column == expr.range_column;
        return !t.junk && t.name == name && !same;
      });
  if ((prefix_ || hidden) && !names.name.empty()) out_ += quote_identifier(names.name) + ".";
  out_ += quote_identifier(name);
}

void QueryPrinter::cast(const Expr& expr, bool show_implicit) {
  const bool hidden = !show_implicit || (style_.stored && !show_all_casts_);
  if (is_implicit(expr) && hidden) return paren(expr.args[0], false, expr);
  // The cast of a literal to its own type with a length is shown as one.
  const Expr& argument = *expr.args[0];
  const bool literal = argument.kind == ExprKind::constant && argument.type == expr.type &&
                       argument.modifier == -1 && expr.kind != ExprKind::domain_check;
  if (literal) {
    constant(argument, -1);
  } else {
    open();
    paren(expr.args[0], false, expr);
    close();
  }
  out_ += "::" + type_name(expr.type, expr.modifier, expr.declared);
}

void QueryPrinter::boolean(const Expr& operation) {
  open();
  if (operation.kind == ExprKind::not_) {
    out_ += "NOT ";
    paren(operation.args[0], false, operation);
  } else {
    for (std::size_t i = 0; i < operation.args.size(); ++i) {
      if (i > 0) out_ += operation.kind == ExprKind::and_ ? " AND " : " OR ";
      // The parser would take the arguments of a first AND for those of the whole; a cast to the
      // type it has keeps them apart and leaves nothing behind.
      const bool apart = style_.stored && i == 0 && operation.args[i]->kind == operation.kind;
      if (apart) out_ += '(';
      paren(operation.args[i], false, operation);
      if (apart) out_ += ")::boolean";
    }
  }
  close();
}

void QueryPrinter::test(const Expr& expr) {
  static constexpr std::array<std::string_view, 8> words{
      "NULL", "NOT NULL", "TRUE", "NOT TRUE", "FALSE", "NOT FALSE", "UNKNOWN", "NOT UNKNOWN"};
  open();
  if (expr.kind == ExprKind::is_distinct || expr.kind == ExprKind::is_not_distinct) {
    // Its opposite is shown as NOT (a IS DISTINCT FROM b).
    const bool negated = expr.kind == ExprKind::is_not_distinct;
    if (negated) out_ += style_.pretty ? "NOT " : "NOT (";
    paren(expr.args[0], true, expr);
    out_ += " IS DISTINCT FROM ";
    paren(expr.args[1], true, expr);
    if (negated) close();
    return close();
  }
  const std::size_t word =
      static_cast<std::size_t>(expr.kind) - static_cast<std::size_t>(ExprKind::is_null);
  paren(expr.args[0], word < 2, expr);
  out_ += " IS ";
  out_ += words.at(word);
  close();
}

void QueryPrinter::case_of(const Expr& expr) {
  keyword("CASE", 0, 4, 0);
  const bool simple_form = expr.notation == Notation::simple_case;
  if (simple_form) {
    out_ += ' ';
    this->expr(without_implicit(*expr.args[0]->args[0]), true);
  }
  for (std::size_t i = 0; i + 1 < expr.args.size(); i += 2) {
    keyword("WHEN ", 0, 0, 0);
    const Expr& condition = *expr.args[i];
    this->expr(simple_form ? *condition.args[1] : condition, false);
    out_ += " THEN ";
    this->expr(*expr.args[i + 1], true);
  }
  keyword("ELSE ", 0, 0, 0);
  this->expr(*expr.args.back(), true);
  keyword("END", -4, 0, 0);
}

// The items as an array; one cast over it stands for those over all of them.
void QueryPrinter::array_of(std::span<const ExprPtr> items) {
  const bool all_cast = std::ranges::all_of(items, [](const ExprPtr& item) {
    return item->kind == ExprKind::relabel && is_cast(*item) && is_implicit(*item);
  });
  if (all_cast) open();
  out_ += "ARRAY[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    out_ += i > 0 ? ", " : "";
    expr(all_cast ? *items[i]->args[0] : *items[i], true);
  }
  out_ += ']';
  if (!all_cast) return;
  close();
  const Type* type = find_type(items[0]->type);
  if (type == nullptr) return unprintable();
  out_ += "::" + type_display(type->array, -1);
}

// The constants of the list as an array, what holds columns compared one by one.
void QueryPrinter::in_list(const Expr& expr) {
  std::vector<ExprPtr> plain, others;
  for (std::size_t i = 1; i < expr.args.size(); ++i)
    (contains_columns(*expr.args[i]) ? others : plain).push_back(expr.args[i]);
  if (style_.stored) {
    out_ += '(';
    paren(expr.args[0], true, expr);
    out_ += expr.negated ? " NOT IN (" : " IN (";
    list(std::span(expr.args).subspan(1), true);
    out_ += "))";
    return;
  }
  if (plain.size() == 1) {
    others.insert(others.begin(), plain[0]);
    plain.clear();
  }
  const std::string op(expr.negated ? "<>" : "=");
  const std::size_t tests = others.size() + (plain.empty() ? 0 : 1);
  if (tests > 1 && !style_.pretty) out_.append(tests - 1, '(');
  if (!plain.empty()) {
    if (style_.pretty && tests > 1) out_ += '(';
    open();
    paren(expr.args[0], true, expr);
    out_ += " " + op + (expr.negated ? " ALL (" : " ANY (");
    array_of(plain);
    out_ += ')';
    close();
    if (style_.pretty && tests > 1) out_ += ')';
  }
  Expr comparison;  // what stands in the tests is shown as in operators
  comparison.kind = ExprKind::call;
  comparison.op = expr.op;
  for (std::size_t i = 0; i < others.size(); ++i) {
    const bool first = i == 0 && plain.empty();
    if (!first) out_ += expr.negated ? " AND " : " OR ";
    comparison.args = {expr.args[0], others[i]};
    operation(comparison, op);
    if (!style_.pretty && !first) out_ += ')';
  }
}

// (a, b) = (SELECT …): the left sides of the comparisons it was bound to.
void QueryPrinter::row_subquery(const Expr& expr) {
  const bool ordered = expr.kind == ExprKind::row_compare;
  const std::size_t count = ordered ? expr.args.size() / 2 : expr.args.size();
  std::vector<ExprPtr> left;
  std::string op;
  for (std::size_t i = 0; i < count; ++i) {
    const ExprPtr& part = expr.args[i];
    if (!ordered && (part->kind != ExprKind::call || part->op == nullptr)) return unprintable();
    left.push_back(ordered ? part : part->args[0]);
    op = ordered ? expr.op->name : part->op->name;
  }
  out_ += "((";
  list(left, true);
  out_ += ") " + op + " (";
  query(*expr.form, {}, false);
  out_ += "))";
}

void QueryPrinter::row_comparison(const Expr& expr) {
  const std::size_t half = expr.args.size() / 2;
  const std::span<const ExprPtr> args(expr.args);
  out_ += "(ROW(";
  list(args.first(half), true);
  out_ += ") " + std::string(expr.op->name) + " ROW(";
  list(args.subspan(half), true);
  out_ += "))";
}

void QueryPrinter::subscripts(const Expr& expr) {
  const Expr& array = *expr.args[0];
  const bool bare = meant(array).kind == ExprKind::column || array.kind == ExprKind::field;
  if (!bare) out_ += '(';
  this->expr(array, true);
  if (!bare) out_ += ')';
  for (std::size_t i = 1; i < expr.args.size(); ++i) {
    out_ += '[';
    if (expr.slice) {
      if (expr.args[i] != nullptr) this->expr(*expr.args[i], false);
      out_ += ':';
      ++i;
    }
    if (expr.args[i] != nullptr) this->expr(*expr.args[i], false);
    out_ += ']';
  }
}

void QueryPrinter::field(const Expr& expr) {
  const Expr& record = *expr.args[0];
  const bool bare = record.kind == ExprKind::subscript || record.kind == ExprKind::field;
  const RecordShape fields = row_shape(style_.catalog, record.declared);
  const bool known = expr.number > 0 && expr.number <= fields.size();
  if (!known && expr.field_names.empty()) return unprintable();
  if (!bare) out_ += '(';
  this->expr(record, true);
  if (!bare) out_ += ')';
  out_ += "." + quote_identifier(known ? fields[expr.number - 1].name : expr.field_names[0]);
}

void QueryPrinter::subquery(const Expr& expr) {
  if (expr.form == nullptr) return unprintable();
  const bool quantified =
      expr.kind == ExprKind::any_subquery || expr.kind == ExprKind::all_subquery;
  out_ += expr.kind == ExprKind::array_subquery ? "ARRAY(" : "(";
  if (quantified) {
    if (expr.args.size() > 1) out_ += '(';
    list(expr.args, true);
    if (expr.args.size() > 1) out_ += ')';
    const std::string op(expr.op->name);
    if (expr.kind == ExprKind::all_subquery)
      out_ += " " + op + " ALL (";
    else
      out_ += op == "=" ? std::string(" IN (") : " " + op + " ANY (";
  }
  if (expr.kind == ExprKind::exists_subquery) out_ += "EXISTS (";
  const QueryForm* const ordered = std::exchange(ordered_, nullptr);
  query(*expr.form, {}, false);
  ordered_ = ordered;
  out_ += quantified || expr.kind == ExprKind::exists_subquery ? "))" : ")";
}

void QueryPrinter::expr(const Expr& written, bool show_implicit) {
  const CallForm* form = call_behind(written);
  if (form != nullptr && form->call == nullptr) return grouping(*form);
  const Expr& expr = meant(written);
  if (expr.kind == ExprKind::row && expr.range != 0) return column(expr, false);
  if (expr.notation == Notation::value_function) return value_function(expr);
  if (expr.notation == Notation::row_subquery) return row_subquery(expr);
  if (is_cast(expr)) return cast(expr, show_implicit);
  switch (expr.kind) {
    case ExprKind::constant: return constant(expr, 0);
    case ExprKind::column: return column(expr, false);
    case ExprKind::relabel: {
      open();
      paren(expr.args[0], show_implicit, expr);
      out_ += " COLLATE " + quote_identifier(expr.field_names.front());
      return close();
    }
    case ExprKind::call:
      if (expr.op != nullptr) return operation(expr, expr.op->name);
      return call(expr);
    case ExprKind::sql_function:
    case ExprKind::set_call: return call(expr);
    case ExprKind::aggregate:
    case ExprKind::window: return aggregate(expr, form);
    case ExprKind::and_:
    case ExprKind::or_:
    case ExprKind::not_: return boolean(expr);
    case ExprKind::is_null:
    case ExprKind::is_not_null:
    case ExprKind::is_true:
    case ExprKind::is_not_true:
    case ExprKind::is_false:
    case ExprKind::is_not_false:
    case ExprKind::is_unknown:
    case ExprKind::is_not_unknown:
    case ExprKind::is_distinct:
    case ExprKind::is_not_distinct: return test(expr);
    case ExprKind::case_: return case_of(expr);
    case ExprKind::coalesce:
    case ExprKind::greatest:
    case ExprKind::least:
    case ExprKind::nullif: {
      out_ += expr.kind == ExprKind::coalesce   ? "COALESCE("
              : expr.kind == ExprKind::greatest ? "GREATEST("
              : expr.kind == ExprKind::least    ? "LEAST("
                                                : "NULLIF(";
      list(expr.args, true);
      out_ += ')';
      return;
    }
    case ExprKind::array:
      out_ += "ARRAY[";
      list(expr.args, true);
      out_ += ']';
      if (expr.args.empty()) out_ += "::" + type_display(expr.type, expr.modifier);
      return;
    case ExprKind::row: {
      out_ += "ROW(";
      for (std::size_t i = 0; i < expr.args.size(); ++i) {
        out_ += i > 0 ? ", " : "";
        list_member(*expr.args[i], true);
      }
      out_ += ')';
      if (expr.declared != 0) out_ += "::" + type_name(expr.type, -1, expr.declared);
      return;
    }
    case ExprKind::field: return field(expr);
    case ExprKind::subscript: return subscripts(expr);
    case ExprKind::any_array:
    case ExprKind::all_array: {
      open();
      paren(expr.args[0], true, expr);
      out_ += " " + std::string(expr.op->name) +
              (expr.kind == ExprKind::any_array ? " ANY (" : " ALL (");
      paren(expr.args[1], true, expr);
      // Without its type the sub-select would be taken for the list of values.
      if (expr.args[1]->kind == ExprKind::scalar_subquery)
        out_ += "::" + type_name(expr.args[1]->type, expr.args[1]->modifier, 0);
      out_ += ')';
      return close();
    }
    case ExprKind::in_list: return in_list(expr);
    case ExprKind::row_compare: return row_comparison(expr);
    case ExprKind::scalar_subquery:
    case ExprKind::exists_subquery:
    case ExprKind::any_subquery:
    case ExprKind::all_subquery:
    case ExprKind::array_subquery: return subquery(expr);
    default: break;
  }
  unprintable();
}

std::optional<std::string> deparse_expr(const Expr& expr, const Table* table,
                                        const DeparseStyle& style) {
  QueryPrinter printer(style, nullptr, table);
  printer.expr(expr, false);
  if (!printer.complete()) return std::nullopt;
  return printer.take();
}

}  // namespace dsql::engine
