// CatalogEdit: the catalog changes of one transaction. It starts from the version the transaction
// has pinned, shows the transaction its own changes as a version (current()), and at commit is
// replayed over the newest published version (rebase()). Owned by the transaction; not thread-safe.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <variant>

#include "engine/catalog/catalog.h"

namespace dsql::engine {

class CatalogEdit {
 public:
  explicit CatalogEdit(CatalogPointer base);

  const CatalogPointer& base() const { return base_; }

  // The catalog as edited so far; an immutable value, later edits make another.
  CatalogPointer current();
  const CatalogVersion& view() const { return *working_; }

  Oid allocate_oid() { return working_->oids_->allocate(); }

  // Creates the object, or replaces the one of the same oid. T: any object type of catalog.h.
  template <class T>
  void put(T object);

  // Removes an object; its names become free.
  template <class T>
  void drop(Oid oid);

  // The edit relies on this object staying as the transaction saw it: a referenced table, the
  // tables of a view, the type of a column.
  void require(Oid object);

  // Nothing was changed.
  bool empty() const { return changes_.empty(); }

  // One changed object: what it is now, or null if it was dropped.
  using Object =
      std::variant<std::shared_ptr<const Schema>, std::shared_ptr<const Table>,
                   std::shared_ptr<const View>, std::shared_ptr<const SequenceObject>,
                   std::shared_ptr<const Domain>, std::shared_ptr<const Role>,
                   std::shared_ptr<const SqlFunction>, std::shared_ptr<const Statistics>>;
  using Changes = std::map<Oid, Object>;

  // The changes carried over to `head`, the newest published version: what is to be published, with
  // the changed objects stamped with its number, and those objects for the codec.
  struct Rebased {
    CatalogPointer version;
    Changes changes;
  };
  // nullopt: somebody else changed an object this edit touches or relies on, or took one of its
  // names (a schema conflict, OC001).
  std::optional<Rebased> rebase(const CatalogPointer& head) const;

 private:
  CatalogVersion& writable();

  CatalogPointer base_;
  std::shared_ptr<CatalogVersion> working_;
  bool handed_out_ = false;  // current() has shared working_: the next change copies it
  Changes changes_;
  std::set<Oid> required_;
};

// Whether none of the relations changed between the version a transaction has pinned and `head`:
// what a transaction that wrote them must find at commit, or it fails with OC001.
bool relations_unchanged(const CatalogVersion& pinned, const CatalogVersion& head,
                         const std::vector<Oid>& relations);

}  // namespace dsql::engine
