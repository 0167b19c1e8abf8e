// The catalog as immutable values. A CatalogVersion is never changed once published: a transaction
// pins one and sees it to its end; DDL builds the next one (catalog_edit.h) and a commit publishes
// it. Objects are shared between versions, so pointer identity tells whether an object changed.
// Every public member is readable from any thread without a lock.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/types/type.h"

namespace dsql::engine {

using AttributeNumber = std::int16_t;  // 1-based position of a column, dropped ones included

// A value derived from an immutable object by a higher layer (bound expressions of a table, a
// parsed view) and kept with it. First writer wins; readers never lock.
class DerivedSlot {
 public:
  DerivedSlot() = default;
  DerivedSlot(const DerivedSlot&) {}  // a copy of the object derives its own
  // And so does an object that becomes another: what was derived from the one before is no more.
  DerivedSlot& operator=(const DerivedSlot& other) {
    if (this != &other) value_.reset();
    return *this;
  }
  template <class T>
  std::shared_ptr<const T> get() const {
    return std::static_pointer_cast<const T>(std::atomic_load(&value_));
  }
  template <class T>
  std::shared_ptr<const T> set(std::shared_ptr<const T> value) const {
    std::shared_ptr<const void> expected;
    std::shared_ptr<const void> desired = value;
    if (std::atomic_compare_exchange_strong(&value_, &expected, desired)) return value;
    return std::static_pointer_cast<const T>(expected);
  }

 private:
  mutable std::shared_ptr<const void> value_;
};

// One entry of an access control list, as in aclitem: privileges are the letters of PostgreSQL's
// ACLs
// ("arwdDxtXUC"), those with grant option also in `grantable`. grantee 0 is PUBLIC.
struct Privilege {
  Oid grantee = 0;
  Oid grantor = 0;
  std::string privileges = {};
  std::string grantable = {};
  AttributeNumber column = 0;  // a column privilege, 0 for the whole object
  friend bool operator==(const Privilege&, const Privilege&) = default;
};

// What every object has.
struct Object {
  Oid oid = 0;
  Oid schema = 0;  // 0 for roles and schemas
  std::string name = {};
  Oid owner = 0;
  std::vector<Privilege> privileges = {};
  std::string comment = {};
  std::uint64_t version = 0;  // number of the CatalogVersion that last changed it
};

enum class IdentityKind : char { none = 0, always = 'a', by_default = 'd' };

struct TableColumn {
  std::string name = {};
  AttributeNumber number = 0;
  Oid type = 0;  // the base type where the column's type is a domain
  TypeModifier modifier = -1;
  Oid domain = 0;
  bool not_null = false;
  bool dropped = false;
  std::string default_sql = {};    // normalised expression, empty for none
  std::string generated_sql = {};  // GENERATED ALWAYS AS (…) STORED
  IdentityKind identity = IdentityKind::none;
  Oid sequence = 0;  // of an identity column
  char storage = 'p';
  std::string comment = {};
  friend bool operator==(const TableColumn&, const TableColumn&) = default;
};

struct IndexKey {
  AttributeNumber column = 0;  // 0: an expression
  std::string expression_sql = {};
  Oid type = 0;  // of the key
  TypeModifier modifier = -1;
  bool nulls_first = false;
  friend bool operator==(const IndexKey&, const IndexKey&) = default;
};

enum class IndexState : std::uint8_t {
  building,  // writes maintain it and, if unique, obey it; queries do not use it
  valid,
  invalid,  // the build failed; a unique one goes on being enforced
};

struct Index {
  Oid oid = 0;
  Oid table = 0;
  std::string name = {};
  bool unique = false;
  bool primary = false;
  bool nulls_not_distinct = false;
  IndexState state = IndexState::valid;
  std::vector<IndexKey> keys = {};
  std::vector<AttributeNumber> included = {};
  std::string predicate_sql = {};  // partial index
  Oid constraint = 0;              // the UNIQUE or PRIMARY KEY constraint it implements
  std::string comment = {};
  friend bool operator==(const Index&, const Index&) = default;
};

struct CheckConstraint {
  Oid oid = 0;
  std::string name = {};
  std::string expression_sql = {};
  bool validated = true;
  bool no_inherit = false;
  std::string comment = {};
  friend bool operator==(const CheckConstraint&, const CheckConstraint&) = default;
};

// A UNIQUE or PRIMARY KEY constraint.
struct KeyConstraint {
  Oid oid = 0;
  std::string name = {};
  bool primary = false;
  Oid index = 0;
  std::string comment = {};
  friend bool operator==(const KeyConstraint&, const KeyConstraint&) = default;
};

enum class ReferentialAction : char {
  no_action = 'a',
  restrict_ = 'r',
  cascade = 'c',
  set_null = 'n',
  set_default = 'd'
};

struct ForeignKey {
  Oid oid = 0;
  std::string name = {};
  std::vector<AttributeNumber> columns = {};
  Oid referenced_table = 0;
  Oid referenced_index = 0;
  std::vector<AttributeNumber> referenced_columns = {};  // same order as columns
  ReferentialAction on_delete = ReferentialAction::no_action;
  ReferentialAction on_update = ReferentialAction::no_action;
  std::vector<AttributeNumber> set_columns =
      {};  // ON DELETE SET NULL | DEFAULT (columns); empty: all
  bool match_full = false;
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;
  std::string comment = {};
  friend bool operator==(const ForeignKey&, const ForeignKey&) = default;
};

struct Table : Object {
  std::vector<TableColumn> columns = {};  // by attribute number - 1, dropped ones kept
  std::vector<Index> indexes = {};        // the primary key's first if there is one
  std::vector<KeyConstraint> keys = {};
  std::vector<CheckConstraint> checks = {};
  std::vector<ForeignKey> foreign_keys = {};  // where this table is the child
  std::vector<std::pair<Oid, Oid>>
      referenced_by;  // (child table, foreign key oid) where it is the parent
  Oid row_type = 0;
  DerivedSlot expressions;  // engine/bind: bound defaults, checks, index expressions
  DerivedSlot storage;      // engine/exec: codecs of its keys, rows and index entries

