#include "engine/session/setting_statement.h"

#include <string>

#include "dsqlrules/conditions/setting_errors.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "dsqlrules/parse/node.h"

namespace dsql::engine {

namespace {

// One argument as text: a constant, or INTERVAL '…' of SET TIME ZONE.
std::string argument_text(const rules::Node& argument) {
  if (argument.node_case == PG_QUERY__NODE__NODE_TYPE_CAST) {
    // SET TIME ZONE INTERVAL '…': Settings reads the words.
    return "INTERVAL '" + argument_text(*argument.type_cast->arg) + "'";
  }
  if (const auto text = rules::constant_string_of(&argument)) return std::string(*text);
  if (const auto number = rules::integer_of(&argument)) return std::to_string(*number);
  if (const auto truth = rules::boolean_of(&argument)) return *truth ? "true" : "false";
  if (argument.node_case == PG_QUERY__NODE__NODE_A_CONST &&
      argument.a_const->val_case == PG_QUERY__A__CONST__VAL_FVAL) {
    return argument.a_const->fval->fval;
  }
  return {};
}

// Lists are only for settings that take them; each part is quoted so that it reads back as one
// name.
std::string value_text(const PgQuery__VariableSetStmt& statement, const Setting* setting) {
  const auto args = rules::nodes(statement.n_args, statement.args);
  const bool list = setting != nullptr && (setting->kind == SettingKind::search_path ||
                                           setting->kind == SettingKind::date_style);
  if (args.size() > 1 && !list)
    rules::raise(rules::conditions::setting_takes_one_argument, statement.name);
  std::string text;
  for (const rules::Node* arg : args) {
    if (!text.empty()) text += ", ";
    const std::string part = argument_text(*arg);
    const bool quote =
        setting != nullptr && setting->kind == SettingKind::search_path && args.size() >= 1 &&
        (part.empty() ||
         part.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") != std::string::npos);
    if (!quote) {
      text += part;
      continue;
    }
    text += '"';
    for (const char c : part) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += '"';
  }
  return text;
}

}  // namespace

std::optional<rules::SqlError> run_set(const PgQuery__VariableSetStmt& statement,
                                       Settings& settings, bool in_block) {
  const SettingScope scope = statement.is_local ? SettingScope::local : SettingScope::session;
  std::optional<rules::SqlError> warning;
  if (statement.is_local && !in_block) {
    warning = rules::error(rules::conditions::only_in_transaction_block_warning, "SET LOCAL");
  }
  switch (statement.kind) {
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL: settings.reset_all(); break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET:
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_DEFAULT:
      // The session's user is the login's, for good: its default is what it is.
      if (std::string_view(statement.name) != "session_authorization")
        settings.set(statement.name, std::nullopt, scope);
      break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_CURRENT: break;
    default:
      settings.set(statement.name, value_text(statement, find_setting(statement.name)), scope);
  }
  return warning;
}

}  // namespace dsql::engine
