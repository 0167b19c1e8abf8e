// The table of settings: name, kind, default. What a session may change is the service's list
// (dsqlrules/conditions/rules_session.h); everything else is only shown, with PostgreSQL 16's
// default.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dsql::engine {

enum class SettingKind : std::uint8_t {
  boolean,
  integer,
  real,
  text,
  choice,
  date_style,
  interval_style,
  time_zone,
  encoding,
  search_path,
  role,
  float_digits,
};

struct Setting {
  std::string_view name;  // as SHOW titles it
  SettingKind kind = SettingKind::text;
  std::string_view value;  // the default
  std::string_view unit = {};
  std::string_view context = "user";
  bool reported = false;  // ParameterStatus
};

// Sorted by lower-case name.
std::span<const Setting> all_settings();
// In any case; null if there is none.
const Setting* find_setting(std::string_view name);

}  // namespace dsql::engine
