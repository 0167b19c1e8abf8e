// BlockCheck: runs the TransactionBlock that sessions use over the statements of a script, and says
// what each transaction breaks: more than one DDL statement, DDL with DML, too many rows. Proposes
// where to split a transaction. Internal to lint/.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/block/transaction_block.h"
#include "dsqlrules/lint/edits.h"
#include "dsqlrules/lint/script.h"
#include "dsqlrules/parse/statement.h"

namespace dsql::rules {

// What a transaction breaks: at its BEGIN, or at one of its statements.
struct BlockFinding {
  Violation violation;
  ScriptPart part;
  int ddl = 0;  // statements of the whole transaction
  int dml = 0;
  Fix fix;  // the split, where the transaction can be split
};

class BlockCheck {
 public:
  explicit BlockCheck(std::string_view script) : script_(script) {}

  // A statement that could be parsed, in the order of the script.
  void add(const Statement& statement, const ScriptPart& part);
  // A statement that could not.
  void add_unparsed();
  // The data of the COPY statement that was added last.
  void add_copy_data(const ScriptPart& part);
  // The script is over.
  void finish();

  const std::vector<BlockFinding>& findings() const { return findings_; }

 private:
  struct Member {
    std::size_t end = 0;  // after the statement and its data
    bool ddl = false;
    bool dml = false;
  };
  struct OpenBlock {
    ScriptPart begin;
    std::vector<Member> members;
    std::optional<Violation> multiple_ddl;
    std::optional<Violation> mixed;
    int ddl = 0;
    int dml = 0;
    bool can_split = true;
    bool rows_reported = false;
  };

  void add_transaction(const PgQuery__TransactionStmt& transaction, const StatementTraits& traits,
                       const ScriptPart& part);
  void add_member(const Statement& statement, const StatementTraits& traits,
                  const ScriptPart& part);
  void charge(std::int64_t rows, const ScriptPart& part);
  void close(bool committed);
  Fix split(const OpenBlock& block) const;

  std::string_view script_;
  TransactionBlock block_;
  std::optional<OpenBlock> open_;
  ScriptPart last_copy_;
  std::vector<BlockFinding> findings_;
};

}  // namespace dsql::rules
