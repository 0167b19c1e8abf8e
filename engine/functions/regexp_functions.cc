// The functions and operators of regular expressions that answer one value a row.
#include "engine/functions/characters.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/regexp_matches.h"
#include "engine/functions/rows.h"
#include "engine/types/array.h"
#include "engine/types/text.h"
#include "engine/types/text_room.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i4 = std::int32_t;
using Args = std::span<const Column* const>;
using View = std::string_view;
namespace conditions = rules::conditions;

// Argument `index` at a row as text or number, or what a call without it means.
View text_or(Args args, std::size_t index, std::uint32_t row, View otherwise) {
  return index < args.size() ? args[index]->at<View>(row) : otherwise;
}
i4 number_or(Args args, std::size_t index, std::uint32_t row, i4 otherwise) {
  return index < args.size() ? args[index]->at<i4>(row) : otherwise;
}
void require_positive(View name, i4 value) {
  if (value <= 0) rules::raise(conditions::invalid_value_for_parameter_number, name, value);
}
void require_not_negative(View name, i4 value) {
  if (value < 0) rules::raise(conditions::invalid_value_for_parameter_number, name, value);
}
i4 characters_before(View text, std::size_t byte) {
  return static_cast<i4>(utf8_length(text.substr(0, byte)));
}

// --- ~ and its kin
// ---------------------------------------------------------------------------------

template <bool ignore_case, bool wanted>
void matches(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  RegexpFlags flags;
  flags.ignore_case = ignore_case;
  bool* result = out.values<bool>();
  rows.for_each([&](std::uint32_t row) {
    const Regexp& regexp = cache.get(args[1]->at<View>(row), flags);
    result[row] = regexp.contains(args[0]->at<View>(row)) == wanted;
  });
}

void like(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const RegexpFlags flags = regexp_flags(text_or(args, 2, row, ""), "regexp_like", false);
    out.set(row, cache.get(args[1]->at<View>(row), flags).contains(args[0]->at<View>(row)));
  });
}

// --- counting and finding
// --------------------------------------------------------------------------

void count(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const View subject = args[0]->at<View>(row);
    const i4 start = number_or(args, 2, row, 1);
    require_positive("start", start);
    const RegexpFlags flags = regexp_flags(text_or(args, 3, row, ""), "regexp_count", false);
    RegexpWalk walk(cache.get(args[1]->at<View>(row), flags), subject,
                    character_offset(subject, start - 1));
    i4 found = 0;
    // A start beyond the end finds nothing.
    if (start - 1 <= static_cast<i4>(utf8_length(subject)))
      while (walk.next()) ++found;
    out.set(row, found);
  });
}

// The span that regexp_instr and regexp_substr speak of: group `group` of match number `number`.
std::optional<Regexp::Span> find_span(Regexp& regexp, View subject, i4 start, i4 number, i4 group) {
  if (start - 1 > static_cast<i4>(utf8_length(subject))) return std::nullopt;
  RegexpWalk walk(regexp, subject, character_offset(subject, start - 1));
  for (; number > 0; --number)
    if (!walk.next()) return std::nullopt;
  if (group > static_cast<i4>(regexp.groups())) return std::nullopt;
  const Regexp::Span span = regexp.spans()[static_cast<std::size_t>(group)];
  if (!span.matched) return std::nullopt;
  return span;
}

void position(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const View subject = args[0]->at<View>(row);
    const i4 start = number_or(args, 2, row, 1);
    const i4 number = number_or(args, 3, row, 1);
    const i4 end_option = number_or(args, 4, row, 0);
    const i4 group = number_or(args, 6, row, 0);
    require_positive("start", start);
    require_positive("n", number);
    if (end_option != 0 && end_option != 1)
      rules::raise(conditions::invalid_value_for_parameter_number, "endoption", end_option);
    require_not_negative("subexpr", group);
    const RegexpFlags flags = regexp_flags(text_or(args, 5, row, ""), "regexp_instr", false);
    const auto span =
        find_span(cache.get(args[1]->at<View>(row), flags), subject, start, number, group);
    if (!span) return out.set(row, i4{0});
    out.set(row, characters_before(subject, end_option == 0 ? span->begin : span->end) + 1);
  });
}

void extract(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const View subject = args[0]->at<View>(row);
    const i4 start = number_or(args, 2, row, 1);
    const i4 number = number_or(args, 3, row, 1);
    const i4 group = number_or(args, 5, row, 0);
    require_positive("start", start);
    require_positive("n", number);
    require_not_negative("subexpr", group);
    const RegexpFlags flags = regexp_flags(text_or(args, 4, row, ""), "regexp_substr", false);
    const auto span =
        find_span(cache.get(args[1]->at<View>(row), flags), subject, start, number, group);
    if (!span) return out.set_null(row);
    out.own(row, subject.substr(span->begin, span->end - span->begin));
  });
}

