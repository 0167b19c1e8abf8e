// Runs one call as text, for the tables of calls with PostgreSQL 16's answers: the function is
// resolved from its name and argument types, the arguments are read from text, coerced and given to
// the kernel, and the result is written as text again.
#pragma once

#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/functions/resolve.h"
#include "engine/types/timezone.h"

namespace dsql::engine {

// `call`: "name | type:text | …", "op + | …" for an operator; \N is NULL. `answer`: the result's
// text, \N, {a;b} for a set, "ERROR sqlstate: message", or "?unresolved 1" (no such function) and 2
// (ambiguous).
struct CallCase {
  std::string_view call;
  std::string_view answer;
};

// A session in which time stands still.
class StillServices : public FunctionServices {
 public:
  static constexpr std::int64_t now = 800'000'000'000'000;
  std::int64_t transaction_time() const override { return now; }
  std::int64_t statement_time() const override { return now; }
  std::int64_t clock_time() override { return now; }
  std::uint64_t random() override { return 0x0123456789abcdef; }
  void seed_random(double) override {}
  void sleep(double) override {}
  std::string setting(std::string_view, bool, bool& found) override {
    found = true;
    return "value";
  }
  std::string set_setting(std::string_view, std::string_view value, bool) override {
    return std::string(value);
  }
  std::string_view current_user() const override { return "admin"; }
  std::string_view session_user() const override { return "admin"; }
  std::string_view current_schema() const override { return "public"; }
  std::vector<std::string> current_schemas(bool) const override { return {"public"}; }
  std::int64_t nextval(Oid) override { return 1; }
  std::int64_t currval(Oid) override { return 1; }
  std::int64_t lastval() override { return 1; }
  std::pair<std::int64_t, bool> sequence_position(Oid) override { return {1, false}; }
  std::int64_t setval(Oid, std::int64_t value, bool) override { return value; }
  const CatalogVersion& catalog() const override { std::abort(); }
  std::string view_definition(Oid, bool, int) const override { return ""; }
};

class CallRunner {
 public:
  CallRunner() {
    format_.zone = &utc_zone();
    format_.transaction_time = StillServices::now;
  }

  std::string run(std::string_view call) {
    try {
      return answer(call);
    } catch (const rules::SqlError& error) {
      return "ERROR " + std::string(error.sqlstate.text()) + ": " + error.message;
    }
  }

 private:
  struct Chosen {
    const FunctionRow* function = nullptr;
    std::vector<Oid> types;
    Oid result = 0;
  };

  std::string answer(std::string_view call) {
    const std::vector<std::string_view> parts = split(call);
    std::vector<Oid> types;
    std::vector<std::optional<std::string_view>> texts;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const std::size_t colon = parts[i].find(':');
      types.push_back(find_type(parts[i].substr(0, colon))->oid);
      const std::string_view text = parts[i].substr(colon + 1);
      texts.push_back(text == "\\N" ? std::nullopt : std::optional(text));
    }
    ResolveFailure failure{};
    Chosen chosen = choose(parts[0], types, failure);
    if (chosen.function == nullptr)
      return "?unresolved " + std::to_string(static_cast<int>(failure));
    return evaluate(chosen, types, texts);
  }

  static std::vector<std::string_view> split(std::string_view call) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0;;) {
      const std::size_t next = call.find(" | ", at);
      parts.push_back(call.substr(at, next - at));
      if (next == std::string_view::npos) return parts;
      at = next + 3;
    }
  }

  static Chosen choose(std::string_view name, const std::vector<Oid>& types,
                       ResolveFailure& failure) {
    if (name.starts_with("op ")) {
      const auto found =
          resolve_operator(name.substr(3), types.size() == 1 ? 0 : types[0], types.back(), failure);
      if (!found) return {};
      std::vector<Oid> sides;
      if (found->left != 0) sides.push_back(found->left);
      sides.push_back(found->right);
      return {find_function(found->op->function), sides, found->result};
    }
    const auto found = resolve_function(name, types, false, failure);
    if (!found) return {};
    return {found->function, found->argument_types, found->result};
  }

  // Reads a literal of type `from` into a column of type `to`.
  void read(std::string_view text, Oid from, Oid to, Column& out) {
    const auto how = from == oid::unknown || from == to
                         ? std::nullopt
                         : find_coercion(from, to, CastContext::implicit);
    out.prepare(type_of(to).physical, 1);
    if (!how || how->kind != Coercion::Kind::function) {
      type_of(to).text_input(text, -1, format_, out, 0);
      return;
    }
    Column given(type_of(from).physical, 1);
    type_of(from).text_input(text, -1, format_, given, 0);
    CallContext context{&format_, &services_, std::span(&from, 1), to};
    const std::vector<const Column*> args{&given};
    how->function->kernel(context, args, Selection::all(1), out);
  }

  std::string evaluate(Chosen& chosen, const std::vector<Oid>& types,
                       const std::vector<std::optional<std::string_view>>& texts) {
    std::vector<Column> columns(types.size());
    std::vector<const Column*> args;
    bool null = false;
    for (std::size_t i = 0; i < types.size(); ++i) {
      Oid& wanted = chosen.types[i];
      if (wanted == oid::any) wanted = types[i] == oid::unknown ? oid::text : types[i];
      if (texts[i]) {
        read(*texts[i], types[i], wanted, columns[i]);
      } else {
        columns[i].prepare(type_of(wanted).physical, 1);
        columns[i].set_null(0);
        null = true;
      }
      args.push_back(&columns[i]);
    }
    if (chosen.function->strict && null) return "\\N";
    CallContext context{&format_, &services_, chosen.types, chosen.result};
    if (chosen.function->returns_set) return set_text(chosen, context, args);
    Column out(type_of(chosen.result).physical, 1);
    chosen.function->kernel(context, args, Selection::all(1), out);
    return value_text(chosen.result, out, 0);
  }

  std::string value_text(Oid type, const Column& column, std::uint32_t row) {
    if (column.is_null(row)) return "\\N";
    std::string text;
    type_of(type).text_output(column, row, format_, text);
    return text;
  }

  std::string set_text(const Chosen& chosen, CallContext& context,
                       const std::vector<const Column*>& args) {
    const auto stream = chosen.function->start(context, args, 0);
    const auto outs = chosen.function->out_columns;
    std::vector<Column> columns(std::max<std::size_t>(1, outs.size()));
    std::string text;
    while (const std::uint32_t count = stream->next(columns)) {
      for (std::uint32_t row = 0; row < count; ++row) {
        if (!text.empty()) text += ";";
        for (std::size_t c = 0; c < columns.size(); ++c) {
          if (c > 0) text += ",";
          text += value_text(outs.empty() ? chosen.result : outs[c].second, columns[c], row);
        }
      }
    }
    return "{" + text + "}";
  }

  TextFormat format_;
  StillServices services_;
};

inline void check_calls(std::span<const CallCase> cases) {
  CallRunner runner;
  for (const CallCase& each : cases) EXPECT_EQ(runner.run(each.call), each.answer) << each.call;
}

}  // namespace dsql::engine
