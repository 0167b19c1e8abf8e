#include "harness/script/fresh.h"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "harness/target/retry.h"

namespace dsql::harness {
namespace {

// Each answers the statements that drop objects of one kind; dependants come first.
constexpr auto object_queries = std::to_array<std::string_view>({
    "SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace"
    " WHERE nspname NOT IN ('public', 'sys', 'information_schema') AND nspname NOT LIKE 'pg\\_%'",
    "SELECT format('DROP VIEW IF EXISTS public.%I CASCADE', viewname) FROM pg_views WHERE "
    "schemaname = 'public'",
    "SELECT format('DROP TABLE IF EXISTS public.%I CASCADE', tablename) FROM pg_tables WHERE "
    "schemaname = 'public'",
    "SELECT format('DROP SEQUENCE IF EXISTS public.%I CASCADE', c.relname) FROM pg_class c"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND n.nspname = 'public'",
    "SELECT format('DROP FUNCTION public.%I(%s)', p.proname, "
    "pg_get_function_identity_arguments(p.oid)) FROM pg_proc p"
    " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'",
    "SELECT format('DROP DOMAIN IF EXISTS public.%I', t.typname) FROM pg_type t"
    " JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND n.nspname = 'public'",
});

Result run_or_throw(Connection& connection, std::string_view sql) {
  Result result = with_retries({}, [&] { return connection.run(sql); });
  if (result.error) throw std::runtime_error(fmt::format("{}: {}", sql, result.error->message));
  return result;
}

}  // namespace

void drop_everything(Connection& connection) {
  for (const std::string_view query : object_queries) {
    for (const Row& row : run_or_throw(connection, query).rows)
      run_or_throw(connection, row.at(0).value());
  }
}

}  // namespace dsql::harness
