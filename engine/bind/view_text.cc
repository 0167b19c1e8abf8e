#include "engine/bind/view_text.h"

#include <algorithm>
#include <set>

#include "engine/bind/deparse.h"
#include "engine/catalog/catalog_edit.h"
#include "engine/catalog/search_path.h"
#include "engine/types/timezone.h"

namespace dsql::engine {
namespace {

// Stored text is independent of the session: no search path, no privileges.
BindContext stored_context(const CatalogPointer& catalog) {
  static const TextFormat iso = [] {
    TextFormat format;
    format.zone = &utc_zone();
    return format;
  }();
  BindContext context;
  context.format = &iso;
  context.catalog = catalog;
  return context;
}

BoundForm form_of(const View& view, const BindContext& context) {
  const rules::ParseTree tree = rules::parse(view.query_sql);
  return bind_query_form(*tree.statements().front().node, context);
}

std::vector<std::string> names_of(const View& view) {
  std::vector<std::string> names;
  for (const TableColumn& column : view.columns) names.push_back(column.name);
  return names;
}

std::optional<std::string> stored_text(const BoundForm& form, const CatalogVersion& catalog) {
  auto text = deparse_query(form, {.catalog = catalog, .stored = true});
  if (text && text->starts_with(' ')) text->erase(0, 1);
  return text;
}

// Whether the text means what the query means: the same columns of the same types.
bool means_the_same(const BoundQuery& query, const std::string& text, BindContext context) {
  context.role = nullptr;
  try {
    const rules::ParseTree tree = rules::parse(text);
    const BoundQuery again = bind_query(*tree.statements().front().node, context);
    return std::ranges::equal(query.results, again.results, [&](const auto& a, const auto& b) {
      const ColumnOrigin& before = query.columns[a.second];
      const ColumnOrigin& after = again.columns[b.second];
      return a.first == b.first && before.type == after.type && before.modifier == after.modifier;
    });
  } catch (const rules::SqlError&) {  // an answer here, not a failure
    return false;
  }
}

// What changes its name, or that of a column.
struct Renames {
  std::set<Oid> relations;
  std::set<std::string> words;  // former names of other objects
};

bool same_names(const std::vector<TableColumn>& a, const std::vector<TableColumn>& b) {
  return std::ranges::equal(a, b, [](const TableColumn& x, const TableColumn& y) {
    return x.name == y.name && x.dropped == y.dropped;
  });
}

template <class T>
void note_relation(const T* before, const T& after, Renames& renames) {
  if (before == nullptr) return;
  bool same = before->name == after.name && before->schema == after.schema;
  if constexpr (!std::is_same_v<T, SequenceObject>)
    same = same && same_names(before->columns, after.columns);
  if (!same) renames.relations.insert(after.oid);
}

template <class T>
void note_name(const T* before, const T& after, Renames& renames) {
  if (before == nullptr) return;
  if (before->name != after.name || before->schema != after.schema)
    renames.words.insert(before->name);
}

// Notes the renames of one object and puts it into the catalog to come.
struct Noting {
  const CatalogVersion& before;
  CatalogEdit& edit;
  Renames& renames;

