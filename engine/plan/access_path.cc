#include "engine/plan/access_path.h"

#include <algorithm>

#include "engine/bind/table_expressions.h"

namespace dsql::engine {

namespace {

constexpr double unknown_table_rows = 1000;
constexpr double row_cost = 1;     // decoding one row of a scan
constexpr double lookup_cost = 4;  // one descent, or one fetch of a row by an index entry
constexpr double equal_selectivity = 0.005;
constexpr double range_selectivity = 0.25;
constexpr double other_selectivity = 0.33;

bool is_integer(Oid type) { return type == oid::int2 || type == oid::int4 || type == oid::int8; }
// Whether a key column decodes to the very value that was stored: numeric loses its display scale
// in a key, bpchar its blanks, a float the sign of zero.
bool key_keeps_value(Oid type) {
  return type != oid::numeric && type != oid::bpchar && type != oid::float4 && type != oid::float8;
}

bool is_string(Oid type) { return type == oid::text || type == oid::varchar; }

enum class Comparison : std::uint8_t { equal, less, less_equal, greater, greater_equal, none };

Comparison comparison(const OperatorRow* op) {
  if (op == nullptr) return Comparison::none;
  if (op->name == "=") return Comparison::equal;
  if (op->name == "<") return Comparison::less;
  if (op->name == "<=") return Comparison::less_equal;
  if (op->name == ">") return Comparison::greater;
  if (op->name == ">=") return Comparison::greater_equal;
  return Comparison::none;
}

Comparison mirrored(Comparison c) {
  switch (c) {
    case Comparison::less: return Comparison::greater;
    case Comparison::less_equal: return Comparison::greater_equal;
    case Comparison::greater: return Comparison::less;
    case Comparison::greater_equal: return Comparison::less_equal;
    default: return c;
  }
}

// Structural equality of two expressions, those of an index (whose ColumnIds are attribute numbers)
// and those of a query over the scan.
bool same_expression(const Expr& stored, const Expr& used, const TableScan& scan) {
  const Expr& a = strip_relabel(stored);
  const Expr& b = strip_relabel(used);
  if (a.kind != b.kind || a.args.size() != b.args.size()) return false;
  if (a.kind == ExprKind::column) return scan.columns[a.column - 1] == b.column;
  if (a.function != b.function || a.number != b.number || a.negated != b.negated || a.subquery ||
      b.subquery) {
    return false;
  }
  if (a.kind == ExprKind::constant) {
    if (a.value.is_null() || b.value.is_null()) return a.value.is_null() == b.value.is_null();
    if (a.value.physical() != b.value.physical()) return false;
    const TextFormat format;
    return value_to_text(a.type, a.value, format) == value_to_text(b.type, b.value, format);
  }
  for (std::size_t i = 0; i < a.args.size(); ++i) {
    if ((a.args[i] == nullptr) != (b.args[i] == nullptr)) return false;
    if (a.args[i] && !same_expression(*a.args[i], *b.args[i], scan)) return false;
  }
  return true;
}

// One conjunct as a restriction of a key: `key op value`.
struct Restriction {
  const Expr* key = nullptr;
  Comparison op = Comparison::none;
  ExprPtr value;               // of a comparison
  std::vector<ExprPtr> items;  // of an IN list
  ExprPtr array;               // of = ANY (array)
  bool is_null = false;
  std::size_t conjunct = 0;
};

class Chooser {
 public:
  Chooser(const TableScan& scan, const std::vector<ExprPtr>& conjuncts,
          const std::vector<ColumnId>& needed, const WantedOrder* order, const PlanContext& context)
      : scan_(scan),
        conjuncts_(conjuncts),
        needed_(needed),
        order_(order),
        context_(context),
        settings_(context.settings) {
    const double known = context.statistics.table_rows(scan.table->oid);
    table_rows_ = std::max(known >= 0 ? known : unknown_table_rows, 1.0);
    for (std::size_t i = 0; i < conjuncts.size(); ++i) find_restriction(i);
  }

