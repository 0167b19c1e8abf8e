// json_to_record, json_populate_record, their sets, and the same of jsonb: bound to the operators
// that take a field out of an object and to the casts of the columns. One thread.
#pragma once

#include <optional>

#include "engine/bind/expression.h"

namespace dsql::engine {

struct JsonRecordFunction {
  bool of_jsonb = false;
  bool populates = false;  // takes a record to start from
  bool is_set = false;     // one row an element of an array
};
// The function that a call of this name means; nullopt if it is none of them.
std::optional<JsonRecordFunction> json_record_function(Nodes name);

// A call with its arguments. `json` is of json or jsonb.
struct JsonRecordCall {
  JsonRecordFunction function;
  ExprPtr base;  // null where the function does not populate
  ExprPtr json;
  RecordShape shape;
  Oid row_type = 0;
};
// Binds the call; `definitions` is the column definition list of a FROM item, or empty. nullopt:
// the arguments do not fit. Raises json_row_type_unknown, column_definition_list_required,
// return_row_mismatch.
std::optional<JsonRecordCall> bind_json_record(Binder& binder, JsonRecordFunction function,
                                               std::string_view name,
                                               const std::vector<ExprPtr>& arguments,
                                               Nodes definitions, bool in_from, int location);

// The record that one JSON object gives.
ExprPtr json_record_row(Binder& binder, const JsonRecordCall& call, const ExprPtr& object);
// The elements of a set's array: a set_call.
std::shared_ptr<Expr> json_record_elements(const JsonRecordCall& call);

}  // namespace dsql::engine
