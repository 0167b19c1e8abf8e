#include "engine/exec/constraint_queue.h"

#include <algorithm>

#include "dsqlrules/conditions/constraint_errors.h"
#include "engine/exec/row_finder.h"
#include "engine/exec/row_text.h"
#include "engine/exec/table_writer.h"

namespace dsql::engine {

namespace {

bool all_null(const ConstraintQueue::Key& key) {
  return std::all_of(key.begin(), key.end(), [](const Value& value) { return value.is_null(); });
}
bool any_null(const ConstraintQueue::Key& key) {
  return std::any_of(key.begin(), key.end(), [](const Value& value) { return value.is_null(); });
}

class ForeignKeyCheck {
 public:
  ForeignKeyCheck(const ForeignKey& key, Execution& execution) : key_(key), execution_(execution) {}

  // A child row: its parent must be there, and is held KEY SHARE.
  void child(const std::shared_ptr<const Table>& child, const ConstraintQueue::Key& values) {
    if (all_null(values) || (any_null(values) && !key_.match_full)) return;
    const std::shared_ptr<const Table> parent = catalog().shared_table(key_.referenced_table);
    if (any_null(values)) {
      raise_missing(*child, std::string(rules::conditions::match_full_detail));
    }
    RowFinder finder(parent, execution_);
    const std::optional<std::string> row = finder.find_unique(
        key_.referenced_index, key_.referenced_columns, types_of(*child, key_.columns), values);
    if (!row) {
      raise_missing(*child,
                    rules::conditions::key_not_present_detail(
                        key_description(*child, key_.columns, values, execution_.context.format),
                        parent->name));
    }
    execution_.context.txn().lock(*row, parent->oid, LockMode::share);
  }

  void removed(const std::shared_ptr<const Table>& parent,
               const std::shared_ptr<const Table>& child, const ConstraintQueue::Key& old_values) {
    apply(key_.on_delete, parent, child, old_values, nullptr);
  }

  void changed(const std::shared_ptr<const Table>& parent,
               const std::shared_ptr<const Table>& child, const ConstraintQueue::Key& old_values,
               const ConstraintQueue::Key& new_values) {
    apply(key_.on_update, parent, child, old_values, &new_values);
  }

 private:
  const CatalogVersion& catalog() const { return execution_.context.catalog(); }

  static std::vector<Oid> types_of(const Table& table,
                                   const std::vector<AttributeNumber>& columns) {
    std::vector<Oid> types;
    for (const AttributeNumber n : columns)
      types.push_back(table.columns[static_cast<std::size_t>(n - 1)].type);
    return types;
  }

  [[noreturn]] void raise_missing(const Table& child, std::string detail) {
    rules::raise(rules::error(rules::conditions::foreign_key_violation, child.name, key_.name)
                     .with_detail(std::move(detail))
                     .on_constraint(catalog().schema(child.schema)->name, child.name, key_.name));
  }

  void apply(ReferentialAction action, const std::shared_ptr<const Table>& parent,
             const std::shared_ptr<const Table>& child, const ConstraintQueue::Key& old_values,
             const ConstraintQueue::Key* new_values) {
    if (any_null(old_values)) return;
    if (action == ReferentialAction::no_action && replaced(parent, old_values)) return;
    RowFinder finder(child, execution_);
    const std::vector<std::string> rows =
        finder.find_all(key_.columns, types_of(*parent, key_.referenced_columns), old_values);
    if (rows.empty()) return;
    switch (action) {
      case ReferentialAction::no_action:
      case ReferentialAction::restrict_: raise_referenced(*parent, *child, old_values);
      case ReferentialAction::cascade:
        if (new_values == nullptr) {
          remove(child, rows);
        } else {
          assign(child, rows, key_.columns, types_of(*parent, key_.referenced_columns), new_values);
        }
        return;
      case ReferentialAction::set_null:
      case ReferentialAction::set_default: {
        const bool subset = new_values == nullptr && !key_.set_columns.empty();
        const auto& columns = subset ? key_.set_columns : key_.columns;
        if (action == ReferentialAction::set_null) {
          ConstraintQueue::Key nulls(columns.size());
          assign(child, rows, columns, types_of(*child, columns), &nulls);
        } else {
          assign_defaults(child, rows, columns);
        }
      }
    }
  }

