// StatementServices: what running functions, system relations and the planner may ask of a session
// and its cluster. One a session; on its thread.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/functions/function.h"
#include "engine/plan/planner.h"
#include "engine/session/cluster_context.h"
#include "engine/session/sequence_counters.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {

class Settings;
struct TransactionState;

class StatementServices final : public FunctionServices,
                                public SystemState,
                                public PlanStatistics,
                                public ObjectNames {
 public:
  // Everything is borrowed from the session and outlives this.
  StatementServices(ClusterContext& cluster, Settings& settings, TransactionState& transaction,
                    const std::string& session_user, const std::atomic<bool>& cancelled)
      : cluster_(cluster),
        settings_(settings),
        transaction_(transaction),
        session_user_(session_user),
        cancelled_(cancelled) {}

  // A statement begins: its time, and the role it runs as.
  void start_statement(std::int64_t time) { statement_time_ = time; }

  // --- FunctionServices ---
  std::int64_t transaction_time() const override { return transaction_.started_at; }
  std::int64_t statement_time() const override { return statement_time_; }
  std::int64_t clock_time() override { return cluster_.clock.now(); }
  std::uint64_t random() override { return cluster_.random.next(); }
  void seed_random(double seed) override;
  void sleep(double seconds) override;
  std::string setting(std::string_view name, bool missing_ok, bool& found) override;
  std::string set_setting(std::string_view name, std::string_view value, bool local) override;
  std::string_view current_user() const override;
  std::string_view session_user() const override { return session_user_; }
  std::string_view current_schema() const override;
  std::vector<std::string> current_schemas(bool include_implicit) const override;
  std::int64_t nextval(Oid sequence) override;
  std::int64_t currval(Oid sequence) override;
  std::int64_t lastval() override;
  std::pair<std::int64_t, bool> sequence_position(Oid sequence) override;
  std::int64_t setval(Oid sequence, std::int64_t value, bool is_called) override;
  const CatalogVersion& catalog() const override { return *transaction_.catalog; }

  // --- both ---
  std::string view_definition(Oid view, bool pretty, int wrap) const override;

  // --- SystemState ---
  std::vector<JobRow> jobs() const override { return cluster_.jobs.jobs(); }
  std::vector<SettingRow> settings() const override;
  std::optional<SequenceState> sequence(Oid oid) const override {
    return cluster_.sequences.state(oid);
  }
  TableNumbers numbers(Oid relation) const override {
    return cluster_.statistics.numbers(relation);
  }
  Oid current_role() const override;

  // --- ObjectNames ---
  std::string object_name(Oid type, Oid object) const override;

  // --- PlanStatistics ---
  double table_rows(Oid table) const override;

 private:
  const SequenceObject& find_sequence(Oid oid) const;

  struct Cached {
    std::int64_t next = 0;  // of the values taken but not used
    std::int64_t left = 0;
    std::int64_t last = 0;  // what nextval answered last in this session
    bool called = false;
  };

  ClusterContext& cluster_;
  Settings& settings_;
  TransactionState& transaction_;
  const std::string& session_user_;
  const std::atomic<bool>& cancelled_;
  std::int64_t statement_time_ = 0;
  std::unordered_map<Oid, Cached> sequences_;
  Oid last_sequence_ = 0;
};

}  // namespace dsql::engine
