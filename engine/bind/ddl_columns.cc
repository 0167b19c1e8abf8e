#include "engine/bind/ddl_columns.h"

#include <algorithm>
#include <array>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_limits.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

bool is_system_column(std::string_view name) {
  constexpr std::array<std::string_view, 6> names{"tableoid", "xmin", "cmin",
                                                  "xmax",     "cmax", "ctid"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

char default_storage(Oid type) {
  switch (type) {
    case oid::numeric: return 'm';
    case oid::text:
    case oid::varchar:
    case oid::bpchar:
    case oid::bytea:
    case oid::json:
    case oid::jsonb: return 'x';
    default: return 'p';
  }
}

char storage_letter(std::string_view word, Oid type, TypeModifier modifier) {
  std::string lower(word);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  char letter = 0;
  if (lower == "default") return default_storage(type);
  if (lower == "plain") letter = 'p';
  if (lower == "external") letter = 'e';
  if (lower == "extended") letter = 'x';
  if (lower == "main") letter = 'm';
  if (letter == 0) rules::raise(conditions::invalid_storage_type, word);
  if (letter != 'p' && default_storage(type) == 'p')
    rules::raise(conditions::column_type_only_plain_storage, type_display(type, modifier));
  return letter;
}

TableColumn bind_column(DdlBinder& binder, const Table& table,
                        const PgQuery__ColumnDef& definition) {
  TableColumn column;
  column.name = text_of(definition.colname);
  if (is_system_column(column.name))
    rules::raise(conditions::column_name_conflicts_with_system_column, column.name);
  const BoundType type = column_type(bind_type(*definition.type_name, binder.context));
  column.number = static_cast<AttributeNumber>(table.columns.size() + 1);
  column.type = type.type;
  column.modifier = type.modifier;
  column.domain = type.domain == nullptr ? 0 : type.domain->oid;
  column.storage = present(definition.storage_name)
                       ? storage_letter(definition.storage_name, column.type, column.modifier)
                       : default_storage(column.type);
  return column;
}

}  // namespace dsql::engine
