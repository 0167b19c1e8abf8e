// Names in printed SQL: of FROM items, unique among all that can be seen, of their columns, of
// types and functions.
#include <algorithm>

#include "engine/bind/declared_type.h"
#include "engine/bind/deparse_printer.h"
#include "engine/catalog/search_path.h"
#include "engine/system/functions.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {
namespace {

template <class Taken>
std::string unique_name(const std::string& name, Taken&& taken) {
  std::string made = name;
  for (int number = 1; taken(made); ++number) made = name + "_" + std::to_string(number);
  return made;
}

bool is_one_of(std::span<const FunctionRow> rows, const FunctionRow* row) {
  return row >= rows.data() && row < rows.data() + rows.size();
}

}  // namespace

// What the USING clauses of a query's joins demand of the columns below them.
struct UsingNames {
  std::map<RangeColumn, std::string> given;               // a column must be called so
  std::map<RangeId, std::vector<std::string>> forbidden;  // no other column may be called so
  // A column that a join computes cannot be qualified, so that no other may have its name.
  bool unique = false;
  std::vector<std::string> all;
};

namespace {

bool has_computed(const QueryForms& forms, RangeId id) {
  const RangeForm& form = forms.ranges.at(id);
  if (form.kind != RangeForm::Kind::join) return false;
  for (std::size_t i = 0; i < form.using_columns.size() && i < form.shown.size(); ++i)
    if (form.shown[i].range == 0) return true;
  return has_computed(forms, form.left) || has_computed(forms, form.right);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

void demand(const QueryForms& forms, RangeId id, std::vector<std::string> above,
            UsingNames& demands) {
  const RangeForm& form = forms.ranges.at(id);
  demands.forbidden[id] = above;
  if (form.kind != RangeForm::Kind::join) return;
  for (std::size_t i = 0; i < form.using_columns.size(); ++i) {
    const RangeForm::Using& column = form.using_columns[i];
    const RangeColumn own{id, static_cast<AttributeNumber>(i + 1)};
    std::string name;
    for (const RangeColumn& wanted : {own, column.left, column.right})
      if (const auto found = demands.given.find(wanted); found != demands.given.end())
        name = found->second;
    if (name.empty()) {
      const bool renamed = !form.alias.empty() && i < form.column_names.size();
      name = unique_name(
          renamed ? form.column_names[i] : column.name,
          [&](const std::string& taken) { return demands.unique && contains(demands.all, taken); });
    }
    if (!contains(demands.all, name)) demands.all.push_back(name);
    demands.given[own] = name;
    if (column.left.range != 0) demands.given[column.left] = name;
    if (column.right.range != 0) demands.given[column.right] = name;
    above.push_back(name);
  }
  demand(forms, form.left, above, demands);
  demand(forms, form.right, above, demands);
}

}  // namespace

std::string QueryPrinter::relation_name(const RangeForm& form) const {
  if (form.system != nullptr) {
    const bool visible = form.system->schema == oid::schema_pg_catalog;
    return qualified_name(style_.catalog, form.system->schema, form.system->name, visible);
  }
  const FoundRelation exact = find_relation(style_.catalog, form.relation);
  if (!exact || exact.object() == nullptr) return quote_identifier(form.name);
  const Object& object = *exact.object();
  const FoundRelation seen = find_relation(style_.catalog, style_.path, object.name);
  return qualified_name(style_.catalog, object.schema, object.name,
                        seen && seen.oid() == form.relation);
}

// What the item is called without an alias.
std::string QueryPrinter::own_name(const RangeForm& form) const {
  if (form.kind == RangeForm::Kind::relation) {
    const FoundRelation found = find_relation(style_.catalog, form.relation);
    if (found && found.object() != nullptr) return found.object()->name;
  }
  if (form.kind == RangeForm::Kind::subquery && form.name.empty()) return "unnamed_subquery";
  return form.name;
}

// The columns as the item has them now, before any alias; empty names for dropped ones.
std::vector<std::string> QueryPrinter::real_columns(const RangeForm& form) const {
  const std::vector<TableColumn>* columns = nullptr;
  if (form.kind == RangeForm::Kind::relation) {
    const FoundRelation found = find_relation(style_.catalog, form.relation);
    if (found.kind == 'r') columns = &found.table->columns;
    if (found.kind == 'v') columns = &found.view->columns;
  }
  if (columns == nullptr) {
    std::vector<std::string> names = form.columns;
    if (form.kind != RangeForm::Kind::join) return names;
    for (std::size_t i = 0; i < form.shown.size() && i < names.size(); ++i) {
      const auto known = names_.find(form.shown[i].range);
      if (known != names_.end() && form.shown[i].position > 0)
        names[i] = known->second.columns.at(static_cast<std::size_t>(form.shown[i].position - 1));
    }
    return names;
  }
  std::vector<std::string> names;
  for (const TableColumn& column : *columns)
    names.push_back(column.dropped ? std::string() : column.name);
  return names;
}

const RangeNames& QueryPrinter::range_names(RangeId id) const { return names_.at(id); }

const std::string& QueryPrinter::column_name(const RangeColumn& column) const {
  return names_.at(column.range).columns.at(static_cast<std::size_t>(column.position - 1));
}

// The columns that a FROM item has by now, as its names are found in a join above it.
std::vector<RangeColumn> QueryPrinter::current_columns(RangeId id) const {
  const RangeForm& form = range_form(id);
  std::vector<RangeColumn> columns;
  if (form.kind != RangeForm::Kind::join || !form.alias.empty()) {
    const std::vector<std::string>& names = names_.at(id).columns;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!names[i].empty()) columns.push_back({id, static_cast<AttributeNumber>(i + 1)});
    return columns;
  }
  std::vector<RangeColumn> merged;
  for (std::size_t i = 0; i < form.using_columns.size(); ++i) {
    merged.push_back(form.using_columns[i].left);
    merged.push_back(form.using_columns[i].right);
    const bool computed = i >= form.shown.size() || form.shown[i].range == 0;
    columns.push_back(computed ? RangeColumn{id, static_cast<AttributeNumber>(i + 1)}
                               : form.shown[i]);
  }
  for (RangeId side : {form.left, form.right}) {
    for (const RangeColumn& column : current_columns(side))
      if (std::ranges::find(merged, column) == merged.end()) columns.push_back(column);
  }
  return columns;
}

