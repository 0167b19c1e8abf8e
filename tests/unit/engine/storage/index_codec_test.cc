#include "engine/storage/index_codec.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/storage/random_columns.h"

namespace dsql::engine {
namespace {

struct Fixture {
  Fixture() {
    // rows: (1, 'a'), (2, 'a'), (3, NULL), (4, NULL)
    id.prepare(Physical::int32, 4);
    name.prepare(Physical::bytes, 4);
    for (std::int32_t row = 0; row < 4; ++row) id.set(row, row + 1);
    name.own(0, "a");
    name.own(1, "a");
    name.set_null(2);
    name.set_null(3);
  }
  IndexLayout layout(bool unique, bool nulls_not_distinct) const {
    return {.index = 20,
            .table = 10,
            .columns = {{&type_of(oid::text)}},
            .included = {{.type = &type_of(oid::int4)}},
            .unique = unique,
            .nulls_not_distinct = nulls_not_distinct};
  }
  IndexEntry entry(const IndexCodec& codec, std::uint32_t row) const {
    IndexEntry made;
    codec.encode(name_only, id_only, row, row_key(row), made);
    return made;
  }
  std::string row_key(std::uint32_t row) const {
    std::string key;
    KeyCodec(10, {{&type_of(oid::int4)}}).encode(id_only, row, key);
    return key;
  }
  Column id;
  Column name;
  std::vector<const Column*> id_only{&id};
  std::vector<const Column*> name_only{&name};
};

TEST(IndexCodec, EveryEntryLeadsBackToItsRow) {
  const Fixture rows;
  for (const bool unique : {false, true}) {
    for (const bool not_distinct : {false, true}) {
      const IndexCodec codec(rows.layout(unique, not_distinct));
      for (std::uint32_t row = 0; row < 4; ++row) {
        const IndexEntry entry = rows.entry(codec, row);
        std::string key;
        codec.primary_key(entry.key, entry.value, key);
        EXPECT_EQ(key, rows.row_key(row));
        Column included(Physical::int32, 1);
        Column* out = &included;
        RowDecoder(codec.included(), {0}).decode(codec.included_bytes(entry.value), {&out, 1}, 0);
        EXPECT_EQ(included.at<std::int32_t>(0), rows.id.at<std::int32_t>(row));
      }
    }
  }
}

TEST(IndexCodec, EqualRowsShareAKeyOnlyWhereTheIndexForbidsThem) {
  const Fixture rows;
  const auto shared = [&](bool unique, bool not_distinct, std::uint32_t a, std::uint32_t b) {
    const IndexCodec codec(rows.layout(unique, not_distinct));
    const IndexEntry first = rows.entry(codec, a);
    const IndexEntry second = rows.entry(codec, b);
    EXPECT_EQ(first.key == second.key, first.unique && second.unique);
    return first.key == second.key;
  };
  EXPECT_FALSE(shared(false, false, 0, 1));
  EXPECT_TRUE(shared(true, false, 0, 1));
  EXPECT_FALSE(shared(true, false, 2, 3));  // NULLs are distinct
  EXPECT_TRUE(shared(true, true, 2, 3));
}

TEST(IndexCodec, EntriesOfOneValueAreOrderedByRow) {
  const Fixture rows;
  const IndexCodec codec(rows.layout(false, false));
  EXPECT_LT(rows.entry(codec, 0).key, rows.entry(codec, 1).key);
  EXPECT_LT(rows.entry(codec, 1).key, rows.entry(codec, 2).key);  // NULLs last
}

}  // namespace
}  // namespace dsql::engine
