#include "engine/bind/argument_names.h"

#include <array>

namespace dsql::engine {
namespace {

constexpr std::string_view path_names[] = {"target", "path", "vars", "silent"};
constexpr std::string_view path_defaults[] = {"{}", "f"};
constexpr std::string_view interval_names[] = {"years", "months", "weeks", "days",
                                               "hours", "mins",   "secs"};
constexpr std::string_view interval_defaults[] = {"0", "0", "0", "0", "0", "0", "0"};
constexpr std::string_view ident_names[] = {"str", "strict"};
constexpr std::string_view true_default[] = {"t"};
constexpr std::string_view false_default[] = {"f"};
constexpr std::string_view set_names[] = {"jsonb_in", "path", "replacement", "create_if_missing"};
constexpr std::string_view set_lax_names[] = {"jsonb_in", "path", "replacement",
                                              "create_if_missing", "null_value_treatment"};
constexpr std::string_view set_lax_defaults[] = {"t", "use_json_null"};
constexpr std::string_view insert_names[] = {"jsonb_in", "path", "replacement", "insert_after"};
constexpr std::string_view populate_names[] = {"base", "from_json", "use_json_as_text"};
constexpr std::string_view normal_names[] = {"mean", "stddev"};
constexpr std::string_view normal_defaults[] = {"0", "1"};
constexpr std::string_view date_names[] = {"year", "month", "day"};
constexpr std::string_view time_names[] = {"hour", "min", "sec"};
constexpr std::string_view timestamp_names[] = {"year", "month", "mday", "hour", "min", "sec"};
constexpr std::string_view timestamptz_names[] = {"year", "month", "mday",    "hour",
                                                  "min",  "sec",   "timezone"};

constexpr std::array signatures{
    NamedArguments{"jsonb_path_exists", path_names, path_defaults},
    NamedArguments{"jsonb_path_query", path_names, path_defaults},
    NamedArguments{"jsonb_path_query_array", path_names, path_defaults},
    NamedArguments{"jsonb_path_query_first", path_names, path_defaults},
    NamedArguments{"jsonb_path_match", path_names, path_defaults},
    NamedArguments{"jsonb_path_exists_tz", path_names, path_defaults},
    NamedArguments{"jsonb_path_query_tz", path_names, path_defaults},
    NamedArguments{"jsonb_path_query_array_tz", path_names, path_defaults},
    NamedArguments{"jsonb_path_query_first_tz", path_names, path_defaults},
    NamedArguments{"jsonb_path_match_tz", path_names, path_defaults},
    NamedArguments{"make_interval", interval_names, interval_defaults},
    NamedArguments{"parse_ident", ident_names, true_default},
    NamedArguments{"jsonb_set", set_names, true_default},
    NamedArguments{"jsonb_set_lax", set_lax_names, set_lax_defaults},
    NamedArguments{"jsonb_insert", insert_names, false_default},
    NamedArguments{"json_populate_record", populate_names, false_default},
    NamedArguments{"json_populate_recordset", populate_names, false_default},
    NamedArguments{"random_normal", normal_names, normal_defaults},
    NamedArguments{"make_date", date_names, {}},
    NamedArguments{"make_time", time_names, {}},
    NamedArguments{"make_timestamp", timestamp_names, {}},
    NamedArguments{"make_timestamptz", timestamp_names, {}},
    NamedArguments{"make_timestamptz", timestamptz_names, {}},
};

}  // namespace

std::vector<NamedArguments> named_arguments(std::string_view function) {
  std::vector<NamedArguments> found;
  for (const NamedArguments& signature : signatures)
    if (signature.function == function) found.push_back(signature);
  return found;
}

}  // namespace dsql::engine
