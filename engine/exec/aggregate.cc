// GROUP BY and aggregates: one hash table a grouping set, all fed in one pass over the input.
#include <algorithm>

#include "engine/exec/aggregate_state.h"
#include "engine/exec/key_table.h"
#include "engine/exec/slices.h"

namespace dsql::engine {

namespace {

class AggregateOperator final : public Operator {
 public:
  AggregateOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<AggregateRelation>(node.body)),
        execution_(execution),
        input_(build(*node.inputs[0], execution)),
        slices_(execution),
        physical_(column_physicals(execution, node.outputs)) {
    for (const Projection& key : body_.keys) {
      keys_.push_back(compile(*key.expr, input_->layout(), execution));
      slices_.computes(*key.expr);
    }
    for (const AggregateItem& item : body_.aggregates) {
      calls_.push_back(std::make_unique<AggregateCall>(*item.call, input_->layout(), execution));
      for (const ExprPtr& arg : item.call->args) slices_.computes(*arg);
      for (const SortKey& key : item.call->order_by) slices_.computes(*key.expr);
    }
    for (const auto& set : body_.sets) sets_.push_back(make_set(set));
    find_sources();
  }

  void open() override {
    input_->open();
    slices_.restart();
    for (auto& set : sets_) set->clear();
    consumed_ = false;
    at_set_ = 0;
    at_group_ = 0;
  }

  const Batch* next() override {
    if (!consumed_) consume();
    while (at_set_ < sets_.size()) {
      GroupingSet& set = *sets_[at_set_];
      if (at_group_ < set.groups()) return emit(set);
      ++at_set_;
      at_group_ = 0;
    }
    return nullptr;
  }

 private:
  // One grouping set: its groups and a state for each aggregate and group.
  struct GroupingSet {
    GroupingSet(std::vector<std::uint32_t> members, const std::vector<Oid>& types, TempSpace* space)
        : keys(std::move(members)), table(types, space) {}

    std::uint32_t groups() const { return keys.empty() ? 1U : table.size(); }
    void clear() {
      table.clear();
      states.clear();
    }

    std::vector<std::uint32_t> keys;  // indexes into the relation's keys
    KeyTable table;
    std::vector<AggregateStates> states;  // one an aggregate
  };

  std::unique_ptr<GroupingSet> make_set(const std::vector<std::uint32_t>& members) {
    std::vector<Oid> types;
    for (const std::uint32_t k : members) types.push_back(body_.keys[k].expr->type);
    return std::make_unique<GroupingSet>(members, types, &execution_.context.space->rows);
  }

  void consume() {
    for (auto& set : sets_) {
      for (const auto& call : calls_) set->states.emplace_back(*call);
    }
    std::vector<const Column*> keys(keys_.size());
    std::vector<const Column*> chosen;
    while (const Batch* in = slices_.next(*input_)) {
      execution_.context.check_cancelled();
      for (std::size_t k = 0; k < keys.size(); ++k) keys[k] = &keys_[k]->evaluate(*in, in->rows);
      for (const auto& call : calls_) call->prepare(*in);
      for (auto& set : sets_) {
        if (set->keys.empty()) {
          numbers_.assign(in->rows.count, 0);
        } else {
          chosen.clear();
          for (const std::uint32_t k : set->keys) chosen.push_back(keys[k]);
          set->table.look_up(chosen, in->rows, true, numbers_);
        }
        for (auto& states : set->states) states.update(in->rows, numbers_, set->groups());
      }
    }
    consumed_ = true;
  }

  // Where an output comes from: a key, an aggregate, or a GROUPING().
  struct Source {
    enum class From : std::uint8_t { key, aggregate, grouping } from = From::key;
    std::size_t position = 0;
  };

  void find_sources() {
    for (const ColumnId id : layout().ids()) {
      const auto key = std::find_if(body_.keys.begin(), body_.keys.end(),
                                    [&](const Projection& p) { return p.column == id; });
      if (key != body_.keys.end()) {
        sources_.push_back({Source::From::key, static_cast<std::size_t>(key - body_.keys.begin())});
        continue;
      }
      const auto aggregate =
          std::find_if(body_.aggregates.begin(), body_.aggregates.end(),
                       [&](const AggregateItem& item) { return item.column == id; });
      if (aggregate != body_.aggregates.end()) {
        sources_.push_back({Source::From::aggregate,
                            static_cast<std::size_t>(aggregate - body_.aggregates.begin())});
        continue;
      }
      const auto grouping = std::find_if(body_.groupings.begin(), body_.groupings.end(),
                                         [&](const auto& item) { return item.first == id; });
      sources_.push_back(
          {Source::From::grouping, static_cast<std::size_t>(grouping - body_.groupings.begin())});
    }
  }

  const Batch* emit(GroupingSet& set) {
    const std::uint32_t count = std::min(set.groups() - at_group_, batch_capacity);
    out_.resize(sources_.size());
    batch_.columns.clear();
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      out_[c].prepare(physical_[c], count);
      for (std::uint32_t i = 0; i < count; ++i) store(set, sources_[c], at_group_ + i, out_[c], i);
      batch_.columns.push_back(&out_[c]);
    }
    at_group_ += count;
    batch_.rows = Selection::all(count);
    return &batch_;
  }

  void store(GroupingSet& set, const Source& source, std::uint32_t group, Column& out,
             std::uint32_t row) {
    switch (source.from) {
      case Source::From::key: {
        const auto member = std::find(set.keys.begin(), set.keys.end(), source.position);
        if (member == set.keys.end()) {
          out.set_null(row);
        } else {
          const auto k = static_cast<std::size_t>(member - set.keys.begin());
          out.copy_value(row, set.table.keys().column(group, k), RowBuffer::place(group), false);
        }
        return;
      }
      case Source::From::aggregate: set.states[source.position].finish(group, out, row); return;
      case Source::From::grouping: {
        std::int32_t mask = 0;
        for (const std::uint32_t key : body_.groupings[source.position].second) {
          const bool grouped = std::find(set.keys.begin(), set.keys.end(), key) != set.keys.end();
          mask = mask * 2 + (grouped ? 0 : 1);
        }
        out.set(row, mask);
      }
    }
  }

  const AggregateRelation& body_;
  Execution& execution_;
  OperatorPtr input_;
  Slices slices_;
  std::vector<Physical> physical_;
  std::vector<EvaluatorPtr> keys_;
  std::vector<std::unique_ptr<AggregateCall>> calls_;
  std::vector<std::unique_ptr<GroupingSet>> sets_;
  std::vector<Source> sources_;
  bool consumed_ = false;
  std::size_t at_set_ = 0;
  std::uint32_t at_group_ = 0;
  std::vector<std::uint32_t> numbers_;
  std::vector<Column> out_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_aggregate(const PlanNode& node, Execution& execution) {
  return std::make_unique<AggregateOperator>(node, execution);
}

}  // namespace dsql::engine
