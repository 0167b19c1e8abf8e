// Aggregates over lists of values: what PostgreSQL 16 answers, in one batch, row by row, and with
// other groups in between.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/functions/resolve.h"
#include "engine/types/timezone.h"

namespace dsql::engine {
namespace {

struct AggregateCase {
  std::string_view name;
  std::vector<std::string_view> types;              // of the arguments
  std::vector<std::vector<std::string_view>> rows;  // arguments as text, \N for NULL
  std::string_view answer;
};

const AggregateCase cases[] = {
    {"count", {"int4"}, {{"1"}, {"\\N"}, {"3"}}, "2"},
    {"sum", {"int4"}, {}, "\\N"},
    {"sum", {"int4"}, {{"2147483647"}, {"2147483647"}}, "4294967294"},
    {"sum", {"int8"}, {{"9223372036854775807"}, {"9223372036854775807"}}, "18446744073709551614"},
    {"sum", {"numeric"}, {{"1.5"}, {"2.25"}, {"-10"}}, "-6.25"},
    {"sum",
     {"numeric"},
     {{"99999999999999999999999999999999999999"}, {"1"}, {"0.5"}},
     "100000000000000000000000000000000000000.5"},
    {"sum", {"numeric"}, {{"1"}, {"NaN"}}, "NaN"},
    {"sum", {"float8"}, {{"0.1"}, {"0.2"}}, "0.30000000000000004"},
    {"sum", {"interval"}, {{"1 day"}, {"2 hours"}}, "1 day 02:00:00"},
    {"avg", {"int4"}, {{"1"}, {"2"}, {"\\N"}, {"2"}}, "1.6666666666666667"},
    {"avg", {"int8"}, {{"9223372036854775807"}, {"9223372036854775807"}}, "9223372036854775807"},
    {"avg", {"numeric"}, {{"1.5"}, {"2"}}, "1.7500000000000000"},
    {"avg", {"float8"}, {{"1"}, {"2"}}, "1.5"},
    {"min", {"float8"}, {{"NaN"}, {"2"}}, "2"},
    {"max", {"float8"}, {{"NaN"}, {"2"}}, "NaN"},
    {"min", {"text"}, {{"b"}, {"\\N"}, {"a"}}, "a"},
    {"max", {"numeric"}, {{"1.50"}, {"1.5"}, {"0"}}, "1.5"},
    {"max", {"interval"}, {{"1 month"}, {"30 days"}, {"29 days"}}, "30 days"},
    {"bool_and", {"bool"}, {{"t"}, {"f"}}, "f"},
    {"bool_or", {"bool"}, {{"t"}, {"f"}}, "t"},
    {"bit_xor", {"int4"}, {{"5"}, {"3"}}, "6"},
    {"variance", {"int4"}, {{"1"}, {"2"}, {"4"}}, "2.3333333333333333"},
    {"stddev", {"int4"}, {{"1"}, {"2"}, {"4"}}, "1.5275252316519467"},
    {"stddev_pop", {"numeric"}, {{"1.1"}, {"2.2"}, {"4.4"}}, "1.3719410418171118"},
    {"var_samp", {"int4"}, {{"1"}}, "\\N"},
    {"var_pop", {"int4"}, {{"1"}}, "0"},
    {"stddev", {"float8"}, {{"1"}, {"2"}, {"4"}}, "1.5275252316519468"},
    {"corr", {"float8", "float8"}, {{"1", "2"}, {"2", "4"}, {"3", "7"}}, "0.9933992677987828"},
    {"regr_slope",
     {"float8", "float8"},
     {{"1", "2"}, {"2", "4"}, {"3", "7"}},
     "0.39473684210526316"},
    {"regr_count", {"float8", "float8"}, {{"1", "2"}, {"\\N", "4"}}, "1"},
    {"string_agg", {"text", "text"}, {{"a", ","}, {"\\N", ","}, {"b", ","}, {"c", "\\N"}}, "a,bc"},
    {"array_agg", {"int4"}, {{"1"}, {"\\N"}, {"3"}}, "{1,NULL,3}"},
    {"array_agg", {"_int4"}, {{"{1,2}"}, {"{3,4}"}}, "{{1,2},{3,4}}"},
    {"percentile_cont", {"float8", "float8"}, {{"0.5", "1"}, {"0.5", "2"}}, "1.5"},
    {"percentile_disc", {"float8", "int4"}, {{"0.5", "1"}, {"0.5", "2"}}, "1"},
    {"mode", {"int4"}, {{"1"}, {"2"}, {"2"}, {"3"}}, "2"},
    {"json_agg", {"int4"}, {{"1"}, {"\\N"}}, "[1, null]"},
    {"jsonb_agg", {"text"}, {{"x"}, {"\\N"}}, "[\"x\", null]"},
    {"json_object_agg",
     {"text", "int4"},
     {{"a", "1"}, {"b", "\\N"}},
     "{ \"a\" : 1, \"b\" : null }"},
    {"jsonb_object_agg", {"text", "int4"}, {{"b", "1"}, {"a", "2"}}, "{\"a\": 2, \"b\": 1}"},
    {"any_value", {"text"}, {{"\\N"}, {"x"}}, "x"},
};

// How the rows reach the aggregate.
enum class Feeding { one_batch, row_by_row, two_groups };

class AggregateRun {
 public:
  explicit AggregateRun(const AggregateCase& given) : given_(given) {
    format_.zone = &utc_zone();
    std::vector<Oid> types;
    for (std::string_view type : given.types) types.push_back(find_type(type)->oid);
    ResolveFailure failure{};
    call_ = *resolve_function(given.name, types, false, failure);
    types_ = types;
    read_rows();
  }

