// Printed calls: functions, operators, the forms with keywords, aggregates and windows.
#include <array>

#include "engine/bind/deparse_printer.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {
namespace {

// Bits of WindowDef.frameOptions (parsenodes.h).
enum FrameOption : int {
  frame_nondefault = 0x1,
  frame_range = 0x2,
  frame_rows = 0x4,
  frame_groups = 0x8,
  frame_between = 0x10,
  start_unbounded_preceding = 0x20,
  end_unbounded_preceding = 0x40,
  end_unbounded_following = 0x100,
  start_current_row = 0x200,
  end_current_row = 0x400,
  start_offset_preceding = 0x800,
  end_offset_preceding = 0x1000,
  exclude_current_row = 0x8000,
  exclude_group = 0x10000,
  exclude_ties = 0x20000,
};

bool takes_any_number(const FunctionRow& row) {
  return row.variadic != 0 && row.variadic != oid::any;
}

}  // namespace

void QueryPrinter::operation(const Expr& expr, std::string_view name) {
  open();
  if (expr.args.size() == 1) {
    out_ += std::string(name) + " ";
    paren(expr.args[0], true, expr);
  } else {
    paren(expr.args[0], true, expr);
    out_ += " " + std::string(name) + " ";
    paren(expr.args[1], true, expr);
  }
  close();
}

void QueryPrinter::call(const Expr& expr) {
  if (expr.notation == Notation::sql_syntax) return keyword_call(expr);
  plain_call(expr);
}

void QueryPrinter::plain_call(const Expr& expr) {
  out_ += function_name(expr) + "(";
  const bool casts = std::exchange(show_all_casts_, expr.sql_function != nullptr);
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    out_ += i > 0 ? ", " : "";
    const bool last = i + 1 == expr.args.size();
    const bool collected = expr.function != nullptr && takes_any_number(*expr.function);
    if (last && (expr.variadic_array || collected)) out_ += "VARIADIC ";
    this->expr(*expr.args[i], true);
  }
  show_all_casts_ = casts;
  out_ += ')';
}

void QueryPrinter::keyword_call(const Expr& expr) {
  const std::string_view name = expr.function->name;
  const std::size_t count = expr.args.size();
  const auto arg = [&](std::size_t i) { this->expr(*expr.args[i], false); };
  const auto inner = [&](std::size_t i) { paren(expr.args[i], false, expr); };
  const auto word = [&](std::size_t i) {
    const Expr& literal = *expr.args[i];
    if (literal.kind != ExprKind::constant || literal.value.is_null()) return unprintable();
    out_ += literal.value.as<std::string_view>();
  };
  const auto keywords = [&](std::string_view head, std::span<const std::string_view> words) {
    out_ += head;
    arg(0);
    for (std::size_t i = 1; i < count; ++i) {
      out_ += words[i - 1];
      arg(i);
    }
    out_ += ')';
  };
  if (name == "timezone" && count == 2) {
    out_ += '(';
    inner(1);
    out_ += " AT TIME ZONE ";
    inner(0);
    out_ += ')';
  } else if (name == "overlaps" && count == 4) {
    out_ += "((";
    arg(0);
    out_ += ", ";
    arg(1);
    out_ += ") OVERLAPS (";
    arg(2);
    out_ += ", ";
    arg(3);
    out_ += "))";
  } else if (name == "extract" && count == 2) {
    out_ += "EXTRACT(";
    word(0);
    out_ += " FROM ";
    arg(1);
    out_ += ')';
  } else if (name == "is_normalized") {
    out_ += '(';
    inner(0);
    out_ += " IS ";
    if (count == 2) word(1);
    out_ += count == 2 ? " NORMALIZED)" : "NORMALIZED)";
  } else if (name == "pg_collation_for") {
    out_ += "COLLATION FOR (";
    arg(0);
    out_ += ')';
  } else if (name == "normalize") {
    out_ += "NORMALIZE(";
    arg(0);
    if (count == 2) out_ += ", ";
    if (count == 2) word(1);
    out_ += ')';
  } else if (name == "overlay") {
    keywords("OVERLAY(", std::array<std::string_view, 3>{" PLACING ", " FROM ", " FOR "});
  } else if (name == "position") {
    out_ += "POSITION((";
    arg(1);
    out_ += ") IN (";
    arg(0);
    out_ += "))";
  } else if (name == "substring" && count == 3 && expr.args[1]->type == oid::text) {
    keywords("SUBSTRING(", std::array<std::string_view, 2>{" SIMILAR ", " ESCAPE "});
  } else if (name == "substring" && expr.args[1]->type == oid::text) {
    plain_call(expr);
  } else if (name == "substring") {
    keywords("SUBSTRING(", std::array<std::string_view, 2>{" FROM ", " FOR "});
  } else if (name == "btrim" || name == "ltrim" || name == "rtrim") {
    out_ += name == "btrim" ? "TRIM(BOTH" : name == "ltrim" ? "TRIM(LEADING" : "TRIM(TRAILING";
    if (count == 2) out_ += ' ';
    if (count == 2) arg(1);
    out_ += " FROM ";
    arg(0);
    out_ += ')';
  } else {
    unprintable();
  }
}

