// Names and literals as SQL text: quote_ident(), quote_literal(), format('%I %L') and every place
// that prints definitions. Stateless.
#pragma once

#include <string>
#include <string_view>

namespace dsql::engine {

// Appends `name`, in double quotes unless it reads back as itself without.
void append_quoted_identifier(std::string& out, std::string_view name);

// Appends `text` in single quotes, as E'…' where it contains a backslash.
void append_quoted_literal(std::string& out, std::string_view text);

}  // namespace dsql::engine
