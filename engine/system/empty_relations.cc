// Catalogs that are readable and that nothing here ever fills: no inheritance, policies, enums,
// text search, rules, foreign tables or publications exist. Clients read them. The documentation
// lists some as unsupported, but most of that list is readable on the live service (behaviour.md
// 9), so the rest of what clients ask for is taken to be so too: assumed.
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_inherits_columns[] = {
    {"inhrelid", oid_}, {"inhparent", oid_}, {"inhseqno", int4}, {"inhdetachpending", boolean}};
constexpr SystemColumn pg_policy_columns[] = {{"oid", oid_},
                                              {"polname", name},
                                              {"polrelid", oid_},
                                              {"polcmd", char_},
                                              {"polpermissive", boolean},
                                              {"polroles", oid_array},
                                              {"polqual", pg_node_tree},
                                              {"polwithcheck", pg_node_tree}};
constexpr SystemColumn pg_policies_columns[] = {
    {"schemaname", name},  {"tablename", name}, {"policyname", name}, {"permissive", text},
    {"roles", name_array}, {"cmd", text},       {"qual", text},       {"with_check", text}};
constexpr SystemColumn pg_enum_columns[] = {
    {"oid", oid_}, {"enumtypid", oid_}, {"enumsortorder", float4}, {"enumlabel", name}};
constexpr SystemColumn pg_range_columns[] = {
    {"rngtypid", oid_},  {"rngsubtype", oid_},      {"rngmultitypid", oid_}, {"rngcollation", oid_},
    {"rngsubopc", oid_}, {"rngcanonical", regproc}, {"rngsubdiff", regproc}};
constexpr SystemColumn pg_shdepend_columns[] = {
    {"dbid", oid_},       {"classid", oid_},  {"objid", oid_},   {"objsubid", int4},
    {"refclassid", oid_}, {"refobjid", oid_}, {"deptype", char_}};
constexpr SystemColumn pg_shdescription_columns[] = {
    {"objoid", oid_}, {"classoid", oid_}, {"description", text}};
constexpr SystemColumn pg_largeobject_metadata_columns[] = {
    {"oid", oid_}, {"lomowner", oid_}, {"lomacl", aclitem_array}};
constexpr SystemColumn pg_parameter_acl_columns[] = {
    {"oid", oid_}, {"parname", text}, {"paracl", aclitem_array}};
constexpr SystemColumn pg_db_role_setting_columns[] = {
    {"setdatabase", oid_}, {"setrole", oid_}, {"setconfig", text_array}};
constexpr SystemColumn pg_statistic_columns[] = {{"starelid", oid_},
                                                 {"staattnum", int2},
                                                 {"stainherit", boolean},
                                                 {"stanullfrac", float4},
                                                 {"stawidth", int4},
                                                 {"stadistinct", float4},
                                                 {"stakind1", int2},
                                                 {"stakind2", int2},
                                                 {"stakind3", int2},
                                                 {"stakind4", int2},
                                                 {"stakind5", int2},
                                                 {"staop1", oid_},
                                                 {"staop2", oid_},
                                                 {"staop3", oid_},
                                                 {"staop4", oid_},
                                                 {"staop5", oid_},
                                                 {"stacoll1", oid_},
                                                 {"stacoll2", oid_},
                                                 {"stacoll3", oid_},
                                                 {"stacoll4", oid_},
                                                 {"stacoll5", oid_},
                                                 {"stanumbers1", float4_array},
                                                 {"stanumbers2", float4_array},
                                                 {"stanumbers3", float4_array},
                                                 {"stanumbers4", float4_array},
                                                 {"stanumbers5", float4_array},
                                                 {"stavalues1", anyarray},
                                                 {"stavalues2", anyarray},
                                                 {"stavalues3", anyarray},
                                                 {"stavalues4", anyarray},
                                                 {"stavalues5", anyarray}};