  AccessPath choose() {
    AccessPath best = path(scan_.table->primary_key(), 0);
    if (!settings_.enable_indexscan) return best;
    for (std::size_t i = 0; i < scan_.table->indexes.size(); ++i) {
      const Index& index = scan_.table->indexes[i];
      if (index.primary || index.state != IndexState::valid || !predicate_implied(i)) continue;
      AccessPath candidate = path(&index, i);
      if (better(candidate, best)) best = std::move(candidate);
    }
    return best;
  }

 private:
  bool own(const Expr& expr) const { return reads_any(expr, scan_.columns); }

  void find_restriction(std::size_t i) {
    const Expr& expr = *conjuncts_[i];
    if (is_volatile(expr)) return;
    if (expr.kind == ExprKind::is_null) {
      restrictions_.push_back({.key = expr.args[0].get(), .is_null = true, .conjunct = i});
    } else if (expr.kind == ExprKind::call && expr.args.size() == 2) {
      comparison_restriction(expr, i);
    } else if (expr.kind == ExprKind::in_list && !expr.negated) {
      Restriction in{.key = expr.args[0].get(), .op = Comparison::equal, .conjunct = i};
      for (std::size_t k = 1; k < expr.args.size(); ++k) {
        if (own(*expr.args[k])) return;
        in.items.push_back(expr.args[k]);
      }
      restrictions_.push_back(std::move(in));
    } else if (expr.kind == ExprKind::any_array && comparison(expr.op) == Comparison::equal &&
               !own(*expr.args[1])) {
      restrictions_.push_back({.key = expr.args[0].get(),
                               .op = Comparison::equal,
                               .array = expr.args[1],
                               .conjunct = i});
    }
  }

  void comparison_restriction(const Expr& expr, std::size_t i) {
    const Comparison op = comparison(expr.op);
    if (op == Comparison::none) return;
    if (own(*expr.args[0]) && !own(*expr.args[1])) {
      restrictions_.push_back(
          {.key = expr.args[0].get(), .op = op, .value = expr.args[1], .conjunct = i});
    } else if (own(*expr.args[1]) && !own(*expr.args[0])) {
      restrictions_.push_back(
          {.key = expr.args[1].get(), .op = mirrored(op), .value = expr.args[0], .conjunct = i});
    }
  }

  // Whether the restriction is one of key `k` of the index, by a value its key encoding can take.
  bool restricts(const Restriction& restriction, const Index& index, std::size_t position,
                 std::size_t k) const {
    const IndexKey& key = index.keys[k];
    if (key.column != 0) {
      const Expr& used = strip_relabel(*restriction.key);
      if (used.kind != ExprKind::column ||
          used.column != scan_.columns[static_cast<std::size_t>(key.column - 1)]) {
        return false;
      }
    } else if (!same_expression(*expressions().indexes[position].keys[k], *restriction.key,
                                scan_)) {
      return false;
    }
    if (restriction.is_null) return true;
    if (restriction.array) {
      return same_key_family(type_of(restriction.array->type).element, key.type);
    }
    for (const ExprPtr& item : restriction.items) {
      if (!same_key_family(item->type, key.type)) return false;
    }
    return !restriction.value || same_key_family(restriction.value->type, key.type);
  }

  const TableExpressions& expressions() const {
    if (!expressions_) expressions_ = expressions_of(*scan_.table, context_.catalog);
    return *expressions_;
  }

  bool predicate_implied(std::size_t position) const {
    if (scan_.table->indexes[position].predicate_sql.empty()) return true;
    std::vector<ExprPtr> parts;
    split_conjuncts(expressions().indexes[position].predicate, parts);
    return std::all_of(parts.begin(), parts.end(), [&](const ExprPtr& part) {
      return std::any_of(conjuncts_.begin(), conjuncts_.end(), [&](const ExprPtr& conjunct) {
        return same_expression(*part, *conjunct, scan_);
      });
    });
  }

