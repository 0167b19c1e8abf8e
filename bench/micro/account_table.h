// What the storage and commit benchmarks work on: pgbench's accounts, (integer key, integer,
// integer, text of 84), in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/storage/key_codec.h"
#include "engine/storage/row_codec.h"
#include "engine/txn/random.h"
#include "engine/txn/transaction.h"

namespace dsql::engine {

inline constexpr Oid account_table = 26384;

class AccountTable {
 public:
  AccountTable() {
    for (Column* column : {&id_, &branch_, &balance_}) column->set(0, std::int32_t{1});
    filler_.own(0, std::string(84, 'x'));
  }
  const RowCodec& codec() const { return rows_; }
  const std::string& key(std::int32_t id) {
    id_.set(0, id);
    keys_.encode({columns_.data(), 1}, 0, key_);
    return key_;
  }
  const std::string& row() {
    rows_.encode(columns_, 0, row_);
    return row_;
  }

 private:
  const KeyCodec keys_{account_table, {{&type_of(oid::int4)}}};
  const RowCodec rows_{{{.type = &type_of(oid::int4)},
                        {.type = &type_of(oid::int4)},
                        {.type = &type_of(oid::int4)},
                        {.type = &type_of(oid::text)}}};
  Column id_{Physical::int32, 1};
  Column branch_{Physical::int32, 1};
  Column balance_{Physical::int32, 1};
  Column filler_{Physical::bytes, 1};
  std::vector<const Column*> columns_{&id_, &branch_, &balance_, &filler_};
  std::string key_;
  std::string row_;
};

struct AccountStore {
  static constexpr std::int32_t rows = 100000;

  // `flushed`: the rows stand in a table file instead of the memtable.
  explicit AccountStore(bool flushed) {
    for (std::int32_t id = 0; id < rows;) {
      Transaction transaction(adjudicator);
      for (int i = 0; i < 1000; ++i, ++id)
        transaction.put(table.key(id), table.row(), {.table = account_table});
      transaction.commit();
    }
    if (flushed) store->checkpoint("loaded");
  }
  const std::string& random_key() {
    return table.key(static_cast<std::int32_t>(random.below(rows)));
  }

  std::unique_ptr<Store> store = Store::open({});
  Clock clock;
  FaultPlan faults;
  Adjudicator adjudicator{*store, clock, faults};
  Random random{1};
  AccountTable table;
};

}  // namespace dsql::engine
