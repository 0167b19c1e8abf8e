#include "engine/exec/ddl.h"

#include <algorithm>

#include "dsqlrules/conditions/rules_index.h"
#include "engine/bind/table_expressions.h"
#include "engine/catalog/privileges.h"
#include "engine/catalog/search_path.h"
#include "engine/catalog/sequence_state.h"
#include "engine/exec/domain_check.h"
#include "engine/plan/plan.h"
#include "engine/system/job_id.h"
#include "engine/system/job_record.h"

namespace dsql::engine {

namespace {

// Removes the foreign key from the list its parent keeps.
void forget_reference(CatalogEdit& edit, Oid parent_oid, Oid key) {
  const Table* parent = edit.view().table(parent_oid);
  if (parent == nullptr) return;
  Table changed = *parent;
  std::erase_if(changed.referenced_by,
                [&](const auto& reference) { return reference.second == key; });
  edit.put(std::move(changed));
}

class DdlRun {
 public:
  explicit DdlRun(ExecContext& context) : context_(context), edit_(edit_of(context)) {}

  void operator()(const NothingToDo&) {}
  void operator()(const CreateTable& create);
  void operator()(const CreateIndex& create);
  void operator()(const AlterTable& alter);
  void operator()(const DropObjects& drop);
  void operator()(const CreateSchema& create);
  void operator()(const CreateRole& create);
  void operator()(const PutSequence& put) {
    const Oid oid = put_sequence(put.sequence);
    if (put.restart) restart(oid, *put.restart);
  }
  void operator()(const PutObjects& put);
  void operator()(const AnalyzeTables& analyze);
  void operator()(const SetConstraints&) {}

  // The edited catalog becomes the transaction's.
  void publish_to_transaction() { context_.transaction.catalog = edit_.current(); }

  DdlResult result;

 private:
  static CatalogEdit& edit_of(ExecContext& context) {
    TransactionState& state = context.transaction;
    if (!state.edit) state.edit = std::make_unique<CatalogEdit>(state.catalog);
    return *state.edit;
  }
  void check_added_domains(const Table& before, const Table& after);
  Uuid new_job_id();
  Uuid request_job(JobRequest::Kind kind, Oid table, Oid object);
  Oid put_sequence(SequenceObject sequence);
  void renew_tables_of(Oid domain);
  void drop_sequence(Oid oid);
  void restart(Oid sequence, std::int64_t value);
  void drop_foreign_key(Oid child, Oid key);
  void give_oids(Table& table);
  void note_references(const Table& table);
  bool is_empty(Oid table);

  // What ALTER DEFAULT PRIVILEGES grants on a new object.
  template <class T>
  void grant_defaults(T& object);
  // Puts an object, giving a new one its oid.
  template <class T>
  Oid put_object(T object);

