// SQL values as JSON, text or jsonb, by PostgreSQL's rules: numbers and booleans as themselves,
// dates in ISO form, arrays and rows taken apart, everything else as a string. Functions of their
// arguments; the session's zone and styles come with the call.
#pragma once

#include <string>

#include "engine/functions/function.h"
#include "engine/types/json.h"

namespace dsql::engine {

// Appends a value (NULL is null) as JSON text. With `line_feeds` the elements of arrays and rows
// stand on lines of their own, one level deep.
void append_as_json(const CallContext& context, Oid type, const Column& column, std::uint32_t row,
                    std::string& out, bool line_feeds = false);

// Writes a value into a jsonb.
void write_as_jsonb(const CallContext& context, Oid type, const Column& column, std::uint32_t row,
                    JsonbWriter& writer);

// A value that is not NULL as the name of an object's member, without quotes. Raises:
// json_key_not_scalar.
std::string json_key(const CallContext& context, Oid type, const Column& column, std::uint32_t row);

// Whether a value of the type is written on several lines by json_agg: a row or an array.
bool is_composite_in_json(Oid type);

}  // namespace dsql::engine
