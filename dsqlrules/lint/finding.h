// Finding: one violation in its statement, with what texts and fixes want to know about it.
// Borrowed values; lives as long as the parse tree. Internal to lint/.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/lint/statement_tokens.h"
#include "dsqlrules/parse/statement.h"

namespace dsql::rules {

struct Finding {
  const Violation& violation;
  std::span<const Violation> all;  // of the statement, this one included
  const Statement& statement;      // its node is null where the text could not be parsed
  const StatementTokens& tokens;   // of the statement, in the script
  std::size_t base = 0;            // the script's offset that the tree's locations count from
  std::size_t occurrence = 0;      // violations of the same row before this one
  Range statement_range;           // the semicolon included

  std::size_t offset() const {
    return base + static_cast<std::size_t>(violation.location < 0 ? statement.location
                                                                  : violation.location);
  }
  // The token that the violation points at.
  std::size_t token() const { return tokens.at(offset()); }
  std::size_t token_at(int location) const {
    return tokens.at(base + static_cast<std::size_t>(location));
  }
};

// The column definition that a violation of CREATE TABLE or ADD COLUMN stands in; null for none.
const PgQuery__ColumnDef* column_of(const Finding& finding);

// The n-th action of ALTER TABLE with this subtype; null if there is none.
const PgQuery__AlterTableCmd* nth_action(const Finding& finding, PgQuery__AlterTableType subtype,
                                         std::size_t n);

// The ALTER TABLE … ADD GENERATED action that a violation stands in; null for none.
const PgQuery__AlterTableCmd* identity_action_of(const Finding& finding);

// The parentheses with an index's keys: indexes of their tokens; {0, 0} if there are none.
std::pair<std::size_t, std::size_t> index_keys(const StatementTokens& tokens);

// The n-th token of the index's keys, outside nested parentheses, whose kind is one of these.
std::size_t nth_in_keys(const StatementTokens& tokens, std::initializer_list<int> kinds,
                        std::size_t n);

std::string upper(std::string_view text);

}  // namespace dsql::rules
