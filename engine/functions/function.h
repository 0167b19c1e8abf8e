// Rows of functions, operators, casts and aggregates: the one home of what SQL can call. The binder
// resolves calls over them by PostgreSQL's rules, the evaluator runs their kernels, and the same
// rows fill pg_proc, pg_operator, pg_cast and pg_aggregate. Oids are PostgreSQL's. Rows are
// constexpr arrays, one file a topic; all_functions() lists the arrays explicitly.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/types/batch.h"
#include "engine/types/type.h"

namespace dsql::engine {

// What a running function may ask of the session and the environment. One a statement; implemented
// by engine/exec over the session's state. Nothing here is thread-safe.
class FunctionServices {
 public:
  virtual ~FunctionServices() = default;
  virtual std::int64_t transaction_time() const = 0;  // microseconds since 2000-01-01 UTC
  virtual std::int64_t statement_time() const = 0;
  virtual std::int64_t clock_time() = 0;
  virtual std::uint64_t random() = 0;
  virtual void seed_random(double seed) = 0;
  virtual void sleep(double seconds) = 0;  // pg_sleep, by the environment's clock; wakes on cancel
  virtual std::string setting(std::string_view name, bool missing_ok, bool& found) = 0;
  virtual std::string set_setting(std::string_view name, std::string_view value, bool local) = 0;
  virtual std::string_view current_user() const = 0;
  virtual std::string_view session_user() const = 0;
  virtual std::string_view current_schema() const = 0;  // empty if none
  virtual std::vector<std::string> current_schemas(bool include_implicit) const = 0;
  virtual std::int64_t nextval(Oid sequence) = 0;
  virtual std::int64_t currval(Oid sequence) = 0;
  virtual std::int64_t lastval() = 0;
  // Where a sequence of the catalog stands: its last value, and whether nextval has answered it.
  virtual std::pair<std::int64_t, bool> sequence_position(Oid sequence) = 0;
  virtual std::int64_t setval(Oid sequence, std::int64_t value, bool is_called) = 0;
  // Answers catalog questions by name: the catalog-reading functions (pg_get_indexdef, format_type
  // over domains, has_table_privilege, to_regclass, …) are rows of engine/system, which knows the
  // catalog.
  virtual const class CatalogVersion& catalog() const = 0;
  // The text of a view as pg_get_viewdef shows it; empty if there is no such view.
  virtual std::string view_definition(Oid view, bool pretty, int wrap) const = 0;
  virtual std::string_view current_database() const { return "postgres"; }
};

// A context is of one statement. What a call keeps while the statement runs on is counted against
// its temp space, if there is one.
struct CallContext {
  const TextFormat* format = nullptr;
  FunctionServices* services = nullptr;
  // The types of the call's arguments and result: what polymorphic and any-typed kernels need.
  std::span<const Oid> argument_types;
  Oid result_type = 0;
  TypeModifier result_modifier = -1;  // of a length-coercion cast
  bool variadic_array = false;  // the last argument of a VARIADIC "any" row was given as an array
  TempSpace* temp_space = nullptr;  // for the rows that a set-returning function lists at its start
  TempUse* state_use = nullptr;     // for what an aggregate's states own outside the arena
};

// Computes out[row] for every selected row from args[k] at the same row numbers. `out` is prepared
// with the row's physical type and room for rows.extent(). A kernel of a strict row is never shown
// a row with a NULL argument; one that is not strict looks at is_null itself. A kernel may mark
// rows NULL. Arguments left out of a call to a row with defaults are missing from `args`; trailing
// arguments of a row VARIADIC "any" come one by one, those of a typed VARIADIC collected in an
// array.
using Kernel = void (*)(CallContext& context, std::span<const Column* const> args, Selection rows,
                        Column& out);

// A set-returning function: started once per input row, then asked for batches until it is done. A
// strict row is not started where an argument is NULL. The stream may keep views of the arguments.
class SetStream {
 public:
  virtual ~SetStream() = default;
  // Fills `columns` (prepared by the callee) with up to batch_capacity rows and returns how many; 0
  // ends it.
  virtual std::uint32_t next(std::span<Column> columns) = 0;
};
using SetStart = std::unique_ptr<SetStream> (*)(CallContext& context,
                                                std::span<const Column* const> args,
                                                std::uint32_t row);

enum class Volatility : char { immutable = 'i', stable = 's', volatile_ = 'v' };
enum class FunctionKind : char { function = 'f', aggregate = 'a', window = 'w', procedure = 'p' };

// An aggregate over `size` bytes of state a group, placed by the caller (aligned to 16, zeroed).
// Strict aggregates skip rows with a NULL argument before update.
struct Aggregate {
  std::uint32_t state_size = 0;
  // For each selected row i: update the state at states[i] (indexed by position 0 … rows.count-1)
  // with args[k] at row rows[i]. One call a batch; the single-group case passes the same pointer
  // throughout.
  void (*update)(CallContext& context, std::span<const Column* const> args, Selection rows,
                 std::span<void* const> states, Arena& arena) = nullptr;
  // Writes the result of one state to out[row] (or NULL).
  void (*finish)(CallContext& context, const void* state, Column& out, std::uint32_t row) = nullptr;
  // Releases what a state owns outside the arena; null if nothing.
  void (*destroy)(void* state) = nullptr;
  bool skip_null_rows = true;  // a row whose first argument is NULL does not reach update
  // pg_aggregate.aggkind: n normal; o ordered-set, whose args are the direct arguments followed by
  // the values of WITHIN GROUP, and whose rows reach update sorted by those.
  char kind = 'n';
  std::uint8_t direct_arguments = 0;
};

// A window function computes a whole partition at once.
struct WindowPartition;  // engine/exec/window.h
using WindowKernel = void (*)(CallContext& context, WindowPartition& partition, Column& out);

struct FunctionRow {
  Oid oid = 0;
  std::string_view name;
  std::array<Oid, 8> argument_types{};  // as declared, polymorphic types included
  std::uint8_t argument_count = 0;
  std::uint8_t default_count = 0;  // trailing arguments that may be left out
  Oid result = 0;
  bool strict = true;
  Volatility volatility = Volatility::immutable;
  FunctionKind kind = FunctionKind::function;
  bool returns_set = false;
  Oid variadic = 0;  // element type of a VARIADIC last argument, or oid::any
  Kernel kernel = nullptr;
  SetStart start = nullptr;
  const Aggregate* aggregate = nullptr;
  WindowKernel window = nullptr;
  double cost = 1;
  // Output columns of a set-returning or composite-returning function with OUT parameters.
  std::span<const std::pair<std::string_view, Oid>> out_columns = {};
};

struct OperatorRow {
  Oid oid = 0;
  std::string_view name;
  Oid left = 0;  // 0: prefix operator
  Oid right = 0;
  Oid result = 0;
  Oid function = 0;  // the FunctionRow that computes it
  Oid commutator = 0;
  Oid negator = 0;
  bool can_hash = false;
  bool can_merge = false;
};

enum class CastContext : char { implicit = 'i', assignment = 'a', explicit_ = 'e' };
enum class CastMethod : char { function = 'f', binary = 'b', io = 'i' };

struct CastRow {
  Oid source = 0;
  Oid target = 0;
  Oid function = 0;  // 0 for binary and io
  CastContext context = CastContext::explicit_;
  CastMethod method = CastMethod::function;
};

std::span<const std::span<const FunctionRow>> all_functions();
std::span<const OperatorRow> all_operators();
std::span<const CastRow> all_casts();

// Look-ups over indexes built once at first use (thread-safe). Pointers are stable.
const FunctionRow* find_function(Oid oid);
std::span<const FunctionRow* const> functions_named(std::string_view name);
const OperatorRow* find_operator(Oid oid);
std::span<const OperatorRow* const> operators_named(std::string_view name);
const CastRow* find_cast(Oid source, Oid target);

}  // namespace dsql::engine
