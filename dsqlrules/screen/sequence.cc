// CREATE SEQUENCE and ALTER SEQUENCE. CACHE and type are values: shape's business.
#include <string_view>

#include "dsqlrules/conditions/rules_type.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

void check_create_sequence(const PgQuery__CreateSeqStmt& create, Walker& walker) {
  const std::string_view persistence = create.sequence->relpersistence;
  if (persistence == "t") walker.report(refusals::temporary_sequence, -1);
  if (persistence == "u") walker.report(refusals::unlogged_sequence, -1);
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__create_seq_stmt__descriptor,
     .screened = "sequence options",
     .free = "if_not_exists",
     .never = "owner_id for_identity",
     .check = check<check_create_sequence>},
    {.type = &pg_query__alter_seq_stmt__descriptor,
     .screened = "sequence options",
     .free = "missing_ok",
     .never = "for_identity"},
    // An option of any statement; what its value may be is checked by the statement or bound.
    {.type = &pg_query__def_elem__descriptor,
     .screened = "arg",
     .free = "defnamespace defname defaction location"},
};

}  // namespace

std::span<const MessageRow> sequence_rows() { return rows; }

}  // namespace dsql::rules
