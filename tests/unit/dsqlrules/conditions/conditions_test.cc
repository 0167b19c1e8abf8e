// Every header of conditions in one translation unit: two rows of the same name do not compile.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/as_of.h"
#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/constraint_errors.h"
#include "dsqlrules/conditions/constraint_texts.h"
#include "dsqlrules/conditions/control_errors.h"
#include "dsqlrules/conditions/copy_errors.h"
#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/job_texts.h"
#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/rules.h"
#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/rules_session.h"
#include "dsqlrules/conditions/rules_type.h"
#include "dsqlrules/conditions/sequence_errors.h"
#include "dsqlrules/conditions/setting_errors.h"
#include "dsqlrules/conditions/storage_errors.h"
#include "dsqlrules/conditions/syntax_texts.h"
#include "dsqlrules/conditions/transaction_details.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "dsqlrules/conditions/value_errors.h"

namespace dsql::rules {
namespace {

TEST(Condition, HolesAreFilledInOrder) {
  const SqlError failure = error(conditions::undefined_column_of_relation, "a", "t");
  EXPECT_EQ(failure.message, "column \"a\" of relation \"t\" does not exist");
  EXPECT_EQ(failure.sqlstate, sqlstate::undefined_column);
  EXPECT_EQ(failure.severity, Severity::error);
}

TEST(Condition, DecoratedErrorsReadAsOneSentence) {
  const SqlError failure = error(conditions::unique_violation, "t_pkey")
                               .with_detail("Key (id)=(1) already exists.")
                               .on_constraint("public", "t", "t_pkey");
  EXPECT_EQ(failure.detail, "Key (id)=(1) already exists.");
  EXPECT_EQ(failure.constraint, "t_pkey");
}

TEST(AsOf, MonthsAreReadAndCompared) {
  EXPECT_EQ(parse_as_of("2026-07"), (AsOf{2026, 7}));
  for (const char* bad : {"2026-7", "2026-13", "2026-00", "26-07", "2026/07", "2026-07-01", ""}) {
    EXPECT_EQ(parse_as_of(bad), std::nullopt) << bad;
  }
  EXPECT_LT((AsOf{2025, 12}), (AsOf{2026, 1}));
}

TEST(Rules, AreFoundById) {
  ASSERT_NE(find_rule("truncate"), nullptr);
  EXPECT_EQ(find_rule("truncate")->message, "unsupported statement: Truncate");
  EXPECT_EQ(find_rule("nothing"), nullptr);
}

TEST(Rules, ChangeWithTheMonth) {
  const RuleView& now = *find_rule("unsupported_create_type");
  const RuleView& before = *find_rule("unsupported_create_enum_before_2026_09");
  for (const AsOf month : {AsOf{2026, 7}, AsOf{2026, 8}, AsOf{2026, 9}, AsOf{2026, 10}}) {
    EXPECT_NE(in_force(now, month), in_force(before, month)) << month.month;
  }
}

TEST(Rules, IdsAreSnakeCase) {
  for (const RuleView& rule : all_rules()) {
    EXPECT_EQ(std::string(rule.id).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
              std::string::npos)
        << rule.id;
  }
}

// The texts quote the limits: they must not drift apart.
TEST(Rules, TextsQuoteTheLimits) {
  const auto quotes = [](const auto& rule, std::int64_t number) {
    return rule.condition.message.text().find(std::to_string(number)) != std::string_view::npos;
  };
  EXPECT_TRUE(quotes(refusals::age_limit, limits::transaction_age.count()));
  EXPECT_TRUE(quotes(refusals::size_limit, limits::bytes_per_transaction / 1024 / 1024));
  EXPECT_TRUE(quotes(refusals::temp_space, limits::query_temp_space_kib));
  EXPECT_TRUE(quotes(refusals::value_too_large, limits::value_bytes));
  EXPECT_TRUE(quotes(refusals::declared_key_size, limits::declared_key_bytes));
  EXPECT_TRUE(quotes(refusals::key_columns, limits::columns_per_key));
  EXPECT_TRUE(quotes(refusals::table_columns_with_key, limits::columns_per_table));
  EXPECT_TRUE(quotes(refusals::table_indexes, limits::indexes_per_table));
  EXPECT_TRUE(quotes(refusals::table_statistics, limits::statistics_per_table));
  EXPECT_TRUE(quotes(refusals::statistics_target, limits::statistics_target));
  EXPECT_TRUE(quotes(refusals::schema_count, limits::schemas_per_database));
  EXPECT_TRUE(quotes(refusals::table_count, limits::tables_per_database));
  EXPECT_TRUE(quotes(refusals::view_count, limits::views_per_database));
  EXPECT_TRUE(quotes(refusals::sequence_count, limits::sequences_per_database));
  EXPECT_TRUE(quotes(refusals::char_length, limits::char_length));
  EXPECT_TRUE(quotes(refusals::varchar_length, limits::varchar_length));
  EXPECT_TRUE(quotes(refusals::numeric_precision, limits::numeric_precision));
  EXPECT_TRUE(quotes(refusals::sequence_cache_missing, limits::sequence_cache));
}

TEST(Settings, TheAllowListIgnoresCase) {
  EXPECT_TRUE(is_settable("TimeZone"));
  EXPECT_TRUE(is_settable("dsql.enable_batched_nestloop"));
  EXPECT_FALSE(is_settable("work_mem"));
  EXPECT_FALSE(is_settable("timezon"));
  EXPECT_TRUE(std::is_sorted(settable_settings.begin(), settable_settings.end()));
}

}  // namespace
}  // namespace dsql::rules
