#include "engine/bind/table_expressions.h"

#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/parse/statement.h"
#include "engine/bind/bind.h"
#include "engine/bind/coerce.h"
#include "engine/bind/expression.h"
#include "engine/types/timezone.h"

namespace dsql::engine {
namespace {

constexpr Oid nextval_function = 1574;

// Binds the stored SQL of one table. Stored expressions are independent of the session: every name
// in them is qualified or built in, and literals are in ISO form.
class TableBinder {
 public:
  TableBinder(const Table& table, const CatalogVersion& catalog)
      // The catalog outlives this object, which takes no part in owning it.
      : table_(table), catalog_(CatalogPointer(), &catalog) {
    context_.catalog = catalog_;
    context_.format = &format_;
    format_.zone = &utc_zone();
  }

  ExprPtr bind(const std::string& sql, Oid target, TypeModifier modifier) const {
    if (sql.empty()) return nullptr;
    const rules::ParseTree tree = rules::parse("SELECT " + sql);
    const Node& item = *tree.statements()[0].node->select_stmt->target_list[0];
    return bind_table_expression(*item.res_target->val, &table_, 0, target, modifier, context_);
  }

  ExprPtr column(const TableColumn& column) const {
    auto expr = new_expr(ExprKind::column, column.type, -1);
    expr->modifier = column.modifier;
    expr->column = static_cast<ColumnId>(column.number);
    return expr;
  }

  ExprPtr default_of(const TableColumn& column) const {
    if (column.dropped || !column.generated_sql.empty()) return nullptr;
    if (column.identity != IdentityKind::none) {
      return call_builtin(nextval_function,
                          {constant_expr(oid::regclass, Value::of<Oid>(column.sequence), -1)}, -1);
    }
    if (!column.default_sql.empty()) return bind(column.default_sql, column.type, column.modifier);
    const Domain* domain = column.domain == 0 ? nullptr : catalog_->domain(column.domain);
    if (domain == nullptr) return nullptr;
    return bind(domain->default_sql, column.type, column.modifier);
  }

  // A check against the column's domain; the domain is looked up again when it runs under another
  // catalog version, so the expression shares its ownership.
  ExprPtr domain_check(const TableColumn& checked) const {
    if (checked.dropped || checked.domain == 0) return nullptr;
    const auto found = catalog_->domains().find(checked.domain);
    if (found == catalog_->domains().end()) return nullptr;
    auto expr = new_expr(ExprKind::domain_check, checked.type, -1);
    expr->modifier = checked.modifier;
    expr->args.push_back(column(checked));
    expr->domain = found->second.get();
    expr->keep_alive = found->second;
    return expr;
  }

  TableExpressions::IndexExpressions index(const Index& index) const {
    TableExpressions::IndexExpressions bound;
    for (const IndexKey& key : index.keys) {
      if (key.column != 0) {
        bound.keys.push_back(column(table_.columns[static_cast<std::size_t>(key.column - 1)]));
      } else {
        bound.keys.push_back(bind(key.expression_sql, 0, -1));
      }
    }
    bound.predicate = bind(index.predicate_sql, oid::boolean, -1);
    return bound;
  }

