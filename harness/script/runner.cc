#include "harness/script/runner.h"

#include <algorithm>
#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "harness/script/control_client.h"
#include "harness/script/expect.h"
#include "harness/script/fresh.h"
#include "harness/script/lexing.h"
#include "harness/script/render.h"
#include "harness/script/sessions.h"
#include "harness/target/retry.h"

namespace dsql::harness {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto eventually_limit = std::chrono::seconds(30);
constexpr auto eventually_pause = std::chrono::milliseconds(50);
constexpr const char* job_session = "(jobs)";

// A step whose answer cannot be had; the text is the whole difference.
class StepFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Replaces lines of the script: first > last inserts.
struct Edit {
  int first = 0;
  int last = 0;
  std::vector<std::string> lines = {};
};

std::string first_line(const std::string& sql) {
  const auto end = sql.find('\n');
  return end == std::string::npos ? sql : sql.substr(0, end) + " …";
}

// The SQL or other words that tell a reader which step it was.
std::string words_of(const Action& action) {
  if (const auto* wait = std::get_if<WaitJob>(&action)) return "wait job " + wait->job;
  if (const auto* control = std::get_if<Control>(&action))
    return control->method + " " + control->path;
  if (std::holds_alternative<Connect>(action)) return "connect";
  if (std::holds_alternative<Finish>(action)) return "finish";
  return std::visit(
      [](const auto& step) -> std::string {
        if constexpr (requires { step.sql; }) return first_line(step.sql);
        return "";
      },
      action);
}

// One run of one script.
class ScriptRun {
 public:
  ScriptRun(const RunOptions& options, const Script& script)
      : options_(options), script_(script), sessions_(options.target, options.timeout) {
    report_.path = script.path;
  }

  Report run() && {
    run_steps(script_.steps, {});
    while (!pending_.empty()) finish(pending_.begin()->first);
    if (!edits_.empty()) rewrite();
    return std::move(report_);
  }

 private:
  struct Answer {
    std::vector<Result> results;
    std::vector<Diagnostic> notices;

    Result last() const {
      if (results.empty()) throw StepFailure("no answer");
      return results.back();
    }
  };

  // --- walking
  // --------------------------------------------------------------------------------------
  void run_steps(const std::vector<Step>& steps, const Variables& outer) {
    for (const auto& [name, value] : outer) variables_[name] = value;
    for (const Step& step : steps) {
      if (stopped_) return;
      if (!wanted(step)) {
        ++report_.skipped;
      } else if (const auto* loop = std::get_if<Loop>(&step.action)) {
        ++loops_;
        for (const std::string& value : loop->values)
          run_steps(loop->body, {{loop->variable, value}});
        --loops_;
      } else {
        run_step(step);
      }
    }
  }

  bool has_any(const std::vector<std::string>& labels) const {
    return std::ranges::any_of(
        labels, [&](const std::string& label) { return options_.labels.contains(label); });
  }

  bool wanted(const Step& step) const {
    return std::ranges::all_of(
        step.guards, [&](const Guard& guard) { return has_any(guard.labels) == guard.wanted; });
  }

  void run_step(const Step& step) {
    try {
      if (pending_.contains(step.session) && !std::holds_alternative<Finish>(step.action))
        finish(step.session);
      const Step resolved = resolve(step);
      if (resolved.background) {
        start(resolved);
        return;
      }
      take_verdict(resolved, check(resolved));
    } catch (const std::exception& error) {
      fail(step, {error.what()});
    }
  }

  void take_verdict(const Step& step, const Difference& found) {
    if (found.empty()) {
      ++report_.passed;
    } else {
      fail(step, found);
    }
  }

  void fail(const Step& step, Difference found) {
    report_.failures.push_back({script_.path, step.line,
                                fmt::format("session {}: {}", step.session, words_of(step.action)),
                                std::move(found)});
  }

  // Runs the step until it answers as expected, or once.
  Difference check(const Step& step) {
    const auto until =
        Clock::now() + (step.eventually ? eventually_limit : eventually_limit.zero());
    while (true) {
      Difference found =
          std::visit([&](const auto& action) { return perform(step, action); }, step.action);
      if (found.empty() || Clock::now() >= until) return found;
      std::this_thread::sleep_for(eventually_pause);
    }
  }

  // --- variables
  // ------------------------------------------------------------------------------------
  std::string text(std::string_view written) const { return substitute(written, variables_); }

