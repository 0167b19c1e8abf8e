#include "harness/cli/lint_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dsql::harness {
namespace {

namespace fs = std::filesystem;

std::string system_error_text(int number) {
  return fmt::format("{} (os error {})", std::strerror(number), number);
}

bool is_pattern(const std::string& path) { return path.find_first_of("*?[") != std::string::npos; }

bool is_fixed_output(const fs::path& path) { return path.stem().string().ends_with("-fixed"); }

// Every regular file below a folder, sorted.
std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> found;
  std::error_code ignored;
  for (fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied,
                                           ignored);
       !ignored && at != fs::recursive_directory_iterator(); at.increment(ignored)) {
    if (at->is_regular_file(ignored)) found.push_back(at->path().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The folder that a pattern can match in: its part before the first special character.
std::string fixed_folder(const std::string& pattern) {
  const std::size_t special = pattern.find_first_of("*?[");
  const std::size_t slash = pattern.rfind('/', special);
  return slash == std::string::npos ? "." : pattern.substr(0, slash + 1);
}

// `**/` matches any number of folders, also none; other stars stay within a folder.
bool matches(const std::string& pattern, const std::string& path) {
  const std::size_t deep = pattern.find("**/");
  if (deep == std::string::npos) return fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME) == 0;
  std::string rest = pattern;
  rest.erase(deep, 3);
  for (int folders = 0; folders < 32; ++folders) {
    if (matches(rest, path)) return true;
    rest.insert(deep, "*/");
  }
  return false;
}

std::vector<std::string> files_matching(const std::string& pattern) {
  std::vector<std::string> found;
  const std::string folder = fixed_folder(pattern);
  for (std::string path : files_below(folder)) {
    if (folder == "." && path.starts_with("./")) path.erase(0, 2);
    if (matches(pattern, path)) found.push_back(std::move(path));
  }
  return found;
}

bool is_utf8(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned lead = at(i);
    const std::size_t more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead >= 0x80 && (lead < 0xC2 || lead > 0xF4)) return false;
    for (std::size_t k = 1; k <= more; ++k) {
      if ((at(i + k) & 0xC0) != 0x80) return false;
    }
    if ((lead == 0xE0 && at(i + 1) < 0xA0) || (lead == 0xED && at(i + 1) > 0x9F) ||
        (lead == 0xF0 && at(i + 1) < 0x90) || (lead == 0xF4 && at(i + 1) > 0x8F))
      return false;
    i += more + 1;
  }
  return true;
}

// Reads to the end; the error number otherwise.
int read_all(int descriptor, std::string& text) {
  struct stat status {};
  if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
    text.reserve(static_cast<std::size_t>(status.st_size));
  char buffer[65536];
  for (;;) {
    const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
    if (count == 0) return 0;
    if (count > 0) {
      text.append(buffer, static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return errno;
    }
  }
}

int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

}  // namespace

std::vector<std::string> expand_inputs(const std::vector<std::string>& given, bool fixing) {
  std::vector<std::string> inputs;
  std::set<std::string> seen;
  const auto add = [&](const std::string& path) {
    if (seen.insert(path).second) inputs.push_back(path);
  };
  for (const std::string& path : given) {
    std::error_code ignored;
    std::vector<std::string> found;
    if (path != "-" && fs::is_directory(path, ignored)) {
      for (const std::string& file : files_below(path)) {
        if (file.ends_with(".sql") && !(fixing && is_fixed_output(file))) found.push_back(file);
      }
    } else if (path != "-" && is_pattern(path) && !fs::exists(path, ignored)) {
      found = files_matching(path);
    }
    for (const std::string& file : found) add(file);
    if (found.empty() && !(path != "-" && fs::is_directory(path, ignored))) inputs.push_back(path);
  }
  return inputs;
}

LintInput read_input(const std::string& path) {
  LintInput input;
  const bool standard = path == "-";
  input.name = standard ? "<stdin>" : path;
  const auto fail = [&](const std::string& why) {
    input.error = fmt::format("Error reading '{}': {}", input.name, why);
  };
  const int descriptor = standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    fail(system_error_text(errno));
    return input;
  }
  const int error = read_all(descriptor, input.text);
  if (!standard) ::close(descriptor);
  if (error != 0) {
    fail(system_error_text(error));
  } else if (!is_utf8(input.text)) {
    fail(standard ? "stdin contained non-UTF-8 bytes" : "file contained non-UTF-8 bytes");
  }
  return input;
}

std::string fixed_path(const std::string& path) {
  const fs::path given(path);
  return (given.parent_path() / (given.stem().string() + "-fixed" + given.extension().string()))
      .string();
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return a == b || fs::equivalent(a, b, ignored);
}

std::optional<std::string> write_file(const std::string& path, std::string_view text) {
  const auto failure = [&](int number) {
    return fmt::format("Error writing '{}': {}", path, system_error_text(number));
  };
  std::string temporary = (fs::path(path).parent_path() /
                           (".dsql-lint-" + fs::path(path).filename().string() + "-XXXXXX"))
                              .string();
  const int descriptor = ::mkstemp(temporary.data());
  if (descriptor < 0) return failure(errno);
  int error = write_all(descriptor, text);
  struct stat existing {};
  const mode_t mode = ::stat(path.c_str(), &existing) == 0 ? existing.st_mode & 07777 : 0644;
  if (error == 0 && ::fchmod(descriptor, mode) != 0) error = errno;
  if (error == 0 && ::fsync(descriptor) != 0) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return std::nullopt;
  ::unlink(temporary.c_str());
  return failure(error);
}

long long changed_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return 0;
  return static_cast<long long>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
}

}  // namespace dsql::harness
