#include "engine/catalog/catalog_edit.h"

#include <gtest/gtest.h>

#include "engine/catalog/catalog_head.h"

namespace dsql::engine {
namespace {

Table table_named(CatalogEdit& edit, std::string name) {
  Table table;
  table.oid = edit.allocate_oid();
  table.schema = oid::schema_public;
  table.owner = oid::role_admin;
  table.name = std::move(name);
  return table;
}

CatalogPointer with_table(const CatalogPointer& base, const std::string& name) {
  CatalogEdit edit(base);
  edit.put(table_named(edit, name));
  return edit.rebase(base)->version;
}

TEST(CatalogEdit, ANewClusterHasItsSchemasAndAdmin) {
  const CatalogPointer first = CatalogVersion::initial();
  ASSERT_NE(first->find_schema("public"), nullptr);
  EXPECT_EQ(first->find_schema("public")->oid, 2200U);
  EXPECT_EQ(first->find_role("admin")->oid, 15579U);
  EXPECT_EQ(first->number(), 1U);
}

TEST(CatalogEdit, ShowsItsOwnChangesAndLeavesTheBaseAlone) {
  const CatalogPointer base = CatalogVersion::initial();
  CatalogEdit edit(base);
  edit.put(table_named(edit, "t"));
  EXPECT_NE(edit.current()->find_table(oid::schema_public, "t"), nullptr);
  EXPECT_EQ(base->find_table(oid::schema_public, "t"), nullptr);
}

TEST(CatalogEdit, AVersionHandedOutDoesNotChange) {
  CatalogEdit edit(CatalogVersion::initial());
  edit.put(table_named(edit, "a"));
  const CatalogPointer seen = edit.current();
  edit.put(table_named(edit, "b"));
  EXPECT_EQ(seen->find_table(oid::schema_public, "b"), nullptr);
  EXPECT_NE(edit.current()->find_table(oid::schema_public, "a"), nullptr);
}

TEST(CatalogEdit, OidsAreNeverGivenTwice) {
  const CatalogPointer base = CatalogVersion::initial();
  CatalogEdit one(base);
  CatalogEdit other(base);
  EXPECT_EQ(one.allocate_oid(), oid::first_user);
  EXPECT_EQ(other.allocate_oid(), oid::first_user + 1);
}

TEST(CatalogEdit, RenamingFreesTheOldName) {
  const CatalogPointer base = with_table(CatalogVersion::initial(), "t");
  CatalogEdit edit(base);
  Table table = *base->find_table(oid::schema_public, "t");
  table.name = "u";
  edit.put(table);
  EXPECT_EQ(edit.view().find_table(oid::schema_public, "t"), nullptr);
  EXPECT_NE(edit.view().find_table(oid::schema_public, "u"), nullptr);
}

TEST(CatalogEdit, IndexesAreFoundByNameAndOid) {
  const CatalogPointer base = with_table(CatalogVersion::initial(), "t");
  CatalogEdit edit(base);
  Table table = *base->find_table(oid::schema_public, "t");
  Index index;
  index.oid = edit.allocate_oid();
  index.name = "i";
  index.table = table.oid;
  table.indexes.push_back(index);
  edit.put(table);
  EXPECT_EQ(edit.view().find_index(oid::schema_public, "i").second->oid, index.oid);
  EXPECT_EQ(edit.view().index(index.oid).first->oid, table.oid);
  edit.drop<Table>(table.oid);
  EXPECT_EQ(edit.view().index(index.oid).second, nullptr);
  EXPECT_EQ(edit.view().find_index(oid::schema_public, "i").second, nullptr);
}

// --- rebase ---

TEST(CatalogEdit, ChangesOfOthersElsewhereAreKept) {
  const CatalogPointer base = CatalogVersion::initial();
  CatalogEdit edit(base);
  edit.put(table_named(edit, "mine"));
  const CatalogPointer head = with_table(base, "theirs");
  const auto rebased = edit.rebase(head);
  ASSERT_TRUE(rebased.has_value());
  EXPECT_NE(rebased->version->find_table(oid::schema_public, "mine"), nullptr);
  EXPECT_NE(rebased->version->find_table(oid::schema_public, "theirs"), nullptr);
  EXPECT_EQ(rebased->version->number(), head->number() + 1);
  EXPECT_EQ(rebased->version->find_table(oid::schema_public, "mine")->version,
            rebased->version->number());
  EXPECT_EQ(rebased->version->find_table(oid::schema_public, "theirs")->version, head->number());
}

TEST(CatalogEdit, ANameTakenMeanwhileIsAConflict) {
  const CatalogPointer base = CatalogVersion::initial();
  CatalogEdit edit(base);
  edit.put(table_named(edit, "t"));
  EXPECT_FALSE(edit.rebase(with_table(base, "t")).has_value());
}

TEST(CatalogEdit, AnObjectChangedMeanwhileIsAConflict) {
  const CatalogPointer base = with_table(CatalogVersion::initial(), "t");
  CatalogEdit mine(base);
  CatalogEdit theirs(base);
  for (CatalogEdit* edit : {&mine, &theirs}) {
    Table table = *base->find_table(oid::schema_public, "t");
    table.comment = "changed";
    edit->put(table);
  }
  EXPECT_FALSE(mine.rebase(theirs.rebase(base)->version).has_value());
}

TEST(CatalogEdit, ARequiredObjectThatChangedIsAConflict) {
  const CatalogPointer base = with_table(CatalogVersion::initial(), "parent");
  const Oid parent = base->find_table(oid::schema_public, "parent")->oid;
  CatalogEdit edit(base);
  edit.put(table_named(edit, "child"));
  edit.require(parent);
  EXPECT_TRUE(edit.rebase(base).has_value());
  CatalogEdit drop(base);
  drop.drop<Table>(parent);
  EXPECT_FALSE(edit.rebase(drop.rebase(base)->version).has_value());
}

TEST(CatalogEdit, ASchemaThatGotATableMeanwhileCannotBeDropped) {
  const CatalogPointer first = CatalogVersion::initial();
  CatalogEdit create(first);
  Schema schema;
  schema.oid = create.allocate_oid();
  schema.name = "s";
  schema.owner = oid::role_admin;
  create.put(schema);
  const CatalogPointer base = create.rebase(first)->version;

  CatalogEdit drop(base);
  drop.drop<Schema>(schema.oid);
  CatalogEdit fill(base);
  Table table = table_named(fill, "t");
  table.schema = schema.oid;
  fill.put(table);
  EXPECT_FALSE(drop.rebase(fill.rebase(base)->version).has_value());
  EXPECT_FALSE(fill.rebase(drop.rebase(base)->version).has_value());
}

TEST(CatalogEdit, RelationsUnchangedSeesOnlyTheNamedOnes) {
  const CatalogPointer base = with_table(with_table(CatalogVersion::initial(), "a"), "b");
  const Oid a = base->find_table(oid::schema_public, "a")->oid;
  const Oid b = base->find_table(oid::schema_public, "b")->oid;
  CatalogEdit edit(base);
  edit.drop<Table>(a);
  const CatalogPointer head = edit.rebase(base)->version;
  EXPECT_FALSE(relations_unchanged(*base, *head, {a, b}));
  EXPECT_TRUE(relations_unchanged(*base, *head, {b}));
}

TEST(CatalogHead, PublishesVersions) {
  CatalogHead head(CatalogVersion::initial());
  const CatalogPointer next = with_table(head.newest(), "t");
  head.publish(next);
  EXPECT_EQ(head.newest(), next);
}

}  // namespace
}  // namespace dsql::engine