  const Index* primary_key() const {
    return !indexes.empty() && indexes[0].primary ? &indexes[0] : nullptr;
  }
  const TableColumn* find_column(std::string_view column_name) const;  // null if absent or dropped
  const Index* find_index(Oid index_oid) const;
};

// Whether two versions of a table mean the same to a statement: everything but the indexes.
bool same_structure(const Table& a, const Table& b);

struct View : Object {
  std::string query_sql = {};
  std::vector<TableColumn> columns = {};
  bool security_invoker = false;
  bool security_barrier = false;
  char check_option = 0;                  // 0, 'l' local, 'c' cascaded
  std::vector<std::string> options = {};  // as pg_class.reloptions: name=value, as given
  std::vector<Oid> depends_on = {};
  Oid row_type = 0;
  DerivedSlot bound;
};

// The composite type that goes with a table or view: its row type.
struct CompositeType {
  const Object* relation = nullptr;
  const std::vector<TableColumn>* columns = nullptr;  // dropped ones included
  Oid oid = 0;
};

// (Sequence is the name of the store's logical time.)
struct SequenceObject : Object {
  std::int64_t start = 1;
  std::int64_t increment = 1;
  std::int64_t minimum = 1;
  std::int64_t maximum = INT64_MAX;
  std::int64_t cache = 1;
  bool cycle = false;
  Oid owned_table = 0;  // OWNED BY, or the identity column's table
  AttributeNumber owned_column = 0;
  bool identity = false;
};

struct Domain : Object {
  Oid base = 0;
  TypeModifier modifier = -1;
  Oid parent = 0;  // the domain it is over, whose constraints hold too; 0: over the base type
  bool not_null = false;
  std::string default_sql = {};
  std::vector<CheckConstraint> checks = {};  // its own
  DerivedSlot expressions;
};

struct SqlFunction : Object {
  std::vector<std::string> argument_names = {};
  std::vector<Oid> argument_types = {};
  std::vector<std::string> argument_defaults = {};  // SQL text, for the trailing arguments
  Oid variadic = 0;                                 // the element type of a VARIADIC last argument
  Oid result = 0;
  bool returns_set = false;
  std::vector<std::pair<std::string, Oid>> out_columns = {};
  bool strict = false;
  char volatility = 'v';
  bool security_definer = false;
  std::string source = {};    // the body as written
  std::string body_sql = {};  // the same with its arguments as $1, $2, …: what runs
  DerivedSlot bound;
};

struct Schema : Object {};

// ALTER DEFAULT PRIVILEGES: what objects that a role will create are granted besides.
struct DefaultPrivilege {
  Oid schema = 0;   // 0: in every schema
  char kind = 'r';  // r tables, S sequences, f functions, T types, n schemas
  Privilege privilege;
};

struct Role : Object {
  bool login = false;
  bool inherit = true;
  bool superuser_like = false;                       // admin
  std::vector<std::pair<Oid, bool>> member_of = {};  // role, with admin option
  std::vector<std::string> iam_arns = {};
  std::vector<DefaultPrivilege> default_privileges = {};
};

struct Statistics : Object {
  Oid table = 0;
  std::vector<AttributeNumber> columns = {};
  std::vector<std::string> expressions = {};
  std::string kinds = {};  // letters d, f, m
  std::int32_t target = -1;
};

namespace oid {
inline constexpr Oid schema_pg_catalog = 11, schema_public = 2200,
                     schema_information_schema = 13000, schema_sys = 14000, role_admin = 15579,
                     first_user = 26384;
}

// Hands out the oids of user objects: ascending, each once in the life of a cluster, whichever
// transaction asks. Shared by all versions of a catalog. Thread-safe.
class OidAllocator {
 public:
  explicit OidAllocator(Oid next = oid::first_user) : next_(next) {}
  Oid allocate() { return next_.fetch_add(1); }
  Oid next() const { return next_.load(); }

