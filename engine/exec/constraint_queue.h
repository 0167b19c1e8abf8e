// ConstraintQueue: what foreign keys still have to do in a transaction: checks of new child rows,
// checks and actions for changed parent rows. Statements add to it; it runs when the statement has
// done its work, and what is deferred runs at COMMIT. Belongs to a TransactionState; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/types/value.h"

namespace dsql::engine {

struct Execution;

class ConstraintQueue {
 public:
  using Key = std::vector<Value>;  // values of the foreign key's columns, in its order

  // A child row with these values must find its parent.
  void check_child(std::shared_ptr<const Table> child, const ForeignKey& key, Key values);
  // A parent row that had these referenced values is gone, or has the new ones.
  void parent_removed(std::shared_ptr<const Table> parent, Oid child, const ForeignKey& key,
                      Key old_values);
  void parent_changed(std::shared_ptr<const Table> parent, Oid child, const ForeignKey& key,
                      Key old_values, Key new_values);

  bool empty() const { return pending_.empty() && deferred_.empty(); }

  // Runs everything that is not deferred, the rows that actions change included.
  // Raises: foreign_key_violation, and what writing rows raises.
  void finish_statement(Execution& execution);
  // At COMMIT: runs the rest.
  void finish_transaction(Execution& execution);

  // SET CONSTRAINTS: `keys` empty means all. Immediate ones that wait are run at once.
  void set_deferred(const std::vector<Oid>& keys, bool deferred, Execution& execution);

 private:
  struct Event {
    enum class Kind : std::uint8_t { child, removed, changed } kind = Kind::child;
    std::shared_ptr<const Table> table;  // the child of a child check, else the parent
    Oid child = 0;
    ForeignKey key;
    Key old_values;
    Key new_values;
  };

  bool is_deferred(const ForeignKey& key) const;
  void run(const Event& event, Execution& execution);
  void drain(Execution& execution);
  void run_deferred(Execution& execution, const std::vector<Oid>& keys);

  std::vector<Event> pending_;
  std::vector<Event> deferred_;
  // Modes that SET CONSTRAINTS has given, by foreign key; else as declared.
  bool all_set_ = false;
  bool all_deferred_ = false;
  std::set<Oid> set_deferred_;
  std::set<Oid> set_immediate_;
};

}  // namespace dsql::engine
