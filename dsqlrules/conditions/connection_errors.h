// Connections, authentication and the protocol (classes 08, 28, 53, 57P). Texts as behaviour of the
// service shows them; severity FATAL closes the connection.
#pragma once

#include <string_view>
#include <type_traits>

#include <fmt/core.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"  // insufficient_data_in_message

namespace dsql::rules::conditions {

// --- admission -----------------------------------------------------------------------------------
// The reason stands in the HINT: one of the rows of namespace reasons, put there by denied().
inline constexpr Condition<> access_denied{.sqlstate = sqlstate::connection_failure,
                                           .severity = Severity::fatal,
                                           .message = "unable to accept connection, access denied"};

// Why access was denied. wrong_action and the opening of `expired` are the service's; the rest is
// the wording AWS services share for a request whose SigV4 signature does not hold (assumed).
template <class... Args>
struct Reason {
  fmt::format_string<Args...> text;
};

// access_denied for this reason.
template <class... Args>
SqlError denied(const Reason<Args...>& reason, const std::type_identity_t<Args>&... args) {
  return error(access_denied)
      .with_hint(fmt::vformat(fmt::string_view(reason.text), fmt::make_format_args(args...)));
}

namespace reasons {
inline constexpr Reason<std::string_view, std::string_view> wrong_action{
    "Wrong user to action mapping. user: {}, action: {}"};
inline constexpr Reason<std::string_view, std::string_view, std::string_view, long> expired{
    "Signature expired: {} is now earlier than {} ({} - {} sec.)"};
inline constexpr Reason<std::string_view, std::string_view, std::string_view> not_yet_current{
    "Signature not yet current: {} is still later than {} ({} + 5 min.)"};
inline constexpr Reason<> no_token{"Missing Authentication Token"};
inline constexpr Reason<std::string_view> missing_parameter{
    "AWS query-string parameters must include '{}'. Re-examine the query-string parameters."};
inline constexpr Reason<std::string_view> malformed_parameter{
    "Invalid value of the query-string parameter '{}'. Re-examine the query-string parameters."};
inline constexpr Reason<> duration_too_long{"X-Amz-Expires must be between 1 and 604800 seconds"};
inline constexpr Reason<std::string_view> wrong_service{
    "Credential should be scoped to correct service: 'dsql', not '{}'"};
inline constexpr Reason<std::string_view> wrong_region{
    "Credential should be scoped to a valid region, not '{}'"};
inline constexpr Reason<std::string_view, std::string_view> wrong_date{
    "Date in Credential scope does not match YYYYMMDD of X-Amz-Date: '{}' != '{}'"};
inline constexpr Reason<std::string_view> wrong_host{
    "The host '{}' of the token is not the host of this connection"};
inline constexpr Reason<> host_not_signed{"'Host' must be the only 'SignedHeader' of the token"};
inline constexpr Reason<> unknown_key{"The security token included in the request is invalid."};
inline constexpr Reason<> wrong_signature{
    "The request signature we calculated does not match the signature you provided. Check your AWS "
    "Secret Access Key and signing method. Consult the service documentation for details."};
inline constexpr Reason<> tls_required{"TLS is required: connect with sslmode=require or stronger"};
}  // namespace reasons

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
inline constexpr Condition<> protocol_synchronization_lost{
    .sqlstate = sqlstate::protocol_violation,
    .severity = Severity::fatal,
    .message = "terminating connection because protocol synchronization was lost"};
inline constexpr Condition<> no_data_left_in_message{.sqlstate = sqlstate::protocol_violation,
                                                     .message = "no data left in message"};
inline constexpr Condition<> invalid_message_format{.sqlstate = sqlstate::protocol_violation,
                                                    .message = "invalid message format"};
inline constexpr Condition<> invalid_string_in_message{.sqlstate = sqlstate::protocol_violation,
                                                       .message = "invalid string in message"};
// From the `options` startup parameter, read as PostgreSQL reads a server's command line.
inline constexpr Condition<> invalid_command_line_arguments{
    .sqlstate = sqlstate::syntax_error,
    .severity = Severity::fatal,
    .message = "invalid command-line arguments for server process",
    .hint = "Try \"postgres --help\" for more information."};
inline constexpr Condition<std::string_view> option_requires_value{
    .sqlstate = sqlstate::syntax_error,
    .severity = Severity::fatal,
    .message = "-c {} requires a value"};
inline constexpr Condition<std::string_view> long_option_requires_value{
    .sqlstate = sqlstate::syntax_error,
    .severity = Severity::fatal,
    .message = "--{} requires a value"};
inline constexpr Condition<> invalid_password_packet{.sqlstate = sqlstate::protocol_violation,
                                                     .severity = Severity::fatal,
                                                     .message = "invalid password packet size"};
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
inline constexpr Condition<int> unrecognized_close_subtype{
    .sqlstate = sqlstate::protocol_violation, .message = "invalid CLOSE message subtype {}"};
inline constexpr Condition<int> unrecognized_describe_subtype{
    .sqlstate = sqlstate::protocol_violation, .message = "invalid DESCRIBE message subtype {}"};
// PostgreSQL's fast-path call of a function by oid: the service has none to offer (assumed).
inline constexpr Condition<> function_call_not_supported{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "function call protocol message not supported"};

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
