#include "wire/server/options.h"

#include <cstdlib>

namespace dsql::wire {

std::filesystem::path default_certificate_folder() {
  namespace fs = std::filesystem;
  const auto folder_of = [](const char* variable) {
    const char* value = std::getenv(variable);
    return value == nullptr ? fs::path() : fs::path(value);
  };
  const fs::path below = fs::path("dsql-local") / "certificates";
  if (const fs::path data = folder_of("XDG_DATA_HOME"); !data.empty()) return data / below;
  if (const fs::path home = folder_of("HOME"); !home.empty()) {
    return home / ".local" / "share" / below;
  }
  return fs::temp_directory_path() / below;
}

}  // namespace dsql::wire
