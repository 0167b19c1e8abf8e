// Text put together from values of any type: concat, concat_ws, format, ||, and the quoting
// functions.
#include <cstdint>
#include <limits>

#include "engine/functions/any_arguments.h"
#include "engine/functions/characters.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/quoting.h"
#include "engine/functions/rows.h"
#include "engine/types/inet.h"
#include "engine/types/text.h"
#include "engine/types/text_room.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using View = std::string_view;
namespace conditions = rules::conditions;

// --- concatenation
// ---------------------------------------------------------------------------------

void join(AnyArguments& arguments, View separator, std::string& out) {
  bool first = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto text = arguments.text(i);
    if (!text) continue;
    if (!first) append_checked(out, separator);
    first = false;
    append_checked(out, *text);
  }
}

void concat(CallContext& context, Args args, Selection rows, Column& out) {
  AnyArguments arguments(context, args, 0);
  rows.for_each([&](std::uint32_t row) {
    if (!arguments.open(row)) return out.set_null(row);
    std::string text;
    join(arguments, {}, text);
    out.own(row, text);
  });
}

void concat_with_separator(CallContext& context, Args args, Selection rows, Column& out) {
  AnyArguments arguments(context, args, 1);
  rows.for_each([&](std::uint32_t row) {
    if (args[0]->is_null(row) || !arguments.open(row)) return out.set_null(row);
    std::string text;
    join(arguments, args[0]->at<View>(row), text);
    out.own(row, text);
  });
}

// As a cast to text writes it, which for these types is not what they print.
void append_cast_to_text(CallContext& context, Oid type, const Column& column, std::uint32_t row,
                         std::string& out) {
  if (type == boolean) {
    out += column.at<bool>(row) ? "true" : "false";
  } else if (type == inet || type == cidr) {
    out += inet_text(Inet::from(column.at<View>(row)), true);
  } else {
    append_value_text(context, type, column, row, out);
  }
}

// text || anything and anything || text.
template <int text_side>
void concat_any(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    std::string text;
    for (int side = 0; side < 2; ++side) {
      const auto at = static_cast<std::size_t>(side);
      if (side == text_side) {
        text.append(args[at]->at<View>(row));
      } else {
        append_cast_to_text(context, context.argument_types[at], *args[at], row, text);
      }
    }
    out.own(row, text);
  });
}

// --- format()
// --------------------------------------------------------------------------------------

// One run of format() over one row.
class Formatter {
 public:
  Formatter(View pattern, AnyArguments& arguments) : pattern_(pattern), arguments_(arguments) {}

  std::string run() {
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_++];
      if (c != '%') {
        out_.push_back(c);
      } else if (peek() == '%') {
        out_.push_back(pattern_[at_++]);
      } else {
        convert();
      }
    }
    return std::move(out_);
  }

 private:
  struct Specifier {
    std::int64_t argument = 0;  // 0: the next one
    bool left = false;
    std::int64_t width = 0;
    bool width_given = false;
    std::int64_t width_argument = -1;  // 0: the next one
  };

  char peek() const {
    if (at_ >= pattern_.size()) rules::raise(conditions::unterminated_format_specifier);
    return pattern_[at_];
  }

  // Reads digits; false if there are none.
  bool number(std::int64_t& value) {
    bool any = false;
    value = 0;
    while (peek() >= '0' && peek() <= '9') {
      value = value * 10 + (pattern_[at_++] - '0');
      if (value > std::numeric_limits<std::int32_t>::max())
        rules::raise(conditions::format_number_out_of_range);
      any = true;
    }
    return any;
  }

  Specifier specifier() {
    Specifier found;
    std::int64_t value = 0;
    if (number(value)) {
      if (peek() != '$') {
        found.width = value;
        found.width_given = true;
        return found;
      }
      ++at_;
      if (value == 0) rules::raise(conditions::format_argument_zero);
      found.argument = value;
    }
    while (peek() == '-') {
      found.left = true;
      ++at_;
    }
    if (peek() == '*') {
      ++at_;
      found.width_argument = 0;
      if (number(value)) {
        if (peek() != '$') rules::raise(conditions::format_width_not_ended);
        ++at_;
        if (value == 0) rules::raise(conditions::format_argument_zero);
        found.width_argument = value;
      }
    } else if (number(value)) {
      found.width = value;
    }
    return found;
  }

  std::optional<std::string> argument(std::int64_t number) {
    next_ = number > 0 ? number : next_ + 1;
    if (next_ > static_cast<std::int64_t>(arguments_.size()))
      rules::raise(conditions::too_few_format_arguments);
    return arguments_.text(static_cast<std::size_t>(next_ - 1));
  }

  void convert() {
    Specifier given = specifier();
    if (given.width_argument >= 0) {
      const auto text = argument(given.width_argument);
      given.width =
          text ? value_from_text(oid::int4, *text, -1, TextFormat{}).as<std::int32_t>() : 0;
      if (given.width < 0) {
        given.left = true;
        given.width = -given.width;
      }
    }
    const char kind = peek();
    if (kind != 's' && kind != 'I' && kind != 'L') {
      const View shown = pattern_.substr(at_, character_size(kind));
      rules::raise(conditions::unrecognized_format_specifier, shown);
    }
    ++at_;
    append(given, converted(kind, argument(given.argument)));
  }

  static std::string converted(char kind, const std::optional<std::string>& value) {
    if (kind == 's') return value.value_or("");
    std::string text;
    if (kind == 'L') {
      if (!value) return "NULL";
      append_quoted_literal(text, *value);
    } else {
      if (!value) rules::raise(conditions::format_null_identifier);
      append_quoted_identifier(text, *value);
    }
    return text;
  }

  void append(const Specifier& given, const std::string& text) {
    const auto held = static_cast<std::int64_t>(utf8_length(text));
    const auto blanks = static_cast<std::size_t>(given.width > held ? given.width - held : 0);
    check_room(out_, blanks + text.size());
    if (!given.left) out_.append(blanks, ' ');
    out_.append(text);
    if (given.left) out_.append(blanks, ' ');
  }

  View pattern_;
  AnyArguments& arguments_;
  std::size_t at_ = 0;
  std::int64_t next_ = 0;  // number of the argument last used
  std::string out_;
};

