#include "engine/storage/key_codec.h"

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "tests/unit/engine/storage/random_columns.h"

namespace dsql::engine {
namespace {

int sign(int value) { return (value > 0) - (value < 0); }

// The order an index has: column by column, NULLs where the column wants them.
int expected_order(const std::vector<KeyColumn>& key, const std::vector<const Column*>& columns,
                   std::uint32_t a, std::uint32_t b) {
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool a_null = columns[i]->is_null(a);
    const bool b_null = columns[i]->is_null(b);
    int order = 0;
    if (a_null || b_null)
      order = (a_null - b_null) * (key[i].nulls_first ? -1 : 1);
    else
      order = key[i].type->compare(*columns[i], a, *columns[i], b);
    if (order != 0) return sign(order);
  }
  return 0;
}

TEST(KeyCodec, KeysSortAsTheirColumnsAndReadBack) {
  Chance chance(1);
  for (int round = 0; round < 60; ++round) {
    constexpr std::uint32_t rows = 40;
    const RandomTable table(chance, 1 + below(chance, 4), rows, 6, 5);
    std::vector<KeyColumn> layout;
    for (const Type* type : table.types) layout.push_back({type, below(chance, 2) == 0});
    const KeyCodec codec(77, layout);
    std::vector<std::string> keys(rows);
    Blank blank(table.types, rows);
    for (std::uint32_t row = 0; row < rows; ++row) {
      codec.encode(table.columns, row, keys[row]);
      EXPECT_EQ(codec.decode(keys[row], blank.columns, row), keys[row].size());
      for (std::size_t i = 0; i < layout.size(); ++i)
        EXPECT_TRUE(same_value(*table.columns[i], row, *blank.columns[i], row));
    }
    for (std::uint32_t a = 0; a < rows; ++a)
      for (std::uint32_t b = 0; b < rows; ++b)
        ASSERT_EQ(sign(keys[a].compare(keys[b])), expected_order(layout, table.columns, a, b));
  }
}

TEST(KeyCodec, KeysOfOneRelationLieInItsRangeOnly) {
  Chance chance(2);
  const RandomTable table(chance, 2, 100, 4, 3);
  for (const Oid relation : {Oid{0}, Oid{255}, Oid{256}, Oid{26384}, Oid{0xfffffffe}}) {
    const KeyCodec codec(relation, {{table.types[0]}, {table.types[1]}});
    const KeyRange range = relation_range(relation);
    std::string key;
    for (std::uint32_t row = 0; row < 100; ++row) {
      codec.encode(table.columns, row, key);
      EXPECT_EQ(relation_of(key), relation);
      EXPECT_GE(key, range.begin);
      EXPECT_LT(key, range.end);
    }
    EXPECT_GE(relation_range(relation + 1).begin, range.end);
  }
}

TEST(KeyCodec, PrefixRangeOfAValueHoldsThatValueOnly) {
  Chance chance(3);
  const std::vector<const Type*> types{&type_of(oid::text), &type_of(oid::int4)};
  Column text(Physical::bytes, 200);
  Column number(Physical::int32, 200);
  const std::vector<const Column*> columns{&text, &number};
  for (std::uint32_t row = 0; row < 200; ++row) {
    text.own(row, random_bytes(chance, 2));
    number.set(row, static_cast<std::int32_t>(chance()));
  }
  const KeyCodec codec(9, {{types[0]}, {types[1]}});
  for (std::uint32_t wanted = 0; wanted < 20; ++wanted) {
    std::string prefix;
    append_relation(9, prefix);
    codec.append_column(0, text, wanted, prefix);
    const KeyRange range = prefix_range(prefix);
    std::string key;
    for (std::uint32_t row = 0; row < 200; ++row) {
      codec.encode(columns, row, key);
      EXPECT_EQ(key >= range.begin && key < range.end,
                text.at<std::string_view>(row) == text.at<std::string_view>(wanted));
    }
  }
}

TEST(KeyCodec, PrefixEndSkipsTrailingFullBytes) {
  std::string prefix("a\xff\xff");
  to_prefix_end(prefix);
  EXPECT_EQ(prefix, "b");
  prefix = "\xff\xff";
  to_prefix_end(prefix);
  EXPECT_EQ(prefix, "");
}

TEST(KeyCodec, HiddenRowIdsSortByNumber) {
  std::string a;
  std::string b;
  encode_row_id(5, 255, a);
  encode_row_id(5, 256, b);
  EXPECT_LT(a, b);
  EXPECT_EQ(a.size(), relation_prefix_size + row_id_size);
}

// The longest text that passes, in a key of `columns` text columns of equal length, with `more` of
// the budget already used.
std::size_t longest_text(std::size_t columns_wanted, std::size_t more) {
  const KeyCodec codec(1, std::vector<KeyColumn>(columns_wanted, {&type_of(oid::text)}));
  std::size_t longest = 0;
  for (std::size_t size = 1; size < 2100; ++size) {
    Column text(Physical::bytes, 1);
    text.own(0, std::string(size, '\0'));
    const std::vector<const Column*> columns(columns_wanted, &text);
    try {
      codec.check_size(columns, 0, more);
      longest = size;
    } catch (const rules::SqlError& error) {
      EXPECT_EQ(error.message, "key size too large");
      EXPECT_EQ(error.sqlstate, rules::sqlstate::program_limit_exceeded);
      break;
    }
  }
  return longest;
}

TEST(KeyCodec, BudgetIsTheServices) {
  EXPECT_EQ(longest_text(1, 0), 1981U);
  EXPECT_EQ(longest_text(8, 0), 241U);
  // Behind a 500-byte primary key.
  Column key(Physical::bytes, 1);
  key.own(0, std::string(500, 'x'));
  const std::vector<const Column*> columns{&key};
  const KeyCodec primary(1, {{&type_of(oid::text)}});
  EXPECT_EQ(longest_text(1, primary.charge(columns, 0)), 1474U);
}

}  // namespace
}  // namespace dsql::engine
