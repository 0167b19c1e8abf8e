#include <algorithm>
#include <set>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/bind/ddl_binder.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/tree_walk.h"
#include "engine/bind/view_text.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

// The names that WITH gives inside the query, wherever: they are not relations.
std::set<std::string> cte_names(const Node& query) {
  std::set<std::string> names;
  walk_messages(query.base, [&](const ProtobufCMessage& message) {
    if (const auto* cte =
            as<PgQuery__CommonTableExpr>(message, pg_query__common_table_expr__descriptor))
      names.insert(cte->ctename);
    return true;
  });
  return names;
}

struct Edit {
  std::size_t at = 0;
  std::size_t length = 0;
  std::string text;
};

void apply_edits(std::string& sql, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.at > b.at; });
  for (const Edit& edit : edits) sql.replace(edit.at, edit.length, edit.text);
}

// Gives every relation of the query its schema, as the path finds it now, and notes which they are.
void qualify_relations(DdlBinder& binder, std::string& sql, std::vector<Oid>& relations) {
  const rules::ParseTree tree = rules::parse(sql);
  const Node& query = *tree.statements().front().node;
  const std::set<std::string> ctes = cte_names(query);
  const std::vector<Oid> path = binder.lookup_path("");
  std::vector<Edit> edits;
  walk_messages(query.base, [&](const ProtobufCMessage& message) {
    // FOR UPDATE OF names items of FROM.
    if (message.descriptor == &pg_query__locking_clause__descriptor) return false;
    const auto* name = as<PgQuery__RangeVar>(message, pg_query__range_var__descriptor);
    if (name == nullptr) return true;
    const bool qualified = present(name->schemaname);
    if (!qualified && ctes.contains(name->relname)) return true;
    const std::vector<Oid> places = qualified ? binder.lookup_path(name->schemaname) : path;
    for (const Oid schema : places) {
      if (find_system_relation(schema, name->relname) == nullptr &&
          !find_relation(binder.catalog, schema, name->relname))
        continue;
      if (const FoundRelation found = find_relation(binder.catalog, schema, name->relname))
        relations.push_back(found.oid());
      if (!qualified && name->location >= 0) {
        const std::string plain = quote_identifier(name->relname);
        edits.push_back({static_cast<std::size_t>(name->location), plain.size(),
                         qualified_name(binder.catalog, schema, name->relname)});
      }
      break;
    }
    return true;
  });
  apply_edits(sql, std::move(edits));
  std::sort(relations.begin(), relations.end());
  relations.erase(std::unique(relations.begin(), relations.end()), relations.end());
}

// The columns one `*` of the select list stands for.
std::vector<std::string> star_columns(const DdlBinder& binder, const Node& query, Node* star) {
  PgQuery__SelectStmt only = *query.select_stmt;
  only.target_list = &star;
  only.n_target_list = 1;
  only.n_distinct_clause = only.n_group_clause = only.n_sort_clause = 0;
  only.having_clause = only.limit_count = only.limit_offset = nullptr;
  Node node = query;
  node.select_stmt = &only;
  std::vector<std::string> names;
  for (const auto& [name, id] : bind_query(node, binder.context).results) names.push_back(name);
  return names;
}

