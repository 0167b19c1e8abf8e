#include "wire/server/ready_file.h"

#include <fstream>
#include <stdexcept>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/core.h>

namespace dsql::wire {

void write_ready_file(const std::filesystem::path& path, const Readiness& readiness) {
  const boost::json::object content{{"pg_port", readiness.pg_port},
                                    {"control_port", readiness.control_port},
                                    {"ca", std::filesystem::absolute(readiness.ca).string()},
                                    {"pid", readiness.process_id}};
  const std::filesystem::path draft = path.string() + ".new";
  std::ofstream file(draft, std::ios::trunc);
  file << boost::json::serialize(content) << '\n';
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(draft, path, error);
  if (!file || error) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
}

}  // namespace dsql::wire
