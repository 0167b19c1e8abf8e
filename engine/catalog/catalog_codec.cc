#include "engine/catalog/catalog_codec.h"

#include <algorithm>
#include <type_traits>

#include "dsqlrules/conditions/storage_errors.h"
#include "engine/catalog/sequence_state.h"
#include "engine/storage/key_range.h"

namespace dsql::engine {

namespace {

// The first byte of every value: what a later layout will be told apart by.
constexpr char format = 2;

[[noreturn]] void raise_corrupted() {
  rules::raise(rules::conditions::storage_corrupted, "catalog record");
}

// --- one description of every object, for both directions ---
// An archive is called with each member in turn; Writer appends it, Reader fills it.

template <class A>
void fields(A& a, Privilege& v) {
  a(v.grantee, v.grantor, v.privileges, v.grantable, v.column);
}
template <class A>
void object_fields(A& a, Object& v) {
  a(v.oid, v.schema, v.name, v.owner, v.privileges, v.comment, v.version);
}
template <class A>
void fields(A& a, TableColumn& v) {
  a(v.name, v.number, v.type, v.modifier, v.domain, v.not_null, v.dropped, v.default_sql,
    v.generated_sql, v.identity, v.sequence, v.storage, v.comment);
}
template <class A>
void fields(A& a, IndexKey& v) {
  a(v.column, v.expression_sql, v.type, v.modifier, v.nulls_first);
}
template <class A>
void fields(A& a, Index& v) {
  a(v.oid, v.table, v.name, v.unique, v.primary, v.nulls_not_distinct, v.state, v.keys, v.included,
    v.predicate_sql, v.constraint, v.comment);
}
template <class A>
void fields(A& a, CheckConstraint& v) {
  a(v.oid, v.name, v.expression_sql, v.validated, v.no_inherit, v.comment);
}
template <class A>
void fields(A& a, KeyConstraint& v) {
  a(v.oid, v.name, v.primary, v.index, v.comment);
}
template <class A>
void fields(A& a, ForeignKey& v) {
  a(v.oid, v.name, v.columns, v.referenced_table, v.referenced_index, v.referenced_columns,
    v.on_delete, v.on_update, v.set_columns, v.match_full, v.deferrable, v.initially_deferred,
    v.validated, v.comment);
}
template <class A, class First, class Second>
void fields(A& a, std::pair<First, Second>& v) {
  a(v.first, v.second);
}
template <class A>
void fields(A& a, Table& v) {
  object_fields(a, v);
  a(v.columns, v.indexes, v.keys, v.checks, v.foreign_keys, v.referenced_by, v.row_type);
}
template <class A>
void fields(A& a, View& v) {
  object_fields(a, v);
  a(v.query_sql, v.columns, v.security_invoker, v.security_barrier, v.check_option, v.options,
    v.depends_on, v.row_type);
}
template <class A>
void fields(A& a, SequenceObject& v) {
  object_fields(a, v);
  a(v.start, v.increment, v.minimum, v.maximum, v.cache, v.cycle, v.owned_table, v.owned_column,
    v.identity);
}
template <class A>
void fields(A& a, Domain& v) {
  object_fields(a, v);
  a(v.base, v.modifier, v.parent, v.not_null, v.default_sql, v.checks);
}
template <class A>
void fields(A& a, SqlFunction& v) {
  object_fields(a, v);
  a(v.argument_names, v.argument_types, v.argument_defaults, v.variadic, v.result, v.returns_set,
    v.out_columns, v.strict, v.volatility, v.security_definer, v.source, v.body_sql);
}
template <class A>
void fields(A& a, Schema& v) {
  object_fields(a, v);
}
template <class A>
void fields(A& a, DefaultPrivilege& v) {
  a(v.schema, v.kind, v.privilege);
}
template <class A>
void fields(A& a, Role& v) {
  object_fields(a, v);
  a(v.login, v.inherit, v.superuser_like, v.member_of, v.iam_arns, v.default_privileges);
}
template <class A>
void fields(A& a, Statistics& v) {
  object_fields(a, v);
  a(v.table, v.columns, v.expressions, v.kinds, v.target);
}

// --- bytes ---

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class... T>
  void operator()(T&... values) {
    (write(values), ...);
  }

 private:
  void write(std::string& text) {
    number(text.size());
    out_ += text;
  }
  template <class T>
  void write(std::vector<T>& list) {
    number(list.size());
    for (T& item : list) write(item);
  }
  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void write(T value) {
    // Zigzag, so that small negative numbers stay short.
    const auto wide = static_cast<std::int64_t>(value);
    number((static_cast<std::uint64_t>(wide) << 1) ^ static_cast<std::uint64_t>(wide >> 63));
  }
  template <class T>
  requires std::is_class_v<T>
  void write(T& object) { fields(*this, object); }
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      out_ += static_cast<char>(value | 0x80);
      value >>= 7;
    }
    out_ += static_cast<char>(value);
  }

  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  template <class... T>
  void operator()(T&... values) {
    (read(values), ...);
  }

 private:
  void read(std::string& text) {
    const std::uint64_t size = number();
    if (size > in_.size()) raise_corrupted();
    text = in_.substr(0, size);
    in_.remove_prefix(size);
  }
  template <class T>
  void read(std::vector<T>& list) {
    const std::uint64_t size = number();
    if (size > in_.size()) raise_corrupted();
    list.resize(size);
    for (T& item : list) read(item);
  }
  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void read(T& value) {
    const std::uint64_t raw = number();
    value =
        static_cast<T>(static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1));
  }
  template <class T>
  requires std::is_class_v<T>
  void read(T& object) { fields(*this, object); }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (in_.empty()) break;
      const auto byte = static_cast<unsigned char>(in_.front());
      in_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    raise_corrupted();
  }

  std::string_view in_;
};