  ExecContext& context_;
  CatalogEdit& edit_;
};

template <class T>
void DdlRun::grant_defaults(T& object) {
  constexpr auto kind = [] {
    if constexpr (std::is_same_v<T, SequenceObject>) return std::pair{'S', ObjectKind::sequence};
    if constexpr (std::is_same_v<T, SqlFunction>) return std::pair{'f', ObjectKind::function};
    if constexpr (std::is_same_v<T, Domain>) return std::pair{'T', ObjectKind::type};
    if constexpr (std::is_same_v<T, Schema>) return std::pair{'n', ObjectKind::schema};
    return std::pair{'r', ObjectKind::table};
  }();
  const Role* owner = edit_.view().role(object.owner);
  if (owner == nullptr) return;
  for (const DefaultPrivilege& each : owner->default_privileges) {
    if (each.kind != kind.first || (each.schema != 0 && each.schema != object.schema)) continue;
    if (object.privileges.empty()) object.privileges = effective_privileges(object, kind.second);
    object.privileges.push_back(each.privilege);
  }
}

template <class T>
Oid DdlRun::put_object(T object) {
  if (object.oid == 0) {
    object.oid = edit_.allocate_oid();
    if constexpr (!std::is_same_v<T, Role> && !std::is_same_v<T, Statistics>)
      grant_defaults(object);
  }
  if constexpr (std::is_same_v<T, View>) {
    if (object.row_type == 0) object.row_type = edit_.allocate_oid();
  }
  if constexpr (std::is_same_v<T, Domain>) {
    for (CheckConstraint& check : object.checks) {
      if (check.oid == 0) check.oid = edit_.allocate_oid();
    }
  }
  const Oid oid = object.oid;
  edit_.put(std::move(object));
  if constexpr (std::is_same_v<T, Domain>) renew_tables_of(oid);
  return oid;
}

// A table keeps the bound checks and defaults of its columns' domains: it derives them anew. So do
// the tables of domains over this one.
void DdlRun::renew_tables_of(Oid domain) {
  for (const auto& [oid, other] : edit_.view().domains())
    if (other->parent == domain) renew_tables_of(oid);
  std::vector<Table> users;
  for (const auto& [oid, table] : edit_.view().tables()) {
    if (std::any_of(table->columns.begin(), table->columns.end(),
                    [&](const TableColumn& column) { return column.domain == domain; }))
      users.push_back(*table);
  }
  for (Table& table : users) edit_.put(std::move(table));
}

// --- sequences ---

Oid DdlRun::put_sequence(SequenceObject sequence) { return put_object(std::move(sequence)); }

void DdlRun::restart(Oid sequence, std::int64_t value) {
  context_.txn().put(sequence_key(sequence), encode_sequence_state({value, false}),
                     {.table = 0, .kind = EntryKind::system, .mode = LockMode::none});
}

void DdlRun::drop_sequence(Oid oid) {
  edit_.drop<SequenceObject>(oid);
  context_.txn().erase(sequence_key(oid),
                       {.table = 0, .kind = EntryKind::system, .mode = LockMode::none});
}

// --- tables ---

// Gives everything new inside the table its oid, and ties constraints to their indexes by name.
void DdlRun::give_oids(Table& table) {
  for (Index& index : table.indexes) {
    index.table = table.oid;
    if (index.oid == 0) index.oid = edit_.allocate_oid();
  }
  for (KeyConstraint& key : table.keys) {
    if (key.oid == 0) key.oid = edit_.allocate_oid();
    for (Index& index : table.indexes) {
      if (key.index == 0 && index.name == key.name) key.index = index.oid;
      if (key.index == index.oid) index.constraint = key.oid;
    }
  }
  for (CheckConstraint& check : table.checks) {
    if (check.oid == 0) check.oid = edit_.allocate_oid();
  }
  for (ForeignKey& key : table.foreign_keys) {
    if (key.oid == 0) key.oid = edit_.allocate_oid();
    if (key.referenced_table == 0) key.referenced_table = table.oid;
    if (key.referenced_index != 0) continue;
    // A key that refers to its own new table: by its columns.
    for (const Index& index : table.indexes) {
      const bool same =
          index.unique && index.keys.size() == key.referenced_columns.size() &&
          std::all_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& part) {
            return std::count(key.referenced_columns.begin(), key.referenced_columns.end(),
                              part.column) != 0;
          });
      if (same && key.referenced_index == 0) key.referenced_index = index.oid;
    }
  }
}

// Tells the parents of the table's foreign keys about them. The table itself is not put yet.
void DdlRun::note_references(const Table& table) {
  for (const ForeignKey& key : table.foreign_keys) {
    if (key.referenced_table == table.oid) continue;
    const Table* parent = edit_.view().table(key.referenced_table);
    const std::pair<Oid, Oid> reference{table.oid, key.oid};
    if (std::count(parent->referenced_by.begin(), parent->referenced_by.end(), reference) != 0)
      continue;
    Table changed = *parent;
    changed.referenced_by.push_back(reference);
    edit_.put(std::move(changed));
  }
}

namespace {

// The same for foreign keys of a table to itself.
void note_own_references(Table& table) {
  for (const ForeignKey& key : table.foreign_keys) {
    const std::pair<Oid, Oid> reference{table.oid, key.oid};
    if (key.referenced_table == table.oid &&
        std::count(table.referenced_by.begin(), table.referenced_by.end(), reference) == 0)
      table.referenced_by.push_back(reference);
  }
}

}  // namespace