  void resolve_lines(std::vector<std::string>& lines) const {
    for (std::string& line : lines) line = text(line);
  }

  void resolve_answer(ExpectedAnswer& expected) const {
    for (ExpectedField& field : expected.fields) field.value = text(field.value);
  }

  Step resolve(const Step& step) const {
    Step made = step;
    if (made.bind) made.bind = text(*made.bind);
    std::visit(
        [&](auto& action) {
          if constexpr (requires { action.sql; }) action.sql = text(action.sql);
          if constexpr (requires { action.expected; }) resolve_answer(action.expected);
          if constexpr (requires { action.rows; }) resolve_lines(action.rows.lines);
          if constexpr (requires { action.transcript; }) resolve_lines(action.transcript.lines);
          if constexpr (requires { action.data; }) resolve_lines(action.data);
          if constexpr (requires { action.lines; }) resolve_lines(action.lines.lines);
          if constexpr (requires { action.answer; }) resolve_lines(action.answer.lines);
          if constexpr (requires { action.path; }) action.path = text(action.path);
          if constexpr (
              requires { action.body; } && !requires { action.variable; })
            action.body = text(action.body);
          if constexpr (requires { action.job; }) action.job = text(action.job);
          if constexpr (requires { action.keywords; }) {
            for (auto& [keyword, value] : action.keywords) value = text(value);
          }
        },
        made.action);
    return made;
  }

  // --- statements
  // -----------------------------------------------------------------------------------
  Protocol protocol() const { return mode_.value_or(options_.protocol); }

  std::vector<Field> parameters(const Step& step) const {
    std::vector<Field> made;
    if (!step.bind) return made;
    for (std::string& cell : split_cells(*step.bind)) {
      if (cell == "NULL") {
        made.emplace_back(std::nullopt);
      } else {
        made.emplace_back(cell == "(empty)" ? std::string() : std::move(cell));
      }
    }
    return made;
  }

  Answer ask(const Step& step, const std::string& sql, Protocol protocol,
             bool conflict_expected = false) {
    Connection& connection = sessions_.at(step.session);
    const bool outside = connection.transaction_status() == TransactionStatus::idle;
    const bool again = step.retry || (options_.retry && outside && !conflict_expected);
    Answer answer;
    with_retries({.attempts = again ? RetryPolicy{}.attempts : 1}, [&] {
      connection.send(sql, protocol, parameters(step));
      answer = receive(connection);
      return answer.results.empty() ? Result{} : answer.results.back();
    });
    return answer;
  }

  Answer receive(Connection& connection) {
    Answer answer{connection.receive(), connection.take_notices()};
    for (const Result& result : answer.results) {
      if (result.columns.size() == 1 && result.columns[0].name == "job_id" &&
          result.rows.size() == 1) {
        job_ = result.rows[0][0].value_or("");
      }
    }
    return answer;
  }

  static bool expects_conflict(const ExpectedAnswer& expected) {
    return expected.kind == ExpectedAnswer::Kind::error &&
           (expected.sqlstate.empty() || expected.sqlstate == "40001");
  }

  Difference judge(const Step& step, const Statement& action, const Answer& answer) {
    Difference found = compare_answer(action.expected, answer.last(), answer.notices);
    // What the script leaves open, an error without a word or an empty block, is written down too.
    const bool any_error =
        action.expected.kind == ExpectedAnswer::Kind::error && action.expected.sqlstate.empty();
    const bool open = action.expected.fields.empty() && (any_error || action.expected.span.given);
    if ((!found.empty() || open) && accepting(step)) {
      const bool with_tag = action.expected.span.given;
      accept(step, action.expected.span, accept_answer(answer.last(), with_tag));
      found.clear();
    }
    return found;
  }

  Difference judge(const Step& step, const Query& action, const Answer& answer) {
    Difference found = compare_query(action, answer.last());
    if ((!found.empty() || !action.rows.span.given) && accepting(step)) {
      accept(step, action.rows.span, accept_query(header_of(step), action, answer.last()));
      found.clear();
    }
    return found;
  }

  Difference judge(const Step& step, const Message& action, const Answer& answer) {
    const auto got = render_transcript(answer.results, answer.notices);
    return judge_lines(step, action.transcript, got);
  }

  Difference judge_lines(const Step& step, const ExpectedLines& expected,
                         const std::vector<std::string>& got) {
    Difference found = compare_lines(expected, got);
    if ((!found.empty() || !expected.span.given) && accepting(step)) {
      accept(step, expected.span, {header_of(step), "----", got});
      found.clear();
    }
    return found;
  }

