// COPY … FROM STDIN as it runs, and COPY … TO STDOUT. Rows go through the same TableWriter as
// INSERT's. Owned by the session; its thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/parse/tree.h"
#include "engine/exec/table_writer.h"
#include "engine/session/copy_format.h"
#include "engine/session/portal.h"
#include "engine/session/session.h"

namespace dsql::engine {

// COPY is bound as the INSERT or SELECT it amounts to, which settles names, privileges and
// defaults. Column names given in the statement, or all columns of `table` that are not generated.
std::string copy_insert_text(const PgQuery__CopyStmt& statement);
std::string copy_select_text(const PgQuery__CopyStmt& statement);

class CopyTask {
 public:
  // `plan`: of the INSERT. Raises: bad options.
  CopyTask(const PgQuery__CopyStmt& statement, PlanPtr plan, const ExecContext& context);

  std::int16_t columns() const { return static_cast<std::int16_t>(columns_.size()); }
  // Any part of the data. Raises: malformed lines, and what inserting raises.
  void data(std::string_view bytes);
  // The end of the data; answers the command tag.
  std::string finish();

 private:
  void take_records();
  void check_header(const CopyReader::Record& record) const;
  void add(const CopyReader::Record& record);
  void apply_length(const TableColumn& column, Column& target, std::uint32_t row);
  void flush();
  void complete(Selection rows);
  // Adds to an error where in the data it happened.
  void place(rules::SqlError& error) const;
  const std::string& column_name(std::size_t i) const;

  PlanPtr plan_;
  CopyFormat format_;
  std::shared_ptr<const Table> table_;
  std::vector<AttributeNumber> columns_;
  ExecContext context_;
  Execution execution_;
  CopyReader reader_;
  TableWriter writer_;
  std::vector<std::pair<AttributeNumber, EvaluatorPtr>>
      defaults_;  // of the columns that are not given
  TableRows rows_;
  std::uint32_t filled_ = 0;
  std::size_t bytes_ = 0;  // of the lines that filled them
  // Where the rows that wait came from, and the record at hand.
  struct Source {
    std::uint64_t line = 0;
    std::string text;
  };
  std::vector<Source> sources_;
  CopyReader::Record record_;
  std::optional<std::size_t> reading_;  // the field that is being read
  bool header_due_ = false;
  std::uint64_t count_ = 0;
};

// Sends the rows of a started SELECT; answers the command tag.
std::string copy_to_client(const PgQuery__CopyStmt& statement, RunningQuery& query, CopySink& sink);

}  // namespace dsql::engine
