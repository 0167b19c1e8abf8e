#include "engine/system/system_relation.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/catalog/catalog_edit.h"
#include "engine/system/functions.h"
#include "engine/types/timezone.h"

namespace dsql::engine {
namespace {

class FixedState final : public SystemState {
 public:
  std::vector<JobRow> jobs() const override {
    JobRow job;
    job.job_id = "abc";
    job.status = "completed";
    job.job_type = "INDEX_BUILD";
    return {job};
  }
  std::vector<SettingRow> settings() const override {
    SettingRow setting;
    setting.name = "search_path";
    setting.enumeration = {"a", "b\"c"};
    return {setting};
  }
  std::optional<SequenceState> sequence(Oid) const override { return SequenceState{7, true}; }
  TableNumbers numbers(Oid) const override { return {.rows = 5, .pages = 1, .analyzed_at = 9}; }
  Oid current_role() const override { return oid::role_admin; }
  std::string view_definition(Oid, bool, int) const override { return " SELECT 1 AS one;"; }
};

// A version with one of everything that has rows somewhere.
CatalogPointer some_catalog() {
  CatalogEdit edit(CatalogVersion::initial());
  Table table;
  table.oid = edit.allocate_oid();
  table.row_type = edit.allocate_oid();
  table.schema = oid::schema_public;
  table.owner = oid::role_admin;
  table.name = "t";
  table.comment = "about t";
  table.columns = {{.name = "id", .number = 1, .type = oid::int8, .not_null = true},
                   {.name = "gone", .number = 2, .type = oid::text, .dropped = true},
                   {.name = "v", .number = 3, .type = oid::varchar, .modifier = 14}};
  table.columns[2].default_sql = "'x'::character varying";
  Index primary{.oid = edit.allocate_oid(), .table = table.oid, .name = "t_pkey"};
  primary.unique = primary.primary = true;
  primary.keys = {{.column = 1, .type = oid::int8}};
  primary.included = {3};
  primary.constraint = 5;
  table.indexes = {primary};
  table.keys = {{.oid = 5, .name = "t_pkey", .primary = true, .index = primary.oid}};
  table.checks = {{.oid = 6, .name = "t_check", .expression_sql = "id > 0"}};
  ForeignKey self{.oid = 7, .name = "t_fkey", .columns = {1}, .referenced_table = table.oid};
  self.referenced_index = primary.oid;
  self.referenced_columns = {1};
  table.foreign_keys = {self};
  edit.put(table);
  View view;
  view.oid = edit.allocate_oid();
  view.schema = oid::schema_public;
  view.owner = oid::role_admin;
  view.name = "vw";
  view.query_sql = "SELECT 1 AS one";
  view.columns = {{.name = "one", .number = 1, .type = oid::int4}};
  view.depends_on = {table.oid};
  edit.put(view);
  SequenceObject sequence;
  sequence.oid = edit.allocate_oid();
  sequence.schema = oid::schema_public;
  sequence.owner = oid::role_admin;
  sequence.name = "s";
  edit.put(sequence);
  Domain domain;
  domain.oid = edit.allocate_oid();
  domain.schema = oid::schema_public;
  domain.owner = oid::role_admin;
  domain.name = "d";
  domain.base = oid::int4;
  domain.checks = {{.oid = 8, .name = "d_check", .expression_sql = "VALUE > 0"}};
  edit.put(domain);
  SqlFunction function;
  function.oid = edit.allocate_oid();
  function.schema = oid::schema_public;
  function.owner = oid::role_admin;
  function.name = "f";
  function.argument_types = {oid::int4};
  function.argument_names = {"a"};
  function.result = oid::record;
  function.returns_set = true;
  function.out_columns = {{"x", oid::int4}, {"y", oid::text}};
  edit.put(function);
  Role role;
  role.oid = edit.allocate_oid();
  role.name = "app";
  role.member_of = {{oid::role_admin, true}};
  role.iam_arns = {"arn:aws:iam::1:role/app"};
  role.default_privileges = {{0, 'r', {0, role.oid, "r", "", 0}}};
  edit.put(role);
  Statistics statistics;
  statistics.oid = edit.allocate_oid();
  statistics.schema = oid::schema_public;
  statistics.owner = oid::role_admin;
  statistics.name = "st";
  statistics.table = table.oid;
  statistics.columns = {1, 3};
  statistics.kinds = "dfm";
  edit.put(statistics);
  return edit.current();
}

struct SystemRelations : testing::Test {
  SystemRelations() { format.zone = &utc_zone(); }

