// The screen is an allow-list: a node kind or field of libpg_query's tree that no family lists must
// fail here, so that a new grammar cannot slip in unseen.
#include "dsqlrules/screen/field_plan.h"

#include <map>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace dsql::rules {
namespace {

using Type = const ProtobufCMessageDescriptor*;

std::vector<std::string> split(std::string_view list) {
  std::istringstream in{std::string(list)};
  std::vector<std::string> names;
  for (std::string name; in >> name;) names.push_back(name);
  return names;
}

TEST(FieldPlan, EveryFieldOfAListedMessageStandsInExactlyOneList) {
  for (const MessageRow& row : all_message_rows()) {
    std::map<std::string, int> listed;
    for (const auto list : {row.screened, row.checked, row.free, row.never}) {
      for (const std::string& name : split(list)) ++listed[name];
    }
    for (unsigned i = 0; i < row.type->n_fields; ++i) {
      const std::string name = row.type->fields[i].name;
      EXPECT_EQ(listed[name], 1) << row.type->short_name << "." << name;
      listed.erase(name);
    }
    for (const auto& [name, count] : listed)
      ADD_FAILURE() << row.type->short_name << " has no field " << name;
    EXPECT_TRUE(row.checked.empty() || row.check != nullptr ||
                row.type == &pg_query__column_def__descriptor ||
                row.type == &pg_query__index_elem__descriptor ||
                row.type == &pg_query__alter_table_cmd__descriptor)
        << row.type->short_name
        << " lists checked fields without a check; only those of a parent may";
  }
}

TEST(FieldPlan, EveryMessageStandsInExactlyOneTable) {
  std::map<Type, int> listed;
  for (const MessageRow& row : all_message_rows()) ++listed[row.type];
  for (const RefusedRow& row : refused_rows()) ++listed[row.type];
  for (const Type type : unreachable_messages()) ++listed[type];
  for (const auto& [type, count] : listed) EXPECT_EQ(count, 1) << type->short_name;
  const ProtobufCMessageDescriptor& node = pg_query__node__descriptor;
  for (unsigned i = 0; i < node.n_fields; ++i) {
    const auto type = static_cast<Type>(node.fields[i].descriptor);
    EXPECT_EQ(listed.count(type), 1u) << "no family lists " << type->short_name;
  }
}

TEST(FieldPlan, ScreenedFieldsLeadToListedMessages) {
  const Type node = &pg_query__node__descriptor;
  for (const MessageRow& row : all_message_rows()) {
    for (const std::string& name : split(row.screened)) {
      for (unsigned i = 0; i < row.type->n_fields; ++i) {
        const ProtobufCFieldDescriptor& field = row.type->fields[i];
        if (field.name != name) continue;
        ASSERT_EQ(field.type, PROTOBUF_C_TYPE_MESSAGE) << row.type->short_name << "." << name;
        const auto type = static_cast<Type>(field.descriptor);
        EXPECT_TRUE(type == node || plan_of_message(type) != nullptr)
            << row.type->short_name << "." << name;
      }
    }
  }
}

TEST(FieldPlan, NothingThatHoldsNodesIsFree) {
  // A free or checked list of nodes would be a hole in the allow-list; these hold names and
  // constants only.
  const std::set<std::string> names_only{"AConst.ival",
                                         "AConst.fval",
                                         "AConst.boolval",
                                         "AConst.sval",
                                         "AConst.bsval",
                                         "AExpr.name",
                                         "CollateClause.collname",
                                         "SortBy.use_op",
                                         "SubLink.oper_name",
                                         "TypeName.names",
                                         "Alias.colnames",
                                         "JoinExpr.using_clause",
                                         "CommonTableExpr.aliascolnames",
                                         "CTESearchClause.search_col_list",
                                         "CTECycleClause.cycle_col_list",
                                         "Constraint.keys",
                                         "Constraint.including",
                                         "Constraint.fk_attrs",
                                         "Constraint.pk_attrs",
                                         "Constraint.fk_del_set_cols",
                                         "CreateDomainStmt.domainname",
                                         "AlterDomainStmt.type_name",
                                         "ViewStmt.aliases",
                                         "CreateFunctionStmt.funcname",
                                         "ObjectWithArgs.objname",
                                         "AccessPriv.cols",
                                         "VacuumRelation.va_cols",
                                         "CreateStatsStmt.defnames",
                                         "CreateStatsStmt.stat_types",
                                         "AlterStatsStmt.defnames"};
  for (const MessageRow& row : all_message_rows()) {
    for (const std::string& name : split(row.free)) {
      for (unsigned i = 0; i < row.type->n_fields; ++i) {
        const ProtobufCFieldDescriptor& field = row.type->fields[i];
        if (field.name != name || field.type != PROTOBUF_C_TYPE_MESSAGE) continue;
        const std::string full = std::string(row.type->short_name) + "." + name;
        EXPECT_TRUE(names_only.contains(full)) << full;
      }
    }
  }
}

}  // namespace
}  // namespace dsql::rules
