// SortOrder: how rows compare by a list of sort keys. Shared by sorts, ordered aggregates and
// windows.
#pragma once

#include <vector>

#include "engine/bind/expr.h"

namespace dsql::engine {

class SortOrder {
 public:
  void add(const SortKey& key) {
    keys_.push_back({&type_of(key.expr->type), key.descending, key.nulls_first});
  }
  std::size_t size() const { return keys_.size(); }

  // Order of two values of key k: negative if the first comes first.
  int compare(std::size_t k, const Column& a, std::uint32_t a_row, const Column& b,
              std::uint32_t b_row) const {
    const Key& key = keys_[k];
    const bool a_null = a.is_null(a_row);
    const bool b_null = b.is_null(b_row);
    if (a_null || b_null) {
      if (a_null == b_null) return 0;
      return a_null == key.nulls_first ? -1 : 1;
    }
    const int order = key.type->compare(a, a_row, b, b_row);
    return key.descending ? -order : order;
  }

 private:
  struct Key {
    const Type* type;
    bool descending;
    bool nulls_first;
  };
  std::vector<Key> keys_;
};

}  // namespace dsql::engine
