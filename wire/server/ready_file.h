// The file that says a server accepts connections, and where: one JSON object. Written once, by
// atomic rename, so that a reader never sees half of it.
#pragma once

#include <cstdint>
#include <filesystem>

namespace dsql::wire {

struct Readiness {
  std::uint16_t pg_port = 0;
  std::uint16_t control_port = 0;
  std::filesystem::path ca{};
  int process_id = 0;
};

// Throws std::runtime_error when the file cannot be written.
void write_ready_file(const std::filesystem::path& path, const Readiness& readiness);

}  // namespace dsql::wire