  Difference perform(const Step& step, const Statement& action) {
    return judge(step, action,
                 ask(step, action.sql, protocol(), expects_conflict(action.expected)));
  }

  Difference perform(const Step& step, const Query& action) {
    return judge(step, action, ask(step, action.sql, protocol()));
  }

  Difference perform(const Step& step, const Message& action) {
    return judge(step, action, ask(step, action.sql, Protocol::simple));
  }

  Difference perform(const Step& step, const Let& action) {
    const Result result = ask(step, action.sql, protocol()).last();
    if (result.error) return {"- one row", "+ " + render_diagnostic(*result.error)};
    if (result.rows.size() != 1 || result.columns.size() != action.names.size()) {
      return {fmt::format("- one row of {} values", action.names.size()),
              fmt::format("+ {} rows of {}", result.rows.size(), result.columns.size())};
    }
    for (std::size_t i = 0; i < action.names.size(); ++i)
      variables_[action.names[i]] = result.rows[0][i].value_or("NULL");
    return {};
  }

  Difference perform(const Step& step, const CopyIn& action) {
    Answer answer = ask(step, action.sql, protocol());
    if (answer.last().kind == Result::Kind::copy_in) {
      Connection& connection = sessions_.at(step.session);
      std::string data = join(action.data, "\n");
      if (!data.empty()) data += '\n';
      answer.results = {connection.copy_in(data)};
      answer.notices = connection.take_notices();
    }
    return compare_answer(action.expected, answer.last(), answer.notices);
  }

  Difference perform(const Step& step, const CopyOut& action) {
    const Result result = ask(step, action.sql, protocol()).last();
    if (result.error) return {"- lines", "+ " + render_diagnostic(*result.error)};
    std::vector<std::string> got;
    for (const Row& row : result.rows) got.push_back(row.at(0).value_or(""));
    return judge_lines(step, action.lines, got);
  }

  // --- sessions
  // -------------------------------------------------------------------------------------
  Difference perform(const Step& step, const Connect& action) {
    Result result{.tag = "CONNECT"};
    try {
      sessions_.connect(step.session, action.keywords);
    } catch (const ConnectError& error) {
      result = {.kind = Result::Kind::error, .error = error.diagnostic};
    }
    return compare_answer(action.expected, result, {});
  }

  Difference perform(const Step& step, const Disconnect& /*action*/) {
    sessions_.disconnect(step.session);
    return {};
  }

  void start(const Step& step) {
    const auto* statement = std::get_if<Statement>(&step.action);
    const auto* query = std::get_if<Query>(&step.action);
    if (statement == nullptr && query == nullptr)
      throw StepFailure("only a statement or a query can run in the background");
    sessions_.at(step.session)
        .send(statement != nullptr ? statement->sql : query->sql, protocol(), parameters(step));
    pending_.emplace(step.session, step);
  }

  void finish(const std::string& session) {
    const Step step = pending_.extract(session).mapped();
    try {
      const Answer answer = receive(sessions_.at(session));
      const auto* statement = std::get_if<Statement>(&step.action);
      take_verdict(step, statement != nullptr ? judge(step, *statement, answer)
                                              : judge(step, std::get<Query>(step.action), answer));
    } catch (const std::exception& error) {
      fail(step, {error.what()});
    }
  }

  Difference perform(const Step& step, const Finish& /*action*/) {
    if (!pending_.contains(step.session))
      return {fmt::format("session {} runs nothing in the background", step.session)};
    finish(step.session);
    return {};
  }

  Difference perform(const Step& /*step*/, const SetMode& action) {
    mode_ = action.protocol;
    return {};
  }

  // --- jobs and the control port
  // --------------------------------------------------------------------
  Difference perform(const Step& /*step*/, const WaitJob& action) {
    const std::string job = action.job.empty() ? job_ : action.job;
    if (job.empty()) return {"no job was submitted"};
    const std::string call = fmt::format("CALL sys.wait_for_job('{}')", job);
    const Result result = with_retries({}, [&] { return sessions_.at(job_session).run(call); });
    if (result.error) return {"- the end of job " + job, "+ " + render_diagnostic(*result.error)};
    const std::string expected = action.succeeds ? "t" : "f";
    const std::string got = result.rows.empty() || result.rows[0].empty()
                                ? "no row"
                                : result.rows[0][0].value_or("NULL");
    if (got == expected) return {};
    return {"- succeeded: " + expected, "+ succeeded: " + got};
  }

