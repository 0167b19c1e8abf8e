// Scope: which names an expression can see. A Level is one query (PostgreSQL's ParseState): its
// FROM items, its CTEs, what its expressions asked for (aggregates, windows, sets), and the level
// around it. Levels live on the stack of the function that binds the query; one thread.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/bind/binder.h"
#include "engine/bind/expr.h"
#include "engine/bind/place.h"
#include "engine/bind/query_form.h"
#include "engine/bind/relation.h"
#include "engine/bind/tree_access.h"

namespace dsql::engine {

struct ScopeColumn {
  std::string_view name;
  ColumnId id = no_column;
  RangeColumn from = {};  // what it is called by where forms are recorded
};

// One name of a FROM clause and the columns behind it.
struct ScopeItem {
  enum class Kind : std::uint8_t { table, system, view, subquery, function, values, cte, join };
  Kind kind = Kind::table;
  std::string_view name;  // the range variable; empty for a join or VALUES without alias
  std::vector<ScopeColumn> columns;
  bool aliased = false;            // written with an alias
  const Table* table = nullptr;    // a base table
  std::string_view relation_name;  // of a table, system relation, view or CTE: its own name
  Oid schema = 0;
  Oid row_type = 0;                // of a table or view
  RangeId range = 0;               // where forms are recorded
  ColumnId whole_row = no_column;  // its row as one value, once asked for on a nullable side
  Relation* relation = nullptr;    // what produces the columns; a locking clause looks into it
  ColumnAccess* access = nullptr;  // where only some columns may be read
  bool table_visible = true;       // name.column finds it
  bool columns_visible = true;     // a bare column finds it
  bool lateral_only = false;       // only from LATERAL items
  bool lateral_ok = true;
  bool target = false;    // the table an UPDATE or DELETE changes
  bool nullable = false;  // on the nullable side of an outer join
};

class WithScope;

// A CTE that names of this level can refer to.
struct CteEntry {
  enum class State : std::uint8_t {
    pending,             // not yet bound
    non_recursive_term,  // being bound; a reference to itself is an error
    recursive_term,      // a reference to itself is the working table
    bound,
  };
  std::string_view name;
  std::uint32_t id = 0;
  State state = State::pending;
  bool visible = false;              // may be named now
  std::vector<ScopeColumn> columns;  // of the definition; ids are its own
  std::vector<ColumnId> outer;       // columns around the WITH that the definition refers to
  bool has_columns = true;           // false: DML without RETURNING
  bool has_union = false;            // WITH RECURSIVE and a UNION on top
  int references = 0;
  int self_references = 0;
  WithScope* scope = nullptr;  // binds a pending one
  int location = -1;
};

struct AggregateUse {
  ColumnId column = no_column;
  ExprPtr call;
};

// GROUPING(…) waiting for the group keys.
struct GroupingUse {
  ColumnId column = no_column;
  std::vector<ExprPtr> arguments;
  int location = -1;
};

struct WindowUse {
  WindowSpec spec;
  std::vector<AggregateItem> calls;
};

struct NamedWindow {
  std::string_view name;
  const PgQuery__WindowDef* definition = nullptr;
  std::optional<WindowSpec> spec;
  bool has_frame = false;
  WindowForm form = {};  // where forms are recorded
};

// A set-returning call taken out of its expression.
struct SetUse {
  ColumnId column = no_column;
  ExprPtr call;
  int depth = 0;  // 1 more than the sets in its arguments
};

struct Level {
  explicit Level(Level* parent_level)
      : parent(parent_level), depth(parent_level == nullptr ? 0 : parent_level->depth + 1) {}
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

