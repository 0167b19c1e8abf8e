// Checks of the raw bytes of a query string, made before libpg_query sees them: encoding and
// nesting. libpg_query recurses over the tree it builds, so a text whose tree could exhaust the
// stack of the calling thread must be refused first. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace dsql::rules {

// Raises conditions::invalid_byte_sequence for the first byte sequence that is not UTF-8 or is NUL,
// with PostgreSQL's spelling of the bytes (`0xe2 0x28`).
void check_encoding(std::string_view text);

// Raises conditions::stack_depth_limit_exceeded when the parse tree of `text` could be deeper than
// limits::operator_chain. Only left-recursive constructs matter (operators, casts, set operations,
// joins): the grammar's own stack bounds the others. One linear pass, skipped for short texts.
void check_nesting(std::string_view text);

// The byte offset of the `position`-th character (1-based, PostgreSQL's cursor position) of valid
// UTF-8.
std::size_t byte_offset(std::string_view text, int position);

}  // namespace dsql::rules
