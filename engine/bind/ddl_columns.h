// One column as CREATE TABLE and ALTER TABLE ADD COLUMN write it: name, type, STORAGE. Pure.
#pragma once

#include "engine/bind/ddl_binder.h"

namespace dsql::engine {

// The column without its constraints. Raises: undefined_type, the refusals of column_type(),
// duplicate_column, column_name_conflicts_with_system_column, the storage conditions.
TableColumn bind_column(DdlBinder& binder, const Table& table,
                        const PgQuery__ColumnDef& definition);

// pg_type.typstorage: what a column of the type gets.
char default_storage(Oid type);
// The letter of a STORAGE word. Raises invalid_storage_type, column_type_only_plain_storage.
char storage_letter(std::string_view word, Oid type, TypeModifier modifier);

bool is_system_column(std::string_view name);

}  // namespace dsql::engine
