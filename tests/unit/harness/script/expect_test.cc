#include "harness/script/expect.h"

#include <gtest/gtest.h>

namespace dsql::harness {
namespace {

// The query of a script whose first step is one.
Query query_of(const std::string& text) {
  return std::get<Query>(parse_script("t", text).steps.at(0).action);
}

ExpectedAnswer answer_of(const std::string& text) {
  return std::get<Statement>(parse_script("t", text).steps.at(0).action).expected;
}

Result rows(std::vector<Row> rows, std::vector<Oid> types) {
  Result made{.kind = Result::Kind::rows, .tag = "SELECT", .rows = std::move(rows)};
  for (const Oid type : types)
    made.columns.push_back({"c" + std::to_string(made.columns.size()), type, -1});
  return made;
}

Result error(const char* sqlstate, const char* message) {
  return {.kind = Result::Kind::error,
          .error = Diagnostic{
              .severity = "ERROR", .sqlstate = sqlstate, .message = message, .hint = "try again"}};
}

const Result two_rows = rows({{"1", "a b"}, {"2", std::nullopt}}, {23, 25});

TEST(CompareQuery, RowsInTheirForms) {
  EXPECT_TRUE(
      compare_query(query_of("query IT\nSELECT\n----\n1 | a b\n2 | NULL\n"), two_rows).empty());
  EXPECT_TRUE(compare_query(query_of("query\nSELECT\n----\n1\ta b\n2\tNULL\n"), two_rows).empty());
  EXPECT_TRUE(
      compare_query(query_of("query IT\nSELECT\n----\n1\na b\n2\nNULL\n"), two_rows).empty());
  EXPECT_TRUE(compare_query(query_of("query IT\nSELECT\n"), two_rows).empty()) << "no expectation";
}

TEST(CompareQuery, ReportsWhatDiffers) {
  EXPECT_FALSE(compare_query(query_of("query\nSELECT\n----\n1 | a b\n"), two_rows).empty())
      << "a row is missing";
  EXPECT_FALSE(compare_query(query_of("query\nSELECT\n----\n"), two_rows).empty())
      << "no rows expected";
  EXPECT_FALSE(
      compare_query(query_of("query\nSELECT\n----\n2 | NULL\n1 | a b\n"), two_rows).empty())
      << "order";
  EXPECT_FALSE(compare_query(query_of("query III\nSELECT\n"), two_rows).empty())
      << "number of columns";
  EXPECT_FALSE(compare_query(query_of("query\nSELECT\n----\n1 a b\n2 NULL\n"), two_rows).empty())
      << "blanks split";
  EXPECT_FALSE(compare_query(query_of("query\nSELECT\n"), error("22012", "x")).empty());
}

TEST(CompareQuery, Sorts) {
  EXPECT_TRUE(compare_query(query_of("query rowsort\nSELECT\n----\n2 | NULL\n1 | a b\n"), two_rows)
                  .empty());
  EXPECT_TRUE(compare_query(query_of("query valuesort\nSELECT\n----\nNULL\na b\n2\n1\n"), two_rows)
                  .empty());
  EXPECT_FALSE(compare_query(query_of("query valuesort\nSELECT\n----\nNULL\na b\n2\n3\n"), two_rows)
                   .empty());
}

TEST(CompareQuery, Columns) {
  EXPECT_TRUE(
      compare_query(query_of("query\nSELECT\n---- c0:integer | c1:text\n1 | a b\n2 | NULL\n"),
                    two_rows)
          .empty());
  EXPECT_TRUE(
      compare_query(query_of("query\nSELECT\n---- :integer | c1\n1 | a b\n2 | NULL\n"), two_rows)
          .empty());
  EXPECT_FALSE(
      compare_query(query_of("query\nSELECT\n---- c0:bigint | c1\n1 | a b\n2 | NULL\n"), two_rows)
          .empty());
  EXPECT_FALSE(
      compare_query(query_of("query\nSELECT\n---- c0\n1 | a b\n2 | NULL\n"), two_rows).empty());
}

TEST(CompareQuery, AStarLeavesTheRowsOpen) {
  EXPECT_TRUE(compare_query(query_of("query\nSELECT\n---- c0 | c1\n*\n"), two_rows).empty());
  EXPECT_FALSE(compare_query(query_of("query\nSELECT\n---- c0 | c9\n*\n"), two_rows).empty());
}

// MD5 of "1\n2\n" is 6ddb4095eb719e2a9f0a3f95677d24e0: md5sum's own answer.
TEST(CompareQuery, Hashes) {
  const Result result = rows({{"1"}, {"2"}}, {23});
  EXPECT_TRUE(
      compare_query(
          query_of("query I\nSELECT\n----\n2 values hashing to 6ddb4095eb719e2a9f0a3f95677d24e0\n"),
          result)
          .empty());
  EXPECT_FALSE(
      compare_query(
          query_of("query I\nSELECT\n----\n2 values hashing to 6ddb4095eb719e2a9f0a3f95677d24e1\n"),
          result)
          .empty());
}

TEST(CompareAnswer, OkCountAndError) {
  const Result inserted{.tag = "INSERT 0 3"};
  EXPECT_TRUE(compare_answer(answer_of("statement ok\nX\n"), inserted, {}).empty());
  EXPECT_TRUE(compare_answer(answer_of("statement count 3\nX\n"), inserted, {}).empty());
  EXPECT_FALSE(compare_answer(answer_of("statement count 2\nX\n"), inserted, {}).empty());
  EXPECT_TRUE(
      compare_answer(answer_of("statement ok\nX\n----\nINSERT 0 3\n"), inserted, {}).empty());
  EXPECT_FALSE(
      compare_answer(answer_of("statement ok\nX\n----\nINSERT 0 4\n"), inserted, {}).empty());
  EXPECT_FALSE(compare_answer(answer_of("statement error\nX\n"), inserted, {}).empty());
  EXPECT_FALSE(compare_answer(answer_of("statement ok\nX\n"), error("40001", "x"), {}).empty());
}

TEST(CompareAnswer, FieldsOfAnError) {
  const Result got = error("40001", "change conflicts");
  EXPECT_TRUE(
      compare_answer(
          answer_of(
              "statement error 40001\nX\n----\nchange conflicts\nhint: try again\ndetail: none\n"),
          got, {})
          .empty());
  EXPECT_TRUE(
      compare_answer(answer_of("statement error\nX\n----\nmessage~: ^change .*s$\n"), got, {})
          .empty());
  EXPECT_FALSE(
      compare_answer(answer_of("statement error 40001\nX\n----\nchange\n"), got, {}).empty());
  EXPECT_FALSE(
      compare_answer(answer_of("statement error 40001\nX\n----\nhint: none\n"), got, {}).empty());
  EXPECT_FALSE(compare_answer(answer_of("statement error 23505\nX\n"), got, {}).empty());
  EXPECT_FALSE(compare_answer(answer_of("statement error connection\nX\n"), got, {}).empty());
  EXPECT_TRUE(
      compare_answer(answer_of("statement error connection\nX\n"), error("", "server closed"), {})
          .empty());
}

TEST(CompareAnswer, Notices) {
  const Result done{.tag = "CREATE TABLE"};
  const std::vector<Diagnostic> notices{{.severity = "NOTICE", .message = "skipping"}};
  EXPECT_TRUE(compare_answer(answer_of("statement ok\nX\n"), done, notices).empty()) << "unchecked";
  EXPECT_TRUE(compare_answer(answer_of("statement ok\nX\n----\nnotice: skipping\n"), done, notices)
                  .empty());
  EXPECT_FALSE(
      compare_answer(answer_of("statement ok\nX\n----\nwarning: skipping\n"), done, notices)
          .empty());
  EXPECT_FALSE(
      compare_answer(answer_of("statement ok\nX\n----\nnotice: none\n"), done, notices).empty());
  EXPECT_FALSE(
      compare_answer(answer_of("statement ok\nX\n----\nnotice: skipping\n"), done, {}).empty());
}

}  // namespace
}  // namespace dsql::harness
