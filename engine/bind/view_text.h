// The text of views: what is stored of a view's query, how it follows the names of what it reads,
// and what pg_get_viewdef shows. Stored text is canonical: every name resolved, so that it means
// later what it meant when the view was made. Pure.
#pragma once

#include <optional>
#include <string>

#include "engine/bind/bind.h"
#include "engine/bind/ddl.h"

namespace dsql::engine {

// The canonical text of a query that binds; nullopt where it holds what cannot be printed.
std::optional<std::string> canonical_query(const rules::Node& query, const BindContext& context);

// As pg_get_viewdef answers: `pretty` and `wrap` as in DeparseStyle. The context gives catalog,
// search path and the form of literals.
std::string view_definition(const View& view, const BindContext& context, bool pretty, int wrap);

// Whether the view's query uses the column; nullopt where that cannot be told from its form.
std::optional<bool> uses_column(const View& view, const Table& table, const TableColumn& column,
                                const BindContext& context);

// Adds to the action the views whose text changes because objects that it changes are called
// differently afterwards, or have other columns.
void follow_changes(BoundDdl& ddl, const BindContext& context);

}  // namespace dsql::engine
