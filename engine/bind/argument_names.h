// Names of the arguments of built-in functions that can be called with name => value
// (pg_proc.proargnames), and the defaults of those that can be left out. A constexpr table.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace dsql::engine {

struct NamedArguments {
  std::string_view function;
  std::span<const std::string_view> names;
  std::span<const std::string_view> defaults;  // of the trailing arguments, as literals
};

// Every signature of the name that has argument names.
std::vector<NamedArguments> named_arguments(std::string_view function);

}  // namespace dsql::engine
