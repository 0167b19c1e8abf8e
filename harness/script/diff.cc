#include "harness/script/diff.h"

#include <algorithm>
#include <cstddef>

namespace dsql::harness {
namespace {

using Lines = std::vector<std::string>;
constexpr std::size_t largest_table =
    4'000'000;  // cells; beyond it the middle is taken as all different

// lengths[i][j]: how many lines expected[i…] and got[j…] have in common.
std::vector<std::vector<int>> common_lengths(const Lines& expected, const Lines& got) {
  std::vector<std::vector<int>> lengths(expected.size() + 1, std::vector<int>(got.size() + 1, 0));
  for (std::size_t i = expected.size(); i-- > 0;) {
    for (std::size_t j = got.size(); j-- > 0;) {
      lengths[i][j] = expected[i] == got[j] ? lengths[i + 1][j + 1] + 1
                                            : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

Lines full_difference(const Lines& expected, const Lines& got) {
  Lines made;
  std::size_t i = 0;
  std::size_t j = 0;
  if (expected.size() * got.size() <= largest_table) {
    const auto lengths = common_lengths(expected, got);
    while (i < expected.size() && j < got.size()) {
      if (expected[i] == got[j]) {
        made.push_back("  " + expected[i]);
        ++i, ++j;
      } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
        made.push_back("- " + expected[i++]);
      } else {
        made.push_back("+ " + got[j++]);
      }
    }
  }
  for (; i < expected.size(); ++i) made.push_back("- " + expected[i]);
  for (; j < got.size(); ++j) made.push_back("+ " + got[j]);
  return made;
}

// Keeps two equal lines around each change.
Lines shortened(const Lines& lines) {
  constexpr std::size_t around = 2;
  std::vector<bool> kept(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i][0] == ' ') continue;
    const std::size_t first = i < around ? 0 : i - around;
    for (std::size_t k = first; k < std::min(lines.size(), i + around + 1); ++k) kept[k] = true;
  }
  Lines made;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (kept[i]) {
      made.push_back(lines[i]);
    } else if (i == 0 || kept[i - 1]) {
      made.emplace_back("  …");
    }
  }
  return made;
}

}  // namespace

std::vector<std::string> difference(const Lines& expected, const Lines& got) {
  if (expected == got) return {};
  return shortened(full_difference(expected, got));
}

}  // namespace dsql::harness
