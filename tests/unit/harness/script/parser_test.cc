#include <gtest/gtest.h>

#include "harness/script/script.h"

namespace dsql::harness {
namespace {

Script parse(std::string_view text) { return parse_script("t.test", text); }

template <class T>
T only(std::string_view text) {
  const Script script = parse(text);
  EXPECT_EQ(script.steps.size(), 1U);
  return std::get<T>(script.steps.at(0).action);
}

std::string message_of(std::string_view text) {
  try {
    parse(text);
  } catch (const ScriptError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ParseScript, StatementWithSqlOfSeveralLines) {
  const Script script = parse(
      "# comment\n\nstatement ok\nCREATE TABLE t (\n  id int)\n\nstatement error 42P07\nCREATE "
      "TABLE t ()\n");
  ASSERT_EQ(script.steps.size(), 2U);
  EXPECT_EQ(script.steps[0].line, 3);
  EXPECT_EQ(script.steps[0].session, "main");
  EXPECT_EQ(std::get<Statement>(script.steps[0].action).sql, "CREATE TABLE t (\n  id int)");
  EXPECT_EQ(script.steps[1].line, 7);
  EXPECT_EQ(std::get<Statement>(script.steps[1].action).expected.sqlstate, "42P07");
}

TEST(ParseScript, FieldsOfAnAnswer) {
  const auto statement = only<Statement>(
      "statement error 23505\nX\n----\nduplicate key\ndetail: Key (id)=(1)\n  second line\nhint~: "
      "a.c\nunknown: text\n");
  const auto& fields = statement.expected.fields;
  ASSERT_EQ(fields.size(), 4U);
  EXPECT_EQ(fields[0].name, "message");
  EXPECT_EQ(fields[1].value, "Key (id)=(1)\nsecond line");
  EXPECT_TRUE(fields[2].pattern);
  EXPECT_EQ(fields[3].name, "message");
  EXPECT_EQ(fields[3].value, "unknown: text");
  EXPECT_EQ(statement.expected.span.first, 4);
  EXPECT_EQ(statement.expected.span.last, 8);
}

TEST(ParseScript, QueryHeader) {
  const auto query =
      only<Query>("query IT rowsort label-1\nSELECT\n---- id:integer | :text\n1 | a\n");
  EXPECT_EQ(query.types, "IT");
  EXPECT_EQ(query.sort, Sort::rows);
  EXPECT_EQ(query.label, "label-1");
  ASSERT_EQ(query.columns.size(), 2U);
  EXPECT_EQ(query.columns[0].name, "id");
  EXPECT_EQ(query.columns[0].type, "integer");
  EXPECT_EQ(query.columns[1].name, "");
  EXPECT_EQ(query.rows.lines, std::vector<std::string>{"1 | a"});
  EXPECT_FALSE(only<Query>("query I\nSELECT 1\n").rows.span.given);
}

TEST(ParseScript, SessionsStayUntilTheNext) {
  const Script script = parse(
      "session a\nstatement ok\nBEGIN\n\nstatement ok\nCOMMIT\n\nsession b\nstatement "
      "ok\nBEGIN\n\ndisconnect a\n");
  ASSERT_EQ(script.steps.size(), 4U);
  EXPECT_EQ(script.steps[0].session, "a");
  EXPECT_EQ(script.steps[1].session, "a");
  EXPECT_EQ(script.steps[2].session, "b");
  EXPECT_EQ(script.steps[3].session, "a");
}

TEST(ParseScript, PrefixesBelongToTheNextRecord) {
  const Script script =
      parse("onlyif dsql\nskipif aws\nretry\nbind 1 | NULL\nquery\nSELECT $1\n\nquery\nSELECT 2\n");
  ASSERT_EQ(script.steps.size(), 2U);
  EXPECT_EQ(script.steps[0].guards.size(), 2U);
  EXPECT_TRUE(script.steps[0].guards[0].wanted);
  EXPECT_FALSE(script.steps[0].guards[1].wanted);
  EXPECT_TRUE(script.steps[0].retry);
  EXPECT_EQ(script.steps[0].bind, "1 | NULL");
  EXPECT_TRUE(script.steps[1].guards.empty());
  EXPECT_FALSE(script.steps[1].bind.has_value());
}

TEST(ParseScript, Loops) {
  const auto loop = only<Loop>(
      "loop i 0 3\n\nforeach t a b\n\nstatement ok\nDROP ${t}${i}\n\nendloop\n\nendloop\n");
  EXPECT_EQ(loop.values, (std::vector<std::string>{"0", "1", "2"}));
  ASSERT_EQ(loop.body.size(), 1U);
  const auto& inner = std::get<Loop>(loop.body[0].action);
  EXPECT_EQ(inner.variable, "t");
  EXPECT_EQ(inner.body.size(), 1U);
}

TEST(ParseScript, CopyHasDataAndExpectation) {
  const auto copy =
      only<CopyIn>("copy in error 22P02\nCOPY t FROM STDIN\n----\n1\ta\n2\tb\n----\nbad\n");
  EXPECT_EQ(copy.data, (std::vector<std::string>{"1\ta", "2\tb"}));
  EXPECT_EQ(copy.expected.sqlstate, "22P02");
  EXPECT_EQ(copy.expected.fields.at(0).value, "bad");
}

TEST(ParseScript, ControlsOfALocalServer) {
  const auto advance = only<Control>("advance 5min\n");
  EXPECT_EQ(advance.path, "/_local/clock");
  EXPECT_EQ(advance.body, R"({"advance_seconds":300})");
  const auto control = only<Control>("control GET /_local/counters\n----\n{}\n");
  EXPECT_EQ(control.method, "GET");
  EXPECT_TRUE(control.answer.span.given);
}

TEST(ParseScript, ConnectWithKeywords) {
  const Script script = parse("connect b error 08006 user=alice dbname=x\n----\nhint: why\n");
  const auto& connect = std::get<Connect>(script.steps.at(0).action);
  EXPECT_EQ(script.steps[0].session, "b");
  EXPECT_EQ(connect.expected.sqlstate, "08006");
  EXPECT_EQ(connect.keywords.size(), 2U);
}

TEST(ParseScript, WhatItDoesNotUnderstandIsAnError) {
  EXPECT_EQ(message_of("\nstatment ok\nX\n"), "t.test:2: unknown record \"statment\"");
  EXPECT_EQ(message_of("statement maybe\nX\n"),
            "t.test:1: statement ok | error [SQLSTATE] | count N");
  EXPECT_EQ(message_of("statement ok\n\n"), "t.test:1: the statement is missing");
  EXPECT_EQ(message_of("loop i 0 2\n\nstatement ok\nX\n"), "t.test:1: \"endloop\" is missing");
  EXPECT_EQ(message_of("endloop\n"), "t.test:1: unknown record \"endloop\"");
  EXPECT_EQ(message_of("onlyif dsql\n"), "t.test:1: a prefix line without a record behind it");
  EXPECT_EQ(message_of("query I wrongsort label\nX\n"),
            "t.test:1: query [TYPES] [nosort|rowsort|valuesort] [LABEL]");
  EXPECT_EQ(message_of("statement count many\nX\n"), "t.test:1: not a number: many");
  EXPECT_EQ(message_of("advance soon\n"), "t.test:1: advance 301s | 5min | 1h");
  EXPECT_EQ(message_of("message\nX\n---- text\n"), "t.test:1: nothing may stand behind ---- here");
}

}  // namespace
}  // namespace dsql::harness
