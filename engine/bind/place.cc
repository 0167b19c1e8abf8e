#include "engine/bind/place.h"

#include <array>

namespace dsql::engine {
namespace {

constexpr std::array<PlaceRules, 30> places{{
    {"", "", ""},
    {"SELECT", "SELECT", "", true, true, true},
    {"sub-SELECT in FROM", "FROM clause of their own query level", ""},
    {"function in FROM", "functions in FROM", ""},
    {"JOIN/ON", "JOIN conditions", ""},
    {"WHERE", "WHERE", ""},
    {"HAVING", "HAVING", "", true},
    {"FILTER", "FILTER", ""},
    {"GROUP BY", "GROUP BY", "", false, false, true},
    {"ORDER BY", "ORDER BY", "", true, true, true},
    {"DISTINCT ON", "DISTINCT ON", "", true, true, true},
    {"LIMIT", "LIMIT", ""},
    {"OFFSET", "OFFSET", ""},
    {"PARTITION BY", "window definitions", "", true, false, true},
    {"window ORDER BY", "window definitions", "", true, false, true},
    {"window ROWS", "window ROWS", ""},
    {"window RANGE", "window RANGE", ""},
    {"window GROUPS", "window GROUPS", ""},
    {"VALUES", "VALUES", ""},
    {"VALUES", "VALUES", "", false, false, true},
    {"INSERT", "INSERT", ""},
    {"UPDATE", "UPDATE", ""},
    {"RETURNING", "RETURNING", ""},
    {"ON CONFLICT", "ON CONFLICT", ""},
    {"CHECK", "check constraints", "check constraint"},
    {"DEFAULT", "DEFAULT expressions", "DEFAULT expression", false, false, false, false},
    {"GENERATED AS", "column generation expressions", "column generation expression"},
    {"index expression", "index expressions", "index expression"},
    {"index predicate", "index predicates", "index predicate"},
    {"CALL", "CALL arguments", "CALL argument"},
}};
static_assert(places.size() == static_cast<std::size_t>(Place::call_argument) + 1);

}  // namespace

const PlaceRules& rules_of(Place place) { return places[static_cast<std::size_t>(place)]; }

}  // namespace dsql::engine