constexpr SystemColumn pg_stats_columns[] = {{"schemaname", name},
                                             {"tablename", name},
                                             {"attname", name},
                                             {"inherited", boolean},
                                             {"null_frac", float4},
                                             {"avg_width", int4},
                                             {"n_distinct", float4},
                                             {"most_common_vals", anyarray},
                                             {"most_common_freqs", float4_array},
                                             {"histogram_bounds", anyarray},
                                             {"correlation", float4},
                                             {"most_common_elems", anyarray},
                                             {"most_common_elem_freqs", float4_array},
                                             {"elem_count_histogram", float4_array}};
constexpr SystemColumn pg_ts_config_columns[] = {{"oid", oid_},
                                                 {"cfgname", name},
                                                 {"cfgnamespace", oid_},
                                                 {"cfgowner", oid_},
                                                 {"cfgparser", oid_}};
constexpr SystemColumn pg_ts_config_map_columns[] = {
    {"mapcfg", oid_}, {"maptokentype", int4}, {"mapseqno", int4}, {"mapdict", oid_}};
constexpr SystemColumn pg_ts_dict_columns[] = {{"oid", oid_},           {"dictname", name},
                                               {"dictnamespace", oid_}, {"dictowner", oid_},
                                               {"dicttemplate", oid_},  {"dictinitoption", text}};
constexpr SystemColumn pg_ts_parser_columns[] = {
    {"oid", oid_},         {"prsname", name},   {"prsnamespace", oid_},   {"prsstart", regproc},
    {"prstoken", regproc}, {"prsend", regproc}, {"prsheadline", regproc}, {"prslextype", regproc}};
constexpr SystemColumn pg_ts_template_columns[] = {{"oid", oid_},
                                                   {"tmplname", name},
                                                   {"tmplnamespace", oid_},
                                                   {"tmplinit", regproc},
                                                   {"tmpllexize", regproc}};
constexpr SystemColumn pg_available_extensions_columns[] = {
    {"name", name}, {"default_version", text}, {"installed_version", text}, {"comment", text}};
constexpr SystemColumn pg_available_extension_versions_columns[] = {
    {"name", name},         {"version", text},        {"installed", boolean},
    {"superuser", boolean}, {"trusted", boolean},     {"relocatable", boolean},
    {"schema", name},       {"requires", name_array}, {"comment", text}};
constexpr SystemColumn pg_stat_ssl_columns[] = {
    {"pid", int4},  {"ssl", boolean},    {"version", text},          {"cipher", text},
    {"bits", int4}, {"client_dn", text}, {"client_serial", numeric}, {"issuer_dn", text}};
constexpr SystemColumn pg_amop_columns[] = {
    {"oid", oid_},           {"amopfamily", oid_},   {"amoplefttype", oid_},
    {"amoprighttype", oid_}, {"amopstrategy", int2}, {"amoppurpose", char_},
    {"amopopr", oid_},       {"amopmethod", oid_},   {"amopsortfamily", oid_}};
constexpr SystemColumn pg_amproc_columns[] = {{"oid", oid_},
                                              {"amprocfamily", oid_},
                                              {"amproclefttype", oid_},
                                              {"amprocrighttype", oid_},
                                              {"amprocnum", int2},
                                              {"amproc", regproc}};
constexpr SystemColumn pg_opfamily_columns[] = {{"oid", oid_},
                                                {"opfmethod", oid_},
                                                {"opfname", name},
                                                {"opfnamespace", oid_},
                                                {"opfowner", oid_}};
constexpr SystemColumn pg_conversion_columns[] = {
    {"oid", oid_},        {"conname", name},        {"connamespace", oid_},
    {"conowner", oid_},   {"conforencoding", int4}, {"contoencoding", int4},
    {"conproc", regproc}, {"condefault", boolean}};
constexpr SystemColumn pg_publication_columns[] = {
    {"oid", oid_},          {"pubname", name},
    {"pubowner", oid_},     {"puballtables", boolean},
    {"pubinsert", boolean}, {"pubupdate", boolean},
    {"pubdelete", boolean}, {"pubtruncate", boolean},
    {"pubviaroot", boolean}};
constexpr SystemColumn pg_publication_rel_columns[] = {{"oid", oid_},
                                                       {"prpubid", oid_},
                                                       {"prrelid", oid_},
                                                       {"prqual", pg_node_tree},
                                                       {"prattrs", int2vector}};
