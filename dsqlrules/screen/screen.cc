#include "dsqlrules/screen/screen.h"

#include <utility>

#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

std::vector<Violation> run(const Statement& statement, const ScreenOptions& options,
                           bool first_only) {
  std::vector<Violation> found;
  // AWS IAM GRANT | REVOKE has nothing that syntax could refuse.
  if (statement.iam == nullptr) Walker(statement, options, first_only, found).walk(statement.node);
  return found;
}

}  // namespace

std::vector<Violation> Screen::violations(const Statement& statement) const {
  return run(statement, options_, false);
}

std::optional<Violation> Screen::first_violation(const Statement& statement) const {
  std::vector<Violation> found = run(statement, options_, true);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void Screen::admit(const Statement& statement) const {
  if (std::optional<Violation> violation = first_violation(statement))
    raise(std::move(violation->error));
}

}  // namespace dsql::rules
