#include "engine/session/portal.h"

#include <algorithm>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace dsql::engine {

RunningQuery::~RunningQuery() {
  constexpr std::size_t large = std::size_t{32} << 20;
  const bool was_large = context.space->rows.used() > large;
  root.reset();
  execution.ctes.reset();
#ifdef __GLIBC__
  // The allocator would keep it for this thread's next statements, which seldom want so much.
  if (was_large) malloc_trim(0);
#else
  static_cast<void>(was_large);
#endif
}

void Portal::start_query(std::unique_ptr<RunningQuery> query) {
  query_ = std::move(query);
  query_->root = build(*query_->plan->root, query_->execution);
  const auto& results = query_->plan->query.results;
  for (const auto& [name, id] : results) {
    query_->slots.push_back(static_cast<std::size_t>(query_->root->layout().slot(id)));
  }
  query_->root->open();
  started_ = true;
}

void Portal::start_rows(StaticRows rows, std::string tag) {
  rows_ = std::move(rows);
  tag_ = std::move(tag);
  started_ = true;
}

void Portal::finish(std::string tag) {
  tag_ = std::move(tag);
  started_ = true;
  finished_ = true;
}

const Batch* Portal::next_batch() {
  if (rows_) {
    if (chunk_ >= rows_->rows.chunk_count()) return nullptr;
    rows_->rows.view(chunk_++, view_);
    return &view_;
  }
  const Batch* out = query_->root->next();
  if (out == nullptr || query_->slots.empty()) return out;
  view_.columns.clear();
  for (const std::size_t slot : query_->slots) view_.columns.push_back(out->columns[slot]);
  view_.rows = out->rows;
  return &view_;
}

std::string Portal::row_tag(std::uint64_t rows) const {
  if (!query_) return tag_;
  const std::string& tag = query_->plan->query.tag;
  if (tag == "SELECT") return "SELECT " + std::to_string(rows);
  const std::string affected = std::to_string(query_->root->affected());
  return tag == "INSERT" ? "INSERT 0 " + affected : tag + " " + affected;
}

// How many of the next `rows` rows to hand over at once: the sink says that it is full only behind
// them.
std::uint32_t Portal::small_piece(std::uint32_t rows) const {
  constexpr std::size_t piece_bytes = std::size_t{1} << 20;
  std::size_t bytes = 0;
  for (std::uint32_t i = 0; i < rows; ++i) {
    const std::uint32_t row = current_->rows[given_ + i];
    for (const Column* column : current_->columns) {
      if (column->physical() == Physical::bytes && !column->is_null(row))
        bytes += column->at<std::string_view>(row).size();
    }
    if (bytes > piece_bytes) return i + 1;
  }
  return rows;
}

Outcome Portal::pull(std::uint64_t max_rows, RowSink& sink) {
  if (finished_) {
    // A finished portal answers again with no rows, as PostgreSQL's does.
    return {.kind = Outcome::Kind::done, .tag = query_ || rows_ ? row_tag(0) : tag_};
  }
  std::uint64_t rows = 0;
  interrupted_ = false;
  if (query_) query_->context.space->stack.start();
  while (true) {
    if (query_) query_->context.check_cancelled();
    if (current_ == nullptr) {
      current_ = next_batch();
      given_ = 0;
      if (current_ == nullptr) break;
    }
    std::uint32_t take = current_->rows.count - given_;
    take = small_piece(take);
    if (max_rows > 0)
      take = static_cast<std::uint32_t>(std::min<std::uint64_t>(take, max_rows - rows));
    bool more = true;
    if (query_ == nullptr || !query_->slots.empty() || query_->plan->query.tag == "SELECT") {
      piece_rows_.clear();
      for (std::uint32_t i = 0; i < take; ++i) {
        piece_rows_.push_back(static_cast<std::uint16_t>(current_->rows[given_ + i]));
      }
      piece_.columns = current_->columns;
      if (query_ != nullptr && query_->slots.empty()) piece_.columns.clear();
      piece_.rows = {piece_rows_.data(), take};
      more = sink.accept(piece_);
    }
    rows += take;
    rows_given_ += take;
    given_ += take;
    if (given_ >= current_->rows.count) current_ = nullptr;
    if (max_rows > 0 && rows >= max_rows) return {.kind = Outcome::Kind::suspended};
    if (!more) {
      interrupted_ = true;
      return {.kind = Outcome::Kind::suspended};
    }
  }
  finished_ = true;
  return {.kind = Outcome::Kind::done, .tag = row_tag(rows_given_)};
}

void Portal::close() {
  query_.reset();
  rows_.reset();
  current_ = nullptr;
  finished_ = true;
}

}  // namespace dsql::engine
