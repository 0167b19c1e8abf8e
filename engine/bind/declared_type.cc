#include "engine/bind/declared_type.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/bind/coerce.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Reads the text form of a row: (a,"b ""c""",…).
class RowText {
 public:
  RowText(std::string_view text, int location) : text_(text), location_(location) {}

  // The fields, nullopt for NULL.
  std::vector<std::optional<std::string>> fields(std::size_t wanted) {
    skip_blanks();
    if (!take('(')) refuse(texts::record_missing_left);
    std::vector<std::optional<std::string>> read;
    for (std::size_t i = 0; i < wanted; ++i) {
      if (i > 0 && !take(',')) refuse(texts::record_too_few);
      read.push_back(field());
    }
    if (!take(')')) refuse(texts::record_too_many);
    skip_blanks();
    if (at_ < text_.size()) refuse(texts::record_junk);
    return read;
  }

 private:
  [[noreturn]] void refuse(std::string_view detail) const {
    rules::raise(rules::error(conditions::malformed_record_literal, text_)
                     .with_detail(std::string(detail))
                     .at(location_));
  }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::optional<std::string> field() {
    if (at_ < text_.size() && (text_[at_] == ',' || text_[at_] == ')')) return std::nullopt;
    std::string value;
    bool quoted = false;
    while (quoted || (at_ < text_.size() && text_[at_] != ',' && text_[at_] != ')')) {
      if (at_ >= text_.size()) refuse(texts::record_end);
      const char c = text_[at_++];
      if (c == '\\') {
        if (at_ >= text_.size()) refuse(texts::record_end);
        value += text_[at_++];
      } else if (c != '"') {
        value += c;
      } else if (!quoted) {
        quoted = true;
      } else if (take('"')) {
        value += '"';
      } else {
        quoted = false;
      }
    }
    if (at_ >= text_.size()) refuse(texts::record_end);
    return value;
  }

  std::string_view text_;
  int location_;
  std::size_t at_ = 0;
};

std::vector<const TableColumn*> live_columns(const CompositeType& type) {
  std::vector<const TableColumn*> columns;
  for (const TableColumn& column : *type.columns)
    if (!column.dropped) columns.push_back(&column);
  return columns;
}

BoundType type_of_column(const CatalogVersion& catalog, const TableColumn& column) {
  BoundType type{column.type, column.modifier, nullptr};
  if (column.domain != 0) type.domain = catalog.domain(column.domain);
  return type;
}

std::vector<ExprPtr> literal_fields(const ExprPtr& literal, std::size_t wanted) {
  std::vector<ExprPtr> fields;
  for (const auto& text :
       RowText(literal->value.as<std::string_view>(), literal->location).fields(wanted)) {
    fields.push_back(text ? text_literal(*text, literal->location)
                          : null_expr(oid::unknown, literal->location));
  }
  return fields;
}

void check_count(Binder& binder, const Expr& row, std::size_t given, std::size_t wanted,
                 Oid row_type, int location) {
  if (given == wanted) return;
  rules::raise(rules::error(conditions::cannot_cast, declared_name(binder, row),
                            declared_name(binder.catalog, row_type))
                   .with_detail(std::string(given < wanted ? texts::input_has_too_few_columns
                                                           : texts::input_has_too_many_columns))
                   .at(location));
}

}  // namespace

BoundType bound_type(const CatalogVersion& catalog, Oid type) {
  if (find_type(type) != nullptr) return {type, -1, nullptr};
  if (const Domain* domain = catalog.domain(type)) return {domain->base, domain->modifier, domain};
  if (catalog.composite(type)) return {oid::record, -1, nullptr, type};
  rules::raise(conditions::undefined_type, std::to_string(type));
}

Oid declared_oid(const BoundType& type) {
  if (type.domain != nullptr) return type.domain->oid;
  return type.row_type != 0 ? type.row_type : type.type;
}

std::string declared_name(const CatalogVersion& catalog, Oid type) {
  if (find_type(type) != nullptr) return type_display(type, -1);
  if (const Domain* domain = catalog.domain(type)) return quote_identifier(domain->name);
  if (const auto row = catalog.composite(type)) return quote_identifier(row->relation->name);
  return type_display(type, -1);
}

std::string declared_name(const Binder& binder, const Expr& expr) {
  return expr.declared == 0 ? type_name_of(expr) : declared_name(binder.catalog, expr.declared);
}

Oid common_declared(std::span<const ExprPtr> exprs) {
  const Oid first = exprs.empty() ? 0 : exprs.front()->declared;
  const bool same =
      std::ranges::all_of(exprs, [&](const ExprPtr& expr) { return expr->declared == first; });
  return same ? first : 0;
}

RecordShape row_shape(const CatalogVersion& catalog, Oid row_type) {
  RecordShape shape;
  const auto row = catalog.composite(row_type);
  if (!row) return shape;
  for (const TableColumn* column : live_columns(*row))
    shape.push_back({column->name, column->type, column->modifier, column->domain});
  return shape;
}

ExprPtr cast_to_row(Binder& binder, const ExprPtr& expr, Oid row_type, int location) {
  if (expr->declared == row_type) return expr;
  const auto row = binder.catalog.composite(row_type);
  if (!row) return nullptr;
  const std::vector<const TableColumn*> columns = live_columns(*row);
  std::vector<ExprPtr> fields;
  if (expr->kind == ExprKind::constant && expr->value.is_null()) {
    auto null = std::make_shared<Expr>(*null_expr(oid::record, expr->location));
    null->declared = row_type;
    return null;
  }
  if (expr->kind == ExprKind::constant && expr->type == oid::unknown) {
    fields = literal_fields(expr, columns.size());
  } else if (expr->kind == ExprKind::row && expr->declared == 0) {
    check_count(binder, *expr, expr->args.size(), columns.size(), row_type, location);
    fields = expr->args;
  } else if (expr->type == oid::record && expr->declared == 0) {
    RecordShape room;
    const RecordShape* shape = shape_of(binder, *expr, room);
    if (shape == nullptr) return nullptr;
    check_count(binder, *expr, shape->size(), columns.size(), row_type, location);
    const bool same = std::ranges::equal(*shape, columns,
                                         [](const RecordField& field, const TableColumn* column) {
                                           return field.type == column->type;
                                         });
    if (!same) return nullptr;
    auto relabel = new_expr(ExprKind::relabel, oid::record, expr->location);
    relabel->args.push_back(expr);
    relabel->declared = row_type;
    return relabel;
  } else {
    return nullptr;
  }
  auto made = new_expr(ExprKind::row, oid::record, expr->location);
  made->declared = row_type;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const BoundType type = type_of_column(binder.catalog, *columns[i]);
    made->args.push_back(cast(binder, fields[i], type, location));
    made->field_names.push_back(columns[i]->name);
  }
  return made;
}

}  // namespace dsql::engine