// What the alias of a join gives: its columns under their names, and among them those that its
// sides have got since it was written.
void QueryPrinter::list_join_columns(RangeId id, RangeNames& names) const {
  RangeForm plain = range_form(id);
  std::vector<RangeColumn> columns;
  std::vector<RangeColumn> merged;
  for (std::size_t i = 0; i < plain.using_columns.size(); ++i) {
    merged.push_back(plain.using_columns[i].left);
    merged.push_back(plain.using_columns[i].right);
    columns.push_back(plain.shown[i]);
  }
  for (RangeId side : {plain.left, plain.right}) {
    for (const RangeColumn& column : current_columns(side))
      if (std::ranges::find(merged, column) == merged.end()) columns.push_back(column);
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool computed = columns[i].range == 0;
    const auto known = std::ranges::find(plain.shown, columns[i]);
    if (computed || known != plain.shown.end()) {
      const auto at = computed ? i : static_cast<std::size_t>(known - plain.shown.begin());
      names.listed.push_back(names.columns.at(at));
      continue;
    }
    names.listed.push_back(unique_name(column_name(columns[i]), [&](const std::string& name) {
      return contains(names.columns, name) || contains(names.listed, name);
    }));
    names.list_columns = true;
  }
}

void QueryPrinter::name_columns(RangeId id, RangeNames& names, const UsingNames& demands) const {
  const RangeForm& item = range_form(id);
  const std::vector<std::string> real = real_columns(item);
  const bool join = item.kind == RangeForm::Kind::join;
  std::vector<std::string>& columns = names.columns;
  columns.resize(real.size());
  for (std::size_t i = 0; i < real.size(); ++i) {
    const auto given = demands.given.find({id, static_cast<AttributeNumber>(i + 1)});
    const bool named_join = join && !item.alias.empty();
    if (given != demands.given.end() && !named_join) columns[i] = given->second;
  }
  // The alias names the columns that there were, one after the other.
  std::vector<std::string> aliases(real.size());
  auto alias = item.column_names.begin();
  for (std::size_t i = 0; i < item.columns.size() && alias != item.column_names.end(); ++i)
    if (!item.columns[i].empty() && i < aliases.size()) aliases[i] = *alias++;
  const auto forbidden = demands.forbidden.find(id);
  for (std::size_t i = 0; i < real.size(); ++i) {
    if (real[i].empty()) continue;
    if (columns[i].empty()) {
      const std::string& wanted = aliases[i].empty() ? real[i] : aliases[i];
      columns[i] = unique_name(wanted, [&](const std::string& name) {
        if (contains(columns, name)) return true;
        if (join) return false;
        return (demands.unique && contains(demands.all, name)) ||
               (forbidden != demands.forbidden.end() && contains(forbidden->second, name));
      });
    }
    names.list_columns |= columns[i] != real[i];
  }
  const bool plain = item.kind == RangeForm::Kind::relation || join;
  if (!plain && !item.column_names.empty()) names.list_columns = true;
  if (item.kind == RangeForm::Kind::function) names.list_columns = true;
  if (join && !item.alias.empty()) list_join_columns(id, names);
}

