#include "engine/bind/ddl_expressions.h"

#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "engine/bind/ddl_references.h"
#include "engine/bind/deparse.h"
#include "engine/bind/table_expressions.h"
#include "engine/bind/tree_walk.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

// Calls f for the expression and all its arguments.
template <class F>
void for_each_expr(const Expr& expression, F&& f) {
  f(expression);
  for (const ExprPtr& arg : expression.args) {
    if (arg != nullptr) for_each_expr(*arg, f);
  }
  if (expression.filter != nullptr) for_each_expr(*expression.filter, f);
}

// Reading or writing text of these types depends on settings or on the time of day.
bool text_form_is_stable(Oid type) {
  switch (type) {
    case oid::date:
    case oid::time:
    case oid::timetz:
    case oid::timestamp:
    case oid::timestamptz:
    case oid::interval:
    case oid::regclass:
    case oid::regtype:
    case oid::regproc:
    case oid::regnamespace:
    case oid::record: return true;
    default: {
      const Type* known = find_type(type);
      return known != nullptr && known->element != 0 && known->category == 'A';
    }
  }
}

bool node_is_immutable(const Expr& expression) {
  if (expression.function != nullptr && expression.function->volatility != Volatility::immutable)
    return false;
  if (expression.sql_function != nullptr && expression.sql_function->volatility != 'i')
    return false;
  if (std::any_of(expression.row_operators.begin(), expression.row_operators.end(),
                  [](const FunctionRow* row) { return row->volatility != Volatility::immutable; }))
    return false;
  if (expression.kind == ExprKind::io_cast) {
    return !text_form_is_stable(expression.type) &&
           !text_form_is_stable(expression.args.front()->type);
  }
  return true;
}

const Node& only_expression(const rules::ParseTree& tree) {
  const Node& statement = *tree.statements().front().node;
  return *statement.select_stmt->target_list[0]->res_target->val;
}

constexpr std::string_view select_prefix = "SELECT ";

// The canonical text of an expression; as written, but for the table's name, where it cannot be
// printed.
std::string stored_sql(DdlBinder& binder, const Node& expression, const Table* table,
                       Oid value_type, Oid target, TypeModifier modifier) {
  const ExprPtr form =
      bind_expression_form(expression, table, value_type, target, modifier, binder.context);
  if (form != nullptr) {
    if (auto text = deparse_expr(*form, table, {.catalog = binder.catalog}))
      return std::move(*text);
  }
  return as_written(expression, table == nullptr ? std::string_view() : table->name);
}

}  // namespace

bool is_immutable(const Expr& expression) {
  bool immutable = true;
  for_each_expr(expression, [&](const Expr& part) {
    if (!node_is_immutable(part)) immutable = false;
  });
  return immutable;
}

std::set<ColumnId> columns_of(const Expr& expression) {
  std::set<ColumnId> columns;
  for_each_expr(expression, [&](const Expr& part) {
    if (part.kind == ExprKind::column) columns.insert(part.column);
  });
  return columns;
}

std::set<Oid> relations_of(const Expr& expression) {
  std::set<Oid> relations;
  for_each_expr(expression, [&](const Expr& part) {
    if (part.kind == ExprKind::constant && part.type == oid::regclass && !part.value.is_null())
      relations.insert(part.value.as<Oid>());
  });
  return relations;
}

ExprPtr bind_stored(std::string_view sql, const Table* table, Oid value_type, Oid target,
                    TypeModifier modifier, const BindContext& context) {
  const rules::ParseTree tree = rules::parse(std::string(select_prefix) + std::string(sql));
  return bind_table_expression(only_expression(tree), table, value_type, target, modifier, context);
}

std::vector<ColumnReference> column_references(std::string_view sql) {
  const rules::ParseTree tree = rules::parse(std::string(select_prefix) + std::string(sql));
  std::vector<ColumnReference> references;
  walk_messages(only_expression(tree).base, [&](const ProtobufCMessage& message) {
    const auto* reference = as<PgQuery__ColumnRef>(message, pg_query__column_ref__descriptor);
    if (reference == nullptr) return true;
    ColumnReference found;
    found.location = static_cast<std::size_t>(reference->location) - select_prefix.size();
    for (const Node* part : nodes(reference->fields, reference->n_fields))
      found.parts.emplace_back(string_of(*part));
    references.push_back(std::move(found));
    return true;
  });
  std::sort(references.begin(), references.end(),
            [](const auto& a, const auto& b) { return a.location < b.location; });
  return references;
}

