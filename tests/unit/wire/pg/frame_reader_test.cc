#include "wire/pg/frame_reader.h"

#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/wire/pg/wire_client.h"

namespace dsql::wire {
namespace {

using namespace test;
using Status = FrameReader::Status;

std::int64_t limit(char type) { return type == 'A' ? 1'000'000 : type == 'B' ? 4 : no_such_type; }

void fill(FrameReader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::span<char> room = reader.room();
    ASSERT_FALSE(room.empty());
    const std::size_t count = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), count);
    reader.filled(count);
    bytes.remove_prefix(count);
  }
}

TEST(FrameReader, TakesMessagesInOrder) {
  FrameReader reader;
  Frame frame;
  EXPECT_EQ(reader.next(frame, limit), Status::need_more);
  fill(reader, message('A', "first") + message('B') + message('A', "third"));
  ASSERT_EQ(reader.next(frame, limit), Status::frame);
  EXPECT_EQ(frame.body, "first");
  ASSERT_EQ(reader.next(frame, limit), Status::frame);
  EXPECT_EQ(frame.type, 'B');
  EXPECT_EQ(frame.body, "");
  ASSERT_EQ(reader.next(frame, limit), Status::frame);
  EXPECT_EQ(frame.body, "third");
  EXPECT_EQ(reader.next(frame, limit), Status::need_more);
  EXPECT_TRUE(reader.empty());
}

TEST(FrameReader, EveryCutOfAMessageWaits) {
  const std::string whole = message('A', "some body");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    FrameReader reader;
    Frame frame;
    fill(reader, whole.substr(0, cut));
    ASSERT_EQ(reader.next(frame, limit), Status::need_more) << cut;
    fill(reader, whole.substr(cut));
    ASSERT_EQ(reader.next(frame, limit), Status::frame) << cut;
    EXPECT_EQ(frame.body, "some body");
  }
}

TEST(FrameReader, JudgesLengthsBeforeTheBody) {
  for (const std::int64_t length : {0L, 1L, 3L, 9L, 0x7fffffffL, 0xffffffffL}) {
    FrameReader reader;
    Frame frame;
    fill(reader, "B" + int32(length));
    EXPECT_EQ(reader.next(frame, limit), Status::bad_length) << length;
  }
  FrameReader reader;
  Frame frame;
  fill(reader, "B" + int32(8));
  EXPECT_EQ(reader.next(frame, limit), Status::need_more);
}

TEST(FrameReader, JudgesTypesBeforeLengths) {
  FrameReader reader;
  Frame frame;
  fill(reader, "?");
  EXPECT_EQ(reader.next(frame, limit), Status::unknown_type);
  EXPECT_EQ(frame.type, '?');
}

TEST(FrameReader, MemoryGrowsWithWhatArrivesOnly) {
  FrameReader reader;
  Frame frame;
  fill(reader, "A" + int32(1'000'000));
  EXPECT_EQ(reader.next(frame, limit), Status::need_more);
  EXPECT_LE(reader.room().size(), 4096U);
  EXPECT_LE(reader.capacity(), 4096U);

  fill(reader, std::string(999'996, 'x'));
  ASSERT_EQ(reader.next(frame, limit), Status::frame);
  EXPECT_EQ(frame.body.size(), 999'996U);
  EXPECT_LE(reader.capacity(), 1'100'000U);
  reader.release();
  EXPECT_EQ(reader.capacity(), 0U);
}

TEST(FrameReader, LongStreamsStayInASmallBuffer) {
  FrameReader reader;
  Frame frame;
  const std::string one = message('A', std::string(700, 'y'));
  std::string stream;
  for (int i = 0; i < 500; ++i) stream += one;
  std::size_t frames = 0;
  for (std::string_view rest = stream; !rest.empty();) {
    const std::span<char> room = reader.room();
    const std::size_t count = std::min(room.size(), rest.size());
    std::memcpy(room.data(), rest.data(), count);
    reader.filled(count);
    rest.remove_prefix(count);
    while (reader.next(frame, limit) == Status::frame) {
      ++frames;
      ASSERT_EQ(frame.body, std::string(700, 'y'));
    }
  }
  EXPECT_EQ(frames, 500U);
  EXPECT_LE(reader.capacity(), 4096U);
}

TEST(FrameReader, ReleaseKeepsWaitingBytes) {
  FrameReader reader;
  Frame frame;
  fill(reader, message('A', "body").substr(0, 6));
  reader.release();
  fill(reader, message('A', "body").substr(6));
  ASSERT_EQ(reader.next(frame, limit), Status::frame);
  EXPECT_EQ(frame.body, "body");
}

}  // namespace
}  // namespace dsql::wire
