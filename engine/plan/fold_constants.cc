#include <algorithm>
#include <optional>

#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/sql_error.h"
#include "engine/plan/passes.h"

namespace dsql::engine {

namespace {

constexpr std::size_t most_kept_bytes = std::size_t{64} << 10;

bool is_constant(const ExprPtr& expr) { return expr->kind == ExprKind::constant; }

bool is_null(const ExprPtr& expr) { return is_constant(expr) && expr->value.is_null(); }

bool is_true(const ExprPtr& expr) {
  return is_constant(expr) && !expr->value.is_null() && expr->value.as<bool>();
}

bool is_false(const ExprPtr& expr) {
  return is_constant(expr) && !expr->value.is_null() && !expr->value.as<bool>();
}

// Whether the value of a parameter has a say in it.
bool has_parameter(const Expr& expr) {
  if (expr.kind == ExprKind::parameter) return true;
  for (const ExprPtr& arg : expr.args)
    if (arg != nullptr && has_parameter(*arg)) return true;
  return false;
}

// Types whose text form depends on nothing but the value.
bool has_fixed_text(Oid type) {
  switch (type) {
    case oid::boolean:
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::numeric:
    case oid::text:
    case oid::varchar:
    case oid::bpchar:
    case oid::uuid: return true;
    default: return false;
  }
}

ExprPtr boolean_constant(const Expr& like, std::optional<bool> value) {
  auto constant = std::make_shared<Expr>();
  constant->type = oid::boolean;
  constant->location = like.location;
  constant->value = value ? Value::of<bool>(*value) : Value::null(type_of(oid::boolean).physical);
  return constant;
}

// As PostgreSQL's eval_const_expressions does: what can be computed is computed now, and raises
// now, whether or not a row would have needed it; what a constant condition rules out is not looked
// at.
class Folder {
 public:
  Folder(const TextFormat& format, FunctionServices& services)
      : format_(format), services_(services) {}

  ExprPtr fold(const ExprPtr& expr) {
    switch (expr->kind) {
      case ExprKind::and_:
      case ExprKind::or_: return connective(expr);
      case ExprKind::case_: return choice(expr);
      case ExprKind::coalesce: return first_value(expr);
      default: break;
    }
    ExprPtr folded = fold_arguments(expr);
    switch (folded->kind) {
      case ExprKind::relabel: return is_constant(folded->args[0]) ? relabelled(*folded) : folded;
      case ExprKind::not_:
        if (is_null(folded->args[0])) return boolean_constant(*folded, std::nullopt);
        return is_constant(folded->args[0])
                   ? boolean_constant(*folded, !folded->args[0]->value.as<bool>())
                   : folded;
      case ExprKind::is_null:
      case ExprKind::is_not_null: {
        const ExprPtr& arg = folded->args[0];
        // A row is NULL if all its fields are.
        if (!is_constant(arg) || (arg->type == oid::record && !is_null(arg))) return folded;
        return boolean_constant(*folded, is_null(arg) == (folded->kind == ExprKind::is_null));
      }
      case ExprKind::io_cast: return text_cast(folded);
      case ExprKind::call: break;
      default: return folded;
    }
    if (const ExprPtr null = null_call(*folded)) return null;
    if (!foldable(*folded)) return folded;
    ExprPtr value = call(*folded);
    return value ? value : folded;
  }

 private:
  static ExprPtr with_arguments(const ExprPtr& expr, std::vector<ExprPtr> args) {
    if (args == expr->args) return expr;
    auto copy = std::make_shared<Expr>(*expr);
    copy->args = std::move(args);
    return copy;
  }

  // Folds an argument that is needed only if a condition says so. What the parameters decide is not
  // known yet, so an error behind them is left to the execution.
  ExprPtr fold_behind(const ExprPtr& expr, bool open) {
    open_conditions_ += open;
    ExprPtr folded = fold(expr);
    open_conditions_ -= open;
    return folded;
  }

  // AND and OR: a constant that decides ends it; the other constant is left out.
  ExprPtr connective(const ExprPtr& expr) {
    const bool conjunction = expr->kind == ExprKind::and_;
    std::vector<ExprPtr> args;
    bool null = false;
    bool open = false;
    for (const ExprPtr& arg : expr->args) {
      ExprPtr folded = fold_behind(arg, open);
      open = open || has_parameter(*arg);
      if (conjunction ? is_false(folded) : is_true(folded))
        return boolean_constant(*expr, !conjunction);
      if (conjunction ? is_true(folded) : is_false(folded)) continue;
      if (is_null(folded)) {
        if (null) continue;
        null = true;
      }
      args.push_back(std::move(folded));
    }
    if (args.empty()) return boolean_constant(*expr, conjunction);
    if (args.size() == 1) return args[0];
    return with_arguments(expr, std::move(args));
  }

  ExprPtr choice(const ExprPtr& expr) {
    std::vector<ExprPtr> args;
    bool open = false;
    for (std::size_t i = 0; i + 1 < expr->args.size(); i += 2) {
      ExprPtr condition = fold_behind(expr->args[i], open);
      if (is_constant(condition) && !is_true(condition)) continue;
      open = open || has_parameter(*expr->args[i]);
      ExprPtr result = fold_behind(expr->args[i + 1], open);
      if (is_true(condition)) {
        if (args.empty()) return as_choice(*expr, result);
        args.push_back(std::move(result));
        return with_arguments(expr, std::move(args));
      }
      args.push_back(std::move(condition));
      args.push_back(std::move(result));
    }
    ExprPtr otherwise = fold_behind(expr->args.back(), open);
    if (args.empty()) return as_choice(*expr, otherwise);
    args.push_back(std::move(otherwise));
    return with_arguments(expr, std::move(args));
  }

