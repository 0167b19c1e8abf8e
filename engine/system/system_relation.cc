#include "engine/system/system_relation.h"

#include <map>

#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

struct Relations {
  std::vector<SystemRelation> all;
  std::map<std::pair<Oid, std::string_view>, const SystemRelation*> by_name;
  std::map<Oid, const SystemRelation*> by_oid;
};

Relations collect() {
  Relations relations;
  for (const auto& list : {class_relations(), constraint_relations(), type_relations(),
                           function_relations(), role_relations(), view_relations(),
                           statistics_relations(), sys_relations(), information_relations(),
                           information_key_relations(), database_relations(), empty_relations()}) {
    relations.all.insert(relations.all.end(), list.begin(), list.end());
  }
  for (const SystemRelation& relation : relations.all) {
    relations.by_name[{relation.schema, relation.name}] = &relation;
    relations.by_oid[relation.oid] = &relation;
  }
  return relations;
}

const Relations& relations() {
  static const Relations collected = collect();
  return collected;
}

}  // namespace

std::span<const SystemRelation> all_system_relations() { return relations().all; }

const SystemRelation* find_system_relation(Oid schema, std::string_view name) {
  const auto found = relations().by_name.find({schema, name});
  return found == relations().by_name.end() ? nullptr : found->second;
}

const SystemRelation* find_system_relation(Oid oid) {
  const auto found = relations().by_oid.find(oid);
  return found == relations().by_oid.end() ? nullptr : found->second;
}

Oid collation_of(Oid type) {
  constexpr Oid collation_default = 100;
  constexpr Oid collation_c = 950;
  switch (type) {
    case oid::name: return collation_c;
    case oid::text:
    case oid::varchar:
    case oid::bpchar: return collation_default;
    default: return 0;
  }
}

}  // namespace dsql::engine
