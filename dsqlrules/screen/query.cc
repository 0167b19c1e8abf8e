// SELECT and its clauses: FROM items, WITH, grouping, locking.
#include <algorithm>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/rules_query.h"
#include "dsqlrules/conditions/rules_statement.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

// --- locking clauses -----------------------------------------------------------------------------

using Strength = PgQuery__LockClauseStrength;

// The names by which a locking clause can reach the relations of a FROM clause. Functions, VALUES
// and references to a WITH query are not locked.
class LockableNames {
 public:
  explicit LockableNames(const PgQuery__SelectStmt& select) : select_(select) {
    for (const Node* item : nodes(select.n_from_clause, select.from_clause)) add(*item);
  }

  const std::vector<std::string_view>& names() const { return names_; }

 private:
  void add(const Node& item) {
    switch (item.node_case) {
      case PG_QUERY__NODE__NODE_RANGE_VAR: {
        const PgQuery__RangeVar& relation = *item.range_var;
        if (*relation.schemaname == '\0' && is_with_query(relation.relname)) return;
        names_.push_back(relation.alias ? relation.alias->aliasname : relation.relname);
        return;
      }
      case PG_QUERY__NODE__NODE_RANGE_SUBSELECT: {
        const PgQuery__RangeSubselect& subselect = *item.range_subselect;
        if (!LockableNames(*subselect.subquery->select_stmt).names().empty()) {
          names_.push_back(subselect.alias ? subselect.alias->aliasname : "");
        }
        return;
      }
      case PG_QUERY__NODE__NODE_JOIN_EXPR:
        add(*item.join_expr->larg);
        add(*item.join_expr->rarg);
        return;
      default: return;
    }
  }

  bool is_with_query(std::string_view name) const {
    if (select_.with_clause == nullptr) return false;
    const auto entries = nodes(select_.with_clause->n_ctes, select_.with_clause->ctes);
    return std::any_of(entries.begin(), entries.end(), [&](const Node* entry) {
      return entry->common_table_expr->ctename == name;
    });
  }

  const PgQuery__SelectStmt& select_;
  std::vector<std::string_view> names_;
};

bool applies_to(const PgQuery__LockingClause& clause, std::string_view name) {
  if (clause.n_locked_rels == 0) return true;
  const auto locked = nodes(clause.n_locked_rels, clause.locked_rels);
  return std::any_of(locked.begin(), locked.end(),
                     [&](const Node* relation) { return relation->range_var->relname == name; });
}

// The strongest clause decides how a relation is locked; a weaker one on it is without effect.
Strength strongest_on(const PgQuery__SelectStmt& select, std::string_view name) {
  Strength strongest = PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_NONE;
  for (const Node* clause : nodes(select.n_locking_clause, select.locking_clause)) {
    if (applies_to(*clause->locking_clause, name))
      strongest = std::max(strongest, clause->locking_clause->strength);
  }
  return strongest;
}

void check_locking(const PgQuery__SelectStmt& select, Walker& walker) {
  const LockableNames lockable(select);
  for (const std::string_view name : lockable.names()) {
    const Strength strength = strongest_on(select, name);
    if (strength == PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORUPDATE ||
        strength == PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_NONE) {
      continue;
    }
    walker.report(refusals::locking_clause_before, -1);
    if (strength != PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORKEYSHARE)
      walker.report(refusals::locking_clause, -1);
    return;
  }
}

// --- checks --------------------------------------------------------------------------------------

void check_select(const PgQuery__SelectStmt& select, Walker& walker) {
  if (select.into_clause != nullptr) walker.report(refusals::select_into, -1);
  if (select.n_locking_clause > 0) check_locking(select, walker);
}

void check_table_sample(const PgQuery__RangeTableSample& sample, Walker& walker) {
  walker.report(refusals::tablesample, sample.location);
}

void check_json_table(const PgQuery__JsonTable& table, Walker& walker) {
  walker.report(refusals::newer_syntax, table.location, "JSON_TABLE");
}

void check_xml_table(const PgQuery__RangeTableFunc& table, Walker& walker) {
  walker.report(refusals::xml_expression, table.location);
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__select_stmt__descriptor,
     .screened =
         "distinct_clause target_list from_clause where_clause group_clause having_clause "
         "window_clause "
         "values_lists sort_clause limit_offset limit_count locking_clause with_clause larg rarg",
     .checked = "into_clause",
     .free = "group_distinct limit_option op all",
     .check = check<check_select>},
    {.type = &pg_query__res_target__descriptor,
     .screened = "indirection val",
     .free = "name location"},
    {.type = &pg_query__grouping_set__descriptor, .screened = "content", .free = "kind location"},
    {.type = &pg_query__locking_clause__descriptor,
     .screened = "locked_rels",
     .free = "strength wait_policy"},
    // --- FROM ---
    {.type = &pg_query__range_var__descriptor,
     .screened = "alias",
     .free = "catalogname schemaname relname inh relpersistence location"},
    {.type = &pg_query__alias__descriptor, .free = "aliasname colnames"},
    {.type = &pg_query__range_subselect__descriptor,
     .screened = "subquery alias",
     .free = "lateral"},
    {.type = &pg_query__range_function__descriptor,
     .screened = "functions alias coldeflist",
     .free = "lateral ordinality is_rowsfrom"},
    {.type = &pg_query__join_expr__descriptor,
     .screened = "larg rarg join_using_alias quals alias",
     .free = "jointype is_natural using_clause",
     .never = "rtindex"},
    {.type = &pg_query__range_table_sample__descriptor,
     .checked = "relation method args repeatable location",
     .check = check<check_table_sample>},
    {.type = &pg_query__range_table_func__descriptor,
     .checked = "lateral docexpr rowexpr namespaces columns alias location",
     .check = check<check_xml_table>},
    {.type = &pg_query__json_table__descriptor,
     .checked = "context_item pathspec passing columns on_error alias lateral location",
     .check = check<check_json_table>},
    // --- WITH ---
    {.type = &pg_query__with_clause__descriptor, .screened = "ctes", .free = "recursive location"},
    {.type = &pg_query__common_table_expr__descriptor,
     .screened = "ctequery search_clause cycle_clause",
     .free = "ctename aliascolnames ctematerialized location",
     .never = "cterecursive cterefcount ctecolnames ctecoltypes ctecoltypmods ctecolcollations"},
    {.type = &pg_query__ctesearch_clause__descriptor,
     .free = "search_col_list search_breadth_first search_seq_column location"},
    {.type = &pg_query__ctecycle_clause__descriptor,
     .screened = "cycle_mark_value cycle_mark_default",
     .free = "cycle_col_list cycle_mark_column cycle_path_column location",
     .never = "cycle_mark_type cycle_mark_typmod cycle_mark_collation cycle_mark_neop"},
};

}  // namespace

std::span<const MessageRow> query_rows() { return rows; }

}  // namespace dsql::rules
