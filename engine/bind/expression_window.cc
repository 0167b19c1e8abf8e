// Window functions: OVER, the WINDOW clause, frames (transformWindowFuncCall,
// transformWindowDefinitions).
#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/expression.h"
#include "engine/bind/walk.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// Bits of WindowDef.frameOptions (parsenodes.h).
enum FrameOption : int {
  frame_range = 0x2,
  frame_rows = 0x4,
  frame_groups = 0x8,
  start_unbounded_preceding = 0x20,
  end_unbounded_preceding = 0x40,
  start_unbounded_following = 0x80,
  end_unbounded_following = 0x100,
  start_current_row = 0x200,
  end_current_row = 0x400,
  start_offset_preceding = 0x800,
  end_offset_preceding = 0x1000,
  start_offset_following = 0x2000,
  end_offset_following = 0x4000,
  exclude_current_row = 0x8000,
  exclude_group = 0x10000,
  exclude_ties = 0x20000,
  frame_defaults = frame_range | start_unbounded_preceding | end_current_row,
};

NamedWindow* find_named(Level& level, std::string_view name) {
  for (NamedWindow& window : level.named_windows)
    if (window.name == name) return &window;
  return nullptr;
}

FrameBound::Kind start_kind(int options) {
  using Kind = FrameBound::Kind;
  if ((options & start_current_row) != 0) return Kind::current_row;
  if ((options & start_offset_preceding) != 0) return Kind::preceding;
  if ((options & start_offset_following) != 0) return Kind::following;
  if ((options & start_unbounded_following) != 0) return Kind::unbounded_following;
  return Kind::unbounded_preceding;
}

FrameBound::Kind end_kind(int options) {
  using Kind = FrameBound::Kind;
  if ((options & end_unbounded_following) != 0) return Kind::unbounded_following;
  if ((options & end_offset_preceding) != 0) return Kind::preceding;
  if ((options & end_offset_following) != 0) return Kind::following;
  if ((options & end_unbounded_preceding) != 0) return Kind::unbounded_preceding;
  return Kind::current_row;
}

bool has_columns(const ExprPtr& expr) {
  bool found = false;
  for_each_expr(expr, [&](const Expr& inner) { found |= inner.kind == ExprKind::column; });
  return found;
}

// What RANGE adds to and subtracts from the key; converts the key where its type cannot hold the
// result (date ± interval is a timestamp).
void resolve_range_offset(Binder& binder, WindowSpec& spec, ExprPtr& offset) {
  SortKey& key = spec.order_by[0];
  if (key.expr->type == oid::date && offset->type != oid::int4)
    key.expr = coerce(binder, key.expr, oid::timestamp, CastContext::implicit);
  const Oid key_type = key.expr->type;
  ResolveFailure failure = ResolveFailure::none;
  const auto add = resolve_operator("+", key_type, offset->type, failure);
  const auto subtract = resolve_operator("-", key_type, offset->type, failure);
  if (!add || !subtract) {
    rules::raise(rules::error(conditions::range_offset_column_type, type_display(key_type, -1))
                     .at(offset->location));
  }
  if (add->left != key_type || add->result != key_type || subtract->result != key_type) {
    rules::raise(rules::error(conditions::range_offset_type, type_display(key_type, -1),
                              type_display(offset->type, -1))
                     .at(offset->location));
  }
  offset = coerce_resolved(binder, offset, add->right);
  spec.frame.range_add = find_function(add->op->function);
  spec.frame.range_subtract = find_function(subtract->op->function);
}

ExprPtr bind_frame_offset(Binder& binder, Level& level, WindowSpec& spec, const Node& node,
                          Place place, std::string_view name) {
  ExprPtr offset = bind_expression(binder, level, node, place);
  if (place == Place::window_frame_range) {
    if (offset->type == oid::unknown && !spec.order_by.empty()) {
      // An untyped offset is taken for the key's own kind of difference.
      const Oid key = spec.order_by[0].expr->type;
      const bool time = key == oid::timestamp || key == oid::timestamptz || key == oid::time ||
                        key == oid::timetz || key == oid::interval || key == oid::date;
      offset = coerce(binder, offset, time ? oid::interval : key, CastContext::implicit);
    }
    resolve_range_offset(binder, spec, offset);
  } else {
    offset = coerce_to_type(binder, offset, oid::int8, name);
  }
  if (has_columns(offset))
    rules::raise(rules::error(conditions::must_not_contain_variables, name).at(offset->location));
  return offset;
}

