// WriteBatch: puts and erases that Store::apply() makes visible in one step. Later operations win
// over earlier ones on the same key. Reusable; one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace rocksdb {
class WriteBatch;
}

namespace dsql::engine {

class WriteBatch {
 public:
  WriteBatch();
  ~WriteBatch();
  WriteBatch(WriteBatch&&) noexcept;
  WriteBatch& operator=(WriteBatch&&) noexcept;

  void put(std::string_view key, std::string_view value);
  void erase(std::string_view key);
  void clear();

  bool empty() const;
  std::size_t count() const;
  std::size_t bytes() const;

 private:
  friend class Store;
  std::unique_ptr<rocksdb::WriteBatch> batch_;
};

}  // namespace dsql::engine