  // The path over one index, or over the table where it has no key.
  AccessPath path(const Index* index, std::size_t position) {
    AccessPath result;
    TableAccess& access = result.access;
    access.table = scan_.table;
    access.alias = scan_.alias;
    access.row_key = scan_.row_key;
    for (std::size_t i = 0; i < scan_.columns.size(); ++i) {
      if (scan_.columns[i] != no_column && contains(needed_, scan_.columns[i])) {
        access.columns.emplace_back(static_cast<AttributeNumber>(i + 1), scan_.columns[i]);
      }
    }
    std::vector<bool> used(conjuncts_.size());
    double selected = table_rows_;
    std::size_t depth = 0;
    if (index != nullptr && settings_.enable_indexscan) {
      if (!index->primary) access.index = index->oid;
      depth = bound(*index, position, access, used, selected, result.unique);
      access.index_only = !index->primary && settings_.enable_indexonlyscan && covers(*index);
      result.ordered = order_ != nullptr && yields_order(*index, access);
    }
    estimate(result, used, selected, index != nullptr && !index->primary, depth);
    return result;
  }

  // Takes what restricts the leading keys; answers how many conjuncts the bounds used.
  std::size_t bound(const Index& index, std::size_t position, TableAccess& access,
                    std::vector<bool>& used, double& selected, bool& unique) {
    std::size_t depth = 0;
    for (std::size_t k = 0; k < index.keys.size(); ++k) {
      const Restriction* equal = find(index, position, k, [](const Restriction& r) {
        return r.op == Comparison::equal && r.value;
      });
      if (equal == nullptr) {
        depth += bound_last(index, position, k, access, used, selected);
        break;
      }
      access.equal.push_back(equal->value);
      used[equal->conjunct] = true;
      selected *= equal_selectivity;
      ++depth;
    }
    if (index.unique && access.equal.size() == index.keys.size()) {
      unique = true;
      selected = 1;
    }
    return depth;
  }

  // The key after the equal ones: an IN list, an array, IS NULL, or a range.
  std::size_t bound_last(const Index& index, std::size_t position, std::size_t k,
                         TableAccess& access, std::vector<bool>& used, double& selected) {
    if (const Restriction* in = find(index, position, k, [](const Restriction& r) {
          return r.op == Comparison::equal && (!r.items.empty() || r.array);
        })) {
      access.any_of = in->items;
      access.any_array = in->array;
      used[in->conjunct] = true;
      selected *=
          equal_selectivity * static_cast<double>(std::max<std::size_t>(in->items.size(), 4));
      return 1;
    }
    if (const Restriction* null =
            find(index, position, k, [](const Restriction& r) { return r.is_null; })) {
      access.next_is_null = true;
      used[null->conjunct] = true;
      selected *= equal_selectivity;
      return 1;
    }
    std::size_t taken = 0;
    for (const Restriction& restriction : restrictions_) {
      if (!restriction.value || !restricts(restriction, index, position, k)) continue;
      const bool inclusive =
          restriction.op == Comparison::less_equal || restriction.op == Comparison::greater_equal;
      const bool upper =
          restriction.op == Comparison::less || restriction.op == Comparison::less_equal;
      std::optional<KeyBound>& side = upper ? access.upper : access.lower;
      if (side) continue;  // a second bound of one side stays a filter
      side = KeyBound{restriction.value, inclusive};
      used[restriction.conjunct] = true;
      selected *= range_selectivity;
      ++taken;
    }
    return taken;
  }

  template <class Test>
  const Restriction* find(const Index& index, std::size_t position, std::size_t k,
                          Test test) const {
    for (const Restriction& restriction : restrictions_) {
      if (test(restriction) && restricts(restriction, index, position, k)) return &restriction;
    }
    return nullptr;
  }

  // Whether an entry holds every needed column: keys, INCLUDE columns and the primary key's.
  bool covers(const Index& index) const {
    for (const ColumnId id : needed_) {
      const auto at = std::find(scan_.columns.begin(), scan_.columns.end(), id);
      if (at == scan_.columns.end()) continue;
      const auto number = static_cast<AttributeNumber>(at - scan_.columns.begin() + 1);
      if (!holds(index, number)) return false;
    }
    return true;
  }
  bool holds(const Index& index, AttributeNumber number) const {
    const auto is_key = [&](const IndexKey& key) {
      return key.column == number && key_keeps_value(key.type);
    };
    if (std::any_of(index.keys.begin(), index.keys.end(), is_key)) return true;
    if (std::find(index.included.begin(), index.included.end(), number) != index.included.end())
      return true;
    const Index* primary = scan_.table->primary_key();
    return primary != nullptr && std::any_of(primary->keys.begin(), primary->keys.end(), is_key);
  }

