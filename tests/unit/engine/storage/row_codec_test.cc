#include "engine/storage/row_codec.h"

#include <numeric>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "tests/unit/engine/storage/random_columns.h"

namespace dsql::engine {
namespace {

std::vector<StoredColumn> stored(const std::vector<const Type*>& types) {
  std::vector<StoredColumn> columns;
  for (const Type* type : types)
    columns.push_back({.type = type, .compressible = type->oid == oid::text});
  return columns;
}

TEST(RowCodec, RandomRowsReadBackColumnByColumn) {
  Chance chance(1);
  for (int round = 0; round < 100; ++round) {
    constexpr std::uint32_t rows = 8;
    const std::size_t longest = round % 10 == 0 ? 40000 : 20;  // some rows need wide offsets
    const RandomTable table(chance, 1 + below(chance, 20), rows, longest, 4);
    const RowCodec codec(stored(table.types));
    std::vector<std::uint16_t> wanted(table.types.size());
    std::iota(wanted.begin(), wanted.end(), std::uint16_t{0});
    std::shuffle(wanted.begin(), wanted.end(), chance);
    wanted.resize(1 + below(chance, wanted.size()));
    std::vector<const Type*> wanted_types;
    for (const std::uint16_t i : wanted) wanted_types.push_back(table.types[i]);
    const RowDecoder decoder(codec, wanted);
    Blank blank(wanted_types, rows);
    std::string bytes;
    for (std::uint32_t row = 0; row < rows; ++row) {
      codec.encode(table.columns, row, bytes);
      decoder.decode(bytes, blank.columns, row);
      bytes.assign(bytes.size(), '#');  // what was read must not point into the row
      for (std::size_t k = 0; k < wanted.size(); ++k)
        ASSERT_TRUE(same_value(*table.columns[wanted[k]], row, *blank.columns[k], row));
    }
  }
}

TEST(RowCodec, RowsOfAnOlderTableReadTheMissingColumns) {
  Chance chance(2);
  const RandomTable table(chance, 9, 1, 10, 3);
  std::string bytes;
  RowCodec(stored(table.types)).encode(table.columns, 0, bytes);

  std::vector<StoredColumn> now = stored(table.types);
  now.push_back({.type = &type_of(oid::int4)});
  now.push_back({.type = &type_of(oid::text), .missing = Value::bytes("new")});
  const RowCodec codec(now);
  Column number(Physical::int32, 1);
  Column text(Physical::bytes, 1);
  Column last(table.types[8]->physical, 1);
  std::vector<Column*> out{&number, &text, &last};
  RowDecoder(codec, {9, 10, 8}).decode(bytes, out, 0);
  EXPECT_TRUE(number.is_null(0));
  EXPECT_EQ(text.at<std::string_view>(0), "new");
  EXPECT_TRUE(same_value(*table.columns[8], 0, last, 0));
}

TEST(RowCodec, DroppedColumnsAreWrittenAsNull) {
  const RowCodec codec(stored({&type_of(oid::int4), &type_of(oid::text), &type_of(oid::int4)}));
  Column number(Physical::int32, 1);
  number.set(0, 7);
  const std::vector<const Column*> columns{nullptr, nullptr, &number};
  std::string bytes;
  codec.encode(columns, 0, bytes);
  Column first(Physical::int32, 1);
  Column second(Physical::bytes, 1);
  Column third(Physical::int32, 1);
  std::vector<Column*> out{&first, &second, &third};
  RowDecoder(codec, {0, 1, 2}).decode(bytes, out, 0);
  EXPECT_TRUE(first.is_null(0));
  EXPECT_TRUE(second.is_null(0));
  EXPECT_EQ(third.at<std::int32_t>(0), 7);
}

TEST(RowCodec, ARowOfANewerTableIsASchemaConflict) {
  const Type& number = type_of(oid::int4);
  Column column(Physical::int32, 1);
  column.set(0, 1);
  const std::vector<const Column*> columns{&column, &column};
  std::string bytes;
  RowCodec(stored({&number, &number})).encode(columns, 0, bytes);
  const RowCodec older(stored({&number}));
  Column out(Physical::int32, 1);
  Column* outs = &out;
  try {
    RowDecoder(older, {0}).decode(bytes, {&outs, 1}, 0);
    FAIL();
  } catch (const rules::SqlError& error) {
    EXPECT_EQ(error.sqlstate, rules::sqlstate::serialization_failure);
  }
}

TEST(RowCodec, NoTruncatedRowReadsOutOfBounds) {
  Chance chance(3);
  const RandomTable table(chance, 12, 1, 30, 4);
  const RowCodec codec(stored(table.types));
  std::string whole;
  codec.encode(table.columns, 0, whole);
  std::vector<std::uint16_t> all(12);
  std::iota(all.begin(), all.end(), std::uint16_t{0});
  const RowDecoder decoder(codec, all);
  int refused = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Blank blank(table.types, 1);
    const auto exact = std::make_unique<char[]>(size + 1);
    std::memcpy(exact.get(), whole.data(), size);
    try {
      decoder.decode({exact.get(), size}, blank.columns, 0);
    } catch (const rules::SqlError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
}

// --- limits --------------------------------------------------------------------------------------

std::string noise(std::size_t size) {
  Chance chance(4);
  std::string bytes(size, ' ');
  for (char& c : bytes) c = static_cast<char>(chance());
  return bytes;
}

// The refusal of a row of these values, empty if it is accepted; an accepted row must read back.
std::string refusal(Oid type, const std::vector<std::string>& values) {
  const std::vector<const Type*> types(values.size(), &type_of(type));
  const RowCodec codec(stored(types));
  Blank in(types, 1);
  for (std::size_t i = 0; i < values.size(); ++i) in.columns[i]->own(0, values[i]);
  const std::vector<const Column*> columns(in.columns.begin(), in.columns.end());
  std::string bytes;
  try {
    codec.encode(columns, 0, bytes);
  } catch (const rules::SqlError& error) {
    EXPECT_EQ(error.sqlstate, rules::sqlstate::program_limit_exceeded);
    return error.message;
  }
  std::vector<std::uint16_t> all(values.size());
  std::iota(all.begin(), all.end(), std::uint16_t{0});
  Blank out(types, 1);
  RowDecoder(codec, all).decode(bytes, out.columns, 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_TRUE(out.columns[i]->at<std::string_view>(0) == values[i]);
  return {};
}

TEST(RowCodec, ValuesOverOneMebibyteMustCompress) {
  constexpr std::size_t limit = 1048576;
  EXPECT_EQ(refusal(oid::text, {noise(limit)}), "");
  EXPECT_EQ(refusal(oid::text, {noise(limit + 1)}),
            "datatype limit greater than 1048576 bytes not supported for text");
  EXPECT_EQ(refusal(oid::text, {std::string(20 * limit, 'x')}), "");
  EXPECT_EQ(refusal(oid::bytea, {std::string(limit, 'x')}), "");
  EXPECT_EQ(refusal(oid::bytea, {std::string(limit + 1, 'x')}),
            "datatype limit greater than 1048576 bytes not supported for bytea");
}

TEST(RowCodec, RowsOverTwoMebibytesMustCompress) {
  const std::string most(1000000, 'y');
  EXPECT_EQ(refusal(oid::text, {most, most, most, most}), "");
  EXPECT_EQ(refusal(oid::bytea, {most, most}), "");
  EXPECT_EQ(refusal(oid::bytea, {most, most, most}), "maximum row size exceeded");
  EXPECT_EQ(refusal(oid::text, {noise(1000000), noise(1000000), noise(1000000)}),
            "maximum row size exceeded");
}

}  // namespace
}  // namespace dsql::engine
