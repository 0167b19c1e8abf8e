// lift<F>: the kernel of a plain C++ function on values. F's parameters say what it needs:
//
//   double sine(double x);                                       a value per column
//   std::optional<double> root(double x);                        nullopt is NULL
//   std::string_view join(Arena& heap, std::string_view a, …);   result already lives in the heap
//   std::string upper(CallContext& call, std::string_view a);    asks the session
//   int32_t add(int32_t a, int32_t b, Overflow<int32_t>& over);  overflow noted, raised once a
//   batch
//
// A parameter std::optional<T> sees NULL (rows called on NULL) and an argument that was left out
// (rows with defaults) as nullopt. Loops over fixed-width values are instantiated a shape of the
// batch (dense, constant left, constant right, selected), so that the compiler can vectorise them;
// the others read strides at run time.
#pragma once

#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/function.h"

namespace dsql::engine {

// Raises smallint, integer or bigint out of range (22003).
template <std::integral T>
[[noreturn]] void raise_out_of_range() {
  constexpr std::string_view name = sizeof(T) == 2   ? "smallint"
                                    : sizeof(T) == 4 ? "integer"
                                                     : "bigint";
  rules::raise(rules::conditions::type_out_of_range, name);
}

// Collects whether any row of a batch overflowed, in lanes as wide as the values, without a branch.
template <std::integral T>
struct Overflow {
  T bits = 0;  // negative once any row has overflowed

  void note_sign(T word) { bits = static_cast<T>(bits | word); }  // overflow is the sign of `word`
  void note(bool overflowed) { bits = static_cast<T>(bits | -static_cast<T>(overflowed)); }
  void check() const {
    if (bits < 0) raise_out_of_range<T>();
  }
};

// The same for floats: an infinite result of finite operands, a zero of operands that are not.
template <std::floating_point T>
struct FloatTrouble {
  std::int64_t overflow = 0;
  std::int64_t underflow = 0;

  void check() const {
    if (overflow != 0) rules::raise(rules::conditions::overflow);
    if (underflow != 0) rules::raise(rules::conditions::underflow);
  }
};

// How a C++ parameter is read from a column's slot and a result written into one. Types that live
// encoded in bytes (Numeric, Jsonb, …) specialise it.
template <class T>
struct Slot {
  using type = T;
  static const T& read(const T& slot) { return slot; }
};

namespace lifting {

template <class P>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {
  using inner = T;
};
template <class P>
struct is_overflow : std::false_type {};
template <class T>
struct is_overflow<Overflow<T>&> : std::true_type {
  using type = Overflow<T>;
};

template <class T>
struct is_overflow<FloatTrouble<T>&> : std::true_type {
  using type = FloatTrouble<T>;
};

struct NoOverflow {
  void check() const {}
};

template <class... P>
struct overflow_of {
  using type = NoOverflow;
};
template <class P, class... Rest>
struct overflow_of<P, Rest...>
    : std::conditional_t<is_overflow<P>::value, is_overflow<P>, overflow_of<Rest...>> {};

// Whether a parameter is fed from a column.
template <class P>
inline constexpr bool from_column =
    !std::is_same_v<P, CallContext&> && !std::is_same_v<P, Arena&> && !is_overflow<P>::value;

// The column number of the parameter at position `at`.
template <class... P>
constexpr std::size_t column_number(std::size_t at) {
  const bool fed[] = {from_column<P>..., false};
  std::size_t number = 0;
  for (std::size_t i = 0; i < at; ++i) number += fed[i];
  return number;
}

template <class P>
using plain = std::remove_cvref_t<P>;

// The value of one parameter at a row.
template <class P>
struct Reader {
  using T = plain<P>;
  using Stored = typename Slot<T>::type;
  const Stored* slots;
  std::uint32_t stride;
  explicit Reader(std::span<const Column* const> args, std::size_t number)
      : slots(args[number]->values<Stored>()), stride(args[number]->stride()) {}
  decltype(auto) operator()(std::uint32_t row) const { return Slot<T>::read(slots[row * stride]); }
};
template <class T>
struct Reader<std::optional<T>> {
  const Column* column;
  explicit Reader(std::span<const Column* const> args, std::size_t number)
      : column(number < args.size() ? args[number] : nullptr) {}
  std::optional<T> operator()(std::uint32_t row) const {
    if (column == nullptr || column->is_null(row)) return std::nullopt;
    return std::optional<T>(Slot<T>::read(column->at<typename Slot<T>::type>(row)));
  }
};

// Writes a result. `in_heap`: a string_view result is in out.heap() already.
template <bool in_heap, class R>
void write(Column& out, std::uint32_t row, const R& result) {
  if constexpr (is_optional<R>::value) {
    if (result) {
      write<in_heap>(out, row, *result);
    } else {
      out.set_null(row);
    }
  } else if constexpr (std::is_same_v<R, std::string>) {
    out.own(row, result);
  } else if constexpr (std::is_same_v<R, std::string_view>) {
    if constexpr (in_heap) {
      out.set(row, result);
    } else {
      out.own(row, result);
    }
  } else if constexpr (std::is_same_v<typename Slot<R>::type, R>) {
    out.set(row, result);
  } else {
    Slot<R>::write(out, row, result);
  }
}

template <auto F, class R, class... P>
struct Lifted {
  using Args = std::span<const Column* const>;
  using Flag = typename overflow_of<P...>::type;
  static constexpr std::size_t columns = column_number<P...>(sizeof...(P));
  static constexpr bool in_heap = (std::is_same_v<P, Arena&> || ...);
  // Fixed-width in and out, nothing asked of the session: worth a loop a shape.
  static constexpr bool flat = std::is_arithmetic_v<R> && columns >= 1 && columns <= 2 &&
                               ((is_overflow<P>::value || std::is_arithmetic_v<plain<P>>)&&...);

