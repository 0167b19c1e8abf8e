// What aggregates are made of: a loop over the states of a batch that keeps a single group's state
// in registers, and the builders of Aggregate values.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <type_traits>

#include "engine/functions/function.h"
#include "engine/types/value.h"

namespace dsql::engine {

inline bool is_one_group(std::span<void* const> states) {
  bool differs = false;
  for (void* state : states) differs |= state != states.front();
  return !differs;
}

// Calls step(state, row) for every selected row with its group's state. States that own nothing are
// worked on in a local copy when there is one group.
template <class State, class Step>
void each_state(Selection rows, std::span<void* const> states, Step&& step) {
  if (rows.count == 0) return;
  if (is_one_group(states)) {
    auto& state = *static_cast<State*>(states.front());
    if constexpr (std::is_trivially_copyable_v<State> && !std::is_pointer_v<State>) {
      State local = state;
      rows.for_each([&](std::uint32_t row) { step(local, row); });
      state = local;
    } else {
      rows.for_each([&](std::uint32_t row) { step(state, row); });
    }
    return;
  }
  for (std::uint32_t i = 0; i < rows.count; ++i) step(*static_cast<State*>(states[i]), rows[i]);
}

using AggregateUpdate = void (*)(CallContext&, std::span<const Column* const>, Selection,
                                 std::span<void* const>, Arena&);
using AggregateFinish = void (*)(CallContext&, const void*, Column&, std::uint32_t);

// An aggregate whose zeroed memory is a fresh State that owns nothing.
template <class State>
constexpr Aggregate plain_aggregate(AggregateUpdate update, AggregateFinish finish) {
  static_assert(std::is_trivially_destructible_v<State> && alignof(State) <= 16);
  return {.state_size = sizeof(State), .update = update, .finish = finish};
}

// An aggregate whose state is a pointer to a State made at the first value; null until then.
template <class State>
struct Owned {
  State* state;
  State& get() {
    if (state == nullptr) state = new State();
    return *state;
  }
  static const State* of(const void* memory) { return static_cast<const Owned*>(memory)->state; }
  static void destroy(void* memory) { delete static_cast<Owned*>(memory)->state; }
};

template <class State>
constexpr Aggregate owning_aggregate(AggregateUpdate update, AggregateFinish finish,
                                     bool skip_null_rows = true) {
  return {.state_size = sizeof(Owned<State>),
          .update = update,
          .finish = finish,
          .destroy = &Owned<State>::destroy,
          .skip_null_rows = skip_null_rows};
}

// Calls step(state, row) with the State that the group owns.
template <class State, class Step>
void each_owned(Selection rows, std::span<void* const> states, Step&& step) {
  for (std::uint32_t i = 0; i < rows.count; ++i)
    step(static_cast<Owned<State>*>(states[i])->get(), rows[i]);
}

// Bytes that a state owns beside itself.
template <class State>
requires requires(const State& state) { state.footprint(); }
std::size_t footprint_of(const State& state) { return state.footprint(); }
template <class State>
std::size_t footprint_of(const std::unique_ptr<State>& state) {
  return state == nullptr ? 0 : state->footprint();
}
inline std::size_t footprint_of(const std::string& text) { return text.capacity(); }
inline std::size_t footprint_of(const Value& value) {
  return value.physical() == Physical::bytes ? value.as<std::string_view>().size() : 0;
}

// Calls change(), which may make `state` hold more memory or less, and counts the difference.
// footprint_of(state): the bytes that it owns.
template <class State, class Change>
void change_counted(CallContext& context, State& state, Change&& change) {
  if (context.state_use == nullptr) return change();
  const std::size_t before = footprint_of(state);
  change();
  const std::size_t after = footprint_of(state);
  if (after != before) context.state_use->set(context.state_use->bytes() + after - before);
}

// each_owned() with what the states come to hold counted: of a single group every few rows.
template <class State, class Step>
void each_counted(CallContext& context, Selection rows, std::span<void* const> states,
                  Step&& step) {
  constexpr std::uint32_t few = 32;
  const std::uint32_t at_once = is_one_group(states) ? few : 1;
  for (std::uint32_t i = 0; i < rows.count; i += at_once) {
    State& state = static_cast<Owned<State>*>(states[i])->get();
    const std::uint32_t end = std::min(i + at_once, rows.count);
    change_counted(context, state, [&] {
      for (std::uint32_t k = i; k < end; ++k) step(state, rows[k]);
    });
  }
}

}  // namespace dsql::engine
