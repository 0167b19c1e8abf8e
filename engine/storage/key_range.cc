#include "engine/storage/key_range.h"

namespace dsql::engine {

void append_relation(Oid relation, std::string& key) {
  const char bytes[relation_prefix_size] = {
      static_cast<char>(relation >> 24), static_cast<char>(relation >> 16),
      static_cast<char>(relation >> 8), static_cast<char>(relation)};
  key.append(bytes, relation_prefix_size);
}

Oid relation_of(std::string_view key) {
  Oid relation = 0;
  for (std::size_t i = 0; i < relation_prefix_size; ++i)
    relation = relation << 8 | static_cast<unsigned char>(key[i]);
  return relation;
}

void to_prefix_end(std::string& prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(prefix.back() + 1);
}

KeyRange prefix_range(std::string_view prefix) {
  KeyRange range{std::string(prefix), std::string(prefix)};
  to_prefix_end(range.end);
  return range;
}

KeyRange relation_range(Oid relation) {
  std::string prefix;
  append_relation(relation, prefix);
  return prefix_range(prefix);
}

}  // namespace dsql::engine
