// RequestBody: the JSON object of a request, read strictly: a member that nobody asked for is an
// error, so that a typing mistake does not pass as success. Raises the rows of control_errors.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "wire/control/cluster_control.h"

namespace dsql::wire {

class RequestBody {
 public:
  // Parses `text`; an empty one is an empty object. Raises control_body_not_object, and
  // control_unknown_member for a member not among `known`.
  RequestBody(std::string_view text, std::initializer_list<std::string_view> known);

  bool has(std::string_view name) const { return object_.contains(name); }
  // Each raises control_bad_member when the member is there and something else.
  std::optional<std::string> text(std::string_view name) const;
  std::optional<bool> boolean(std::string_view name) const;
  std::optional<std::uint32_t> count(std::string_view name) const;
  // Seconds, whole or not, zero or more.
  std::optional<std::chrono::microseconds> seconds(std::string_view name) const;
  // 2026-11-22T14:10:28[.ffffff]Z
  std::optional<ControlTime> time(std::string_view name) const;

 private:
  boost::json::object object_;
};

// The form RequestBody::time reads.
std::string format_time(ControlTime time);

}  // namespace dsql::wire
