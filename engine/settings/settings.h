// Settings: the settings (GUCs) of one session: SET, SET LOCAL, RESET and what a transaction's end
// does to them; and the values that others derive from them, kept current: text format, search
// path, planner switches. The rows are setting_table.h's. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/settings/setting_table.h"
#include "engine/types/type.h"

namespace dsql::engine {

enum class SettingScope : std::uint8_t { session, local };

class Settings {
 public:
  Settings();

  // SET name = value (lists already joined as SQL writes them); an empty optional is DEFAULT.
  // `in_block`: SET LOCAL outside a block has no effect (the caller warns).
  // Raises: setting_not_supported, unrecognized_setting, invalid values, as PostgreSQL 16.
  void set(std::string_view name, std::optional<std::string_view> value, SettingScope scope);
  void reset_all();

  // A startup parameter or `-c` option: becomes the session's default, too.
  void set_at_start(std::string_view name, std::string_view value);

  // What SHOW answers, units included ("4MB"); nullopt for a name that does not exist.
  std::optional<std::string> show(std::string_view name) const;
  // The setting's name as SHOW titles its column: "TimeZone". Empty for a name that does not exist.
  std::string_view canonical_name(std::string_view name) const;
  // Every row by name with the value as stored, which is pg_settings' (SHOW adds units: show()).
  std::vector<std::pair<const Setting*, std::string>> all() const;

  // Settings that the protocol reports, with their values.
  std::vector<std::pair<std::string, std::string>> reported() const;
  // Names of reported settings that have changed since the last call.
  std::vector<std::pair<std::string, std::string>> take_reported_changes();

  // --- the end of a transaction: SET of a transaction that rolls back is undone, SET LOCAL always
  // ---
  void commit();
  void rollback();

  // --- derived values ---
  const TextFormat& text_format() const { return format_; }
  // Who knows the names of catalog objects; outlives this.
  void set_object_names(const ObjectNames& names) { format_.names = &names; }
  void set_transaction_time(std::int64_t time) { format_.transaction_time = time; }
  const std::vector<std::string>& search_path() const { return search_path_; }
  std::string_view role() const { return role_; }  // empty: none
  bool sync_create_index() const { return sync_create_index_; }
  bool enabled(std::string_view planner_switch) const;
  // Changes when names or plans may mean something else: search path, role, planner switches, date
  // style.
  std::uint64_t environment() const { return environment_; }

 private:
  struct Entry {
    std::string value;
    std::string start;  // what RESET goes back to
  };
  Entry& entry(const Setting& setting);
  void assign(const Setting& setting, std::string value);
  std::string_view value_of(const Setting& setting) const;  // as stored, without units
  void remember(std::string_view name, const Entry& current, SettingScope scope);
  void derive();

  std::map<std::string_view, Entry> changed_;  // by canonical name; absent: the table's default
  std::map<std::string_view, std::string> before_;        // values at the transaction's begin
  std::map<std::string_view, std::string> before_local_;  // values to return to after SET LOCAL
  std::map<std::string_view, std::string> told_;          // reported values as last taken

  TextFormat format_;
  std::vector<std::string> search_path_;
  std::string role_;
  bool sync_create_index_ = false;
  std::uint64_t environment_ = 1;
};

}  // namespace dsql::engine
