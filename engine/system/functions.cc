#include "engine/system/functions.h"

#include <array>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/set_streams.h"
#include "engine/system/function_lists.h"
#include "engine/system/job_id.h"
#include "engine/types/array.h"

namespace dsql::engine {

namespace {

using namespace sql;

// --- the schema sys (behaviour.md 9) ---

std::int32_t major_version() { return 1; }

Uuid base32_to_uuid_or_raise(std::string_view id) {
  const auto found = base32_to_uuid(id);
  if (!found) rules::raise(rules::conditions::text_to_uuid);
  return *found;
}

std::string to_base32(Uuid id) { return uuid_to_base32(id); }

Oid base_type(CallContext& call, Oid type) {
  const Domain* domain = call.services->catalog().domain(type);
  return domain == nullptr ? type : domain->base;
}

std::string iam_user(CallContext& call) { return std::string(call.services->session_user()); }

// What the procedure does is the session's: CALL waits for the job. As a function it only exists to
// be refused by name ("sys.wait_for_job(text) is a procedure").
void no_call(CallContext&, std::span<const Column* const>, Selection, Column&) {}

constexpr FunctionRow procedure(FunctionRow row) {
  row.kind = FunctionKind::procedure;
  return volatile_(row);
}

constexpr FunctionRow sys_rows[] = {
    fn(14101, "dsql_major_version", {}, int4, lift<major_version>),
    fn(14102, "base32_str_to_uuid", {text}, uuid, lift<base32_to_uuid_or_raise>),
    fn(14103, "uuid_to_base32_str", {uuid}, text, lift<to_base32>),
    stable(fn(14104, "base_type_oid", {oid_}, oid_, lift<base_type>)),
    stable(fn(14105, "iam_session_user", {}, text, lift<iam_user>)),
    procedure(fn(14106, "wait_for_job", {text}, boolean, no_call)),
};

// --- information_schema ---

// The elements of a vector of column numbers with their positions: what JDBC's metadata asks with.
std::unique_ptr<SetStream> expand_array(CallContext& context, std::span<const Column* const> args,
                                        std::uint32_t row) {
  const ArrayView array(args[0]->at<std::string_view>(row));
  auto rows = std::make_unique<ListedRows>(context, std::vector{Physical::int16, Physical::int32});
  for (std::uint32_t i = 0; i < array.size(); ++i) {
    if (array.is_null(i)) {
      rows->add({Value::null(Physical::int16), Value::of(static_cast<std::int32_t>(i + 1))});
    } else {
      rows->add(
          {Value::of(array.at<std::int16_t>(i)), Value::of(static_cast<std::int32_t>(i + 1))});
    }
  }
  return rows;
}

constexpr OutColumn expanded_columns[] = {{"x", int2}, {"n", int4}};

// PostgreSQL's is one function over any array; these are the arrays it is called with.
constexpr FunctionRow information_schema_rows[] = {
    with_columns(expanded_columns,
                 set(13001, "_pg_expandarray", {int2vector}, record, &expand_array)),
    with_columns(expanded_columns,
                 set(13002, "_pg_expandarray", {int2_array}, record, &expand_array)),
};

}  // namespace

std::span<const std::span<const FunctionRow>> system_functions() {
  static const std::array<std::span<const FunctionRow>, 5> lists{
      definition_functions(), reg_functions(), privilege_functions(), index_property_functions(),
      sequence_functions()};
  return lists;
}

std::span<const FunctionRow> sys_functions() { return sys_rows; }

std::span<const FunctionRow> information_schema_functions() { return information_schema_rows; }

std::vector<const FunctionRow*> system_functions_named(std::string_view function_name, Oid schema) {
  std::vector<const FunctionRow*> found;
  const auto add = [&](std::span<const FunctionRow> list) {
    for (const FunctionRow& row : list) {
      if (row.name == function_name) found.push_back(&row);
    }
  };
  if (schema == oid::schema_sys) {
    add(sys_rows);
  } else if (schema == oid::schema_information_schema) {
    add(information_schema_rows);
  } else if (schema == oid::schema_pg_catalog) {
    for (const auto& list : system_functions()) add(list);
  }
  return found;
}

const FunctionRow* find_system_function(Oid function) {
  const auto in = [&](std::span<const FunctionRow> list) -> const FunctionRow* {
    for (const FunctionRow& row : list) {
      if (row.oid == function) return &row;
    }
    return nullptr;
  };
  for (const auto& list : system_functions()) {
    if (const FunctionRow* row = in(list)) return row;
  }
  if (const FunctionRow* row = in(sys_rows)) return row;
  return in(information_schema_rows);
}

}  // namespace dsql::engine
