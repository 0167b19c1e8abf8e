#include "engine/session/plan_cache.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace dsql::engine {
namespace {

PreparedPtr statement(const std::string& text, std::vector<Oid> types = {}) {
  auto prepared = std::make_shared<Prepared>();
  prepared->tree = std::make_shared<rules::ParseTree>(rules::parse(text));
  prepared->given_types = std::move(types);
  return prepared;
}

TEST(PlanCache, RemembersWhatComesTwice) {
  PlanCache cache;
  cache.offer(statement("SELECT 1"));
  EXPECT_EQ(cache.find("SELECT 1", {}), nullptr);
  const PreparedPtr second = statement("SELECT 1");
  cache.offer(second);
  EXPECT_EQ(cache.find("SELECT 1", {}), second);
  EXPECT_EQ(cache.find("SELECT 2", {}), nullptr);
}

TEST(PlanCache, TypesOfParametersTellStatementsApart) {
  PlanCache cache;
  for (const Oid type : {oid::int4, oid::text}) {
    for (int i = 0; i < 2; ++i) cache.offer(statement("SELECT $1", {type}));
  }
  const Oid given[] = {oid::text};
  ASSERT_NE(cache.find("SELECT $1", given), nullptr);
  EXPECT_EQ(cache.find("SELECT $1", given)->given_types[0], oid::text);
  EXPECT_EQ(cache.find("SELECT $1", {}), nullptr);
}

TEST(PlanCache, ForgetsTheLeastRecentlyUsed) {
  PlanCache cache;
  const auto text = [](int i) { return "SELECT " + std::to_string(i); };
  for (int i = 0; i < 100; ++i) {
    for (int k = 0; k < 2; ++k) cache.offer(statement(text(i)));
    EXPECT_NE(cache.find(text(0), {}), nullptr) << "used all the time";
  }
  EXPECT_EQ(cache.size(), 32U);
  EXPECT_EQ(cache.find(text(50), {}), nullptr);
  EXPECT_NE(cache.find(text(99), {}), nullptr);
}

TEST(PlanCache, LongTextsAreData) {
  PlanCache cache;
  const std::string text = "SELECT '" + std::string(5000, 'x') + "'";
  for (int i = 0; i < 3; ++i) cache.offer(statement(text));
  EXPECT_EQ(cache.size(), 0U);
}

}  // namespace
}  // namespace dsql::engine
