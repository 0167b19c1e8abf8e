// The options of CREATE SEQUENCE, ALTER SEQUENCE and identity columns, as PostgreSQL's init_params
// reads and checks them. Pure.
#pragma once

#include <optional>

#include "engine/bind/ddl_binder.h"

namespace dsql::engine {

struct SequenceOptions {
  SequenceObject sequence;
  std::optional<std::int64_t> restart;  // ALTER … RESTART: where the counter goes
  const Node* owned_by = nullptr;       // the list of names after OWNED BY
  std::optional<SplitName> name;        // SEQUENCE NAME of an identity column
};

// `before`: the sequence as it is, null for a new one. Raises: conflicting_or_redundant_options,
// the sequence_* conditions.
SequenceOptions read_sequence_options(Nodes options, const SequenceObject* before);

// Applies OWNED BY to the sequence. Raises: invalid_owned_by, undefined_table, undefined_column,
// sequence_schema_mismatch, sequence_owner_mismatch.
void apply_owned_by(DdlBinder& binder, const Node& names, SequenceObject& sequence);

}  // namespace dsql::engine
