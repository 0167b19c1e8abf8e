// The text and CSV formats of COPY: options, lines to fields, values to lines. Pure; one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/parse/tree.h"
#include "engine/types/text_room.h"

namespace dsql::engine {

struct CopyFormat {
  bool csv = false;
  char delimiter = '\t';
  std::string null_text = "\\N";
  bool header = false;
  bool header_match = false;
  char quote = '"';
  char escape = '"';
  std::vector<std::string> force_quote;
  bool force_quote_all = false;
  std::vector<std::string> force_not_null;
  std::vector<std::string> force_null;
};

// The options of a COPY statement. Raises: unknown options and values that do not go together.
CopyFormat copy_format(const PgQuery__CopyStmt& statement);

// Takes bytes in any pieces and hands out records.
class CopyReader {
 public:
  explicit CopyReader(CopyFormat format) : format_(std::move(format)) {}

  // Raises: text_buffer_full, where a line has no end.
  void append(std::string_view bytes) { append_checked(buffer_, bytes); }
  // No more bytes come: what is left is the last record.
  void end() { ended_ = true; }

  using Record = std::vector<std::optional<std::string>>;
  // The next record, or nullopt if it is not complete (or at the end). Raises: malformed input,
  // invalid_byte_sequence (text() is empty then if the line itself is not UTF-8).
  std::optional<Record> next();
  // Number of the record's line and its text, for errors; the text until the next call of anything.
  std::uint64_t line() const { return line_; }
  std::string_view text() const { return text_; }
  // CSV: whether field i of the last record was quoted.
  bool quoted(std::size_t i) const { return quoted_[i]; }

 private:
  std::optional<std::string_view> take_line();
  Record split_text(std::string_view line) const;
  Record split_csv(std::string_view line);

  CopyFormat format_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
  bool finished_ = false;
  std::uint64_t line_ = 0;
  std::string_view text_;
  std::vector<bool> quoted_;
};

// Appends one field in the format (delimiters and the end of the line are the caller's).
void append_copy_field(const CopyFormat& format, std::string_view value, bool force_quote,
                       std::string& out);

}  // namespace dsql::engine
