// The types that a column may have on Aurora DSQL, and what the syntax of a type name says. One
// table. Pure.
#pragma once

#include <string_view>

#include "dsqlrules/parse/tree.h"
#include "dsqlrules/shape/shape.h"

namespace dsql::rules {

struct ColumnType {
  std::string_view name;       // in pg_type: "int4"
  std::string_view displayed;  // by format_type: "integer"
  bool storable;
  bool allowed_in_key;
  int key_bytes;  // declared size in a key; 0 where the modifier or the value decides
};

// The row of a type by its displayed name, null if no built-in column type has it.
const ColumnType* find_column_type(std::string_view displayed);

// True for serial, bigserial, smallserial, serial2, serial4, serial8.
bool is_serial(std::string_view name);

// What a type's syntax says; see TypeShape.
TypeShape type_shape(const PgQuery__TypeName& type);

}  // namespace dsql::rules
