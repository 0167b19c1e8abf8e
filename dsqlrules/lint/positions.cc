#include "dsqlrules/lint/positions.h"

#include <algorithm>
#include <cstring>

namespace dsql::rules {
namespace {

constexpr std::size_t block = 512;

std::uint32_t characters(std::string_view text) {
  std::uint32_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace

Positions::Positions(std::string_view text) : text_(text) {
  // A byte order mark is no character of the first line.
  line_starts_.push_back(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (at == nullptr) break;
    line_starts_.push_back(static_cast<std::size_t>(++at - text.data()));
  }
  std::uint32_t total = 0;
  for (std::size_t from = 0; from < text.size(); from += block) {
    characters_before_block_.push_back(total);
    total += characters(text.substr(from, block));
  }
  characters_before_block_.push_back(total);
}

std::size_t Positions::characters_before(std::size_t offset) const {
  const std::size_t full = offset / block;
  return characters_before_block_[full] + characters(text_.substr(full * block, offset % block));
}

Position Positions::at(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  if (next == line_starts_.begin()) ++next;
  const std::size_t start = std::min(*(next - 1), offset);
  return {static_cast<int>(next - line_starts_.begin()),
          static_cast<int>(characters_before(offset) - characters_before(start)) + 1};
}

}  // namespace dsql::rules
