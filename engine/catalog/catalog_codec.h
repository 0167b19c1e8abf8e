// CatalogCodec: catalog objects as bytes. A catalog is stored as one record an object plus one for
// the version itself; a DDL commit writes the records of what it changed, in the write batch of its
// transaction. Keys are relative to the store's catalog space. Stateless.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/catalog/catalog_edit.h"

namespace dsql::engine {

struct CatalogRecord {
  std::string key;
  std::optional<std::string> value;  // nullopt: delete
};

class CatalogCodec {
 public:
  // The records a commit of `rebased` writes: its changed objects and the version record.
  static std::vector<CatalogRecord> encode(const CatalogEdit::Rebased& rebased);

  // Every record of a version: for a new cluster.
  static std::vector<CatalogRecord> encode_all(const CatalogVersion& version);

  // The version that the records (in any order, keys as encode() made them) describe; null if there
  // are none. Raises: data_corrupted.
  static CatalogPointer decode(
      std::span<const std::pair<std::string_view, std::string_view>> records);
};

}  // namespace dsql::engine
