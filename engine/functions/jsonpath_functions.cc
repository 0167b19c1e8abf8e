// jsonb_path_query() and its family, and the operators @? and @@.
#include "dsqlrules/conditions/json_errors.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/jsonpath_evaluation.h"
#include "engine/functions/rows.h"
#include "engine/functions/set_streams.h"

namespace dsql::engine {
namespace {

using namespace sql;
namespace conditions = rules::conditions;

using View = std::string_view;
using Args = std::span<const Column* const>;

// The path of the row before, for it is most often the same.
class ParsedPath {
 public:
  const JsonPath& get(View text) {
    if (!parsed_ || text != text_) {
      path_ = JsonPath::parse(text);
      text_ = text;
      parsed_ = true;
    }
    return path_;
  }

 private:
  std::string text_;
  JsonPath path_;
  bool parsed_ = false;
};

// The operators @? and @@ answer NULL where the functions raise.
enum class Errors { raised, silent };

// The arguments are target, path, and perhaps vars and silent.
template <Errors errors>
bool is_silent(Args args, std::uint32_t row) {
  return errors == Errors::silent || (args.size() > 3 && args[3]->at<bool>(row));
}

template <Errors errors>
PathEvaluation evaluation(ParsedPath& path, Args args, std::uint32_t row) {
  std::optional<JsonbView> vars;
  if (args.size() > 2) vars = JsonbView(args[2]->at<View>(row));
  return {path.get(args[1]->at<View>(row)), vars, is_silent<errors>(args, row)};
}

JsonbView target(Args args, std::uint32_t row) { return JsonbView(args[0]->at<View>(row)); }

template <Errors errors>
void exists(CallContext&, Args args, Selection rows, Column& out) {
  ParsedPath path;
  rows.for_each([&](std::uint32_t row) {
    const auto answer = evaluation<errors>(path, args, row).exists(target(args, row));
    if (!answer) return out.set_null(row);
    out.set(row, *answer);
  });
}

template <Errors errors>
void match(CallContext&, Args args, Selection rows, Column& out) {
  ParsedPath path;
  rows.for_each([&](std::uint32_t row) {
    PathEvaluation follow = evaluation<errors>(path, args, row);
    const auto found = follow.items(target(args, row));
    if (!found) return out.set_null(row);
    const JsonKind kind = found->size() == 1 ? found->front().kind() : JsonKind::array;
    if (kind == JsonKind::true_ || kind == JsonKind::false_)
      return out.set(row, kind == JsonKind::true_);
    if (kind != JsonKind::null && !is_silent<errors>(args, row))
      rules::raise(conditions::path_not_single_boolean);
    out.set_null(row);
  });
}

void query_array(CallContext&, Args args, Selection rows, Column& out) {
  ParsedPath path;
  rows.for_each([&](std::uint32_t row) {
    PathEvaluation follow = evaluation<Errors::raised>(path, args, row);
    const auto found = follow.items(target(args, row));
    JsonbWriter writer;
    writer.begin_array();
    if (found)
      for (const JsonbView each : *found) writer.node(each);
    writer.end_array();
    out.own(row, writer.take());
  });
}

void query_first(CallContext&, Args args, Selection rows, Column& out) {
  ParsedPath path;
  rows.for_each([&](std::uint32_t row) {
    PathEvaluation follow = evaluation<Errors::raised>(path, args, row);
    const auto found = follow.items(target(args, row));
    if (!found || found->empty()) return out.set_null(row);
    out.own(row, found->front().bytes());
  });
}

std::unique_ptr<SetStream> query(CallContext& context, Args args, std::uint32_t row) {
  ParsedPath path;
  PathEvaluation follow = evaluation<Errors::raised>(path, args, row);
  const auto found = follow.items(target(args, row));
  auto rows = std::make_unique<ListedRows>(context, std::vector{Physical::bytes});
  if (found)
    for (const JsonbView each : *found) rows->add({Value::bytes(std::string(each.bytes()))});
  return rows;
}

constexpr FunctionRow with_defaults(FunctionRow row) {
  row.default_count = 2;
  return row;
}
constexpr FunctionRow of_path(Oid oid, View name, Oid result, Kernel kernel) {
  return with_defaults(fn(oid, name, {jsonb, jsonpath, jsonb, boolean}, result, kernel));
}

// Without .datetime() the zone does not matter: those with _tz do the same.
constexpr FunctionRow rows[] = {
    of_path(4005, "jsonb_path_exists", boolean, &exists<Errors::raised>),
    of_path(4007, "jsonb_path_query_array", jsonb, &query_array),
    of_path(4008, "jsonb_path_query_first", jsonb, &query_first),
    of_path(4009, "jsonb_path_match", boolean, &match<Errors::raised>),
    with_defaults(set(4006, "jsonb_path_query", {jsonb, jsonpath, jsonb, boolean}, jsonb, &query)),
    stable(of_path(1177, "jsonb_path_exists_tz", boolean, &exists<Errors::raised>)),
    stable(of_path(1180, "jsonb_path_query_array_tz", jsonb, &query_array)),
    stable(of_path(2023, "jsonb_path_query_first_tz", jsonb, &query_first)),
    stable(of_path(2030, "jsonb_path_match_tz", boolean, &match<Errors::raised>)),
    stable(with_defaults(
        set(1179, "jsonb_path_query_tz", {jsonb, jsonpath, jsonb, boolean}, jsonb, &query))),
    fn(4010, "jsonb_path_exists_opr", {jsonb, jsonpath}, boolean, &exists<Errors::silent>),
    fn(4011, "jsonb_path_match_opr", {jsonb, jsonpath}, boolean, &match<Errors::silent>),
};

}  // namespace

std::span<const FunctionRow> jsonpath_functions() { return rows; }

}  // namespace dsql::engine
