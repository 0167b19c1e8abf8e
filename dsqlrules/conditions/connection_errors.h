// Connections, authentication and the protocol (classes 08, 28, 53, 57P). Texts as behaviour of the
// service shows them; severity FATAL closes the connection.
#pragma once

#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

// --- admission -----------------------------------------------------------------------------------
// The reason stands in the HINT, given by the raiser with one of the texts below.
inline constexpr Condition<> access_denied{.sqlstate = sqlstate::connection_failure,
                                           .severity = Severity::fatal,
                                           .message = "unable to accept connection, access denied"};
inline constexpr Condition<> sni_not_received{
    .sqlstate = sqlstate::connection_failure,
    .severity = Severity::fatal,
    .message = "unable to accept connection, sni was not received"};
inline constexpr Condition<> cluster_waking_up{
    .sqlstate = sqlstate::cannot_connect_now,
    .severity = Severity::fatal,
    .message = "unable to accept connection, waking up cluster, please retry later"};
inline constexpr Condition<> too_many_connections{
    .sqlstate = sqlstate::too_many_connections,
    .severity = Severity::fatal,
    .message = "Unable to accept connection, too many open connections."};
inline constexpr Condition<> connection_rate_exceeded{
    .sqlstate = sqlstate::configuration_limit_exceeded,
    .severity = Severity::fatal,
    .message = "Unable to accept connection, rate exceeded."};
inline constexpr Condition<> cluster_size_exceeded{
    .sqlstate = sqlstate::disk_full, .message = "Current cluster size exceeds cluster size limit."};
inline constexpr Condition<std::string_view> database_missing{
    .sqlstate = sqlstate::invalid_catalog_name,
    .severity = Severity::fatal,
    .message = "database \"{}\" does not exist"};
inline constexpr Condition<> no_user_name{
    .sqlstate = sqlstate::invalid_authorization_specification,
    .severity = Severity::fatal,
    .message = "no PostgreSQL user name specified in startup packet"};

// --- protocol ------------------------------------------------------------------------------------
inline constexpr Condition<int, int> unsupported_protocol{
    .sqlstate = sqlstate::feature_not_supported,
    .severity = Severity::fatal,
    .message = "unsupported frontend protocol {}.{}: server supports 3.0 to 3.0"};
inline constexpr Condition<> invalid_startup_packet{
    .sqlstate = sqlstate::protocol_violation,
    .severity = Severity::fatal,
    .message = "invalid startup packet layout: expected terminator as last byte"};
inline constexpr Condition<int> invalid_message_type{.sqlstate = sqlstate::protocol_violation,
                                                     .severity = Severity::fatal,
                                                     .message = "invalid frontend message type {}"};
inline constexpr Condition<> invalid_message_format{.sqlstate = sqlstate::protocol_violation,
                                                    .message = "invalid message format"};
inline constexpr Condition<> invalid_string_in_message{.sqlstate = sqlstate::protocol_violation,
                                                       .message = "invalid string in message"};
inline constexpr Condition<int> expected_password_response{
    .sqlstate = sqlstate::protocol_violation,
    .severity = Severity::fatal,
    .message = "expected password response, got message type {}"};
inline constexpr Condition<int, std::string_view, int> bind_parameter_count{
    .sqlstate = sqlstate::protocol_violation,
    .message = "bind message supplies {} parameters, but prepared statement \"{}\" requires {}"};
inline constexpr Condition<int, int> bind_format_count{
    .sqlstate = sqlstate::protocol_violation,
    .message = "bind message has {} parameter formats but {} parameters"};
inline constexpr Condition<int, int> result_format_count{
    .sqlstate = sqlstate::protocol_violation,
    .message = "bind message has {} result formats but query has {} columns"};
inline constexpr Condition<int> unsupported_format_code{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "unsupported format code: {}"};
inline constexpr Condition<std::string_view> unrecognized_close_subtype{
    .sqlstate = sqlstate::protocol_violation, .message = "invalid CLOSE message subtype {}"};
inline constexpr Condition<std::string_view> unrecognized_describe_subtype{
    .sqlstate = sqlstate::protocol_violation, .message = "invalid DESCRIBE message subtype {}"};

// --- ends ----------------------------------------------------------------------------------------
inline constexpr Condition<> admin_shutdown{
    .sqlstate = sqlstate::admin_shutdown,
    .severity = Severity::fatal,
    .message = "terminating connection due to administrator command"};
inline constexpr Condition<> shutting_down{.sqlstate = sqlstate::cannot_connect_now,
                                           .severity = Severity::fatal,
                                           .message = "the database system is shutting down"};
inline constexpr Condition<> starting_up{.sqlstate = sqlstate::cannot_connect_now,
                                         .severity = Severity::fatal,
                                         .message = "the database system is starting up"};
// A defect of this program, never of the user: the argument says which invariant broke.
inline constexpr Condition<std::string_view> internal_error{.sqlstate = sqlstate::internal_error,
                                                            .message = "internal error: {}"};

// --- AWS IAM GRANT | REVOKE ----------------------------------------------------------------------
inline constexpr Condition<std::string_view> iam_role_needs_login{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "role {} must have the LOGIN attribute"};
inline constexpr Condition<std::string_view> iam_permission_denied{
    .sqlstate = sqlstate::insufficient_privilege,
    .message = "permission denied to grant IAM trust with role {}"};
inline constexpr Condition<std::string_view> iam_role_missing{
    .sqlstate = sqlstate::undefined_object, .message = "IAM role {} does not exist"};
inline constexpr Condition<> iam_arn_malformed{.sqlstate = sqlstate::invalid_parameter_value,
                                               .message = "IAM role must look like an IAM ARN"};

}  // namespace dsql::rules::conditions
