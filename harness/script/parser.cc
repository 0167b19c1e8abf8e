#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <regex>

#include <fmt/format.h>

#include "harness/script/lexing.h"
#include "harness/script/script.h"

namespace dsql::harness {
namespace {

using Words = std::vector<std::string>;

constexpr auto field_names = std::to_array<std::string_view>(
    {"tag", "notice", "warning", "severity", "message", "detail", "hint", "context", "position",
     "schema", "table", "column", "datatype", "constraint"});

bool is_field(std::string_view name) {
  return std::ranges::find(field_names, name) != field_names.end();
}

// Walks the lines of a file; each record function stands behind its header line.
class Parser {
 public:
  Parser(std::string path, std::string_view text)
      : script_{std::move(path), split_lines(text), {}} {}

  Script parse() && {
    script_.steps = steps_until({});
    return std::move(script_);
  }

 private:
  using Record = Action (Parser::*)(const Words&);
  struct RecordRow {
    std::string_view name;
    Record parse;
  };
  static const std::array<RecordRow, 18> records;

  [[noreturn]] void fail(std::string_view message) const {
    throw ScriptError(script_.path, header_, message);
  }

  bool at_end() const { return next_ >= static_cast<int>(script_.lines.size()); }
  const std::string& line() const { return script_.lines[static_cast<std::size_t>(next_)]; }
  bool at_record_end() const { return at_end() || trim(line()).empty(); }
  bool at_separator() const { return !at_end() && line().starts_with("----"); }

  // The steps up to a line that says `end`, or up to the end of the file when `end` is empty.
  std::vector<Step> steps_until(std::string_view end) {
    const int start = header_;
    std::vector<Step> steps;
    Step pending;
    while (!at_end()) {
      const std::string text(trim(line()));
      header_ = ++next_;
      if (text.empty() || text.starts_with('#')) continue;
      const Words words = split_quoted_words(text);
      if (!end.empty() && words[0] == end) {
        check_no_prefix(pending);
        return steps;
      }
      if (take_prefix(words, text, pending)) continue;
      if (words[0] == "hash-threshold") continue;
      Step step = std::exchange(pending, {});
      step.line = header_;
      step.action = parse_record(words);
      // connect and disconnect may name a session other than the current one.
      step.session = std::exchange(named_session_, std::nullopt).value_or(session_);
      steps.push_back(std::move(step));
    }
    if (!end.empty()) {
      header_ = start;
      fail(fmt::format("\"{}\" is missing", end));
    }
    check_no_prefix(pending);
    return steps;
  }

  void check_no_prefix(const Step& pending) const {
    if (!pending.guards.empty() || pending.bind || pending.retry || pending.eventually ||
        pending.background) {
      fail("a prefix line without a record behind it");
    }
  }

  // Lines that stand above a record and change it.
  bool take_prefix(const Words& words, std::string_view text, Step& pending) {
    const std::string& word = words[0];
    if (word == "session") {
      if (words.size() != 2) fail("session NAME");
      session_ = words[1];
    } else if (word == "onlyif" || word == "skipif") {
      if (words.size() < 2) fail(word + " LABEL…");
      pending.guards.push_back({word == "onlyif", {words.begin() + 1, words.end()}});
    } else if (word == "bind") {
      pending.bind = std::string(trim(text.substr(word.size())));
    } else if (word == "retry" || word == "eventually" || word == "background") {
      if (words.size() != 1) fail(word + " stands alone");
      (word == "retry"        ? pending.retry
       : word == "eventually" ? pending.eventually
                              : pending.background) = true;
    } else {
      return false;
    }
    return true;
  }

  Action parse_record(const Words& words) {
    const auto found = std::ranges::find(records, words[0], &RecordRow::name);
    if (found == records.end()) fail(fmt::format("unknown record \"{}\"", words[0]));
    return (this->*found->parse)(words);
  }

  std::string sql() {
    std::string text;
    for (; !at_record_end() && !at_separator(); ++next_) {
      if (!text.empty()) text += '\n';
      text += line();
    }
    if (text.empty()) fail("the statement is missing");
    return text;
  }

  // What stands behind "----" on its line, then the lines up to the next "----" or a blank one.
  ExpectedLines block(std::string* behind = nullptr) {
    if (!at_separator()) return {{}, {false, next_ + 1, next_}};
    const std::string_view rest = trim(std::string_view(line()).substr(4));
    if (behind != nullptr) {
      *behind = rest;
    } else if (!rest.empty()) {
      fail("nothing may stand behind ---- here");
    }
    ++next_;
    ExpectedLines rows{{}, {true, next_ + 1, next_}};
    for (; !at_record_end() && !at_separator(); ++next_) rows.lines.push_back(line());
    rows.span.last = next_;
    return rows;
  }

