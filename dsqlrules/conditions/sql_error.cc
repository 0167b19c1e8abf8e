#include "dsqlrules/conditions/sql_error.h"

namespace dsql::rules {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error: return "ERROR";
    case Severity::fatal: return "FATAL";
    case Severity::panic: return "PANIC";
    case Severity::warning: return "WARNING";
    case Severity::notice: return "NOTICE";
    case Severity::info: return "INFO";
  }
  return "ERROR";
}

SqlError&& SqlError::at(int byte_offset) && {
  if (byte_offset >= 0) location = byte_offset;
  return std::move(*this);
}

SqlError&& SqlError::with_detail(std::string text) && {
  detail = std::move(text);
  return std::move(*this);
}

SqlError&& SqlError::with_hint(std::string text) && {
  hint = std::move(text);
  return std::move(*this);
}

SqlError&& SqlError::with_context(std::string text) && {
  where = std::move(text);
  return std::move(*this);
}

SqlError&& SqlError::on_table(std::string_view schema_name, std::string_view table_name) && {
  schema = schema_name;
  table = table_name;
  return std::move(*this);
}

SqlError&& SqlError::on_column(std::string_view schema_name, std::string_view table_name,
                               std::string_view column_name) && {
  schema = schema_name;
  table = table_name;
  column = column_name;
  return std::move(*this);
}

SqlError&& SqlError::on_constraint(std::string_view schema_name, std::string_view table_name,
                                   std::string_view constraint_name) && {
  schema = schema_name;
  table = table_name;
  constraint = constraint_name;
  return std::move(*this);
}

SqlError&& SqlError::on_datatype(std::string_view schema_name, std::string_view type_name) && {
  schema = schema_name;
  datatype = type_name;
  return std::move(*this);
}

}  // namespace dsql::rules
