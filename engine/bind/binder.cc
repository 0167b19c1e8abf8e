#include "engine/bind/binder.h"

#include <algorithm>

#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/coerce.h"
#include "engine/bind/declared_type.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {

Binder::Binder(const BindContext& bind_context)
    : context(bind_context), catalog(*bind_context.catalog), role(bind_context.role) {
  columns.reserve(16);
  columns.emplace_back();
  for (const Oid declared : bind_context.parameter_types) {
    const bool base = declared == 0 || find_type(declared) != nullptr;
    const BoundType type = base ? BoundType{declared} : bound_type(catalog, declared);
    parameters.push_back(type.type);
    declared_parameters.push_back(base ? 0 : declared);
  }
}

ColumnId Binder::new_column(std::string_view name, Oid type, TypeModifier modifier) {
  columns.push_back({std::string(name), type, modifier, 0, 0});
  return static_cast<ColumnId>(columns.size() - 1);
}

ColumnId Binder::new_column(std::string_view name, const Expr& expr) {
  const ColumnId id = new_column(name, expr.type, expr.modifier);
  columns[id].declared = expr.declared;
  if (expr.type != oid::record || expr.declared != 0) return id;
  RecordShape room;
  if (const RecordShape* shape = shape_of(*this, expr, room); shape != nullptr) {
    RecordShape copy = *shape;
    record_shapes[id] = std::move(copy);
  }
  return id;
}

std::vector<ColumnId> Binder::new_columns(const Table& table) {
  std::vector<ColumnId> ids(table.columns.size(), no_column);
  for (const TableColumn& column : table.columns) {
    if (column.dropped) continue;
    columns.push_back(
        {column.name, column.type, column.modifier, table.oid, column.number, column.domain});
    ids[static_cast<std::size_t>(column.number - 1)] = static_cast<ColumnId>(columns.size() - 1);
  }
  return ids;
}

Oid Binder::parameter_type(int number) {
  const auto index = static_cast<std::size_t>(number - 1);
  if (index >= parameters.size()) parameters.resize(index + 1, 0);
  const Oid type = parameters[index];
  return type == 0 ? oid::unknown : type;
}

Oid Binder::parameter_declared(int number) const {
  const auto index = static_cast<std::size_t>(number - 1);
  return index < declared_parameters.size() ? declared_parameters[index] : 0;
}

void Binder::settle_parameter(int number, Oid type, int location) {
  Oid& settled = parameters[static_cast<std::size_t>(number - 1)];
  if (settled == 0 || settled == oid::unknown) {
    settled = type;
  } else if (settled != type) {
    rules::raise(
        rules::error(rules::conditions::inconsistent_parameter_types, std::to_string(number))
            .with_detail(rules::texts::versus(type_display(settled, -1), type_display(type, -1)))
            .at(location));
  }
}

void Binder::check_parameters() const {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i] == 0 || parameters[i] == oid::unknown) {
      rules::raise(rules::conditions::could_not_determine_type, "$" + std::to_string(i + 1));
    }
  }
}

const std::vector<Oid>& Binder::path() {
  if (path_) return *path_;
  const std::string_view user = context.role == nullptr ? "" : std::string_view(context.role->name);
  path_ = effective_path(catalog, context.search_path, user, true);
  if (context.role != nullptr) {
    // A schema that the role may not use is passed over; the system's are open to all.
    std::erase_if(*path_, [&](Oid each) {
      const Schema* schema = each < oid::first_user ? nullptr : catalog.schema(each);
      return schema != nullptr && schema->owner != context.role->oid &&
             !has_privilege(catalog, *schema, ObjectKind::schema, context.role->oid, 'U');
    });
  }
  return *path_;
}

std::string_view Binder::keep(std::string name) { return names_.emplace_back(std::move(name)); }

const rules::ParseTree& Binder::parse(std::string text) {
  return trees_.emplace_back(rules::parse(std::move(text)));
}

void Binder::touch(Oid relation) {
  if (std::ranges::find(tables, relation) == tables.end()) tables.push_back(relation);
}

}  // namespace dsql::engine
