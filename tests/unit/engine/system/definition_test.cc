#include "engine/system/definition.h"

#include <gtest/gtest.h>

#include "engine/catalog/catalog_edit.h"

namespace dsql::engine {
namespace {

// A parent and a child in public, as CREATE TABLE would leave them.
struct Definitions : testing::Test {
  Definitions() : edit(CatalogVersion::initial()) {
    parent.oid = 100;
    parent.schema = oid::schema_public;
    parent.owner = oid::role_admin;
    parent.name = "parent";
    parent.columns = {{.name = "id", .number = 1, .type = oid::int4, .not_null = true},
                      {.name = "Name", .number = 2, .type = oid::text}};
    Index primary{.oid = 101, .table = 100, .name = "parent_pkey"};
    primary.unique = primary.primary = true;
    primary.keys = {{.column = 1, .type = oid::int4}};
    primary.included = {2};
    Index lower{.oid = 102, .table = 100, .name = "parent_lower_idx"};
    lower.keys = {{.expression_sql = "lower(\"Name\")", .type = oid::text, .nulls_first = true}};
    lower.predicate_sql = "((id > 10) AND (\"Name\" IS NOT NULL))";
    parent.indexes = {primary, lower};
    parent.keys = {{.oid = 103, .name = "parent_pkey", .primary = true, .index = 101}};
    parent.checks = {{.oid = 104, .name = "c", .expression_sql = "(id > 0)", .validated = false}};
    edit.put(parent);
    child = parent;
    child.oid = 200;
    child.name = "child";
    child.indexes.clear();
    child.keys.clear();
    child.checks.clear();
    ForeignKey key{.oid = 201, .name = "child_id_fkey", .columns = {1}, .referenced_table = 100};
    key.referenced_index = 101;
    key.referenced_columns = {1};
    key.on_delete = ReferentialAction::set_null;
    key.on_update = ReferentialAction::cascade;
    key.deferrable = key.initially_deferred = true;
    key.validated = false;
    child.foreign_keys = {key};
    edit.put(child);
  }
  NameStyle style() const { return {edit.view(), path}; }

  CatalogEdit edit;
  Table parent;
  Table child;
  std::vector<Oid> path{oid::schema_pg_catalog, oid::schema_public};
};

TEST_F(Definitions, ThePrimaryKeyIncludesEveryColumn) {
  EXPECT_EQ(index_definition(parent, parent.indexes[0], style()),
            "CREATE UNIQUE INDEX parent_pkey ON public.parent USING btree_index (id) "
            "INCLUDE (\"Name\")");
  EXPECT_EQ(key_definition(parent, parent.keys[0]), "PRIMARY KEY (id) INCLUDE (\"Name\")");
}

TEST_F(Definitions, ExpressionsAndPredicates) {
  EXPECT_EQ(index_definition(parent, parent.indexes[1], style()),
            "CREATE INDEX parent_lower_idx ON public.parent USING btree_index "
            "(lower(\"Name\") NULLS FIRST) WHERE ((id > 10) AND (\"Name\" IS NOT NULL))");
  EXPECT_EQ(index_column_definition(parent, parent.indexes[1], 1), "lower(\"Name\")");
  EXPECT_EQ(index_column_definition(parent, parent.indexes[0], 2), "\"Name\"");
  EXPECT_EQ(index_column_definition(parent, parent.indexes[0], 3), "");
}

TEST_F(Definitions, Checks) {
  EXPECT_EQ(check_definition(parent.checks[0]), "CHECK ((id > 0)) NOT VALID");
}

TEST_F(Definitions, ForeignKeys) {
  EXPECT_EQ(foreign_key_definition(child, child.foreign_keys[0], style()),
            "FOREIGN KEY (id) REFERENCES parent(id) ON UPDATE CASCADE ON DELETE SET NULL "
            "DEFERRABLE INITIALLY DEFERRED NOT VALID");
  EXPECT_EQ(foreign_key_definition(child, child.foreign_keys[0], {edit.view(), {}}),
            "FOREIGN KEY (id) REFERENCES public.parent(id) ON UPDATE CASCADE ON DELETE SET NULL "
            "DEFERRABLE INITIALLY DEFERRED NOT VALID");
}

TEST_F(Definitions, ByOid) {
  EXPECT_EQ(constraint_definition(104, style()), "CHECK ((id > 0)) NOT VALID");
  EXPECT_EQ(constraint_definition(999, style()), "");
}

TEST(ExpressionText, PublicSequencesAreShownWithoutSchema) {
  EXPECT_EQ(expression_text("((a + (b * 2)) > 0)"), "((a + (b * 2)) > 0)");
  EXPECT_EQ(expression_text("nextval('public.s'::regclass)"), "nextval('s'::regclass)");
  EXPECT_EQ(expression_text("nextval('app.s'::regclass)"), "nextval('app.s'::regclass)");
}

}  // namespace
}  // namespace dsql::engine
