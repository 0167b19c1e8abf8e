#include "wire/control/local_api.h"

#include <array>
#include <exception>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/control_errors.h"
#include "wire/control/request_body.h"

namespace dsql::wire {
namespace {

namespace conditions = rules::conditions;
namespace json = boost::json;

using Handler = json::value (*)(std::string_view body, ClusterControl& cluster);

json::value health(std::string_view body, ClusterControl& cluster) {
  const RequestBody none(body, {});
  const HealthReport report = cluster.health();
  return {{"status", "ok"},
          {"version", report.version},
          {"cluster", report.cluster},
          {"sessions", report.sessions}};
}

// --- clock ---------------------------------------------------------------------------------------

json::value read_clock(std::string_view body, ClusterControl& cluster) {
  const RequestBody none(body, {});
  const ClockReading reading = cluster.clock();
  return {{"now", format_time(reading.now)}, {"held", reading.held}};
}

json::value move_clock(std::string_view body, ClusterControl& cluster) {
  const RequestBody request(body, {"advance_seconds", "set", "hold", "release"});
  const auto advance = request.seconds("advance_seconds");
  const auto set = request.time("set");
  const bool hold = request.boolean("hold").value_or(false);
  const bool release = request.boolean("release").value_or(false);
  if (int{advance.has_value()} + int{set.has_value()} + int{hold} + int{release} != 1) {
    rules::raise(conditions::control_one_member_of, "advance_seconds, set, hold, release");
  }
  if (advance) cluster.advance_clock(*advance);
  if (set) cluster.hold_clock(set);
  if (hold) cluster.hold_clock(std::nullopt);
  if (release) cluster.release_clock();
  return read_clock({}, cluster);
}

// --- faults --------------------------------------------------------------------------------------

// "conflict" is what a test means by a failing commit; the other names are the engine's.
constexpr std::string_view plain_conflict = "conflict";

json::value list_faults(std::string_view body, ClusterControl& cluster) {
  const RequestBody none(body, {});
  json::array armed;
  for (const FaultOrder& order : cluster.armed_faults()) {
    armed.push_back({{"kind", engine::fault_name(order.fault)},
                     {"table", order.table},
                     {"count", order.times},
                     {"skip", order.skip}});
  }
  return {{"armed", std::move(armed)}};
}

json::value arm_fault(std::string_view body, ClusterControl& cluster) {
  const RequestBody request(body, {"kind", "table", "count", "skip", "delay_seconds"});
  const auto kind = request.text("kind");
  if (!kind) rules::raise(conditions::control_missing_member, "kind");
  const auto fault =
      *kind == plain_conflict ? engine::Fault::row_conflict : engine::fault_named(*kind);
  if (!fault) rules::raise(conditions::control_unknown_fault, *kind);
  FaultOrder order;
  order.fault = *fault;
  order.table = request.text("table").value_or("");
  order.times = request.count("count").value_or(1);
  order.skip = request.count("skip").value_or(0);
  order.delay = request.seconds("delay_seconds").value_or(std::chrono::microseconds(0));
  cluster.arm_fault(order);
  return list_faults({}, cluster);
}

json::value clear_faults(std::string_view body, ClusterControl& cluster) {
  const RequestBody none(body, {});
  cluster.clear_faults();
  return list_faults({}, cluster);
}

// --- what happened -------------------------------------------------------------------------------

json::value read_counters(std::string_view body, ClusterControl& cluster) {
  const RequestBody none(body, {});
  json::object counters;
  for (const auto& [name, value] : cluster.counters()) counters[name] = value;
  return counters;
}

json::value list_conflicts(std::string_view body, ClusterControl& cluster) {
  const RequestBody none(body, {});
  json::array conflicts;
  for (const ConflictReport& report : cluster.conflicts()) {
    conflicts.push_back({{"loser", report.loser},
                         {"winner", report.winner},
                         {"table", report.table},
                         {"key", report.key},
                         {"loser_mode", report.loser_mode},
                         {"winner_mode", report.winner_mode},
                         {"at", format_time(report.at)}});
  }
  return {{"conflicts", std::move(conflicts)}};
}

// --- contents ------------------------------------------------------------------------------------

json::value reset(std::string_view body, ClusterControl& cluster) {
  const RequestBody none(body, {});
  cluster.reset();
  return json::object();
}

json::value checkpoint(std::string_view body, ClusterControl& cluster) {
  const RequestBody request(body, {"name"});
  return {{"name", cluster.checkpoint(request.text("name").value_or(""))}};
}

json::value restore(std::string_view body, ClusterControl& cluster) {
  const RequestBody request(body, {"name"});
  const auto name = request.text("name");
  if (!name) rules::raise(conditions::control_missing_member, "name");
  cluster.restore(*name);
  return {{"name", *name}};
}

// --- routes --------------------------------------------------------------------------------------

constexpr std::array operations{
    ControlOperation{"GET", "/_local/health"},   ControlOperation{"GET", "/_local/clock"},
    ControlOperation{"POST", "/_local/clock"},   ControlOperation{"GET", "/_local/faults"},
    ControlOperation{"POST", "/_local/faults"},  ControlOperation{"DELETE", "/_local/faults"},
    ControlOperation{"GET", "/_local/counters"}, ControlOperation{"GET", "/_local/conflicts"},
    ControlOperation{"POST", "/_local/reset"},   ControlOperation{"POST", "/_local/checkpoint"},
    ControlOperation{"POST", "/_local/restore"}};

constexpr std::array<Handler, operations.size()> handlers{
    health,        read_clock,     move_clock, list_faults, arm_fault, clear_faults,
    read_counters, list_conflicts, reset,      checkpoint,  restore};

json::value route(const ControlRequest& request, ClusterControl& cluster) {
  if (request.from_browser) rules::raise(conditions::control_from_browser);
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (operations[i].method == request.method && operations[i].path == request.path) {
      return handlers[i](request.body, cluster);
    }
  }
  rules::raise(conditions::control_no_operation, request.method, request.path);
}

unsigned status_of(const rules::Sqlstate& code) {
  if (code == rules::sqlstate::insufficient_privilege) return 403;
  if (code == rules::sqlstate::undefined_function || code == rules::sqlstate::undefined_table ||
      code == rules::sqlstate::undefined_object) {
    return 404;
  }
  return code.category() == "XX" ? 500 : 400;
}

ControlAnswer failure(const rules::SqlError& error) {
  json::object body{{"code", error.sqlstate.text()}, {"message", error.message}};
  if (!error.detail.empty()) body["detail"] = error.detail;
  if (!error.hint.empty()) body["hint"] = error.hint;
  return {status_of(error.sqlstate), json::serialize(body)};
}

}  // namespace

std::span<const ControlOperation> control_operations() { return operations; }

ControlAnswer serve_control(const ControlRequest& request, ClusterControl& cluster) {
  try {
    return {200, json::serialize(route(request, cluster))};
  } catch (const rules::SqlError& error) {
    return failure(error);
  } catch (const std::exception& defect) {
    return failure(rules::error(conditions::internal_error, defect.what()));
  }
}

}  // namespace dsql::wire
