#include "dsqlrules/parse/tree_copy.h"

#include <string>

#include <gtest/gtest.h>
#include <pg_query.h>
namespace dsql::rules {
namespace {

std::string packed(const PgQuery__ParseResult* tree) {
  std::string bytes(protobuf_c_message_get_packed_size(&tree->base), '\0');
  protobuf_c_message_pack(&tree->base, reinterpret_cast<std::uint8_t*>(bytes.data()));
  return bytes;
}

// The packed form of the library and of the copy are the same bytes.
void expect_same(const std::string& text) {
  const PgQueryProtobufParseResult plain = pg_query_parse_protobuf(text.c_str());
  ASSERT_EQ(plain.error, nullptr) << text;
  Arena arena(1024);
  const TreeCapture capture(arena);
  const PgQueryProtobufParseResult empty = pg_query_parse_protobuf(text.c_str());
  pg_query_free_protobuf_parse_result(empty);
  ASSERT_NE(capture.tree(), nullptr) << "the linker does not send the packer here";
  EXPECT_EQ(packed(capture.tree()), std::string(plain.parse_tree.data, plain.parse_tree.len))
      << text;
  pg_query_free_protobuf_parse_result(plain);
}

TEST(TreeCopy, IsTheLibrarysTree) {
  expect_same("");
  expect_same(
      "SELECT a, 1, 2.5, 'x', NULL, true, B'1', $1, t.*, f(x => 1) FROM t WHERE a IN (1, 2)");
  expect_same(
      "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT * FROM r; COMMIT");
  expect_same(
      "INSERT INTO t (a, b) VALUES (1, DEFAULT) ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b");
  expect_same(
      "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (CACHE 1), a text[] DEFAULT '{}',"
      " PRIMARY KEY (id), FOREIGN KEY (a) REFERENCES u ON DELETE SET NULL)");
  expect_same("GRANT SELECT (a), UPDATE ON t TO PUBLIC WITH GRANT OPTION");
  expect_same("CREATE FUNCTION f(a int DEFAULT 1, OUT b text) AS $$ SELECT 1 $$ LANGUAGE sql");
  expect_same(
      "SELECT sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW"
      " EXCLUDE TIES) FROM t GROUP BY GROUPING SETS ((a), ())");
}

}  // namespace
}  // namespace dsql::rules
