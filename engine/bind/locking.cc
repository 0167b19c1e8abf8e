// FOR UPDATE and FOR KEY SHARE (transformLockingClause, CheckSelectLocking). NOWAIT and SKIP LOCKED
// have nothing to skip: nothing ever waits.
#include <algorithm>
#include <array>

#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/rules_query.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/sort.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

constexpr int for_key_share = PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORKEYSHARE;
constexpr int for_update = PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORUPDATE;

std::string_view kind_words(ScopeItem::Kind kind) {
  switch (kind) {
    case ScopeItem::Kind::function: return "a function";
    case ScopeItem::Kind::values: return "VALUES";
    case ScopeItem::Kind::cte: return "a WITH query";
    case ScopeItem::Kind::join: return "a join";
    default: return "";
  }
}

// What each item is locked with; 0 for not at all.
using Strengths = std::vector<int>;

void apply_named(Level& level, const PgQuery__LockingClause& clause, Strengths& strengths) {
  const int strength = clause.strength;
  for (const Node* node : nodes(clause.locked_rels, clause.n_locked_rels)) {
    const auto& range = *node->range_var;
    const std::string_view name = text_of(range.relname);
    if (present(range.schemaname) || present(range.catalogname))
      rules::raise(rules::error(conditions::locking_must_specify_unqualified, lock_words(strength))
                       .at(range.location));
    bool found = false;
    for (std::size_t i = 0; i < level.items.size(); ++i) {
      const ScopeItem& item = *level.items[i];
      if (item.name != name || item.name.empty()) continue;
      // What a join's alias hides cannot be named.
      if (std::ranges::find(level.visible, &item) == level.visible.end()) continue;
      if (const std::string_view words = kind_words(item.kind); !words.empty())
        rules::raise(
            rules::error(conditions::locking_cannot_be_applied_to, lock_words(strength), words)
                .at(range.location));
      strengths[i] = std::max(strengths[i], strength);
      found = true;
      break;
    }
    if (!found)
      rules::raise(rules::error(conditions::locking_relation_not_found, name, lock_words(strength))
                       .at(range.location));
  }
}

Strengths strengths_of(Level& level) {
  Strengths strengths(level.items.size(), level.inherited_lock);
  for (const Node* node : level.locking) {
    const auto& clause = *node->locking_clause;
    if (clause.n_locked_rels > 0) {
      apply_named(level, clause, strengths);
    } else {
      for (int& strength : strengths)
        strength = std::max(strength, static_cast<int>(clause.strength));
    }
  }
  return strengths;
}

}  // namespace

std::string_view lock_words(int strength) {
  static constexpr std::array<std::string_view, 6> words{
      "", "", "FOR KEY SHARE", "FOR SHARE", "FOR NO KEY UPDATE", "FOR UPDATE"};
  return words.at(static_cast<std::size_t>(strength));
}

void refuse_locking(const PgQuery__SelectStmt& statement, int inherited, std::string_view clause) {
  int strength = inherited;
  if (statement.n_locking_clause > 0)
    strength = static_cast<int>(statement.locking_clause[0]->locking_clause->strength);
  rules::raise(conditions::locking_not_allowed_with, lock_words(strength), clause);
}

RelationPtr add_locks(Binder& binder, Level& level, RelationPtr input) {
  if (level.locking.empty() && level.inherited_lock == 0) return input;
  const Strengths strengths = strengths_of(level);
  LockRows lock;
  for (std::size_t i = 0; i < level.items.size(); ++i) {
    ScopeItem& item = *level.items[i];
    const bool locked_kind = item.kind == ScopeItem::Kind::table ||
                             item.kind == ScopeItem::Kind::subquery ||
                             item.kind == ScopeItem::Kind::view;
    if (strengths[i] == 0 || !locked_kind) continue;
    if (item.nullable) rules::raise(conditions::locking_nullable_side, lock_words(strengths[i]));
    if (item.kind != ScopeItem::Kind::table) continue;
    if (strengths[i] != for_update && strengths[i] != for_key_share)
      rules::raise(rules::refusals::locking_clause);
    binder.privileges.need(binder.catalog, binder.role, *item.table, ObjectKind::table, 'w');
    TableScan& scan = std::get<TableScan>(item.relation->body);
    lock.targets.push_back(
        {scan.table, need_row_key(binder, scan),
         strengths[i] == for_update ? LockStrength::update : LockStrength::key_share});
  }
  if (lock.targets.empty()) return input;
  binder.locks = true;
  std::vector<ColumnId> outputs = input->outputs;
  return make_relation(RelationKind::lock_rows, {std::move(input)}, std::move(outputs),
                       std::move(lock));
}

}  // namespace dsql::engine
