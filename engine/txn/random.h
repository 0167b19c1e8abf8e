// Random: the chance of a cluster. The same seed and the same order of calls give the same numbers,
// so that a run can be repeated. Not for secrets. Owned by the Environment; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <span>

namespace dsql::engine {

class Random {
 public:
  explicit Random(std::uint64_t seed) { reseed(seed); }

  void reseed(std::uint64_t seed);

  std::uint64_t next();                      // 64 uniform bits
  std::uint64_t below(std::uint64_t limit);  // uniform in [0, limit); limit > 0
  double unit();                             // uniform in [0, 1)
  void fill(std::span<unsigned char> bytes);

 private:
  std::uint64_t step();

  std::mutex mutex_;
  std::array<std::uint64_t, 4> state_{};  // xoshiro256**
};

}  // namespace dsql::engine