constexpr SystemColumn pg_publication_namespace_columns[] = {
    {"oid", oid_}, {"pnpubid", oid_}, {"pnnspid", oid_}};
constexpr SystemColumn pg_trigger_columns[] = {{"oid", oid_},
                                               {"tgrelid", oid_},
                                               {"tgparentid", oid_},
                                               {"tgname", name},
                                               {"tgfoid", oid_},
                                               {"tgtype", int2},
                                               {"tgenabled", char_},
                                               {"tgisinternal", boolean},
                                               {"tgconstrrelid", oid_},
                                               {"tgconstrindid", oid_},
                                               {"tgconstraint", oid_},
                                               {"tgdeferrable", boolean},
                                               {"tginitdeferred", boolean},
                                               {"tgnargs", int2},
                                               {"tgattr", int2vector},
                                               {"tgargs", bytea},
                                               {"tgqual", pg_node_tree},
                                               {"tgoldtable", name},
                                               {"tgnewtable", name}};
constexpr SystemColumn pg_partitioned_table_columns[] = {
    {"partrelid", oid_},          {"partstrat", char_},       {"partnatts", int2},
    {"partdefid", oid_},          {"partattrs", int2vector},  {"partclass", oidvector},
    {"partcollation", oidvector}, {"partexprs", pg_node_tree}};
constexpr SystemColumn pg_rewrite_columns[] = {{"oid", oid_},
                                               {"rulename", name},
                                               {"ev_class", oid_},
                                               {"ev_type", char_},
                                               {"ev_enabled", char_},
                                               {"is_instead", boolean},
                                               {"ev_qual", pg_node_tree},
                                               {"ev_action", pg_node_tree}};
constexpr SystemColumn pg_rules_columns[] = {
    {"schemaname", name}, {"tablename", name}, {"rulename", name}, {"definition", text}};
constexpr SystemColumn pg_matviews_columns[] = {
    {"schemaname", name},    {"matviewname", name},    {"matviewowner", name}, {"tablespace", name},
    {"hasindexes", boolean}, {"ispopulated", boolean}, {"definition", text}};
constexpr SystemColumn pg_event_trigger_columns[] = {
    {"oid", oid_},     {"evtname", name},     {"evtevent", name},     {"evtowner", oid_},
    {"evtfoid", oid_}, {"evtenabled", char_}, {"evttags", text_array}};
constexpr SystemColumn pg_foreign_data_wrapper_columns[] = {{"oid", oid_},
                                                            {"fdwname", name},
                                                            {"fdwowner", oid_},
                                                            {"fdwhandler", oid_},
                                                            {"fdwvalidator", oid_},
                                                            {"fdwacl", aclitem_array},
                                                            {"fdwoptions", text_array}};
constexpr SystemColumn pg_foreign_server_columns[] = {
    {"oid", oid_},     {"srvname", name},    {"srvowner", oid_},        {"srvfdw", oid_},
    {"srvtype", text}, {"srvversion", text}, {"srvacl", aclitem_array}, {"srvoptions", text_array}};
constexpr SystemColumn pg_foreign_table_columns[] = {
    {"ftrelid", oid_}, {"ftserver", oid_}, {"ftoptions", text_array}};
constexpr SystemColumn pg_user_mapping_columns[] = {
    {"oid", oid_}, {"umuser", oid_}, {"umserver", oid_}, {"umoptions", text_array}};
constexpr SystemColumn pg_timezone_names_columns[] = {
    {"name", text}, {"abbrev", text}, {"utc_offset", interval}, {"is_dst", boolean}};
constexpr SystemColumn pg_timezone_abbrevs_columns[] = {
    {"abbrev", text}, {"utc_offset", interval}, {"is_dst", boolean}};

