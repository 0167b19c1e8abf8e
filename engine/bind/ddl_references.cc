#include "engine/bind/ddl_references.h"

#include <algorithm>

#include "engine/bind/tree_walk.h"

namespace dsql::engine {

namespace {

struct Edit {
  std::size_t at = 0;
  std::size_t length = 0;
  std::string text;
};

void apply_edits(std::string& sql, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.at > b.at; });
  for (const Edit& edit : edits) sql.replace(edit.at, edit.length, edit.text);
}

std::string qualified(std::string_view schema, std::string_view name) {
  return quote_identifier(schema) + "." + quote_identifier(name);
}

// Calls f for every mention of the relation in the query; stored queries name relations with their
// schema.
template <class F>
void for_each_mention(const rules::ParseTree& tree, std::string_view schema, std::string_view name,
                      F&& f) {
  walk_messages(tree.statements().front().node->base, [&](const ProtobufCMessage& message) {
    const auto* mention = as<PgQuery__RangeVar>(message, pg_query__range_var__descriptor);
    if (mention != nullptr && text_of(mention->schemaname) == schema &&
        text_of(mention->relname) == name && mention->location >= 0)
      f(*mention);
    return true;
  });
}

bool depends_on(const View& view, Oid relation) {
  return std::find(view.depends_on.begin(), view.depends_on.end(), relation) !=
         view.depends_on.end();
}

bool names_sequences(std::string_view function) {
  return function == "nextval" || function == "currval" || function == "setval";
}

const Node* literal_of(const Node* node) {
  while (node != nullptr && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    node = node->type_cast->arg;
  const bool is_string = node != nullptr && node->node_case == PG_QUERY__NODE__NODE_A_CONST &&
                         node->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL;
  return is_string ? node : nullptr;
}

}  // namespace

std::string map_sequence_names(
    std::string_view sql,
    const std::function<std::optional<std::string>(std::string_view name)>& rename) {
  constexpr std::string_view prefix = "SELECT ";
  std::string result(sql);
  const rules::ParseTree tree = rules::parse(std::string(prefix) + result);
  std::vector<Edit> edits;
  walk_messages(tree.statements().front().node->base, [&](const ProtobufCMessage& message) {
    const auto* call = as<PgQuery__FuncCall>(message, pg_query__func_call__descriptor);
    if (call == nullptr || call->n_args == 0 ||
        !names_sequences(last_name(nodes(call->funcname, call->n_funcname))))
      return true;
    const Node* literal = literal_of(call->args[0]);
    if (literal == nullptr) return true;
    const std::string_view name = text_of(literal->a_const->sval->sval);
    if (const auto renamed = rename(name)) {
      edits.push_back({static_cast<std::size_t>(literal->a_const->location) - prefix.size(),
                       quote_literal(name).size(), quote_literal(*renamed)});
    }
    return true;
  });
  apply_edits(result, std::move(edits));
  return result;
}

void follow_rename(const CatalogVersion& catalog, const Renamed& renamed, PutObjects& out) {
  const std::string before = qualified(renamed.old_schema, renamed.old_name);
  const std::string after = qualified(renamed.new_schema, renamed.new_name);
  for (const auto& [oid, view] : catalog.views()) {
    if (!depends_on(*view, renamed.oid)) continue;
    View changed = *view;
    std::vector<Edit> edits;
    const rules::ParseTree tree = rules::parse(changed.query_sql);
    for_each_mention(
        tree, renamed.old_schema, renamed.old_name, [&](const PgQuery__RangeVar& mention) {
          // Without an alias the query may call the table by its old name.
          const std::string alias = mention.alias == nullptr && renamed.old_name != renamed.new_name
                                        ? " AS " + quote_identifier(renamed.old_name)
                                        : "";
          edits.push_back(
              {static_cast<std::size_t>(mention.location), before.size(), after + alias});
        });
    apply_edits(changed.query_sql, std::move(edits));
    out.objects.emplace_back(std::move(changed));
  }
  if (catalog.sequence(renamed.oid) == nullptr) return;
  for (const auto& [oid, table] : catalog.tables()) {
    Table changed = *table;
    bool any = false;
    for (TableColumn& column : changed.columns) {
      if (column.default_sql.find("val") == std::string::npos) continue;
      std::string sql = map_sequence_names(
          column.default_sql, [&](std::string_view name) -> std::optional<std::string> {
            return name == before ? std::optional(after) : std::nullopt;
          });
      any |= sql != column.default_sql;
      column.default_sql = std::move(sql);
    }
    if (any) out.objects.emplace_back(std::move(changed));
  }
}

void follow_column_rename(const CatalogVersion& catalog, const Object& relation,
                          const std::vector<TableColumn>& old_columns, PutObjects& out) {
  const std::string schema = catalog.schema(relation.schema)->name;
  const std::string before = qualified(schema, relation.name);
  std::string list;
  for (const TableColumn& column : old_columns) {
    if (!column.dropped) list += (list.empty() ? "" : ", ") + quote_identifier(column.name);
  }
  for (const auto& [oid, view] : catalog.views()) {
    if (!depends_on(*view, relation.oid)) continue;
    View changed = *view;
    std::vector<Edit> edits;
    const rules::ParseTree tree = rules::parse(changed.query_sql);
    for_each_mention(tree, schema, relation.name, [&](const PgQuery__RangeVar& mention) {
      const std::size_t end = static_cast<std::size_t>(mention.location) + before.size();
      if (mention.alias == nullptr) {
        edits.push_back({end, 0, " AS " + quote_identifier(relation.name) + "(" + list + ")"});
        return;
      }
      if (mention.alias->n_colnames != 0) return;  // it has names of its own already
      const std::string alias = quote_identifier(mention.alias->aliasname);
      const std::size_t at = changed.query_sql.find(alias, end);
      edits.push_back({at + alias.size(), 0, "(" + list + ")"});
    });
    apply_edits(changed.query_sql, std::move(edits));
    out.objects.emplace_back(std::move(changed));
  }
}

}  // namespace dsql::engine
