#include "engine/functions/regexp_matches.h"

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/characters.h"
#include "engine/types/array.h"

namespace dsql::engine {

using View = std::string_view;
namespace conditions = rules::conditions;

RegexpFlags regexp_flags(View letters, View function, bool global_allowed) {
  RegexpFlags flags;
  flags.read(letters);
  if (flags.global && !global_allowed)
    rules::raise(conditions::regexp_global_not_supported, function);
  return flags;
}

bool RegexpWalk::next() {
  if (!regexp_.search(subject_, from_)) {
    from_ = subject_.size() + 1;
    return false;
  }
  const Regexp::Span whole = regexp_.spans()[0];
  from_ = whole.end;
  if (whole.begin == whole.end)
    from_ += whole.end < subject_.size() ? character_size(subject_[whole.end]) : 1;
  return true;
}

std::string regexp_groups(const Regexp& regexp, View subject) {
  ArrayBuilder groups(oid::text);
  const auto& spans = regexp.spans();
  for (std::size_t i = spans.size() > 1 ? 1 : 0; i < spans.size(); ++i) {
    if (spans[i].matched) {
      groups.add_value(subject.substr(spans[i].begin, spans[i].end - spans[i].begin));
    } else {
      groups.add_null();
    }
  }
  return groups.finish();
}

std::vector<View> regexp_split(Regexp& regexp, View subject) {
  std::vector<View> pieces;
  RegexpWalk walk(regexp, subject);
  std::size_t previous = 0;
  while (walk.next()) {
    const Regexp::Span match = regexp.spans()[0];
    if (match.begin >= subject.size() || match.end <= previous) continue;
    pieces.push_back(subject.substr(previous, match.begin - previous));
    previous = match.end;
  }
  pieces.push_back(subject.substr(previous));
  return pieces;
}

namespace {

// One conversion of a SIMILAR TO pattern.
class SimilarPattern {
 public:
  SimilarPattern(View pattern, View escape) : pattern_(pattern), escape_(escape) {}

  std::string run() {
    out_ = "^(?:";
    for (std::size_t at = 0; at < pattern_.size();) {
      const View character = pattern_.substr(at, character_size(pattern_[at]));
      at += character.size();
      add(character);
    }
    return out_ + ")$";
  }

 private:
  void add(View character) {
    if (after_escape_) {
      after_escape_ = false;
      if (character == "\"" && !in_bracket_) {
        separator();
      } else {
        out_.push_back('\\');
        out_.append(character);
      }
    } else if (character == escape_) {
      after_escape_ = true;
    } else if (in_bracket_) {
      if (character == "\\") out_.push_back('\\');
      out_.append(character);
      if (character == "]") in_bracket_ = false;
    } else if (character == "[") {
      out_.push_back('[');
      in_bracket_ = true;
    } else if (character == "%") {
      out_.append(".*");
    } else if (character == "_") {
      out_.push_back('.');
    } else if (character == "(") {
      out_.append("(?:");
    } else {
      if (character == "\\" || character == "." || character == "^" || character == "$")
        out_.push_back('\\');
      out_.append(character);
    }
  }

  void separator() {
    if (separators_ == 0) {
      out_.append("){1,1}?(");
    } else if (separators_ == 1) {
      out_.append("){1,1}(?:");
    } else {
      rules::raise(conditions::similar_two_separators);
    }
    ++separators_;
  }

  View pattern_;
  View escape_;
  std::string out_;
  bool after_escape_ = false;
  bool in_bracket_ = false;
  int separators_ = 0;
};

}  // namespace

std::string similar_to_regexp(View pattern, View escape) {
  if (!escape.empty() && escape.size() != character_size(escape[0]))
    rules::raise(conditions::invalid_escape_string);
  return SimilarPattern(pattern, escape).run();
}

}  // namespace dsql::engine
