// The files of the lint tool: which ones are meant, reading them, writing repaired ones. Failures
// are values with the texts that dsql-lint prints.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsql::harness {

struct LintInput {
  std::string name;  // as reports call it; <stdin> for "-"
  std::string text;
  std::optional<std::string> error;
};

// Files, folders (every *.sql below, sorted) and patterns (*, ?, [], ** for any folders) → files,
// each once. What matches nothing stays as it is, so that reading it fails. With `fixing`, files
// that an earlier --fix wrote (*-fixed.sql) are not found in folders.
std::vector<std::string> expand_inputs(const std::vector<std::string>& given, bool fixing);

// Reads a file, or stdin for "-".
LintInput read_input(const std::string& path);

// dir/name.sql → dir/name-fixed.sql.
std::string fixed_path(const std::string& path);

bool is_same_file(const std::string& a, const std::string& b);

// Writes the whole file or nothing; the error's text otherwise.
std::optional<std::string> write_file(const std::string& path, std::string_view text);

// Seconds of the last change; 0 for a file that is not there.
long long changed_at(const std::string& path);

}  // namespace dsql::harness
