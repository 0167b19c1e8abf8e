#include "engine/exec/commit.h"

#include <mutex>

#include "engine/catalog/catalog_codec.h"
#include "engine/storage/key_range.h"

namespace dsql::engine {

namespace {

// A transaction without DDL: the tables it wrote or locked must be as it saw them.
class WriterGuard final : public SchemaGuard {
 public:
  WriterGuard(const TransactionState& state, const CatalogHead& head)
      : pinned_(state.catalog), head_(head), tables_(state.txn->writes().tables()) {}

  bool current() override {
    const CatalogPointer newest = head_.newest();
    return newest == pinned_ || relations_unchanged(*pinned_, *newest, tables_);
  }

 private:
  CatalogPointer pinned_;
  const CatalogHead& head_;
  std::vector<Oid> tables_;
};

// A transaction with DDL: publishes what was rebased on the newest version.
class DdlGuard final : public SchemaGuard {
 public:
  DdlGuard(CatalogPointer base, CatalogPointer next, CatalogHead& head)
      : base_(std::move(base)), next_(std::move(next)), head_(head) {}

  bool current() override { return head_.newest() == base_; }
  bool publishes() const override { return true; }
  void publish(Sequence) noexcept override { head_.publish(next_); }

 private:
  CatalogPointer base_;
  CatalogPointer next_;
  CatalogHead& head_;
};

CommitResult schema_conflict(TransactionState& state) {
  state.txn->rollback();
  return {{.kind = CommitOutcome::Kind::schema_conflict}, nullptr};
}

CommitResult commit_ddl(TransactionState& state, CatalogHead& head) {
  const std::lock_guard turn(head.publishing());
  const CatalogPointer base = head.newest();
  const auto rebased = state.edit->rebase(base);
  if (!rebased) return schema_conflict(state);
  std::string key;
  for (const CatalogRecord& record : CatalogCodec::encode(*rebased)) {
    key.clear();
    append_relation(system_relation::catalog, key);
    key += record.key;
    const KeyUse use{.table = 0, .kind = EntryKind::system, .mode = LockMode::none};
    if (record.value) {
      state.txn->put(key, *record.value, use);
    } else {
      state.txn->erase(key, use);
    }
  }
  DdlGuard guard(base, rebased->version, head);
  state.txn->set_guard(&guard);
  CommitResult result{state.txn->commit(), nullptr};
  if (result.outcome.kind == CommitOutcome::Kind::committed) result.published = rebased->version;
  return result;
}

}  // namespace

void begin_reading(TransactionState& state, Adjudicator& adjudicator, CatalogHead& head) {
  while (true) {
    state.catalog = head.newest();
    if (!state.txn) state.txn = std::make_unique<Transaction>(adjudicator);
    state.txn->snapshot();
    if (head.newest() == state.catalog) return;
    state.txn.reset();  // a DDL commit came between the two
  }
}

CommitResult commit_transaction(TransactionState& state, CatalogHead& head) {
  if (state.edit && !state.edit->empty()) return commit_ddl(state, head);
  WriterGuard guard(state, head);
  state.txn->set_guard(&guard);
  return {state.txn->commit(), nullptr};
}

}  // namespace dsql::engine
