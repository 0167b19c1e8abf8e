// Views in FROM: the stored query, bound in place with the rights of the view's owner.
#include <utility>

#include "dsqlrules/conditions/limit_errors.h"
#include "engine/bind/from.h"
#include "engine/bind/select.h"

namespace dsql::engine {
namespace {

constexpr int deepest_view = 128;

}  // namespace

BoundSelect bind_view_query(Binder& binder, const View& view, int lock) {
  if (++binder.view_depth > deepest_view)
    rules::raise(rules::conditions::stack_depth_limit_exceeded);
  const rules::ParseTree& tree = binder.parse(view.query_sql);
  const Role* caller = binder.role;
  if (!view.security_invoker) {
    if (const Role* owner = binder.catalog.role(view.owner)) binder.role = owner;
  }
  // What stands around the view is not visible inside it.
  const auto frames = std::exchange(binder.aggregate_frames, {});
  const auto forms = std::exchange(binder.forms, nullptr);  // only the view's name is printed
  BoundSelect select = bind_subselect(binder, nullptr, *tree.statements()[0].node, {.lock = lock});
  binder.aggregate_frames = frames;
  binder.forms = forms;
  binder.role = caller;
  --binder.view_depth;
  return select;
}

}  // namespace dsql::engine
