// What a transaction needs around it, in memory.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/txn/random.h"
#include "engine/txn/transaction.h"

namespace dsql::engine {

struct TestCluster {
  std::unique_ptr<Store> store = Store::open({});
  Clock clock;
  FaultPlan faults;
  Adjudicator adjudicator{*store, clock, faults};

  // The committed value of `key` now, or "(none)".
  std::string read(std::string_view key) {
    Transaction transaction(adjudicator);
    Pin pin;
    return std::string(transaction.get(key, every_command, pin).value_or("(none)"));
  }
  CommitOutcome write(std::string_view key, std::string_view value, Oid table = 1) {
    Transaction transaction(adjudicator);
    transaction.put(key, value, {.table = table});
    return transaction.commit();
  }
};

}  // namespace dsql::engine
