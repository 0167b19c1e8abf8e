#include "engine/txn/transaction.h"

namespace dsql::engine {

const Snapshot& Transaction::snapshot() {
  if (!participant_.snapshot()) adjudicator_.enter(participant_);
  return participant_.snapshot();
}

std::optional<std::string_view> Transaction::get(std::string_view key, CommandId before, Pin& pin) {
  if (!writes_.empty()) {
    const WriteSet::Entry* entry = writes_.find(key);
    const WriteSet::Version* version = entry != nullptr ? entry->visible(before) : nullptr;
    if (version != nullptr) return version->erased ? std::nullopt : std::optional(version->value);
  }
  std::string_view value;
  if (!snapshot().get(key, pin, value)) return std::nullopt;
  return value;
}

OverlayIterator Transaction::scan(KeyRange limits, Direction direction, CommandId before) {
  Cursor cursor = snapshot().cursor(limits, direction);
  return {std::move(cursor), writes_, std::move(limits), direction, before};
}

void Transaction::put(std::string_view key, std::string_view value, KeyUse use) {
  snapshot();  // what a transaction writes is judged from here on
  writes_.put(key, value, command_, use);
}

void Transaction::erase(std::string_view key, KeyUse use) {
  snapshot();
  writes_.erase(key, command_, use);
}

void Transaction::lock(std::string_view key, Oid table, LockMode mode) {
  snapshot();
  writes_.lock(key, {.table = table, .kind = EntryKind::row, .mode = mode});
}

bool Transaction::written_by_command(std::string_view key) const {
  const WriteSet::Entry* entry = writes_.find(key);
  return entry != nullptr && entry->newest != nullptr && entry->newest->command == command_;
}

CommitOutcome Transaction::commit() {
  const bool publishes = guard_ != nullptr && guard_->publishes();
  if (writes_.empty() && !publishes) {
    rollback();
    return {};
  }
  snapshot();
  return adjudicator_.commit(participant_, writes_, guard_);
}

void Transaction::rollback() { adjudicator_.leave(participant_); }

}  // namespace dsql::engine
