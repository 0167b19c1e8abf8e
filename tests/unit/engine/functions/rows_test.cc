// The rows agree with each other: unique oids, operators and casts over functions that exist with
// the types they promise.
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "engine/functions/function.h"
#include "engine/functions/resolve.h"

namespace dsql::engine {
namespace {

std::vector<const FunctionRow*> every_function() {
  std::vector<const FunctionRow*> rows;
  for (std::span<const FunctionRow> list : all_functions())
    for (const FunctionRow& row : list) rows.push_back(&row);
  return rows;
}

// pg_cast hands character(n) to functions of text as it is, though the general cast trims it.
bool fits_cast(Oid source, Oid wanted) {
  return binary_coercible(source, wanted) || (source == oid::bpchar && wanted == oid::text) ||
         (source == oid::varchar && wanted == oid::bpchar);
}

// Whether a value declared as `actual` may stand where a function declares `wanted`: the same type
// or the same bits.
bool fits(Oid actual, Oid wanted) {
  return binary_coercible(actual, wanted) || (is_polymorphic(actual) && is_polymorphic(wanted));
}

TEST(Rows, FunctionOidsAndSignaturesAreUnique) {
  std::set<Oid> oids;
  std::set<std::tuple<std::string_view, std::vector<Oid>>> signatures;
  for (const FunctionRow* row : every_function()) {
    EXPECT_TRUE(oids.insert(row->oid).second) << row->oid << " " << row->name;
    std::vector<Oid> types(row->argument_types.begin(),
                           row->argument_types.begin() + row->argument_count);
    EXPECT_TRUE(signatures.insert({row->name, types}).second) << row->oid << " " << row->name;
  }
  EXPECT_GT(oids.size(), 300U);
}

TEST(Rows, EveryFunctionHasTheWorkOfItsKind) {
  for (const FunctionRow* row : every_function()) {
    SCOPED_TRACE(std::string(row->name) + " " + std::to_string(row->oid));
    EXPECT_NE(find_type(row->result), nullptr);
    for (int i = 0; i < row->argument_count; ++i)
      EXPECT_NE(find_type(row->argument_types[static_cast<std::size_t>(i)]), nullptr);
    switch (row->kind) {
      case FunctionKind::aggregate: EXPECT_NE(row->aggregate, nullptr); break;
      case FunctionKind::window: EXPECT_NE(row->window, nullptr); break;
      default:
        EXPECT_EQ(row->start != nullptr, row->returns_set);
        EXPECT_EQ(row->kernel != nullptr, !row->returns_set);
    }
    EXPECT_EQ(find_function(row->oid), row);
  }
}

TEST(Rows, OperatorsCallFunctionsOfTheirTypes) {
  std::set<Oid> oids;
  for (const OperatorRow& op : all_operators()) {
    SCOPED_TRACE(std::string(op.name) + " " + std::to_string(op.oid));
    EXPECT_TRUE(oids.insert(op.oid).second);
    const FunctionRow* function = find_function(op.function);
    ASSERT_NE(function, nullptr);
    ASSERT_EQ(function->argument_count, op.left == 0 ? 1 : 2);
    if (op.left != 0) {
      EXPECT_TRUE(fits(op.left, function->argument_types[0]));
    }
    EXPECT_TRUE(fits(op.right, function->argument_types[op.left == 0 ? 0 : 1]));
    EXPECT_EQ(op.result, function->result);
  }
}

TEST(Rows, CommutatorsAndNegatorsPointBack) {
  for (const OperatorRow& op : all_operators()) {
    SCOPED_TRACE(std::string(op.name) + " " + std::to_string(op.oid));
    if (op.commutator != 0) {
      const OperatorRow* other = find_operator(op.commutator);
      ASSERT_NE(other, nullptr);
      EXPECT_EQ(other->commutator, op.oid);
      EXPECT_EQ(other->left, op.right);
      EXPECT_EQ(other->right, op.left);
    }
    if (op.negator != 0) {
      const OperatorRow* other = find_operator(op.negator);
      ASSERT_NE(other, nullptr);
      EXPECT_EQ(other->negator, op.oid);
    }
  }
}

TEST(Rows, CastsCallFunctionsOfTheirTypes) {
  std::set<std::pair<Oid, Oid>> pairs;
  for (const CastRow& cast : all_casts()) {
    SCOPED_TRACE(std::to_string(cast.source) + " to " + std::to_string(cast.target));
    EXPECT_TRUE(pairs.insert({cast.source, cast.target}).second);
    EXPECT_EQ(cast.function != 0, cast.method == CastMethod::function);
    // Casts to regclass by name belong to the catalog's rows.
    if (cast.function == 0 || cast.function == 1079) continue;
    const FunctionRow* function = find_function(cast.function);
    ASSERT_NE(function, nullptr);
    EXPECT_TRUE(fits_cast(cast.source, function->argument_types[0]));
  }
}

TEST(Rows, EveryOrderedTypeHasItsThreeOperators) {
  for (const Type& type : all_types()) {
    const OperatorRow* equal = equality_operator(type.oid);
    const OperatorRow* less = less_operator(type.oid);
    const OperatorRow* greater = greater_operator(type.oid);
    EXPECT_EQ(equal == nullptr, less == nullptr) << type.name;
    EXPECT_EQ(less == nullptr, greater == nullptr) << type.name;
    if (equal == nullptr) continue;
    EXPECT_EQ(equal->name, "=") << type.name;
    EXPECT_EQ(less->name, "<") << type.name;
    EXPECT_EQ(greater->name, ">") << type.name;
  }
  for (Oid type : {oid::int4, oid::text, oid::varchar, oid::numeric, oid::uuid, oid::text_array,
                   oid::regclass, oid::record}) {
    EXPECT_NE(less_operator(type), nullptr) << type;
  }
  EXPECT_EQ(equality_operator(oid::json), nullptr);
}

}  // namespace
}  // namespace dsql::engine
