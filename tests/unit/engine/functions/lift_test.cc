// lift<F>: every shape of a batch gives the same answers, NULL and overflow behave.
#include "engine/functions/lift.h"

#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/functions/compare.h"

namespace dsql::engine {
namespace {

constexpr std::uint32_t many = 300;

Column counting(std::int32_t from) {
  Column column(Physical::int32, many);
  std::iota(column.values<std::int32_t>(), column.values<std::int32_t>() + many, from);
  return column;
}

Column constant(std::int32_t value) {
  Column column(Physical::int32, 1);
  column.set(0, value);
  column.set_constant();
  return column;
}

Column call(const char* name, std::vector<const Column*> args, Selection rows, Physical result,
            std::vector<Oid> types) {
  const FunctionRow* found = nullptr;
  for (const FunctionRow* row : functions_named(name)) {
    if (row->argument_count == types.size() &&
        std::equal(types.begin(), types.end(), row->argument_types.begin())) {
      found = row;
    }
  }
  EXPECT_NE(found, nullptr) << name;
  CallContext context;
  context.argument_types = types;
  Column out(result, rows.extent());
  found->kernel(context, args, rows, out);
  return out;
}

Column add(const Column& a, const Column& b, Selection rows) {
  return call("int4pl", {&a, &b}, rows, Physical::int32, {oid::int4, oid::int4});
}

TEST(Lift, DenseColumns) {
  const Column a = counting(1);
  const Column b = counting(1000);
  const Column out = add(a, b, Selection::all(many));
  for (std::uint32_t i = 0; i < many; ++i)
    ASSERT_EQ(out.at<std::int32_t>(i), 1001 + 2 * static_cast<std::int32_t>(i));
}

TEST(Lift, ConstantOnEitherSide) {
  const Column a = counting(1);
  const Column ten = constant(10);
  const Column right = add(a, ten, Selection::all(many));
  const Column left =
      call("int4mi", {&ten, &a}, Selection::all(many), Physical::int32, {oid::int4, oid::int4});
  const Column both = add(ten, ten, Selection::all(many));
  for (std::uint32_t i = 0; i < many; ++i) {
    ASSERT_EQ(right.at<std::int32_t>(i), static_cast<std::int32_t>(i) + 11);
    ASSERT_EQ(left.at<std::int32_t>(i), 9 - static_cast<std::int32_t>(i));
    ASSERT_EQ(both.at<std::int32_t>(i), 20);
  }
}

TEST(Lift, OnlySelectedRowsAreTouched) {
  Column a = counting(0);
  a.set(1, std::numeric_limits<std::int32_t>::max());  // would overflow if it were looked at
  const Column b = counting(5);
  const std::uint16_t picked[] = {0, 2, 299};
  const Column out = add(a, b, Selection{picked, 3});
  EXPECT_EQ(out.at<std::int32_t>(0), 5);
  EXPECT_EQ(out.at<std::int32_t>(2), 9);
  EXPECT_EQ(out.at<std::int32_t>(299), 603);
}

TEST(Lift, OverflowAnywhereInTheBatchRaises) {
  for (std::uint32_t at : {0U, 17U, many - 1}) {
    Column a = counting(0);
    a.set(at, std::numeric_limits<std::int32_t>::max());
    const Column one = constant(1);
    try {
      add(a, one, Selection::all(many));
      FAIL() << at;
    } catch (const rules::SqlError& error) {
      EXPECT_EQ(error.message, "integer out of range");
      EXPECT_EQ(error.sqlstate, rules::sqlstate::numeric_value_out_of_range);
    }
  }
}

TEST(Lift, IntegerEdges) {
  const std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
  const Column low = constant(lowest);
  const Column minus_one = constant(-1);
  const Column zero = constant(0);
  const std::vector<Oid> pair{oid::int4, oid::int4};
  const Selection one = Selection::all(1);
  EXPECT_THROW(call("int4div", {&low, &minus_one}, one, Physical::int32, pair), rules::SqlError);
  EXPECT_THROW(call("int4mul", {&low, &minus_one}, one, Physical::int32, pair), rules::SqlError);
  EXPECT_THROW(call("int4mi", {&zero, &low}, one, Physical::int32, pair), rules::SqlError);
  EXPECT_THROW(call("int4div", {&low, &zero}, one, Physical::int32, pair), rules::SqlError);
  EXPECT_EQ(call("int4mod", {&low, &minus_one}, one, Physical::int32, pair).at<std::int32_t>(0), 0);
  EXPECT_EQ(call("int4mi", {&low, &zero}, one, Physical::int32, pair).at<std::int32_t>(0), lowest);
}

TEST(Lift, FloatsOrderNanLast) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Column a(Physical::float64, 3);
  Column b(Physical::float64, 3);
  const double left[] = {nan, 1, nan};
  const double right[] = {nan, nan, 1};
  for (std::uint32_t i = 0; i < 3; ++i) {
    a.set(i, left[i]);
    b.set(i, right[i]);
  }
  const std::vector<Oid> pair{oid::float8, oid::float8};
  const Column equal = call("float8eq", {&a, &b}, Selection::all(3), Physical::boolean, pair);
  const Column less = call("float8lt", {&a, &b}, Selection::all(3), Physical::boolean, pair);
  EXPECT_TRUE(equal.at<bool>(0));
  EXPECT_FALSE(equal.at<bool>(1));
  EXPECT_FALSE(less.at<bool>(0));
  EXPECT_TRUE(less.at<bool>(1));
  EXPECT_FALSE(less.at<bool>(2));
}

std::optional<std::int32_t> positive(std::optional<std::int32_t> a, std::optional<std::int32_t> b) {
  if (!a) return -1;
  if (*a <= 0) return std::nullopt;
  return b ? *a + *b : *a;
}

TEST(Lift, OptionalsSeeNullAndMissingArguments) {
  Column a(Physical::int32, 3);
  a.set(0, 5);
  a.set(1, 0);
  a.set_null(2);
  CallContext context;
  Column out(Physical::int32, 3);
  const std::vector<const Column*> args{&a};
  lift<&positive>(context, args, Selection::all(3), out);
  EXPECT_EQ(out.at<std::int32_t>(0), 5);
  EXPECT_TRUE(out.is_null(1));
  EXPECT_FALSE(out.is_null(2));
  EXPECT_EQ(out.at<std::int32_t>(2), -1);
}

std::string_view joined(Arena& heap, std::string_view a, std::string_view b) {
  char* room = heap.allocate(a.size() + b.size());
  a.copy(room, a.size());
  b.copy(room + a.size(), b.size());
  return {room, a.size() + b.size()};
}
std::string_view tail(std::string_view a) { return a.substr(1); }

TEST(Lift, BytesResultsLiveInTheResultColumn) {
  Column out(Physical::bytes, 1);
  Column copied(Physical::bytes, 1);
  {
    Column a(Physical::bytes, 1);
    Column b(Physical::bytes, 1);
    a.own(0, "left ");
    b.own(0, "right");
    CallContext context;
    const std::vector<const Column*> args{&a, &b};
    lift<&joined>(context, args, Selection::all(1), out);
    lift<&tail>(context, args, Selection::all(1), copied);
  }
  EXPECT_EQ(out.at<std::string_view>(0), "left right");
  EXPECT_EQ(copied.at<std::string_view>(0), "eft ");
}

}  // namespace
}  // namespace dsql::engine
