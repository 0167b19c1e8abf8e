#include "wire/pg/row_encoder.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/unit/wire/pg/wire_client.h"

namespace dsql::wire {
namespace {

using namespace test;
using engine::Column;
using engine::Physical;

class RowEncoderTest : public ::testing::Test {
 protected:
  RowEncoderTest() : numbers_(Physical::int32, 3), names_(Physical::bytes, 3) {
    for (std::uint32_t row = 0; row < 3; ++row) {
      numbers_.set(row, static_cast<std::int32_t>(row) - 1);
      names_.own(row, std::string(row, 'x'));
    }
    names_.set_null(1);
  }

  std::string encode(std::span<const std::int16_t> formats, engine::Selection rows) {
    RowEncoder encoder;
    EXPECT_FALSE(encoder.prepare(
        {{.name = "n", .type = engine::oid::int4}, {.name = "s", .type = engine::oid::text}},
        formats));
    OutputBuffer out;
    encoder.encode({{&numbers_, &names_}, rows}, {}, out);
    return std::string(out.pending());
  }

  Column numbers_;
  Column names_;
};

TEST_F(RowEncoderTest, Text) {
  EXPECT_EQ(encode({}, engine::Selection::all(3)),
            message('D', int16(2) + int32(2) + "-1" + int32(0)) +
                message('D', int16(2) + int32(1) + "0" + int32(-1)) +
                message('D', int16(2) + int32(1) + "1" + int32(2) + "xx"));
}

TEST_F(RowEncoderTest, BinaryOfSelectedRows) {
  const std::int16_t binary[] = {1};
  const std::uint16_t selected[] = {0, 2};
  EXPECT_EQ(encode(binary, {selected, 2}),
            message('D', int16(2) + int32(4) + int32(-1) + int32(0)) +
                message('D', int16(2) + int32(4) + int32(1) + int32(2) + "xx"));
}

TEST_F(RowEncoderTest, NoColumnsIsARow) {
  RowEncoder encoder;
  ASSERT_FALSE(encoder.prepare({}, {}));
  OutputBuffer out;
  encoder.encode({{}, engine::Selection::all(2)}, {}, out);
  EXPECT_EQ(out.pending(), message('D', int16(0)) + message('D', int16(0)));
}

TEST_F(RowEncoderTest, ConstantColumnsRepeat) {
  Column one(Physical::int32, 1);
  one.set(0, std::int32_t{7});
  one.set_constant();
  RowEncoder encoder;
  ASSERT_FALSE(encoder.prepare({{.name = "n", .type = engine::oid::int4}}, {}));
  OutputBuffer out;
  encoder.encode({{&one}, engine::Selection::all(2)}, {}, out);
  const std::string row = message('D', int16(1) + int32(1) + "7");
  EXPECT_EQ(out.pending(), row + row);
}

}  // namespace
}  // namespace dsql::wire
