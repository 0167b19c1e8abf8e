#include "dsqlrules/parse/tokens.h"

#include <cstdint>
#include <memory>
#include <string>

#include <pg_query.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/parse/syntax_failure.h"

namespace dsql::rules {
namespace {

struct ScanResult {
  explicit ScanResult(const std::string& text) : raw(pg_query_scan(text.c_str())) {}
  ScanResult(const ScanResult&) = delete;
  ScanResult& operator=(const ScanResult&) = delete;
  ~ScanResult() { pg_query_free_scan_result(raw); }
  PgQueryScanResult raw;
};

bool is_comment(const PgQuery__ScanToken& token) {
  return token.token == PG_QUERY__TOKEN__SQL_COMMENT || token.token == PG_QUERY__TOKEN__C_COMMENT;
}

}  // namespace

std::vector<Token> scan_tokens(std::string_view text, Comments comments) {
  const ScanResult result{std::string(text)};
  if (result.raw.error != nullptr) {
    raise(syntax_failure(text, result.raw.error->message, result.raw.error->cursorpos));
  }
  const auto free_message = [](PgQuery__ScanResult* message) {
    pg_query__scan_result__free_unpacked(message, nullptr);
  };
  const std::unique_ptr<PgQuery__ScanResult, decltype(free_message)> unpacked(
      pg_query__scan_result__unpack(nullptr, result.raw.pbuf.len,
                                    reinterpret_cast<const std::uint8_t*>(result.raw.pbuf.data)),
      free_message);
  std::vector<Token> tokens;
  tokens.reserve(unpacked->n_tokens);
  for (std::size_t i = 0; i < unpacked->n_tokens; ++i) {
    const PgQuery__ScanToken& token = *unpacked->tokens[i];
    if (comments == Comments::leave_out && is_comment(token)) continue;
    tokens.push_back({token.token, token.start, token.end});
  }
  return tokens;
}

}  // namespace dsql::rules