void DdlRun::operator()(const CreateTable& create) {
  Table table = create.table;
  table.oid = edit_.allocate_oid();
  table.row_type = edit_.allocate_oid();
  grant_defaults(table);
  for (SequenceObject sequence : create.sequences) {
    sequence.owned_table = table.oid;
    const AttributeNumber column = sequence.owned_column;
    table.columns[static_cast<std::size_t>(column - 1)].sequence =
        put_sequence(std::move(sequence));
  }
  give_oids(table);
  for (const TableColumn& column : table.columns) {
    if (column.domain != 0) edit_.require(column.domain);
  }
  note_references(table);
  note_own_references(table);
  edit_.put(std::move(table));
}

bool DdlRun::is_empty(Oid table) {
  OverlayIterator rows =
      context_.txn().scan(relation_range(table), Direction::forward, every_command);
  rows.start();
  return !rows.valid();
}

void DdlRun::operator()(const CreateIndex& create) {
  Table table = *edit_.view().table(create.table);
  Index index = create.index;
  index.oid = edit_.allocate_oid();
  index.table = table.oid;
  if (create.async) {
    index.state = IndexState::building;
  } else if (!is_empty(table.oid)) {
    rules::raise(rules::refusals::index_async);
  }
  const Oid oid = index.oid;
  table.indexes.push_back(std::move(index));
  edit_.put(std::move(table));
  if (create.async) {
    result.job_id = uuid_to_base32(request_job(JobRequest::Kind::index_build, create.table, oid));
  }
}

void DdlRun::drop_foreign_key(Oid child_oid, Oid key_oid) {
  const Table* child = edit_.view().table(child_oid);
  if (child == nullptr) return;
  Table changed = *child;
  Oid parent = 0;
  std::erase_if(changed.foreign_keys, [&](const ForeignKey& key) {
    if (key.oid == key_oid) parent = key.referenced_table;
    return key.oid == key_oid;
  });
  edit_.put(std::move(changed));
  forget_reference(edit_, parent, key_oid);
}

// A column of a domain that a table with rows gets must be allowed to be NULL, or whatever the
// domain's default is, in them.
void DdlRun::check_added_domains(const Table& before, const Table& after) {
  const Plan none{};
  Execution execution{context_, none, {}, nullptr};
  for (std::size_t i = before.columns.size(); i < after.columns.size(); ++i) {
    const TableColumn& added = after.columns[i];
    const Domain* domain = added.domain == 0 ? nullptr : edit_.view().domain(added.domain);
    if (domain == nullptr || is_empty(before.oid)) continue;
    const ExprPtr initial = expressions_of(after, edit_.view())->defaults[i];
    Column value(type_of(added.type).physical, 1);
    value.set_null(0);
    if (initial != nullptr && initial->kind == ExprKind::constant && !initial->value.is_null())
      initial->value.store(value, 0);
    DomainCheck(*domain, execution).run(value, Selection::all(1));
  }
}

