#include "dsqlrules/parse/statement_traits.h"

#include <gtest/gtest.h>

namespace dsql::rules {
namespace {

StatementTraits traits(const std::string& text) {
  const ParseTree tree = parse(text);
  return traits_of(tree.statements().at(0));
}

TEST(StatementTraits, Classes) {
  EXPECT_EQ(traits("SELECT 1").statement_class, StatementClass::query);
  EXPECT_EQ(traits("WITH d AS (DELETE FROM t RETURNING a) SELECT a FROM d").statement_class,
            StatementClass::dml);
  EXPECT_EQ(traits("EXPLAIN DELETE FROM t").statement_class, StatementClass::query);
  EXPECT_EQ(traits("EXPLAIN (ANALYZE) DELETE FROM t").statement_class, StatementClass::dml);
  EXPECT_EQ(traits("EXPLAIN (ANALYZE false) DELETE FROM t").statement_class, StatementClass::query);
  EXPECT_EQ(traits("COPY t FROM STDIN").statement_class, StatementClass::dml);
  EXPECT_EQ(traits("COPY t TO STDOUT").statement_class, StatementClass::utility);
  EXPECT_EQ(traits("GRANT SELECT ON t TO r").statement_class, StatementClass::ddl);
  EXPECT_EQ(traits("AWS IAM GRANT r TO 'x'").statement_class, StatementClass::ddl);
  EXPECT_EQ(traits("SET search_path = a").statement_class, StatementClass::session);
}

TEST(StatementTraits, Tags) {
  EXPECT_EQ(traits("START TRANSACTION").tag, "START TRANSACTION");
  EXPECT_EQ(traits("END").tag, "COMMIT");
  EXPECT_EQ(traits("DROP VIEW v").tag, "DROP VIEW");
  EXPECT_EQ(traits("ALTER TABLE t RENAME COLUMN a TO b").tag, "ALTER TABLE");
  EXPECT_EQ(traits("ALTER VIEW v RENAME COLUMN a TO b").tag, "ALTER VIEW");
  EXPECT_EQ(traits("ALTER INDEX i RENAME TO j").tag, "ALTER INDEX");
  EXPECT_EQ(traits("REVOKE r FROM s").tag, "REVOKE ROLE");
  EXPECT_EQ(traits("RESET ALL").tag, "RESET");
  EXPECT_EQ(traits("CREATE UNIQUE INDEX ASYNC i ON t (a)").tag, "CREATE INDEX");
}

TEST(StatementTraits, BlocksAndReadOnly) {
  EXPECT_TRUE(traits("COMMIT").ends_block);
  EXPECT_TRUE(traits("ABORT").ends_block);
  EXPECT_FALSE(traits("ROLLBACK TO s").ends_block);
  EXPECT_FALSE(traits("ANALYZE t").allowed_in_block);
  EXPECT_TRUE(traits("SELECT 1").allowed_read_only);
  EXPECT_FALSE(traits("UPDATE t SET a = 1").allowed_read_only);
  EXPECT_EQ(traits("SELECT 1 FROM t FOR UPDATE").read_only_name, "SELECT FOR UPDATE");
  EXPECT_EQ(traits("CREATE TABLE t (a int)").read_only_name, "CREATE TABLE");
}

}  // namespace
}  // namespace dsql::rules
