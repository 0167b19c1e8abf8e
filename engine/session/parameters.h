// Parameters and formats of a Bind message: wire bytes to values of the statement's parameter
// types.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/functions/function.h"
#include "engine/session/session.h"

namespace dsql::engine {

// Raises: bind_parameter_count_mismatch.
void check_parameter_count(std::size_t given, std::size_t needed, std::string_view statement);

// Raises what the types' input functions raise, and undefined objects for the names of reg types.
std::vector<Value> read_parameters(std::span<const ParameterValue> parameters,
                                   std::span<const Oid> types, const TextFormat& format,
                                   FunctionServices& services);

// Result formats one a column: none given is text, one stands for all. Raises:
// result_format_count_mismatch.
std::vector<std::int16_t> spread_formats(std::span<const std::int16_t> given, std::size_t columns);

}  // namespace dsql::engine