  // The values of one column as text, NULL as "NULL".
  std::vector<std::string> column(const SystemRelation& relation, std::string_view name) {
    RowAppender rows(relation.columns, format);
    relation.scan({*catalog, format, state}, rows);
    std::size_t at = 0;
    while (relation.columns[at].name != name) ++at;
    std::vector<std::string> values;
    for (const RowAppender::Chunk& chunk : rows.take()) {
      for (std::uint32_t row = 0; row < chunk.rows; ++row) {
        std::string text = "NULL";
        if (!chunk.columns[at].is_null(row)) {
          text.clear();
          type_of(relation.columns[at].type).text_output(chunk.columns[at], row, format, text);
        }
        values.push_back(std::move(text));
      }
    }
    return values;
  }
  const SystemRelation& relation(std::string_view name, Oid schema = oid::schema_pg_catalog) {
    return *find_system_relation(schema, name);
  }
  bool has(const std::vector<std::string>& values, std::string_view wanted) {
    return std::find(values.begin(), values.end(), wanted) != values.end();
  }

  CatalogPointer catalog = some_catalog();
  FixedState state;
  TextFormat format;
};

TEST_F(SystemRelations, NamesAndOidsAreUnique) {
  std::set<std::pair<Oid, std::string_view>> names;
  std::set<Oid> oids;
  for (const SystemRelation& each : all_system_relations()) {
    EXPECT_TRUE(names.insert({each.schema, each.name}).second) << each.name;
    EXPECT_TRUE(oids.insert(each.oid).second) << each.name;
    EXPECT_EQ(find_system_relation(each.oid), &each);
  }
}

// Every relation fills exactly its columns: RowAppender asserts on one too many, and a value that
// slips into the wrong column is of the wrong type there.
TEST_F(SystemRelations, EveryRelationCanBeRead) {
  for (const SystemRelation& each : all_system_relations()) {
    if (each.scan == nullptr) continue;
    SCOPED_TRACE(each.name);
    EXPECT_FALSE(column(each, each.columns.back().name).empty());
  }
}

TEST_F(SystemRelations, LastColumnsAreFilledWhereTheyAlwaysHaveAValue) {
  EXPECT_FALSE(has(column(relation("pg_proc"), "prosrc"), "NULL"));
  EXPECT_FALSE(has(column(relation("pg_class"), "relispopulated"), "NULL"));
  EXPECT_FALSE(has(column(relation("pg_attribute"), "attcollation"), "NULL"));
  EXPECT_FALSE(has(column(relation("pg_type"), "typcollation"), "NULL"));
  EXPECT_FALSE(has(column(relation("pg_index"), "indoption"), "NULL"));
  EXPECT_FALSE(has(column(relation("pg_settings"), "pending_restart"), "NULL"));
  EXPECT_FALSE(has(column(relation("pg_roles"), "oid"), "NULL"));
  EXPECT_FALSE(has(column(relation("pg_stat_user_tables"), "autoanalyze_count"), "NULL"));
  EXPECT_FALSE(has(column(relation("pg_operator"), "oprjoin"), "NULL"));
  EXPECT_FALSE(
      has(column(relation("columns", oid::schema_information_schema), "is_updatable"), "NULL"));
  EXPECT_FALSE(has(
      column(relation("table_constraints", oid::schema_information_schema), "enforced"), "NULL"));
}

TEST_F(SystemRelations, ThePrimaryKeyIndexCountsAllColumns) {
  EXPECT_EQ(column(relation("pg_index"), "indnatts"), (std::vector<std::string>{"2"}));
  EXPECT_EQ(column(relation("pg_index"), "indnkeyatts"), (std::vector<std::string>{"1"}));
  EXPECT_EQ(column(relation("pg_index"), "indkey"), (std::vector<std::string>{"1 3"}));
  EXPECT_EQ(column(relation("pg_indexes"), "indexdef"),
            (std::vector<std::string>{
                "CREATE UNIQUE INDEX t_pkey ON public.t USING btree_index (id) INCLUDE (v)"}));
}

TEST_F(SystemRelations, DroppedColumnsKeepTheirNumber) {
  EXPECT_TRUE(has(column(relation("pg_attribute"), "attname"), "........pg.dropped.2........"));
}

TEST_F(SystemRelations, DefaultsAreShownAsStored) {
  EXPECT_EQ(column(relation("pg_attrdef"), "adbin"),
            (std::vector<std::string>{"'x'::character varying"}));
}

TEST_F(SystemRelations, JobsAndMappings) {
  EXPECT_EQ(column(relation("jobs", oid::schema_sys), "job_type"),
            (std::vector<std::string>{"INDEX_BUILD"}));
  EXPECT_EQ(column(relation("iam_pg_role_mappings", oid::schema_sys), "pg_role_name"),
            (std::vector<std::string>{"app"}));
}

TEST_F(SystemRelations, InformationSchemaColumns) {
  const SystemRelation& columns = relation("columns", oid::schema_information_schema);
  const auto names = column(columns, "column_name");
  const auto lengths = column(columns, "character_maximum_length");
  const auto at = std::find(names.begin(), names.end(), "v") - names.begin();
  EXPECT_EQ(lengths[static_cast<std::size_t>(at)], "10");
  EXPECT_EQ(column(columns, "data_type")[static_cast<std::size_t>(at)], "character varying");
}

TEST_F(SystemRelations, ArraysAreQuoted) {
  EXPECT_EQ(column(relation("pg_settings"), "enumvals"),
            (std::vector<std::string>{"{a,\"b\\\"c\"}"}));
}

TEST(SystemFunctions, OidsAreUnique) {
  std::set<Oid> oids;
  for (const auto& list : all_functions())
    for (const FunctionRow& row : list) oids.insert(row.oid);
  for (const auto& list : system_functions()) {
    for (const FunctionRow& row : list) EXPECT_TRUE(oids.insert(row.oid).second) << row.name;
  }
  for (const FunctionRow& row : sys_functions()) EXPECT_TRUE(oids.insert(row.oid).second);
}

TEST(SystemFunctions, RegclassNames) {
  const CatalogPointer catalog = some_catalog();
  const std::vector<Oid> path{oid::schema_pg_catalog, oid::schema_public};
  const Oid t = catalog->find_table(oid::schema_public, "t")->oid;
  EXPECT_EQ(find_regclass("t", *catalog, path), t);
  EXPECT_EQ(find_regclass("public.t", *catalog, path), t);
  EXPECT_EQ(find_regclass("\"t\"", *catalog, path), t);
  EXPECT_EQ(find_regclass("T", *catalog, path), t);
  EXPECT_EQ(find_regclass("\"T\"", *catalog, path), std::nullopt);
  EXPECT_EQ(find_regclass("pg_class", *catalog, path), 1259U);
  EXPECT_EQ(find_regclass("123", *catalog, path), 123U);
  EXPECT_EQ(regclass_name(t, *catalog, path), "t");
  EXPECT_EQ(regclass_name(t, *catalog, {}), "public.t");
  EXPECT_EQ(regclass_name(1259, *catalog, path), "pg_class");
}

}  // namespace
}  // namespace dsql::engine
