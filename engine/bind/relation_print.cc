#include "engine/bind/relation_print.h"

#include <array>

#include "engine/bind/expr_print.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {
namespace {

using Columns = std::vector<ColumnOrigin>;

struct RelationPrinter {
  const Columns& columns;
  std::string out;
  int depth = 0;

  std::string expr(const ExprPtr& e) const { return e == nullptr ? "-" : print_expr(*e, columns); }

  std::string ids(const std::vector<ColumnId>& list) const {
    std::string text = "(";
    for (ColumnId id : list) {
      if (text.size() > 1) text += ", ";
      text += column_label(id, columns);
    }
    return text + ")";
  }

  std::string projections(const std::vector<Projection>& items) const {
    std::string text = "[";
    for (const Projection& item : items) {
      if (text.size() > 1) text += ", ";
      const bool passed = item.expr->kind == ExprKind::column && item.expr->column == item.column;
      if (!passed) text += column_label(item.column, columns) + " := ";
      text += expr(item.expr);
    }
    return text + "]";
  }

  std::string calls(const std::vector<AggregateItem>& items) const {
    std::string text = "[";
    for (const AggregateItem& item : items) {
      if (text.size() > 1) text += ", ";
      text += column_label(item.column, columns) + " := " + expr(item.call);
    }
    return text + "]";
  }

  std::string assignments(const std::vector<Assignment>& items) const {
    std::string text = "{";
    for (const Assignment& item : items) {
      if (text.size() > 1) text += ", ";
      text += std::to_string(item.column) + " := " + expr(item.value);
    }
    return text + "}";
  }

  std::string returning(const std::vector<Projection>& items, bool has) const {
    return has ? " returning " + projections(items) : "";
  }

  std::string bound(const FrameBound& edge) const {
    static constexpr std::array<std::string_view, 5> words{
        "unbounded preceding", "preceding", "current row", "following", "unbounded following"};
    std::string text(words[static_cast<std::size_t>(edge.kind)]);
    return edge.offset == nullptr ? text : expr(edge.offset) + " " + text;
  }

