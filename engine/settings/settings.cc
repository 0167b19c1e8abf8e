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
  return changed_
      .emplace(setting.name, Entry{std::string(setting.value), std::string(setting.value)})
      .first->second;
}

void Settings::assign(const Setting& setting, std::string value) {
  entry(setting).value = std::move(value);
  derive();
}

void Settings::set(std::string_view name, std::optional<std::string_view> value,
                   SettingScope scope) {
  if (!rules::is_settable(name))
    rules::raise(rules::refusals::setting_not_supported.condition, name);
  const Setting* setting = find_setting(name);
  if (setting == nullptr) rules::raise(conditions::unrecognized_setting, name);
  // A role is taken for one transaction only.
  if (setting->kind == SettingKind::role && value && scope != SettingScope::local)
    rules::raise(rules::refusals::setting_not_supported.condition, name);
  Entry& current = entry(*setting);
  std::string next = value ? canonical_value(*setting, name, *value, current.value) : current.start;
  remember(setting->name, current, scope);
  assign(*setting, std::move(next));
}

void Settings::reset_all() {
  for (auto& [name, current] : changed_) {
    if (find_setting(name)->kind == SettingKind::role) continue;
    remember(name, current, SettingScope::session);
    current.value = current.start;
  }
  derive();
}

// Keeps what the end of the transaction may return to.
void Settings::remember(std::string_view name, const Entry& current, SettingScope scope) {
  if (scope == SettingScope::local) {
    before_local_.emplace(name, current.value);
    return;
  }
  const auto local = before_local_.find(name);
  before_.emplace(name, local == before_local_.end() ? current.value : local->second);
  if (local != before_local_.end()) before_local_.erase(local);
}

void Settings::set_at_start(std::string_view name, std::string_view value) {
  if (!rules::is_settable(name) || find_setting(name)->kind == SettingKind::role) {
    rules::raise(rules::refusals::setting_not_supported.condition, name);
  }
  const Setting& setting = *find_setting(name);
  Entry& current = entry(setting);
  current.start = canonical_value(setting, name, value, current.value);
  assign(setting, current.start);
}

std::string_view Settings::value_of(const Setting& setting) const {
  const auto found = changed_.find(setting.name);
  return found == changed_.end() ? setting.value : std::string_view(found->second.value);
}

std::optional<std::string> Settings::show(std::string_view name) const {
  const Setting* setting = find_setting(name);
  if (setting == nullptr) return std::nullopt;
  return shown_value(*setting, value_of(*setting));
}

std::string_view Settings::canonical_name(std::string_view name) const {
  const Setting* setting = find_setting(name);
  return setting == nullptr ? std::string_view() : setting->name;
}

std::vector<std::pair<const Setting*, std::string>> Settings::all() const {
  std::vector<std::pair<const Setting*, std::string>> rows;
  for (const Setting& setting : all_settings()) rows.emplace_back(&setting, value_of(setting));
  return rows;
}

std::vector<std::pair<std::string, std::string>> Settings::reported() const {
  std::vector<std::pair<std::string, std::string>> result;
  for (const Setting& setting : all_settings()) {
    if (setting.reported) result.emplace_back(setting.name, value_of(setting));
  }
  return result;
}

std::vector<std::pair<std::string, std::string>> Settings::take_reported_changes() {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& [name, current] : changed_) {
    const Setting& setting = *find_setting(name);
    if (!setting.reported) continue;
    const auto told = told_.find(name);
    const std::string_view before =
        told == told_.end() ? setting.value : std::string_view(told->second);
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

bool Settings::enabled(std::string_view planner_switch) const {
  return value_of(*find_setting(planner_switch)) == "on";
}

void Settings::derive() {
  const std::int64_t transaction_time = format_.transaction_time;
  const ObjectNames* names = format_.names;
  format_ = text_format_of(
      [this](std::string_view name) { return std::string(value_of(*find_setting(name))); });
  format_.transaction_time = transaction_time;
  format_.names = names;
  search_path_ = *split_identifiers(value_of(*find_setting("search_path")));
  std::erase(search_path_, "");
  const std::string_view role = value_of(*find_setting("role"));
  role_ = role == "none" ? std::string_view() : role;
  sync_create_index_ = !enabled("disable_sync_create_index");
  ++environment_;
}

}  // namespace dsql::engine
