#include "harness/script/sessions.h"

namespace dsql::harness {

Connection& Sessions::at(const std::string& name) {
  const auto found = open_.find(name);
  if (found != open_.end() && found->second.transaction_status() != TransactionStatus::broken)
    return found->second;
  connect(name, {});
  return open_.at(name);
}

void Sessions::connect(const std::string& name,
                       const std::vector<std::pair<std::string, std::string>>& keywords) {
  disconnect(name);
  ConnectionSpec spec = spec_;
  for (const auto& [keyword, value] : keywords) spec.keywords[keyword] = value;
  Connection connection(spec);
  connection.set_timeout(timeout_);
  open_.emplace(name, std::move(connection));
}

void Sessions::disconnect(const std::string& name) { open_.erase(name); }

}  // namespace dsql::harness
