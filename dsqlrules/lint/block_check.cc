#include "dsqlrules/lint/block_check.h"

#include <utility>

#include "dsqlrules/conditions/rules_transaction.h"
#include "dsqlrules/parse/node.h"

namespace dsql::rules {
namespace {

// Time stands still in a script.
constexpr TransactionBlock::Instant now{0};

// The rows that a statement writes down itself.
std::int64_t literal_rows(const Node& node) {
  if (node.node_case != PG_QUERY__NODE__NODE_INSERT_STMT) return 0;
  const Node* source = node.insert_stmt->select_stmt;
  if (source == nullptr || source->node_case != PG_QUERY__NODE__NODE_SELECT_STMT) return 0;
  return static_cast<std::int64_t>(source->select_stmt->n_values_lists);
}

bool is_read_only(const PgQuery__TransactionStmt& transaction) {
  const PgQuery__DefElem* mode =
      find_option(transaction.n_options, transaction.options, "transaction_read_only");
  return mode != nullptr && option_boolean(*mode).value_or(false);
}

}  // namespace

void BlockCheck::add(const Statement& statement, const ScriptPart& part) {
  const StatementTraits traits = traits_of(statement);
  if (statement.node != nullptr &&
      statement.node->node_case == PG_QUERY__NODE__NODE_TRANSACTION_STMT) {
    return add_transaction(*statement.node->transaction_stmt, traits, part);
  }
  add_member(statement, traits, part);
}

void BlockCheck::add_unparsed() {
  if (open_) open_->can_split = false;
}

void BlockCheck::add_transaction(const PgQuery__TransactionStmt& transaction,
                                 const StatementTraits& traits, const ScriptPart& part) {
  switch (transaction.kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START:
      block_.begin(now, is_read_only(transaction), traits.tag);
      if (!open_) {
        open_ = OpenBlock();
        open_->begin = part;
      }
      return;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK: {
      const bool commits = transaction.kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT;
      const bool was_open = open_.has_value();
      if (open_ && transaction.chain) open_->can_split = false;
      close(commits);
      const BlockOutcome outcome = commits ? block_.commit(now, transaction.chain)
                                           : block_.roll_back(now, transaction.chain);
      if (!was_open || !outcome.chained) return;
      open_ = OpenBlock();
      open_->begin = part;
      open_->can_split = false;
      return;
    }
    default:  // savepoints and prepared transactions: refused by themselves
      if (open_) open_->can_split = false;
      return;
  }
}

void BlockCheck::add_member(const Statement& statement, const StatementTraits& traits,
                            const ScriptPart& part) {
  std::optional<Violation> refused = block_.enter(traits, now);
  if (open_) {
    open_->members.push_back({part.terminator, traits.counts_as_ddl(), traits.counts_as_dml()});
    open_->ddl += traits.counts_as_ddl() ? 1 : 0;
    open_->dml += traits.counts_as_dml() ? 1 : 0;
  }
  if (refused && open_ && refused->rule == refusals::multiple_ddl.id) {
    open_->multiple_ddl = std::move(refused);
  } else if (refused && open_ && refused->rule == refusals::ddl_and_dml.id) {
    open_->mixed = std::move(refused);
  } else if (refused) {
    findings_.push_back({std::move(*refused), part, 0, 0, {}});
  }
  const bool copies =
      statement.node != nullptr && statement.node->node_case == PG_QUERY__NODE__NODE_COPY_STMT;
  if (copies) last_copy_ = part;
  if (statement.node != nullptr) charge(literal_rows(*statement.node), part);
  block_.end_implicit();
}

void BlockCheck::add_copy_data(const ScriptPart& part) {
  if (open_ && !open_->members.empty()) open_->members.back().end = part.terminator;
  charge(static_cast<std::int64_t>(part.rows), last_copy_);
  block_.end_implicit();
}

void BlockCheck::charge(std::int64_t rows, const ScriptPart& part) {
  if (rows == 0) return;
  TransactionBlock alone;  // a statement outside a block is a transaction of its own
  std::optional<Violation> refused = open_ ? block_.charge_rows(rows) : alone.charge_rows(rows);
  if (!refused || (open_ && open_->rows_reported)) return;
  if (open_) open_->rows_reported = true;
  findings_.push_back({std::move(*refused), part, 0, 0, {}});
}

void BlockCheck::close(bool committed) {
  if (!open_) return;
  const OpenBlock block = std::move(*open_);
  open_.reset();
  const Fix fix = committed && block.can_split ? split(block) : Fix{};
  for (const std::optional<Violation>* violation : {&block.multiple_ddl, &block.mixed}) {
    if (*violation) findings_.push_back({**violation, block.begin, block.ddl, block.dml, fix});
  }
}

void BlockCheck::finish() { close(false); }

// COMMIT and the block's own BEGIN between the statements that cannot stand in one transaction.
Fix BlockCheck::split(const OpenBlock& block) const {
  const std::string eol(line_ending(script_));
  const std::string_view begin =
      script_.substr(block.begin.begin, block.begin.end - block.begin.begin);
  const std::string between = eol + "COMMIT;" + eol + std::string(begin) + ";";
  Fix fix;
  bool ddl = false;
  bool dml = false;
  for (std::size_t i = 0; i < block.members.size(); ++i) {
    const Member& member = block.members[i];
    const bool ends = (member.ddl && (ddl || dml)) || (member.dml && ddl);
    if (ends) {
      const std::size_t at = after_trailing_comment(script_, block.members[i - 1].end);
      fix.push_back(insertion(at, between));
      ddl = dml = false;
    }
    ddl = ddl || member.ddl;
    dml = dml || member.dml;
  }
  return fix;
}

}  // namespace dsql::rules
