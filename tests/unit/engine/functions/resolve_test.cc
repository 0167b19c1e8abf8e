// Overload resolution: expressions' types and the oid PostgreSQL 16 chooses.
#include "engine/functions/resolve.h"

#include <gtest/gtest.h>

#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

using namespace sql;

struct OperatorCase {
  std::string_view name;
  Oid left;
  Oid right;
  Oid expected;  // pg_operator.oid, 0 for none
  Oid coerced_left;
  Oid coerced_right;
};

class Operators : public testing::TestWithParam<OperatorCase> {};

TEST_P(Operators, Resolve) {
  const OperatorCase& given = GetParam();
  ResolveFailure failure{};
  const auto found = resolve_operator(given.name, given.left, given.right, failure);
  if (given.expected == 0) {
    EXPECT_FALSE(found) << found->op->oid;
    return;
  }
  ASSERT_TRUE(found) << static_cast<int>(failure);
  EXPECT_EQ(found->op->oid, given.expected);
  EXPECT_EQ(found->left, given.coerced_left);
  EXPECT_EQ(found->right, given.coerced_right);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Operators,
    testing::Values(OperatorCase{"+", int4, int4, 551, int4, int4},
                    OperatorCase{"+", int4, int8, 692, int4, int8},
                    OperatorCase{"+", int4, unknown, 551, int4, int4},
                    OperatorCase{"=", int2, int8, 1862, int2, int8},
                    OperatorCase{"=", int4, float8, 670, float8, float8},
                    OperatorCase{"=", float4, int4, 1120, float4, float8},
                    OperatorCase{"=", text, unknown, 98, text, text},
                    OperatorCase{"=", varchar, unknown, 98, text, text},
                    OperatorCase{"=", varchar, varchar, 98, text, text},
                    OperatorCase{"=", unknown, unknown, 98, text, text},
                    OperatorCase{"=", bpchar, unknown, 1054, bpchar, bpchar},
                    OperatorCase{"=", bpchar, text, 98, text, text},
                    OperatorCase{"=", bpchar, varchar, 1054, bpchar, bpchar},
                    OperatorCase{"=", name, unknown, 93, name, name},
                    OperatorCase{"=", name, text, 254, name, text},
                    OperatorCase{"=", regclass, unknown, 607, oid_, oid_},
                    OperatorCase{"=", oid_, int4, 607, oid_, oid_},
                    OperatorCase{"=", oid_, int8, 607, oid_, oid_},
                    OperatorCase{"=", int4_array, int4_array, 1070, int4_array, int4_array},
                    OperatorCase{"=", int4_array, unknown, 1070, int4_array, int4_array},
                    OperatorCase{"=", int4_array, text_array, 0, 0, 0},
                    OperatorCase{"=", boolean, int4, 0, 0, 0},
                    OperatorCase{"=", int4, text, 0, 0, 0},
                    OperatorCase{"<", uuid, unknown, 2974, uuid, uuid},
                    OperatorCase{"-", 0, int4, 558, 0, int4},
                    OperatorCase{"-", 0, unknown, 0, 0, 0}));

TEST(Functions, ExactBeatsCoercion) {
  ResolveFailure failure{};
  const Oid types[] = {int4};
  const auto found = resolve_function("abs", types, false, failure);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->function->oid, 1397U);
}

TEST(Functions, UnknownTakesThePreferredOfItsCategory) {
  ResolveFailure failure{};
  const Oid types[] = {unknown};
  const auto found = resolve_function("abs", types, false, failure);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->function->oid, 1395U);  // double precision
}

TEST(Functions, ATypeNameIsACast) {
  ResolveFailure failure{};
  const Oid untyped[] = {unknown};
  const auto cast = resolve_function("int4", untyped, false, failure);
  ASSERT_TRUE(cast);
  EXPECT_TRUE(cast->coercion);
  EXPECT_EQ(cast->result, int4);
  const Oid typed[] = {int8};
  const auto call = resolve_function("int4", typed, false, failure);
  ASSERT_TRUE(call);
  EXPECT_FALSE(call->coercion);
  EXPECT_EQ(call->function->oid, 480U);
}

TEST(Functions, NothingFits) {
  ResolveFailure failure{};
  const Oid types[] = {boolean};
  EXPECT_FALSE(resolve_function("abs", types, false, failure));
  EXPECT_EQ(failure, ResolveFailure::not_found);
  EXPECT_FALSE(resolve_function("no_such_function", types, false, failure));
  EXPECT_EQ(failure, ResolveFailure::not_found);
}

struct CommonCase {
  std::vector<Oid> types;
  Oid expected;
};

TEST(CommonType, Table) {
  const CommonCase cases[] = {
      {{int4, int4}, int4},
      {{int4, int8}, int8},
      {{int4, numeric}, numeric},
      {{numeric, int4}, numeric},
      {{numeric, float8}, float8},
      {{float4, int4}, float4},
      {{unknown, unknown}, text},
      {{unknown, int4}, int4},
      {{unknown, date}, date},
      {{date, timestamp}, timestamp},
      {{timestamp, timestamptz}, timestamptz},
      {{varchar, text}, varchar},
      {{text, varchar}, text},
      {{varchar, varchar}, varchar},
      {{bpchar, varchar}, bpchar},
      {{int4, text}, 0},
      {{boolean, int4}, 0},
      {{json, jsonb}, json},
  };
  for (const CommonCase& given : cases) {
    const auto found = select_common_type(given.types);
    EXPECT_EQ(found.value_or(0), given.expected) << given.types[0] << " " << given.types[1];
  }
}

TEST(Coercions, ByContext) {
  EXPECT_TRUE(find_coercion(int4, int8, CastContext::implicit));
  EXPECT_FALSE(find_coercion(int8, int4, CastContext::implicit));
  EXPECT_TRUE(find_coercion(int8, int4, CastContext::assignment));
  EXPECT_FALSE(find_coercion(int4, boolean, CastContext::assignment));
  EXPECT_TRUE(find_coercion(int4, boolean, CastContext::explicit_));
  EXPECT_FALSE(find_coercion(int4, text, CastContext::implicit));
  EXPECT_EQ(find_coercion(int4, text, CastContext::assignment)->kind, Coercion::Kind::io);
  EXPECT_FALSE(find_coercion(text, int4, CastContext::assignment));
  EXPECT_EQ(find_coercion(text, int4, CastContext::explicit_)->kind, Coercion::Kind::io);
  EXPECT_EQ(find_coercion(varchar, text, CastContext::implicit)->kind, Coercion::Kind::relabel);
  EXPECT_EQ(find_coercion(int4_array, int8_array, CastContext::implicit)->kind,
            Coercion::Kind::array);
  EXPECT_EQ(find_coercion(int4, oid_, CastContext::implicit)->kind, Coercion::Kind::function);
  EXPECT_EQ(find_coercion(oid_, regclass, CastContext::implicit)->kind, Coercion::Kind::relabel);
}

}  // namespace
}  // namespace dsql::engine
