#include "engine/bind/function_body.h"

#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/parse/statement.h"
#include "engine/bind/coerce.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/relation_make.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

BoundType type_of_field(const CatalogVersion& catalog, const RecordField& field) {
  if (field.declared != 0) return bound_type(catalog, field.declared);
  return {field.type, field.modifier, nullptr};
}

// Whether the statement gives the function's row as one value.
bool gives_row(const BoundQuery& query, Oid result) {
  return result == oid::record && query.results.size() == 1 &&
         query.columns[query.results[0].second].type == oid::record;
}

// Brings the result columns of one body's last statement to the declared ones.
class ResultCoercion {
 public:
  ResultCoercion(BoundQuery& query, const SqlFunction& function, Oid result,
                 const BindContext& context)
      : query_(query), function_(function), result_(result), binder_(context) {}

  void run() {
    const auto wanted = result_columns(function_, result_, binder_.catalog);
    if (wanted.empty()) return;
    if (gives_row(query_, bound_type(binder_.catalog, result_).type)) return;
    if (query_.results.size() != wanted.size() && single())
      refuse(texts::final_statement_one_column);
    if (query_.results.size() != wanted.size())
      refuse(query_.results.size() < wanted.size() ? texts::final_statement_too_few
                                                   : texts::final_statement_too_many);
    binder_.columns = std::move(query_.columns);
    std::vector<Projection> items;
    bool changed = false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      auto& [name, id] = query_.results[i];
      const ExprPtr given = column_expr(binder_, id, -1);
      const ExprPtr typed = coerced(given, type_of_field(binder_.catalog, wanted[i]), i);
      if (typed != given) {
        changed = true;
        id = binder_.new_column(name, *typed);
      }
      items.push_back({id, typed});
    }
    if (changed) query_.root = make_project(std::move(query_.root), std::move(items));
    query_.columns = std::move(binder_.columns);
  }

 private:
  ExprPtr coerced(const ExprPtr& given, const BoundType& type, std::size_t position) {
    if (type.row_type != 0) return cast(binder_, given, type, -1);
    const ExprPtr value = coerce(binder_, given, type.type, CastContext::assignment, type.modifier);
    if (value == nullptr)
      refuse(texts::final_statement_returns(type_name_of(*given),
                                            declared_name(binder_.catalog, declared_oid(type)),
                                            static_cast<int>(position + 1), single()));
    return type.domain == nullptr ? value : cast(binder_, value, type, -1);
  }

  bool single() const { return bound_type(binder_.catalog, result_).type != oid::record; }

  [[noreturn]] void refuse(const std::string_view detail) const {
    rules::raise(
        rules::error(conditions::return_type_mismatch, declared_name(binder_.catalog, result_))
            .with_detail(std::string(detail)));
  }

  BoundQuery& query_;
  const SqlFunction& function_;
  Oid result_;
  Binder binder_;
};

}  // namespace

std::vector<RecordField> result_columns(const SqlFunction& function, Oid result,
                                        const CatalogVersion& catalog) {
  if (result == oid::void_) return {};
  std::vector<RecordField> columns;
  if (function.out_columns.size() > 1) {
    for (const auto& [name, type] : function.out_columns) {
      const BoundType column = bound_type(catalog, type);
      const bool base = declared_oid(column) == column.type;
      columns.push_back({name, column.type, column.modifier, base ? 0 : type});
    }
    return columns;
  }
  const BoundType type = bound_type(catalog, result);
  if (type.row_type != 0) return row_shape(catalog, type.row_type);
  if (type.type == oid::record) return {};
  return {{"", type.type, type.modifier, type.domain == nullptr ? 0 : type.domain->oid}};
}

std::vector<BoundQuery> bind_function_body(const SqlFunction& function, Oid result,
                                           const BindContext& context) {
  const rules::ParseTree tree = rules::parse(function.body_sql);
  std::vector<BoundQuery> statements;
  for (const rules::Statement& statement : tree.statements())
    statements.push_back(bind_query(*statement.node, context));
  if (result == oid::void_) return statements;
  if (statements.empty() || statements.back().results.empty())
    rules::raise(
        rules::error(conditions::return_type_mismatch, declared_name(*context.catalog, result))
            .with_detail(std::string(texts::final_statement_must_be_select)));
  ResultCoercion(statements.back(), function, result, context).run();
  return statements;
}

}  // namespace dsql::engine
