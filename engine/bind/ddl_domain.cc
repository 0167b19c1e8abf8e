#include <algorithm>
#include <utility>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_names.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

std::string constraint_name(const Domain& domain, const PgQuery__Constraint& constraint) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(domain.checks.begin(), domain.checks.end(),
                       [&](const CheckConstraint& check) { return check.name == name; });
  };
  if (present(constraint.conname)) {
    if (taken(constraint.conname))
      rules::raise(conditions::duplicate_constraint_of_domain, text_of(constraint.conname),
                   domain.name);
    return constraint.conname;
  }
  for (int pass = 0;; ++pass) {
    std::string name =
        make_object_name(domain.name, "", pass == 0 ? "check" : "check" + std::to_string(pass));
    if (!taken(name)) return name;
  }
}

void add_constraint(DdlBinder& binder, Domain& domain, const PgQuery__Constraint& constraint,
                    bool& nullable, bool& has_default) {
  switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
      if (domain.not_null) rules::raise(conditions::conflicting_domain_null);
      nullable = true;
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
      if (nullable) rules::raise(conditions::conflicting_domain_null);
      domain.not_null = true;
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
      if (std::exchange(has_default, true)) rules::raise(conditions::multiple_domain_defaults);
      domain.default_sql = default_sql(binder, *constraint.raw_expr, domain.base, domain.modifier);
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: {
      CheckConstraint check;
      check.expression_sql = domain_check_sql(binder, *constraint.raw_expr, domain.base);
      check.name = constraint_name(domain, constraint);
      domain.checks.push_back(std::move(check));
      break;
    }
    default: rules::raise(conditions::ddl_form_not_supported, "CREATE DOMAIN");
  }
}

const Domain& domain_named(DdlBinder& binder, Nodes parts) {
  const SplitName name = split_name(parts);
  const Domain* domain = find_domain(binder.catalog, binder.lookup_path(name.schema), name.name);
  if (domain != nullptr) return *domain;
  if (find_type(name.name) != nullptr) rules::raise(conditions::not_a_domain, name.name);
  rules::raise(conditions::undefined_type, joined_name(parts));
}

}  // namespace

BoundDdl bind_create_domain(DdlBinder& binder, const PgQuery__CreateDomainStmt& statement) {
  const SplitName name = split_name(nodes(statement.domainname, statement.n_domainname));
  Domain domain;
  domain.schema = binder.creation_schema(name.schema);
  domain.name = name.name;
  domain.owner = binder.role_id();
  if (binder.catalog.find_domain(domain.schema, domain.name) != nullptr ||
      binder.catalog.find_table(domain.schema, domain.name) != nullptr ||
      binder.catalog.find_view(domain.schema, domain.name) != nullptr)
    rules::raise(conditions::duplicate_type, domain.name);
  const BoundType base = bind_type(*statement.type_name, binder.context);
  const BoundType stored = column_type(base);
  domain.base = stored.type;
  domain.modifier = stored.modifier;
  std::vector<Oid> required;
  if (base.domain != nullptr) {
    // A domain over a domain starts with its default; the constraints are looked up there.
    domain.parent = base.domain->oid;
    domain.default_sql = base.domain->default_sql;
    required.push_back(base.domain->oid);
  }
  bool nullable = false;
  bool has_default = false;
  for (const Node* node : nodes(statement.constraints, statement.n_constraints))
    add_constraint(binder, domain, *node->constraint, nullable, has_default);
  return {.tag = "CREATE DOMAIN",
          .notices = {},
          .action = PutObjects{{std::move(domain)}, std::move(required)}};
}

BoundDdl bind_alter_domain(DdlBinder& binder, const PgQuery__AlterDomainStmt& statement) {
  Domain domain = domain_named(binder, nodes(statement.type_name, statement.n_type_name));
  binder.require_owner(domain, "type");
  BoundDdl ddl{.tag = "ALTER DOMAIN", .notices = {}, .action = NothingToDo{}};
  switch (text_of(statement.subtype).empty() ? ' ' : statement.subtype[0]) {
    case 'T':
      domain.default_sql = statement.def == nullptr
                               ? std::string()
                               : default_sql(binder, *statement.def, domain.base, domain.modifier);
      break;
    case 'N': domain.not_null = false; break;
    case 'X': {
      const auto erased = std::erase_if(domain.checks, [&](const CheckConstraint& check) {
        return check.name == text_of(statement.name);
      });
      if (erased == 0 && !statement.missing_ok)
        rules::raise(conditions::undefined_constraint_of_domain, text_of(statement.name),
                     domain.name);
      if (erased == 0) {
        binder.notice(rules::error(conditions::domain_constraint_missing_skipping,
                                   text_of(statement.name), domain.name));
        return ddl;
      }
      break;
    }
    default: rules::raise(conditions::ddl_form_not_supported, "ALTER DOMAIN");
  }
  ddl.action = PutObjects{{std::move(domain)}, {}};
  return ddl;
}

}  // namespace dsql::engine
