#include <set>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_names.h"
#include "engine/bind/ddl_sequence_options.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

struct Bounds {
  bool minimum = false;  // given, or asked to be the default again
  bool maximum = false;
  bool start = false;
  bool restart = false;
};

std::int64_t number_of(const PgQuery__DefElem& option) {
  const auto number = rules::integer_of(option.arg);
  if (!number) {
    rules::raise(conditions::invalid_sequence_number, text_of(option.defname));
  }
  return *number;
}

void read_option(const PgQuery__DefElem& option, SequenceOptions& out, Bounds& given) {
  SequenceObject& sequence = out.sequence;
  const std::string_view name = text_of(option.defname);
  if (name == "increment") {
    sequence.increment = number_of(option);
    if (sequence.increment == 0) rules::raise(conditions::sequence_increment_zero);
  } else if (name == "start") {
    sequence.start = number_of(option);
    given.start = true;
  } else if (name == "restart") {
    given.restart = true;
    if (option.arg != nullptr) out.restart = number_of(option);
  } else if (name == "maxvalue") {
    given.maximum = true;
    sequence.maximum =
        option.arg == nullptr ? (sequence.increment > 0 ? INT64_MAX : -1) : number_of(option);
  } else if (name == "minvalue") {
    given.minimum = true;
    sequence.minimum =
        option.arg == nullptr ? (sequence.increment > 0 ? 1 : INT64_MIN) : number_of(option);
  } else if (name == "cache") {
    sequence.cache = number_of(option);
    check_sequence_cache(sequence.cache);
  } else if (name == "cycle") {
    sequence.cycle = rules::boolean_of(option.arg).value_or(false);
  } else if (name == "owned_by") {
    out.owned_by = option.arg;
  } else if (name == "sequence_name") {
    out.name = split_name(list_of(*option.arg));
  }  // "as": the screen lets only bigint through
}

// Whether one option is read before the others: its value decides their defaults.
bool read_first(const PgQuery__DefElem& option) { return text_of(option.defname) == "increment"; }

void check_values(const SequenceObject& sequence) {
  if (sequence.minimum >= sequence.maximum)
    rules::raise(conditions::sequence_minimum_not_below_maximum, sequence.minimum,
                 sequence.maximum);
  if (sequence.start < sequence.minimum)
    rules::raise(conditions::sequence_start_below_minimum, sequence.start, sequence.minimum);
  if (sequence.start > sequence.maximum)
    rules::raise(conditions::sequence_start_above_maximum, sequence.start, sequence.maximum);
}

}  // namespace

SequenceOptions read_sequence_options(Nodes options, const SequenceObject* before) {
  SequenceOptions out;
  if (before != nullptr) out.sequence = *before;
  Bounds given;
  std::set<std::string_view> seen;
  for (const Node* node : options) {
    if (!seen.insert(text_of(node->def_elem->defname)).second)
      rules::raise(
          rules::error(conditions::conflicting_or_redundant_options).at(node->def_elem->location));
  }
  for (const bool first : {true, false}) {
    for (const Node* node : options) {
      if (read_first(*node->def_elem) == first) read_option(*node->def_elem, out, given);
    }
  }
  SequenceObject& sequence = out.sequence;
  if (before == nullptr) {
    const bool ascending = sequence.increment > 0;
    if (!given.minimum) sequence.minimum = ascending ? 1 : INT64_MIN;
    if (!given.maximum) sequence.maximum = ascending ? INT64_MAX : -1;
    if (!given.start) sequence.start = ascending ? sequence.minimum : sequence.maximum;
  }
  check_values(sequence);
  if (given.restart && !out.restart) out.restart = sequence.start;
  if (out.restart && *out.restart < sequence.minimum)
    rules::raise(conditions::sequence_restart_below_minimum, *out.restart, sequence.minimum);
  if (out.restart && *out.restart > sequence.maximum)
    rules::raise(conditions::sequence_restart_above_maximum, *out.restart, sequence.maximum);
  return out;
}

void apply_owned_by(DdlBinder& binder, const Node& names, SequenceObject& sequence) {
  const Nodes parts = list_of(names);
  if (parts.size() == 1) {
    if (string_of(*parts[0]) != "none") rules::raise(conditions::invalid_owned_by);
    sequence.owned_table = 0;
    sequence.owned_column = 0;
    return;
  }
  const SplitName name = split_name(parts.first(parts.size() - 1));
  const FoundRelation found =
      find_relation(binder.catalog, binder.lookup_path(name.schema), name.name);
  if (!found) rules::raise(conditions::undefined_table, name.name);
  if (found.kind != 'r') rules::raise(conditions::sequence_owner_not_table, name.name);
  if (found.table->owner != sequence.owner) rules::raise(conditions::sequence_owner_mismatch);
  if (found.table->schema != sequence.schema) rules::raise(conditions::sequence_schema_mismatch);
  const TableColumn* column = found.table->find_column(string_of(*parts.back()));
  if (column == nullptr)
    rules::raise(conditions::undefined_column_of_relation, string_of(*parts.back()),
                 found.table->name);
  sequence.owned_table = found.table->oid;
  sequence.owned_column = column->number;
}

BoundDdl bind_create_sequence(DdlBinder& binder, const PgQuery__CreateSeqStmt& statement) {
  BoundDdl ddl{.tag = "CREATE SEQUENCE", .notices = {}, .action = NothingToDo{}};
  binder.check_database(*statement.sequence);
  const Oid schema = binder.creation_schema(text_of(statement.sequence->schemaname));
  const std::string name = statement.sequence->relname;
  if (find_relation(binder.catalog, schema, name)) {
    if (!statement.if_not_exists) rules::raise(conditions::duplicate_table, name);
    binder.notice(rules::error(conditions::relation_exists_skipping, name));
    return ddl;
  }
  check_sequence_count(binder.catalog);
  SequenceOptions options =
      read_sequence_options(nodes(statement.options, statement.n_options), nullptr);
  SequenceObject& sequence = options.sequence;
  sequence.schema = schema;
  sequence.name = name;
  sequence.owner = binder.role_id();
  if (options.owned_by != nullptr) apply_owned_by(binder, *options.owned_by, sequence);
  ddl.action = PutSequence{std::move(sequence), std::nullopt};
  return ddl;
}

BoundDdl bind_alter_sequence(DdlBinder& binder, const PgQuery__AlterSeqStmt& statement) {
  BoundDdl ddl{.tag = "ALTER SEQUENCE", .notices = {}, .action = NothingToDo{}};
  const FoundRelation found = binder.find(*statement.sequence, statement.missing_ok);
  if (!found) {
    if (!statement.missing_ok)
      rules::raise(conditions::undefined_table, statement.sequence->relname);
    binder.notice(rules::error(conditions::relation_missing_skipping, statement.sequence->relname));
    return ddl;
  }
  if (found.kind != 'S') rules::raise(conditions::not_a_sequence, statement.sequence->relname);
  binder.require_owner(*found.sequence, "sequence");
  SequenceOptions options =
      read_sequence_options(nodes(statement.options, statement.n_options), found.sequence);
  if (options.owned_by != nullptr) {
    if (found.sequence->identity) rules::raise(conditions::cannot_change_identity_sequence_owner);
    apply_owned_by(binder, *options.owned_by, options.sequence);
  }
  ddl.action = PutSequence{std::move(options.sequence), options.restart};
  return ddl;
}

}  // namespace dsql::engine
