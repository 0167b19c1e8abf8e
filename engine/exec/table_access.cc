// Reads a table: the whole of it, a range of its primary key, or a range of an index with a fetch
// of each row unless the entry holds all that is wanted.
#include <algorithm>
#include <deque>

#include "engine/exec/operator.h"
#include "engine/exec/scan.h"
#include "engine/exec/table_storage.h"
#include "engine/types/array.h"

namespace dsql::engine {

namespace {

// Where the wanted columns of an index-only scan come from.
struct EntrySource {
  enum class From : std::uint8_t { key, included, primary_key } from = From::key;
  std::size_t position = 0;
};

class TableAccessOperator final : public Operator {
 public:
  TableAccessOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        access_(std::get<TableAccess>(node.body)),
        execution_(execution),
        table_(*access_.table),
        storage_(storage_of(table_)) {
    for (const auto& [number, id] : access_.columns) {
      wanted_.push_back(static_cast<std::uint16_t>(number - 1));
      columns_.emplace_back(type_of(table_.columns[wanted_.back()].type).physical, 0);
    }
    if (access_.row_key != no_column) columns_.emplace_back(Physical::bytes, 0);
    for (Column& column : columns_) column_pointers_.push_back(&column);
    decoder_ = RowDecoder(storage_->row, wanted_);
    if (access_.index != 0) {
      index_ = &*storage_->indexes[index_position(table_, access_.index)];
      if (access_.index_only) find_sources();
    }
    if (access_.filter) filter_.emplace(access_.filter, layout(), execution);
    compile_bounds();
  }

  void open() override {
    ranges_.clear();
    at_range_ = 0;
    make_ranges();
    open_range();
    capacity_ = 1;
  }

  const Batch* next() override {
    while (true) {
      execution_.context.check_cancelled();
      const std::uint32_t rows = fill();
      if (rows == 0) return nullptr;
      batch_.columns.assign(column_pointers_.begin(), column_pointers_.end());
      batch_.rows = Selection::all(rows);
      if (filter_) batch_.rows = filter_->select(batch_, batch_.rows);
      if (!batch_.empty()) return &batch_;
    }
  }

 private:
  const KeyCodec& key_codec() const { return index_ != nullptr ? index_->key() : storage_->key; }
  Oid key_type(std::size_t k) const { return key_codec().column(k).type->oid; }
  Oid relation() const { return access_.index != 0 ? access_.index : table_.oid; }

  void compile_bounds() {
    auto add = [&](const ExprPtr& expr) {
      return expr ? compile(*expr, Layout(), execution_) : nullptr;
    };
    for (const ExprPtr& expr : access_.equal) equal_.push_back(add(expr));
    for (const ExprPtr& expr : access_.any_of) any_of_.push_back(add(expr));
    any_array_ = add(access_.any_array);
    if (access_.lower) lower_ = add(access_.lower->value);
    if (access_.upper) upper_ = add(access_.upper->value);
  }

  Value bound_value(Evaluator& evaluator) const {
    const Batch no_columns{{}, Selection::all(1)};
    return Value::from(evaluator.evaluate(no_columns, no_columns.rows), 0);
  }

  // Appends an equality's value; false if nothing can be equal to it.
  bool append_equal(const Value& value, Oid type, std::size_t k, std::string& key) const {
    const CoercedBound bound = coerce_bound(value, type, key_type(k));
    if (bound.place != CoercedBound::Place::value) return false;
    append_bound(key_codec(), k, bound.value, key);
    return true;
  }

  void make_ranges() {
    std::string prefix;
    append_relation(relation(), prefix);
    for (std::size_t k = 0; k < equal_.size(); ++k) {
      if (!append_equal(bound_value(*equal_[k]), access_.equal[k]->type, k, prefix)) return;
    }
    const std::size_t k = equal_.size();
    if (!any_of_.empty() || any_array_) {
      make_any_ranges(prefix, k);
    } else if (access_.next_is_null) {
      Column null(key_codec().column(k).type->physical, 1);
      null.set_null(0);
      key_codec().append_column(k, null, 0, prefix);
      ranges_.push_back(prefix_range(prefix));
    } else if (lower_ || upper_) {
      make_bounded_range(prefix, k);
    } else {
      ranges_.push_back(prefix_range(prefix));
    }
    if (access_.backward) std::reverse(ranges_.begin(), ranges_.end());
  }

