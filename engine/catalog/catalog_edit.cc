#include "engine/catalog/catalog_edit.h"

#include <algorithm>
#include <type_traits>

namespace dsql::engine {

namespace {

template <class T>
constexpr bool is_relation =
    std::is_same_v<T, Table> || std::is_same_v<T, View> || std::is_same_v<T, SequenceObject>;

// Whether `head` has another object under the name of `object`, which this edit creates or renames.
template <class T>
bool name_taken(const CatalogVersion& head, const T& object) {
  const auto other = [&](const auto* found) {
    return found != nullptr && found->oid != object.oid;
  };
  if constexpr (std::is_same_v<T, Schema>) {
    return other(head.find_schema(object.name));
  } else if constexpr (std::is_same_v<T, Role>) {
    return other(head.find_role(object.name));
  } else if constexpr (std::is_same_v<T, Domain>) {
    return other(head.find_domain(object.schema, object.name));
  } else if constexpr (std::is_same_v<T, Statistics>) {
    return other(head.find_statistics(object.schema, object.name));
  } else if constexpr (std::is_same_v<T, SqlFunction>) {
    const auto same = head.functions_named(object.schema, object.name);
    return std::any_of(same.begin(), same.end(), [&](const SqlFunction* function) {
      return other(function) && function->argument_types == object.argument_types;
    });
  } else {
    return false;  // relations: relation_names_taken()
  }
}

// The relation names an object occupies, itself and its indexes, with the oids they stand for.
std::vector<std::pair<std::string, Oid>> relation_names(const Table& table) {
  std::vector<std::pair<std::string, Oid>> names{{table.name, table.oid}};
  for (const Index& index : table.indexes) names.emplace_back(index.name, index.oid);
  return names;
}
std::vector<std::pair<std::string, Oid>> relation_names(const View& view) {
  return {{view.name, view.oid}};
}
std::vector<std::pair<std::string, Oid>> relation_names(const SequenceObject& sequence) {
  return {{sequence.name, sequence.oid}};
}

Oid relation_oid(const CatalogVersion& catalog, Oid schema, const std::string& name) {
  if (const Table* table = catalog.find_table(schema, name)) return table->oid;
  if (const View* view = catalog.find_view(schema, name)) return view->oid;
  if (const SequenceObject* sequence = catalog.find_sequence(schema, name)) return sequence->oid;
  const auto [table, index] = catalog.find_index(schema, name);
  return index == nullptr ? 0 : index->oid;
}

template <class T>
bool relation_names_taken(const CatalogVersion& head, const T& object,
                          const CatalogEdit::Changes& changes) {
  for (const auto& [name, oid] : relation_names(object)) {
    const Oid holder = relation_oid(head, object.schema, name);
    if (holder == 0 || holder == oid) continue;
    const auto owner = head.index(holder).first;
    if (!changes.contains(owner == nullptr ? holder : owner->oid)) return true;
  }
  return false;
}

// Whether something in `version` still refers to an object that was dropped.
bool refers_to(const CatalogVersion& version, Oid dropped) {
  const auto in = [&](const Object& object) {
    return object.schema == dropped || object.owner == dropped;
  };
  for (const auto& [oid, table] : version.tables()) {
    if (in(*table)) return true;
    for (const TableColumn& column : table->columns) {
      if (column.domain == dropped && !column.dropped) return true;
    }
    for (const ForeignKey& key : table->foreign_keys) {
      if (key.referenced_table == dropped) return true;
    }
  }
  for (const auto& [oid, view] : version.views()) {
    if (in(*view) || std::count(view->depends_on.begin(), view->depends_on.end(), dropped) != 0)
      return true;
  }
  for (const auto& [oid, sequence] : version.sequences()) {
    if (in(*sequence) || sequence->owned_table == dropped) return true;
  }
  for (const auto& [oid, domain] : version.domains()) {
    if (in(*domain)) return true;
  }
  for (const auto& [oid, function] : version.functions()) {
    if (in(*function)) return true;
  }
  return false;
}

}  // namespace

CatalogEdit::CatalogEdit(CatalogPointer base)
    : base_(std::move(base)), working_(std::make_shared<CatalogVersion>(*base_)) {
  ++working_->number_;
}

CatalogPointer CatalogEdit::current() {
  handed_out_ = true;
  return working_;
}

CatalogVersion& CatalogEdit::writable() {
  if (handed_out_) {
    working_ = std::make_shared<CatalogVersion>(*working_);
    handed_out_ = false;
  }
  return *working_;
}

template <class T>
void CatalogEdit::put(T object) {
  CatalogVersion& version = writable();
  object.version = version.number_;
  auto& map = version.map<T>();
  auto shared = std::make_shared<const T>(std::move(object));
  const auto old = map.find(shared->oid);
  if constexpr (is_relation<T>) {
    if (old != map.end()) version.remove_names(*old->second);
    version.add_names(*shared);
  }
  map[shared->oid] = shared;
  changes_[shared->oid] = std::move(shared);
}

template <class T>
void CatalogEdit::drop(Oid oid) {
  CatalogVersion& version = writable();
  auto& map = version.map<T>();
  const auto found = map.find(oid);
  if (found == map.end()) return;
  if constexpr (is_relation<T>) version.remove_names(*found->second);
  map.erase(found);
  changes_[oid] = std::shared_ptr<const T>();
}

void CatalogEdit::require(Oid object) { required_.insert(object); }

namespace {

// A table that an edit changed while a job finished building one of its indexes: the edit with the
// index's new state. Null if the table differs in anything else.
std::shared_ptr<const Table> with_index_states(const Table& base, const Table& head,
                                               const Table& edited) {
  if (!same_structure(base, head) || base.indexes.size() != head.indexes.size()) return nullptr;
  for (std::size_t i = 0; i < head.indexes.size(); ++i) {
    Index expected = base.indexes[i];
    expected.state = head.indexes[i].state;
    if (expected != head.indexes[i]) return nullptr;
  }
  Table merged = edited;
  for (Index& index : merged.indexes) {
    const Index* before = base.find_index(index.oid);
    if (before != nullptr && before->state == index.state)
      index.state = head.find_index(index.oid)->state;
  }
  return std::make_shared<const Table>(std::move(merged));
}

}  // namespace

std::optional<CatalogEdit::Rebased> CatalogEdit::rebase(const CatalogPointer& head) const {
  for (const Oid oid : required_) {
    // What this edit itself made or changed is compared below.
    if (base_->identity(oid) != nullptr && base_->identity(oid) != head->identity(oid))
      return std::nullopt;
  }
  Changes edited = changes_;
  for (auto& [oid, change] : edited) {
    if (base_->identity(oid) == head->identity(oid)) continue;
    auto* table = std::get_if<std::shared_ptr<const Table>>(&change);
    const Table* before = base_->table(oid);
    const Table* now = head->table(oid);
    if (table == nullptr || *table == nullptr || before == nullptr || now == nullptr)
      return std::nullopt;
    *table = with_index_states(*before, *now, **table);
    if (*table == nullptr) return std::nullopt;
  }
  auto next = std::make_shared<CatalogVersion>(*head);
  ++next->number_;
  Changes changes;
  // First everything leaves, so that names given away inside the edit are free; then it enters.
  for (const auto& [oid, change] : edited) {
    std::visit(
        [&, id = oid]<class T>(const std::shared_ptr<const T>&) {
          auto& map = next->map<T>();
          const auto old = map.find(id);
          if (old == map.end()) return;
          if constexpr (is_relation<T>) next->remove_names(*old->second);
          map.erase(old);
        },
        change);
  }
  bool conflict = false;
  for (const auto& [oid, change] : edited) {
    std::visit(
        [&, id = oid]<class T>(const std::shared_ptr<const T>& object) {
          if (object == nullptr) {
            changes[id] = object;
            return;
          }
          if (object->schema != 0 && next->schema(object->schema) == nullptr) conflict = true;
          if (object->owner != 0 && next->role(object->owner) == nullptr) conflict = true;
          if (name_taken(*next, *object)) conflict = true;
          if constexpr (is_relation<T>) {
            if (relation_names_taken(*head, *object, edited)) conflict = true;
          }
          T stamped = *object;
          stamped.version = next->number_;
          auto shared = std::make_shared<const T>(std::move(stamped));
          if constexpr (is_relation<T>) next->add_names(*shared);
          next->map<T>()[id] = shared;
          changes[id] = std::move(shared);
        },
        change);
  }
  for (const auto& [oid, change] : edited) {
    const bool dropped = std::visit([](const auto& object) { return object == nullptr; }, change);
    if (dropped && refers_to(*next, oid)) conflict = true;
  }
  if (conflict) return std::nullopt;
  return Rebased{std::move(next), std::move(changes)};
}

bool relations_unchanged(const CatalogVersion& pinned, const CatalogVersion& head,
                         const std::vector<Oid>& relations) {
  if (&pinned == &head) return true;
  return std::all_of(relations.begin(), relations.end(),
                     [&](Oid oid) { return pinned.identity(oid) == head.identity(oid); });
}

// The object types there are.
template void CatalogEdit::put<Schema>(Schema);
template void CatalogEdit::put<Table>(Table);
template void CatalogEdit::put<View>(View);
template void CatalogEdit::put<SequenceObject>(SequenceObject);
template void CatalogEdit::put<Domain>(Domain);
template void CatalogEdit::put<Role>(Role);
template void CatalogEdit::put<SqlFunction>(SqlFunction);
template void CatalogEdit::put<Statistics>(Statistics);
template void CatalogEdit::drop<Schema>(Oid);
template void CatalogEdit::drop<Table>(Oid);
template void CatalogEdit::drop<View>(Oid);
template void CatalogEdit::drop<SequenceObject>(Oid);
template void CatalogEdit::drop<Domain>(Oid);
template void CatalogEdit::drop<Role>(Oid);
template void CatalogEdit::drop<SqlFunction>(Oid);
template void CatalogEdit::drop<Statistics>(Oid);

}  // namespace dsql::engine
