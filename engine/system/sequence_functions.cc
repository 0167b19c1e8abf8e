// Sequences as functions read them: pg_sequence_last_value, and the row of SELECT … FROM sequence.
#include <array>

#include "dsqlrules/conditions/name_errors.h"
#include "engine/functions/set_streams.h"
#include "engine/system/function_lists.h"
#include "engine/system/functions.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

// NULL until the sequence has been used.
std::optional<std::int64_t> last_value(CallContext& call, Oid oid) {
  const SequenceObject* sequence = call.services->catalog().sequence(oid);
  if (sequence == nullptr) rules::raise(rules::conditions::undefined_relation_with_oid, oid);
  const auto [value, is_called] = call.services->sequence_position(oid);
  return is_called ? std::optional(value) : std::nullopt;
}

std::unique_ptr<SetStream> sequence_row(CallContext& call, std::span<const Column* const> args,
                                        std::uint32_t row) {
  const auto [value, is_called] = call.services->sequence_position(args[0]->at<Oid>(row));
  auto rows = std::make_unique<ListedRows>(
      call, std::vector{Physical::int64, Physical::int64, Physical::boolean});
  // Nothing is logged ahead here, so log_cnt stays 0.
  rows->add({Value::of(value), Value::of(std::int64_t{0}), Value::of(is_called)});
  return rows;
}

constexpr OutColumn sequence_columns[] = {
    {"last_value", int8}, {"log_cnt", int8}, {"is_called", boolean}};

constexpr FunctionRow row_of_sequence =
    with_columns(sequence_columns, volatile_(set(0, "sequence", {oid_}, record, &sequence_row)));

constexpr FunctionRow rows[] = {
    volatile_(fn(4032, "pg_sequence_last_value", {regclass}, int8, lift<last_value>)),
};

}  // namespace

std::span<const FunctionRow> sequence_functions() { return rows; }

const FunctionRow& sequence_row_function() { return row_of_sequence; }

}  // namespace dsql::engine