  void make_any_ranges(const std::string& prefix, std::size_t k) {
    auto add = [&](const Value& value, Oid type) {
      std::string key = prefix;
      if (append_equal(value, type, k, key)) ranges_.push_back(prefix_range(key));
    };
    for (std::size_t i = 0; i < any_of_.size(); ++i)
      add(bound_value(*any_of_[i]), access_.any_of[i]->type);
    if (any_array_) {
      const Value array = bound_value(*any_array_);
      if (!array.is_null()) {
        const ArrayView view(array.as<std::string_view>());
        Column element(type_of(view.element_type()).physical, 1);
        for (std::uint32_t i = 0; i < view.size(); ++i) {
          element.prepare(element.physical(), 1);
          view.load(i, element, 0);
          add(Value::from(element, 0), view.element_type());
        }
      }
    }
    // Each value once, in key order.
    std::sort(ranges_.begin(), ranges_.end(),
              [](const KeyRange& a, const KeyRange& b) { return a.begin < b.begin; });
    ranges_.erase(
        std::unique(ranges_.begin(), ranges_.end(),
                    [](const KeyRange& a, const KeyRange& b) { return a.begin == b.begin; }),
        ranges_.end());
  }

  void make_bounded_range(const std::string& prefix, std::size_t k) {
    // Comparisons are never true for NULL: the range covers the values only.
    std::string values = prefix;
    KeyCodec::append_value_marker(values);
    KeyRange range = prefix_range(values);
    if (lower_) {
      const CoercedBound bound =
          coerce_bound(bound_value(*lower_), access_.lower->value->type, key_type(k));
      if (bound.place == CoercedBound::Place::null || bound.place == CoercedBound::Place::above_all)
        return;
      if (bound.place == CoercedBound::Place::value) {
        std::string key = prefix;
        append_bound(key_codec(), k, bound.value, key);
        if (!access_.lower->inclusive) to_prefix_end(key);
        range.begin = std::move(key);
      }
    }
    if (upper_) {
      const CoercedBound bound =
          coerce_bound(bound_value(*upper_), access_.upper->value->type, key_type(k));
      if (bound.place == CoercedBound::Place::null || bound.place == CoercedBound::Place::below_all)
        return;
      if (bound.place == CoercedBound::Place::value) {
        std::string key = prefix;
        append_bound(key_codec(), k, bound.value, key);
        if (access_.upper->inclusive) to_prefix_end(key);
        range.end = std::move(key);
      }
    }
    if (range.end.empty() || range.begin < range.end) ranges_.push_back(std::move(range));
  }

  // The one row under a full primary key is a get, not a scan.
  bool point() const {
    return access_.index == 0 && storage_->has_key() &&
           equal_.size() == storage_->key_columns.size();
  }

  void open_range() {
    scanning_ = false;
    if (at_range_ >= ranges_.size() || point()) return;
    if (!started_) {
      iterator_ = execution_.context.txn().scan(
          relation_range(relation()), access_.backward ? Direction::backward : Direction::forward,
          execution_.context.command);
      started_ = true;
    }
    iterator_.seek(ranges_[at_range_]);
    scanning_ = true;
  }

  std::uint32_t fill() {
    if (at_range_ >= ranges_.size()) return 0;
    if (point()) return fill_point();
    // The first batch is small: most scans end within it, and a LIMIT above may want no more.
    capacity_ = std::min(capacity_ * 4, batch_capacity);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      columns_[i].prepare(columns_[i].physical(), capacity_);
    for (Column& column : unwanted_) column.prepare(column.physical(), capacity_);
    std::uint32_t rows = 0;
    const std::size_t full = bytes_held() + batch_bytes;
    while (rows < capacity_ && bytes_held() < full) {
      if (!iterator_.valid()) {
        if (++at_range_ >= ranges_.size()) break;
        iterator_.seek(ranges_[at_range_]);
        continue;
      }
      take_row(iterator_.key(), iterator_.value(), rows);
      ++rows;
      iterator_.next();
    }
    return rows;
  }

  std::size_t bytes_held() const {
    std::size_t bytes = 0;
    for (const Column& column : columns_) bytes += column.heap_footprint();
    return bytes;
  }

  std::uint32_t fill_point() {
    const KeyRange& range = ranges_[at_range_++];
    const auto value = execution_.context.txn().get(range.begin, execution_.context.command, pin_);
    if (!value) return fill();
    for (Column& column : columns_) column.prepare(column.physical(), 1);
    decode(range.begin, *value, 0);
    return 1;
  }

  void take_row(std::string_view key, std::string_view value, std::uint32_t row) {
    if (index_ == nullptr) {
      decode(key, value, row);
    } else if (access_.index_only) {
      decode_entry(key, value, row);
    } else {
      index_->primary_key(key, value, row_key_);
      const auto found = execution_.context.txn().get(row_key_, execution_.context.command, pin_);
      decode(row_key_, *found, row);
    }
  }