// --- records ---

// The letter of an object type in its key. 'V' is the version record.
template <class T>
constexpr char letter = 0;
template <>
constexpr char letter<Schema> = 'n';
template <>
constexpr char letter<Table> = 'r';
template <>
constexpr char letter<View> = 'v';
template <>
constexpr char letter<SequenceObject> = 'S';
template <>
constexpr char letter<Domain> = 'd';
template <>
constexpr char letter<Role> = 'u';
template <>
constexpr char letter<SqlFunction> = 'f';
template <>
constexpr char letter<Statistics> = 's';

std::string record_key(char kind, Oid oid) {
  std::string key(1, kind);
  append_relation(oid, key);
  return key;
}

template <class T>
CatalogRecord record(const T& object) {
  std::string value(1, format);
  Writer writer(value);
  T copy = object;  // fields() serves both directions and so takes a mutable object
  writer(copy);
  return {record_key(letter<T>, object.oid), std::move(value)};
}

CatalogRecord version_record(std::uint64_t number, Oid next_oid) {
  std::string value(1, format);
  Writer writer(value);
  writer(number, next_oid);
  return {record_key('V', 0), std::move(value)};
}

template <class T>
void decode_into(CatalogVersion::Map<T>& map, Reader& reader) {
  T object;
  reader(object);
  map.emplace(object.oid, std::make_shared<const T>(std::move(object)));
}

}  // namespace

std::vector<CatalogRecord> CatalogCodec::encode(const CatalogEdit::Rebased& rebased) {
  std::vector<CatalogRecord> records;
  for (const auto& [oid, change] : rebased.changes) {
    std::visit(
        [&, id = oid]<class T>(const std::shared_ptr<const T>& object) {
          records.push_back(object == nullptr
                                ? CatalogRecord{record_key(letter<T>, id), std::nullopt}
                                : record(*object));
        },
        change);
  }
  const CatalogVersion& version = *rebased.version;
  records.push_back(version_record(version.number_, version.oids_->next()));
  return records;
}

std::vector<CatalogRecord> CatalogCodec::encode_all(const CatalogVersion& version) {
  std::vector<CatalogRecord> records;
  const auto add = [&](const auto& map) {
    for (const auto& [oid, object] : map) records.push_back(record(*object));
  };
  add(version.schemas_);
  add(version.tables_);
  add(version.views_);
  add(version.sequences_);
  add(version.domains_);
  add(version.roles_);
  add(version.functions_);
  add(version.statistics_);
  records.push_back(version_record(version.number_, version.oids_->next()));
  return records;
}

CatalogPointer CatalogCodec::decode(
    std::span<const std::pair<std::string_view, std::string_view>> records) {
  if (records.empty()) return nullptr;
  auto version = std::make_shared<CatalogVersion>();
  Oid next_oid = oid::first_user;
  for (const auto& [key, value] : records) {
    if (key.size() != 1 + relation_prefix_size || value.empty() || value[0] != format) {
      raise_corrupted();
    }
    Reader reader(value.substr(1));
    switch (key[0]) {
      case 'V': reader(version->number_, next_oid); break;
      case letter<Schema>: decode_into(version->schemas_, reader); break;
      case letter<Table>: decode_into(version->tables_, reader); break;
      case letter<View>: decode_into(version->views_, reader); break;
      case letter<SequenceObject>: decode_into(version->sequences_, reader); break;
      case letter<Domain>: decode_into(version->domains_, reader); break;
      case letter<Role>: decode_into(version->roles_, reader); break;
      case letter<SqlFunction>: decode_into(version->functions_, reader); break;
      case letter<Statistics>: decode_into(version->statistics_, reader); break;
      default: raise_corrupted();
    }
  }
  version->oids_ = std::make_shared<OidAllocator>(next_oid);
  for (const auto& [oid, table] : version->tables_) version->add_names(*table);
  for (const auto& [oid, view] : version->views_) version->add_names(*view);
  for (const auto& [oid, sequence] : version->sequences_) version->add_names(*sequence);
  return version;
}

// --- sequences ---

std::string sequence_key(Oid sequence) {
  std::string key;
  append_relation(system_relation::sequences, key);
  append_relation(sequence, key);
  return key;
}

std::string encode_sequence_state(const SequenceState& state) {
  std::string value(1, format);
  Writer writer(value);
  SequenceState copy = state;
  writer(copy.last_value, copy.is_called);
  return value;
}

SequenceState decode_sequence_state(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != format) {
    raise_corrupted();
  }
  SequenceState state;
  Reader reader(bytes.substr(1));
  reader(state.last_value, state.is_called);
  return state;
}

}  // namespace dsql::engine
