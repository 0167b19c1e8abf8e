#include "wire/pg/result_sink.h"

#include <utility>

#include "dsqlrules/conditions/condition.h"
#include "wire/pg/server_messages.h"

namespace dsql::wire {
namespace {

// COPY lines gather to this before the thread waits for the client.
constexpr std::size_t copy_high_water = 4 * output_high_water;

}  // namespace

void ResultSink::start(const engine::RowShape& shape) {
  if (auto error = encoder_.prepare(shape, {})) rules::raise(*std::move(error));
  write_row_description(out_, shape, {});
}

bool ResultSink::accept(const engine::Batch& batch) {
  encoder_.encode(batch, *format_, out_);
  rows_ += batch.rows.count;
  return out_.size() < output_high_water;
}

void ResultSink::start(std::int16_t columns) { write_copy_response(out_, 'H', columns); }

void ResultSink::data(std::string_view line) {
  write_copy_data(out_, line);
  if (out_.size() >= copy_high_water && !drain_->drain(out_)) out_.clear();
}

void ResultSink::end() { out_.message(copy_done); }

}  // namespace dsql::wire
