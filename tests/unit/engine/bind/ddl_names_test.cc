#include "engine/bind/ddl_names.h"

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_references.h"
#include "engine/catalog/catalog_edit.h"

namespace dsql::engine {
namespace {

TEST(DdlNames, PartsAreJoined) {
  EXPECT_EQ(make_object_name("t", "a", "fkey"), "t_a_fkey");
  EXPECT_EQ(make_object_name("t", "", "pkey"), "t_pkey");
}

// The expectations are PostgreSQL 16's own answers.
TEST(DdlNames, TheLongerNameIsCutFirst) {
  const std::string table(60, 't');
  EXPECT_EQ(make_object_name(table, "", "pkey"), std::string(58, 't') + "_pkey");
  const std::string both = make_object_name(std::string(40, 'a'), std::string(40, 'b'), "fkey");
  EXPECT_EQ(both, std::string(29, 'a') + "_" + std::string(28, 'b') + "_fkey");
  EXPECT_EQ(both.size(), 63U);
}

TEST(DdlNames, ACharacterIsNeverCutInHalf) {
  std::string table;
  for (int i = 0; i < 30; ++i) table += "ä";
  const std::string name = make_object_name(table, "", "pkeyx");
  EXPECT_LE(name.size(), 63U);
  EXPECT_EQ(name.substr(0, name.size() - 6), table.substr(0, 56));
}

TEST(DdlNames, TakenNamesAreCountedUp) {
  CatalogEdit edit(CatalogVersion::initial());
  Table table;
  table.oid = 1;
  table.schema = oid::schema_public;
  table.owner = oid::role_admin;
  table.name = "t_a_idx";
  table.checks = {{.oid = 2, .name = "t_check", .expression_sql = "true"}};
  edit.put(table);
  NameChooser names(edit.view(), oid::schema_public);
  EXPECT_EQ(names.relation("t", "a", "idx", false), "t_a_idx1");
  EXPECT_EQ(names.relation("t", "a", "idx", false), "t_a_idx2");
  EXPECT_EQ(names.constraint("t", "", "check"), "t_check1");
  EXPECT_THROW(names.take_relation("t_a_idx"), rules::SqlError);
}

TEST(DdlNames, IndexColumnsAreNumberedWhereEqual) {
  EXPECT_EQ(index_name_addition({"a", "b"}), "a_b");
  EXPECT_EQ(index_name_addition({"expr", "expr"}), "expr_expr1");
}

TEST(DdlNames, ExpressionsAreNamedAsResultColumns) {
  EXPECT_EQ(index_column_name("lower(title)"), "lower");
  EXPECT_EQ(index_column_name("a + 1"), "expr");
  EXPECT_EQ(index_column_name("a::text"), "a");
  EXPECT_EQ(index_column_name("(a + 1)::bigint"), "int8");
  EXPECT_EQ(index_column_name("COALESCE(a, b)"), "coalesce");
  EXPECT_EQ(index_column_name("CASE WHEN a THEN b ELSE c END"), "c");
}

TEST(StoredExpressions, ColumnsAreRenamedWhereTheyAreReferences) {
  EXPECT_EQ(with_renamed_column("a > 0 AND lower(a) = 'a'", "a", "b"), "b > 0 AND lower(b) = 'a'");
  EXPECT_EQ(with_renamed_column("\"A\" > a", "A", "select"), "\"select\" > a");
}

TEST(StoredExpressions, SequenceNamesFollow) {
  const auto rename = [](std::string_view name) -> std::optional<std::string> {
    return name == "s" ? std::optional<std::string>("public.s2") : std::nullopt;
  };
  EXPECT_EQ(map_sequence_names("nextval('s')", rename), "nextval('public.s2')");
  EXPECT_EQ(map_sequence_names("nextval('s'::regclass) + 1", rename),
            "nextval('public.s2'::regclass) + 1");
  EXPECT_EQ(map_sequence_names("lower('s')", rename), "lower('s')");
}

}  // namespace
}  // namespace dsql::engine
