#include "dsqlrules/parse/tokens.h"

#include <string>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules {
namespace {

std::string words(std::string_view text, Comments comments) {
  std::string list;
  for (const Token& token : scan_tokens(text, comments)) {
    list += list.empty() ? "" : "|";
    list += text.substr(static_cast<std::size_t>(token.start),
                        static_cast<std::size_t>(token.end - token.start));
  }
  return list;
}

TEST(ScanTokens, LeavesCommentsOutUnlessAskedFor) {
  const std::string_view sql = "SELECT 'é', a_1 -- why\n/* so */ <> $$b;$$;";
  EXPECT_EQ(words(sql, Comments::leave_out), "SELECT|'é'|,|a_1|<>|$$b;$$|;");
  EXPECT_EQ(words(sql, Comments::keep), "SELECT|'é'|,|a_1|-- why|/* so */|<>|$$b;$$|;");
}

TEST(ScanTokens, TellsKindsApart) {
  const auto tokens = scan_tokens("USING \"using\"");
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(tokens[0].kind, PG_QUERY__TOKEN__USING);
  EXPECT_EQ(tokens[1].kind, PG_QUERY__TOKEN__IDENT);
}

TEST(ScanTokens, OfNothingAreNone) {
  EXPECT_TRUE(scan_tokens("").empty());
  EXPECT_TRUE(scan_tokens("-- only words", Comments::leave_out).empty());
}

TEST(ScanTokens, RaisesTheScannersErrors) {
  try {
    scan_tokens("SELECT 'open");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate, sqlstate::syntax_error);
    EXPECT_EQ(error.message, "unterminated quoted string at or near \"'open\"");
  }
  // And the next text is scanned as ever.
  EXPECT_EQ(scan_tokens("SELECT 1").size(), 2U);
}

}  // namespace
}  // namespace dsql::rules
