#include "engine/types/temp_space.h"

#include <string>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/rules_limit.h"
#include "engine/types/arena.h"
#include "engine/types/column.h"
#include "engine/types/text_room.h"

namespace dsql::engine {
namespace {

constexpr std::size_t mib = std::size_t{1} << 20;

template <class F>
std::string message_of(F&& run) {
  try {
    run();
  } catch (const rules::SqlError& error) {
    return std::string(error.sqlstate.text()) + " " + error.message;
  }
  return {};
}

TEST(TempSpace, HasTheServicesLimit) {
  TempSpace space;
  space.charge(128 * mib);
  EXPECT_EQ(message_of([&] { space.charge(1); }),
            "54000 query requires more than allowed temp space of 131072 KB to execute");
}

TEST(TempSpace, CountsNothingOfWhatItRefuses) {
  TempSpace space(100);
  space.charge(60);
  EXPECT_THROW(space.charge(41), rules::SqlError);
  EXPECT_EQ(space.used(), 60U);
  space.charge(40);
  EXPECT_EQ(space.used(), 100U);
}

TEST(TempUse, GivesBackAtItsEnd) {
  TempSpace space(100);
  {
    TempUse use(&space);
    use.add(70);
    EXPECT_EQ(space.used(), 70U);
    use.set(30);
    EXPECT_EQ(space.used(), 30U);
  }
  EXPECT_EQ(space.used(), 0U);
}

TEST(TempUse, MovesWithWhatItCounted) {
  TempSpace space(100);
  TempUse from(&space);
  from.add(70);
  TempUse to(&space);
  to.add(20);
  to = std::move(from);
  EXPECT_EQ(space.used(), 70U);
  const TempUse last = std::move(to);
  EXPECT_EQ(last.bytes(), 70U);
  EXPECT_EQ(space.used(), 70U);
}

TEST(TempUse, WithoutASpaceCountsNothing) {
  TempUse use;
  use.add(1000 * mib);
  EXPECT_EQ(use.bytes(), 0U);
}

TEST(ArenaCounting, FollowsItsChunks) {
  TempSpace space(mib);
  Arena arena;
  arena.allocate(100);
  arena.count_in(&space);
  EXPECT_EQ(space.used(), arena.footprint());
  arena.allocate(100000);
  EXPECT_EQ(space.used(), arena.footprint());
  EXPECT_THROW(arena.allocate(mib), rules::SqlError);
  arena.reset();
  EXPECT_EQ(space.used(), arena.footprint());
}

TEST(ArenaCounting, ScratchSpaceMayHaveOneLargeValue) {
  TempSpace space(mib);
  Arena arena;
  arena.count_in(&space, Arena::Counting::all_but_largest);
  arena.allocate(10 * mib);
  EXPECT_EQ(space.used(), 0U);
  EXPECT_THROW(arena.allocate(10 * mib), rules::SqlError);
  arena.reset();
  EXPECT_EQ(arena.footprint(), 0U);
  arena.allocate(10 * mib);
  EXPECT_EQ(space.used(), 0U);
}

TEST(Arena, HasNoRoomForMoreThanAGigabyte) {
  Arena arena;
  EXPECT_EQ(message_of([&] { arena.allocate(0x40000000); }),
            "XX000 invalid memory alloc request size 1073741824");
}

TEST(TextRoom, EndsAtAGigabyte) {
  EXPECT_NO_THROW(check_room("abc", 1000));
  EXPECT_THROW(check_room("abc", rules::limits::memory_request_bytes), rules::SqlError);
  EXPECT_THROW(check_room("", std::size_t{1} << 62), rules::SqlError);
}

TEST(ColumnCounting, CoversSlotsAndBytes) {
  TempSpace space(mib);
  {
    Column column(Physical::bytes, 16);
    column.count_in(&space);
    const std::size_t slots = space.used();
    EXPECT_EQ(slots, 16 * sizeof(std::string_view));
    column.own(0, "text");
    EXPECT_EQ(space.used(), slots + column.heap_footprint());
    const Column moved = std::move(column);
    EXPECT_EQ(space.used(), slots + moved.heap_footprint());
    Column numbers(Physical::int64, 0);
    numbers.count_in(&space);
    EXPECT_THROW(numbers.reserve(mib / 8), rules::SqlError);
  }
  EXPECT_EQ(space.used(), 0U);
}

}  // namespace
}  // namespace dsql::engine
