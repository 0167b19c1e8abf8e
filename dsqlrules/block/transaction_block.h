// TransactionBlock: the rules of a transaction as a value. A session keeps one and asks it before
// and after every statement; lint runs the same object over a script. It knows neither clock nor
// storage: time and charges are parameters. Thread-compatible; a copy is a copy.
//
//              statement of a message            BEGIN
//        idle ────────────────────▶ implicit ──────────▶ in_block ──┐ BEGIN: warning
//         ▲ │                          │                  │  ▲      │
//         │ └──────────── BEGIN ───────┼──────────────────┼──┘◀─────┘
//         │  end of message, COMMIT    │      any error   ▼
//         ├────────────────────────────┘               failed
//         └─── COMMIT, ROLLBACK (of failed: tag ROLLBACK) ─┘
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/parse/statement_traits.h"

namespace dsql::rules {

enum class BlockState : std::uint8_t {
  idle,      // no transaction
  implicit,  // the statements of one message, or one statement alone
  in_block,  // between BEGIN and COMMIT
  failed,    // a block in which a statement failed
};

// What a transaction statement makes the session do.
struct BlockOutcome {
  enum class Action : std::uint8_t { none, begin, commit, roll_back };
  Action action = Action::none;
  std::string_view tag;             // the command tag
  std::optional<SqlError> warning;  // there is (already) no transaction
  bool chained = false;             // AND CHAIN: the next block is open already
};

class TransactionBlock {
 public:
  // Microseconds since any fixed time, never decreasing.
  using Instant = std::chrono::microseconds;

  BlockState state() const { return state_; }
  bool read_only() const { return read_only_; }
  std::int64_t rows() const { return rows_; }
  std::int64_t bytes() const { return bytes_; }
  // When the transaction began; meaningless when idle.
  Instant began() const { return began_; }

  // --- before a statement ---

  // To be asked first, before the screen: 25P02 in a failed block, even for statements that the
  // service does not have, and the age limit at the first interaction after 300 s. COMMIT and
  // ROLLBACK of a failed block pass; ROLLBACK of an old one too.
  std::optional<Violation> admit(const StatementTraits& traits, Instant now) const;

  // To be asked after the screen: opens the implicit transaction of an idle session and applies the
  // rules on what a transaction may mix: one DDL statement, no DDL with DML, no writes when READ
  // ONLY, no ANALYZE in a block. If it answers, nothing has changed; the session calls fail().
  std::optional<Violation> enter(const StatementTraits& traits, Instant now);

  // --- transaction statements, after enter() ---

  BlockOutcome begin(Instant now, bool read_only = false, std::string_view tag = "BEGIN");
  // Commit of a failed block rolls back and says so in its tag. A commit that itself fails is
  // reported by the session with fail() before end(): the block is over either way.
  BlockOutcome commit(Instant now, bool chain = false);
  BlockOutcome roll_back(Instant now, bool chain = false);

  // --- during and after a statement ---

  // Counts base-table rows that a statement changed. Refused at once beyond 3,000.
  std::optional<Violation> charge_rows(std::int64_t count);

  // Counts bytes that the commit will write. Refused only by check_commit().
  void charge_bytes(std::int64_t count) { bytes_ += count; }

  // What COMMIT, or the end of an implicit transaction, refuses: size beyond 10 MiB.
  std::optional<Violation> check_commit() const;

  // A statement failed: a block waits for its end, an implicit transaction is over.
  void fail();

  // An implicit transaction is over (end of message, or of a statement alone). A block goes on.
  void end_implicit();

 private:
  void reset(BlockState state, Instant now, bool read_only);
  BlockOutcome finish(BlockOutcome::Action action, std::string_view tag, Instant now, bool chain);

  BlockState state_ = BlockState::idle;
  bool read_only_ = false;
  bool has_dml_ = false;
  int ddl_ = 0;
  std::int64_t rows_ = 0;
  std::int64_t bytes_ = 0;
  Instant began_{0};
};

}  // namespace dsql::rules