// Writes out the stars of the outermost select list, so that columns added later stay out of the
// view.
void expand_stars(DdlBinder& binder, std::string& sql) {
  const rules::ParseTree tree = rules::parse(sql);
  const Node& query = *tree.statements().front().node;
  if (query.node_case != PG_QUERY__NODE__NODE_SELECT_STMT) return;
  std::vector<Edit> edits;
  for (Node* target : nodes(query.select_stmt->target_list, query.select_stmt->n_target_list)) {
    const Node* value = target->res_target->val;
    if (value->node_case != PG_QUERY__NODE__NODE_COLUMN_REF) continue;
    const auto parts = nodes(value->column_ref->fields, value->column_ref->n_fields);
    if (parts.empty() || !is_star(*parts.back())) continue;
    std::string prefix;
    for (const Node* part : parts.first(parts.size() - 1))
      prefix += quote_identifier(string_of(*part)) + ".";
    const std::vector<std::string> names = star_columns(binder, query, target);
    // Equal names cannot be told apart by name: such a view needs column aliases anyway.
    if (std::set<std::string>(names.begin(), names.end()).size() != names.size()) continue;
    std::string list;
    for (const std::string& name : names)
      list += (list.empty() ? "" : ", ") + prefix + quote_identifier(name);
    edits.push_back(
        {static_cast<std::size_t>(value->column_ref->location), prefix.size() + 1, list});
  }
  apply_edits(sql, std::move(edits));
}

std::vector<TableColumn> view_columns(const BoundQuery& query, Nodes aliases) {
  std::vector<TableColumn> columns;
  for (const auto& [name, id] : query.results) {
    TableColumn column;
    column.number = static_cast<AttributeNumber>(columns.size() + 1);
    column.name = columns.size() < aliases.size() ? string_of(*aliases[columns.size()])
                                                  : std::string_view(name);
    const ColumnOrigin& origin = query.columns[id];
    column.type = origin.type == oid::unknown ? oid::text : origin.type;
    column.modifier = origin.modifier;
    for (const TableColumn& other : columns) {
      if (other.name == column.name) rules::raise(conditions::duplicate_column, column.name);
    }
    columns.push_back(std::move(column));
  }
  if (aliases.size() > columns.size()) rules::raise(conditions::view_more_names_than_columns);
  return columns;
}

// CREATE OR REPLACE VIEW may only add columns at the end.
void check_replacement(const View& before, const View& after) {
  if (after.columns.size() < before.columns.size())
    rules::raise(conditions::cannot_drop_view_columns);
  for (std::size_t i = 0; i < before.columns.size(); ++i) {
    const TableColumn& old_column = before.columns[i];
    const TableColumn& new_column = after.columns[i];
    if (old_column.name != new_column.name)
      rules::raise(conditions::cannot_rename_view_column, old_column.name, new_column.name);
    if (old_column.type != new_column.type || old_column.modifier != new_column.modifier)
      rules::raise(conditions::cannot_change_view_column_type, old_column.name,
                   type_display(old_column.type, old_column.modifier),
                   type_display(new_column.type, new_column.modifier));
  }
}

bool is_simple(const PgQuery__SelectStmt& query) {
  return query.op == PG_QUERY__SET_OPERATION__SETOP_NONE && query.n_from_clause == 1 &&
         query.from_clause[0]->node_case == PG_QUERY__NODE__NODE_RANGE_VAR &&
         query.n_distinct_clause == 0 && query.n_group_clause == 0 &&
         query.having_clause == nullptr && query.limit_count == nullptr &&
         query.limit_offset == nullptr && query.with_clause == nullptr;
}

void refuse_what_views_cannot_hold(const Node& query) {
  if (query.node_case == PG_QUERY__NODE__NODE_SELECT_STMT &&
      query.select_stmt->into_clause != nullptr)
    rules::raise(conditions::views_cannot_contain_into);
  walk_messages(query.base, [](const ProtobufCMessage& message) {
    const bool modifies = message.descriptor == &pg_query__insert_stmt__descriptor ||
                          message.descriptor == &pg_query__update_stmt__descriptor ||
                          message.descriptor == &pg_query__delete_stmt__descriptor;
    if (modifies) rules::raise(conditions::views_cannot_contain_dml_with);
    return true;
  });
}

}  // namespace