  // The one branch that is left. A constant keeps the type of the whole.
  static ExprPtr as_choice(const Expr& whole, const ExprPtr& branch) {
    if (branch->type == whole.type) return branch;
    auto relabel = std::make_shared<Expr>();
    relabel->kind = ExprKind::relabel;
    relabel->type = whole.type;
    relabel->modifier = whole.modifier;
    relabel->args.push_back(branch);
    return relabel;
  }

  ExprPtr first_value(const ExprPtr& expr) {
    std::vector<ExprPtr> args;
    bool open = false;
    for (const ExprPtr& arg : expr->args) {
      ExprPtr folded = fold_behind(arg, open);
      open = open || has_parameter(*arg);
      if (is_null(folded)) continue;
      const bool last = is_constant(folded);
      if (last && args.empty()) return folded;
      args.push_back(std::move(folded));
      if (last) break;
    }
    if (args.empty()) args.push_back(fold(expr->args.front()));
    return with_arguments(expr, std::move(args));
  }

  ExprPtr fold_arguments(const ExprPtr& expr) {
    std::shared_ptr<Expr> copy;
    const auto edit = [&]() -> Expr& {
      if (!copy) copy = std::make_shared<Expr>(*expr);
      return *copy;
    };
    for (std::size_t i = 0; i < expr->args.size(); ++i) {
      if (!expr->args[i]) continue;
      ExprPtr arg = fold(expr->args[i]);
      if (arg != expr->args[i]) edit().args[i] = std::move(arg);
    }
    if (expr->filter != nullptr) {
      ExprPtr filter = fold(expr->filter);
      if (filter != expr->filter) edit().filter = std::move(filter);
    }
    return copy ? ExprPtr(copy) : expr;
  }

  static bool foldable(const Expr& expr) {
    if (expr.kind != ExprKind::call || expr.function == nullptr || expr.function->kernel == nullptr)
      return false;
    if (expr.function->volatility != Volatility::immutable || expr.args.empty()) return false;
    for (const ExprPtr& arg : expr.args) {
      if (!is_constant(arg)) return false;
    }
    return true;
  }

  // A strict function of a NULL is NULL, whatever its other arguments.
  static ExprPtr null_call(const Expr& expr) {
    if (expr.function == nullptr || !expr.function->strict || expr.type == oid::record)
      return nullptr;
    if (std::none_of(expr.args.begin(), expr.args.end(), is_null)) return nullptr;
    auto constant = std::make_shared<Expr>();
    constant->type = expr.type;
    constant->modifier = expr.modifier;
    constant->location = expr.location;
    constant->value = Value::null(type_of(expr.type).physical);
    return constant;
  }

  ExprPtr text_cast(const ExprPtr& cast) {
    const Expr& arg = *cast->args[0];
    if (arg.kind != ExprKind::constant || !has_fixed_text(arg.type) || !has_fixed_text(cast->type))
      return cast;
    auto constant = std::make_shared<Expr>();
    constant->type = cast->type;
    constant->modifier = cast->modifier;
    constant->location = cast->location;
    if (arg.value.is_null()) {
      constant->value = Value::null(type_of(cast->type).physical);
      return constant;
    }
    try {
      constant->value =
          value_from_text(cast->type, value_to_text(arg.type, arg.value, format_), -1, format_);
    } catch (const rules::SqlError&) {
      if (open_conditions_ == 0) throw;
      return cast;
    }
    return constant;
  }

  static ExprPtr relabelled(const Expr& expr) {
    auto constant = std::make_shared<Expr>(*expr.args[0]);
    constant->type = expr.type;
    constant->modifier = expr.modifier;
    return constant;
  }

  // The call's value as a constant; null if it raises behind an open condition, or is larger than a
  // plan should keep.
  ExprPtr call(const Expr& expr) {
    std::vector<Column> columns(expr.args.size());
    std::vector<const Column*> args;
    std::vector<Oid> types;
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      const Expr& arg = *expr.args[i];
      if (arg.value.is_null()) {
        columns[i].prepare(type_of(arg.type).physical, 1);
        columns[i].set_null(0);
        columns[i].set_constant();
      } else {
        arg.value.broadcast(columns[i]);
      }
      args.push_back(&columns[i]);
      types.push_back(arg.type);
    }
    auto constant = std::make_shared<Expr>();
    constant->type = expr.type;
    constant->modifier = expr.modifier;
    constant->location = expr.location;
    const Physical physical = type_of(expr.type).physical;
    CallContext context{&format_, &services_, types, expr.type, expr.modifier, expr.variadic_array};
    TempSpace room(most_kept_bytes);
    Column result(physical, 1);
    result.count_in(&room);
    try {
      expr.function->kernel(context, args, Selection::all(1), result);
    } catch (const rules::SqlError& error) {
      // Too much for a plan need not be too much for a query.
      const bool too_large = error.sqlstate == rules::refusals::temp_space.condition.sqlstate;
      if (open_conditions_ == 0 && !too_large) throw;
      return nullptr;
    }
    constant->value = Value::from(result, 0);
    return constant;
  }

  const TextFormat& format_;
  FunctionServices& services_;
  int open_conditions_ = 0;  // around the expression: those that a parameter decides
};

}  // namespace

void fold_constants(Relation& root, const TextFormat& format, FunctionServices& services) {
  if (root.kind != RelationKind::values) {  // cells of VALUES are evaluated once anyway
    Folder folder(format, services);
    for_each_expression(root, [&](ExprPtr& expr) { expr = folder.fold(expr); });
  }
  for (const RelationPtr& input : root.inputs) fold_constants(*input, format, services);
}

}  // namespace dsql::engine
