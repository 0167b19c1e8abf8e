// PlanCache: the statements a session has sent more than once, by text and parameter types, so that
// they are parsed and planned once: simple queries, and the unnamed statements of drivers that
// parse anew for each execution. A text enters when it is seen for the second time, because most
// texts with literals in them never come again. Owned by the session; its thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/session/prepared.h"

namespace dsql::engine {

class PlanCache {
 public:
  // The statement of that text, null if it is not known.
  PreparedPtr find(std::string_view text, std::span<const Oid> parameter_types);

  // Offers a statement that find() did not know and that is the only one of its text.
  void offer(const PreparedPtr& prepared);

  std::size_t size() const { return entries_.size(); }

 private:
  static constexpr std::size_t capacity = 32;
  static constexpr std::size_t longest_text = 4096;  // bytes; longer ones are mostly data

  struct Entry {
    std::size_t hash;
    PreparedPtr prepared;
  };
  std::vector<Entry> entries_;             // the last used one first
  std::array<std::size_t, 64> seen_ = {};  // hashes of texts that came once, by hash
};

}  // namespace dsql::engine