  Level* parent;
  int depth;
  Place place = Place::none;
  std::vector<std::unique_ptr<ScopeItem>> items;  // every FROM item, in order
  std::vector<ScopeItem*> visible;                // those that can be named now
  bool lateral_active = false;
  std::vector<CteEntry*> ctes;       // latest last
  CteEntry* defining_cte = nullptr;  // this level is the query of a CTE
  bool in_expression = false;        // this level is a sub-select of an expression
  bool refers_to_itself = false;     // its FROM holds the working table of a recursive CTE
  int outer_join_depth = 0;          // while the nullable side of an outer join is bound
  Nodes locking;                     // its locking clauses
  int inherited_lock = 0;            // strength put on it from outside

  std::vector<AggregateUse> aggregates;
  std::vector<GroupingUse> groupings;
  std::vector<WindowUse> windows;
  std::vector<NamedWindow> named_windows;
  std::vector<SetUse> sets;
  std::vector<std::pair<ColumnId, ExprPtr>> merged;  // columns that joins compute
  bool in_window_call = false;
  bool in_from_function = false;  // binding the top of a function in FROM
  QueryFormPtr form;              // null unless recorded

  ScopeItem& add_item(ScopeItem item) {
    return *items.emplace_back(std::make_unique<ScopeItem>(std::move(item)));
  }
};

// Sets the place for the duration of a block.
class PlaceScope {
 public:
  PlaceScope(Level& level, Place place) : level_(level), before_(level.place) {
    level.place = place;
  }
  ~PlaceScope() { level_.place = before_; }
  PlaceScope(const PlaceScope&) = delete;
  PlaceScope& operator=(const PlaceScope&) = delete;

 private:
  Level& level_;
  Place before_;
};

struct FoundItem {
  ScopeItem* item = nullptr;
  Level* level = nullptr;
};

// The column a bare name means, from the innermost level that has one; no_column if none does.
// Raises ambiguous_column and lateral reference errors.
ScopeColumn find_column(Binder& binder, Level& level, std::string_view name, int location);
// The same, of this level only (GROUP BY).
ScopeColumn find_local_column(Binder& binder, Level& level, std::string_view name, int location);

// The item a range variable means. Raises ambiguous_table_reference and lateral errors.
FoundItem find_item(Binder& binder, Level& level, std::optional<std::string_view> schema,
                    std::string_view name, int location);

// The column of an item. Raises ambiguous_column where it has two of the name.
ScopeColumn find_item_column(Binder& binder, Level& from, const FoundItem& found,
                             std::string_view name, int location);

// A reference to the column.
ExprPtr scope_column_expr(const Binder& binder, const ScopeColumn& column, int location);

// --- recording of forms (query_form.h); nothing happens unless the binder records them ---
// What was bound has no form that could be printed.
void note_unprintable(Binder& binder);
void record_call(Binder& binder, ColumnId column, CallForm call);
// Gives the item a number, its columns their places in it, and notes it on the level. `columns` of
// the form are filled in from the item.
void record_range(Binder& binder, Level& level, ScopeItem& item, const PgQuery__Alias* alias,
                  RangeForm form);

// Gives the item's rows a column that holds the row as a value, below the outer join that may put
// NULLs in their place: the row of a missing side is NULL, not a row of NULLs.
ColumnId need_whole_row(Binder& binder, ScopeItem& item, const Expr& row);
// Hands such columns up through the joins of a finished FROM clause.
void pass_whole_rows(Binder& binder, const Level& level, Relation& from);

// Notes a use of a column of the level, for the level an aggregate around it belongs to.
void note_level(Binder& binder, const Level& level);

// Notes a use of a column by its item, for column privileges.
void note_use(const Binder& binder, ScopeItem& item, ColumnId column);

// Raise with the detail and hint PostgreSQL finds by looking through all items.
[[noreturn]] void raise_missing_column(Binder& binder, Level& level, std::string_view table,
                                       std::string_view column, int location);
[[noreturn]] void raise_missing_item(Binder& binder, Level& level,
                                     std::optional<std::string_view> schema, std::string_view name,
                                     int location);

// Raises duplicate_alias if a name of `added` is taken among `visible`.
void check_item_names(const std::vector<ScopeItem*>& visible, const std::vector<ScopeItem*>& added);

}  // namespace dsql::engine