  // Another row has taken the old key's place: NO ACTION is content.
  bool replaced(const std::shared_ptr<const Table>& parent,
                const ConstraintQueue::Key& old_values) {
    RowFinder finder(parent, execution_);
    return finder
        .find_unique(key_.referenced_index, key_.referenced_columns,
                     types_of(*parent, key_.referenced_columns), old_values)
        .has_value();
  }

  [[noreturn]] void raise_referenced(const Table& parent, const Table& child,
                                     const ConstraintQueue::Key& values) {
    rules::raise(
        rules::error(rules::conditions::foreign_key_still_referenced, parent.name, key_.name,
                     child.name)
            .with_detail(rules::conditions::key_still_referenced_detail(
                key_description(parent, key_.referenced_columns, values, execution_.context.format),
                child.name))
            .on_constraint(catalog().schema(child.schema)->name, child.name, key_.name));
  }

  void remove(const std::shared_ptr<const Table>& child, const std::vector<std::string>& rows) {
    TableWriter writer(child, execution_);
    TableRows old_rows;
    for (const std::string& row : rows) {
      old_rows.prepare(*child, 1);
      if (!writer.fetch(row, old_rows, 0)) continue;
      writer.prepare_entries(old_rows, Selection::all(1), 1);
      writer.remove(row, old_rows, 0);
    }
  }

  template <class Fill>
  void modify(const std::shared_ptr<const Table>& child, const std::vector<std::string>& rows,
              Fill fill) {
    TableWriter writer(child, execution_);
    TableRows old_rows;
    TableRows new_rows;
    const Selection one = Selection::all(1);
    for (const std::string& row : rows) {
      old_rows.prepare(*child, 1);
      new_rows.prepare(*child, 1);
      if (!writer.fetch(row, old_rows, 0)) continue;
      for (std::size_t c = 0; c < child->columns.size(); ++c) {
        new_rows.targets()[c]->copy_value(0, *old_rows.columns()[c], 0, false);
      }
      fill(new_rows);
      writer.complete(new_rows, one);
      writer.prepare_entries(new_rows, one, 0);
      writer.prepare_entries(old_rows, one, 1);
      writer.update(row, old_rows, new_rows, 0);
    }
  }

  void assign(const std::shared_ptr<const Table>& child, const std::vector<std::string>& rows,
              const std::vector<AttributeNumber>& columns, const std::vector<Oid>& types,
              const ConstraintQueue::Key* values) {
    modify(child, rows, [&](TableRows& target) {
      for (std::size_t k = 0; k < columns.size(); ++k) {
        const Oid type = child->columns[static_cast<std::size_t>(columns[k] - 1)].type;
        const Value& value = (*values)[k];
        if (value.is_null()) {
          target.column(columns[k]).set_null(0);
        } else {
          coerce_bound(value, types[k], type).value.store(target.column(columns[k]), 0);
        }
      }
    });
  }

  void assign_defaults(const std::shared_ptr<const Table>& child,
                       const std::vector<std::string>& rows,
                       const std::vector<AttributeNumber>& columns) {
    const auto expressions = expressions_of(*child, catalog());
    modify(child, rows, [&](TableRows& target) {
      for (const AttributeNumber n : columns) {
        const ExprPtr& expr = expressions->defaults[static_cast<std::size_t>(n - 1)];
        if (expr) {
          evaluate_scalar(*expr, execution_).store(target.column(n), 0);
        } else {
          target.column(n).set_null(0);
        }
      }
    });
  }

