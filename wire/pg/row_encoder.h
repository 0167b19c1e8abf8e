// RowEncoder: batches to DataRow messages, text or binary by column, straight into the output
// buffer with no allocation a row. Set up once a statement; owned by the connection's result sink.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/session/session.h"
#include "engine/types/batch.h"
#include "engine/types/type.h"
#include "wire/pg/output_buffer.h"

namespace dsql::wire {

class RowEncoder {
 public:
  // Takes the columns' types and formats (as Bind gives them). Errors: no_binary_output for a type
  // that has no binary form.
  std::optional<rules::SqlError> prepare(const engine::RowShape& shape,
                                         std::span<const std::int16_t> formats);

  // Appends one DataRow for every selected row. Errors of an output function come out as they are
  // raised; the row in work is then dropped by the buffer.
  void encode(const engine::Batch& batch, const engine::TextFormat& format,
              OutputBuffer& out) const;

 private:
  struct ColumnOutput {
    const engine::Type* type = nullptr;
    bool binary = false;
  };
  std::vector<ColumnOutput> columns_;
};

}  // namespace dsql::wire
