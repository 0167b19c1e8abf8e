#include "dsqlrules/block/transaction_block.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/rules.h"
#include "dsqlrules/parse/node.h"

namespace dsql::rules {
namespace {

using std::chrono::seconds;

// Runs statements through a block as a session does, without executing them. A statement that
// starts with `refused` fails after admit(), as one that the screen refuses.
class Session {
 public:
  // The rule that refuses the statement, its tag, or "tag+warning SQLSTATE".
  std::string run(const std::string& text) {
    const ParseTree tree = parse(text);
    const Statement& statement = tree.statements().at(0);
    const StatementTraits traits = traits_of(statement);
    if (auto violation = block.admit(traits, now)) return failed(*violation);
    if (traits.tag == "SAVEPOINT") {
      block.fail();
      return "screen";
    }
    if (auto violation = block.enter(traits, now)) return failed(*violation);
    if (traits.statement_class == StatementClass::transaction)
      return described(control(statement, traits));
    block.end_implicit();
    return std::string(traits.tag);
  }

  TransactionBlock block;
  TransactionBlock::Instant now{0};

 private:
  std::string failed(const Violation& violation) {
    block.fail();
    return std::string(violation.rule);
  }

  BlockOutcome control(const Statement& statement, const StatementTraits& traits) {
    const PgQuery__TransactionStmt& transaction = *statement.node->transaction_stmt;
    if (traits.tag == "COMMIT") return block.commit(now, transaction.chain);
    if (traits.tag == "ROLLBACK") return block.roll_back(now, transaction.chain);
    const auto* mode =
        find_option(transaction.n_options, transaction.options, "transaction_read_only");
    return block.begin(now, mode != nullptr && option_boolean(*mode) == true, traits.tag);
  }