  std::string answer(Feeding feeding) {
    const Aggregate& work = *call_.function->aggregate;
    CallContext context{&format_, nullptr, types_, call_.result};
    alignas(16) std::byte rooms[2][256] = {};
    EXPECT_LE(work.state_size, sizeof rooms[0]);
    Arena arena;
    std::vector<std::uint16_t> rows = counted_rows(work);
    const auto feed = [&](std::span<const std::uint16_t> part, bool both) {
      std::vector<std::uint16_t> twice;
      std::vector<void*> states;
      for (std::uint16_t row : part) {
        for (int group = 0; group < (both ? 2 : 1); ++group) {
          twice.push_back(row);
          states.push_back(rooms[group]);
        }
      }
      work.update(context, args_, Selection{twice.data(), static_cast<std::uint32_t>(twice.size())},
                  states, arena);
    };
    if (feeding == Feeding::row_by_row) {
      for (const std::uint16_t& row : rows) feed({&row, 1}, false);
    } else if (!rows.empty()) {
      feed(rows, feeding == Feeding::two_groups);
    }
    Column out(type_of(call_.result).physical, 1);
    work.finish(context, rooms[0], out, 0);
    std::string text = "\\N";
    if (!out.is_null(0)) {
      text.clear();
      type_of(call_.result).text_output(out, 0, format_, text);
    }
    if (work.destroy != nullptr)
      for (auto& room : rooms) work.destroy(room);
    return text;
  }

 private:
  void read_rows() {
    columns_.resize(types_.size());
    for (std::size_t k = 0; k < types_.size(); ++k) {
      const Type& type = type_of(types_[k]);
      columns_[k].prepare(type.physical, static_cast<std::uint32_t>(given_.rows.size() + 1));
      for (std::uint32_t row = 0; row < given_.rows.size(); ++row) {
        const std::string_view text = given_.rows[row][k];
        if (text == "\\N") {
          columns_[k].set_null(row);
        } else {
          type.text_input(text, -1, format_, columns_[k], row);
        }
      }
      args_.push_back(&columns_[k]);
    }
  }
  std::vector<std::uint16_t> counted_rows(const Aggregate& work) const {
    std::vector<std::uint16_t> rows;
    for (std::uint16_t row = 0; row < given_.rows.size(); ++row)
      if (!work.skip_null_rows || !columns_[0].is_null(row)) rows.push_back(row);
    return rows;
  }

  const AggregateCase& given_;
  TextFormat format_;
  ResolvedCall call_;
  std::vector<Oid> types_;
  std::vector<Column> columns_;
  std::vector<const Column*> args_;
};

TEST(Aggregates, AnswerAsPostgreSql) {
  for (const AggregateCase& given : cases) {
    for (Feeding feeding : {Feeding::one_batch, Feeding::row_by_row, Feeding::two_groups}) {
      EXPECT_EQ(AggregateRun(given).answer(feeding), given.answer)
          << given.name << " " << given.types[0] << " fed as " << static_cast<int>(feeding);
    }
  }
}

}  // namespace
}  // namespace dsql::engine
