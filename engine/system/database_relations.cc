// pg_database, pg_language, pg_opclass: small catalogs whose rows never change. That the service
// lets them be read is assumed (behaviour.md 9 and 14 differ).
#include "engine/system/operator_classes.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_database_columns[] = {{"oid", oid_},
                                                {"datname", name},
                                                {"datdba", oid_},
                                                {"encoding", int4},
                                                {"datlocprovider", char_},
                                                {"datistemplate", boolean},
                                                {"datallowconn", boolean},
                                                {"datconnlimit", int4},
                                                {"datfrozenxid", xid},
                                                {"datminmxid", xid},
                                                {"dattablespace", oid_},
                                                {"datcollate", text},
                                                {"datctype", text},
                                                {"daticulocale", text},
                                                {"daticurules", text},
                                                {"datcollversion", text},
                                                {"datacl", aclitem_array}};
constexpr SystemColumn pg_language_columns[] = {
    {"oid", oid_},        {"lanname", name},         {"lanowner", oid_},
    {"lanispl", boolean}, {"lanpltrusted", boolean}, {"lanplcallfoid", oid_},
    {"laninline", oid_},  {"lanvalidator", oid_},    {"lanacl", aclitem_array}};
constexpr SystemColumn pg_opclass_columns[] = {
    {"oid", oid_},          {"opcmethod", oid_},     {"opcname", name},
    {"opcnamespace", oid_}, {"opcowner", oid_},      {"opcfamily", oid_},
    {"opcintype", oid_},    {"opcdefault", boolean}, {"opckeytype", oid_}};

void scan_database(const SystemScanContext&, RowAppender& rows) {
  constexpr std::int64_t utf8 = 6;
  rows.integer(5).text("postgres").integer(oid::role_admin).integer(utf8).character('c');
  rows.boolean(false).boolean(true).integer(-1).integer(0).integer(0).integer(1663);
  rows.text("C").text("C").end_row();
}

void scan_language(const SystemScanContext&, RowAppender& rows) {
  struct Language {
    Oid oid;
    std::string_view name;
    bool trusted;
  };
  constexpr Language languages[] = {{12, "internal", false}, {13, "c", false}, {14, "sql", true}};
  for (const Language& language : languages) {
    rows.integer(language.oid).text(language.name).integer(oid::role_admin).boolean(false);
    rows.boolean(language.trusted).integer(0).integer(0).integer(0).end_row();
  }
}

void scan_opclass(const SystemScanContext&, RowAppender& rows) {
  for (const OperatorClass& each : operator_classes) {
    rows.integer(each.oid).integer(index_access_method).text(each.name);
    rows.integer(oid::schema_pg_catalog).integer(oid::role_admin).integer(each.family);
    rows.integer(each.type).boolean(true).integer(0).end_row();
  }
}

const SystemRelation list[] = {
    catalog_relation(1262, "pg_database", 'r', pg_database_columns, scan_database),
    catalog_relation(2612, "pg_language", 'r', pg_language_columns, scan_language),
    catalog_relation(2616, "pg_opclass", 'r', pg_opclass_columns, scan_opclass),
};

}  // namespace

std::span<const SystemRelation> database_relations() { return list; }

}  // namespace dsql::engine