  static std::string described(const BlockOutcome& outcome) {
    std::string text(outcome.tag);
    if (outcome.warning) text += "+warning " + std::string(outcome.warning->sqlstate.text());
    return text;
  }
};

std::vector<std::string> run_all(Session& session, const std::vector<std::string>& statements) {
  std::vector<std::string> answers;
  for (const std::string& statement : statements) answers.push_back(session.run(statement));
  return answers;
}

using Answers = std::vector<std::string>;

TEST(TransactionBlock, OneDdlStatement) {
  Session session;
  EXPECT_EQ(run_all(session, {"BEGIN", "CREATE TABLE a (x int)", "GRANT SELECT ON a TO r",
                              "SELECT 1", "ROLLBACK"}),
            (Answers{"BEGIN", "CREATE TABLE", "multi_ddl_transaction", "in_failed_transaction",
                     "ROLLBACK"}));
  EXPECT_EQ(run_all(session, {"CREATE TABLE a (x int)", "CREATE INDEX ASYNC i ON a (x)"}),
            (Answers{"CREATE TABLE", "CREATE INDEX"}));
}

TEST(TransactionBlock, NoMixOfDdlAndDml) {
  Session session;
  EXPECT_EQ(run_all(session, {"BEGIN", "CREATE TABLE a (x int)", "SELECT 1",
                              "INSERT INTO a VALUES (1)", "COMMIT"}),
            (Answers{"BEGIN", "CREATE TABLE", "SELECT", "mixed_ddl_dml_transaction", "ROLLBACK"}));
  EXPECT_EQ(run_all(session, {"BEGIN", "DELETE FROM a", "DROP TABLE a", "ROLLBACK"}),
            (Answers{"BEGIN", "DELETE", "mixed_ddl_dml_transaction", "ROLLBACK"}));
}

TEST(TransactionBlock, AFailedBlockAnswersNothingElse) {
  Session session;
  EXPECT_EQ(run_all(session, {"BEGIN", "SAVEPOINT s", "SAVEPOINT s", "BEGIN", "ROLLBACK TO s",
                              "COMMIT", "SELECT 1"}),
            (Answers{"BEGIN", "screen", "in_failed_transaction", "in_failed_transaction",
                     "in_failed_transaction", "ROLLBACK", "SELECT"}));
}

TEST(TransactionBlock, Warnings) {
  Session session;
  EXPECT_EQ(run_all(session, {"COMMIT", "ROLLBACK", "BEGIN", "START TRANSACTION", "COMMIT"}),
            (Answers{"COMMIT+warning 25P01", "ROLLBACK+warning 25P01", "BEGIN",
                     "START TRANSACTION+warning 25001", "COMMIT"}));
}

TEST(TransactionBlock, AMessageIsOneImplicitTransaction) {
  TransactionBlock block;
  StatementTraits ddl;
  ddl.statement_class = StatementClass::ddl;
  StatementTraits dml;
  dml.statement_class = StatementClass::dml;
  EXPECT_FALSE(block.enter(ddl, seconds(0)));
  EXPECT_EQ(block.state(), BlockState::implicit);
  EXPECT_EQ(block.enter(dml, seconds(0))->rule, "mixed_ddl_dml_transaction");
  block.fail();
  EXPECT_EQ(block.state(), BlockState::idle);
  EXPECT_FALSE(block.enter(dml, seconds(0)));
  // BEGIN takes the statements before it into the block.
  EXPECT_EQ(block.begin(seconds(0)).action, BlockOutcome::Action::none);
  EXPECT_EQ(block.enter(ddl, seconds(0))->rule, "mixed_ddl_dml_transaction");
}

TEST(TransactionBlock, RowsAreRefusedAtOnce) {
  TransactionBlock block;
  block.begin(seconds(0));
  EXPECT_FALSE(block.charge_rows(2999));
  EXPECT_FALSE(block.charge_rows(1));
  EXPECT_EQ(block.charge_rows(1)->rule, "transaction_rows");
  block.fail();
  EXPECT_EQ(block.commit(seconds(1)).tag, "ROLLBACK");
  EXPECT_EQ(block.rows(), 0);
}

TEST(TransactionBlock, BytesAreRefusedAtCommit) {
  TransactionBlock block;
  block.begin(seconds(0));
  block.charge_bytes(10 * 1024 * 1024);
  EXPECT_FALSE(block.check_commit());
  block.charge_bytes(1);
  const auto large = block.check_commit();
  ASSERT_TRUE(large);
  EXPECT_EQ(large->error.message, "transaction size limit 10mb exceeded");
  EXPECT_EQ(large->error.detail, "Current transaction size 11mb > 10mb");
}

TEST(TransactionBlock, AgeIsRefusedAtTheNextInteraction) {
  Session session;
  session.run("BEGIN");
  session.now = seconds(300);
  EXPECT_EQ(session.run("SELECT 1"), "SELECT");
  session.now = seconds(310);
  StatementTraits commit;
  commit.statement_class = StatementClass::transaction;
  commit.ends_block = true;
  commit.tag = "COMMIT";
  const auto old = session.block.admit(commit, session.now);
  ASSERT_TRUE(old);
  EXPECT_EQ(old->error.message, "transaction age limit of 300s exceeded");
  EXPECT_EQ(old->error.detail, "Current transaction age 310s exceeds 300s");
  EXPECT_EQ(session.run("ROLLBACK"), "ROLLBACK");
}

TEST(TransactionBlock, ReadOnly) {
  Session session;
  EXPECT_EQ(run_all(session, {"BEGIN READ ONLY", "SELECT 1", "UPDATE t SET a = 1", "ROLLBACK",
                              "UPDATE t SET a = 1"}),
            (Answers{"BEGIN", "SELECT", "read_only_transaction", "ROLLBACK", "UPDATE"}));
}

TEST(TransactionBlock, Chain) {
  Session session;
  EXPECT_EQ(run_all(session, {"BEGIN READ ONLY", "COMMIT AND CHAIN"}),
            (Answers{"BEGIN", "COMMIT"}));
  EXPECT_EQ(session.block.state(), BlockState::in_block);
  EXPECT_TRUE(session.block.read_only());
}

// --- every rule of this phase --------------------------------------------------------------------

TEST(TransactionBlock, EveryRuleOfThisPhaseIsAnsweredByItsWitness) {
  for (const RuleView& rule : all_rules()) {
    if (rule.phase != Phase::block) continue;
    // One script cannot show it: a block that has failed, of which the tests above tell.
    if (rule.witness.find('<') != std::string_view::npos) continue;
    Session session;
    std::string last;
    const ParseTree script = parse(std::string(rule.witness));
    for (const Statement& statement : script.statements()) {
      last = session.run(std::string(statement.text));
      // What the executor would do: 3,001 rows, 310 s of sleep.
      if (rule.id == "transaction_rows") last = session.block.charge_rows(3001)->rule;
      if (statement.text.find("pg_sleep(310)") != std::string_view::npos)
        session.now += seconds(310);
    }
    EXPECT_EQ(last, rule.id) << rule.witness;
  }
}

}  // namespace
}  // namespace dsql::rules
