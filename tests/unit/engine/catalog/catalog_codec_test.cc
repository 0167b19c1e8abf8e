#include "engine/catalog/catalog_codec.h"

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/catalog/sequence_state.h"

namespace dsql::engine {
namespace {

using Stored = std::vector<std::pair<std::string_view, std::string_view>>;

Stored views_of(const std::vector<CatalogRecord>& records) {
  Stored stored;
  for (const CatalogRecord& record : records) stored.emplace_back(record.key, *record.value);
  return stored;
}

// A version with every kind of object, each member away from its default somewhere.
CatalogPointer rich_version() {
  const CatalogPointer base = CatalogVersion::initial();
  CatalogEdit edit(base);
  Schema schema;
  schema.oid = edit.allocate_oid();
  schema.name = "s";
  schema.owner = oid::role_admin;
  schema.privileges = {{0, oid::role_admin, "U", "", 0}, {77, oid::role_admin, "UC", "U", 0}};
  edit.put(schema);

  Table table;
  table.oid = edit.allocate_oid();
  table.schema = schema.oid;
  table.owner = oid::role_admin;
  table.name = "orders";
  table.comment = "what was ordered";
  table.row_type = edit.allocate_oid();
  TableColumn id{.name = "id", .number = 1, .type = oid::int8, .not_null = true};
  id.identity = IdentityKind::by_default;
  id.sequence = 4711;
  TableColumn price{.name = "price", .number = 2, .type = oid::numeric, .modifier = 1179658};
  price.default_sql = "0";
  price.comment = "in cents";
  table.columns = {id, price};
  Index primary{.oid = edit.allocate_oid(), .table = table.oid, .name = "orders_pkey"};
  primary.unique = primary.primary = true;
  primary.keys = {{.column = 1, .type = oid::int8}};
  primary.included = {2};
  Index other{.oid = edit.allocate_oid(), .table = table.oid, .name = "orders_x"};
  other.keys = {{.expression_sql = "lower(x)", .type = oid::text, .nulls_first = true}};
  other.predicate_sql = "price > 0";
  other.state = IndexState::invalid;
  other.nulls_not_distinct = true;
  table.indexes = {primary, other};
  table.keys = {{.oid = 1, .name = "orders_pkey", .primary = true, .index = primary.oid}};
  table.checks = {{.oid = 2, .name = "c", .expression_sql = "price > 0", .validated = false}};
  ForeignKey key{.oid = 3, .name = "fk", .columns = {1, 2}, .referenced_table = 9};
  key.on_delete = ReferentialAction::set_null;
  key.set_columns = {2};
  key.deferrable = key.initially_deferred = true;
  table.foreign_keys = {key};
  table.referenced_by = {{table.oid, 3}};
  edit.put(table);

  View view;
  view.oid = edit.allocate_oid();
  view.schema = schema.oid;
  view.owner = oid::role_admin;
  view.name = "v";
  view.query_sql = "SELECT 1 AS one";
  view.check_option = 'l';
  view.depends_on = {table.oid};
  edit.put(view);
  SequenceObject sequence;
  sequence.oid = edit.allocate_oid();
  sequence.schema = schema.oid;
  sequence.owner = oid::role_admin;
  sequence.name = "q";
  sequence.minimum = INT64_MIN;
  sequence.increment = -5;
  sequence.cache = 65536;
  edit.put(sequence);
  Domain domain;
  domain.oid = edit.allocate_oid();
  domain.schema = schema.oid;
  domain.owner = oid::role_admin;
  domain.name = "d";
  domain.checks = {{.oid = 5, .name = "d_check", .expression_sql = "VALUE > 0"}};
  edit.put(domain);
  SqlFunction function;
  function.oid = edit.allocate_oid();
  function.schema = schema.oid;
  function.owner = oid::role_admin;
  function.name = "f";
  function.argument_types = {oid::int4, oid::text};
  function.out_columns = {{"a", oid::int4}};
  function.source = "SELECT a";
  edit.put(function);
  Role role;
  role.oid = edit.allocate_oid();
  role.name = "app";
  role.member_of = {{oid::role_admin, true}};
  role.iam_arns = {"arn:aws:iam::1:role/x"};
  role.default_privileges = {{schema.oid, 'S', {0, role.oid, "U", "", 0}}};
  edit.put(role);
  Statistics statistics;
  statistics.oid = edit.allocate_oid();
  statistics.schema = schema.oid;
  statistics.owner = oid::role_admin;
  statistics.name = "st";
  statistics.kinds = "df";
  edit.put(statistics);
  return edit.rebase(base)->version;
}

TEST(CatalogCodec, AVersionReadsBackAsItWasWritten) {
  const CatalogPointer version = rich_version();
  const auto records = CatalogCodec::encode_all(*version);
  const CatalogPointer read = CatalogCodec::decode(views_of(records));
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->number(), version->number());
  // Writing it again gives the same bytes, so no member was lost.
  const auto again = CatalogCodec::encode_all(*read);
  ASSERT_EQ(again.size(), records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(again[i].key, records[i].key);
    EXPECT_EQ(again[i].value, records[i].value);
  }
  const Oid schema = read->find_schema("s")->oid;
  const Table* table = read->find_table(schema, "orders");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->columns[1].modifier, 1179658);
  EXPECT_EQ(table->indexes[1].keys[0].expression_sql, "lower(x)");
  EXPECT_EQ(table->foreign_keys[0].on_delete, ReferentialAction::set_null);
  EXPECT_EQ(read->find_index(schema, "orders_x").second->state, IndexState::invalid);
  EXPECT_EQ(read->find_sequence(schema, "q")->minimum, INT64_MIN);
  EXPECT_EQ(read->find_role("app")->iam_arns.front(), "arn:aws:iam::1:role/x");
}

TEST(CatalogCodec, OidsGoOnWhereTheyStopped) {
  const CatalogPointer version = rich_version();
  CatalogEdit before(version);
  const Oid next = before.allocate_oid();
  const auto records = CatalogCodec::encode_all(*version);
  CatalogEdit after(CatalogCodec::decode(views_of(records)));
  EXPECT_EQ(after.allocate_oid(), next + 1);
}

TEST(CatalogCodec, ACommitWritesOnlyWhatChanged) {
  const CatalogPointer base = rich_version();
  CatalogEdit edit(base);
  edit.drop<View>(base->views().begin()->first);
  const auto records = CatalogCodec::encode(*edit.rebase(base));
  ASSERT_EQ(records.size(), 2U);
  EXPECT_FALSE(records[0].value.has_value());
  EXPECT_TRUE(records[1].value.has_value());
}

TEST(CatalogCodec, CutOffRecordsAreReportedNotRead) {
  const auto records = CatalogCodec::encode_all(*rich_version());
  for (const CatalogRecord& record : records) {
    for (std::size_t size = 0; size < record.value->size(); size += 7) {
      const Stored stored{{record.key, std::string_view(*record.value).substr(0, size)}};
      EXPECT_THROW(CatalogCodec::decode(stored), rules::SqlError);
    }
  }
}

TEST(CatalogCodec, NothingStoredIsNoVersion) { EXPECT_EQ(CatalogCodec::decode({}), nullptr); }

TEST(SequenceState, ReadsBack) {
  const SequenceState state = decode_sequence_state(encode_sequence_state({-42, true}));
  EXPECT_EQ(state.last_value, -42);
  EXPECT_TRUE(state.is_called);
  EXPECT_THROW(decode_sequence_state(""), rules::SqlError);
}

}  // namespace
}  // namespace dsql::engine
