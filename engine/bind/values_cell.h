// Cells of INSERT … VALUES: literals become constants of the column's type at once, without casts
// to be folded later and with one allocation for all of them. One statement, one thread.
#pragma once

#include <memory>
#include <vector>

#include "engine/bind/expression.h"

namespace dsql::engine {

class CellBinder {
 public:
  // Room for `cells` constants.
  CellBinder(Binder& binder, Level& level, std::size_t cells)
      : binder_(binder), level_(level), room_(std::make_shared<std::vector<Expr>>()) {
    room_->reserve(cells);
  }

  // The cell as a value of the column, by assignment.
  ExprPtr bind(const Node& node, const TableColumn& column);

 private:
  ExprPtr bind_constant_cell(const PgQuery__AConst& constant, const TableColumn& column);
  ExprPtr add(Oid type, TypeModifier modifier, Value value, int location);
  ExprPtr read(std::string_view text, const TableColumn& column, int location);
  Value fitted(Value value, const TableColumn& column);

  Binder& binder_;
  Level& level_;
  std::shared_ptr<std::vector<Expr>> room_;
  Column length_in_{Physical::int32, 1}, length_flag_{Physical::boolean, 1}, length_out_;
};

}  // namespace dsql::engine
