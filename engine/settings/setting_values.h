// What the values of settings mean: the canonical spelling of a value given to SET, the spelling
// SHOW gives a stored one, and the values that other parts derive from them. Stateless.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/settings/setting_table.h"
#include "engine/types/type.h"

namespace dsql::engine {

// `value` as the setting keeps it: "ISO, MDY", "America/New_York", "on". `written_name` is the name
// as the statement spells it, which PostgreSQL repeats in some messages; `current` the value
// before. Raises: invalid_setting_value, setting_requires_boolean, setting_out_of_range.
std::string canonical_value(const Setting& setting, std::string_view written_name,
                            std::string_view value, std::string_view current);

// What SHOW prints for a stored value: "4096" of work_mem is "4MB".
std::string shown_value(const Setting& setting, std::string_view value);

// The text format that the settings `show` answers for make together (transaction time aside).
TextFormat text_format_of(const std::function<std::string(std::string_view)>& show);

// The names of a list such as search_path's: `a, "B c"`, unquoted ones in lower case, all cut to 63
// bytes. nullopt if it is no list.
std::optional<std::vector<std::string>> split_identifiers(std::string_view list);

}  // namespace dsql::engine
