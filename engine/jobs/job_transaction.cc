#include "engine/jobs/job_transaction.h"

#include <numeric>

#include "engine/exec/constraint_queue.h"
#include "engine/types/timezone.h"

namespace dsql::engine {

// What a job answers to functions in checks and index expressions: there is no session behind it.
class JobServices final : public FunctionServices, public SystemState {
 public:
  JobServices(const JobEnvironment& environment, const TransactionState& state)
      : environment_(environment), state_(state), started_(environment.clock.now()) {}

  std::int64_t transaction_time() const override { return started_; }
  std::int64_t statement_time() const override { return started_; }
  std::int64_t clock_time() override { return environment_.clock.now(); }
  std::uint64_t random() override { return 0; }
  void seed_random(double) override {}
  void sleep(double) override {}
  std::string setting(std::string_view, bool, bool& found) override {
    found = false;
    return {};
  }
  std::string set_setting(std::string_view, std::string_view, bool) override { return {}; }
  std::string_view current_user() const override { return "admin"; }
  std::string_view session_user() const override { return "admin"; }
  std::string_view current_schema() const override { return "public"; }
  std::vector<std::string> current_schemas(bool) const override { return {"public"}; }
  // Checks and index expressions that DDL accepted take no values from sequences.
  std::int64_t nextval(Oid) override { return 0; }
  std::int64_t currval(Oid) override { return 0; }
  std::int64_t lastval() override { return 0; }
  std::pair<std::int64_t, bool> sequence_position(Oid) override { return {0, false}; }
  std::int64_t setval(Oid, std::int64_t value, bool) override { return value; }
  const CatalogVersion& catalog() const override { return *state_.catalog; }
  std::string view_definition(Oid, bool, int) const override { return {}; }  // no job shows one

  std::vector<JobRow> jobs() const override { return {}; }
  std::vector<SettingRow> settings() const override { return {}; }
  std::optional<SequenceState> sequence(Oid) const override { return std::nullopt; }
  TableNumbers numbers(Oid relation) const override {
    return environment_.statistics.numbers(relation);
  }
  Oid current_role() const override { return oid::role_admin; }

 private:
  const JobEnvironment& environment_;
  const TransactionState& state_;
  std::int64_t started_;
};

JobTransaction::JobTransaction(const JobEnvironment& environment, const std::atomic<bool>& stopping)
    : environment_(environment) {
  begin_reading(state_, environment.adjudicator, environment.catalog);
  state_.constraints = std::make_unique<ConstraintQueue>();
  state_.started_at = environment.clock.now();
  format_.zone = &utc_zone();
  format_.transaction_time = state_.started_at;
  services_ = std::make_unique<JobServices>(environment, state_);
  context_ = std::make_unique<ExecContext>(ExecContext{.transaction = state_,
                                                       .block = block_,
                                                       .services = *services_,
                                                       .system = *services_,
                                                       .store = environment.store,
                                                       .format = format_,
                                                       .parameters = {},
                                                       .cancelled = stopping,
                                                       .command = state_.txn->command()});
  execution_ = std::make_unique<Execution>(Execution{*context_, plan_, {}, nullptr});
}

JobTransaction::~JobTransaction() = default;

CatalogEdit& JobTransaction::edit() {
  if (!state_.edit) state_.edit = std::make_unique<CatalogEdit>(state_.catalog);
  return *state_.edit;
}

bool JobTransaction::commit() {
  const CommitResult result = commit_transaction(state_, environment_.catalog);
  return result.outcome.kind == CommitOutcome::Kind::committed;
}

std::uint32_t TableCursor::read(const Table& table, JobTransaction& transaction, TableRows& rows) {
  const auto storage = storage_of(table);
  std::vector<std::uint16_t> wanted(table.columns.size());
  std::iota(wanted.begin(), wanted.end(), std::uint16_t{0});
  const RowDecoder decoder(storage->row, std::move(wanted));
  rows.prepare(table, limit_);
  keys_.clear();

  const KeyRange all = relation_range(table.oid);
  OverlayIterator iterator = transaction.txn().scan(all, Direction::forward, every_command);
  // The smallest key behind the last one is that key with a zero byte.
  iterator.seek({resume_.empty() ? all.begin : resume_ + '\0', all.end});
  for (; iterator.valid() && keys_.size() < limit_; iterator.next()) {
    decoder.decode(iterator.value(), rows.targets(), static_cast<std::uint32_t>(keys_.size()));
    keys_.emplace_back(iterator.key());
  }
  if (!keys_.empty()) last_ = keys_.back();
  return static_cast<std::uint32_t>(keys_.size());
}

}  // namespace dsql::engine
