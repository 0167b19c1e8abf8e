#include "dsqlrules/lint/foreseen.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "dsqlrules/conditions/rules_index.h"
#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/rules_lint.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/conditions/rules_type.h"
#include "dsqlrules/lint/tree_visit.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/shape/from_syntax.h"

namespace dsql::rules {
namespace {

class Foreseer {
 public:
  Foreseer(const Statement& statement, const Schema& schema, AsOf as_of)
      : statement_(statement), schema_(schema), as_of_(as_of) {}

  std::vector<Violation> run() {
    const Node& node = *statement_.node;
    if (node.node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT) of_alter(*node.alter_table_stmt);
    if (node.node_case == PG_QUERY__NODE__NODE_INDEX_STMT) of_index(*node.index_stmt);
    if (mentions_collate()) of_collations();
    return std::move(found_);
  }

 private:
  template <class... Args>
  void add(const Rule<Args...>& rule, int location, const std::type_identity_t<Args>&... args) {
    if (!in_force(rule, as_of_)) return;
    found_.push_back(violation(rule, location < 0 ? statement_.location : location, args...));
  }

  // --- ALTER TABLE ---

  void of_alter(const PgQuery__AlterTableStmt& alter) {
    const KnownTable* table = schema_.table(relation_key(*alter.relation));
    if (table == nullptr) return;
    for (const Node* node : nodes(alter.n_cmds, alter.cmds))
      of_command(*node->alter_table_cmd, *table);
  }

  void of_command(const PgQuery__AlterTableCmd& command, const KnownTable& table) {
    const std::string_view name = command.name;
    switch (command.subtype) {
      case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
        if (std::find(table.primary_key.begin(), table.primary_key.end(), name) !=
            table.primary_key.end())
          add(refusals::primary_key_drop, -1, name);
        return;
      case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
        if (table.has_primary_key && table.primary_key_name == name)
          add(refusals::primary_key_constraint_drop, -1);
        return;
      case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: {
        const KnownColumn* column = table.column(name);
        if (column == nullptr) return;
        const int location = command.def->constraint->location;
        if (!column->type.name.empty() && column->type.name != "bigint")
          add(refusals::identity_type, location, column->type.name);
        if (!column->not_null) add(refusals::identity_not_null, location, name, table.name);
        return;
      }
      default: return;
    }
  }

  // --- CREATE INDEX ---

  void of_index(const PgQuery__IndexStmt& index) {
    for (const Node* key : nodes(index.n_index_params, index.index_params))
      of_index_expression(key->index_elem->expr);
    of_index_expression(index.where_clause);
    const KnownTable* table = schema_.table(relation_key(*index.relation));
    if (table == nullptr) return;
    KeyShape key = index_shape(index);
    for (KeyShape::Column& column : key.columns) {
      if (const KnownColumn* known = table->column(column.name)) column.type = known->type;
    }
    for (Violation& violation : check_key(key, as_of_)) {
      // What does not depend on types has been reported from the statement alone.
      if (violation.rule == refusals::key_columns.id) continue;
      found_.push_back(std::move(violation));
    }
  }

  void of_index_expression(const Node* expression) {
    visit_tree(expression, [&](const ProtobufCMessageDescriptor& type, const void* message) {
      if (&type == &pg_query__sqlvalue_function__descriptor) {
        const auto& call = *static_cast<const PgQuery__SQLValueFunction*>(message);
        return add(refusals::index_volatile_function, call.location);
      }
      if (&type != &pg_query__func_call__descriptor) return;
      const auto& call = *static_cast<const PgQuery__FuncCall*>(message);
      const bool built_in = call.n_funcname == 1 ||
                            (call.n_funcname == 2 && string_of(*call.funcname[0]) == "pg_catalog");
      const std::string_view name = last_name(call.n_funcname, call.funcname);
      if (built_in && std::binary_search(never_immutable_functions.begin(),
                                         never_immutable_functions.end(), name))
        add(refusals::index_volatile_function, call.location);
    });
  }

  // --- collations ---

  bool mentions_collate() const {
    constexpr std::string_view word = "collate";
    return std::search(statement_.text.begin(), statement_.text.end(), word.begin(), word.end(),
                       [](char a, char b) {
                         return std::tolower(static_cast<unsigned char>(a)) == b;
                       }) != statement_.text.end();
  }

  void of_collations() {
    visit_tree(statement_.node, [&](const ProtobufCMessageDescriptor& type, const void* message) {
      if (&type != &pg_query__collate_clause__descriptor) return;
      const auto& clause = *static_cast<const PgQuery__CollateClause*>(message);
      if (clause.arg == nullptr) return;  // a column's: the screen refuses it
      const std::string_view name = last_name(clause.n_collname, clause.collname);
      if (std::find(known_collations.begin(), known_collations.end(), name) ==
          known_collations.end())
        add(refusals::expression_collation, clause.location, name);
    });
  }

  const Statement& statement_;
  const Schema& schema_;
  AsOf as_of_;
  std::vector<Violation> found_;
};

}  // namespace

std::vector<Violation> foreseen_violations(const Statement& statement, const Schema& schema,
                                           AsOf as_of) {
  if (statement.node == nullptr) return {};
  return Foreseer(statement, schema, as_of).run();
}

}  // namespace dsql::rules