 private:
  const Table& table_;
  CatalogPointer catalog_;
  TextFormat format_;
  BindContext context_;
};

}  // namespace

std::shared_ptr<const TableExpressions> expressions_of(const Table& table,
                                                       const CatalogVersion& catalog) {
  if (auto known = table.expressions.get<TableExpressions>()) return known;
  const TableBinder binder(table, catalog);
  auto bound = std::make_shared<TableExpressions>();
  for (const TableColumn& column : table.columns) {
    bound->defaults.push_back(binder.default_of(column));
    bound->generated.push_back(
        column.dropped ? nullptr : binder.bind(column.generated_sql, column.type, column.modifier));
    bound->domain_checks.push_back(binder.domain_check(column));
  }
  for (const CheckConstraint& check : table.checks)
    bound->checks.push_back(binder.bind(check.expression_sql, oid::boolean, -1));
  for (const Index& index : table.indexes) bound->indexes.push_back(binder.index(index));
  return table.expressions.set<TableExpressions>(std::move(bound));
}

namespace {

// Makes the item the one thing an expression can see. Ids are attribute numbers, so every column of
// the table gets an entry, dropped ones too.
void show_table(Binder& binder, Level& level, const TableItem& shown) {
  ScopeItem item;
  item.name = shown.name;
  item.relation_name = shown.table->name;
  item.aliased = shown.name != item.relation_name;
  item.table = shown.table;
  item.schema = shown.table->schema;
  item.row_type = shown.table->row_type;
  for (const TableColumn& column : shown.table->columns) {
    const ColumnId id = binder.new_column(column.name, column.type, column.modifier);
    binder.columns[id].table = shown.table->oid;
    binder.columns[id].attribute = column.number;
    binder.columns[id].declared = column.domain;
  }
  for (const auto& [name, number] : shown.columns)
    item.columns.push_back({name, static_cast<ColumnId>(number)});
  level.visible.push_back(&level.add_item(std::move(item)));
}

// Brings the bound expression to the type it is stored for; 0: whatever type it has.
ExprPtr to_target(Binder& binder, const ExprPtr& bound, Oid target, TypeModifier modifier,
                  Place place) {
  if (target == 0) return settle_unknown(binder, bound);
  const ExprPtr coerced = coerce(binder, bound, target, CastContext::assignment, modifier);
  if (coerced != nullptr) return apply_modifier(coerced, modifier, false);
  if (target == oid::boolean)
    rules::raise(rules::error(rules::conditions::argument_must_be_type, rules_of(place).clause,
                              type_name_of(*bound))
                     .at(bound->location));
  rules::raise(rules::error(rules::conditions::expression_type_mismatch, type_display(target, -1),
                            type_name_of(*bound))
                   .at(bound->location));
}

}  // namespace

ExprPtr bind_over_item(const Node& expression, const TableItem& item, Oid target,
                       TypeModifier modifier, const BindContext& context) {
  Binder binder(context);
  Level level(nullptr);
  show_table(binder, level, item);
  const ExprPtr bound = bind_expression(binder, level, expression, Place::check_constraint);
  ExprPtr result = to_target(binder, bound, target, modifier, Place::check_constraint);
  binder.check_parameters();
  return result;
}

namespace {

ExprPtr bind_over_table(Binder& binder, const Node& expression, const Table* table, Oid value_type,
                        Oid target, TypeModifier modifier, Place place) {
  Level level(nullptr);
  const bool is_default = table == nullptr && value_type == 0;
  if (place == Place::none)
    place = is_default ? Place::default_expression : Place::check_constraint;
  if (table != nullptr) {
    TableItem item{table, table->name, {}};
    for (const TableColumn& column : table->columns)
      if (!column.dropped) item.columns.emplace_back(column.name, column.number);
    show_table(binder, level, item);
  } else if (value_type != 0) {
    binder.value_type = value_type;
    binder.new_column("value", value_type);
  }
  const ExprPtr bound = bind_expression(binder, level, expression, place);
  ExprPtr result = to_target(binder, bound, target, modifier, place);
  binder.check_parameters();
  return result;
}

}  // namespace

ExprPtr bind_table_expression(const Node& expression, const Table* table, Oid value_type,
                              Oid target, TypeModifier modifier, const BindContext& context,
                              Place place) {
  Binder binder(context);
  return bind_over_table(binder, expression, table, value_type, target, modifier, place);
}

ExprPtr bind_expression_form(const Node& expression, const Table* table, Oid value_type, Oid target,
                             TypeModifier modifier, const BindContext& context) {
  Binder binder(context);
  binder.forms = std::make_shared<QueryForms>();
  const ExprPtr bound =
      bind_over_table(binder, expression, table, value_type, target, modifier, Place::none);
  return binder.forms->complete ? bound : nullptr;
}

}  // namespace dsql::engine
