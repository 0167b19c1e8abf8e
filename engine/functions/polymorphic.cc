// Polymorphic types: what the actual argument types make of anyelement, anyarray and their
// anycompatible siblings (check_generic_type_consistency, enforce_generic_type_consistency).
#include <algorithm>

#include "engine/functions/resolve_internal.h"
#include "engine/functions/rows.h"

namespace dsql::engine {

bool is_polymorphic(Oid type) {
  switch (type) {
    case sql::anyelement:
    case sql::anyarray:
    case sql::anynonarray:
    case sql::anyenum:
    case sql::anyrange:
    case sql::anycompatible:
    case sql::anycompatiblearray:
    case sql::anycompatiblenonarray:
    case sql::anycompatiblerange: return true;
    default: return false;
  }
}

namespace resolving {
namespace {

// What the arguments of a call determine. Two families: the plain one wants equal types, the
// compatible one a common type.
struct Determined {
  bool consistent = true;
  Oid element = 0;
  Oid array = 0;
  Oid compatible = 0;
  bool plain_seen = false;       // a polymorphic argument of the plain family is declared
  bool compatible_seen = false;  // … of the compatible family
};

class Collector {
 public:
  void add(Oid actual, Oid declared) {
    switch (declared) {
      case sql::anynonarray: non_array_ = true; [[fallthrough]];
      case sql::anyelement: add_plain(actual, found_.element); break;
      case sql::anyarray: add_plain(actual, found_.array); break;
      case sql::anycompatiblenonarray: compatible_non_array_ = true; [[fallthrough]];
      case sql::anycompatible: add_compatible(actual); break;
      case sql::anycompatiblearray:
        found_.compatible_seen = true;
        if (actual != oid::unknown) add_compatible(element_or_fail(actual));
        break;
      case sql::anyenum:
      case sql::anyrange:
      case sql::anycompatiblerange:
        found_.consistent = false;
        break;  // no such type can exist here
      default: break;
    }
  }

  Determined finish() {
    if (found_.array != 0) {
      const Oid element = element_or_fail(found_.array);
      if (found_.element != 0 && found_.element != element) found_.consistent = false;
      found_.element = element;
    }
    if (non_array_ && element_of(found_.element) != 0) found_.consistent = false;
    if (!compatibles_.empty()) settle_compatible();
    return found_;
  }

 private:
  void add_plain(Oid actual, Oid& slot) {
    found_.plain_seen = true;
    if (actual == oid::unknown) return;
    if (slot != 0 && slot != actual) found_.consistent = false;
    slot = actual;
  }
  void add_compatible(Oid actual) {
    found_.compatible_seen = true;
    if (actual != oid::unknown) compatibles_.push_back(actual);
  }
  Oid element_or_fail(Oid array) {
    const Oid element = element_of(array);
    if (element == 0) found_.consistent = false;
    return element;
  }
  void settle_compatible() {
    const auto common = select_common_type(compatibles_);
    const bool reachable = common && std::ranges::all_of(compatibles_, [&](Oid type) {
                             return find_coercion(type, *common, CastContext::implicit).has_value();
                           });
    if (!reachable || (compatible_non_array_ && element_of(*common) != 0)) {
      found_.consistent = false;
    } else {
      found_.compatible = *common;
    }
  }

  Determined found_;
  std::vector<Oid> compatibles_;
  bool non_array_ = false;
  bool compatible_non_array_ = false;
};

Determined determine(std::span<const Oid> actual, std::span<const Oid> declared) {
  Collector collector;
  for (std::size_t i = 0; i < actual.size(); ++i) collector.add(actual[i], declared[i]);
  return collector.finish();
}

Oid replacement(const Determined& found, Oid declared) {
  switch (declared) {
    case sql::anyelement:
    case sql::anynonarray: return found.element;
    case sql::anyarray: return found.array != 0 ? found.array : array_of(found.element);
    case sql::anycompatible:
    case sql::anycompatiblenonarray: return found.compatible;
    case sql::anycompatiblearray: return array_of(found.compatible);
    default: return declared;
  }
}

}  // namespace

bool generics_consistent(std::span<const Oid> actual, std::span<const Oid> declared) {
  return determine(actual, declared).consistent;
}

std::optional<Oid> substitute_generics(std::span<const Oid> actual, std::span<Oid> declared,
                                       Oid result) {
  Determined found = determine(actual, declared);
  if (found.plain_seen && found.element == 0) return std::nullopt;
  if (found.compatible_seen && found.compatible == 0) found.compatible = oid::text;
  for (Oid& type : declared) type = replacement(found, type);
  return replacement(found, result);
}

}  // namespace resolving
}  // namespace dsql::engine
