#include "engine/bind/implication.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace dsql::engine {
namespace {

enum class Comparison : std::uint8_t { less, less_equal, equal, greater_equal, greater, unequal };

std::optional<Comparison> comparison_named(std::string_view name) {
  if (name == "<") return Comparison::less;
  if (name == "<=") return Comparison::less_equal;
  if (name == "=") return Comparison::equal;
  if (name == ">=") return Comparison::greater_equal;
  if (name == ">") return Comparison::greater;
  if (name == "<>") return Comparison::unequal;
  return std::nullopt;
}

Comparison turned(Comparison comparison) {
  switch (comparison) {
    case Comparison::less: return Comparison::greater;
    case Comparison::less_equal: return Comparison::greater_equal;
    case Comparison::greater_equal: return Comparison::less_equal;
    case Comparison::greater: return Comparison::less;
    default: return comparison;
  }
}

// expression OP constant, whichever way it is written.
struct Bound {
  const Expr* expr = nullptr;
  Comparison comparison = Comparison::equal;
  const Expr* constant = nullptr;
};

bool is_value(const Expr& expr) { return expr.kind == ExprKind::constant && !expr.value.is_null(); }

std::optional<Bound> bound_of(const Expr& expr) {
  if (expr.kind != ExprKind::call || expr.op == nullptr || expr.args.size() != 2)
    return std::nullopt;
  const auto comparison = comparison_named(expr.op->name);
  if (!comparison) return std::nullopt;
  const Expr& left = *expr.args[0];
  const Expr& right = *expr.args[1];
  if (is_value(right)) return Bound{&left, *comparison, &right};
  if (is_value(left)) return Bound{&right, turned(*comparison), &left};
  return std::nullopt;
}

// The order of two constants; nullopt if they are not of one type with an order.
std::optional<int> compare_constants(const Expr& a, const Expr& b) {
  if (a.type != b.type) return std::nullopt;
  const Type* type = find_type(a.type);
  if (type == nullptr || type->compare == nullptr) return std::nullopt;
  Column left, right;
  a.value.broadcast(left);
  b.value.broadcast(right);
  return type->compare(left, 0, right, 0);
}

// `order`: the given constant against the needed one.
bool follows(Comparison needed, Comparison given, int order) {
  switch (given) {
    case Comparison::equal:
      switch (needed) {
        case Comparison::less: return order < 0;
        case Comparison::less_equal: return order <= 0;
        case Comparison::equal: return order == 0;
        case Comparison::greater_equal: return order >= 0;
        case Comparison::greater: return order > 0;
        case Comparison::unequal: return order != 0;
      }
      return false;
    case Comparison::less:
      return order <= 0 && (needed == Comparison::less || needed == Comparison::less_equal ||
                            needed == Comparison::unequal);
    case Comparison::less_equal:
      if (needed == Comparison::less_equal) return order <= 0;
      return order < 0 && (needed == Comparison::less || needed == Comparison::unequal);
    case Comparison::greater:
      return order >= 0 && (needed == Comparison::greater || needed == Comparison::greater_equal ||
                            needed == Comparison::unequal);
    case Comparison::greater_equal:
      if (needed == Comparison::greater_equal) return order >= 0;
      return order > 0 && (needed == Comparison::greater || needed == Comparison::unequal);
    case Comparison::unequal: return needed == Comparison::unequal && order == 0;
  }
  return false;
}

// Whether `expr` being true shows that `value` is not NULL.
bool shows_not_null(const Expr& value, const Expr& expr, const SameExpr& same) {
  if (expr.kind != ExprKind::call || expr.function == nullptr || !expr.function->strict)
    return false;
  return std::ranges::any_of(expr.args, [&](const ExprPtr& arg) {
    return same(value, *arg) || shows_not_null(value, *arg, same);
  });
}

}  // namespace

bool implied_by(const Expr& needed, const Expr& given, const SameExpr& same) {
  if (same(needed, given)) return true;
  const auto by_given = [&](const ExprPtr& part) { return implied_by(*part, given, same); };
  const auto from_part = [&](const ExprPtr& part) { return implied_by(needed, *part, same); };
  if (needed.kind == ExprKind::and_) return std::ranges::all_of(needed.args, by_given);
  if (given.kind == ExprKind::or_) return std::ranges::all_of(given.args, from_part);
  if (needed.kind == ExprKind::or_ && std::ranges::any_of(needed.args, by_given)) return true;
  if (given.kind == ExprKind::and_) return std::ranges::any_of(given.args, from_part);
  if (needed.kind == ExprKind::is_not_null) return shows_not_null(*needed.args[0], given, same);
  const auto want = bound_of(needed);
  const auto have = bound_of(given);
  if (!want || !have || !same(*want->expr, *have->expr)) return false;
  const auto order = compare_constants(*have->constant, *want->constant);
  return order && follows(want->comparison, have->comparison, *order);
}

}  // namespace dsql::engine