void bind_frame(Binder& binder, Level& level, WindowSpec& spec,
                const PgQuery__WindowDef& definition) {
  const int options = definition.frame_options;
  WindowFrame& frame = spec.frame;
  Place place = Place::window_frame_range;
  std::string_view name = "RANGE";
  if ((options & frame_rows) != 0) {
    frame.mode = WindowFrame::Mode::rows;
    place = Place::window_frame_rows;
    name = "ROWS";
  } else if ((options & frame_groups) != 0) {
    frame.mode = WindowFrame::Mode::groups;
    place = Place::window_frame_groups;
    name = "GROUPS";
    if (spec.order_by.empty())
      rules::raise(rules::error(conditions::groups_requires_order_by).at(definition.location));
  } else {
    frame.mode = WindowFrame::Mode::range;
    const bool offsets = definition.start_offset != nullptr || definition.end_offset != nullptr;
    if (offsets && spec.order_by.size() != 1)
      rules::raise(rules::error(conditions::range_offset_one_order_by).at(definition.location));
  }
  frame.start.kind = start_kind(options);
  frame.end.kind = end_kind(options);
  if ((options & exclude_current_row) != 0) frame.exclusion = WindowFrame::Exclusion::current_row;
  if ((options & exclude_group) != 0) frame.exclusion = WindowFrame::Exclusion::group;
  if ((options & exclude_ties) != 0) frame.exclusion = WindowFrame::Exclusion::ties;
  if (definition.start_offset != nullptr)
    frame.start.offset =
        bind_frame_offset(binder, level, spec, *definition.start_offset, place, name);
  if (definition.end_offset != nullptr)
    frame.end.offset = bind_frame_offset(binder, level, spec, *definition.end_offset, place, name);
}

const WindowSpec& spec_of(Binder& binder, Level& level, NamedWindow& window);

// A definition that refers to another takes its partition and order.
void take_referenced(Binder& binder, Level& level, const PgQuery__WindowDef& definition,
                     WindowSpec& spec) {
  const std::string_view name = text_of(definition.refname);
  NamedWindow* referenced = find_named(level, name);
  if (referenced == nullptr)
    rules::raise(rules::error(conditions::undefined_window, name).at(definition.location));
  const WindowSpec& base = spec_of(binder, level, *referenced);
  if (definition.n_partition_clause > 0)
    rules::raise(
        rules::error(conditions::cannot_override_partition_by, name).at(definition.location));
  if (definition.n_order_clause > 0 && !base.order_by.empty())
    rules::raise(rules::error(conditions::cannot_override_order_by, name).at(definition.location));
  if (referenced->has_frame) {
    auto error = rules::error(conditions::cannot_copy_window_with_frame, name);
    if (definition.n_order_clause == 0 && definition.frame_options == frame_defaults)
      error.hint = rules::texts::omit_parentheses_of_over;
    rules::raise(std::move(error).at(definition.location));
  }
  spec.partition_by = base.partition_by;
  spec.order_by = base.order_by;
}

// What the definition says itself, of the spec made from it.
WindowForm form_of(const PgQuery__WindowDef& definition, const WindowSpec& spec) {
  WindowForm form;
  form.name = text_of(definition.name);
  form.refers_to = text_of(definition.refname);
  if (form.refers_to.empty()) form.partition_by = spec.partition_by;
  if (definition.n_order_clause > 0) form.order_by = spec.order_by;
  form.frame_options = definition.frame_options;
  form.start = spec.frame.start.offset;
  form.end = spec.frame.end.offset;
  return form;
}

