#include "dsqlrules/parse/tokens.h"

#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <utility>

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

// Takes the library's tokens where they stand instead of having them packed and decoded again: see
// tree_copy.h, which does the same for parse trees. One a thread at a time.
class TokenCapture {
 public:
  explicit TokenCapture(Comments comments) : comments_(comments) { current = this; }
  TokenCapture(const TokenCapture&) = delete;
  TokenCapture& operator=(const TokenCapture&) = delete;
  ~TokenCapture() { current = nullptr; }

  // Raises nothing, for it is called below C frames; without memory the library packs after all.
  bool take(const PgQuery__ScanResult& result) noexcept {
    try {
      tokens_.reserve(result.n_tokens);
    } catch (const std::bad_alloc&) {
      return false;
    }
    for (std::size_t i = 0; i < result.n_tokens; ++i) {
      const PgQuery__ScanToken& token = *result.tokens[i];
      if (comments_ == Comments::keep || !is_comment(token))
        tokens_.push_back({token.token, token.start, token.end});
    }
    return taken_ = true;
  }

  bool taken() const { return taken_; }
  std::vector<Token> tokens() && { return std::move(tokens_); }

  static thread_local TokenCapture* current;

 private:
  Comments comments_;
  std::vector<Token> tokens_;
  bool taken_ = false;
};

thread_local TokenCapture* TokenCapture::current = nullptr;

using Unpacked = std::unique_ptr<PgQuery__ScanResult, void (*)(PgQuery__ScanResult*)>;

// The packed form, where nothing was captured.
Unpacked unpacked(const PgQueryProtobuf& packed) {
  return Unpacked(
      pg_query__scan_result__unpack(nullptr, packed.len,
                                    reinterpret_cast<const std::uint8_t*>(packed.data)),
      [](PgQuery__ScanResult* message) { pg_query__scan_result__free_unpacked(message, nullptr); });
}

}  // namespace

std::vector<Token> scan_tokens(std::string_view text, Comments comments) {
  TokenCapture capture(comments);
  const ScanResult result{std::string(text)};
  if (result.raw.error != nullptr)
    raise(syntax_failure(text, result.raw.error->message, result.raw.error->cursorpos));
  if (!capture.taken()) capture.take(*unpacked(result.raw.pbuf));
  return std::move(capture).tokens();
}

}  // namespace dsql::rules

// The linker sends libpg_query's calls of these two functions here and ours to the library's.
extern "C" {
std::size_t dsql_scan_packed_size(const PgQuery__ScanResult* result) __asm__(
    "__wrap_pg_query__scan_result__get_packed_size");
std::size_t dsql_scan_pack(const PgQuery__ScanResult* result,
                           std::uint8_t* out) __asm__("__wrap_pg_query__scan_result__pack");
std::size_t library_scan_packed_size(const PgQuery__ScanResult* result) __asm__(
    "__real_pg_query__scan_result__get_packed_size");
std::size_t library_scan_pack(const PgQuery__ScanResult* result,
                              std::uint8_t* out) __asm__("__real_pg_query__scan_result__pack");

std::size_t dsql_scan_packed_size(const PgQuery__ScanResult* result) {
  auto* const capture = dsql::rules::TokenCapture::current;
  return capture != nullptr && capture->take(*result) ? 0 : library_scan_packed_size(result);
}

std::size_t dsql_scan_pack(const PgQuery__ScanResult* result, std::uint8_t* out) {
  const auto* const capture = dsql::rules::TokenCapture::current;
  return capture != nullptr && capture->taken() ? 0 : library_scan_pack(result, out);
}
}