  const ForeignKey& key_;
  Execution& execution_;
};

}  // namespace

void ConstraintQueue::check_child(std::shared_ptr<const Table> child, const ForeignKey& key,
                                  Key values) {
  if (any_null(values) && (!key.match_full || all_null(values))) return;
  pending_.push_back({Event::Kind::child, std::move(child), 0, key, std::move(values), {}});
}

void ConstraintQueue::parent_removed(std::shared_ptr<const Table> parent, Oid child,
                                     const ForeignKey& key, Key old_values) {
  if (any_null(old_values)) return;
  pending_.push_back(
      {Event::Kind::removed, std::move(parent), child, key, std::move(old_values), {}});
}

void ConstraintQueue::parent_changed(std::shared_ptr<const Table> parent, Oid child,
                                     const ForeignKey& key, Key old_values, Key new_values) {
  if (any_null(old_values)) return;
  pending_.push_back({Event::Kind::changed, std::move(parent), child, key, std::move(old_values),
                      std::move(new_values)});
}

bool ConstraintQueue::is_deferred(const ForeignKey& key) const {
  if (!key.deferrable) return false;
  if (set_deferred_.count(key.oid) != 0) return true;
  if (set_immediate_.count(key.oid) != 0) return false;
  return all_set_ ? all_deferred_ : key.initially_deferred;
}

void ConstraintQueue::run(const Event& event, Execution& execution) {
  // The key as it is now: it may have been dropped since.
  const Oid child_oid = event.kind == Event::Kind::child ? event.table->oid : event.child;
  const std::shared_ptr<const Table> child = execution.context.catalog().shared_table(child_oid);
  if (!child || find_foreign_key(execution.context.catalog(), child_oid, event.key.oid) == nullptr)
    return;
  ForeignKeyCheck check(event.key, execution);
  switch (event.kind) {
    case Event::Kind::child: check.child(child, event.old_values); return;
    case Event::Kind::removed: check.removed(event.table, child, event.old_values); return;
    case Event::Kind::changed:
      check.changed(event.table, child, event.old_values, event.new_values);
      return;
  }
}

void ConstraintQueue::drain(Execution& execution) {
  // Actions change rows, which adds events behind those being run.
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    const Event event = std::move(pending_[i]);
    const bool checks_only =
        event.kind == Event::Kind::child ||
        (event.kind == Event::Kind::removed ? event.key.on_delete : event.key.on_update) ==
            ReferentialAction::no_action;
    if (checks_only && is_deferred(event.key)) {
      deferred_.push_back(event);
    } else {
      run(event, execution);
    }
  }
  pending_.clear();
}

void ConstraintQueue::finish_statement(Execution& execution) {
  if (!pending_.empty()) drain(execution);
}

void ConstraintQueue::finish_transaction(Execution& execution) {
  drain(execution);
  run_deferred(execution, {});
}

void ConstraintQueue::run_deferred(Execution& execution, const std::vector<Oid>& keys) {
  std::vector<Event> due;
  std::vector<Event> kept;
  for (Event& event : deferred_) {
    const bool chosen =
        keys.empty() || std::find(keys.begin(), keys.end(), event.key.oid) != keys.end();
    (chosen ? due : kept).push_back(std::move(event));
  }
  deferred_ = std::move(kept);
  for (const Event& event : due) {
    // A child row that was checked late may have been changed or deleted since: what counts is
    // whether a row with these values still stands.
    if (event.kind == Event::Kind::child) {
      const std::shared_ptr<const Table> child =
          execution.context.catalog().shared_table(event.table->oid);
      if (!child) continue;
      std::vector<Oid> types;
      for (const AttributeNumber n : event.key.columns) {
        types.push_back(child->columns[static_cast<std::size_t>(n - 1)].type);
      }
      if (!any_null(event.old_values) && RowFinder(child, execution)
                                             .find_all(event.key.columns, types, event.old_values)
                                             .empty()) {
        continue;
      }
    }
    run(event, execution);
  }
  drain(execution);
}

void ConstraintQueue::set_deferred(const std::vector<Oid>& keys, bool deferred,
                                   Execution& execution) {
  if (keys.empty()) {
    all_set_ = true;
    all_deferred_ = deferred;
    set_deferred_.clear();
    set_immediate_.clear();
  }
  for (const Oid key : keys) {
    (deferred ? set_deferred_ : set_immediate_).insert(key);
    (deferred ? set_immediate_ : set_deferred_).erase(key);
  }
  if (!deferred) run_deferred(execution, keys);
}

}  // namespace dsql::engine
