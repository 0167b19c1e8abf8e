#include "engine/types/value.h"

namespace dsql::engine {

Value Value::from(const Column& column, std::uint32_t row) {
  if (column.is_null(row)) return null(column.physical());
  return with_physical(column.physical(), [&]<class T>() { return of(column.at<T>(row)); });
}

void Value::store(Column& column, std::uint32_t row) const {
  if (null_) {
    column.set_null(row);
    return;
  }
  with_physical(physical_, [&]<class T>() {
    if constexpr (std::is_same_v<T, std::string_view>) {
      column.own(row, bytes_);
    } else {
      column.set(row, as<T>());
    }
  });
}

void Value::broadcast(Column& column) const {
  column.prepare(physical_, 1);
  if (null_) {
    column.set_null(0);
  } else {
    with_physical(physical_, [&]<class T>() { column.set(0, as<T>()); });
  }
  column.set_constant();
}

}  // namespace dsql::engine
