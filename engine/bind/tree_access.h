// Reading libpg_query's structs: lists, strings and locations. Free functions over plain structs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dsqlrules/parse/tree.h"

namespace dsql::engine {

using rules::Node;
using Nodes = std::span<Node* const>;

inline Nodes nodes(Node** items, std::size_t count) { return {items, count}; }

// protobuf-c writes an absent string as an empty one.
inline bool present(const char* text) { return text != nullptr && text[0] != '\0'; }
inline std::string_view text_of(const char* text) { return text == nullptr ? "" : text; }

// The text of a String node, empty for any other.
inline std::string_view string_of(const Node& node) {
  return node.node_case == PG_QUERY__NODE__NODE_STRING ? text_of(node.string->sval) : "";
}

// The last part of a qualified name, which is the object's own.
inline std::string_view last_name(Nodes names) {
  return names.empty() ? std::string_view() : string_of(*names.back());
}

// A qualified name as PostgreSQL prints it: parts joined by dots, without quotes.
std::string joined_name(Nodes names);

inline Nodes list_of(const Node& node) {
  return node.node_case == PG_QUERY__NODE__NODE_LIST ? nodes(node.list->items, node.list->n_items)
                                                     : Nodes();
}

// Where the expression starts (exprLocation): byte offset, -1 if unknown.
int location_of(const Node* node);

// Whether the node is `*` in a column reference's or indirection's list.
inline bool is_star(const Node& node) { return node.node_case == PG_QUERY__NODE__NODE_A_STAR; }

}  // namespace dsql::engine
