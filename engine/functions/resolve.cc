// Choosing among overloads (func_get_detail, func_select_candidate, oper, left_oper).
#include "engine/functions/resolve.h"

#include <algorithm>

#include "engine/functions/resolve_internal.h"

namespace dsql::engine {
namespace {

using resolving::can_coerce;
using resolving::category;
using resolving::preferred;

// One overload with its declared types laid out for this number of arguments.
template <class Row>
struct Candidate {
  const Row* row = nullptr;
  std::vector<Oid> declared;
  bool variadic = false;  // the trailing arguments are an expanded VARIADIC
};

// Keeps the candidates with the highest score.
template <class Row, class Score>
void keep_best(std::vector<Candidate<Row>>& candidates, Score&& score) {
  std::vector<Candidate<Row>> best;
  int highest = -1;
  for (Candidate<Row>& candidate : candidates) {
    const int points = score(candidate);
    if (points > highest) {
      highest = points;
      best.clear();
    }
    if (points == highest) best.push_back(std::move(candidate));
  }
  candidates = std::move(best);
}

struct UnknownSlot {
  char category = '\0';
  bool has_preferred = false;
};

// The category the candidates agree on for an untyped argument; a string type wins over others.
// Without agreement the category is 0.
template <class Row>
UnknownSlot agree(const std::vector<Candidate<Row>>& candidates, std::size_t at) {
  UnknownSlot slot;
  bool conflict = false;
  for (const Candidate<Row>& candidate : candidates) {
    const char kind = category(candidate.declared[at]);
    const bool is_preferred = preferred(kind, candidate.declared[at]);
    if (slot.category == '\0') {
      slot = {kind, is_preferred};
    } else if (kind == slot.category) {
      slot.has_preferred |= is_preferred;
    } else if (kind == 'S') {
      slot = {kind, is_preferred};
    } else {
      conflict = true;
    }
  }
  if (conflict && slot.category != 'S') slot.category = '\0';
  return slot;
}

// Drops candidates that disagree with the categories of untyped arguments, unless all would go.
template <class Row>
void keep_agreeing(std::vector<Candidate<Row>>& candidates, std::span<const Oid> arguments) {
  std::vector<UnknownSlot> slots(arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] != oid::unknown) continue;
    slots[i] = agree(candidates, i);
    if (slots[i].category == '\0') return;
  }
  const auto disagrees = [&](const Candidate<Row>& candidate) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (arguments[i] != oid::unknown) continue;
      const Oid type = candidate.declared[i];
      if (category(type) != slots[i].category) return true;
      if (slots[i].has_preferred && !preferred(slots[i].category, type)) return true;
    }
    return false;
  };
  if (!std::ranges::all_of(candidates, disagrees)) std::erase_if(candidates, disagrees);
}

// The one type of all typed arguments, 0 if they differ or there is none.
Oid only_known_type(std::span<const Oid> arguments) {
  Oid known = 0;
  for (Oid type : arguments) {
    if (type == oid::unknown) continue;
    if (known != 0 && known != type) return 0;
    known = type;
  }
  return known;
}

// func_select_candidate: narrows `candidates`, which all accept the arguments, to one if it can.
template <class Row>
void select_candidate(std::vector<Candidate<Row>>& candidates, std::span<const Oid> arguments) {
  keep_best(candidates, [&](const Candidate<Row>& candidate) {
    int exact = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i)
      exact += arguments[i] != oid::unknown && candidate.declared[i] == arguments[i];
    return exact;
  });
  if (candidates.size() == 1) return;
  keep_best(candidates, [&](const Candidate<Row>& candidate) {
    int good = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      good += arguments[i] != oid::unknown &&
              (candidate.declared[i] == arguments[i] ||
               preferred(category(arguments[i]), candidate.declared[i]));
    }
    return good;
  });
  if (candidates.size() == 1 || std::ranges::find(arguments, oid::unknown) == arguments.end())
    return;
  keep_agreeing(candidates, arguments);
  if (candidates.size() == 1) return;
  if (const Oid known = only_known_type(arguments); known != 0) {
    const std::vector<Oid> assumed(arguments.size(), known);
    const auto accepts = [&](const Candidate<Row>& candidate) {
      return can_coerce(assumed, candidate.declared);
    };
    if (std::ranges::count_if(candidates, accepts) == 1) {
      std::erase_if(candidates,
                    [&](const Candidate<Row>& candidate) { return !accepts(candidate); });
    }
  }
}

using FunctionCandidate = Candidate<FunctionRow>;

// The overload as it would take `count` arguments, or nothing (FuncnameGetCandidates).
std::optional<FunctionCandidate> laid_out(const FunctionRow& row, std::size_t count, bool expand) {
  FunctionCandidate candidate{&row, {}, false};
  candidate.declared.assign(row.argument_types.begin(),
                            row.argument_types.begin() + row.argument_count);
  if (row.variadic != 0 && expand && count >= row.argument_count) {
    candidate.variadic = true;
    candidate.declared.pop_back();
    candidate.declared.resize(count, row.variadic);
    return candidate;
  }
  if (row.argument_count == count) return candidate;
  if (row.argument_count > count && std::size_t{row.argument_count} <= count + row.default_count) {
    candidate.declared.resize(count);
    return candidate;
  }
  return std::nullopt;
}

// Of overloads that look the same to this call one hides the others: the one without VARIADIC or
// defaults in use.
void add_candidate(std::vector<FunctionCandidate>& candidates, FunctionCandidate&& added) {
  const auto cost = [](const FunctionCandidate& candidate) {
    return 2 * candidate.variadic + (candidate.row->argument_count > candidate.declared.size());
  };
  for (FunctionCandidate& other : candidates) {
    if (other.declared == added.declared) {
      if (cost(added) < cost(other)) other = std::move(added);
      return;
    }
  }
  candidates.push_back(std::move(added));
}

