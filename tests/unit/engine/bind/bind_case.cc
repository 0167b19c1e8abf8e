#include "tests/unit/engine/bind/bind_case.h"

#include <sstream>

#include "dsqlrules/conditions/sql_error.h"
#include "dsqlrules/parse/statement.h"
#include "engine/bind/bind.h"
#include "engine/bind/relation_print.h"
#include "engine/catalog/catalog_edit.h"
#include "engine/types/timezone.h"

namespace dsql::engine {
namespace {

TableColumn column(std::string name, Oid type, TypeModifier modifier = -1) {
  TableColumn made;
  made.name = std::move(name);
  made.type = type;
  made.modifier = modifier;
  return made;
}

template <class T>
T object(CatalogEdit& edit, Oid schema, std::string name) {
  T made;
  made.oid = edit.allocate_oid();
  made.schema = schema;
  made.owner = oid::role_admin;
  made.name = std::move(name);
  return made;
}

Table table(CatalogEdit& edit, Oid schema, const std::string& name,
            std::vector<TableColumn> columns) {
  Table made = object<Table>(edit, schema, name);
  AttributeNumber number = 0;
  for (TableColumn& each : columns) {
    each.number = ++number;
    made.columns.push_back(each);
  }
  return made;
}

void add_unique(CatalogEdit& edit, Table& made, std::string name, std::vector<AttributeNumber> keys,
                bool primary, bool constraint) {
  Index index;
  index.oid = edit.allocate_oid();
  index.table = made.oid;
  index.name = name;
  index.unique = true;
  index.primary = primary;
  for (AttributeNumber key : keys) {
    IndexKey part;
    part.column = key;
    part.type = made.columns[static_cast<std::size_t>(key - 1)].type;
    index.keys.push_back(part);
  }
  if (constraint) {
    KeyConstraint key;
    key.oid = edit.allocate_oid();
    key.name = name;
    key.primary = primary;
    key.index = index.oid;
    index.constraint = key.oid;
    made.keys.push_back(key);
  }
  made.indexes.push_back(index);
}

void put_tables(CatalogEdit& edit) {
  // t(id int primary key, a int, b text, c numeric(10,2), d timestamptz default now())
  Table t = table(edit, oid::schema_public, "t",
                  {column("id", oid::int4), column("a", oid::int4), column("b", oid::text),
                   column("c", oid::numeric, ((10 << 16) | 2) + 4), column("d", oid::timestamptz)});
  t.columns[0].not_null = true;
  t.columns[4].default_sql = "now()";
  add_unique(edit, t, "t_pkey", {1}, true, true);
  Index lower;
  lower.oid = edit.allocate_oid();
  lower.table = t.oid;
  lower.name = "t_lower";
  lower.unique = true;
  IndexKey key;
  key.expression_sql = "lower(b)";
  key.type = oid::text;
  lower.keys.push_back(key);
  lower.predicate_sql = "a > 0";
  t.indexes.push_back(lower);
  // One for readers of some columns only.
  t.privileges.push_back({.grantee = oid::role_admin, .privileges = "arwdDxt"});
  edit.put(t);

  // u(id bigint generated always as identity, t_id int, name varchar(10) default 'x', flag boolean,
  //   n pos); unique (name); unique (t_id, name)
  Table u =
      table(edit, oid::schema_public, "u",
            {column("id", oid::int8), column("t_id", oid::int4), column("name", oid::varchar, 14),
             column("flag", oid::boolean), column("n", oid::int4)});
  u.columns[0].identity = IdentityKind::always;
  u.columns[2].default_sql = "'x'";
  Domain pos = object<Domain>(edit, oid::schema_public, "pos");
  pos.base = oid::int4;
  CheckConstraint positive;
  positive.name = "pos_check";
  positive.expression_sql = "value > 0";
  pos.checks.push_back(positive);
  u.columns[4].domain = pos.oid;
  edit.put(pos);
  SequenceObject sequence = object<SequenceObject>(edit, oid::schema_public, "u_id_seq");
  sequence.owned_table = u.oid;
  sequence.owned_column = 1;
  sequence.identity = true;
  u.columns[0].sequence = sequence.oid;
  edit.put(sequence);
  add_unique(edit, u, "u_pkey", {1}, true, true);
  add_unique(edit, u, "u_name_key", {3}, false, true);
  add_unique(edit, u, "u_t_id_name_idx", {2, 3}, false, false);
  edit.put(u);

  // g(a int, b int generated always as (a * 2) stored)
  Table g = table(edit, oid::schema_public, "g", {column("a", oid::int4), column("b", oid::int4)});
  g.columns[1].generated_sql = "a * 2";
  edit.put(g);

  Schema s = object<Schema>(edit, 0, "s");
  edit.put(s);
  Table k = table(edit, s.oid, "k", {column("id", oid::int4), column("t", oid::text)});
  edit.put(k);
}

View view(CatalogEdit& edit, const std::string& name, const std::string& sql,
          std::vector<TableColumn> columns) {
  View made = object<View>(edit, oid::schema_public, name);
  made.query_sql = sql;
  AttributeNumber number = 0;
  for (TableColumn& each : columns) {
    each.number = ++number;
    made.columns.push_back(each);
  }
  return made;
}

CatalogPointer small_catalog() {
  static const CatalogPointer catalog = [] {
    CatalogEdit edit(CatalogVersion::initial());
    put_tables(edit);
    Role reader = object<Role>(edit, 0, "reader");
    edit.put(reader);
    View v = view(edit, "v", "SELECT id, a AS aa, b FROM public.t WHERE a > 10",
                  {column("id", oid::int4), column("aa", oid::int4), column("b", oid::text)});
    v.check_option = 'l';
    v.privileges.push_back({.grantee = reader.oid, .privileges = "r"});
    edit.put(v);
    edit.put(view(edit, "ag", "SELECT a, count(*) AS n FROM public.t GROUP BY a",
                  {column("a", oid::int4), column("n", oid::int8)}));
    SqlFunction twice = object<SqlFunction>(edit, oid::schema_public, "twice");
    twice.argument_names = {"x"};
    twice.argument_types = {oid::int4};
    twice.result = oid::int4;
    twice.body_sql = "SELECT x * 2";
    edit.put(twice);
    return edit.current();
  }();
  return catalog;
}

std::string error_text(const rules::SqlError& error) {
  std::string text = "ERROR " + std::string(error.sqlstate.text());
  if (error.location >= 0) text += " at " + std::to_string(error.location + 1);
  text += ": " + error.message + "\n";
  if (!error.detail.empty()) text += "DETAIL: " + error.detail + "\n";
  if (!error.hint.empty()) text += "HINT: " + error.hint + "\n";
  return text;
}

// Takes `word …:` off the front of the statement.
std::string take_option(std::string& statement, const std::string& word) {
  if (statement.rfind(word + " ", 0) != 0) return {};
  const std::size_t colon = statement.find(':');
  std::string value = statement.substr(word.size() + 1, colon - word.size() - 1);
  statement.erase(0, statement.find_first_not_of(' ', colon + 1));
  return value;
}

}  // namespace

std::string bind_case(const std::string& text) {
  std::string statement = text;
  const CatalogPointer catalog = small_catalog();
  const std::string role = take_option(statement, "as");
  std::vector<Oid> types;
  std::istringstream list(take_option(statement, "types"));
  for (std::string type; std::getline(list, type, ',');)
    types.push_back(static_cast<Oid>(std::stoul(type)));
  static const std::vector<std::string> path{"$user", "public"};
  TextFormat format;
  format.zone = &utc_zone();
  BindContext context;
  context.catalog = catalog;
  context.search_path = path;
  context.role = catalog->find_role(role.empty() ? "admin" : role);
  context.format = &format;
  context.parameter_types = types;
  try {
    const rules::ParseTree tree = rules::parse(statement);
    const BoundQuery query = bind_query(*tree.statements().at(0).node, context);
    std::string answer = print_query(query);
    if (!query.parameter_types.empty()) {
      answer += "parameters";
      for (Oid type : query.parameter_types) answer += " " + type_display(type, -1);
      answer += "\n";
    }
    return answer;
  } catch (const rules::SqlError& error) {
    return error_text(error);
  }
}

}  // namespace dsql::engine
