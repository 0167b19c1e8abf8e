// Whether bytes from a client are UTF-8, as PostgreSQL judges it: no overlong forms, no surrogates,
// nothing above U+10FFFF, no zero byte.
#pragma once

#include <optional>
#include <string_view>

#include "dsqlrules/conditions/sql_error.h"

namespace dsql::wire {

// nullopt if `text` is valid, else 22021 naming the offending bytes.
std::optional<rules::SqlError> check_utf8(std::string_view text);

}  // namespace dsql::wire