  void decode(std::string_view key, std::string_view value, std::uint32_t row) {
    if (!wanted_.empty())
      decoder_.decode(value, std::span(column_pointers_).first(wanted_.size()), row);
    if (access_.row_key != no_column) columns_.back().own(row, key);
  }

  void find_sources() {
    const Index& index = *table_.find_index(access_.index);
    for (const std::uint16_t column : wanted_) {
      const auto number = static_cast<AttributeNumber>(column + 1);
      const auto key = std::find_if(index.keys.begin(), index.keys.end(),
                                    [&](const IndexKey& k) { return k.column == number; });
      if (key != index.keys.end()) {
        sources_.push_back(
            {EntrySource::From::key, static_cast<std::size_t>(key - index.keys.begin())});
        continue;
      }
      const auto included = std::find(index.included.begin(), index.included.end(), number);
      if (included != index.included.end()) {
        sources_.push_back({EntrySource::From::included,
                            static_cast<std::size_t>(included - index.included.begin())});
        continue;
      }
      const auto& keys = storage_->key_columns;
      const auto primary = std::find(keys.begin(), keys.end(), number);
      sources_.push_back(
          {EntrySource::From::primary_key, static_cast<std::size_t>(primary - keys.begin())});
    }
    key_targets_.resize(index.keys.size());
    primary_targets_.resize(storage_->key_columns.size());
    std::vector<std::uint16_t> included;
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      switch (sources_[i].from) {
        case EntrySource::From::key:
          key_targets_[sources_[i].position] = column_pointers_[i];
          break;
        case EntrySource::From::primary_key:
          primary_targets_[sources_[i].position] = column_pointers_[i];
          break;
        case EntrySource::From::included:
          included.push_back(static_cast<std::uint16_t>(sources_[i].position));
          included_targets_.push_back(column_pointers_[i]);
      }
    }
    included_decoder_ = RowDecoder(index_->included(), std::move(included));
    read_over_unwanted(index_->key(), key_targets_);
    read_over_unwanted(storage_->key, primary_targets_);
  }

  // A key is decoded from its front: columns before the last wanted one need a place too.
  void read_over_unwanted(const KeyCodec& codec, std::vector<Column*>& targets) {
    while (!targets.empty() && targets.back() == nullptr) targets.pop_back();
    for (std::size_t k = 0; k < targets.size(); ++k) {
      if (targets[k] == nullptr)
        targets[k] = &unwanted_.emplace_back(codec.column(k).type->physical, 0);
    }
  }

  void decode_entry(std::string_view key, std::string_view value, std::uint32_t row) {
    index_->key().decode(key, key_targets_, row);
    if (!included_targets_.empty())
      included_decoder_.decode(index_->included_bytes(value), included_targets_, row);
    const bool wants_primary = !primary_targets_.empty();
    if (wants_primary || access_.row_key != no_column) {
      index_->primary_key(key, value, row_key_);
      if (wants_primary) storage_->key.decode(row_key_, primary_targets_, row);
      if (access_.row_key != no_column) columns_.back().own(row, row_key_);
    }
  }

  const TableAccess& access_;
  Execution& execution_;
  const Table& table_;
  std::shared_ptr<const TableStorage> storage_;
  const IndexCodec* index_ = nullptr;

  std::vector<EvaluatorPtr> equal_;
  std::vector<EvaluatorPtr> any_of_;
  EvaluatorPtr any_array_;
  EvaluatorPtr lower_;
  EvaluatorPtr upper_;
  std::vector<KeyRange> ranges_;
  std::size_t at_range_ = 0;

  OverlayIterator iterator_;
  bool started_ = false;
  bool scanning_ = false;
  Pin pin_;
  std::string row_key_;

  std::vector<std::uint16_t> wanted_;
  RowDecoder decoder_;
  std::vector<EntrySource> sources_;
  std::vector<Column*> key_targets_;
  std::vector<Column*> primary_targets_;
  std::vector<Column*> included_targets_;
  RowDecoder included_decoder_;
  std::deque<Column> unwanted_;  // targets of key columns that nobody reads

  std::vector<Column> columns_;
  std::vector<Column*> column_pointers_;
  std::uint32_t capacity_ = 1;
  std::optional<Predicate> filter_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_table_access(const PlanNode& node, Execution& execution) {
  return std::make_unique<TableAccessOperator>(node, execution);
}

}  // namespace dsql::engine
