#include "dsqlrules/conditions/condition.h"

#include <utility>

namespace dsql::rules {

void raise(SqlError&& error) { throw std::move(error); }

}  // namespace dsql::rules