void QueryPrinter::value_function(const Expr& expr) {
  static constexpr std::array<std::string_view, 16> words{"",
                                                          "CURRENT_DATE",
                                                          "CURRENT_TIME",
                                                          "CURRENT_TIME",
                                                          "CURRENT_TIMESTAMP",
                                                          "CURRENT_TIMESTAMP",
                                                          "LOCALTIME",
                                                          "LOCALTIME",
                                                          "LOCALTIMESTAMP",
                                                          "LOCALTIMESTAMP",
                                                          "CURRENT_ROLE",
                                                          "CURRENT_USER",
                                                          "USER",
                                                          "SESSION_USER",
                                                          "CURRENT_CATALOG",
                                                          "CURRENT_SCHEMA"};
  out_ += words.at(expr.number);
  const bool precise = expr.number == 3 || expr.number == 5 || expr.number == 7 || expr.number == 9;
  if (precise) out_ += "(" + std::to_string(expr.modifier) + ")";
}

void QueryPrinter::aggregate(const Expr& call, const CallForm* form) {
  out_ += function_name(call) + "(";
  const bool within_group =
      call.kind == ExprKind::aggregate && !call.order_by.empty() &&
      (call.function->name == "percentile_cont" || call.function->name == "percentile_disc" ||
       call.function->name == "mode" || call.function->kind == FunctionKind::window);
  if (call.distinct) out_ += "DISTINCT ";
  const bool star =
      call.args.empty() && call.function->kind == FunctionKind::aggregate && !within_group;
  if (star) out_ += '*';
  for (std::size_t i = 0; i < call.args.size(); ++i) {
    out_ += i > 0 ? ", " : "";
    if (i + 1 == call.args.size() && call.variadic_array) out_ += "VARIADIC ";
    expr(*call.args[i], true);
  }
  if (within_group) {
    out_ += ") WITHIN GROUP (ORDER BY ";
    sort_keys(call.order_by);
  } else if (!call.order_by.empty()) {
    out_ += " ORDER BY ";
    sort_keys(call.order_by);
  }
  out_ += ')';
  if (call.filter != nullptr) {
    out_ += " FILTER (WHERE ";
    expr(*call.filter, false);
    out_ += ')';
  }
  if (form == nullptr || !form->over) return;
  out_ += " OVER ";
  if (!form->window.name.empty()) {
    out_ += quote_identifier(form->window.name);
  } else {
    window_spec(form->window);
  }
}

void QueryPrinter::grouping(const CallForm& form) {
  out_ += "GROUPING(";
  list(form.grouping, true);
  out_ += ')';
}

void QueryPrinter::sort_direction(bool descending, bool nulls_first) {
  if (descending) out_ += " DESC";
  if (nulls_first != descending) out_ += nulls_first ? " NULLS FIRST" : " NULLS LAST";
}

void QueryPrinter::sort_expr(const Expr& written) {
  const Expr& key = meant(written);
  if (written.kind == ExprKind::column && &key == &written && call_behind(written) == nullptr)
    return column(written, false);
  if (key.kind == ExprKind::constant) return constant(key, 1);
  const bool call = (key.kind == ExprKind::call && key.op == nullptr &&
                     key.notation != Notation::value_function) ||
                    key.kind == ExprKind::sql_function || key.kind == ExprKind::aggregate ||
                    key.kind == ExprKind::window || key.kind == ExprKind::set_call;
  const bool parens = style_.pretty || call;
  if (parens) out_ += '(';
  expr(written, true);
  if (parens) out_ += ')';
}

void QueryPrinter::sort_keys(const std::vector<SortKey>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out_ += i > 0 ? ", " : "";
    sort_expr(*keys[i].expr);
    sort_direction(keys[i].descending, keys[i].nulls_first);
  }
}

void QueryPrinter::frame_bound(int options, bool end, const ExprPtr& offset) {
  const bool current = (options & (end ? end_current_row : start_current_row)) != 0;
  if (current) {
    out_ += "CURRENT ROW ";
  } else if (offset != nullptr) {
    expr(*offset, false);
    const bool before = (options & (end ? end_offset_preceding : start_offset_preceding)) != 0;
    out_ += before ? " PRECEDING " : " FOLLOWING ";
  } else {
    const bool before =
        (options & (end ? end_unbounded_preceding : start_unbounded_preceding)) != 0;
    out_ += before ? "UNBOUNDED PRECEDING " : "UNBOUNDED FOLLOWING ";
  }
}

void QueryPrinter::window_spec(const WindowForm& window) {
  out_ += '(';
  const auto separate = [&] { out_ += out_.back() == '(' ? "" : " "; };
  if (!window.refers_to.empty()) out_ += quote_identifier(window.refers_to);
  if (!window.partition_by.empty()) {
    separate();
    out_ += "PARTITION BY ";
    for (std::size_t i = 0; i < window.partition_by.size(); ++i) {
      out_ += i > 0 ? ", " : "";
      sort_expr(*window.partition_by[i]);
    }
  }
  if (!window.order_by.empty()) {
    separate();
    out_ += "ORDER BY ";
    sort_keys(window.order_by);
  }
  const int options = window.frame_options;
  if ((options & frame_nondefault) != 0) {
    separate();
    out_ += (options & frame_range) != 0  ? "RANGE "
            : (options & frame_rows) != 0 ? "ROWS "
                                          : "GROUPS ";
    if ((options & frame_between) != 0) out_ += "BETWEEN ";
    frame_bound(options, false, window.start);
    if ((options & frame_between) != 0) {
      out_ += "AND ";
      frame_bound(options, true, window.end);
    }
    if ((options & exclude_current_row) != 0) out_ += "EXCLUDE CURRENT ROW ";
    if ((options & exclude_group) != 0) out_ += "EXCLUDE GROUP ";
    if ((options & exclude_ties) != 0) out_ += "EXCLUDE TIES ";
    out_.pop_back();
  }
  out_ += ')';
}

}  // namespace dsql::engine
