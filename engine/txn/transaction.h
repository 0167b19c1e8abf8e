// Transaction: one snapshot and what was written over it. The snapshot is taken at the first read
// (or by snapshot()), so BEGIN costs nothing. Statements are numbered by next_command(); each reads
// what earlier ones wrote. commit() hands everything to the adjudicator. Nothing here checks the
// limits of a transaction (rules::TransactionBlock does, from rows_written() and bytes_written()).
// Owned by a session or a job; one thread at a time. Destroying it rolls back.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/storage/snapshot.h"
#include "engine/txn/adjudicator.h"
#include "engine/txn/overlay_iterator.h"
#include "engine/txn/write_set.h"

namespace dsql::engine {

class Transaction {
 public:
  // `guard` (may be null) and the adjudicator outlive the transaction.
  explicit Transaction(Adjudicator& adjudicator, SchemaGuard* guard = nullptr)
      : adjudicator_(adjudicator), guard_(guard) {}
  ~Transaction() { rollback(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void set_guard(SchemaGuard* guard) { guard_ = guard; }

  // 0 until the snapshot is taken.
  TransactionId id() const { return participant_.id(); }
  // Takes the snapshot if there is none yet.
  const Snapshot& snapshot();

  // The running command's number: writes carry it; reads "before" it do not see them.
  CommandId command() const { return command_; }
  // Begins the next command and returns its number. The first command is 1.
  CommandId next_command() { return ++command_; }

  // --- reads: see the snapshot and the writes of commands less than `before` ---
  // The value under `key`, or nullopt. Valid until `pin` is used again, and no longer than the
  // transaction.
  std::optional<std::string_view> get(std::string_view key, CommandId before, Pin& pin);
  // A scan that never leaves `limits`; call start() or seek() first.
  OverlayIterator scan(KeyRange limits, Direction direction, CommandId before);

  // --- writes, of the running command ---
  void put(std::string_view key, std::string_view value, KeyUse use);
  void erase(std::string_view key, KeyUse use);
  // FOR UPDATE (strong), FOR KEY SHARE and parents of foreign keys (share), observe.
  void lock(std::string_view key, Oid table, LockMode mode);

  // Whether the running command has already written `key`.
  bool written_by_command(std::string_view key) const;

  const WriteSet& writes() const { return writes_; }
  std::uint64_t rows_written() const { return writes_.rows(); }
  std::uint64_t bytes_written() const { return writes_.bytes(); }

  // Ends the transaction. Raises: disk_full, io_error (nothing is committed). A transaction that
  // neither wrote nor locked commits without adjudication, unless its guard publishes.
  CommitOutcome commit();
  void rollback();

 private:
  Adjudicator& adjudicator_;
  SchemaGuard* guard_;
  Participant participant_;
  CommandId command_ = 1;
  WriteSet writes_;
};

}  // namespace dsql::engine