void DdlRun::operator()(const AlterTable& alter) {
  Table table = alter.table;
  const Table before = *edit_.view().table(table.oid);
  check_added_domains(before, table);
  for (const Oid view : alter.dropped_views) edit_.drop<View>(view);
  for (const View& view : alter.changed_views) edit_.put(view);
  for (const Oid sequence : alter.dropped_sequences) drop_sequence(sequence);
  for (SequenceObject sequence : alter.new_sequences) {
    sequence.owned_table = table.oid;
    const AttributeNumber column = sequence.owned_column;
    table.columns[static_cast<std::size_t>(column - 1)].sequence =
        put_sequence(std::move(sequence));
  }
  for (const SequenceObject& sequence : alter.changed_sequences) put_sequence(sequence);
  for (const auto& [sequence, value] : alter.restarts) restart(sequence, value);
  give_oids(table);
  // Foreign keys of others that go with a unique key of this table, its own among them.
  for (const auto& [child, key] : alter.dropped_foreign_keys) {
    if (child == table.oid) {
      std::erase_if(table.foreign_keys,
                    [&, id = key](const ForeignKey& each) { return each.oid == id; });
    } else {
      drop_foreign_key(child, key);
    }
    std::erase_if(table.referenced_by,
                  [&, id = key](const auto& reference) { return reference.second == id; });
  }
  for (const ForeignKey& key : before.foreign_keys) {
    const bool kept = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                                  [&](const ForeignKey& each) { return each.oid == key.oid; });
    if (kept) continue;
    if (key.referenced_table == table.oid) {
      std::erase_if(table.referenced_by,
                    [&](const auto& reference) { return reference.second == key.oid; });
    } else {
      forget_reference(edit_, key.referenced_table, key.oid);
    }
  }
  note_references(table);
  note_own_references(table);
  for (const Oid index : alter.dropped_indexes)
    request_job(JobRequest::Kind::drop, table.oid, index);
  if (!alter.validate.empty()) {
    Oid constraint = 0;
    for (const CheckConstraint& check : table.checks) {
      if (check.name == alter.validate) constraint = check.oid;
    }
    for (const ForeignKey& key : table.foreign_keys) {
      if (key.name == alter.validate) constraint = key.oid;
    }
    result.job_id =
        uuid_to_base32(request_job(JobRequest::Kind::validate_constraint, table.oid, constraint));
    return;  // nothing else can stand beside VALIDATE; the job changes the catalog
  }
  edit_.put(std::move(table));
}

// --- dropping ---

void DdlRun::operator()(const DropObjects& drop) {
  for (const auto& [child, key] : drop.foreign_keys) drop_foreign_key(child, key);
  for (const auto& [table_oid, column] : drop.defaults) {
    Table table = *edit_.view().table(table_oid);
    table.columns[static_cast<std::size_t>(column - 1)].default_sql.clear();
    edit_.put(std::move(table));
  }
  for (const auto& [table_oid, index_oid] : drop.indexes) {
    const Table* before = edit_.view().table(table_oid);
    if (before == nullptr) continue;
    Table table = *before;
    std::erase_if(table.indexes,
                  [&, id = index_oid](const Index& index) { return index.oid == id; });
    edit_.put(std::move(table));
    request_job(JobRequest::Kind::drop, table_oid, index_oid);
  }
  for (const Oid oid : drop.tables) {
    const Table table = *edit_.view().table(oid);
    edit_.drop<Table>(oid);
    for (const ForeignKey& key : table.foreign_keys)
      forget_reference(edit_, key.referenced_table, key.oid);
    request_job(JobRequest::Kind::drop, oid, oid);
    for (const Index& index : table.indexes) {
      if (!index.primary) request_job(JobRequest::Kind::drop, oid, index.oid);
    }
  }
  for (const Oid oid : drop.views) edit_.drop<View>(oid);
  for (const Oid oid : drop.sequences) drop_sequence(oid);
  for (const Oid oid : drop.domains) edit_.drop<Domain>(oid);
  for (const Oid oid : drop.functions) edit_.drop<SqlFunction>(oid);
  for (const Oid oid : drop.statistics) edit_.drop<Statistics>(oid);
  for (const Oid oid : drop.schemas) edit_.drop<Schema>(oid);
  for (const Oid oid : drop.roles) {
    edit_.drop<Role>(oid);
    // Memberships end with the role.
    std::vector<Role> members;
    for (const auto& [other, role] : edit_.view().roles()) {
      const auto in = [&](const auto& membership) { return membership.first == oid; };
      if (!std::any_of(role->member_of.begin(), role->member_of.end(), in)) continue;
      std::erase_if(members.emplace_back(*role).member_of, in);
    }
    for (Role& member : members) edit_.put(std::move(member));
  }
}

// --- the rest ---

void DdlRun::operator()(const CreateRole& create) {
  const Oid oid = put_object(create.role);
  for (const auto& [member_oid, admin] : create.members) {
    Role member = *edit_.view().role(member_oid);
    member.member_of.emplace_back(oid, admin);
    edit_.put(std::move(member));
  }
}