namespace {

void set_option(View& view, std::string_view name, const std::string& value) {
  std::erase_if(view.options, [&](const std::string& option) {
    return option.starts_with(std::string(name) + "=");
  });
  view.options.push_back(std::string(name) + "=" + value);
}

// `kind`: local or cascaded.
void set_check_option(View& view, const std::string& kind) {
  view.check_option = kind.front();
  set_option(view, "check_option", kind);
}

// The value as written; an option without one is true.
std::string written(const PgQuery__DefElem& option) {
  return option.arg == nullptr ? "true" : rules::option_text(option);
}

bool boolean_option(const PgQuery__DefElem& option) {
  const auto value = rules::option_boolean(option);
  if (!value)
    rules::raise(conditions::invalid_boolean_option, text_of(option.defname),
                 rules::option_text(option));
  return *value;
}

}  // namespace

void set_view_options(View& view, Nodes options) {
  for (const Node* node : options) {
    const PgQuery__DefElem& option = *node->def_elem;
    const std::string_view name = text_of(option.defname);
    if (name == "security_invoker") {
      view.security_invoker = boolean_option(option);
      set_option(view, name, written(option));
    } else if (name == "security_barrier") {
      view.security_barrier = boolean_option(option);
      set_option(view, name, written(option));
    } else if (name == "check_option") {
      const std::string kind = rules::option_text(option);
      if (kind != "local" && kind != "cascaded")
        rules::raise(conditions::invalid_check_option, kind);
      set_check_option(view, kind);
    } else {
      rules::raise(conditions::unrecognized_parameter, name);
    }
  }
}

void reset_view_options(View& view, Nodes options) {
  for (const Node* node : options) {
    const std::string_view name = text_of(node->def_elem->defname);
    if (name == "security_invoker") view.security_invoker = false;
    if (name == "security_barrier") view.security_barrier = false;
    if (name == "check_option") view.check_option = 0;
    std::erase_if(view.options, [&](const std::string& option) {
      return option.starts_with(std::string(name) + "=");
    });
  }
}

BoundDdl bind_create_view(DdlBinder& binder, const PgQuery__ViewStmt& statement) {
  binder.check_database(*statement.view);
  refuse_what_views_cannot_hold(*statement.query);
  View view;
  view.schema = binder.creation_schema(text_of(statement.view->schemaname));
  view.name = statement.view->relname;
  view.owner = binder.role_id();
  const FoundRelation existing = find_relation(binder.catalog, view.schema, view.name);
  if (existing && !statement.replace) rules::raise(conditions::duplicate_table, view.name);
  if (existing && existing.kind != 'v') rules::raise(conditions::not_a_view, view.name);

  view.query_sql = rules::deparse_statement(*statement.query);
  check_view_size(view.query_sql);
  const BoundQuery bound = bind_query(*statement.query, binder.context);
  view.columns = view_columns(bound, nodes(statement.aliases, statement.n_aliases));
  if (auto text = canonical_query(*statement.query, binder.context)) {
    view.query_sql = std::move(*text);
  } else {
    expand_stars(binder, view.query_sql);
  }
  qualify_relations(binder, view.query_sql, view.depends_on);
  set_view_options(view, nodes(statement.options, statement.n_options));
  if (statement.with_check_option == PG_QUERY__VIEW_CHECK_OPTION__LOCAL_CHECK_OPTION)
    set_check_option(view, "local");
  if (statement.with_check_option == PG_QUERY__VIEW_CHECK_OPTION__CASCADED_CHECK_OPTION)
    set_check_option(view, "cascaded");
  if (view.check_option != 0 && !is_simple(*statement.query->select_stmt))
    rules::raise(conditions::check_option_not_updatable);
  if (existing) {
    const View& before = *existing.view;
    binder.require_owner(before, "view");
    check_replacement(before, view);
    view.oid = before.oid;
    view.owner = before.owner;
    view.row_type = before.row_type;
    view.privileges = before.privileges;
    view.comment = before.comment;
  } else {
    check_view_count(binder.catalog);
  }
  const std::vector<Oid> required = view.depends_on;
  return {.tag = "CREATE VIEW", .notices = {}, .action = PutObjects{{std::move(view)}, required}};
}

}  // namespace dsql::engine
