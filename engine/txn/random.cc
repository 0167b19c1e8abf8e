#include "engine/txn/random.h"

#include <bit>
#include <cstring>

namespace dsql::engine {
namespace {

// Spreads a seed over the state (splitmix64).
std::uint64_t spread(std::uint64_t& seed) {
  std::uint64_t z = seed += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

void Random::reseed(std::uint64_t seed) {
  const std::lock_guard lock(mutex_);
  for (std::uint64_t& word : state_) word = spread(seed);
}

std::uint64_t Random::step() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::next() {
  const std::lock_guard lock(mutex_);
  return step();
}

std::uint64_t Random::below(std::uint64_t limit) {
  const std::lock_guard lock(mutex_);
  // Numbers under the remainder would make small results likelier.
  const std::uint64_t remainder = (0 - limit) % limit;
  std::uint64_t bits = step();
  while (bits < remainder) bits = step();
  return bits % limit;
}

double Random::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

void Random::fill(std::span<unsigned char> bytes) {
  const std::lock_guard lock(mutex_);
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
    const std::uint64_t bits = step();
    std::memcpy(bytes.data() + at, &bits, std::min(sizeof bits, bytes.size() - at));
  }
}

}  // namespace dsql::engine
