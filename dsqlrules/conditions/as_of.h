// AsOf: a month of the service's life. Aurora DSQL changes monthly, so a rule carries the months in
// which it holds, and every check takes the month that it should answer for. A profile is the state
// at the end of its month.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string_view>

namespace dsql::rules {

struct AsOf {
  int year;
  int month;  // 1..12

  friend constexpr auto operator<=>(const AsOf&, const AsOf&) = default;
};

// The service's first month and one after any other: a rule's bounds when it has none.
inline constexpr AsOf service_start{2025, 5};
inline constexpr AsOf never{9999, 12};

// The oldest and the newest month that the rules know; the newest is the default everywhere.
inline constexpr AsOf oldest_profile{2026, 6};
inline constexpr AsOf newest_profile{2026, 10};

// "2026-10" → the month; nullopt for anything else.
constexpr std::optional<AsOf> parse_as_of(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t to) {
    int value = 0;
    for (std::size_t i = from; i < to; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const AsOf result{number(0, 4), number(5, 7)};
  if (result.year < 0 || result.month < 1 || result.month > 12) return std::nullopt;
  return result;
}

}  // namespace dsql::rules
