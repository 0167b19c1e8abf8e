// The row that reads a JSON array as an SQL array, for the columns of json_to_record and its kind.
// SQL cannot call it: it is in no list. Stateless; any thread.
#pragma once

#include "engine/functions/function.h"

namespace dsql::engine {

// (field json, key text, elements are json boolean) → the text form of the array; what a JSON
// string holds as it is, NULL for null. Raises expected_json_array with a hint about the key,
// malformed_json_array.
const FunctionRow& json_array_text();

}  // namespace dsql::engine
