#include "engine/exec/index_entry.h"

#include <numeric>

namespace dsql::engine {

namespace {

// Column n of a table is ColumnId n in its stored expressions.
Layout table_layout(const Table& table) {
  std::vector<ColumnId> ids(table.columns.size());
  std::iota(ids.begin(), ids.end(), ColumnId{1});
  return Layout(ids);
}

}  // namespace

IndexEntries::IndexEntries(std::shared_ptr<const Table> table, std::size_t position,
                           Execution& execution)
    : table_(std::move(table)),
      position_(position),
      storage_(storage_of(*table_)),
      expressions_(expressions_of(*table_, execution.context.catalog())),
      codec_(*storage_->indexes[position]) {
  const Layout layout = table_layout(*table_);
  const auto& bound = expressions_->indexes[position];
  for (std::size_t i = 0; i < index().keys.size(); ++i) {
    const bool plain = index().keys[i].column != 0;
    key_evaluators_.push_back(plain ? nullptr : compile(*bound.keys[i], layout, execution));
  }
  if (bound.predicate != nullptr)
    partial_ = std::make_unique<Predicate>(bound.predicate, layout, execution);
  keys_.resize(index().keys.size());
  included_.resize(index().included.size());
}

void IndexEntries::evaluate(const Batch& batch, Selection rows) {
  const auto column = [&](AttributeNumber number) {
    return batch.columns[static_cast<std::size_t>(number - 1)];
  };
  // Key expressions are not computed for rows outside a partial index.
  Selection members = rows;
  if (partial_ != nullptr) {
    member_.assign(rows.extent(), false);
    members = partial_->select(batch, rows);
    members.for_each([&](std::uint32_t row) { member_[row] = true; });
  }
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    keys_[i] = key_evaluators_[i] == nullptr ? column(index().keys[i].column)
                                             : &key_evaluators_[i]->evaluate(batch, members);
  }
  for (std::size_t i = 0; i < included_.size(); ++i) included_[i] = column(index().included[i]);
}

void IndexEntries::encode(std::uint32_t row, std::string_view primary_key,
                          IndexEntry& entry) const {
  codec_.encode(keys_, included_, row, primary_key, entry);
}

void IndexEntries::check_size(std::uint32_t row, std::size_t primary_key_charge) const {
  codec_.check_size(keys_, row, primary_key_charge);
}

}  // namespace dsql::engine