  std::int64_t number(std::string_view word) const {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size())
      fail(fmt::format("not a number: {}", word));
    return value;
  }

  // "ok", "error [SQLSTATE]" or "count N", from words[at] on; `at` moves behind it.
  ExpectedAnswer expectation(const Words& words, std::size_t& at) const {
    ExpectedAnswer expected;
    if (at >= words.size()) return expected;
    if (words[at] == "ok") {
      ++at;
    } else if (words[at] == "error") {
      expected.kind = ExpectedAnswer::Kind::error;
      static const std::regex sqlstate("[0-9A-Z]{5}|connection");
      if (++at < words.size() && std::regex_match(words[at], sqlstate))
        expected.sqlstate = words[at++];
    } else if (words[at] == "count" && at + 1 < words.size()) {
      expected.kind = ExpectedAnswer::Kind::count;
      expected.count = number(words[at + 1]);
      at += 2;
    }
    return expected;
  }

  void take_fields(ExpectedAnswer& expected) {
    const ExpectedLines rows = block();
    expected.span = rows.span;
    const std::string unnamed = expected.kind == ExpectedAnswer::Kind::error ? "message" : "tag";
    for (const std::string& text : rows.lines) {
      if (text.starts_with("  ") && !expected.fields.empty()) {
        expected.fields.back().value += "\n" + text.substr(2);
        continue;
      }
      ExpectedField field{unnamed, false, std::string(trim(text))};
      const auto colon = text.find(':');
      if (colon != std::string::npos) {
        std::string name = text.substr(0, colon);
        const bool pattern = name.ends_with('~');
        if (pattern) name.pop_back();
        if (is_field(name))
          field = {name, pattern, std::string(trim(std::string_view(text).substr(colon + 1)))};
      }
      expected.fields.push_back(std::move(field));
    }
  }

  Action statement(const Words& words) {
    Statement made;
    std::size_t at = 1;
    made.expected = expectation(words, at);
    if (words.size() == 1 || at != words.size()) fail("statement ok | error [SQLSTATE] | count N");
    made.sql = sql();
    take_fields(made.expected);
    return made;
  }

  Action query(const Words& words) {
    if (words.size() > 1 && words[1] == "error") return statement(words);
    static const std::regex letters("[TIR?]+");
    Query made;
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::string& word = words[i];
      if (word == "nosort" || word == "rowsort" || word == "valuesort") {
        made.sort = word == "nosort" ? Sort::none : word == "rowsort" ? Sort::rows : Sort::values;
      } else if (i == 1 && std::regex_match(word, letters)) {
        made.types = word;
      } else if (i + 1 == words.size()) {
        made.label = word;
      } else {
        fail("query [TYPES] [nosort|rowsort|valuesort] [LABEL]");
      }
    }
    made.sql = sql();
    std::string header;
    made.rows = block(&header);
    made.columns = columns(header);
    return made;
  }