  template <class Param, class Feed>
  static decltype(auto) pass(CallContext& context, Column& out, Flag& flag, const Feed& feed,
                             std::uint32_t row) {
    if constexpr (std::is_same_v<Param, CallContext&>) {
      return static_cast<CallContext&>(context);
    } else if constexpr (std::is_same_v<Param, Arena&>) {
      return static_cast<Arena&>(out.heap());
    } else if constexpr (is_overflow<Param>::value) {
      return static_cast<Flag&>(flag);
    } else {
      return feed(row);
    }
  }

  struct Nothing {
    Nothing(Args, std::size_t) {}
  };
  template <class Param>
  static auto feed_of([[maybe_unused]] Args args, [[maybe_unused]] std::size_t number) {
    if constexpr (from_column<Param>) {
      return Reader<Param>(args, number);
    } else {
      return Nothing(args, number);
    }
  }

  template <std::size_t... I>
  static void general(CallContext& context, [[maybe_unused]] Args args, Selection rows, Column& out,
                      std::index_sequence<I...>) {
    Flag flag;
    const std::tuple feeds{feed_of<P>(args, column_number<P...>(I))...};
    rows.for_each([&](std::uint32_t row) {
      if constexpr (std::is_void_v<R>) {
        F(pass<P>(context, out, flag, std::get<I>(feeds), row)...);
      } else {
        write<in_heap, R>(out, row, F(pass<P>(context, out, flag, std::get<I>(feeds), row)...));
      }
    });
    flag.check();
  }

  template <class... V>
  static R call(Flag& flag, V... values) {
    if constexpr (std::is_same_v<Flag, NoOverflow>) {
      return F(values...);
    } else {
      return F(values..., flag);
    }
  }

  static void flat_unary(Args args, Selection rows, Column& out) {
    using A = typename Slot<plain<std::tuple_element_t<0, std::tuple<P...>>>>::type;
    const A* a = args[0]->values<A>();
    R* result = out.values<R>();
    Flag flag;
    if (rows.dense() && !args[0]->constant()) {
      for (std::uint32_t i = 0; i < rows.count; ++i) result[i] = call(flag, a[i]);
    } else {
      const std::uint32_t stride = args[0]->stride();
      rows.for_each([&](std::uint32_t row) { result[row] = call(flag, a[row * stride]); });
    }
    flag.check();
  }

  static void flat_binary(Args args, Selection rows, Column& out) {
    using A = plain<std::tuple_element_t<0, std::tuple<P...>>>;
    using B = plain<std::tuple_element_t<1, std::tuple<P...>>>;
    const A* a = args[0]->values<A>();
    const B* b = args[1]->values<B>();
    R* result = out.values<R>();
    Flag flag;
    const bool constant_a = args[0]->constant();
    const bool constant_b = args[1]->constant();
    if (rows.dense() && !constant_a && !constant_b) {
      for (std::uint32_t i = 0; i < rows.count; ++i) result[i] = call(flag, a[i], b[i]);
    } else if (rows.dense() && !constant_a) {
      const B right = b[0];
      for (std::uint32_t i = 0; i < rows.count; ++i) result[i] = call(flag, a[i], right);
    } else if (rows.dense() && !constant_b) {
      const A left = a[0];
      for (std::uint32_t i = 0; i < rows.count; ++i) result[i] = call(flag, left, b[i]);
    } else {
      const std::uint32_t a_stride = args[0]->stride();
      const std::uint32_t b_stride = args[1]->stride();
      rows.for_each([&](std::uint32_t row) {
        result[row] = call(flag, a[row * a_stride], b[row * b_stride]);
      });
    }
    flag.check();
  }

  static void run(CallContext& context, Args args, Selection rows, Column& out) {
    if constexpr (flat && columns == 1) {
      flat_unary(args, rows, out);
    } else if constexpr (flat && columns == 2) {
      flat_binary(args, rows, out);
    } else {
      general(context, args, rows, out, std::index_sequence_for<P...>{});
    }
  }
};

template <auto F, class R, class... P>
constexpr Kernel kernel_of(R (*)(P...)) {
  return &Lifted<F, R, P...>::run;
}

}  // namespace lifting

template <auto F>
inline constexpr Kernel lift = lifting::kernel_of<F>(F);

}  // namespace dsql::engine
