#include "engine/session/copy_format.h"

#include "dsqlrules/conditions/copy_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/types/text.h"

namespace dsql::engine {

namespace {

namespace conditions = rules::conditions;

char single_byte(const PgQuery__DefElem& option, std::string_view name) {
  const std::string text = rules::option_text(option);
  if (text.size() != 1) rules::raise(conditions::copy_single_byte_option, name);
  return text[0];
}

void read_columns(const PgQuery__DefElem& option, std::vector<std::string>& names, bool* all) {
  if (option.arg != nullptr && option.arg->node_case == PG_QUERY__NODE__NODE_LIST) {
    for (const rules::Node* item :
         rules::nodes(option.arg->list->n_items, option.arg->list->items)) {
      names.emplace_back(rules::string_of(*item));
    }
  } else if (all != nullptr) {
    *all = true;
  }
}

int octal(char c) { return c >= '0' && c <= '7' ? c - '0' : -1; }

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// One backslash sequence, at[0] being the character after the backslash; answers the characters it
// takes.
std::size_t unescape(std::string_view at, std::string& out) {
  switch (at[0]) {
    case 'b': out += '\b'; return 1;
    case 'f': out += '\f'; return 1;
    case 'n': out += '\n'; return 1;
    case 'r': out += '\r'; return 1;
    case 't': out += '\t'; return 1;
    case 'v': out += '\v'; return 1;
    case 'x': {
      if (at.size() < 2 || hex(at[1]) < 0) break;
      int value = hex(at[1]);
      std::size_t taken = 2;
      if (at.size() > 2 && hex(at[2]) >= 0) {
        value = value * 16 + hex(at[2]);
        taken = 3;
      }
      out += static_cast<char>(value);
      return taken;
    }
    default: break;
  }
  if (octal(at[0]) >= 0) {
    int value = 0;
    std::size_t taken = 0;
    while (taken < 3 && taken < at.size() && octal(at[taken]) >= 0)
      value = value * 8 + octal(at[taken++]);
    out += static_cast<char>(value);
    return taken;
  }
  out += at[0];
  return 1;
}

}  // namespace

CopyFormat copy_format(const PgQuery__CopyStmt& statement) {
  CopyFormat format;
  bool delimiter_set = false;
  bool null_set = false;
  bool escape_set = false;
  for (const rules::Node* node : rules::nodes(statement.n_options, statement.options)) {
    const PgQuery__DefElem& option = *node->def_elem;
    const std::string_view name = option.defname;
    if (name == "format") {
      const std::string text = rules::option_text(option);
      if (text == "binary") rules::raise(conditions::copy_binary_not_supported);
      if (text != "csv" && text != "text")
        rules::raise(conditions::copy_format_not_recognized, text);
      format.csv = text == "csv";
    } else if (name == "delimiter") {
      format.delimiter = single_byte(option, "delimiter");
      delimiter_set = true;
    } else if (name == "null") {
      format.null_text = rules::option_text(option);
      null_set = true;
    } else if (name == "header") {
      format.header_match = rules::option_text(option) == "match";
      format.header = format.header_match || rules::option_boolean(option).value_or(true);
    } else if (name == "quote") {
      format.quote = single_byte(option, "quote");
    } else if (name == "escape") {
      format.escape = single_byte(option, "escape");
      escape_set = true;
    } else if (name == "force_quote") {
      read_columns(option, format.force_quote, &format.force_quote_all);
    } else if (name == "force_not_null") {
      read_columns(option, format.force_not_null, nullptr);
    } else if (name == "force_null") {
      read_columns(option, format.force_null, nullptr);
    } else if (name != "encoding" && name != "freeze") {
      rules::raise(rules::error(conditions::copy_option_not_recognized, name).at(option.location));
    }
  }
  if (format.csv) {
    if (!delimiter_set) format.delimiter = ',';
    if (!null_set) format.null_text.clear();
    if (!escape_set) format.escape = format.quote;
  }
  return format;
}

// A line without its end. A CSV line goes on while a quote is open.
std::optional<std::string_view> CopyReader::take_line() {
  bool in_quote = false;
  for (std::size_t i = at_; i < buffer_.size(); ++i) {
    const char c = buffer_[i];
    if (format_.csv && in_quote && c == format_.escape && format_.escape != format_.quote) {
      ++i;
    } else if (format_.csv && c == format_.quote) {
      in_quote = !in_quote;
    } else if (!format_.csv && c == '\\') {
      ++i;
    } else if (c == '\n' && !in_quote) {
      std::string_view line(buffer_.data() + at_, i - at_);
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      at_ = i + 1;
      return line;
    }
  }
  if (!ended_ || at_ >= buffer_.size()) return std::nullopt;
  if (in_quote) rules::raise(conditions::copy_unterminated_quote);
  std::string_view line(buffer_.data() + at_, buffer_.size() - at_);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  at_ = buffer_.size();
  return line;
}

std::optional<CopyReader::Record> CopyReader::next() {
  text_ = {};
  if (finished_) return std::nullopt;
  if (at_ > buffer_.size() / 2 && at_ > 4096) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  const auto line = take_line();
  if (!line) return std::nullopt;
  ++line_;
  if (*line == "\\.") {
    finished_ = true;
    return std::nullopt;
  }
  require_utf8(*line);
  text_ = *line;
  return format_.csv ? split_csv(*line) : split_text(*line);
}

CopyReader::Record CopyReader::split_text(std::string_view line) const {
  Record fields;
  std::size_t start = 0;
  while (true) {
    std::string value;
    bool escaped = false;
    std::size_t i = start;
    while (i < line.size() && line[i] != format_.delimiter) {
      if (line[i] == '\\' && i + 1 < line.size()) {
        i += 1 + unescape(line.substr(i + 1), value);
        escaped = true;
      } else {
        value += line[i++];
      }
    }
    const bool null = line.substr(start, i - start) == format_.null_text;
    if (escaped && !null) require_utf8(value);  // an escape can spell any byte
    fields.push_back(null ? std::nullopt : std::optional(std::move(value)));
    if (i >= line.size()) return fields;
    start = i + 1;
  }
}

CopyReader::Record CopyReader::split_csv(std::string_view line) {
  Record fields;
  quoted_.clear();
  std::size_t i = 0;
  while (true) {
    std::string value;
    bool in_quote = false;
    bool was_quoted = false;
    for (; i < line.size(); ++i) {
      const char c = line[i];
      if (in_quote) {
        if (c == format_.escape && i + 1 < line.size() &&
            (line[i + 1] == format_.quote || line[i + 1] == format_.escape)) {
          value += line[++i];
        } else if (c == format_.quote) {
          in_quote = false;
        } else {
          value += c;
        }
      } else if (c == format_.quote) {
        in_quote = true;
        was_quoted = true;
      } else if (c == format_.delimiter) {
        break;
      } else {
        value += c;
      }
    }
    const bool null = !was_quoted && value == format_.null_text;
    quoted_.push_back(was_quoted);
    fields.push_back(null ? std::nullopt : std::optional(std::move(value)));
    if (i >= line.size()) return fields;
    ++i;
  }
}

void append_copy_field(const CopyFormat& format, std::string_view value, bool force_quote,
                       std::string& out) {
  if (format.csv) {
    const bool special =
        value.find_first_of(std::string{format.delimiter, format.quote, '\n', '\r'}) != value.npos;
    if (!force_quote && !special && value != format.null_text && value != "\\.") {
      out += value;
      return;
    }
    out += format.quote;
    for (const char c : value) {
      if (c == format.quote || c == format.escape) out += format.escape;
      out += c;
    }
    out += format.quote;
    return;
  }
  for (const char c : value) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\v': out += "\\v"; break;
      default:
        if (c == format.delimiter) out += '\\';
        out += c;
    }
  }
}

}  // namespace dsql::engine