  // "id:integer | name | :text": name, type or both.
  static std::vector<ExpectedColumn> columns(std::string_view header) {
    std::vector<ExpectedColumn> made;
    while (!header.empty()) {
      const auto end = header.find(" | ");
      const std::string_view cell = trim(header.substr(0, end));
      const auto colon = cell.rfind(':');
      const bool typed = colon != std::string_view::npos;
      made.push_back(
          {std::string(cell.substr(0, colon)), std::string(typed ? cell.substr(colon + 1) : "")});
      header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 3);
    }
    return made;
  }

  Action message(const Words& words) {
    if (words.size() != 1) fail("message stands alone");
    std::string text = sql();
    return Message{std::move(text), block()};
  }

  Action let(const Words& words) {
    if (words.size() < 2) fail("let NAME…");
    return Let{{words.begin() + 1, words.end()}, sql()};
  }

  Action copy(const Words& words) {
    if (words.size() < 2) fail("copy in [ok | error SQLSTATE] | copy out");
    if (words[1] == "out" && words.size() == 2) {
      std::string text = sql();
      return CopyOut{std::move(text), block()};
    }
    CopyIn made;
    std::size_t at = 2;
    made.expected = expectation(words, at);
    if (words[1] != "in" || at != words.size()) fail("copy in [ok | error SQLSTATE] | copy out");
    made.sql = sql();
    made.data = block().lines;
    take_fields(made.expected);
    return made;
  }

  Action connect(const Words& words) {
    if (words.size() < 2) fail("connect NAME [error SQLSTATE] [keyword=value…]");
    Connect made;
    named_session_ = words[1];
    std::size_t at = 2;
    made.expected = expectation(words, at);
    for (; at < words.size(); ++at) {
      const auto equals = words[at].find('=');
      if (equals == std::string::npos) fail(fmt::format("not keyword=value: {}", words[at]));
      made.keywords.emplace_back(words[at].substr(0, equals), words[at].substr(equals + 1));
    }
    take_fields(made.expected);
    return made;
  }

  Action disconnect(const Words& words) {
    if (words.size() > 2) fail("disconnect [NAME]");
    if (words.size() == 2) named_session_ = words[1];
    return Disconnect{};
  }

  Action finish(const Words& words) {
    if (words.size() > 2) fail("finish [NAME]");
    if (words.size() == 2) named_session_ = words[1];
    return Finish{};
  }

  Action mode(const Words& words) {
    if (words.size() == 2) {
      if (words[1] == "simple") return SetMode{Protocol::simple};
      if (words[1] == "extended") return SetMode{Protocol::extended};
      if (words[1] == "prepared") return SetMode{Protocol::prepared};
      if (words[1] == "any") return SetMode{std::nullopt};
    }
    fail("mode simple | extended | prepared | any");
  }

  Action wait(const Words& words) {
    WaitJob made;
    if (words.size() < 2 || words[1] != "job" || words.size() > 4) fail("wait job [ID] [failed]");
    std::size_t end = words.size();
    if (words.back() == "failed") {
      made.succeeds = false;
      --end;
    }
    if (end == 3) made.job = words[2];
    return made;
  }

  Action control(const Words& words) {
    if (words.size() != 3) fail("control METHOD PATH");
    Control made{words[1], words[2], {}, {}};
    if (!at_record_end() && !at_separator()) made.body = sql();
    made.answer = block();
    return made;
  }

  // advance 301s | 5min | 1h
  Action advance(const Words& words) {
    static const std::regex duration("([0-9]+)(s|min|h)");
    std::smatch parts;
    if (words.size() != 2 || !std::regex_match(words[1], parts, duration))
      fail("advance 301s | 5min | 1h");
    const std::int64_t unit = parts[2] == "s" ? 1 : parts[2] == "min" ? 60 : 3600;
    return Control{"POST",
                   "/_local/clock",
                   fmt::format(R"({{"advance_seconds":{}}})", number(parts[1].str()) * unit),
                   {}};
  }

  // fail-commit TABLE [TIMES]
  Action fail_commit(const Words& words) {
    if (words.size() != 2 && words.size() != 3) fail("fail-commit TABLE [TIMES]");
    const std::int64_t times = words.size() == 3 ? number(words[2]) : 1;
    return Control{"POST",
                   "/_local/faults",
                   fmt::format(R"({{"kind":"conflict","table":"{}","count":{}}})", words[1], times),
                   {}};
  }

  Action reset(const Words& words) {
    if (words.size() != 1) fail("reset stands alone");
    return Control{"POST", "/_local/reset", "{}", {}};
  }

  Action require(const Words& words) {
    if (words.size() < 2) fail("require LABEL…");
    return Require{{words.begin() + 1, words.end()}};
  }

  Action for_each(const Words& words) {
    if (words.size() < 3) fail("foreach NAME VALUE…");
    return Loop{words[1], {words.begin() + 2, words.end()}, steps_until("endloop")};
  }

  Action loop(const Words& words) {
    if (words.size() != 4) fail("loop NAME FROM TO");
    Loop made{words[1], {}, {}};
    for (std::int64_t i = number(words[2]), end = number(words[3]); i < end; ++i)
      made.values.push_back(fmt::format("{}", i));
    made.body = steps_until("endloop");
    return made;
  }

  Action halt(const Words& words) {
    if (words.size() != 1) fail("halt stands alone");
    return Halt{};
  }

  Script script_;
  int next_ = 0;    // index of the next line; also the number of the line just read
  int header_ = 0;  // number of the header line that is being read
  std::string session_ = "main";
  std::optional<std::string> named_session_;
};

const std::array<Parser::RecordRow, 18> Parser::records = {{
    {"statement", &Parser::statement},
    {"query", &Parser::query},
    {"message", &Parser::message},
    {"let", &Parser::let},
    {"copy", &Parser::copy},
    {"connect", &Parser::connect},
    {"disconnect", &Parser::disconnect},
    {"finish", &Parser::finish},
    {"mode", &Parser::mode},
    {"wait", &Parser::wait},
    {"control", &Parser::control},
    {"advance", &Parser::advance},
    {"fail-commit", &Parser::fail_commit},
    {"reset", &Parser::reset},
    {"require", &Parser::require},
    {"foreach", &Parser::for_each},
    {"loop", &Parser::loop},
    {"halt", &Parser::halt},
}};

}  // namespace

ScriptError::ScriptError(std::string_view path, int line, std::string_view message)
    : std::runtime_error(fmt::format("{}:{}: {}", path, line, message)) {}

Script parse_script(std::string path, std::string_view text) {
  return Parser(std::move(path), text).parse();
}

Script read_script(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ScriptError(path, 0, "cannot be read");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parse_script(path, text);
}

}  // namespace dsql::harness
