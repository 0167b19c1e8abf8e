#include "dsqlrules/conditions/copy_errors.h"

#include <fmt/format.h>

namespace dsql::rules::conditions {
namespace {

constexpr std::size_t longest_shown = 100;  // bytes of data in a context

// Cut between characters, with dots for the rest.
std::string shown(std::string_view text) {
  if (text.size() <= longest_shown) return std::string(text);
  std::size_t end = longest_shown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace

std::string copy_context(std::string_view table, std::uint64_t line, std::string_view text) {
  return fmt::format("COPY {}, line {}: \"{}\"", table, line, shown(text));
}

std::string copy_context(std::string_view table, std::uint64_t line, std::string_view column,
                         std::optional<std::string_view> value) {
  if (!value) return fmt::format("COPY {}, line {}, column {}: null input", table, line, column);
  return fmt::format("COPY {}, line {}, column {}: \"{}\"", table, line, column, shown(*value));
}

}  // namespace dsql::rules::conditions
