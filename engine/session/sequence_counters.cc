#include "engine/session/sequence_counters.h"

#include <algorithm>

#include "dsqlrules/conditions/sequence_errors.h"

namespace dsql::engine {

namespace {

// Whether a further step stays within the bounds; 128 bits, so that the sum cannot overflow.
bool within(const SequenceObject& sequence, __int128 value) {
  return value >= sequence.minimum && value <= sequence.maximum;
}

}  // namespace

std::optional<SequenceState> SequenceCounters::state(Oid sequence) {
  const Snapshot snapshot = store_.snapshot();
  Pin pin;
  std::string_view bytes;
  if (!snapshot.get(sequence_key(sequence), pin, bytes)) return std::nullopt;
  return decode_sequence_state(bytes);
}

SequenceState SequenceCounters::current(const SequenceObject& sequence) {
  return state(sequence.oid).value_or(initial_state(sequence));
}

void SequenceCounters::write(Oid sequence, const SequenceState& state) {
  WriteBatch batch;
  batch.put(sequence_key(sequence), encode_sequence_state(state));
  store_.apply(batch);
}

SequenceCounters::Block SequenceCounters::take(const SequenceObject& sequence, std::int64_t count) {
  const std::scoped_lock lock(mutex_);
  SequenceState now = current(sequence);
  __int128 first = now.last_value;
  if (now.is_called) {
    first += sequence.increment;
    if (!within(sequence, first)) {
      if (!sequence.cycle) {
        if (sequence.increment > 0)
          rules::raise(rules::conditions::sequence_maximum, sequence.name, sequence.maximum);
        rules::raise(rules::conditions::sequence_minimum, sequence.name, sequence.minimum);
      }
      first = sequence.increment > 0 ? sequence.minimum : sequence.maximum;
    }
  }
  const __int128 room = sequence.increment > 0 ? (sequence.maximum - first) / sequence.increment
                                               : (first - sequence.minimum) /
                                                     -static_cast<__int128>(sequence.increment);
  const auto taken = static_cast<std::int64_t>(std::min<__int128>(room + 1, count));
  const __int128 last = first + static_cast<__int128>(taken - 1) * sequence.increment;
  write(sequence.oid, {static_cast<std::int64_t>(last), true});
  return {static_cast<std::int64_t>(first), taken};
}

void SequenceCounters::set(const SequenceObject& sequence, std::int64_t value, bool is_called) {
  if (!within(sequence, value)) {
    rules::raise(rules::conditions::setval_out_of_bounds, value, sequence.name, sequence.minimum,
                 sequence.maximum);
  }
  const std::scoped_lock lock(mutex_);
  write(sequence.oid, {value, is_called});
}

}  // namespace dsql::engine
