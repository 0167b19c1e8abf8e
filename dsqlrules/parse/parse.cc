#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include <pg_query.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/parse/dsql_syntax.h"
#include "dsqlrules/parse/statement.h"
#include "dsqlrules/parse/syntax_failure.h"
#include "dsqlrules/parse/text_guard.h"
#include "dsqlrules/parse/tree_copy.h"
#include "dsqlrules/parse/tree_decoder.h"

namespace dsql::rules {

struct ParseTree::State {
  explicit State(std::string query) : text(std::move(query)), arena(2048 + 16 * text.size()) {}

  std::string text;
  Arena arena;
  std::vector<Statement> statements;
  std::deque<IamStatement> iam_statements;
};

namespace {

struct ParseOutcome {
  explicit ParseOutcome(const std::string& text) : raw(pg_query_parse_protobuf(text.c_str())) {}
  ParseOutcome(const ParseOutcome&) = delete;
  ParseOutcome& operator=(const ParseOutcome&) = delete;
  ~ParseOutcome() { pg_query_free_protobuf_parse_result(raw); }
  PgQueryProtobufParseResult raw;
};

// What PostgreSQL's grammar makes of `grammar_text`; errors speak of `text`, as the user
// wrote it.
const PgQuery__ParseResult* parse_with_grammar(const std::string& text,
                                               const std::string& grammar_text, int misplaced_async,
                                               Arena& arena) {
  const TreeCapture capture(arena);
  const ParseOutcome outcome(grammar_text);
  std::optional<SqlError> failure;
  if (outcome.raw.error != nullptr) {
    failure = syntax_failure(text, outcome.raw.error->message, outcome.raw.error->cursorpos);
  }
  // ASYNC is reserved: where the grammar took it for a name, the statement ends in an error there.
  if (misplaced_async >= 0 && (!failure || failure->location >= misplaced_async)) {
    constexpr int async_length = 5;
    failure = syntax_error_at_token(text, misplaced_async, misplaced_async + async_length);
  }
  if (failure) raise(std::move(*failure));
  if (const PgQuery__ParseResult* tree = capture.tree()) return tree;
  return decode_tree({outcome.raw.parse_tree.data, outcome.raw.parse_tree.len}, arena);
}

// The offset of the first character at or after `from` that is neither white space nor comment.
int skip_blank(std::string_view text, int from) {
  const auto at = [&](int i) { return i < static_cast<int>(text.size()) ? text[i] : '\0'; };
  while (from < static_cast<int>(text.size())) {
    if (at(from) == '-' && at(from + 1) == '-') {
      from = static_cast<int>(std::min(text.find('\n', from), text.size()));
    } else if (at(from) == '/' && at(from + 1) == '*') {
      int open = 0;
      do {
        const bool opens = at(from) == '/' && at(from + 1) == '*';
        const bool closes = at(from) == '*' && at(from + 1) == '/';
        open += opens ? 1 : closes ? -1 : 0;
        from += opens || closes ? 2 : 1;
      } while (open > 0 && from < static_cast<int>(text.size()));
    } else if (at(from) == ' ' || (at(from) >= '\t' && at(from) <= '\r')) {
      ++from;
    } else {
      break;
    }
  }
  return from;
}

Statement make_statement(std::string_view text, const PgQuery__RawStmt& raw) {
  const int begin = skip_blank(text, raw.stmt_location);
  int end = raw.stmt_len > 0 ? raw.stmt_location + raw.stmt_len : static_cast<int>(text.size());
  while (end > begin && (text[end - 1] == ' ' || (text[end - 1] >= '\t' && text[end - 1] <= '\r')))
    --end;
  Statement result;
  result.node = raw.stmt;
  result.location = begin;
  result.text = text.substr(begin, end - begin);
  return result;
}

bool takes_async(const Node& node) {
  return node.node_case == PG_QUERY__NODE__NODE_INDEX_STMT ||
         node.node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT;
}

void mark_async(std::vector<Statement>& statements, const std::vector<int>& async_words) {
  for (Statement& statement : statements) {
    const int begin = statement.location;
    const int end = begin + static_cast<int>(statement.text.size());
    statement.async = takes_async(*statement.node) &&
                      std::any_of(async_words.begin(), async_words.end(),
                                  [&](int word) { return word >= begin && word < end; });
  }
}

}  // namespace

ParseTree::ParseTree(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParseTree::ParseTree(ParseTree&&) noexcept = default;
ParseTree& ParseTree::operator=(ParseTree&&) noexcept = default;
ParseTree::~ParseTree() = default;

std::string_view ParseTree::text() const { return state_->text; }
const std::vector<Statement>& ParseTree::statements() const { return state_->statements; }

ParseTree parse(std::string text) {
  check_encoding(text);
  check_nesting(text);
  auto state = std::make_unique<ParseTree::State>(std::move(text));
  const std::string& query = state->text;

  std::optional<DsqlSyntax> own;
  if (may_have_dsql_syntax(query)) own = find_dsql_syntax(query);
  const PgQuery__ParseResult* tree = parse_with_grammar(
      query, own ? own->blanked : query, own ? own->misplaced_async : -1, state->arena);
  for (std::size_t i = 0; i < tree->n_stmts; ++i) {
    state->statements.push_back(make_statement(query, *tree->stmts[i]));
  }
  if (!own) return ParseTree(std::move(state));

  mark_async(state->statements, own->async_words);
  for (FoundIamStatement& found : own->iam_statements) {
    Statement statement;
    statement.iam = &state->iam_statements.emplace_back(std::move(found.statement));
    statement.location = found.begin;
    statement.text = std::string_view(query).substr(found.begin, found.end - found.begin);
    state->statements.push_back(statement);
  }
  std::stable_sort(state->statements.begin(), state->statements.end(),
                   [](const Statement& a, const Statement& b) { return a.location < b.location; });
  return ParseTree(std::move(state));
}

}  // namespace dsql::rules
