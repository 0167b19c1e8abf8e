// Details of errors about constraints and dependencies that need values: the call site decorates an
// error of ddl_errors.h with them. Texts are PostgreSQL 16's.
#pragma once

#include <string>
#include <string_view>

#include <fmt/core.h>

namespace dsql::rules::texts {

inline std::string incompatible_key_columns(std::string_view referencing,
                                            std::string_view referenced, std::string_view type,
                                            std::string_view referenced_type) {
  return fmt::format("Key columns \"{}\" and \"{}\" are of incompatible types: {} and {}.",
                     referencing, referenced, type, referenced_type);
}

// One line of the DETAIL of an error about dependent objects, and of the notice of CASCADE.
inline std::string depends_on(std::string_view dependent, std::string_view object) {
  return fmt::format("{} depends on {}", dependent, object);
}
inline std::string drop_cascades_to(std::string_view object) {
  return fmt::format("drop cascades to {}", object);
}

// How dependency reports describe objects.
inline std::string constraint_on(std::string_view constraint, std::string_view table) {
  return fmt::format("constraint {} on table {}", constraint, table);
}
inline std::string column_of(std::string_view column, std::string_view table) {
  return fmt::format("column {} of table {}", column, table);
}
// `relation` with its kind: "table t".
inline std::string column_in(std::string_view column, std::string_view relation) {
  return fmt::format("column {} of {}", column, relation);
}
inline std::string default_of(std::string_view column, std::string_view table) {
  return fmt::format("default value for column {} of table {}", column, table);
}
inline std::string owner_of(std::string_view object) { return fmt::format("owner of {}", object); }
inline std::string privileges_for(std::string_view object) {
  return fmt::format("privileges for {}", object);
}
inline std::string drop_instead(std::string_view object) {
  return fmt::format("You can drop {} instead.", object);
}

// What to use for a relation of another kind than DROP names: r table, v view, S sequence, i index.
inline std::string_view use_drop(char kind) {
  switch (kind) {
    case 'v': return "Use DROP VIEW to remove a view.";
    case 'S': return "Use DROP SEQUENCE to remove a sequence.";
    case 'i': return "Use DROP INDEX to remove an index.";
    default: return "Use DROP TABLE to remove a table.";
  }
}

}  // namespace dsql::rules::texts
