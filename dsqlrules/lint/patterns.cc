#include "dsqlrules/lint/patterns.h"

#include <algorithm>
#include <string>

#include "dsqlrules/conditions/rules_lint.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/conditions/rules_type.h"
#include "dsqlrules/parse/node.h"

namespace dsql::rules {
namespace {

constexpr int open_parenthesis = PG_QUERY__TOKEN__ASCII_40;

// The text of tokens without comments and line ends.
std::string plain_text(const StatementTokens& tokens, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first && tokens.begin(i) != tokens.end(i - 1)) text += ' ';
    text += tokens.text(i);
  }
  return text;
}

// The CREATE TABLE that a pattern is folded into.
class CreateTable {
 public:
  CreateTable(std::string_view script, const KnownTable& table)
      : script_(script), tokens_(script, table.origin.statement) {
    open_ = tokens_.find({open_parenthesis});
    close_ = open_ == StatementTokens::none ? 0 : tokens_.close_of(open_);
  }

  bool has_columns() const { return close_ > open_ + 1 && close_ < tokens_.size(); }

  // A table constraint at the end of the list.
  Fix add_element(const std::string& element) const {
    const std::size_t last = tokens_.end(close_ - 1);
    const std::size_t close = tokens_.begin(close_);
    const std::string_view between = script_.substr(last, close - last);
    const std::size_t line = between.rfind('\n');
    if (line == std::string_view::npos) return {insertion(last, ", " + element)};
    // The list's own shape: a line for the element, indented as the last one.
    const std::string text = indentation() + element + std::string(line_ending(script_));
    const std::size_t at = last + line + 1;
    if (at == last) return {insertion(last, ", " + element)};
    return {insertion(last, ","), insertion(at, text)};
  }

  // Makes a column bigint and puts `clause` behind its definition; empty if that cannot be.
  Fix make_identity(const KnownColumn& column, const std::string& clause) const {
    const std::size_t name = tokens_.at(column.offset);
    if (name >= close_) return {};
    const std::size_t end = tokens_.element_end(name);
    for (std::size_t i = name + 1; i < end; ++i) {
      const bool null =
          tokens_.kind(i) == PG_QUERY__TOKEN__NULL_P && tokens_.kind(i - 1) != PG_QUERY__TOKEN__NOT;
      if (tokens_.kind(i) == PG_QUERY__TOKEN__DEFAULT && !column.identity) return {};
      if (null) return {};
    }
    Fix fix;
    if (column.type.name != "bigint") {
      const std::size_t type = name + 1;
      fix.push_back(replacement(tokens_.range(type, tokens_.type_end(type)), "BIGINT"));
    }
    if (!column.identity) {
      const std::size_t at = tokens_.end(end - 1);
      if (!fix.empty() && fix.back().end == at) {
        fix.back().text += ' ' + clause;
      } else {
        fix.push_back(insertion(at, ' ' + clause));
      }
    }
    return fix;
  }

 private:
  std::string indentation() const {
    const std::size_t last = tokens_.begin(close_ - 1);
    const std::size_t line = script_.rfind('\n', last);
    std::string indent;
    for (std::size_t i = line == std::string_view::npos ? 0 : line + 1;
         i < script_.size() && (script_[i] == ' ' || script_[i] == '\t'); ++i)
      indent += script_[i];
    return indent;
  }

  std::string_view script_;
  StatementTokens tokens_;
  std::size_t open_ = 0;
  std::size_t close_ = 0;
};

class Matcher {
 public:
  Matcher(const PgQuery__AlterTableStmt& alter, std::span<const Violation> violations,
          const StatementTokens& tokens, Range range, const Schema& schema, int script_number)
      : alter_(alter),
        command_(*alter.cmds[0]->alter_table_cmd),
        violations_(violations),
        tokens_(tokens),
        range_(range),
        schema_(schema),
        script_number_(script_number) {}

  std::optional<Pattern> run() {
    const KnownTable* table = schema_.table(relation_key(*alter_.relation));
    if (table == nullptr || table->origin.script != script_number_ || table->renamed)
      return std::nullopt;
    switch (command_.subtype) {
      case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint: return added_key(*table);
      case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: return added_identity(*table);
      case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault: return wired_sequence(*table);
      default: return std::nullopt;
    }
  }

 private:
  bool breaks(std::string_view row) const {
    return std::any_of(violations_.begin(), violations_.end(),
                       [&](const Violation& violation) { return violation.rule == row; });
  }
  std::string_view script() const { return tokens_.script(); }
  Edit removed() const { return statement_removal(script(), range_); }

  // --- ADD UNIQUE, ADD PRIMARY KEY ---

  std::optional<Pattern> added_key(const KnownTable& table) const {
    const bool primary = breaks(refusals::add_primary_key.id);
    if ((!primary && !breaks(refusals::add_unique.id)) || (primary && table.has_primary_key))
      return std::nullopt;
    const CreateTable create(script(), table);
    if (!create.has_columns()) return std::nullopt;
    const std::size_t first =
        tokens_.at(range_.begin + constraint_offset(*command_.def->constraint));
    Fix fix = create.add_element(plain_text(tokens_, first, tokens_.element_end(first)));
    fix.push_back(removed());
    return Pattern{
        primary ? refusals::add_primary_key_collapse.id : refusals::add_unique_collapse.id,
        {{"table", written_name()}},
        range_,
        std::move(fix),
        {range_}};
  }

