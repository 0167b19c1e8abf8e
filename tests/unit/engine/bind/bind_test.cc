// The cases of cases/*.txt: `> statement`, then the expected text up to a blank line.
#include "engine/bind/bind.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/unit/engine/bind/bind_case.h"

namespace dsql::engine {
namespace {

struct Case {
  int line = 0;
  std::string statement;
  std::string expected;
};

std::vector<Case> read_cases(const std::string& file) {
  std::ifstream in(std::string(DSQL_BIND_CASES) + "/" + file);
  std::vector<Case> cases;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.rfind("> ", 0) == 0) {
      cases.push_back({number, line.substr(2), {}});
    } else if (!line.empty() && line[0] != '#' && !cases.empty()) {
      cases.back().expected += line + "\n";
    }
  }
  return cases;
}

void run(const std::string& file) {
  const std::vector<Case> cases = read_cases(file);
  ASSERT_FALSE(cases.empty()) << file;
  for (const Case& each : cases) {
    EXPECT_EQ(bind_case(each.statement), each.expected)
        << file << ":" << each.line << ": " << each.statement;
  }
}

TEST(Bind, Select) { run("select.txt"); }
TEST(Bind, Expressions) { run("expressions.txt"); }
TEST(Bind, From) { run("from.txt"); }
TEST(Bind, Aggregation) { run("aggregation.txt"); }
TEST(Bind, With) { run("with.txt"); }
TEST(Bind, Dml) { run("dml.txt"); }
TEST(Bind, Errors) { run("errors.txt"); }

}  // namespace
}  // namespace dsql::engine