void QueryPrinter::push_names(const QueryForm& form) {
  levels_.push_back(form.ranges);
  UsingNames demands;
  for (RangeId id : form.from) demands.unique = demands.unique || has_computed(*forms_, id);
  for (RangeId id : form.from) demand(*forms_, id, {}, demands);
  for (const auto& [column, name] : demands.given) {
    const RangeForm& item = range_form(column.range);
    if (item.kind != RangeForm::Kind::relation) continue;
    const std::vector<std::string> real = real_columns(item);
    const auto position = static_cast<std::size_t>(column.position - 1);
    if (position >= real.size() || real[position].empty()) unprintable();  // it was dropped
  }
  for (RangeId id : form.ranges) {
    const RangeForm& item = range_form(id);
    RangeNames names;
    if (!item.alias.empty() || item.kind != RangeForm::Kind::join) {
      names.name = unique_name(item.alias.empty() ? own_name(item) : item.alias,
                               [&](const std::string& name) { return taken_.contains(name); });
      taken_.insert(names.name);
    }
    name_columns(id, names, demands);
    names_[id] = std::move(names);
  }
}

void QueryPrinter::pop_names() {
  for (RangeId id : levels_.back()) {
    const std::string& name = names_.at(id).name;
    if (const auto found = taken_.find(name); found != taken_.end()) taken_.erase(found);
  }
  levels_.pop_back();
}

std::string QueryPrinter::type_name(Oid type, TypeModifier modifier, Oid declared) const {
  if (declared == 0 || declared == type) {
    if (find_type(type) != nullptr) return type_display(type, modifier);
    declared = type;
  }
  if (const Domain* domain = style_.catalog.domain(declared)) {
    const bool visible = find_domain(style_.catalog, style_.path, domain->name) == domain;
    return qualified_name(style_.catalog, domain->schema, domain->name, visible);
  }
  if (const auto row = style_.catalog.composite(declared)) {
    const FoundRelation seen = find_relation(style_.catalog, style_.path, row->relation->name);
    return qualified_name(style_.catalog, row->relation->schema, row->relation->name,
                          seen && seen.oid() == row->relation->oid);
  }
  return type_display(type, modifier);
}

std::string QueryPrinter::function_name(const Expr& call) const {
  if (const SqlFunction* made = call.sql_function) {
    // The newest version of it: its name may have changed since the call was bound.
    const SqlFunction* now = style_.catalog.function(made->oid);
    const SqlFunction& function = now == nullptr ? *made : *now;
    for (Oid schema : style_.path) {
      const auto same = style_.catalog.functions_named(schema, function.name);
      const bool hides = std::ranges::any_of(same, [&](const SqlFunction* other) {
        return other->argument_types == function.argument_types;
      });
      if (hides || schema == function.schema)
        return qualified_name(style_.catalog, function.schema, function.name,
                              schema == function.schema);
    }
    return qualified_name(style_.catalog, function.schema, function.name);
  }
  const FunctionRow* row = call.function;
  if (is_one_of(sys_functions(), row))
    return qualified_name(style_.catalog, oid::schema_sys, row->name);
  if (is_one_of(information_schema_functions(), row))
    return qualified_name(style_.catalog, oid::schema_information_schema, row->name);
  if (style_.stored) return qualified_name(style_.catalog, oid::schema_pg_catalog, row->name);
  return quote_identifier(row->name);
}

}  // namespace dsql::engine