  void operator()(const Table& table) { note_relation(before.table(table.oid), table, renames); }
  void operator()(const View& view) { note_relation(before.view(view.oid), view, renames); }
  void operator()(const SequenceObject& sequence) {
    note_relation(before.sequence(sequence.oid), sequence, renames);
  }
  void operator()(const Domain& domain) { note_name(before.domain(domain.oid), domain, renames); }
  void operator()(const SqlFunction& function) {
    note_name(before.function(function.oid), function, renames);
  }
  void operator()(const Schema& schema) { note_name(before.schema(schema.oid), schema, renames); }
  template <class T>
  void operator()(const T&) {}
};

bool concerns(const View& view, const Renames& renames) {
  const bool reads = std::ranges::any_of(
      view.depends_on, [&](Oid relation) { return renames.relations.contains(relation); });
  return reads || std::ranges::any_of(renames.words, [&](const std::string& word) {
           return view.query_sql.find(word) != std::string::npos;
         });
}

// The views that may be called differently inside, with their new texts.
std::vector<View> followers(const CatalogPointer& before, const CatalogPointer& after,
                            const Renames& renames) {
  std::vector<View> changed;
  for (const auto& [oid, view] : before->views()) {
    if (!concerns(*view, renames)) continue;
    try {
      const auto text = stored_text(form_of(*view, stored_context(before)), *after);
      if (!text) continue;
      View copy = *view;
      copy.query_sql = *text;
      changed.push_back(std::move(copy));
    } catch (const rules::SqlError&) {
      // A view that does not bind any more keeps its text.
    }
  }
  return changed;
}

void follow(PutObjects& put, const CatalogPointer& before) {
  CatalogEdit edit(before);
  Renames renames;
  for (const auto& object : put.objects) std::visit(Noting{*before, edit, renames}, object);
  if (renames.relations.empty() && renames.words.empty()) return;
  for (const auto& object : put.objects) std::visit([&](auto copy) { edit.put(copy); }, object);
  for (View& view : followers(before, edit.current(), renames)) {
    const auto known = std::ranges::find_if(put.objects, [&](const auto& object) {
      const View* other = std::get_if<View>(&object);
      return other != nullptr && other->oid == view.oid;
    });
    if (known != put.objects.end()) {
      std::get<View>(*known).query_sql = std::move(view.query_sql);
    } else if (view.query_sql != before->view(view.oid)->query_sql) {
      put.objects.emplace_back(std::move(view));
    }
  }
}

}  // namespace

std::optional<std::string> canonical_query(const rules::Node& query, const BindContext& context) {
  const auto text = stored_text(bind_query_form(query, context), *context.catalog);
  if (!text || !means_the_same(bind_query(query, context), *text, context)) return std::nullopt;
  return text;
}

std::string view_definition(const View& view, const BindContext& context, bool pretty, int wrap) {
  const auto user = [&]() -> std::string_view {
    return context.role == nullptr ? std::string_view() : std::string_view(context.role->name);
  }();
  const DeparseStyle style{
      .catalog = *context.catalog,
      .path = effective_path(*context.catalog, context.search_path, user, true),
      .format = context.format,
      .pretty = pretty,
      .wrap = wrap};
  try {
    const auto text =
        deparse_query(form_of(view, stored_context(context.catalog)), style, names_of(view));
    if (text) return *text + ";";
  } catch (const rules::SqlError&) {
    // What no longer binds is shown as it is stored.
  }
  return " " + view.query_sql + ";";
}

std::optional<bool> uses_column(const View& view, const Table& table, const TableColumn& column,
                                const BindContext& context) {
  CatalogEdit edit(context.catalog);
  Table without = table;
  without.columns[static_cast<std::size_t>(column.number - 1)].dropped = true;
  std::erase_if(without.indexes, [](const Index&) { return true; });
  edit.put(std::move(without));
  const BoundForm form = form_of(view, stored_context(context.catalog));
  if (!deparse_query(form, {.catalog = *context.catalog})) return std::nullopt;
  return !deparse_query(form, {.catalog = *edit.current()}).has_value();
}

void follow_changes(BoundDdl& ddl, const BindContext& context) {
  const CatalogPointer& before = context.catalog;
  if (auto* put = std::get_if<PutObjects>(&ddl.action)) return follow(*put, before);
  auto* alter = std::get_if<AlterTable>(&ddl.action);
  if (alter == nullptr) return;
  PutObjects put;
  put.objects.emplace_back(alter->table);
  follow(put, before);
  for (std::size_t i = 1; i < put.objects.size(); ++i) {
    View& view = std::get<View>(put.objects[i]);
    if (std::ranges::find(alter->dropped_views, view.oid) == alter->dropped_views.end())
      alter->changed_views.push_back(std::move(view));
  }
}

}  // namespace dsql::engine
