#include "engine/session/copy_task.h"

#include <algorithm>

#include <fmt/format.h>

#include "dsqlrules/conditions/copy_errors.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/parse/statement.h"
#include "engine/catalog/search_path.h"
#include "engine/functions/resolve.h"

namespace dsql::engine {

namespace {

namespace conditions = rules::conditions;

constexpr std::uint32_t rows_at_once = 256;

std::string relation_text(const PgQuery__RangeVar& relation) {
  std::string text;
  if (relation.schemaname != nullptr && *relation.schemaname != 0)
    text = quote_identifier(relation.schemaname) + ".";
  return text + quote_identifier(relation.relname);
}

std::string column_list(const PgQuery__CopyStmt& statement) {
  std::string text;
  for (const rules::Node* name : rules::nodes(statement.n_attlist, statement.attlist)) {
    if (!text.empty()) text += ", ";
    text += quote_identifier(rules::string_of(*name));
  }
  return text;
}

const InsertRelation& insert_of(const Plan& plan) {
  return std::get<InsertRelation>(plan.root->body);
}

}  // namespace

std::string copy_insert_text(const PgQuery__CopyStmt& statement) {
  const std::string columns = column_list(statement);
  if (columns.empty())
    return "INSERT INTO " + relation_text(*statement.relation) + " DEFAULT VALUES";
  std::string values;
  for (std::size_t i = 0; i < statement.n_attlist; ++i) values += i == 0 ? "NULL" : ", NULL";
  return fmt::format("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})",
                     relation_text(*statement.relation), columns, values);
}

std::string copy_select_text(const PgQuery__CopyStmt& statement) {
  if (statement.query != nullptr) return rules::deparse_statement(*statement.query);
  const std::string columns = column_list(statement);
  return fmt::format("SELECT {} FROM {}", columns.empty() ? "*" : columns,
                     relation_text(*statement.relation));
}

CopyTask::CopyTask(const PgQuery__CopyStmt& statement, PlanPtr plan, const ExecContext& context)
    : plan_(std::move(plan)),
      format_(copy_format(statement)),
      table_(insert_of(*plan_).table),
      context_(context),
      execution_{context_, *plan_, {}, nullptr},
      reader_(format_),
      writer_(table_, execution_),
      sources_(rows_at_once),
      header_due_(format_.header) {
  const auto names = rules::nodes(statement.n_attlist, statement.attlist);
  for (const rules::Node* name : names)
    columns_.push_back(table_->find_column(rules::string_of(*name))->number);
  if (names.empty()) {
    for (const TableColumn& column : table_->columns) {
      if (!column.dropped && column.generated_sql.empty()) columns_.push_back(column.number);
    }
  }
  for (const Assignment& assignment : insert_of(*plan_).values) {
    if (std::find(columns_.begin(), columns_.end(), assignment.column) != columns_.end()) continue;
    defaults_.emplace_back(assignment.column, compile(*assignment.value, Layout(), execution_));
  }
  rows_.prepare(*table_, rows_at_once);
}

const std::string& CopyTask::column_name(std::size_t i) const {
  return table_->columns[static_cast<std::size_t>(columns_[i] - 1)].name;
}

void CopyTask::data(std::string_view bytes) {
  reader_.append(bytes);
  take_records();
}

std::string CopyTask::finish() {
  reader_.end();
  take_records();
  flush();
  context_.transaction.constraints->finish_statement(execution_);
  return "COPY " + std::to_string(count_);
}

void CopyTask::take_records() {
  reading_.reset();
  try {
    while (auto record = reader_.next()) {
      context_.check_cancelled();
      if (header_due_) {
        header_due_ = false;
        if (format_.header_match) check_header(*record);
        continue;
      }
      record_ = std::move(*record);
      add(record_);
    }
  } catch (rules::SqlError& error) {
    if (error.where.empty()) place(error);
    throw;
  }
}

void CopyTask::place(rules::SqlError& error) const {
  const std::string& table = table_->name;
  const std::uint64_t line = reader_.line();
  if (reading_) {
    error.where = conditions::copy_context(table, line, column_name(*reading_), record_[*reading_]);
  } else if (!reader_.text().empty()) {
    error.where = conditions::copy_context(table, line, reader_.text());
  } else {
    error.where = conditions::copy_context(table, line);
  }
}

void CopyTask::check_header(const CopyReader::Record& record) const {
  if (record.size() != columns_.size()) {
    rules::raise(conditions::copy_header_field_count, static_cast<int>(record.size()),
                 static_cast<int>(columns_.size()));
  }
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i].value_or("") != column_name(i)) {
      rules::raise(conditions::copy_header_mismatch, static_cast<int>(i + 1),
                   record[i].value_or(""), column_name(i));
    }
  }
}

