#include "dsqlrules/conditions/rules.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "dsqlrules/parse/statement.h"
#include "harness/cli/subcommand.h"

namespace dsql::harness {
namespace {

using rules::RuleView;

struct Options {
  std::string id;
  std::string format = "text";
  std::string as_of;
};

rules::AsOf month_of(const std::string& text) {
  if (text.empty()) return rules::newest_profile;
  const auto month = rules::parse_as_of(text);
  if (!month) throw std::invalid_argument(fmt::format("not a month as in 2026-10: {}", text));
  return *month;
}

std::string month_text(rules::AsOf month) {
  return fmt::format("{:04}-{:02}", month.year, month.month);
}

void print_text(const RuleView& rule) {
  fmt::print("{}  {}  {}, {}\n    {}\n", rule.id, rule.sqlstate.text(),
             rules::phase_name(rule.phase), rules::evidence_name(rule.evidence), rule.message);
  if (!rule.advice.empty()) fmt::print("    {}\n", rule.advice);
}

boost::json::object json_of(const RuleView& rule) {
  return {{"id", rule.id},
          {"phase", rules::phase_name(rule.phase)},
          {"evidence", rules::evidence_name(rule.evidence)},
          {"sqlstate", rule.sqlstate.text()},
          {"message", rule.message},
          {"detail", rule.detail},
          {"hint", rule.hint},
          {"setup", rule.setup},
          {"witness", rule.witness},
          {"advice", rule.advice},
          {"fix", rule.fix},
          {"since", month_text(rule.since)},
          {"until", rule.until == rules::never ? "" : month_text(rule.until)}};
}

// --- a test script of all witnesses
// ------------------------------------------------------------------

// A regular expression for a message with {} holes.
std::string pattern_of(std::string_view message) {
  std::string made = "^";
  for (std::size_t i = 0; i < message.size(); ++i) {
    const char c = message[i];
    const auto closing = c == '{' ? message.find('}', i) : std::string_view::npos;
    if (closing != std::string_view::npos) {
      made += ".*";
      i = closing;
    } else {
      if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) made += '\\';
      made += c;
    }
  }
  return made + "$";
}

// "<257 columns>" stands for SQL too long to write down; a commit needs what only a whole test can
// do.
bool can_be_written(const RuleView& rule) {
  const bool abridged = rule.witness.find('<') != std::string_view::npos ||
                        rule.setup.find('<') != std::string_view::npos;
  const bool statement = rule.phase != rules::Phase::connect && rule.phase != rules::Phase::lint;
  return !abridged && !rule.witness.empty() && statement;
}

void print_statements(std::string_view setup) {
  const rules::ParseTree tree = rules::parse(std::string(setup));
  for (const rules::Statement& statement : tree.statements())
    fmt::print("retry\nstatement ok\n{}\n\n", statement.text);
}

void print_script(const RuleView& rule) {
  fmt::print("# {}: {}\n", rule.id, rules::evidence_name(rule.evidence));
  if (!rule.setup.empty()) {
    fmt::print("onlyif local\nreset\n\n");
    // A witness about an index that is being built needs a build that takes its time.
    if (rule.setup.find("ASYNC") != std::string_view::npos) {
      fmt::print("onlyif local\ncontrol POST /_local/faults\n{}\n\n",
                 R"({"kind":"slow_job","delay_seconds":600})");
    }
    print_statements(rule.setup);
  }
  fmt::print("session {}\n", rule.id);  // a block left open by one witness does not meet the next
  fmt::print("statement error {}\n{}\n----\nmessage~: {}\n\ndisconnect {}\n\n",
             rule.sqlstate.text(), rule.witness, pattern_of(rule.message), rule.id);
}

// --- a table for people ------------------------------------------------------------------------

std::string cell(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '|') made += '\\';
    made += c;
  }
  return made;
}

std::string code(std::string_view text) {
  return text.empty() ? std::string() : "`" + cell(text) + "`";
}

std::string months_of(const RuleView& rule) {
  const bool since = rules::service_start < rule.since;
  const bool until = rule.until < rules::never;
  return fmt::format("{}{}", since ? "since " + month_text(rule.since) : "",
                     until ? " until " + month_text(rule.until) : "");
}

void print_row(const RuleView& rule) {
  fmt::print("| `{}` | {} | {} {}{} | {} |\n", rule.id, code(rule.witness), rule.sqlstate.text(),
             cell(rule.message), rule.evidence == rules::Evidence::captured ? "" : " *",
             cell(rule.advice) + (months_of(rule).empty() ? "" : " (" + months_of(rule) + ")"));
}

int print_markdown(rules::AsOf month) {
  fmt::print(
      "# What Aurora DSQL refuses\n\nAs of {}; printed by `dsql-local rules --format md`. Each "
      "example is refused with the answer beside it (SQLSTATE and\nmessage; `{{}}` stands for "
      "names and values). Answers without * were seen on a cluster; the others are documented or, "
      "where nobody\nhas seen one, the wording of their family: `dsql-lint --explain RULE` says "
      "which.\n",
      month_text(month));
  for (const rules::RuleFamily& family : rules::rule_families()) {
    fmt::print("\n## {}\n\n| rule | example | answer | instead |\n|---|---|---|---|\n",
               family.title);
    for (const RuleView& rule : family.rules) {
      if (rules::in_force(rule, month)) print_row(rule);
    }
  }
  return exit_success;
}

int print_rules(const Options& options) {
  const rules::AsOf month = month_of(options.as_of);
  if (options.format == "md") return print_markdown(month);
  boost::json::array all;
  int printed = 0;
  if (options.format == "script")
    fmt::print(
        "# What Aurora DSQL refuses, each rule with its witness.\nrequire dsql\n\nmode simple\n\n");
  for (const RuleView& rule : rules::all_rules()) {
    if (!rules::in_force(rule, month) || (!options.id.empty() && rule.id != options.id)) continue;
    ++printed;
    if (options.format == "json") {
      all.push_back(json_of(rule));
    } else if (options.format == "text") {
      print_text(rule);
    } else if (can_be_written(rule)) {
      print_script(rule);
    }
  }
  if (options.format == "json") fmt::print("{}\n", boost::json::serialize(all));
  if (printed > 0) return exit_success;
  fmt::print(stderr, "dsql-local: no rule is called {}\n", options.id);
  return exit_failure;
}

}  // namespace

void add_rules(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("rules", "list what Aurora DSQL refuses, and how that is known");
  command->add_option("id", options->id, "one rule only");
  command
      ->add_option("--format", options->format,
                   "text, json, md: a table, or script: a test script that meets each rule")
      ->check(CLI::IsMember({"text", "json", "md", "script"}))
      ->capture_default_str();
  command->add_option("--as-of", options->as_of, "the rules in force in a month, as in 2026-10");
  command->footer(
      "Example:\n  dsql-local rules --format script > rules.test && dsql-local run rules.test");
  command->callback(
      [&invocation, options] { invocation.run = [options] { return print_rules(*options); }; });
}

}  // namespace dsql::harness
