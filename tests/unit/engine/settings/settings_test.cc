#include "engine/settings/settings.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/settings/setting_values.h"
#include "engine/types/timezone.h"

namespace dsql::engine {
namespace {

constexpr SettingScope session = SettingScope::session;
constexpr SettingScope local = SettingScope::local;

// What SHOW answers after SET, or the refusal with detail and hint.
std::string after_set(std::string_view name, std::string_view value) {
  Settings settings;
  try {
    settings.set(name, value, session);
  } catch (const rules::SqlError& error) {
    std::string text = std::string(error.sqlstate.text()) + " " + error.message;
    if (!error.detail.empty()) text += " | " + error.detail;
    if (!error.hint.empty()) text += " | " + error.hint;
    return text;
  }
  return *settings.show(name);
}

TEST(SettingTable, IsFoundInAnyCase) {
  for (const Setting& setting : all_settings()) EXPECT_EQ(find_setting(setting.name), &setting);
  EXPECT_EQ(find_setting("TIMEZONE")->name, "TimeZone");
  EXPECT_EQ(find_setting("lc_collate"), nullptr);
  EXPECT_EQ(find_setting(""), nullptr);
}

TEST(Settings, StartWithTheServicesDefaults) {
  const Settings settings;
  EXPECT_EQ(settings.show("server_version"), "16.15");
  EXPECT_EQ(settings.show("server_version_num"), "160015");
  EXPECT_EQ(settings.show("transaction_isolation"), "repeatable read");
  EXPECT_EQ(settings.show("timezone"), "UTC");
  EXPECT_EQ(settings.show("client_encoding"), "UTF8");
  EXPECT_EQ(settings.show("no_such"), std::nullopt);
  EXPECT_EQ(settings.canonical_name("datestyle"), "DateStyle");
  EXPECT_EQ(settings.search_path(), (std::vector<std::string>{"$user", "public"}));
  EXPECT_EQ(settings.text_format().zone, &utc_zone());
  EXPECT_FALSE(settings.sync_create_index());
}

TEST(Settings, AreShownWithUnits) {
  const Settings settings;
  EXPECT_EQ(settings.show("work_mem"), "4MB");
  EXPECT_EQ(settings.show("shared_buffers"), "128MB");
  EXPECT_EQ(settings.show("checkpoint_timeout"), "5min");
  EXPECT_EQ(settings.show("log_rotation_age"), "1d");
  EXPECT_EQ(settings.show("wal_segment_size"), "16MB");
  EXPECT_EQ(settings.show("statement_timeout"), "0");
  EXPECT_EQ(settings.show("autovacuum_work_mem"), "-1");
  const auto rows = settings.all();
  const auto row =
      std::ranges::find_if(rows, [](const auto& r) { return r.first->name == "work_mem"; });
  EXPECT_EQ(row->second, "4096");
}

TEST(Settings, DateStyle) {
  EXPECT_EQ(after_set("datestyle", "sql, ymd"), "SQL, YMD");
  EXPECT_EQ(after_set("datestyle", "german"), "German, DMY");
  EXPECT_EQ(after_set("datestyle", "Postgres,DMY"), "Postgres, DMY");
  EXPECT_EQ(after_set("datestyle", "european"), "ISO, DMY");
  EXPECT_EQ(after_set("datestyle", ""), "ISO, MDY");
  EXPECT_EQ(after_set("datestyle", "isox"),
            "22023 invalid value for parameter \"DateStyle\": \"isox\" | Unrecognized key word: "
            "\"isox\".");
  EXPECT_EQ(after_set("datestyle", "iso, sql"),
            "22023 invalid value for parameter \"DateStyle\": \"iso, sql\" | Conflicting "
            "\"datestyle\" specifications.");
  EXPECT_EQ(after_set("datestyle", "iso,,mdy"),
            "22023 invalid value for parameter \"DateStyle\": \"iso,,mdy\" | List syntax is "
            "invalid.");
}

TEST(Settings, TimeZone) {
  EXPECT_EQ(after_set("timezone", "america/new_york"), "America/New_York");
  EXPECT_EQ(after_set("timezone", "-7"), "<-07>+07");
  EXPECT_EQ(after_set("timezone", "5.5"), "<+05:30>-05:30");
  EXPECT_EQ(after_set("timezone", "INTERVAL '+05:30'"), "<+05:30>-05:30");
  EXPECT_EQ(after_set("timezone", "foo+3"), "FOO+3");
  EXPECT_EQ(after_set("timezone", "foo/bar"),
            "22023 invalid value for parameter \"TimeZone\": \"foo/bar\"");
  EXPECT_EQ(after_set("timezone", "169"),
            "22023 invalid value for parameter \"TimeZone\": \"169\" | UTC timezone offset is out "
            "of range.");
  EXPECT_EQ(after_set("timezone", "INTERVAL '1 mon'"),
            "22023 invalid value for parameter \"TimeZone\": \"INTERVAL '1 mon'\" | Cannot specify "
            "months in time zone interval.");
  // The zone of a number of hours is kept when it is read again.
  Settings settings;
  settings.set("timezone", "5.5", session);
  EXPECT_EQ(settings.text_format().zone->at(0).offset, 5 * 3600 + 1800);
}

TEST(Settings, WordsAndNumbers) {
  EXPECT_EQ(after_set("intervalstyle", "ISO_8601"), "iso_8601");
  EXPECT_EQ(after_set("intervalstyle", "x"),
            "22023 invalid value for parameter \"intervalstyle\": \"x\" | Available values: "
            "postgres, postgres_verbose, sql_standard, iso_8601.");
  EXPECT_EQ(after_set("extra_float_digits", " 0x2 "), "2");
  EXPECT_EQ(after_set("extra_float_digits", "1.5"), "2");
  EXPECT_EQ(after_set("extra_float_digits", "4"),
            "22023 4 is outside the valid range for parameter \"extra_float_digits\" (-15 .. 3)");
  EXPECT_EQ(after_set("extra_float_digits", "x"),
            "22023 invalid value for parameter \"extra_float_digits\": \"x\"");
  EXPECT_EQ(after_set("extra_float_digits", "99999999999"),
            "22023 invalid value for parameter \"extra_float_digits\": \"99999999999\" | Value "
            "exceeds integer range.");
  EXPECT_EQ(after_set("enable_seqscan", "of"), "off");
  EXPECT_EQ(after_set("enable_seqscan", "o"),
            "22023 parameter \"enable_seqscan\" requires a Boolean value");
  EXPECT_EQ(after_set("client_encoding", "'utf-8'"), "UTF8");
  EXPECT_EQ(after_set("client_encoding", "latin1"),
            "22023 invalid value for parameter \"client_encoding\": \"latin1\"");
  EXPECT_EQ(after_set("application_name", "h\xc3\xa9\t"), "h\\xc3\\xa9\\x09");
}

TEST(Settings, SearchPathIsAList) {
  Settings settings;
  settings.set("search_path", "a, B , \"C \"\"d\"", session);
  EXPECT_EQ(settings.search_path(), (std::vector<std::string>{"a", "b", "C \"d"}));
  settings.set("search_path", "\"\"", session);
  EXPECT_TRUE(settings.search_path().empty());
  EXPECT_EQ(after_set("search_path", "a,,b"),
            "22023 invalid value for parameter \"search_path\": \"a,,b\" | List syntax is "
            "invalid.");
}

TEST(Settings, AnythingElseIsRefused) {
  EXPECT_EQ(after_set("statement_timeout", "1000"),
            "0A000 setting configuration parameter \"statement_timeout\" not supported");
  EXPECT_EQ(after_set("response.headers", "x"),
            "0A000 setting configuration parameter \"response.headers\" not supported");
  EXPECT_EQ(after_set("role", "app"),
            "0A000 setting configuration parameter \"role\" not supported");
  Settings settings;
  settings.set("role", "app", local);
  EXPECT_EQ(settings.role(), "app");
  settings.commit();
  EXPECT_EQ(settings.role(), "");
}

TEST(Settings, ATransactionThatRollsBackUndoesSet) {
  Settings settings;
  settings.set("timezone", "Europe/Paris", session);
  settings.rollback();
  EXPECT_EQ(settings.show("timezone"), "UTC");
  EXPECT_EQ(settings.text_format().zone, &utc_zone());
  settings.set("timezone", "Europe/Paris", session);
  settings.commit();
  settings.rollback();
  EXPECT_EQ(settings.show("timezone"), "Europe/Paris");
}

TEST(Settings, SetLocalEndsWithTheTransaction) {
  Settings settings;
  settings.set("timezone", "Europe/Paris", session);
  settings.set("timezone", "Asia/Tokyo", local);
  EXPECT_EQ(settings.show("timezone"), "Asia/Tokyo");
  settings.commit();
  EXPECT_EQ(settings.show("timezone"), "Europe/Paris");
  // SET after SET LOCAL stays; a rollback goes back to before both.
  settings.set("timezone", "Asia/Tokyo", local);
  settings.set("timezone", "Asia/Seoul", session);
  settings.rollback();
  EXPECT_EQ(settings.show("timezone"), "Europe/Paris");
  settings.set("timezone", "Asia/Tokyo", local);
  settings.set("timezone", "Asia/Seoul", session);
  settings.commit();
  EXPECT_EQ(settings.show("timezone"), "Asia/Seoul");
}

TEST(Settings, ResetGoesBackToTheStart) {
  Settings settings;
  settings.set_at_start("application_name", "psql");
  settings.set("application_name", "other", session);
  settings.set("datestyle", "sql", session);
  settings.commit();
  settings.set("application_name", std::nullopt, session);
  EXPECT_EQ(settings.show("application_name"), "psql");
  settings.set("datestyle", "german", local);
  settings.reset_all();
  EXPECT_EQ(settings.show("datestyle"), "ISO, MDY");
  settings.commit();
  EXPECT_EQ(settings.show("datestyle"), "ISO, MDY");
}

TEST(Settings, ChangesThatTheProtocolReportsAreTakenOnce) {
  Settings settings;
  settings.set("timezone", "Europe/Paris", session);
  settings.set("enable_seqscan", "off", session);
  const auto changes = settings.take_reported_changes();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0], (std::pair<std::string, std::string>{"TimeZone", "Europe/Paris"}));
  EXPECT_TRUE(settings.take_reported_changes().empty());
  settings.rollback();
  EXPECT_EQ(settings.take_reported_changes().size(), 1U);
}

TEST(Settings, TellWhenPlansMayMeanSomethingElse) {
  Settings settings;
  const std::uint64_t before = settings.environment();
  settings.set("enable_seqscan", "off", session);
  EXPECT_NE(settings.environment(), before);
  EXPECT_FALSE(settings.enabled("enable_seqscan"));
}

}  // namespace
}  // namespace dsql::engine
