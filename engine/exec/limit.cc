// LIMIT, OFFSET and FETCH FIRST … WITH TIES.
#include <algorithm>
#include <limits>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

class LimitOperator final : public Operator {
 public:
  LimitOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<LimitRelation>(node.body)),
        execution_(execution),
        input_(build(*node.inputs[0], execution)) {
    if (!body_.with_ties) return;
    const auto& sort = std::get<SortRelation>(node.inputs[0]->body);
    for (const SortKey& key : sort.keys) {
      keys_.push_back(compile(*key.expr, input_->layout(), execution));
      key_types_.push_back(&type_of(key.expr->type));
    }
  }

  void open() override {
    count_ = std::numeric_limits<std::uint64_t>::max();
    skip_ = 0;
    if (body_.offset) skip_ = row_number(*body_.offset, 0, rules::conditions::offset_negative);
    if (body_.count) count_ = row_number(*body_.count, count_, rules::conditions::limit_negative);
    last_.clear();
    input_->open();
  }

  const Batch* next() override {
    while (count_ > 0) {
      const Batch* in = input_->next();
      if (in == nullptr) return nullptr;
      Selection rows = in->rows;
      if (skip_ >= rows.count) {
        skip_ -= rows.count;
        continue;
      }
      return take(*in, rows);
    }
    return body_.with_ties && !last_.empty() ? ties() : nullptr;
  }

 private:
  std::uint64_t row_number(const Expr& expr, std::uint64_t none,
                           const rules::Condition<>& negative) {
    const Value value = evaluate_scalar(expr, execution_);
    if (value.is_null()) return none;
    const auto number = value.as<std::int64_t>();
    if (number < 0) rules::raise(negative);
    return static_cast<std::uint64_t>(number);
  }

  const Batch* take(const Batch& in, Selection rows) {
    const auto skipped = static_cast<std::uint32_t>(skip_);
    skip_ = 0;
    const auto taken =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(rows.count - skipped, count_));
    count_ -= taken;
    rows_.clear();
    for (std::uint32_t i = 0; i < taken; ++i)
      rows_.push_back(static_cast<std::uint16_t>(rows[skipped + i]));
    batch_.columns = in.columns;
    if (body_.with_ties && count_ == 0) {
      remember(in, rows_.back());
      for (std::uint32_t i = skipped + taken; i < rows.count && tied(in, rows[i]); ++i) {
        rows_.push_back(static_cast<std::uint16_t>(rows[i]));
      }
      if (rows_.size() + skipped < rows.count) last_.clear();  // a row that is no tie has been seen
    }
    batch_.rows = {rows_.data(), static_cast<std::uint32_t>(rows_.size())};
    return &batch_;
  }

  const Batch* ties() {
    const Batch* in = input_->next();
    if (in == nullptr) return nullptr;
    rows_.clear();
    for (std::uint32_t i = 0; i < in->rows.count && tied(*in, in->rows[i]); ++i) {
      rows_.push_back(static_cast<std::uint16_t>(in->rows[i]));
    }
    if (rows_.size() < in->rows.count) last_.clear();
    if (rows_.empty()) return nullptr;
    batch_.columns = in->columns;
    batch_.rows = {rows_.data(), static_cast<std::uint32_t>(rows_.size())};
    return &batch_;
  }

  void remember(const Batch& in, std::uint16_t row) {
    last_.clear();
    const Selection one{&row, 1};
    for (const EvaluatorPtr& key : keys_) last_.push_back(Value::from(key->evaluate(in, one), row));
  }

  bool tied(const Batch& in, std::uint32_t row) {
    const auto narrow = static_cast<std::uint16_t>(row);
    const Selection one{&narrow, 1};
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      const Column& value = keys_[k]->evaluate(in, one);
      if (value.is_null(row) || last_[k].is_null()) {
        if (value.is_null(row) != last_[k].is_null()) return false;
        continue;
      }
      Column last;
      last_[k].broadcast(last);
      if (key_types_[k]->compare(value, row, last, 0) != 0) return false;
    }
    return true;
  }

  const LimitRelation& body_;
  Execution& execution_;
  OperatorPtr input_;
  std::uint64_t count_ = 0;
  std::uint64_t skip_ = 0;
  std::vector<EvaluatorPtr> keys_;
  std::vector<const Type*> key_types_;
  std::vector<Value> last_;  // keys of the last row counted, while ties may follow
  std::vector<std::uint16_t> rows_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_limit(const PlanNode& node, Execution& execution) {
  return std::make_unique<LimitOperator>(node, execution);
}

}  // namespace dsql::engine
