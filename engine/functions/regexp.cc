#include "engine/functions/regexp.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <array>

#include <pcre2.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

struct Regexp::Compiled {
  pcre2_code* code = nullptr;
  pcre2_match_data* data = nullptr;
};

void Regexp::Free::operator()(Compiled* compiled) const {
  pcre2_match_data_free(compiled->data);
  pcre2_code_free(compiled->code);
  delete compiled;
}

namespace {

std::uint32_t compile_options(const RegexpTranslation& translated) {
  const RegexpFlags& flags = translated.flags;
  std::uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOLLAR_ENDONLY;
  if (flags.ignore_case) options |= PCRE2_CASELESS;
  if (!flags.newline_stops) options |= PCRE2_DOTALL;
  if (flags.newline_anchors) options |= PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX;
  // A quantifier made possessive would never stop short for the DFA matcher.
  if (translated.ambiguous) options |= PCRE2_NO_AUTO_POSSESS;
  return options;
}

[[noreturn]] void fail(int code) {
  std::array<unsigned char, 160> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  rules::raise(conditions::invalid_regular_expression,
               std::string_view(reinterpret_cast<const char*>(text.data())));
}

constexpr std::size_t automaton_workspace = 20000;

PCRE2_SPTR bytes_of(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

}  // namespace

Regexp::Regexp(std::string_view pattern, RegexpFlags flags) : compiled_(new Compiled) {
  const RegexpTranslation translated = translate_regexp(pattern, flags);
  int error = 0;
  std::size_t offset = 0;
  compiled_->code = pcre2_compile(bytes_of(translated.pattern), translated.pattern.size(),
                                  compile_options(translated), &error, &offset, nullptr);
  if (compiled_->code == nullptr) fail(error);
  compiled_->data = pcre2_match_data_create_from_pattern(compiled_->code, nullptr);
  std::uint32_t groups = 0;
  pcre2_pattern_info(compiled_->code, PCRE2_INFO_CAPTURECOUNT, &groups);
  spans_.resize(groups + 1);
  ambiguous_ = translated.ambiguous;
  lazy_ = translated.lazy;
}

int Regexp::run(std::string_view subject, std::size_t from, std::uint32_t options) const {
  return pcre2_match(compiled_->code, bytes_of(subject), subject.size(), from,
                     options | PCRE2_NO_UTF_CHECK, compiled_->data, nullptr);
}

bool Regexp::match(std::string_view subject, std::size_t from, std::uint32_t options) const {
  const int found = run(subject, from, options);
  if (found == PCRE2_ERROR_NOMATCH) return false;
  if (found == PCRE2_ERROR_MATCHLIMIT && !occurs(subject, from, options)) return false;
  if (found < 0) fail(found);
  return true;
}

bool Regexp::contains(std::string_view subject) const {
  const int found = run(subject, 0, 0);
  if (found == PCRE2_ERROR_NOMATCH) return false;
  if (found == PCRE2_ERROR_MATCHLIMIT) return occurs(subject, 0, 0);
  if (found < 0) fail(found);
  return true;
}

bool Regexp::occurs(std::string_view subject, std::size_t from, std::uint32_t options) const {
  std::vector<int> workspace(automaton_workspace);
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
  const int found = pcre2_dfa_match(compiled_->code, bytes_of(subject), subject.size(), from,
                                    options | PCRE2_NO_UTF_CHECK | PCRE2_DFA_SHORTEST, data,
                                    nullptr, workspace.data(), workspace.size());
  pcre2_match_data_free(data);
  if (found == PCRE2_ERROR_NOMATCH) return false;
  if (found < 0) fail(PCRE2_ERROR_MATCHLIMIT);
  return true;
}

void Regexp::read_spans() {
  const std::size_t* offsets = pcre2_get_ovector_pointer(compiled_->data);
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    const bool matched = offsets[2 * i] != PCRE2_UNSET;
    spans_[i] = matched ? Span{offsets[2 * i], offsets[2 * i + 1], true} : Span{};
  }
}

std::optional<std::size_t> Regexp::preferred_end(std::string_view subject,
                                                 std::size_t begin) const {
  std::array<int, 1000> workspace{};
  const std::uint32_t shortest = lazy_ ? PCRE2_DFA_SHORTEST : 0;
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
  const int found = pcre2_dfa_match(compiled_->code, bytes_of(subject), subject.size(), begin,
                                    PCRE2_NO_UTF_CHECK | PCRE2_ANCHORED | shortest, data, nullptr,
                                    workspace.data(), workspace.size());
  std::optional<std::size_t> end;
  // 0: more matches than room, the longest is first. Errors: a pattern the matcher cannot do (back
  // references); PCRE2's own match stands.
  if (found >= 0) end = pcre2_get_ovector_pointer(data)[1];
  pcre2_match_data_free(data);
  return end;
}

bool Regexp::search(std::string_view subject, std::size_t from) {
  if (from > subject.size() || !match(subject, from, 0)) return false;
  read_spans();
  if (!ambiguous_) return true;
  const Span whole = spans_[0];
  const auto end = preferred_end(subject, whole.begin);
  if (!end || *end == whole.end) return true;
  if (match(subject.substr(0, *end), whole.begin, PCRE2_ANCHORED | PCRE2_ENDANCHORED)) read_spans();
  return true;
}

}  // namespace dsql::engine