  Difference perform(const Step& step, const Control& action) {
    if (options_.control.empty()) throw StepFailure("the target has no control port");
    const ControlAnswer answer =
        ControlClient(options_.control).request(action.method, action.path, action.body);
    if (answer.status / 100 != 2)
      return {"- 2xx", fmt::format("+ {} {}", answer.status, answer.body)};
    return judge_lines(step, action.answer, split_lines(answer.body));
  }

  Difference perform(const Step& /*step*/, const Require& action) {
    for (const std::string& label : action.labels) {
      if (options_.labels.contains(label)) continue;
      report_.skipped_because = "requires " + label;
      stopped_ = true;
    }
    return {};
  }

  Difference perform(const Step& /*step*/, const Halt& /*action*/) {
    stopped_ = true;
    return {};
  }

  Difference perform(const Step& /*step*/, const Loop& /*action*/) {
    return {};
  }  // run_steps() walks loops

  // --- accepted answers
  // ----------------------------------------------------------------------------- A step in a loop,
  // or one that answers differently each time, cannot be written down.
  bool accepting(const Step& step) const {
    return options_.accept && loops_ == 0 && !step.eventually;
  }

  const std::string& header_of(const Step& step) const {
    return script_.lines.at(static_cast<std::size_t>(step.line - 1));
  }

  void accept(const Step& step, const Span& span, const Accepted& accepted) {
    edits_.push_back({step.line, step.line, {accepted.header}});
    std::vector<std::string> lines = accepted.lines;
    if (!span.given && !lines.empty()) lines.insert(lines.begin(), accepted.separator);
    if (span.given) lines.insert(lines.begin(), accepted.separator);
    // The separator stands on the line before a given block.
    edits_.push_back({span.given ? span.first - 1 : span.first, span.last, std::move(lines)});
  }

  void rewrite() {
    std::vector<std::string> lines = script_.lines;
    std::ranges::stable_sort(edits_, std::greater<>(), &Edit::first);
    for (const Edit& edit : edits_) {
      const auto first =
          lines.begin() + std::min<std::ptrdiff_t>(edit.first - 1, std::ssize(lines));
      const auto rest = lines.erase(first, first + std::max(0, edit.last - edit.first + 1));
      lines.insert(rest, edit.lines.begin(), edit.lines.end());
    }
    std::ofstream file(script_.path, std::ios::binary | std::ios::trunc);
    for (const std::string& line : lines) file << line << '\n';
    if (!file.flush()) throw std::runtime_error("cannot write " + script_.path);
    report_.rewritten = true;
  }

  const RunOptions& options_;
  const Script& script_;
  Sessions sessions_;
  Report report_;
  Variables variables_;
  std::map<std::string, Step> pending_;  // by session: sent, answer not yet taken
  std::optional<Protocol> mode_;
  std::string job_;  // the last one submitted
  std::vector<Edit> edits_;
  int loops_ = 0;
  bool stopped_ = false;
};

// The service answers `version()` with these words alone; PostgreSQL names its build.
constexpr std::string_view service_version = "PostgreSQL 16";

}  // namespace

Runner::Runner(RunOptions options) : options_(std::move(options)) {
  Connection connection(options_.target);
  const Result version = connection.run("SELECT version()");
  const bool service = version.ok() && version.rows.size() == 1 &&
                       version.rows[0][0] == std::string(service_version);
  options_.labels.insert(service ? "dsql" : "postgres");
  if (service) options_.labels.insert(options_.control.empty() ? "aws" : "local");
  options_.labels.insert(options_.protocol == Protocol::simple     ? "simple"
                         : options_.protocol == Protocol::extended ? "extended"
                                                                   : "prepared");
}

Report Runner::run(const Script& script) {
  if (options_.fresh) empty_database();
  return ScriptRun(options_, script).run();
}

void Runner::empty_database() const {
  if (options_.control.empty()) {
    Connection connection(options_.target);
    drop_everything(connection);
    return;
  }
  const ControlAnswer answer =
      ControlClient(options_.control).request("POST", "/_local/reset", "{}");
  if (answer.status / 100 != 2) throw std::runtime_error("reset: " + answer.body);
}

std::string describe(const Failure& failure) {
  std::string made = fmt::format("{}:{}: {}\n", failure.path, failure.line, failure.step);
  for (const std::string& line : failure.difference) made += "    " + line + "\n";
  return made;
}

}  // namespace dsql::harness