  // From the statement's beginning; the tree's locations count from the parsed text.
  std::size_t constraint_offset(const PgQuery__Constraint& constraint) const {
    return static_cast<std::size_t>(constraint.location - statement_location_);
  }

  std::string written_name() const { return alter_.relation->relname; }

  // --- ADD GENERATED … AS IDENTITY ---

  std::optional<Pattern> added_identity(const KnownTable& table) const {
    if (violations_.empty()) return std::nullopt;
    const KnownColumn* column = table.column(command_.name);
    const std::size_t first = tokens_.find({PG_QUERY__TOKEN__GENERATED});
    if (column == nullptr || column->identity || first == StatementTokens::none)
      return std::nullopt;
    const CreateTable create(script(), table);
    if (!create.has_columns()) return std::nullopt;
    Fix fix = create.make_identity(*column, identity_clause(first));
    if (fix.empty()) return std::nullopt;
    fix.push_back(removed());
    return Pattern{refusals::add_generated_collapse.id,
                   {{"column", column->name}},
                   range_,
                   std::move(fix),
                   {range_},
                   true};
  }

  // The clause without the name of its sequence.
  std::string identity_clause(std::size_t first) const {
    const std::size_t end = tokens_.element_end(first);
    const std::size_t open = tokens_.find({open_parenthesis}, first, end);
    if (open == StatementTokens::none) return plain_text(tokens_, first, end);
    std::string clause = plain_text(tokens_, first, open) + " (";
    for (std::size_t i = open + 1; i < tokens_.close_of(open); ++i) {
      if (tokens_.follows(i, {PG_QUERY__TOKEN__SEQUENCE, PG_QUERY__TOKEN__NAME_P})) {
        i = tokens_.name_end(i + 2) - 1;
        continue;
      }
      if (clause.back() != '(') clause += ' ';
      clause += tokens_.text(i);
    }
    if (clause.back() == '(') return clause.substr(0, clause.size() - 2);
    return clause + ')';
  }

  // --- SET DEFAULT nextval('…') ---

  std::optional<Pattern> wired_sequence(const KnownTable& table) const {
    const std::string key = sequence_of(command_.def);
    const KnownSequence* sequence = key.empty() ? nullptr : schema_.sequence(key);
    const KnownColumn* column = table.column(command_.name);
    // A sequence that the service takes needs no other column.
    if (sequence == nullptr || column == nullptr || !sequence->refused ||
        sequence->origin.script != script_number_)
      return std::nullopt;
    const CreateTable create(script(), table);
    if (!create.has_columns()) return std::nullopt;
    Fix fix = create.make_identity(*column, "GENERATED BY DEFAULT AS IDENTITY (CACHE 1)");
    if (fix.empty() && !column->identity) return std::nullopt;
    std::vector<Range> covers{{sequence->origin.statement.begin, sequence->origin.terminator},
                              range_};
    if (sequence->owned_by)
      covers.push_back({sequence->owned_by->statement.begin, sequence->owned_by->terminator});
    for (const Range& range : covers) fix.push_back(statement_removal(script(), range));
    return Pattern{refusals::serial_sequence_idiom.id,
                   {{"column", column->name}},
                   {table.origin.statement.begin, table.origin.terminator},
                   std::move(fix),
                   std::move(covers)};
  }

  // The key of the sequence in nextval('name') or nextval('name'::regclass), empty for anything
  // else.
  static std::string sequence_of(const Node* expression) {
    if (expression == nullptr || expression->node_case != PG_QUERY__NODE__NODE_FUNC_CALL) return {};
    const PgQuery__FuncCall& call = *expression->func_call;
    if (call.n_args != 1 || last_name(call.n_funcname, call.funcname) != "nextval") return {};
    const Node* argument = call.args[0];
    if (argument->node_case == PG_QUERY__NODE__NODE_TYPE_CAST) argument = argument->type_cast->arg;
    const auto name = constant_string_of(argument);
    if (!name) return {};
    std::string key(name->starts_with("public.") ? name->substr(7) : *name);
    std::erase(key, '"');
    return key;
  }

 public:
  int statement_location_ = 0;

 private:
  const PgQuery__AlterTableStmt& alter_;
  const PgQuery__AlterTableCmd& command_;
  std::span<const Violation> violations_;
  const StatementTokens& tokens_;
  Range range_;
  const Schema& schema_;
  int script_number_;
};

}  // namespace

std::optional<Pattern> pattern_of(const Statement& statement, std::span<const Violation> violations,
                                  const StatementTokens& tokens, Range statement_range,
                                  const Schema& schema, int script_number) {
  const Node* node = statement.node;
  if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT) return {};
  if (node->alter_table_stmt->n_cmds != 1 || tokens.size() == 0) return {};
  Matcher matcher(*node->alter_table_stmt, violations, tokens, statement_range, schema,
                  script_number);
  matcher.statement_location_ = statement.location;
  return matcher.run();
}

}  // namespace dsql::rules