// substring(text from pattern): the first group, or the whole where there is none.
void substring(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const View subject = args[0]->at<View>(row);
    Regexp& regexp = cache.get(args[1]->at<View>(row), {});
    if (!regexp.search(subject, 0)) return out.set_null(row);
    const Regexp::Span span = regexp.spans()[regexp.groups() > 0 ? 1 : 0];
    if (!span.matched) return out.set_null(row);
    out.own(row, subject.substr(span.begin, span.end - span.begin));
  });
}

// substring(text similar pattern escape e).
void substring_similar(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const View subject = args[0]->at<View>(row);
    const std::string pattern = similar_to_regexp(args[1]->at<View>(row), args[2]->at<View>(row));
    Regexp& regexp = cache.get(pattern, {});
    if (!regexp.search(subject, 0)) return out.set_null(row);
    const Regexp::Span span = regexp.spans()[regexp.groups() > 0 ? 1 : 0];
    if (!span.matched) return out.set_null(row);
    out.own(row, subject.substr(span.begin, span.end - span.begin));
  });
}

void match(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const View letters = text_or(args, 2, row, "");
    const RegexpFlags flags = regexp_flags(letters, "regexp_match", true);
    if (flags.global) {
      rules::raise(rules::error(conditions::regexp_global_not_supported, "regexp_match")
                       .with_hint(std::string(conditions::use_regexp_matches)));
    }
    Regexp& regexp = cache.get(args[1]->at<View>(row), flags);
    const View subject = args[0]->at<View>(row);
    if (!regexp.search(subject, 0)) return out.set_null(row);
    out.own(row, regexp_groups(regexp, subject));
  });
}

void split(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const RegexpFlags flags =
        regexp_flags(text_or(args, 2, row, ""), "regexp_split_to_array", false);
    ArrayBuilder pieces(oid::text);
    for (View piece :
         regexp_split(cache.get(args[1]->at<View>(row), flags), args[0]->at<View>(row)))
      pieces.add_value(piece);
    out.own(row, pieces.finish());
  });
}

// --- replacing
// -------------------------------------------------------------------------------------

// Appends the replacement with \1 … \9 and \& filled in.
void append_replacement(std::string& out, View replacement, View subject,
                        const std::vector<Regexp::Span>& spans) {
  check_room(out, replacement.size());
  for (std::size_t at = 0; at < replacement.size(); ++at) {
    if (replacement[at] != '\\' || at + 1 >= replacement.size()) {
      out.push_back(replacement[at]);
      continue;
    }
    const char what = replacement[++at];
    if (what == '&' || (what >= '1' && what <= '9')) {
      const std::size_t group = what == '&' ? 0 : static_cast<std::size_t>(what - '0');
      if (group < spans.size() && spans[group].matched)
        append_checked(out,
                       subject.substr(spans[group].begin, spans[group].end - spans[group].begin));
    } else if (what == '\\') {
      out.push_back('\\');
    } else {
      out.push_back('\\');
      out.push_back(what);
    }
  }
}

// Replaces match number `number` counted from byte `from`, or every one (0).
std::string replace_matches(Regexp& regexp, View subject, View replacement, std::size_t from,
                            i4 number) {
  std::string out;
  std::size_t copied = 0;
  i4 seen = 0;
  RegexpWalk walk(regexp, subject, from);
  while (walk.next()) {
    if (number > 0 && ++seen != number) continue;
    const Regexp::Span whole = regexp.spans()[0];
    out.append(subject.substr(copied, whole.begin - copied));
    append_replacement(out, replacement, subject, regexp.spans());
    copied = whole.end;
    if (number > 0) break;
  }
  out.append(subject.substr(copied));
  return out;
}

// regexp_replace(text, pattern, replacement [, flags])
void replace(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const View letters = text_or(args, 3, row, "");
    if (!letters.empty() && letters[0] >= '0' && letters[0] <= '9') {
      rules::raise(rules::error(conditions::invalid_regular_expression_option, letters.substr(0, 1))
                       .with_hint(std::string(conditions::cast_start_parameter)));
    }
    const RegexpFlags flags = regexp_flags(letters, "regexp_replace", true);
    Regexp& regexp = cache.get(args[1]->at<View>(row), flags);
    out.own(row, replace_matches(regexp, args[0]->at<View>(row), args[2]->at<View>(row), 0,
                                 flags.global ? 0 : 1));
  });
}

