// Reads a relation of pg_catalog, information_schema or sys: its rows are computed when the scan
// starts.
#include "engine/exec/operator.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {

namespace {

class SystemScanOperator final : public Operator {
 public:
  SystemScanOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs), body_(std::get<SystemScan>(node.body)), execution_(execution) {}

  void open() override {
    if (chunks_.empty()) {
      const ExecContext& context = execution_.context;
      RowAppender rows(body_.relation->columns, context.format);
      if (body_.relation->scan != nullptr) {
        body_.relation->scan({context.catalog(), context.format, context.system}, rows);
      }
      chunks_ = rows.take();
    }
    at_ = 0;
  }

  const Batch* next() override {
    while (at_ < chunks_.size()) {
      const RowAppender::Chunk& chunk = chunks_[at_++];
      if (chunk.rows == 0) continue;
      batch_.columns.clear();
      for (const Column& column : chunk.columns) batch_.columns.push_back(&column);
      batch_.rows = Selection::all(chunk.rows);
      return &batch_;
    }
    return nullptr;
  }

 private:
  const SystemScan& body_;
  Execution& execution_;
  std::vector<RowAppender::Chunk> chunks_;
  std::size_t at_ = 0;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_system_scan(const PlanNode& node, Execution& execution) {
  return std::make_unique<SystemScanOperator>(node, execution);
}

}  // namespace dsql::engine
