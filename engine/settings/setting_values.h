// Values of settings: what SET accepts and how it is spelled afterwards. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/settings/setting_table.h"
#include "engine/types/type.h"

namespace dsql::engine {

// The value as SHOW will print it. `current` is what partial values (DateStyle) build on.
// Raises: invalid_setting_value, setting_requires_boolean, setting_out_of_range.
std::string canonical_value(const Setting& setting, std::string_view value, std::string_view current);

// The text format that the settings make; `show` answers a setting's value.
TextFormat text_format_of(const std::function<std::string(std::string_view)>& show);

// A list of identifiers as search_path has it: quoted parts as they are, others in lower case.
std::vector<std::string> split_identifiers(std::string_view list);

}  // namespace dsql::engine