std::string as_written(const Node& expression, std::string_view table_name) {
  std::string sql = rules::deparse_expression(expression);
  const auto references = column_references(sql);
  for (auto at = references.rbegin(); at != references.rend(); ++at) {
    if (at->parts.size() != 2 || at->parts[0] != table_name) continue;
    const std::string qualifier = quote_identifier(table_name) + ".";
    if (sql.compare(at->location, qualifier.size(), qualifier) == 0)
      sql.erase(at->location, qualifier.size());
  }
  return sql;
}

std::string with_renamed_column(std::string_view sql, std::string_view old_name,
                                std::string_view new_name) {
  std::string result(sql);
  const std::string before = quote_identifier(old_name);
  const auto references = column_references(sql);
  for (auto at = references.rbegin(); at != references.rend(); ++at) {
    if (at->parts.empty() || at->parts.front() != old_name) continue;
    if (result.compare(at->location, before.size(), before) == 0)
      result.replace(at->location, before.size(), quote_identifier(new_name));
  }
  return result;
}

std::string default_sql(DdlBinder& binder, const Node& expression, Oid type,
                        TypeModifier modifier) {
  bind_table_expression(expression, nullptr, 0, type, modifier, binder.context);
  // The search path of this session is not that of the ones that will insert.
  return map_sequence_names(stored_sql(binder, expression, nullptr, 0, type, modifier),
                            [&](std::string_view name) -> std::optional<std::string> {
                              const auto path = binder.lookup_path("");
                              const FoundRelation found = find_relation(binder.catalog, path, name);
                              if (found.kind != 'S') return std::nullopt;
                              return qualified_name(binder.catalog, found.sequence->schema,
                                                    found.sequence->name);
                            });
}

std::string column_default_sql(DdlBinder& binder, const Node& expression,
                               const TableColumn& column) {
  std::string sql = default_sql(binder, expression, column.type, column.modifier);
  const bool null = column.domain == 0 && sql == "NULL::" + type_display(column.type, -1);
  return null ? std::string() : sql;
}

std::string check_sql(DdlBinder& binder, const Node& expression, const Table& table) {
  bind_table_expression(expression, &table, 0, oid::boolean, -1, binder.context);
  return stored_sql(binder, expression, &table, 0, oid::boolean, -1);
}

std::string domain_check_sql(DdlBinder& binder, const Node& expression, Oid type) {
  bind_table_expression(expression, nullptr, type, oid::boolean, -1, binder.context);
  return stored_sql(binder, expression, nullptr, type, oid::boolean, -1);
}

std::string generated_sql(DdlBinder& binder, const Node& expression, const Table& table,
                          const TableColumn& column) {
  const ExprPtr bound =
      bind_table_expression(expression, &table, 0, column.type, column.modifier, binder.context);
  for (const ColumnId id : columns_of(*bound)) {
    const TableColumn& used = table.columns[id - 1];
    if (used.number == column.number || !used.generated_sql.empty())
      rules::raise(conditions::generated_column_in_generation, used.name);
  }
  if (!is_immutable(*bound)) rules::raise(conditions::generation_not_immutable);
  return stored_sql(binder, expression, &table, 0, column.type, column.modifier);
}

IndexKey index_expression(DdlBinder& binder, const Node& expression, const Table& table) {
  const ExprPtr bound = bind_table_expression(expression, &table, 0, 0, -1, binder.context);
  if (!is_immutable(*bound)) rules::raise(conditions::index_functions_must_be_immutable);
  IndexKey key;
  key.expression_sql = stored_sql(binder, expression, &table, 0, 0, -1);
  key.type = bound->type;
  key.modifier = bound->modifier;
  return key;
}

std::string index_predicate(DdlBinder& binder, const Node& expression, const Table& table) {
  const ExprPtr bound =
      bind_table_expression(expression, &table, 0, oid::boolean, -1, binder.context);
  if (!is_immutable(*bound)) rules::raise(conditions::index_predicate_functions_must_be_immutable);
  return stored_sql(binder, expression, &table, 0, oid::boolean, -1);
}

}  // namespace dsql::engine
