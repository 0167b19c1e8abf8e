// The `/_local` API of the control port, without HTTP: what tests hold and look at. One explicit
// array of routes, one handler an operation; operations() is what the documentation lists.
//
//   GET    /_local/health                  {"status":"ok","version":…,"cluster":…,"sessions":0}
//   GET    /_local/clock                   {"now":"2026-11-22T14:10:28.000000Z","held":false}
//   POST   /_local/clock                   one of {"advance_seconds":301}
//   {"set":"2026-11-22T14:10:28Z"}
//                                          {"hold":true} {"release":true}; answers the clock
//   GET    /_local/faults                  {"armed":[…]}
//   POST   /_local/faults                  {"kind":"conflict","table":"t","count":1,"skip":0}
//   DELETE /_local/faults                  disarms everything
//   GET    /_local/counters                {"commits":0,…}
//   GET    /_local/conflicts               {"conflicts":[{"loser":…,"winner":…,"table":…,"key":…}]}
//   POST   /_local/reset                   empties the cluster
//   POST   /_local/checkpoint              {"name":"before"} or {}; answers {"name":…}
//   POST   /_local/restore                 {"name":"before"}
//
// A failure is {"code":SQLSTATE,"message":…} with status 400, 403, 404 or 500.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "wire/control/cluster_control.h"

namespace dsql::wire {

struct ControlRequest {
  std::string_view method{};
  std::string_view path{};  // without the query
  std::string_view body{};
  bool from_browser = false;  // it carries an Origin header
};

struct ControlAnswer {
  unsigned status = 200;
  std::string body{};  // JSON
};

struct ControlOperation {
  std::string_view method;
  std::string_view path;
};

std::span<const ControlOperation> control_operations();

// Serves one request. Throws nothing.
ControlAnswer serve_control(const ControlRequest& request, ClusterControl& cluster);

}  // namespace dsql::wire
