#include <gtest/gtest.h>

#include "engine/catalog/catalog_edit.h"
#include "engine/catalog/privileges.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {
namespace {

TEST(Names, QuotedOnlyWhereTheyMustBe) {
  EXPECT_EQ(quote_identifier("plain_1"), "plain_1");
  EXPECT_EQ(quote_identifier("Upper"), "\"Upper\"");
  EXPECT_EQ(quote_identifier("1st"), "\"1st\"");
  EXPECT_EQ(quote_identifier("select"), "\"select\"");
  EXPECT_EQ(quote_identifier("abort"), "abort");  // an unreserved keyword
  EXPECT_EQ(quote_identifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(quote_literal("it's"), "'it''s'");
  EXPECT_EQ(quote_literal("a\\b"), "E'a\\\\b'");
}

TEST(Names, ThePathSkipsWhatIsAbsentAndPutsPgCatalogFirst) {
  const CatalogPointer catalog = CatalogVersion::initial();
  const std::vector<std::string> path{"$user", "nowhere", "public"};
  EXPECT_EQ(effective_path(*catalog, path, "admin", true),
            (std::vector<Oid>{oid::schema_pg_catalog, oid::schema_public}));
  EXPECT_EQ(effective_path(*catalog, path, "admin", false), (std::vector<Oid>{oid::schema_public}));
  const std::vector<std::string> last{"public", "pg_catalog"};
  EXPECT_EQ(effective_path(*catalog, last, "admin", true),
            (std::vector<Oid>{oid::schema_public, oid::schema_pg_catalog}));
}

struct Roles : testing::Test {
  Roles() : edit(CatalogVersion::initial()) {
    Role group;
    group.oid = 101;
    group.name = "group";
    Role member;
    member.oid = 102;
    member.name = "member";
    member.member_of = {{101, false}};
    Role stranger;
    stranger.oid = 103;
    stranger.name = "stranger";
    Role silent = member;
    silent.oid = 104;
    silent.name = "silent";
    silent.inherit = false;
    for (const Role& role : {group, member, stranger, silent}) edit.put(role);
    table.oid = 200;
    table.owner = oid::role_admin;
    table.privileges = {{oid::role_admin, oid::role_admin, "arwdDxt", "", 0},
                        {101, oid::role_admin, "r", "r", 0},
                        {103, oid::role_admin, "w", "", 2}};
  }
  bool may(Oid role, char letter, AttributeNumber column = 0) {
    return has_privilege(edit.view(), table, ObjectKind::table, role, letter, column);
  }
  CatalogEdit edit;
  Table table;
};

TEST_F(Roles, PrivilegesComeThroughMembership) {
  EXPECT_TRUE(may(oid::role_admin, 'd'));
  EXPECT_TRUE(may(101, 'r'));
  EXPECT_TRUE(may(102, 'r'));
  EXPECT_FALSE(may(103, 'r'));
  EXPECT_FALSE(may(104, 'r'));  // NOINHERIT
  EXPECT_FALSE(may(102, 'w'));
}

TEST_F(Roles, AColumnPrivilegeCountsForThatColumn) {
  EXPECT_TRUE(may(103, 'w', 2));
  EXPECT_FALSE(may(103, 'w', 1));
  EXPECT_FALSE(may(103, 'w'));
}

TEST_F(Roles, NothingGrantedMeansTheOwnerAlone) {
  table.privileges.clear();
  EXPECT_TRUE(may(oid::role_admin, 'r'));
  EXPECT_FALSE(may(101, 'r'));
}

TEST_F(Roles, AnAclPrintsAsPostgreSqlDoes) {
  EXPECT_EQ(acl_text(edit.view(), table),
            (std::vector<std::string>{"admin=arwdDxt/admin", "\"group\"=r*/admin"}));
}

TEST_F(Roles, AdminDoesNotOwnWhatOthersOwn) {
  table.owner = 103;
  table.privileges.clear();
  EXPECT_FALSE(is_owner(edit.view(), table, oid::role_admin));
  EXPECT_TRUE(is_owner(edit.view(), table, 103));
}

}  // namespace
}  // namespace dsql::engine
