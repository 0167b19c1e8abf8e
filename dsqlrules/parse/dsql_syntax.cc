#include "dsqlrules/parse/dsql_syntax.h"

#include <algorithm>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/parse/syntax_failure.h"
#include "dsqlrules/parse/tokens.h"

namespace dsql::rules {
namespace {

class Finder {
 public:
  explicit Finder(const std::string& text) : text_(text), tokens_(scan_tokens(text)) {
    found_.blanked = text;
  }

  DsqlSyntax run() {
    std::size_t statement_start = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (i == statement_start && is_word(i, "aws")) {
        i = take_iam(i);
      } else if (is_word(i, "async")) {
        take_async(i, statement_start);
      }
      if (kind(i) == PG_QUERY__TOKEN__ASCII_59) statement_start = i + 1;
    }
    return std::move(found_);
  }

 private:
  int kind(std::size_t i) const { return i < tokens_.size() ? tokens_[i].kind : 0; }

  std::string_view token_text(std::size_t i) const {
    return std::string_view(text_).substr(tokens_[i].start, tokens_[i].end - tokens_[i].start);
  }

  // An unquoted identifier that is `lower_word`.
  bool is_word(std::size_t i, std::string_view lower_word) const {
    if (kind(i) != PG_QUERY__TOKEN__IDENT) return false;
    const std::string_view word = token_text(i);
    return std::equal(word.begin(), word.end(), lower_word.begin(), lower_word.end(),
                      [](char a, char b) { return (a | 0x20) == b; });
  }

  void blank(int begin, int end) {
    std::fill(found_.blanked.begin() + begin, found_.blanked.begin() + end, ' ');
  }

  void take_async(std::size_t i, std::size_t statement_start) {
    const auto follows = [&](std::initializer_list<int> kinds) {
      if (i != statement_start + kinds.size()) return false;
      std::size_t at = statement_start;
      return std::all_of(kinds.begin(), kinds.end(),
                         [&](int expected) { return kind(at++) == expected; });
    };
    if (follows({PG_QUERY__TOKEN__CREATE, PG_QUERY__TOKEN__INDEX}) ||
        follows({PG_QUERY__TOKEN__CREATE, PG_QUERY__TOKEN__UNIQUE, PG_QUERY__TOKEN__INDEX}) ||
        follows({PG_QUERY__TOKEN__ALTER, PG_QUERY__TOKEN__TABLE})) {
      found_.async_words.push_back(tokens_[i].start);
      blank(tokens_[i].start, tokens_[i].end);
      return;
    }
    // A reserved word may still be a label (AS async) and an attribute (t.async).
    const int before = i > 0 ? kind(i - 1) : 0;
    if (before == PG_QUERY__TOKEN__AS || before == PG_QUERY__TOKEN__ASCII_46) return;
    if (found_.misplaced_async < 0) found_.misplaced_async = tokens_[i].start;
  }

  [[noreturn]] void raise_at(std::size_t i) const {
    const int size = static_cast<int>(text_.size());
    const bool at_end = i >= tokens_.size();
    raise(syntax_error_at_token(text_, at_end ? size : tokens_[i].start,
                                at_end ? size : tokens_[i].end));
  }

  void expect(std::size_t i, bool good) const {
    if (!good) raise_at(i);
  }

  // AWS IAM GRANT role TO 'arn' | AWS IAM REVOKE role FROM 'arn'. Returns the index of its last
  // token.
  std::size_t take_iam(std::size_t first) {
    expect(first + 1, is_word(first + 1, "iam"));
    const bool revoke = kind(first + 2) == PG_QUERY__TOKEN__REVOKE;
    expect(first + 2, revoke || kind(first + 2) == PG_QUERY__TOKEN__GRANT);
    expect(first + 3, first + 3 < tokens_.size());
    const int preposition = revoke ? PG_QUERY__TOKEN__FROM : PG_QUERY__TOKEN__TO;
    expect(first + 4, kind(first + 4) == preposition);
    expect(first + 5, kind(first + 5) == PG_QUERY__TOKEN__SCONST);
    const std::size_t after = first + 6;
    expect(after, after >= tokens_.size() || kind(after) == PG_QUERY__TOKEN__ASCII_59);

    FoundIamStatement iam;
    iam.statement.revoke = revoke;
    read_role_and_arn(first + 3, first + 5, iam.statement);
    iam.begin = tokens_[first].start;
    iam.end = tokens_[first + 5].end;
    blank(iam.begin, iam.end);
    found_.iam_statements.push_back(std::move(iam));
    return first + 5;
  }

  // PostgreSQL's own grammar reads the two tokens, in a statement of the same shape.
  void read_role_and_arn(std::size_t role, std::size_t arn, IamStatement& into) const {
    const std::string same_shape =
        "ALTER ROLE " + std::string(token_text(role)) + " PASSWORD " + std::string(token_text(arn));
    try {
      const ParseTree tree = parse(same_shape);
      const PgQuery__AlterRoleStmt& statement = *tree.statements().at(0).node->alter_role_stmt;
      if (statement.role->roletype != PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CSTRING) raise_at(role);
      into.role = statement.role->rolename;
      into.arn = statement.options[0]->def_elem->arg->string->sval;
    } catch (SqlError& failure) {
      failure.location = tokens_[role].start;
      throw;
    }
  }

  const std::string& text_;
  std::vector<Token> tokens_;
  DsqlSyntax found_;
};

bool contains_word(std::string_view text, std::string_view lower) {
  const auto matches = [](char a, char b) { return (a | 0x20) == b; };
  return std::search(text.begin(), text.end(), lower.begin(), lower.end(), matches) != text.end();
}

}  // namespace

bool may_have_dsql_syntax(std::string_view text) {
  return contains_word(text, "async") || contains_word(text, "aws");
}

DsqlSyntax find_dsql_syntax(const std::string& text) { return Finder(text).run(); }

}  // namespace dsql::rules
