// pg_index_column_has_property and its kind: what an index of the service can do.
#include <optional>

#include "engine/system/function_lists.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

// Properties of the access method.
std::optional<bool> method_has(Oid method, std::string_view property) {
  if (method != index_access_method) return std::nullopt;
  if (property == "can_order" || property == "can_unique" || property == "can_multi_col" ||
      property == "can_include")
    return true;
  if (property == "can_exclude") return false;
  return std::nullopt;
}

std::optional<bool> index_has(CallContext& call, Oid oid, std::string_view property) {
  if (call.services->catalog().index(oid).second == nullptr) return std::nullopt;
  if (property == "clusterable" || property == "bitmap_scan") return false;
  if (property == "index_scan" || property == "backward_scan") return true;
  return std::nullopt;
}

std::optional<bool> column_has(CallContext& call, Oid oid, std::int32_t number,
                               std::string_view property) {
  const Index* index = call.services->catalog().index(oid).second;
  if (index == nullptr || number < 1) return std::nullopt;
  const auto position = static_cast<std::size_t>(number - 1);
  const bool key = position < index->keys.size();
  if (!key && position >= index->keys.size() + index->included.size()) return std::nullopt;
  const bool nulls_first = key && index->keys[position].nulls_first;
  if (property == "asc" || property == "orderable" || property == "search_array" ||
      property == "search_nulls")
    return key;
  if (property == "desc" || property == "distance_orderable") return false;
  if (property == "nulls_first") return nulls_first;
  if (property == "nulls_last") return key && !nulls_first;
  if (property == "returnable") return true;
  return std::nullopt;
}

constexpr FunctionRow rows[] = {
    stable(fn(636, "pg_indexam_has_property", {oid_, text}, boolean, lift<method_has>)),
    stable(fn(637, "pg_index_has_property", {regclass, text}, boolean, lift<index_has>)),
    stable(
        fn(638, "pg_index_column_has_property", {regclass, int4, text}, boolean, lift<column_has>)),
};

}  // namespace

std::span<const FunctionRow> index_property_functions() { return rows; }

}  // namespace dsql::engine