 private:
  std::atomic<Oid> next_;
};

class CatalogVersion {
 public:
  // What a new cluster starts with: the schemas public, pg_catalog, information_schema and sys, the
  // role admin. Number 1.
  static std::shared_ptr<const CatalogVersion> initial();

  // Number of this version; each published DDL commit makes the next.
  std::uint64_t number() const { return number_; }

  // --- by name: within one schema ---
  const Schema* find_schema(std::string_view name) const;
  const Table* find_table(Oid schema, std::string_view name) const;
  const View* find_view(Oid schema, std::string_view name) const;
  const SequenceObject* find_sequence(Oid schema, std::string_view name) const;
  const Domain* find_domain(Oid schema, std::string_view name) const;
  const Role* find_role(std::string_view name) const;
  // (table, index) by index name; the table is null if there is none.
  std::pair<const Table*, const Index*> find_index(Oid schema, std::string_view name) const;
  std::vector<const SqlFunction*> functions_named(Oid schema, std::string_view name) const;
  const Statistics* find_statistics(Oid schema, std::string_view name) const;

  // --- by oid ---
  const Schema* schema(Oid oid) const;
  const Table* table(Oid oid) const;
  const View* view(Oid oid) const;
  const SequenceObject* sequence(Oid oid) const;
  const Domain* domain(Oid oid) const;
  const Role* role(Oid oid) const;
  const SqlFunction* function(Oid oid) const;
  std::pair<const Table*, const Index*> index(Oid oid) const;
  // By the oid of the row type; nullopt if it is no relation's. Looks through all relations.
  std::optional<CompositeType> composite(Oid row_type) const;
  // Shares ownership: what a plan keeps while it runs or is cached.
  std::shared_ptr<const Table> shared_table(Oid oid) const;

  // The pointer that all versions share while object `oid` is unchanged; null if there is none. For
  // telling whether an object changed between two versions.
  const void* identity(Oid oid) const;

  // --- everything, ascending by oid: for the system relations ---
  template <class T>
  using Map = std::map<Oid, std::shared_ptr<const T>>;
  const Map<Schema>& schemas() const { return schemas_; }
  const Map<Table>& tables() const { return tables_; }
  const Map<View>& views() const { return views_; }
  const Map<SequenceObject>& sequences() const { return sequences_; }
  const Map<Domain>& domains() const { return domains_; }
  const Map<Role>& roles() const { return roles_; }
  const Map<SqlFunction>& functions() const { return functions_; }
  const Map<Statistics>& statistics() const { return statistics_; }

 private:
  friend class CatalogEdit;
  friend class CatalogCodec;
  template <class T>
  const Map<T>& map() const;
  template <class T>
  Map<T>& map() {
    return const_cast<Map<T>&>(std::as_const(*this).template map<T>());
  }
  // Enters and removes the names (and index oids) of a relation.
  void add_names(const Table& table);
  void add_names(const View& view);
  void add_names(const SequenceObject& sequence);
  void remove_names(const Object& relation);

  std::uint64_t number_ = 0;
  std::shared_ptr<OidAllocator> oids_;
  Map<Schema> schemas_;
  Map<Table> tables_;
  Map<View> views_;
  Map<SequenceObject> sequences_;
  Map<Domain> domains_;
  Map<Role> roles_;
  Map<SqlFunction> functions_;
  Map<Statistics> statistics_;
  // relations (tables, views, sequences, indexes) of a schema by name → oid; for an index, its
  // table's oid too
  struct RelationName {
    char kind = 'r';  // r table, v view, S sequence, i index
    Oid oid = 0;
    Oid table = 0;  // of an index
  };
  const RelationName* find_name(Oid schema, std::string_view name) const;
  std::map<std::pair<Oid, std::string>, RelationName> relation_names_;
  std::unordered_map<Oid, Oid> index_tables_;  // index oid → table oid
};

template <>
inline const CatalogVersion::Map<Schema>& CatalogVersion::map<Schema>() const {
  return schemas_;
}
template <>
inline const CatalogVersion::Map<Table>& CatalogVersion::map<Table>() const {
  return tables_;
}
template <>
inline const CatalogVersion::Map<View>& CatalogVersion::map<View>() const {
  return views_;
}
template <>
inline const CatalogVersion::Map<SequenceObject>& CatalogVersion::map<SequenceObject>() const {
  return sequences_;
}
template <>
inline const CatalogVersion::Map<Domain>& CatalogVersion::map<Domain>() const {
  return domains_;
}
template <>
inline const CatalogVersion::Map<Role>& CatalogVersion::map<Role>() const {
  return roles_;
}
template <>
inline const CatalogVersion::Map<SqlFunction>& CatalogVersion::map<SqlFunction>() const {
  return functions_;
}
template <>
inline const CatalogVersion::Map<Statistics>& CatalogVersion::map<Statistics>() const {
  return statistics_;
}

using CatalogPointer = std::shared_ptr<const CatalogVersion>;

}  // namespace dsql::engine
