// Where a sequence stands, and how that is stored: one record a sequence, under its oid, in the
// store's space for sequences; no record means that the sequence has not been used since it was
// made. nextval() and setval() write it at once and never roll back; ALTER SEQUENCE … RESTART
// writes it with its transaction. Stateless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"

namespace dsql::engine {

// As in SELECT * FROM sequence: the next value is last_value if it was not called yet.
struct SequenceState {
  std::int64_t last_value = 0;
  bool is_called = false;
};

inline SequenceState initial_state(const SequenceObject& sequence) {
  return {sequence.start, false};
}

std::string sequence_key(Oid sequence);
std::string encode_sequence_state(const SequenceState& state);
// Raises: data_corrupted.
SequenceState decode_sequence_state(std::string_view bytes);

}  // namespace dsql::engine
