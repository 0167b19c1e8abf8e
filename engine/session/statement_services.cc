#include "engine/session/statement_services.h"

#include <algorithm>
#include <cmath>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/sequence_errors.h"
#include "dsqlrules/conditions/setting_errors.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "engine/bind/view_text.h"
#include "engine/catalog/privileges.h"
#include "engine/catalog/search_path.h"
#include "engine/exec/context.h"
#include "engine/session/sequence_counters.h"
#include "engine/settings/settings.h"
#include "engine/storage/key_range.h"
#include "engine/system/object_names.h"

namespace dsql::engine {

namespace {

constexpr double micros_per_second = 1e6;
// Rows of a table that was never analysed are guessed from its bytes.
constexpr double assumed_row_bytes = 100;

// pg_settings.vartype.
std::string_view setting_type_name(SettingKind kind) {
  switch (kind) {
    case SettingKind::boolean: return "bool";
    case SettingKind::integer:
    case SettingKind::float_digits: return "integer";
    case SettingKind::real: return "real";
    case SettingKind::choice:
    case SettingKind::interval_style: return "enum";
    default: return "string";
  }
}

}  // namespace

void StatementServices::seed_random(double seed) {
  cluster_.random.reseed(static_cast<std::uint64_t>(std::llround((seed + 2) * 1e15)));
}

void StatementServices::sleep(double seconds) {
  const auto wait = static_cast<Micros>(seconds * micros_per_second);
  if (!cluster_.clock.wait_until(cluster_.clock.now() + wait, cancelled_)) {
    rules::raise(rules::conditions::query_canceled);
  }
}

std::string StatementServices::setting(std::string_view name, bool missing_ok, bool& found) {
  const std::optional<std::string> value = settings_.show(name);
  found = value.has_value();
  if (!found && !missing_ok) rules::raise(rules::conditions::unrecognized_setting, name);
  return value.value_or(std::string());
}

std::string StatementServices::set_setting(std::string_view name, std::string_view value,
                                           bool local) {
  settings_.set(name, value, local ? SettingScope::local : SettingScope::session);
  return *settings_.show(name);
}

std::string_view StatementServices::current_user() const {
  const std::string_view role = settings_.role();
  return role.empty() ? std::string_view(session_user_) : role;
}

Oid StatementServices::current_role() const {
  const Role* role = transaction_.catalog->find_role(current_user());
  return role == nullptr ? 0 : role->oid;
}

std::string StatementServices::view_definition(Oid oid, bool pretty, int wrap) const {
  const View* view = transaction_.catalog->view(oid);
  if (view == nullptr) return "";
  BindContext context;
  context.catalog = transaction_.catalog;
  context.search_path = settings_.search_path();
  context.role = transaction_.catalog->find_role(current_user());
  context.format = &settings_.text_format();
  return engine::view_definition(*view, context, pretty, wrap);
}

std::vector<std::string> StatementServices::current_schemas(bool include_implicit) const {
  std::vector<std::string> names;
  for (const Oid oid : effective_path(*transaction_.catalog, settings_.search_path(),
                                      current_user(), include_implicit)) {
    if (const Schema* schema = transaction_.catalog->schema(oid)) names.push_back(schema->name);
  }
  return names;
}

std::string_view StatementServices::current_schema() const {
  for (const Oid oid :
       effective_path(*transaction_.catalog, settings_.search_path(), current_user(), false)) {
    if (const Schema* schema = transaction_.catalog->schema(oid)) return schema->name;
  }
  return {};
}

const SequenceObject& StatementServices::find_sequence(Oid oid) const {
  const SequenceObject* sequence = transaction_.catalog->sequence(oid);
  if (sequence == nullptr) rules::raise(rules::conditions::undefined_relation_with_oid, oid);
  return *sequence;
}

std::int64_t StatementServices::nextval(Oid oid) {
  const SequenceObject& sequence = find_sequence(oid);
  Cached& cached = sequences_[oid];
  if (cached.left == 0) {
    const SequenceCounters::Block block = cluster_.sequences.take(sequence, sequence.cache);
    cached.next = block.first;
    cached.left = block.count;
  }
  cached.last = cached.next;
  cached.called = true;
  --cached.left;
  if (cached.left > 0) cached.next += sequence.increment;
  last_sequence_ = oid;
  return cached.last;
}

std::int64_t StatementServices::currval(Oid oid) {
  const SequenceObject& sequence = find_sequence(oid);
  const auto cached = sequences_.find(oid);
  if (cached == sequences_.end() || !cached->second.called) {
    rules::raise(rules::conditions::currval_not_defined, sequence.name);
  }
  return cached->second.last;
}

std::int64_t StatementServices::lastval() {
  if (last_sequence_ == 0) rules::raise(rules::conditions::lastval_not_defined);
  return sequences_[last_sequence_].last;
}

std::pair<std::int64_t, bool> StatementServices::sequence_position(Oid oid) {
  const SequenceState state =
      cluster_.sequences.state(oid).value_or(initial_state(find_sequence(oid)));
  return {state.last_value, state.is_called};
}

std::int64_t StatementServices::setval(Oid oid, std::int64_t value, bool is_called) {
  cluster_.sequences.set(find_sequence(oid), value, is_called);
  Cached& cached = sequences_[oid];
  cached.left = 0;
  if (is_called) {
    cached.last = value;
    cached.called = true;
  }
  return value;
}

std::vector<SettingRow> StatementServices::settings() const {
  std::vector<SettingRow> rows;
  for (const auto& [setting, value] : settings_.all()) {
    SettingRow row;
    row.name = setting->name;
    row.setting = value;
    row.unit = setting->unit;
    row.context = setting->context;
    row.type = setting_type_name(setting->kind);
    row.boot_value = setting->value;
    row.reset_value = setting->value;
    row.source = value == setting->value ? "default" : "session";
    rows.push_back(std::move(row));
  }
  return rows;
}

double StatementServices::table_rows(Oid table) const {
  const TableNumbers known = cluster_.statistics.numbers(table);
  if (known.rows >= 0) return known.rows;
  const std::uint64_t bytes = cluster_.store.approximate_bytes(relation_range(table));
  return bytes == 0 ? -1 : static_cast<double>(bytes) / assumed_row_bytes;
}

std::string StatementServices::object_name(Oid type, Oid object) const {
  if (!transaction_.catalog) return {};
  std::vector<Oid> path;
  for (const std::string& name : current_schemas(true))
    if (const Schema* schema = catalog().find_schema(name)) path.push_back(schema->oid);
  return engine::object_name(type, object, catalog(), path);
}

}  // namespace dsql::engine
