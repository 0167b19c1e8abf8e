#include <set>

#include <gtest/gtest.h>

#include "engine/types/type.h"
#include "tests/unit/engine/types/reading.h"

namespace dsql::engine {
namespace {

TEST(TypeTable, IsSortedAndFoundByOidAndName) {
  Oid last = 0;
  std::set<std::string_view> names;
  for (const Type& type : all_types()) {
    EXPECT_LT(last, type.oid) << type.name;
    last = type.oid;
    EXPECT_TRUE(names.insert(type.name).second) << type.name;
    EXPECT_EQ(find_type(type.oid), &type);
    EXPECT_EQ(find_type(type.name), &type);
  }
  EXPECT_EQ(find_type(Oid{0}), nullptr);
  EXPECT_EQ(find_type(Oid{999'999}), nullptr);
  EXPECT_EQ(find_type("serial"), nullptr);
}

TEST(TypeTable, ArraysAndElementsPointAtEachOther) {
  for (const Type& type : all_types()) {
    if (type.array == 0) continue;
    const Type* array = find_type(type.array);
    ASSERT_NE(array, nullptr) << type.name;
    EXPECT_EQ(array->element, type.oid) << type.name;
    EXPECT_EQ(array->physical, Physical::bytes);
    EXPECT_EQ(type_display(array->oid, -1), type_display(type.oid, -1) + "[]");
  }
}

TEST(TypeTable, StorableTypesHaveEveryCodec) {
  int storable = 0;
  for (const Type& type : all_types()) {
    if (!type.storable) continue;
    ++storable;
    EXPECT_TRUE(type.text_input && type.text_output && type.binary_input && type.binary_output)
        << type.name;
    EXPECT_EQ(type.in_key, type.key_encode != nullptr) << type.name;
    EXPECT_EQ(type.in_key, type.key_decode != nullptr) << type.name;
    if (type.oid != oid::json) {
      EXPECT_TRUE(type.compare && type.hash) << type.name;
    }
  }
  EXPECT_EQ(storable, 20);
}

TEST(TypeTable, KeysAreWhatAuroraDsqlAllows) {
  for (const Oid type : {oid::timetz, oid::interval, oid::bytea, oid::json, oid::jsonb})
    EXPECT_FALSE(type_of(type).in_key) << type_of(type).name;
  for (const Oid type : {oid::int2, oid::numeric, oid::text, oid::bpchar, oid::uuid, oid::date})
    EXPECT_TRUE(type_of(type).in_key) << type_of(type).name;
}

TEST(TypeTable, DisplaysAsFormatType) {
  EXPECT_EQ(type_display(oid::numeric, ((18 << 16) | 6) + 4), "numeric(18,6)");
  EXPECT_EQ(type_display(oid::numeric, ((5 << 16) | (-2 & 0x7ff)) + 4), "numeric(5,-2)");
  EXPECT_EQ(type_display(oid::varchar, 14), "character varying(10)");
  EXPECT_EQ(type_display(oid::bpchar, 14), "character(10)");
  EXPECT_EQ(type_display(oid::bpchar, -1), "bpchar");
  EXPECT_EQ(type_display(oid::timestamptz, 3), "timestamp(3) with time zone");
  EXPECT_EQ(type_display(oid::timetz, 0), "time(0) with time zone");
  EXPECT_EQ(type_display(1015, 14), "character varying(10)[]");
  EXPECT_EQ(type_display(oid::char_, -1), "\"char\"");
  EXPECT_EQ(type_display(oid::interval, (1 << 2 | 1 << 1) << 16 | 0xffff),
            "interval year to month");
  EXPECT_EQ(type_display(oid::interval, (1 << 12) << 16 | 2), "interval second(2)");
}

TEST(TypeTable, RefusesTypesWithoutCodec) {
  EXPECT_EQ(testing::error_of_text(600, "(1,2)"), "0A000 cannot accept a value of type point");
}

}  // namespace
}  // namespace dsql::engine
