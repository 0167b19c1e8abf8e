// ResultSink: where the rows and COPY lines of a statement go: encoded into the connection's output
// buffer, which is bounded. Rows stop when it is full and go on after a flush; COPY lines cannot
// stop, so there the buffer is drained with the thread. Owned by the conversation.
#pragma once

#include <cstdint>

#include "engine/session/session.h"
#include "wire/pg/output_buffer.h"
#include "wire/pg/row_encoder.h"

namespace dsql::wire {

// The output is sent when it has grown to this.
inline constexpr std::size_t output_high_water = std::size_t{64} * 1024;

// Sends what a buffer holds, waiting with the thread.
class OutputDrain {
 public:
  virtual ~OutputDrain() = default;
  // False if the client is gone; the statement is then to be cancelled.
  virtual bool drain(OutputBuffer& out) = 0;
};

class ResultSink final : public engine::RowSink, public engine::CopySink {
 public:
  explicit ResultSink(OutputBuffer& out) : out_(out) {}

  // The session whose format settings apply, and who empties a full buffer; set once a connection.
  void connect(const engine::TextFormat& format, OutputDrain& drain) {
    format_ = &format;
    drain_ = &drain;
  }

  // For fetch(), which does not call start().
  std::optional<rules::SqlError> prepare(const engine::RowShape& shape,
                                         std::span<const std::int16_t> formats) {
    return encoder_.prepare(shape, formats);
  }
  void reset_rows() { rows_ = 0; }
  // Rows taken since reset_rows().
  std::uint64_t rows() const { return rows_; }

  void start(const engine::RowShape& shape) override;
  bool accept(const engine::Batch& batch) override;

  void start(std::int16_t columns) override;
  void data(std::string_view line) override;
  void end() override;

 private:
  OutputBuffer& out_;
  const engine::TextFormat* format_ = nullptr;
  OutputDrain* drain_ = nullptr;
  RowEncoder encoder_;
  std::uint64_t rows_ = 0;
};

}  // namespace dsql::wire
