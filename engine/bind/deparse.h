// SQL text out of bound expressions and queries, in the form PostgreSQL's ruleutils gives it: every
// reference resolved, every literal with its type, casts that nobody wrote shown where leaving them
// out could change the meaning. The one home of printed definitions: views, checks, defaults, index
// expressions. Names are those that the objects have in the catalog given, which need not be the
// one the query was bound against. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/bind/query_form.h"
#include "engine/catalog/catalog.h"

namespace dsql::engine {

struct DeparseStyle {
  const CatalogVersion& catalog;
  std::vector<Oid> path = {};          // what it finds is printed without schema
  const TextFormat* format = nullptr;  // of literals; null: ISO forms, UTC
  bool pretty = false;                 // without parentheses that precedence makes superfluous
  int wrap = 0;                        // lines are broken at this width; 0: at each item; -1: never
  // For text that is bound again: names of built-in functions with their schema, and no casts that
  // binding puts in by itself, so that what it makes is the same in every detail.
  bool stored = false;
};

// A query, starting with a blank as PostgreSQL's do, without a semicolon. `names`: what its result
// columns are to be called; empty: as in the query. nullopt: it holds what cannot be printed.
std::optional<std::string> deparse_query(const BoundForm& query, const DeparseStyle& style,
                                         std::span<const std::string> names = {});

// An expression over the columns of a table (ColumnId n is attribute n), or over VALUE where
// `table` is null. The cast that brought it to its column is left out, as in a DEFAULT.
std::optional<std::string> deparse_expr(const Expr& expr, const Table* table,
                                        const DeparseStyle& style);

}  // namespace dsql::engine
