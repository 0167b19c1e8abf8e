// SQL text → statements with positions. ParseTree owns what libpg_query returned for one query
// string; a Statement is a view into it. DSQL's own syntax (CREATE INDEX ASYNC, ALTER TABLE ASYNC,
// AWS IAM GRANT | REVOKE) is recognised on the token stream, blanked without moving positions, and
// recorded on the Statement. Thread-compatible; parse() may be called from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/parse/tree.h"

namespace dsql::rules {

// AWS IAM GRANT role TO 'arn' | AWS IAM REVOKE role FROM 'arn'.
struct IamStatement {
  bool revoke = false;
  std::string role;
  std::string arn;
};

struct Statement {
  const Node* node = nullptr;  // the statement's parse node; null when `iam` is set
  std::string_view text;       // the statement's own text as written, without the semicolon
  int location = 0;    // byte offset of `text` in the query string; node locations count from there
                       // too, that is, they are offsets into the whole query string
  bool async = false;  // CREATE INDEX ASYNC, ALTER TABLE ASYNC
  const IamStatement* iam = nullptr;
};

class ParseTree {
 public:
  ParseTree(ParseTree&&) noexcept;
  ParseTree& operator=(ParseTree&&) noexcept;
  ~ParseTree();

  // The query string, kept alive for the statements' views.
  std::string_view text() const;
  const std::vector<Statement>& statements() const;

 private:
  friend ParseTree parse(std::string text);
  struct State;
  explicit ParseTree(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Parses every statement of `text` with PostgreSQL's grammar plus DSQL's own statements.
// Raises: syntax_error with the byte offset as PostgreSQL gives it.
ParseTree parse(std::string text);

// The normalised SQL of one expression node, as PostgreSQL's deparser prints it (stored defaults,
// checks, view bodies). The inverse is parse("SELECT " + text).
std::string deparse_expression(const Node& expression);

// The normalised SQL of one statement node.
std::string deparse_statement(const Node& statement);

}  // namespace dsql::rules
