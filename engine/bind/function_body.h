// The statements of a SQL function, bound against the arguments of one call, the last one's result
// brought to what the function is declared to return. Pure, as all binding.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/bind/binder.h"

namespace dsql::engine {

// The columns of what the function returns: its OUT columns, a row type's fields, or the one value.
// Empty for void and for a record of no declared shape. `result`: the resolved type of the call.
std::vector<RecordField> result_columns(const SqlFunction& function, Oid result,
                                        const CatalogVersion& catalog);

// `parameter_types` of `context` are the arguments' types. Raises every analysis error and
// return_type_mismatch.
std::vector<BoundQuery> bind_function_body(const SqlFunction& function, Oid result,
                                           const BindContext& context);

}  // namespace dsql::engine
