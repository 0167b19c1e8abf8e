#include "engine/bind/query_form.h"

#include "engine/bind/scope.h"

namespace dsql::engine {
namespace {

// The names of all columns; those of a table stand at their attribute numbers.
std::vector<std::string> names_of(const ScopeItem& item) {
  std::vector<std::string> names;
  for (const ScopeColumn& column : item.columns) {
    const auto position = static_cast<std::size_t>(column.from.position);
    if (names.size() < position) names.resize(position);
    names[position - 1] = column.name;
  }
  return names;
}

}  // namespace

void note_unprintable(Binder& binder) {
  if (binder.forms != nullptr) binder.forms->complete = false;
}

void record_call(Binder& binder, ColumnId column, CallForm call) {
  if (binder.forms != nullptr) binder.forms->calls[column] = std::move(call);
}

void record_range(Binder& binder, Level& level, ScopeItem& item, const PgQuery__Alias* alias,
                  RangeForm form) {
  if (binder.forms == nullptr || level.form == nullptr) return;
  item.range = ++binder.forms->last_range;
  AttributeNumber position = 0;
  for (ScopeColumn& column : item.columns) {
    ++position;
    const bool numbered = item.kind == ScopeItem::Kind::table;
    column.from = {item.range, numbered ? binder.column(column.id).attribute : position};
  }
  form.columns = names_of(item);
  form.name = item.relation_name.empty() ? item.name : item.relation_name;
  if (form.kind == RangeForm::Kind::function) form.name = item.name;
  if (alias != nullptr) {
    form.alias = text_of(alias->aliasname);
    for (const Node* name : nodes(alias->colnames, alias->n_colnames))
      form.column_names.emplace_back(string_of(*name));
  }
  level.form->ranges.push_back(item.range);
  binder.forms->ranges[item.range] = std::move(form);
}

}  // namespace dsql::engine