WindowSpec bind_spec(Binder& binder, Level& level, const PgQuery__WindowDef& definition) {
  const bool inside = level.in_window_call;
  level.in_window_call = true;
  WindowSpec spec;
  if (present(definition.refname)) take_referenced(binder, level, definition, spec);
  for (const Node* item : nodes(definition.partition_clause, definition.n_partition_clause)) {
    ExprPtr expr =
        settle_unknown(binder, bind_expression(binder, level, *item, Place::window_partition));
    if (equality_operator(expr->type) == nullptr)
      rules::raise(
          rules::error(conditions::no_equality_operator, type_name_of(*expr)).at(expr->location));
    spec.partition_by.push_back(std::move(expr));
  }
  if (definition.n_order_clause > 0) {
    PlaceScope place(level, Place::window_order);
    spec.order_by = bind_sort_expressions(
        binder, level, nodes(definition.order_clause, definition.n_order_clause));
  }
  bind_frame(binder, level, spec, definition);
  level.in_window_call = inside;
  return spec;
}

const WindowSpec& spec_of(Binder& binder, Level& level, NamedWindow& window) {
  if (!window.spec) {
    window.spec = bind_spec(binder, level, *window.definition);
    window.has_frame = window.definition->frame_options != frame_defaults;
    if (binder.forms != nullptr) window.form = form_of(*window.definition, *window.spec);
  }
  return *window.spec;
}

bool equal_bounds(const FrameBound& a, const FrameBound& b) {
  return a.kind == b.kind && equal_exprs(a.offset, b.offset);
}

bool equal_specs(const WindowSpec& a, const WindowSpec& b) {
  const auto same_key = [](const SortKey& x, const SortKey& y) {
    return x.descending == y.descending && x.nulls_first == y.nulls_first &&
           equal_exprs(x.expr, y.expr);
  };
  return std::ranges::equal(a.partition_by, b.partition_by, equal_exprs) &&
         std::ranges::equal(a.order_by, b.order_by, same_key) && a.frame.mode == b.frame.mode &&
         equal_bounds(a.frame.start, b.frame.start) && equal_bounds(a.frame.end, b.frame.end) &&
         a.frame.exclusion == b.frame.exclusion;
}

}  // namespace

ExprPtr add_window_call(Binder& binder, Level& level, std::shared_ptr<Expr> call,
                        const PgQuery__WindowDef& over) {
  const PlaceRules& place = rules_of(level.place);
  if (level.in_window_call)
    rules::raise(rules::error(conditions::nested_window).at(call->location));
  if (!place.windows)
    rules::raise(rules::error(conditions::windows_not_allowed, place.forbidder).at(call->location));
  for (const AggregateFrame& frame : binder.aggregate_frames)
    if (frame.level == level.depth)
      rules::raise(rules::error(conditions::aggregate_contains_window).at(call->location));
  WindowSpec spec;
  if (present(over.name)) {
    NamedWindow* named = find_named(level, text_of(over.name));
    if (named == nullptr)
      rules::raise(
          rules::error(conditions::undefined_window, text_of(over.name)).at(over.location));
    spec = spec_of(binder, level, *named);
  } else {
    spec = bind_spec(binder, level, over);
  }
  const ColumnId column = binder.new_column(call->function->name, call->type);
  if (binder.forms != nullptr) {
    WindowForm form;
    if (present(over.name)) form.name = text_of(over.name);
    if (!present(over.name)) form = form_of(over, spec);
    record_call(binder, column,
                {.call = call, .grouping = {}, .over = true, .window = std::move(form)});
  }
  ExprPtr reference = column_expr(binder, column, call->location);
  for (WindowUse& use : level.windows) {
    if (!equal_specs(use.spec, spec)) continue;
    use.calls.push_back({column, std::move(call)});
    return reference;
  }
  level.windows.push_back({std::move(spec), {{column, std::move(call)}}});
  return reference;
}

void bind_named_windows(Binder& binder, Level& level) {
  for (std::size_t i = 0; i < level.named_windows.size(); ++i)
    spec_of(binder, level, level.named_windows[i]);
  if (level.form == nullptr) return;
  for (const NamedWindow& window : level.named_windows) level.form->windows.push_back(window.form);
}

}  // namespace dsql::engine
