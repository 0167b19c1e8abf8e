#include "engine/settings/settings.h"

#include <algorithm>

#include "dsqlrules/conditions/rules_session.h"
#include "dsqlrules/conditions/setting_errors.h"
#include "engine/settings/setting_values.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

Settings::Settings() { derive(); }

Settings::Entry& Settings::entry(const Setting& setting) {
  const auto found = changed_.find(setting.name);
  if (found != changed_.end()) return found->second;
  return changed_.emplace(setting.name, Entry{std::string(setting.value), std::string(setting.value)}).first->second;
}

void Settings::assign(const Setting& setting, std::string value) {
  entry(setting).value = std::move(value);
  derive();
}

void Settings::set(std::string_view name, std::optional<std::string_view> value, SettingScope scope) {
  if (!rules::is_settable(name)) rules::raise(rules::refusals::setting_not_supported.condition, name);
  const Setting* setting = find_setting(name);
  if (setting == nullptr) rules::raise(conditions::unrecognized_setting, name);
  Entry& current = entry(*setting);
  std::string next = value ? canonical_value(*setting, *value, current.value) : current.start;
  if (scope == SettingScope::local) {
    before_local_.emplace(setting->name, current.value);
  } else {
    before_.emplace(setting->name, before_local_.count(setting->name) != 0 ? before_local_[setting->name] : current.value);
    before_local_.erase(setting->name);
  }
  assign(*setting, std::move(next));
}

void Settings::reset_all() {
  for (auto& [name, current] : changed_) {
    if (current.value == current.start) continue;
    before_.emplace(name, current.value);
    current.value = current.start;
  }
  derive();
}

void Settings::set_at_start(std::string_view name, std::string_view value) {
  if (!rules::is_settable(name) || find_setting(name)->kind == SettingKind::role) {
    rules::raise(rules::refusals::setting_not_supported.condition, name);
  }
  const Setting& setting = *find_setting(name);
  Entry& current = entry(setting);
  current.start = canonical_value(setting, value, current.value);
  assign(setting, current.start);
}

std::optional<std::string> Settings::show(std::string_view name) const {
  const Setting* setting = find_setting(name);
  if (setting == nullptr) return std::nullopt;
  const auto found = changed_.find(setting->name);
  return std::string(found == changed_.end() ? setting->value : std::string_view(found->second.value));
}

std::string_view Settings::canonical_name(std::string_view name) const {
  const Setting* setting = find_setting(name);
  return setting == nullptr ? std::string_view() : setting->name;
}

std::vector<std::pair<const Setting*, std::string>> Settings::all() const {
  std::vector<std::pair<const Setting*, std::string>> rows;
  for (const Setting& setting : all_settings()) rows.emplace_back(&setting, *show(setting.name));
  return rows;
}

std::vector<std::pair<std::string, std::string>> Settings::reported() const {
  std::vector<std::pair<std::string, std::string>> result;
  for (const Setting& setting : all_settings()) {
    if (setting.reported) result.emplace_back(setting.name, *show(setting.name));
  }
  return result;
}

std::vector<std::pair<std::string, std::string>> Settings::take_reported_changes() {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& [name, current] : changed_) {
    const Setting& setting = *find_setting(name);
    if (!setting.reported) continue;
    const auto told = told_.find(name);
    const std::string_view before = told == told_.end() ? setting.value : std::string_view(told->second);
    if (before == current.value) continue;
    result.emplace_back(name, current.value);
    told_[name] = current.value;
  }
  return result;
}

void Settings::commit() {
  before_.clear();
  if (before_local_.empty()) return;
  for (const auto& [name, value] : before_local_) changed_[name].value = value;
  before_local_.clear();
  derive();
}

void Settings::rollback() {
  if (before_.empty() && before_local_.empty()) return;
  for (const auto& [name, value] : before_local_) changed_[name].value = value;
  for (const auto& [name, value] : before_) changed_[name].value = value;
  before_local_.clear();
  before_.clear();
  derive();
}

bool Settings::enabled(std::string_view planner_switch) const { return show(planner_switch) == "on"; }

void Settings::derive() {
  const std::int64_t transaction_time = format_.transaction_time;
  format_ = text_format_of([this](std::string_view name) { return *show(name); });
  format_.transaction_time = transaction_time;
  search_path_ = split_identifiers(*show("search_path"));
  const std::string role = *show("role");
  role_ = role == "none" ? std::string() : role;
  sync_create_index_ = show("disable_sync_create_index") == "off";
  ++environment_;
}

}  // namespace dsql::engine