const SystemRelation list[] = {
    catalog_relation(2611, "pg_inherits", 'r', pg_inherits_columns, nullptr),
    catalog_relation(3256, "pg_policy", 'r', pg_policy_columns, nullptr),
    catalog_relation(12018, "pg_policies", 'v', pg_policies_columns, nullptr),
    catalog_relation(3501, "pg_enum", 'r', pg_enum_columns, nullptr),
    catalog_relation(3541, "pg_range", 'r', pg_range_columns, nullptr),
    catalog_relation(1214, "pg_shdepend", 'r', pg_shdepend_columns, nullptr),
    catalog_relation(2396, "pg_shdescription", 'r', pg_shdescription_columns, nullptr),
    catalog_relation(2995, "pg_largeobject_metadata", 'r', pg_largeobject_metadata_columns,
                     nullptr),
    catalog_relation(6243, "pg_parameter_acl", 'r', pg_parameter_acl_columns, nullptr),
    catalog_relation(2964, "pg_db_role_setting", 'r', pg_db_role_setting_columns, nullptr),
    catalog_relation(2619, "pg_statistic", 'r', pg_statistic_columns, nullptr),
    catalog_relation(12053, "pg_stats", 'v', pg_stats_columns, nullptr),
    catalog_relation(3602, "pg_ts_config", 'r', pg_ts_config_columns, nullptr),
    catalog_relation(3603, "pg_ts_config_map", 'r', pg_ts_config_map_columns, nullptr),
    catalog_relation(3600, "pg_ts_dict", 'r', pg_ts_dict_columns, nullptr),
    catalog_relation(3601, "pg_ts_parser", 'r', pg_ts_parser_columns, nullptr),
    catalog_relation(3764, "pg_ts_template", 'r', pg_ts_template_columns, nullptr),
    catalog_relation(12081, "pg_available_extensions", 'v', pg_available_extensions_columns,
                     nullptr),
    catalog_relation(12085, "pg_available_extension_versions", 'v',
                     pg_available_extension_versions_columns, nullptr),
    catalog_relation(12249, "pg_stat_ssl", 'v', pg_stat_ssl_columns, nullptr),
    catalog_relation(2602, "pg_amop", 'r', pg_amop_columns, nullptr),
    catalog_relation(2603, "pg_amproc", 'r', pg_amproc_columns, nullptr),
    catalog_relation(2753, "pg_opfamily", 'r', pg_opfamily_columns, nullptr),
    catalog_relation(2607, "pg_conversion", 'r', pg_conversion_columns, nullptr),
    catalog_relation(6104, "pg_publication", 'r', pg_publication_columns, nullptr),
    catalog_relation(6106, "pg_publication_rel", 'r', pg_publication_rel_columns, nullptr),
    catalog_relation(6237, "pg_publication_namespace", 'r', pg_publication_namespace_columns,
                     nullptr),
    catalog_relation(2620, "pg_trigger", 'r', pg_trigger_columns, nullptr),
    catalog_relation(3350, "pg_partitioned_table", 'r', pg_partitioned_table_columns, nullptr),
    catalog_relation(2618, "pg_rewrite", 'r', pg_rewrite_columns, nullptr),
    catalog_relation(12023, "pg_rules", 'v', pg_rules_columns, nullptr),
    catalog_relation(12038, "pg_matviews", 'v', pg_matviews_columns, nullptr),
    catalog_relation(3466, "pg_event_trigger", 'r', pg_event_trigger_columns, nullptr),
    catalog_relation(2328, "pg_foreign_data_wrapper", 'r', pg_foreign_data_wrapper_columns,
                     nullptr),
    catalog_relation(1417, "pg_foreign_server", 'r', pg_foreign_server_columns, nullptr),
    catalog_relation(3118, "pg_foreign_table", 'r', pg_foreign_table_columns, nullptr),
    catalog_relation(1418, "pg_user_mapping", 'r', pg_user_mapping_columns, nullptr),
    catalog_relation(12126, "pg_timezone_names", 'v', pg_timezone_names_columns, nullptr),
    catalog_relation(12122, "pg_timezone_abbrevs", 'v', pg_timezone_abbrevs_columns, nullptr),
};

}  // namespace

std::span<const SystemRelation> empty_relations() { return list; }

}  // namespace dsql::engine