void format(CallContext& context, Args args, Selection rows, Column& out) {
  AnyArguments arguments(context, args, 1);
  rows.for_each([&](std::uint32_t row) {
    if (args[0]->is_null(row)) return out.set_null(row);
    arguments.open(row);
    out.own(row, Formatter(args[0]->at<View>(row), arguments).run());
  });
}

void format_alone(CallContext& context, Args args, Selection rows, Column& out) {
  format(context, args, rows, out);
}

// --- quoting
// ---------------------------------------------------------------------------------------

std::string quoted_identifier(View name) {
  std::string out;
  append_quoted_identifier(out, name);
  return out;
}
std::string quoted_literal(View text) {
  std::string out;
  append_quoted_literal(out, text);
  return out;
}
std::string quoted_nullable(std::optional<View> text) {
  return text ? quoted_literal(*text) : "NULL";
}
void quoted_value(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    if (args[0]->is_null(row)) return out.own(row, "NULL");
    std::string text;
    append_value_text(context, context.argument_types[0], *args[0], row, text);
    out.own(row, quoted_literal(text));
  });
}

// --- parse_ident
// -----------------------------------------------------------------------------------

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool continues_name(char c) { return starts_name(c) || (c >= '0' && c <= '9') || c == '$'; }

// Takes "a.b" or "\"A b\".c" apart.
class IdentifierParser {
 public:
  explicit IdentifierParser(View text) : text_(text) {}

  std::string run(bool strict) {
    ArrayBuilder parts(oid::text);
    skip_blanks();
    for (bool after_dot = false;; after_dot = true) {
      parts.add_value(View(part(after_dot)));
      skip_blanks();
      if (at_ >= text_.size()) break;
      if (text_[at_] != '.') {
        if (strict) fail({});
        break;
      }
      ++at_;
      skip_blanks();
    }
    return parts.finish();
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  [[noreturn]] void fail(std::string detail) {
    rules::raise(
        rules::error(conditions::not_a_valid_identifier, text_).with_detail(std::move(detail)));
  }
  std::string part(bool after_dot) {
    if (at_ < text_.size() && text_[at_] == '"') return quoted_part();
    if (at_ < text_.size() && starts_name(text_[at_])) {
      const std::size_t from = at_;
      while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
      std::string name(text_.substr(from, at_ - from));
      for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      return name;
    }
    if (at_ < text_.size() && text_[at_] == '.')
      fail(std::string(conditions::no_identifier_before_dot));
    fail(after_dot ? std::string(conditions::no_identifier_after_dot) : std::string());
  }
  std::string quoted_part() {
    std::string name;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        name.push_back(text_[at_]);
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        name.push_back(text_[++at_]);
      } else {
        ++at_;
        if (name.empty()) fail(std::string(conditions::quoted_identifier_empty));
        return name;
      }
    }
    fail(std::string(conditions::unclosed_double_quotes));
  }

  View text_;
  std::size_t at_ = 0;
};

std::string parse_identifier(View text, std::optional<bool> strict) {
  return IdentifierParser(text).run(strict.value_or(true));
}

constexpr FunctionRow rows[] = {
    variadic(any, stable(called_on_null(fn(3058, "concat", {any}, text, &concat)))),
    variadic(any, stable(called_on_null(
                      fn(3059, "concat_ws", {text, any}, text, &concat_with_separator)))),
    stable(fn(2003, "textanycat", {text, anynonarray}, text, &concat_any<0>)),
    stable(fn(2004, "anytextcat", {anynonarray, text}, text, &concat_any<1>)),
    variadic(any, stable(called_on_null(fn(3539, "format", {text, any}, text, &format)))),
    stable(called_on_null(fn(3540, "format", {text}, text, &format_alone))),
    fn(1282, "quote_ident", {text}, text, lift<&quoted_identifier>),
    fn(1283, "quote_literal", {text}, text, lift<&quoted_literal>),
    called_on_null(fn(1289, "quote_nullable", {text}, text, lift<&quoted_nullable>)),
    stable(fn(1285, "quote_literal", {anyelement}, text, &quoted_value)),
    stable(called_on_null(fn(1290, "quote_nullable", {anyelement}, text, &quoted_value))),
    defaults(1, fn(1268, "parse_ident", {text, boolean}, text_array, lift<&parse_identifier>)),
};

}  // namespace

std::span<const FunctionRow> string_formats() { return rows; }

}  // namespace dsql::engine
