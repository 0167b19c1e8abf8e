#include "dsqlrules/block/transaction_block.h"

#include <utility>

#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/rules_transaction.h"
#include "dsqlrules/conditions/transaction_details.h"
#include "dsqlrules/conditions/transaction_errors.h"

namespace dsql::rules {
namespace {

bool is_rollback(const StatementTraits& traits) {
  return traits.ends_block && traits.tag == "ROLLBACK";
}

}  // namespace

std::optional<Violation> TransactionBlock::admit(const StatementTraits& traits, Instant now) const {
  if (state_ == BlockState::failed && !traits.ends_block)
    return violation(refusals::in_failed_block, -1);
  if (state_ != BlockState::in_block || is_rollback(traits)) return std::nullopt;
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - began_);
  if (now - began_ <= limits::transaction_age) return std::nullopt;
  Violation old = violation(refusals::age_limit, -1);
  old.error.detail =
      conditions::transaction_age_detail(age.count(), limits::transaction_age.count());
  return old;
}

std::optional<Violation> TransactionBlock::enter(const StatementTraits& traits, Instant now) {
  const bool in_block = state_ == BlockState::in_block;
  if (!traits.allowed_in_block && in_block)
    return violation(refusals::analyze_in_block, -1, traits.tag);
  if (traits.counts_as_ddl()) {
    if (ddl_ >= limits::ddl_per_transaction) return violation(refusals::multiple_ddl, -1);
    if (has_dml_) return violation(refusals::ddl_and_dml, -1);
  }
  if (traits.counts_as_dml() && ddl_ > 0) return violation(refusals::ddl_and_dml, -1);
  if (read_only_ && !traits.allowed_read_only) {
    return violation(refusals::read_only_transaction, -1, traits.read_only_name);
  }
  if (state_ == BlockState::idle && traits.statement_class != StatementClass::transaction) {
    reset(BlockState::implicit, now, false);
  }
  if (traits.counts_as_ddl()) ++ddl_;
  if (traits.counts_as_dml()) has_dml_ = true;
  return std::nullopt;
}

BlockOutcome TransactionBlock::begin(Instant now, bool read_only, std::string_view tag) {
  BlockOutcome outcome;
  outcome.tag = tag;
  switch (state_) {
    case BlockState::idle:
      reset(BlockState::in_block, now, read_only);
      outcome.action = BlockOutcome::Action::begin;
      break;
    case BlockState::implicit:
      // The statements before BEGIN in the same message become part of the block.
      state_ = BlockState::in_block;
      read_only_ = read_only;
      break;
    case BlockState::in_block:
    case BlockState::failed:
      outcome.warning = error(conditions::transaction_already_in_progress);
      break;
  }
  return outcome;
}

BlockOutcome TransactionBlock::finish(BlockOutcome::Action action, std::string_view tag,
                                      Instant now, bool chain) {
  BlockOutcome outcome;
  outcome.tag = tag;
  if (state_ == BlockState::idle || state_ == BlockState::implicit) {
    outcome.warning = error(conditions::no_transaction_in_progress);
  }
  if (state_ != BlockState::idle) outcome.action = action;
  outcome.chained = chain && state_ != BlockState::idle && state_ != BlockState::implicit;
  reset(outcome.chained ? BlockState::in_block : BlockState::idle, now,
        outcome.chained && read_only_);
  return outcome;
}

BlockOutcome TransactionBlock::commit(Instant now, bool chain) {
  if (state_ == BlockState::failed)
    return finish(BlockOutcome::Action::roll_back, "ROLLBACK", now, chain);
  return finish(BlockOutcome::Action::commit, "COMMIT", now, chain);
}

BlockOutcome TransactionBlock::roll_back(Instant now, bool chain) {
  return finish(BlockOutcome::Action::roll_back, "ROLLBACK", now, chain);
}

std::optional<Violation> TransactionBlock::charge_rows(std::int64_t count) {
  rows_ += count;
  if (rows_ <= limits::rows_per_transaction) return std::nullopt;
  return violation(refusals::row_limit, -1);
}

std::optional<Violation> TransactionBlock::check_commit() const {
  if (bytes_ <= limits::bytes_per_transaction) return std::nullopt;
  constexpr std::int64_t megabyte = 1024 * 1024;
  const std::int64_t rounded_up = (bytes_ + megabyte - 1) / megabyte;
  Violation large = violation(refusals::size_limit, -1);
  large.error.detail =
      conditions::transaction_size_detail(rounded_up, limits::bytes_per_transaction / megabyte);
  return large;
}

void TransactionBlock::fail() {
  if (state_ == BlockState::in_block) state_ = BlockState::failed;
  if (state_ == BlockState::implicit) reset(BlockState::idle, began_, false);
}

void TransactionBlock::end_implicit() {
  if (state_ == BlockState::implicit) reset(BlockState::idle, began_, false);
}

void TransactionBlock::reset(BlockState state, Instant now, bool read_only) {
  *this = TransactionBlock();
  state_ = state;
  began_ = now;
  read_only_ = read_only;
}

}  // namespace dsql::rules