// A call f(x) that is a cast in function clothing: f names a type and x reaches it without a
// function.
std::optional<Oid> call_as_cast(std::string_view name, std::span<const Oid> arguments) {
  if (arguments.size() != 1) return std::nullopt;
  const Type* target = find_type(name);
  if (target == nullptr) return std::nullopt;
  if (arguments[0] == oid::unknown) return target->oid;
  const auto way = find_coercion(arguments[0], target->oid, CastContext::explicit_);
  if (!way) return std::nullopt;
  const bool relabel = way->kind == Coercion::Kind::none || way->kind == Coercion::Kind::relabel;
  const bool row_to_text = arguments[0] == oid::record && target->category == 'S';
  if (relabel || (way->kind == Coercion::Kind::io && !row_to_text)) return target->oid;
  return std::nullopt;
}

std::optional<ResolvedCall> settle(FunctionCandidate& chosen, std::span<const Oid> arguments,
                                   ResolveFailure& failure) {
  const auto result =
      resolving::substitute_generics(arguments, chosen.declared, chosen.row->result);
  if (!result) {
    failure = ResolveFailure::undetermined;
    return std::nullopt;
  }
  return ResolvedCall{.function = chosen.row,
                      .argument_types = std::move(chosen.declared),
                      .result = *result,
                      .variadic = chosen.variadic};
}

}  // namespace

std::optional<ResolvedCall> resolve_function_among(std::span<const FunctionRow* const> overloads,
                                                   std::string_view name,
                                                   std::span<const Oid> arguments,
                                                   bool variadic_array, ResolveFailure& failure) {
  failure = ResolveFailure::none;
  std::vector<FunctionCandidate> candidates;
  for (const FunctionRow* row : overloads) {
    if (auto candidate = laid_out(*row, arguments.size(), !variadic_array))
      add_candidate(candidates, std::move(*candidate));
  }
  const auto exact = std::ranges::find_if(candidates, [&](const FunctionCandidate& candidate) {
    return std::ranges::equal(candidate.declared, arguments);
  });
  if (exact != candidates.end()) return settle(*exact, arguments, failure);
  if (const auto target = call_as_cast(name, arguments)) {
    return ResolvedCall{.argument_types = {arguments[0]}, .result = *target, .coercion = true};
  }
  std::erase_if(candidates, [&](const FunctionCandidate& candidate) {
    return !can_coerce(arguments, candidate.declared);
  });
  if (candidates.size() > 1) select_candidate(candidates, arguments);
  if (candidates.size() == 1) return settle(candidates.front(), arguments, failure);
  failure = candidates.empty() ? ResolveFailure::not_found : ResolveFailure::ambiguous;
  return std::nullopt;
}

std::optional<ResolvedCall> resolve_function(std::string_view name, std::span<const Oid> arguments,
                                             bool variadic_array, ResolveFailure& failure) {
  return resolve_function_among(functions_named(name), name, arguments, variadic_array, failure);
}

namespace {

using OperatorCandidate = Candidate<OperatorRow>;

std::optional<ResolvedOperator> settle(OperatorCandidate& chosen, std::span<const Oid> arguments,
                                       ResolveFailure& failure) {
  const auto result =
      resolving::substitute_generics(arguments, chosen.declared, chosen.row->result);
  if (!result) {
    failure = ResolveFailure::undetermined;
    return std::nullopt;
  }
  const bool prefix = chosen.declared.size() == 1;
  return ResolvedOperator{.op = chosen.row,
                          .left = prefix ? 0 : chosen.declared.front(),
                          .right = chosen.declared.back(),
                          .result = *result};
}

// An untyped literal is first taken to be of the other side's type.
std::pair<Oid, Oid> assumed_types(Oid left, Oid right) {
  if (left == oid::unknown) return {right, right};
  if (right == oid::unknown && left != 0) return {left, left};
  return {left, right};
}

OperatorCandidate candidate_of(const OperatorRow* row) {
  OperatorCandidate made{row, {}, false};
  if (row->left != 0) made.declared.push_back(row->left);
  made.declared.push_back(row->right);
  return made;
}

}  // namespace

std::optional<ResolvedOperator> resolve_operator(std::string_view name, Oid left, Oid right,
                                                 ResolveFailure& failure) {
  failure = ResolveFailure::none;
  const bool prefix = left == 0;
  const Oid both[] = {left, right};
  const std::span<const Oid> arguments(prefix ? both + 1 : both, prefix ? 1U : 2U);
  const auto named = operators_named(name);
  const auto [exact_left, exact_right] = assumed_types(left, right);
  for (const OperatorRow* row : named) {
    if (row->left != exact_left || row->right != exact_right) continue;
    OperatorCandidate exact = candidate_of(row);
    return settle(exact, arguments, failure);
  }
  std::vector<OperatorCandidate> candidates;
  for (const OperatorRow* row : named) {
    if ((row->left == 0) == prefix) candidates.push_back(candidate_of(row));
  }
  std::erase_if(candidates, [&](const OperatorCandidate& candidate) {
    return !can_coerce(arguments, candidate.declared);
  });
  if (candidates.size() > 1) select_candidate(candidates, arguments);
  if (candidates.size() == 1) return settle(candidates.front(), arguments, failure);
  failure = candidates.empty() ? ResolveFailure::not_found : ResolveFailure::ambiguous;
  return std::nullopt;
}

}  // namespace dsql::engine
