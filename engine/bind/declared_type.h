// Declared types: domains and the row types of relations, which expressions carry as their base
// type (Expr::type) with the declared oid beside it. What such an oid means, what it is called, and
// how a value becomes a row of a relation's type. Pure, but for cast_to_row().
#pragma once

#include <string>

#include "engine/bind/binder.h"
#include "engine/bind/expr.h"

namespace dsql::engine {

// What an oid stored in the catalog (of an argument, a result) stands for in expressions.
// Raises undefined_type if it is no type's any more.
BoundType bound_type(const CatalogVersion& catalog, Oid type);
// The oid to store for a type: the domain's or row type's own where it is one.
Oid declared_oid(const BoundType& type);
// As format_type prints it, without the schema.
std::string declared_name(const CatalogVersion& catalog, Oid type);
// The same of an expression's type, "unknown" for an untyped literal.
std::string declared_name(const Binder& binder, const Expr& expr);

// The declared type all share; 0 if they differ.
Oid common_declared(std::span<const ExprPtr> exprs);

// The fields of a row type, dropped columns left out; empty if it is no relation's.
RecordShape row_shape(const CatalogVersion& catalog, Oid row_type);

// `expr` as a row of that type: a record or row of as many fields, or a literal. Null if it cannot
// be one. Raises malformed_record_literal, cannot_cast with its detail.
ExprPtr cast_to_row(Binder& binder, const ExprPtr& expr, Oid row_type, int location);

}  // namespace dsql::engine
