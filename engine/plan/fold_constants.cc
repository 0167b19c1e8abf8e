#include "dsqlrules/conditions/sql_error.h"
#include "engine/plan/passes.h"

namespace dsql::engine {

namespace {

constexpr std::size_t most_kept_bytes = std::size_t{64} << 10;

bool is_constant(const ExprPtr& expr) { return expr->kind == ExprKind::constant; }

class Folder {
 public:
  Folder(const TextFormat& format, FunctionServices& services)
      : format_(format), services_(services) {}

  ExprPtr fold(const ExprPtr& expr) {
    ExprPtr folded = fold_arguments(expr);
    if (folded->kind == ExprKind::relabel && is_constant(folded->args[0]))
      return relabelled(*folded);
    if (!foldable(*folded)) return folded;
    ExprPtr value = call(*folded);
    return value ? value : folded;
  }

 private:
  ExprPtr fold_arguments(const ExprPtr& expr) {
    std::shared_ptr<Expr> copy;
    for (std::size_t i = 0; i < expr->args.size(); ++i) {
      if (!expr->args[i]) continue;
      ExprPtr arg = fold(expr->args[i]);
      if (arg == expr->args[i]) continue;
      if (!copy) copy = std::make_shared<Expr>(*expr);
      copy->args[i] = std::move(arg);
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

  static ExprPtr relabelled(const Expr& expr) {
    auto constant = std::make_shared<Expr>(*expr.args[0]);
    constant->type = expr.type;
    constant->modifier = expr.modifier;
    return constant;
  }

  // The call's value as a constant; null if it raises, or is larger than a plan should keep.
  ExprPtr call(const Expr& expr) {
    std::vector<Column> columns(expr.args.size());
    std::vector<const Column*> args;
    std::vector<Oid> types;
    bool null_argument = false;
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      const Expr& arg = *expr.args[i];
      null_argument = null_argument || arg.value.is_null();
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
    if (null_argument && expr.function->strict) {
      constant->value = Value::null(physical);
      return constant;
    }
    CallContext context{&format_, &services_, types, expr.type, expr.modifier, expr.variadic_array};
    TempSpace room(most_kept_bytes);
    Column result(physical, 1);
    result.count_in(&room);
    try {
      expr.function->kernel(context, args, Selection::all(1), result);
    } catch (const rules::SqlError&) {
      return nullptr;
    }
    constant->value = Value::from(result, 0);
    return constant;
  }

  const TextFormat& format_;
  FunctionServices& services_;
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
