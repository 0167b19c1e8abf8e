// The arrays of function rows, one a topic file. function_table.cc is their only reader.
#pragma once

#include <span>

#include "engine/functions/function.h"

namespace dsql::engine {

std::span<const FunctionRow> collecting_aggregates();
std::span<const FunctionRow> extreme_aggregates();
std::span<const FunctionRow> statistics_aggregates();
std::span<const FunctionRow> sum_aggregates();
std::span<const FunctionRow> arithmetic();
std::span<const FunctionRow> array_functions();
std::span<const FunctionRow> bytea_functions();
std::span<const FunctionRow> datetime_comparisons();
std::span<const FunctionRow> number_comparisons();
std::span<const FunctionRow> string_comparisons();
std::span<const FunctionRow> datetime_arithmetic();
std::span<const FunctionRow> datetime_functions();
std::span<const FunctionRow> formatting();
std::span<const FunctionRow> inet_functions();
std::span<const FunctionRow> json_aggregates();
std::span<const FunctionRow> json_functions();
std::span<const FunctionRow> json_sets();
std::span<const FunctionRow> jsonb_functions();
std::span<const FunctionRow> jsonpath_functions();
std::span<const FunctionRow> like_functions();
std::span<const FunctionRow> math();
std::span<const FunctionRow> numeric_functions();
std::span<const FunctionRow> regexp_functions();
std::span<const FunctionRow> session_functions();
std::span<const FunctionRow> set_returning();
std::span<const FunctionRow> strings();
std::span<const FunctionRow> string_formats();
std::span<const FunctionRow> text_casts();
std::span<const FunctionRow> window_functions();

}  // namespace dsql::engine