  // Whether walking the index, forward or backward, gives the wanted order; sets the direction.
  bool yields_order(const Index& index, TableAccess& access) const {
    if (!access.any_of.empty() || access.any_array) return false;
    std::size_t k = access.equal.size();
    std::optional<bool> backward;
    for (const SortKey& wanted : order_->keys) {
      if (equal_to_constant(index, wanted, access.equal.size())) continue;
      if (k >= index.keys.size() || index.keys[k].column == 0) return false;
      const IndexKey& key = index.keys[k];
      if (scan_.columns[static_cast<std::size_t>(key.column - 1)] != wanted.expr->column)
        return false;
      const bool reversed = wanted.descending;
      const bool nulls_first = key.nulls_first != reversed;
      const bool never_null =
          scan_.table->columns[static_cast<std::size_t>(key.column - 1)].not_null;
      if (!never_null && nulls_first != wanted.nulls_first) return false;
      if (backward && *backward != reversed) return false;
      backward = reversed;
      ++k;
    }
    access.backward = backward.value_or(false);
    return true;
  }
  bool equal_to_constant(const Index& index, const SortKey& wanted, std::size_t equal) const {
    for (std::size_t k = 0; k < equal; ++k) {
      const AttributeNumber number = index.keys[k].column;
      if (number != 0 && scan_.columns[static_cast<std::size_t>(number - 1)] == wanted.expr->column)
        return true;
    }
    return false;
  }

  void estimate(AccessPath& result, const std::vector<bool>& used, double selected, bool secondary,
                std::size_t depth) {
    std::vector<ExprPtr> rest;
    double rows = selected;
    for (std::size_t i = 0; i < conjuncts_.size(); ++i) {
      if (used[i]) continue;
      rest.push_back(conjuncts_[i]);
      const bool equal = conjuncts_[i]->kind == ExprKind::call &&
                         comparison(conjuncts_[i]->op) == Comparison::equal;
      rows *= equal ? equal_selectivity : other_selectivity;
    }
    result.access.filter = join_conjuncts(rest);
    result.rows = std::max(rows, 1.0);
    double read = std::max(selected, 1.0);
    if (result.ordered && order_->limited)
      read = std::min(read, 100 / std::max(rows / selected, 0.01));
    const bool fetches = secondary && !result.access.index_only;
    result.cost = lookup_cost + read * (row_cost + (fetches ? lookup_cost : 0));
    if (!secondary && depth == 0 && !settings_.enable_seqscan) result.cost += 1e9;
  }

  bool better(const AccessPath& a, const AccessPath& b) const {
    const double sort = order_ != nullptr ? sort_cost(a) - sort_cost(b) : 0;
    return a.cost + sort < b.cost;
  }
  static double sort_cost(const AccessPath& path) { return path.ordered ? 0 : path.rows * 2; }

  const TableScan& scan_;
  const std::vector<ExprPtr>& conjuncts_;
  const std::vector<ColumnId>& needed_;
  const WantedOrder* order_;
  const PlanContext& context_;
  const PlanSettings& settings_;
  double table_rows_ = 1;
  std::vector<Restriction> restrictions_;
  mutable std::shared_ptr<const TableExpressions> expressions_;
};

}  // namespace

const Expr& strip_relabel(const Expr& expr) {
  const Expr* inner = &expr;
  while (inner->kind == ExprKind::relabel && !inner->args.empty() &&
         same_key_family(inner->type, inner->args[0]->type)) {
    inner = inner->args[0].get();
  }
  return *inner;
}

bool same_key_family(Oid a, Oid b) {
  if (a == b) return true;
  return (is_integer(a) && is_integer(b)) || (is_string(a) && is_string(b));
}

AccessPath choose_access(const TableScan& scan, const std::vector<ExprPtr>& conjuncts,
                         const std::vector<ColumnId>& needed, const WantedOrder* order,
                         const PlanContext& context) {
  return Chooser(scan, conjuncts, needed, order, context).choose();
}

}  // namespace dsql::engine
