#include "engine/exec/key_table.h"

namespace dsql::engine {

namespace {

constexpr std::size_t first_slots = 64;
constexpr std::size_t kept_slots = 4096;  // by a table that is used again

constexpr std::uint64_t null_hash = 0x9e3779b97f4a7c15ULL;

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ULL;
  return x ^ (x >> 32);
}

// Types whose equal values have equal bits: hashed in one loop without a call a row.
template <class T>
void hash_bits(const Column& column, Selection rows, std::uint64_t* out) {
  const T* values = column.values<T>();
  const std::uint32_t stride = column.stride();
  std::uint32_t i = 0;
  if (!column.has_nulls()) {
    rows.for_each([&](std::uint32_t row) {
      out[i] = mix(out[i] ^ static_cast<std::uint64_t>(values[row * stride]));
      ++i;
    });
    return;
  }
  rows.for_each([&](std::uint32_t row) {
    const std::uint64_t bits =
        column.is_null(row) ? null_hash : static_cast<std::uint64_t>(values[row * stride]);
    out[i] = mix(out[i] ^ bits);
    ++i;
  });
}

void hash_column(const Type& type, const Column& column, Selection rows, std::uint64_t* out) {
  switch (type.physical) {
    case Physical::boolean: return hash_bits<bool>(column, rows, out);
    case Physical::int16: return hash_bits<std::int16_t>(column, rows, out);
    case Physical::int32: return hash_bits<std::int32_t>(column, rows, out);
    case Physical::int64: return hash_bits<std::int64_t>(column, rows, out);
    case Physical::uint32: return hash_bits<std::uint32_t>(column, rows, out);
    default: break;
  }
  std::uint32_t i = 0;
  rows.for_each([&](std::uint32_t row) {
    out[i] = mix(out[i] ^ (column.is_null(row) ? null_hash : type.hash(column, row)));
    ++i;
  });
}

}  // namespace

void hash_keys(std::span<const Type* const> types, std::span<const Column* const> keys,
               Selection rows, std::vector<std::uint64_t>& out) {
  out.assign(rows.count, 0);
  for (std::size_t k = 0; k < keys.size(); ++k) hash_column(*types[k], *keys[k], rows, out.data());
}

KeyTable::KeyTable(std::span<const Oid> types, TempSpace* space)
    : slots_(first_slots), slots_use_(space), keys_(physical_types(types), space) {
  for (const Oid type : types) types_.push_back(&type_of(type));
}

void KeyTable::clear() {
  if (slots_.size() > kept_slots) slots_ = {};
  slots_.assign(first_slots, {});
  slots_use_.clear();
  keys_.clear();
}

bool KeyTable::same(std::uint32_t number, std::span<const Column* const> keys,
                    std::uint32_t row) const {
  const std::uint32_t place = RowBuffer::place(number);
  for (std::size_t k = 0; k < keys.size(); ++k) {
    const Column& stored = keys_.column(number, k);
    const bool null = keys[k]->is_null(row);
    if (null != stored.is_null(place)) return false;
    if (!null && types_[k]->compare(stored, place, *keys[k], row) != 0) return false;
  }
  return true;
}

void KeyTable::grow() {
  slots_use_.set(slots_.size() * 2 * sizeof(Slot));
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == none) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].number != none) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void KeyTable::look_up(std::span<const Column* const> keys, Selection rows, bool insert,
                       std::vector<std::uint32_t>& numbers) {
  hash_keys(types_, keys, rows, hashes_);
  numbers.resize(rows.count);
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const std::uint32_t row = rows[i];
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hashes_[i] & mask;
    while (slots_[at].number != none &&
           (slots_[at].hash != hashes_[i] || !same(slots_[at].number, keys, row))) {
      at = (at + 1) & mask;
    }
    if (slots_[at].number == none && insert) {
      slots_[at] = {hashes_[i], size()};
      const auto narrow = static_cast<std::uint16_t>(row);
      keys_.append(keys, Selection{&narrow, 1});
      numbers[i] = slots_[at].number;
      if (keys_.size() * 2 > slots_.size()) grow();
      continue;
    }
    numbers[i] = slots_[at].number;
  }
}

Selection KeyTable::insert_new(std::span<const Column* const> keys, Selection rows) {
  std::uint32_t known = size();
  look_up(keys, rows, true, numbers_);
  new_rows_.clear();
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    if (numbers_[i] < known) continue;
    new_rows_.push_back(static_cast<std::uint16_t>(rows[i]));
    known = numbers_[i] + 1;
  }
  return {new_rows_.data(), static_cast<std::uint32_t>(new_rows_.size())};
}

}  // namespace dsql::engine
