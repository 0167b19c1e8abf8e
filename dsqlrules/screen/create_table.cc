// CREATE TABLE: clauses, columns and constraints. What depends on values (types, sizes, counts,
// CACHE) is shape's business.
#include <string_view>

#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

using Kind = PgQuery__ConstrType;

// --- constraints ---------------------------------------------------------------------------------

std::string_view attribute_name(Kind kind) {
  switch (kind) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE: return "DEFERRABLE";
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE: return "NOT DEFERRABLE";
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED: return "INITIALLY DEFERRED";
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE: return "INITIALLY IMMEDIATE";
    default: return {};
  }
}

bool is_unique_kind(Kind kind) {
  return kind == PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE ||
         kind == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
}

void check_constraint(const PgQuery__Constraint& constraint, Walker& walker) {
  if (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION) {
    return walker.report(refusals::exclusion_constraint, constraint.location);
  }
  if (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN) {
    walker.report(refusals::foreign_key_before, constraint.location);
  }
  if (!is_unique_kind(constraint.contype)) return;
  if (constraint.n_options > 0)
    walker.report(refusals::constraint_storage_parameters, constraint.location);
  if (*constraint.indexspace != '\0')
    walker.report(refusals::constraint_tablespace, constraint.location);
  if (constraint.deferrable || constraint.initdeferred) {
    walker.report(refusals::deferrable_unique, constraint.location);
  }
}

// Attributes of column constraints are list members of their own: they belong to the one before
// them.
void check_column_attributes(const PgQuery__ColumnDef& column, Walker& walker) {
  Kind before = PG_QUERY__CONSTR_TYPE__CONSTR_TYPE_UNDEFINED;
  for (const Node* node : nodes(column.n_constraints, column.constraints)) {
    const PgQuery__Constraint& constraint = *node->constraint;
    const std::string_view attribute = attribute_name(constraint.contype);
    if (attribute.empty()) {
      before = constraint.contype;
      continue;
    }
    const bool defers = constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE ||
                        constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED;
    if (is_unique_kind(before)) {
      if (defers) walker.report(refusals::deferrable_unique, constraint.location);
    } else if (before != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN) {
      walker.report(refusals::misplaced_clause, constraint.location, attribute);
    }
  }
}

// --- columns and clauses -------------------------------------------------------------------------

void check_column(const PgQuery__ColumnDef& column, Walker& walker) {
  if (*column.compression != '\0') walker.report(refusals::column_compression, column.location);
  if (column.coll_clause != nullptr)
    walker.report(refusals::column_collation, column.coll_clause->location);
  check_column_attributes(column, walker);
}

void check_persistence(const PgQuery__RangeVar& relation, Walker& walker) {
  const std::string_view persistence = relation.relpersistence;
  if (persistence == "t") walker.report(refusals::temporary_table, -1);
  if (persistence == "u") walker.report(refusals::unlogged_table, -1);
}

void check_clauses(const PgQuery__CreateStmt& create, Walker& walker) {
  check_persistence(*create.relation, walker);
  if (create.partspec != nullptr) walker.report(refusals::partition_by, create.partspec->location);
  if (create.partbound != nullptr) {
    walker.report(refusals::partition_of, create.n_inh_relations > 0
                                              ? node_location(*create.inh_relations[0])
                                              : create.partbound->location);
  } else if (create.n_inh_relations > 0) {
    walker.report(refusals::inherits, node_location(*create.inh_relations[0]));
  }
  if (create.of_typename != nullptr)
    walker.report(refusals::typed_table, create.of_typename->location);
  if (create.n_options > 0)
    walker.report(refusals::storage_parameters, node_location(*create.options[0]));
  if (create.oncommit > PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_NOOP)
    walker.report(refusals::on_commit, -1);
  if (*create.tablespacename != '\0') walker.report(refusals::tablespace, -1);
  if (*create.access_method != '\0') walker.report(refusals::table_access_method, -1);
}

void check_create_table(const PgQuery__CreateStmt& create, Walker& walker) {
  check_clauses(create, walker);
  for (const Node* element : nodes(create.n_table_elts, create.table_elts)) {
    if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
      check_column(*element->column_def, walker);
  }
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__create_stmt__descriptor,
     .screened = "relation table_elts",
     .checked = "inh_relations partbound partspec of_typename options oncommit tablespacename "
                "access_method",
     .free = "if_not_exists",
     .never = "constraints",
     .check = check<check_create_table>},
    {.type = &pg_query__column_def__descriptor,
     .screened = "type_name raw_default constraints",
     .checked = "compression coll_clause",
     .free = "colname is_local storage_name identity location",
     .never = "inhcount is_not_null is_from_type storage cooked_default identity_sequence "
              "generated coll_oid "
              "fdwoptions"},
    {.type = &pg_query__constraint__descriptor,
     .screened = "raw_expr where_clause pktable",
     .checked = "contype deferrable initdeferred options indexspace exclusions access_method",
     .free = "conname skip_validation initially_valid is_no_inherit generated_when "
             "nulls_not_distinct keys including "
             "indexname fk_attrs pk_attrs fk_matchtype fk_upd_action fk_del_action fk_del_set_cols "
             "location",
     .never = "cooked_expr inhcount reset_default_tblspc old_conpfeqop old_pktable_oid",
     .check = check<check_constraint>},
    {.type = &pg_query__table_like_clause__descriptor,
     .screened = "relation",
     .free = "options",
     .never = "relation_oid"},
};

}  // namespace

std::span<const MessageRow> create_table_rows() { return rows; }

}  // namespace dsql::rules
