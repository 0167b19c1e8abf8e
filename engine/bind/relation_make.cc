#include "engine/bind/relation_make.h"

namespace dsql::engine {

RelationPtr make_table_scan(Binder& binder, std::shared_ptr<const Table> table,
                            std::string_view alias) {
  TableScan scan;
  scan.columns = binder.new_columns(*table);
  scan.alias = alias;
  std::vector<ColumnId> outputs;
  outputs.reserve(scan.columns.size());
  for (ColumnId column : scan.columns)
    if (column != no_column) outputs.push_back(column);
  binder.touch(table->oid);
  scan.table = std::move(table);
  return make_relation(RelationKind::table_scan, {}, std::move(outputs), std::move(scan));
}

ColumnId need_row_key(Binder& binder, TableScan& scan) {
  if (scan.row_key == no_column) scan.row_key = binder.new_column("ctid", oid::bytea);
  return scan.row_key;
}

}  // namespace dsql::engine
