// The list of all rows and the indexes over it.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "engine/functions/function.h"
#include "engine/functions/function_lists.h"

namespace dsql::engine {

std::span<const std::span<const FunctionRow>> all_functions() {
  static const std::span<const FunctionRow> lists[] = {
      collecting_aggregates(),
      extreme_aggregates(),
      statistics_aggregates(),
      sum_aggregates(),
      arithmetic(),
      array_functions(),
      bytea_functions(),
      datetime_comparisons(),
      number_comparisons(),
      string_comparisons(),
      datetime_arithmetic(),
      datetime_functions(),
      formatting(),
      inet_functions(),
      json_aggregates(),
      json_functions(),
      json_sets(),
      jsonb_functions(),
      jsonpath_functions(),
      like_functions(),
      math(),
      numeric_functions(),
      regexp_functions(),
      session_functions(),
      set_returning(),
      strings(),
      string_formats(),
      text_casts(),
      window_functions(),
  };
  return lists;
}

namespace {

// Rows by oid and by name; built at first use, then read only.
template <class Row>
class Index {
 public:
  void add(const Row& row) {
    by_oid_.emplace(row.oid, &row);
    by_name_[row.name].push_back(&row);
  }
  const Row* find(Oid oid) const {
    const auto found = by_oid_.find(oid);
    return found == by_oid_.end() ? nullptr : found->second;
  }
  std::span<const Row* const> named(std::string_view name) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return {};
    return found->second;
  }

 private:
  std::unordered_map<Oid, const Row*> by_oid_;
  std::unordered_map<std::string_view, std::vector<const Row*>> by_name_;
};

const Index<FunctionRow>& function_index() {
  static const Index<FunctionRow> index = [] {
    Index<FunctionRow> built;
    for (std::span<const FunctionRow> list : all_functions())
      for (const FunctionRow& row : list) built.add(row);
    return built;
  }();
  return index;
}

const Index<OperatorRow>& operator_index() {
  static const Index<OperatorRow> index = [] {
    Index<OperatorRow> built;
    for (const OperatorRow& row : all_operators()) built.add(row);
    return built;
  }();
  return index;
}

constexpr std::uint64_t pair_key(Oid source, Oid target) {
  return (std::uint64_t{source} << 32) | target;
}

const std::unordered_map<std::uint64_t, const CastRow*>& cast_index() {
  static const auto index = [] {
    std::unordered_map<std::uint64_t, const CastRow*> built;
    for (const CastRow& row : all_casts()) built.emplace(pair_key(row.source, row.target), &row);
    return built;
  }();
  return index;
}

}  // namespace

const FunctionRow* find_function(Oid oid) { return function_index().find(oid); }

std::span<const FunctionRow* const> functions_named(std::string_view name) {
  return function_index().named(name);
}

const OperatorRow* find_operator(Oid oid) { return operator_index().find(oid); }

std::span<const OperatorRow* const> operators_named(std::string_view name) {
  return operator_index().named(name);
}

const CastRow* find_cast(Oid source, Oid target) {
  const auto found = cast_index().find(pair_key(source, target));
  return found == cast_index().end() ? nullptr : found->second;
}

}  // namespace dsql::engine
