// CREATE INDEX, in the service's order of precedence.
#include <string_view>

#include "dsqlrules/conditions/rules_index.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/parse/tokens.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

// The grammar fills in "btree", so only the text says whether USING was written: between the
// table's name and the list of keys. The offset of USING, -1 if it is not there.
int using_location(const PgQuery__IndexStmt& index, const Statement& statement) {
  const int from = index.relation->location - statement.location;
  if (from < 0 || from >= static_cast<int>(statement.text.size())) return -1;
  for (const Token& token : scan_tokens(statement.text.substr(from))) {
    if (token.kind == PG_QUERY__TOKEN__USING) return index.relation->location + token.start;
    if (token.kind == PG_QUERY__TOKEN__ASCII_40) return -1;
  }
  return -1;
}

void check_mode(const PgQuery__IndexStmt& index, Walker& walker) {
  if (index.concurrent) walker.report(refusals::index_concurrently, -1);
  if (const int location = using_location(index, walker.statement()); location >= 0) {
    walker.report(refusals::index_using, location);
  }
  if (index.where_clause != nullptr)
    walker.report(refusals::index_where_before, node_location(*index.where_clause));
  if (index.n_options > 0)
    walker.report(refusals::index_storage_parameters, node_location(*index.options[0]));
  if (*index.table_space != '\0') walker.report(refusals::index_tablespace, -1);
  // CONCURRENTLY has said it already.
  if (!walker.statement().async && !walker.options().sync_create_index && !index.concurrent) {
    walker.report(refusals::index_async, -1);
  }
}

void check_key(const PgQuery__IndexElem& key, Walker& walker) {
  const int location = key.expr != nullptr ? node_location(*key.expr) : -1;
  if (key.ordering > PG_QUERY__SORT_BY_DIR__SORTBY_DEFAULT)
    walker.report(refusals::index_sort_direction, location);
  if (key.n_opclass > 0 || key.n_opclassopts > 0)
    walker.report(refusals::index_operator_class, location);
  if (key.n_collation > 0) walker.report(refusals::index_collation, location);
  if (key.expr != nullptr) walker.report(refusals::index_expression_before, location);
}

void check_index(const PgQuery__IndexStmt& index, Walker& walker) {
  check_mode(index, walker);
  for (const Node* key : nodes(index.n_index_params, index.index_params))
    check_key(*key->index_elem, walker);
  for (const Node* included : nodes(index.n_index_including_params, index.index_including_params)) {
    if (included->index_elem->expr != nullptr) {
      walker.report(refusals::index_include_expression, node_location(*included->index_elem->expr));
    }
  }
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__index_stmt__descriptor,
     .screened = "relation index_params index_including_params where_clause",
     .checked = "access_method table_space options concurrent",
     .free = "idxname unique nulls_not_distinct if_not_exists",
     .never = "exclude_op_names idxcomment index_oid old_number old_create_subid "
              "old_first_relfilelocator_subid "
              "primary isconstraint deferrable initdeferred transformed reset_default_tblspc",
     .check = check<check_index>},
    // Also the inference elements of ON CONFLICT, where every part means what it means in
    // PostgreSQL.
    {.type = &pg_query__index_elem__descriptor,
     .screened = "expr",
     .checked = "collation opclass opclassopts ordering",
     .free = "name nulls_ordering",
     .never = "indexcolname"},
};

}  // namespace

std::span<const MessageRow> index_rows() { return rows; }

}  // namespace dsql::rules