void CopyTask::add(const CopyReader::Record& record) {
  if (record.size() > columns_.size()) rules::raise(conditions::copy_extra_data);
  if (record.size() < columns_.size())
    rules::raise(conditions::copy_missing_data, column_name(record.size()));
  for (std::size_t i = 0; i < record.size(); ++i) {
    const TableColumn& column = table_->columns[static_cast<std::size_t>(columns_[i] - 1)];
    Column& target = rows_.column(column.number);
    const auto listed = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), column.name) != names.end();
    };
    std::optional<std::string> value = record[i];
    reading_ = i;
    if (!value && listed(format_.force_not_null)) value = format_.null_text;
    if (value && *value == format_.null_text && listed(format_.force_null)) value.reset();
    if (value) {
      type_of(column.type).text_input(*value, column.modifier, context_.format, target, filled_);
      apply_length(column, target, filled_);
    } else {
      target.set_null(filled_);
    }
  }
  reading_.reset();
  const Batch nothing{{}, Selection::all(1)};
  for (const auto& [number, evaluator] : defaults_) {
    rows_.column(number).copy_value(filled_, evaluator->evaluate(nothing, nothing.rows), 0, true);
  }
  for (const TableColumn& column : table_->columns) {
    if (column.dropped) rows_.column(column.number).set_null(filled_);
  }
  ++count_;
  sources_[filled_].line = reader_.line();
  sources_[filled_].text.assign(reader_.text());
  bytes_ += reader_.text().size();
  if (++filled_ == rows_at_once || bytes_ >= batch_bytes) flush();
}

// A value keeps to its column's length as an assignment does: too long is an error, blanks are cut.
void CopyTask::apply_length(const TableColumn& column, Column& target, std::uint32_t row) {
  const FunctionRow* function = column.modifier >= 0 ? length_coercion(column.type) : nullptr;
  if (function == nullptr) return;
  Column modifier;
  Column explicit_cast;
  Value::of<std::int32_t>(column.modifier).broadcast(modifier);
  Value::of<bool>(false).broadcast(explicit_cast);
  Column one(target.physical(), 1);
  one.copy_value(0, target, row, false);
  const Oid types[] = {column.type, oid::int4, oid::boolean};
  CallContext call{&context_.format, &context_.services, types, column.type, column.modifier};
  const Column* const args[] = {&one, &modifier, &explicit_cast};
  Column result(target.physical(), 1);
  function->kernel(call, std::span(args).first(function->argument_count), Selection::all(1),
                   result);
  target.copy_value(row, result, 0, true);
}

// Constraints are checked for all rows at once; only when one fails is the row looked for.
void CopyTask::complete(Selection rows) {
  try {
    writer_.complete(rows_, rows);
  } catch (rules::SqlError&) {
    for (std::uint32_t i = 0; i < rows.count; ++i) {
      const auto row = static_cast<std::uint16_t>(rows[i]);
      try {
        writer_.complete(rows_, Selection{&row, 1});
      } catch (rules::SqlError& of_row) {
        of_row.where =
            conditions::copy_context(table_->name, sources_[row].line, sources_[row].text);
        throw;
      }
    }
    throw;
  }
}

void CopyTask::flush() {
  if (filled_ == 0) return;
  const Selection rows = Selection::all(filled_);
  complete(rows);
  writer_.prepare_entries(rows_, rows, 0);
  for (std::uint32_t row = 0; row < filled_; ++row) {
    try {
      writer_.insert(rows_, row);
    } catch (rules::SqlError& error) {
      if (error.where.empty())
        error.where = conditions::copy_context(table_->name, sources_[row].line);
      throw;
    }
  }
  rows_.prepare(*table_, rows_at_once);
  filled_ = 0;
  bytes_ = 0;
}

std::string copy_to_client(const PgQuery__CopyStmt& statement, RunningQuery& query,
                           CopySink& sink) {
  const CopyFormat format = copy_format(statement);
  query.root = build(*query.plan->root, query.execution);
  query.root->open();
  const auto& results = query.plan->query.results;
  std::vector<std::size_t> slots;
  std::vector<const Type*> types;
  std::vector<bool> quote;
  for (const auto& [name, id] : results) {
    slots.push_back(static_cast<std::size_t>(query.root->layout().slot(id)));
    types.push_back(&type_of(query.plan->query.columns[id].type));
    quote.push_back(format.force_quote_all ||
                    std::find(format.force_quote.begin(), format.force_quote.end(), name) !=
                        format.force_quote.end());
  }
  sink.start(static_cast<std::int16_t>(results.size()));
  std::string line;
  std::string value;
  if (format.header) {
    for (std::size_t c = 0; c < results.size(); ++c) {
      if (c > 0) line += format.delimiter;
      append_copy_field(format, results[c].first, false, line);
    }
    line += '\n';
    sink.data(line);
  }
  std::uint64_t count = 0;
  while (const Batch* batch = query.root->next()) {
    query.context.check_cancelled();
    batch->rows.for_each([&](std::uint32_t row) {
      line.clear();
      for (std::size_t c = 0; c < slots.size(); ++c) {
        if (c > 0) line += format.delimiter;
        const Column& column = *batch->columns[slots[c]];
        if (column.is_null(row)) {
          line += format.null_text;
          continue;
        }
        value.clear();
        types[c]->text_output(column, row, query.context.format, value);
        append_copy_field(format, value, quote[c], line);
      }
      line += '\n';
      sink.data(line);
      ++count;
    });
  }
  sink.end();
  return "COPY " + std::to_string(count);
}

}  // namespace dsql::engine