// regexp_replace(text, pattern, replacement, start [, n [, flags]])
void replace_from(CallContext&, Args args, Selection rows, Column& out) {
  RegexpCache cache;
  rows.for_each([&](std::uint32_t row) {
    const View subject = args[0]->at<View>(row);
    const i4 start = args[3]->at<i4>(row);
    require_positive("start", start);
    const i4 number = number_or(args, 4, row, 1);
    require_not_negative("n", number);
    const RegexpFlags flags = regexp_flags(text_or(args, 5, row, ""), "regexp_replace", true);
    Regexp& regexp = cache.get(args[1]->at<View>(row), flags);
    const bool beyond = start - 1 > static_cast<i4>(utf8_length(subject));
    const std::size_t from = beyond ? subject.size() + 1 : character_offset(subject, start - 1);
    out.own(row, replace_matches(regexp, subject, args[2]->at<View>(row), from, number));
  });
}

// --- SIMILAR TO
// ------------------------------------------------------------------------------------

std::string similar(View pattern) { return similar_to_regexp(pattern, "\\"); }
std::string similar_with_escape(View pattern, View escape) {
  return similar_to_regexp(pattern, escape);
}
// The older form: a NULL escape means the default one.
std::optional<std::string> similar_old(std::optional<View> pattern, std::optional<View> escape) {
  if (!pattern) return std::nullopt;
  return similar_to_regexp(*pattern, escape.value_or("\\"));
}

constexpr Kernel yes = &matches<false, true>;
constexpr Kernel no = &matches<false, false>;
constexpr Kernel yes_folded = &matches<true, true>;
constexpr Kernel no_folded = &matches<true, false>;

constexpr FunctionRow rows[] = {
    fn(1254, "textregexeq", {text, text}, boolean, yes),
    fn(79, "nameregexeq", {name, text}, boolean, yes),
    fn(1658, "bpcharregexeq", {bpchar, text}, boolean, yes),
    fn(1256, "textregexne", {text, text}, boolean, no),
    fn(1252, "nameregexne", {name, text}, boolean, no),
    fn(1659, "bpcharregexne", {bpchar, text}, boolean, no),
    fn(1238, "texticregexeq", {text, text}, boolean, yes_folded),
    fn(1240, "nameicregexeq", {name, text}, boolean, yes_folded),
    fn(1656, "bpcharicregexeq", {bpchar, text}, boolean, yes_folded),
    fn(1239, "texticregexne", {text, text}, boolean, no_folded),
    fn(1241, "nameicregexne", {name, text}, boolean, no_folded),
    fn(1657, "bpcharicregexne", {bpchar, text}, boolean, no_folded),
    fn(6263, "regexp_like", {text, text}, boolean, &like),
    fn(6264, "regexp_like", {text, text, text}, boolean, &like),
    fn(6254, "regexp_count", {text, text}, int4, &count),
    fn(6255, "regexp_count", {text, text, int4}, int4, &count),
    fn(6256, "regexp_count", {text, text, int4, text}, int4, &count),
    fn(6257, "regexp_instr", {text, text}, int4, &position),
    fn(6258, "regexp_instr", {text, text, int4}, int4, &position),
    fn(6259, "regexp_instr", {text, text, int4, int4}, int4, &position),
    fn(6260, "regexp_instr", {text, text, int4, int4, int4}, int4, &position),
    fn(6261, "regexp_instr", {text, text, int4, int4, int4, text}, int4, &position),
    fn(6262, "regexp_instr", {text, text, int4, int4, int4, text, int4}, int4, &position),
    fn(6265, "regexp_substr", {text, text}, text, &extract),
    fn(6266, "regexp_substr", {text, text, int4}, text, &extract),
    fn(6267, "regexp_substr", {text, text, int4, int4}, text, &extract),
    fn(6268, "regexp_substr", {text, text, int4, int4, text}, text, &extract),
    fn(6269, "regexp_substr", {text, text, int4, int4, text, int4}, text, &extract),
    fn(3396, "regexp_match", {text, text}, text_array, &match),
    fn(3397, "regexp_match", {text, text, text}, text_array, &match),
    fn(2767, "regexp_split_to_array", {text, text}, text_array, &split),
    fn(2768, "regexp_split_to_array", {text, text, text}, text_array, &split),
    fn(2284, "regexp_replace", {text, text, text}, text, &replace),
    fn(2285, "regexp_replace", {text, text, text, text}, text, &replace),
    fn(6253, "regexp_replace", {text, text, text, int4}, text, &replace_from),
    fn(6252, "regexp_replace", {text, text, text, int4, int4}, text, &replace_from),
    fn(6251, "regexp_replace", {text, text, text, int4, int4, text}, text, &replace_from),
    fn(2073, "substring", {text, text}, text, &substring),
    fn(2074, "substring", {text, text, text}, text, &substring_similar),
    fn(1987, "similar_to_escape", {text}, text, lift<&similar>),
    fn(1986, "similar_to_escape", {text, text}, text, lift<&similar_with_escape>),
    called_on_null(fn(1623, "similar_escape", {text, text}, text, lift<&similar_old>)),
};

}  // namespace

std::span<const FunctionRow> regexp_functions() { return rows; }

}  // namespace dsql::engine