  // --- one line a body ---
  std::string operator()(const OneRow&) const { return "one_row"; }
  std::string operator()(const TableScan& scan) const {
    std::string text = "scan " + scan.table->name;
    if (scan.alias != scan.table->name) text += " as " + scan.alias;
    if (scan.row_key != no_column) text += " key #" + std::to_string(scan.row_key);
    return text;
  }
  std::string operator()(const SystemScan& scan) const {
    return "system " + std::string(scan.relation->name);
  }
  std::string operator()(const ValuesList& values) const {
    std::string text = "values";
    for (const auto& row : values.rows) {
      text += " (";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i > 0 ? ", " : "") + expr(row[i]);
      text += ")";
    }
    return text;
  }
  std::string operator()(const FunctionScan& scan) const {
    std::string text = "functions";
    for (const ExprPtr& call : scan.calls) text += " " + expr(call);
    if (scan.ordinality != no_column) text += " ordinality";
    return text;
  }
  std::string operator()(const Join& join) const {
    static constexpr std::array<std::string_view, 6> words{"inner", "left", "right",
                                                           "full",  "semi", "anti"};
    std::string text(words[static_cast<std::size_t>(join.kind)]);
    text += join.lateral ? " lateral join" : " join";
    return join.condition == nullptr ? text : text + " on " + expr(join.condition);
  }
  std::string operator()(const Filter& filter) const { return "filter " + expr(filter.condition); }
  std::string operator()(const Project& project) const {
    return "project " + projections(project.items);
  }
  std::string operator()(const ProjectSet& project) const {
    return "project_set " + projections(project.items);
  }
  std::string operator()(const AggregateRelation& body) const {
    std::string text = "aggregate keys " + projections(body.keys);
    if (body.sets.size() != 1 || body.sets[0].size() != body.keys.size()) {
      text += " sets";
      for (const auto& set : body.sets) {
        text += " {";
        for (std::size_t i = 0; i < set.size(); ++i)
          text += (i > 0 ? "," : "") + std::to_string(set[i]);
        text += "}";
      }
    }
    text += " calls " + calls(body.aggregates);
    for (const auto& grouping : body.groupings)
      text += " grouping #" + std::to_string(grouping.first);
    return text;
  }
  std::string operator()(const WindowRelation& body) const {
    static constexpr std::array<std::string_view, 3> modes{"rows", "range", "groups"};
    std::string text = "window partition [";
    for (std::size_t i = 0; i < body.spec.partition_by.size(); ++i)
      text += (i > 0 ? ", " : "") + expr(body.spec.partition_by[i]);
    text += "] order " + print_keys(body.spec.order_by, columns);
    text += " " + std::string(modes[static_cast<std::size_t>(body.spec.frame.mode)]) + " " +
            bound(body.spec.frame.start) + " to " + bound(body.spec.frame.end);
    return text + " calls " + calls(body.calls);
  }
  std::string operator()(const SortRelation& sort) const {
    return "sort " + print_keys(sort.keys, columns);
  }
  std::string operator()(const LimitRelation& limit) const {
    std::string text = "limit " + expr(limit.count);
    if (limit.offset != nullptr) text += " offset " + expr(limit.offset);
    return limit.with_ties ? text + " with ties" : text;
  }
  std::string operator()(const DistinctRelation& distinct) const {
    return distinct.has_on ? "distinct on " + ids(distinct.on) : "distinct";
  }
  std::string operator()(const SetOperation& set) const {
    static constexpr std::array<std::string_view, 3> words{"union", "intersect", "except"};
    return std::string(words[static_cast<std::size_t>(set.kind)]) + (set.all ? " all" : "");
  }
  std::string operator()(const CteScan& scan) const { return "cte " + std::to_string(scan.cte); }
  std::string operator()(const With& with) const {
    std::string text = "with";
    for (const CteDefinition& cte : with.ctes) {
      text += " " + cte.name + "=" + std::to_string(cte.id);
      text += cte.materialized ? "" : " inline";
      text += cte.modifies ? " modifies" : "";
    }
    return text;
  }
  std::string operator()(const RecursiveUnion& body) const {
    return "recursive_union " + std::to_string(body.id) + (body.all ? " all" : "");
  }
  std::string operator()(const WorkingTableScan& scan) const {
    return "working_table " + std::to_string(scan.id);
  }
  std::string operator()(const LockRows& lock) const {
    std::string text = "lock";
    for (const auto& target : lock.targets) {
      text += " " + target.table->name + " key #" + std::to_string(target.row_key);
      text += target.strength == LockStrength::update ? " update" : " key_share";
    }
    return text;
  }
  std::string operator()(const InsertRelation& body) const {
    std::string text = "insert " + body.table->name + " " + assignments(body.values);
    if (body.on_conflict) {
      text += " conflict";
      for (Oid arbiter : body.on_conflict->arbiters) text += " " + std::to_string(arbiter);
      text += body.on_conflict->update ? " update " + assignments(body.on_conflict->assignments)
                                       : " nothing";
      if (body.on_conflict->where != nullptr) text += " where " + expr(body.on_conflict->where);
    }
    return text + returning(body.returning, body.has_returning);
  }
  std::string operator()(const UpdateRelation& body) const {
    return "update " + body.table->name + " " + assignments(body.assignments) +
           returning(body.returning, body.has_returning);
  }
  std::string operator()(const DeleteRelation& body) const {
    return "delete " + body.table->name + returning(body.returning, body.has_returning);
  }

  void print(const Relation& relation) {
    out.append(static_cast<std::size_t>(depth) * 2, ' ');
    out += std::visit(*this, relation.body);
    switch (relation.kind) {
      case RelationKind::table_scan:
      case RelationKind::system_scan:
      case RelationKind::values:
      case RelationKind::function_scan:
      case RelationKind::cte_scan:
      case RelationKind::working_table_scan:
      case RelationKind::set_operation:
      case RelationKind::recursive_union: out += " " + ids(relation.outputs); break;
      default: break;
    }
    out += '\n';
    ++depth;
    if (const auto* with = std::get_if<With>(&relation.body)) {
      for (const CteDefinition& cte : with->ctes) print(*cte.query);
    }
    for (const RelationPtr& input : relation.inputs) print(*input);
    --depth;
  }
};

}  // namespace

std::string print_relation(const Relation& relation, const std::vector<ColumnOrigin>& columns,
                           int indent) {
  RelationPrinter printer{.columns = columns, .out = {}, .depth = indent};
  printer.print(relation);
  return printer.out;
}

std::string print_query(const BoundQuery& query) {
  std::string text = "results (";
  for (std::size_t i = 0; i < query.results.size(); ++i) {
    const auto& [name, id] = query.results[i];
    text += (i > 0 ? ", " : "") + name + "#" + std::to_string(id) + " " +
            type_display(query.columns[id].type, query.columns[id].modifier);
  }
  text += ")\n";
  return text + print_relation(*query.root, query.columns, 0);
}

}  // namespace dsql::engine
