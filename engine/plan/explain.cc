#include "engine/plan/explain.h"

#include <fmt/format.h>

#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/parse/node.h"

namespace dsql::engine {

namespace {

std::string join_name(JoinKind kind, std::string_view method) {
  switch (kind) {
    case JoinKind::inner: return std::string(method);
    case JoinKind::left: return fmt::format("{} Left Join", method);
    case JoinKind::right: return fmt::format("{} Right Join", method);
    case JoinKind::full: return fmt::format("{} Full Join", method);
    case JoinKind::semi: return fmt::format("{} Semi Join", method);
    case JoinKind::anti: return fmt::format("{} Anti Join", method);
  }
  return {};
}

std::string named(std::string text, const Table& table, const std::string& alias) {
  text += " on " + table.name;
  if (!alias.empty() && alias != table.name) text += " " + alias;
  return text;
}

// The first line of a node: what it does, and to what.
struct Title {
  std::string operator()(const OneRow&) const { return "Result"; }
  std::string operator()(const TableAccess& access) const {
    if (access.index != 0) {
      std::string title = access.index_only ? "Index Only Scan" : "Index Scan";
      if (access.backward) title += " Backward";
      const Index* index = access.table->find_index(access.index);
      title += " using " + (index != nullptr ? index->name : std::string("?"));
      return named(title, *access.table, access.alias);
    }
    const bool bounded = !access.equal.empty() || !access.any_of.empty() || access.any_array ||
                         access.lower || access.upper;
    const Index* primary = access.table->primary_key();
    if (primary == nullptr || !(bounded || access.backward))
      return named("Full Scan (btree-table)", *access.table, access.alias);
    std::string title = "Index Only Scan";
    if (access.backward) title += " Backward";
    return named(title + " using " + primary->name, *access.table, access.alias);
  }
  std::string operator()(const SystemScan& scan) const { return "Seq Scan on " + scan.alias; }
  std::string operator()(const ValuesList& values) const {
    return values.rows.size() == 1 ? "Result" : "Values Scan";
  }
  std::string operator()(const FunctionScan&) const { return "Function Scan"; }
  std::string operator()(const HashJoin& join) const {
    return join.kind == JoinKind::inner ? "Hash Join" : join_name(join.kind, "Hash");
  }
  std::string operator()(const NestedLoop& join) const {
    return join_name(join.kind, "Nested Loop");
  }
  std::string operator()(const Filter&) const { return "Filter"; }
  std::string operator()(const Project&) const { return "Project"; }
  std::string operator()(const ProjectSet&) const { return "ProjectSet"; }
  std::string operator()(const AggregateRelation& aggregate) const {
    return aggregate.keys.empty() ? "Aggregate" : "HashAggregate";
  }
  std::string operator()(const WindowRelation&) const { return "WindowAgg"; }
  std::string operator()(const SortRelation&) const { return "Sort"; }
  std::string operator()(const TopN&) const { return "Sort (top-N)"; }
  std::string operator()(const LimitRelation&) const { return "Limit"; }
  std::string operator()(const DistinctRelation&) const { return "Unique"; }
  std::string operator()(const SetOperation& operation) const {
    switch (operation.kind) {
      case SetOperationKind::union_: return operation.all ? "Append" : "HashSetOp Union";
      case SetOperationKind::intersect:
        return operation.all ? "HashSetOp Intersect All" : "HashSetOp Intersect";
      case SetOperationKind::except:
        return operation.all ? "HashSetOp Except All" : "HashSetOp Except";
    }
    return {};
  }
  std::string operator()(const CteScan&) const { return "CTE Scan"; }
  std::string operator()(const With&) const { return "With"; }
  std::string operator()(const RecursiveUnion&) const { return "Recursive Union"; }
  std::string operator()(const WorkingTableScan&) const { return "WorkTable Scan"; }
  std::string operator()(const LockRows&) const { return "LockRows"; }
  std::string operator()(const InsertRelation& insert) const {
    return "Insert on " + insert.table->name;
  }
  std::string operator()(const UpdateRelation& update) const {
    return "Update on " + update.table->name;
  }
  std::string operator()(const DeleteRelation& remove) const {
    return "Delete on " + remove.table->name;
  }
};

class Printer {
 public:
  Printer(const Plan& plan, const ExplainOptions& options, std::optional<std::uint64_t> actual)
      : plan_(plan), options_(options), actual_(actual) {}

  std::vector<std::string> print() {
    node(*plan_.root, 0);
    return std::move(lines_);
  }

 private:
  void node(const PlanNode& node_at, int depth) {
    // A projection is no step of its own for a reader, and neither is WITH.
    if (std::holds_alternative<Project>(node_at.body) ||
        std::holds_alternative<With>(node_at.body)) {
      if (const auto* with = std::get_if<With>(&node_at.body)) {
        for (const CteDefinition& cte : with->ctes) {
          const auto found = plan_.subplans.find(cte.query.get());
          if (found != plan_.subplans.end() && found->second) {
            line(depth, fmt::format("CTE {}", cte.name), nullptr);
            node(*found->second, depth + 1);
          }
        }
      }
      return node(*node_at.inputs[0], depth);
    }
    line(depth, std::visit(Title{}, node_at.body), &node_at);
    for (const PlanNodePtr& input : node_at.inputs) node(*input, depth + 1);
  }

  void line(int depth, std::string title, const PlanNode* node_at) {
    std::string text;
    if (depth > 0) text = std::string(static_cast<std::size_t>(depth) * 6 - 4, ' ') + "->  ";
    text += title;
    if (node_at != nullptr && options_.costs) {
      text += fmt::format("  (cost={:.2f}..{:.2f} rows={:.0f} width={})", 0.0, node_at->cost,
                          node_at->rows, node_at->outputs.size() * 8);
    }
    if (lines_.empty() && actual_) text += fmt::format(" (actual rows={} loops=1)", *actual_);
    lines_.push_back(std::move(text));
  }

  const Plan& plan_;
  const ExplainOptions& options_;
  std::optional<std::uint64_t> actual_;
  std::vector<std::string> lines_;
};

}  // namespace

ExplainOptions explain_options(const PgQuery__ExplainStmt& statement) {
  ExplainOptions options;
  for (const rules::Node* node : rules::nodes(statement.n_options, statement.options)) {
    const PgQuery__DefElem& option = *node->def_elem;
    const std::string_view name = option.defname;
    const bool on = rules::option_boolean(option).value_or(true);
    if (name == "analyze") {
      options.analyze = on;
    } else if (name == "verbose") {
      options.verbose = on;
    } else if (name == "costs") {
      options.costs = on;
    } else if (name != "buffers" && name != "timing" && name != "summary" && name != "settings" &&
               name != "wal" && name != "generic_plan" && name != "format") {
      rules::raise(
          rules::error(rules::conditions::unrecognized_explain_option, name).at(option.location));
    }
  }
  return options;
}

std::vector<std::string> explain(const Plan& plan, const ExplainOptions& options,
                                 std::optional<std::uint64_t> actual_rows) {
  return Printer(plan, options, actual_rows).print();
}

}  // namespace dsql::engine