void DdlRun::operator()(const PutObjects& put) {
  for (const Oid oid : put.required) edit_.require(oid);
  for (const auto& object : put.objects) {
    std::visit([&](const auto& each) { put_object(each); }, object);
  }
}

void DdlRun::operator()(const AnalyzeTables& analyze) {
  for (const Oid table : analyze.tables) request_job(JobRequest::Kind::analyze, table, table);
  result.wait_for_jobs = true;
}

namespace {

// The order in which PostgreSQL makes the elements of CREATE SCHEMA.
int element_rank(const rules::Node& node) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT: return 0;
    case PG_QUERY__NODE__NODE_CREATE_STMT: return 1;
    case PG_QUERY__NODE__NODE_VIEW_STMT: return 2;
    case PG_QUERY__NODE__NODE_INDEX_STMT: return 3;
    default: return 4;
  }
}

}  // namespace

void DdlRun::operator()(const CreateSchema& create) {
  put_object(create.schema);
  std::vector<const rules::Node*> elements = create.elements;
  std::stable_sort(elements.begin(), elements.end(), [](const auto* a, const auto* b) {
    return element_rank(*a) < element_rank(*b);
  });
  for (const rules::Node* element : elements) {
    BindContext bind;
    bind.catalog = edit_.current();
    bind.search_path = create.search_path;
    bind.role = bind.catalog->role(create.schema.owner);
    bind.format = &context_.format;
    rules::Statement statement;
    statement.node = element;
    const BoundDdl bound = bind_ddl(statement, bind);
    result.notices.insert(result.notices.end(), bound.notices.begin(), bound.notices.end());
    std::visit(*this, bound.action);
  }
}

namespace {

static_assert(static_cast<int>(JobKind::drop) == static_cast<int>(JobRequest::Kind::drop));

// "public.t_a_idx"; the table's name for a constraint. None for ANALYZE and DROP.
std::optional<std::string> job_object_name(const CatalogVersion& catalog, const JobRecord& job) {
  if (job.kind == JobKind::analyze || job.kind == JobKind::drop) return std::nullopt;
  const Table& table = *catalog.table(job.table);
  const Index* index = table.find_index(job.object);
  return qualified_name(catalog, table.schema, index == nullptr ? table.name : index->name);
}

// Writes the records of the jobs asked for since `first`: they become visible with the statement's
// commit.
void store_jobs(ExecContext& context, std::size_t first) {
  for (std::size_t i = first; i < context.transaction.jobs.size(); ++i) {
    const JobRequest& request = context.transaction.jobs[i];
    JobRecord record;
    record.id = request.id;
    record.kind = static_cast<JobKind>(request.kind);
    record.table = request.table;
    record.object = request.object;
    record.start_time = context.services.clock_time();
    record.object_name = job_object_name(context.catalog(), record);
    context.txn().put(job_key(record.id), encode_job(record),
                      {.table = 0, .kind = EntryKind::system, .mode = LockMode::none});
  }
}

}  // namespace

Uuid DdlRun::new_job_id() {
  Uuid id;
  for (std::size_t half = 0; half < 2; ++half) {
    const std::uint64_t bits = context_.services.random();
    for (std::size_t i = 0; i < 8; ++i)
      id.bytes[half * 8 + i] = static_cast<std::uint8_t>(bits >> (8 * i));
  }
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x40);  // a version 4 UUID
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

Uuid DdlRun::request_job(JobRequest::Kind kind, Oid table, Oid object) {
  const Uuid id = new_job_id();
  context_.transaction.jobs.push_back({.kind = kind, .id = id, .table = table, .object = object});
  return id;
}

}  // namespace

DdlResult run_ddl(const BoundDdl& ddl, ExecContext& context) {
  const std::size_t jobs_before = context.transaction.jobs.size();
  DdlRun run(context);
  run.result.tag = ddl.tag;
  run.result.notices = ddl.notices;
  std::visit(run, ddl.action);
  run.publish_to_transaction();
  store_jobs(context, jobs_before);
  return std::move(run.result);
}

}  // namespace dsql::engine
