#include "harness/local/engine_control.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "dsqlrules/conditions/control_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/catalog/search_path.h"

namespace dsql::harness {
namespace {

namespace conditions = rules::conditions;

// The engine counts from 2000-01-01, the rest of the world from 1970.
constexpr std::chrono::sys_time<std::chrono::microseconds> engine_epoch =
    std::chrono::sys_days(std::chrono::year{2000} / std::chrono::January / 1);

wire::ControlTime time_of(engine::Instant instant) {
  return engine_epoch + std::chrono::microseconds(instant);
}

std::string_view mode_name(engine::LockMode mode) {
  switch (mode) {
    case engine::LockMode::observe: return "observe";
    case engine::LockMode::share: return "share";
    case engine::LockMode::weak: return "weak";
    case engine::LockMode::strong: return "strong";
    default: return "none";
  }
}

std::string hexadecimal(std::string_view bytes) {
  std::string made;
  for (const char byte : bytes) made += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return made;
}

}  // namespace

EngineControl::EngineControl(engine::Cluster& cluster, std::string version,
                             std::function<std::uint64_t()> sessions)
    : cluster_(cluster), version_(std::move(version)), sessions_(std::move(sessions)) {}

wire::HealthReport EngineControl::health() {
  return {.version = version_, .cluster = "local", .sessions = sessions_()};
}

wire::ClockReading EngineControl::clock() {
  return {.now = time_of(environment().clock.now()), .held = environment().clock.held()};
}

void EngineControl::advance_clock(std::chrono::microseconds by) {
  environment().clock.advance(by.count());
}

void EngineControl::hold_clock(std::optional<wire::ControlTime> at) {
  if (at) {
    environment().clock.hold_at((*at - engine_epoch).count());
  } else {
    environment().clock.hold();
  }
}

void EngineControl::release_clock() { environment().clock.release(); }

// "table" in schema public, or "schema.table".
engine::Oid EngineControl::table_named(const std::string& name) {
  const engine::CatalogPointer catalog = cluster_.context().catalog.newest();
  const auto dot = name.find('.');
  const std::vector<std::string> path{dot == std::string::npos ? "public" : name.substr(0, dot)};
  const std::vector<engine::Oid> schemas = engine::effective_path(*catalog, path, "", false);
  const std::string_view table =
      std::string_view(name).substr(dot == std::string::npos ? 0 : dot + 1);
  const engine::FoundRelation found = engine::find_relation(*catalog, schemas, table);
  if (found.table == nullptr) rules::raise(conditions::undefined_table, name);
  return found.oid();
}

std::string EngineControl::name_of(engine::Oid table) {
  const engine::CatalogPointer catalog = cluster_.context().catalog.newest();
  const engine::FoundRelation found = engine::find_relation(*catalog, table);
  if (found.table == nullptr) return table == 0 ? "" : fmt::format("{}", table);
  return engine::qualified_name(*catalog, found.table->schema, found.table->name);
}

void EngineControl::arm_fault(const wire::FaultOrder& order) {
  environment().faults.arm({.fault = order.fault,
                            .table = order.table.empty() ? 0 : table_named(order.table),
                            .skip = order.skip,
                            .times = order.times,
                            .delay = order.delay.count()});
}

void EngineControl::clear_faults() { environment().faults.clear(); }

std::vector<wire::FaultOrder> EngineControl::armed_faults() {
  std::vector<wire::FaultOrder> orders;
  for (const engine::ArmedFault& armed : environment().faults.armed()) {
    orders.push_back({.fault = armed.fault,
                      .table = name_of(armed.table),
                      .skip = armed.skip,
                      .times = armed.times,
                      .delay = std::chrono::microseconds(armed.delay)});
  }
  return orders;
}

std::vector<std::pair<std::string, std::uint64_t>> EngineControl::counters() {
  const engine::Adjudicator::Counters now = cluster_.context().adjudicator.counters();
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<std::string, std::uint64_t>> made{
      {"commits", now.commits - at_reset_.commits},
      {"commit_groups", now.groups - at_reset_.groups},
      {"conflicts", now.conflicts - at_reset_.conflicts},
      {"schema_conflicts", now.schema_conflicts - at_reset_.schema_conflicts},
      {"remembered_keys", now.remembered_keys},
      {"running_transactions", now.running},
      {"sessions", sessions_()},
  };
  for (std::size_t i = 0; i < engine::fault_count; ++i) {
    const auto fault = static_cast<engine::Fault>(i);
    made.emplace_back(fmt::format("fault_{}", engine::fault_name(fault)),
                      environment().faults.fired(fault));
  }
  return made;
}

std::vector<wire::ConflictReport> EngineControl::conflicts() {
  std::vector<wire::ConflictReport> reports;
  for (const engine::ConflictRecord& record : cluster_.context().adjudicator.recent_conflicts()) {
    reports.push_back({.loser = record.loser,
                       .winner = record.winner,
                       .table = name_of(record.table),
                       .key = hexadecimal(record.key),
                       .loser_mode = std::string(mode_name(record.loser_mode)),
                       .winner_mode = std::string(mode_name(record.winner_mode)),
                       .at = time_of(record.at)});
  }
  return reports;
}

void EngineControl::reset() {
  cluster_.reset();
  environment().faults.clear();
  environment().faults.reset_counters();
  environment().clock.release();
  const std::lock_guard lock(mutex_);
  at_reset_ = cluster_.context().adjudicator.counters();
}

std::string EngineControl::checkpoint(std::string_view name) {
  const std::string chosen =
      name.empty() ? fmt::format("checkpoint-{}", ++made_up_names_) : std::string(name);
  cluster_.checkpoint(chosen);
  return chosen;
}

void EngineControl::restore(std::string_view name) {
  if (!cluster_.restore(name)) rules::raise(conditions::control_no_checkpoint, name);
}

}  // namespace dsql::harness
