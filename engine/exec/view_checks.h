// ViewChecks: WITH CHECK OPTION of the views a row is written through. One thread.
#pragma once

#include <utility>
#include <vector>

#include "dsqlrules/conditions/constraint_errors.h"
#include "engine/exec/returning.h"

namespace dsql::engine {

class ViewChecks {
 public:
  // `columns`: the ids of the new row's columns, by attribute number - 1.
  ViewChecks(const std::vector<ViewCheck>& checks, const std::vector<ColumnId>& columns,
             Execution& execution)
      : checks_(checks), columns_(columns) {
    const Layout layout(live_ids(columns));
    for (const ViewCheck& check : checks)
      conditions_.push_back(compile(*check.condition, layout, execution));
  }

  // Raises: with_check_option_violation.
  void run(const std::vector<const Column*>& rows, Selection selection) {
    if (conditions_.empty()) return;
    Batch batch;
    live_columns(columns_, rows, batch.columns);
    batch.rows = selection;
    for (std::size_t i = 0; i < conditions_.size(); ++i) {
      const Column& truth = conditions_[i]->evaluate(batch, selection);
      selection.for_each([&](std::uint32_t row) {
        if (truth.is_null(row) || !truth.at<bool>(row)) {
          rules::raise(rules::conditions::with_check_option_violation, checks_[i].view);
        }
      });
    }
  }

 private:
  const std::vector<ViewCheck>& checks_;
  const std::vector<ColumnId>& columns_;
  std::vector<EvaluatorPtr> conditions_;
};

}  // namespace dsql::engine
