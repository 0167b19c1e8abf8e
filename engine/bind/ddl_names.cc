#include "engine/bind/ddl_names.h"

#include <algorithm>

#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/parse/statement.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {

namespace {

constexpr std::size_t name_bytes = rules::limits::identifier_bytes;

// At most `size` bytes of `text`, ending between characters.
std::string_view clip(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

// The name an expression would give to a result column, and how sure that is (PostgreSQL's
// FigureColname): 2 a name, 1 a guess, 0 none.
int figure_name(const Node& node, std::string& name);

int figure_case(const PgQuery__CaseExpr& expression, std::string& name) {
  const int strength =
      expression.defresult == nullptr ? 0 : figure_name(*expression.defresult, name);
  if (strength > 0) return strength;
  name = "case";
  return 1;
}

int figure_cast(const PgQuery__TypeCast& cast, std::string& name) {
  const int strength = cast.arg == nullptr ? 0 : figure_name(*cast.arg, name);
  if (strength > 1 || cast.type_name == nullptr) return strength;
  name = last_name(nodes(cast.type_name->names, cast.type_name->n_names));
  return 1;
}

int named(std::string_view text, std::string& name) {
  name = text;
  return 2;
}

int figure_name(const Node& node, std::string& name) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_COLUMN_REF: {
      const auto parts = nodes(node.column_ref->fields, node.column_ref->n_fields);
      if (parts.empty() || is_star(*parts.back())) return 0;
      return named(string_of(*parts.back()), name);
    }
    case PG_QUERY__NODE__NODE_FUNC_CALL:
      return named(last_name(nodes(node.func_call->funcname, node.func_call->n_funcname)), name);
    case PG_QUERY__NODE__NODE_A_INDIRECTION: return figure_name(*node.a_indirection->arg, name);
    case PG_QUERY__NODE__NODE_A_EXPR:
      return node.a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF ? named("nullif", name) : 0;
    case PG_QUERY__NODE__NODE_TYPE_CAST: return figure_cast(*node.type_cast, name);
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE: return figure_name(*node.collate_clause->arg, name);
    case PG_QUERY__NODE__NODE_CASE_EXPR: return figure_case(*node.case_expr, name);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR: return named("coalesce", name);
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
      return named(
          node.min_max_expr->op == PG_QUERY__MIN_MAX_OP__IS_GREATEST ? "greatest" : "least", name);
    case PG_QUERY__NODE__NODE_ROW_EXPR: return named("row", name);
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR: return named("array", name);
    default: return 0;
  }
}

}  // namespace

std::string make_object_name(std::string_view name1, std::string_view name2,
                             std::string_view label) {
  const std::size_t overhead = (name2.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
  const std::size_t room = name_bytes - overhead;
  std::size_t first = name1.size();
  std::size_t second = name2.size();
  while (first + second > room) {
    if (first > second) {
      --first;
    } else {
      --second;
    }
  }
  std::string name(clip(name1, first));
  if (!name2.empty()) name.append("_").append(clip(name2, second));
  if (!label.empty()) name.append("_").append(label);
  return name;
}

std::string truncated_identifier(std::string_view name) {
  return std::string(clip(name, name_bytes));
}

bool NameChooser::relation_exists(const std::string& name) const {
  return static_cast<bool>(find_relation(catalog_, schema_, name));
}

bool NameChooser::constraint_exists(const std::string& name) const {
  const auto has = [&](const auto& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& constraint) { return constraint.name == name; });
  };
  return std::any_of(catalog_.tables().begin(), catalog_.tables().end(), [&](const auto& entry) {
    const Table& table = *entry.second;
    return table.schema == schema_ &&
           (has(table.keys) || has(table.checks) || has(table.foreign_keys));
  });
}

std::string NameChooser::choose(std::string_view name1, std::string_view name2,
                                std::string_view label,
                                const std::function<bool(const std::string&)>& free) {
  for (int pass = 0;; ++pass) {
    const std::string numbered =
        pass == 0 ? std::string(label) : std::string(label) + std::to_string(pass);
    std::string name = make_object_name(name1, name2, numbered);
    if (taken_.contains(name) || !free(name)) continue;
    taken_.insert(name);
    return name;
  }
}

std::string NameChooser::relation(std::string_view name1, std::string_view name2,
                                  std::string_view label, bool constraint) {
  return choose(name1, name2, label, [&](const std::string& name) {
    return !relation_exists(name) && !(constraint && constraint_exists(name));
  });
}

std::string NameChooser::constraint(std::string_view name1, std::string_view name2,
                                    std::string_view label) {
  return choose(name1, name2, label,
                [&](const std::string& name) { return !constraint_exists(name); });
}

void NameChooser::take_relation(const std::string& name) {
  if (taken_.contains(name) || relation_exists(name))
    rules::raise(rules::conditions::duplicate_table, name);
  taken_.insert(name);
}

std::string index_column_name(const Node& expression) {
  std::string name;
  return figure_name(expression, name) > 0 ? name : "expr";
}

std::string index_column_name(std::string_view expression_sql) {
  const rules::ParseTree tree = rules::parse("SELECT " + std::string(expression_sql));
  const Node& statement = *tree.statements().front().node;
  return index_column_name(*statement.select_stmt->target_list[0]->res_target->val);
}

std::string index_name_addition(const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const std::string& column : columns) {
    std::string name = column;
    for (int i = 1; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
      const std::string number = std::to_string(i);
      name = std::string(clip(column, name_bytes - number.size())) + number;
    }
    names.push_back(std::move(name));
  }
  std::string joined;
  for (const std::string& name : names) {
    if (!joined.empty()) joined += '_';
    joined += name;
    if (joined.size() > name_bytes) break;
  }
  return joined;
}

}  // namespace dsql::engine
