#include "engine/storage/store_files.h"

#include <charconv>

#include "engine/storage/rocks_status.h"

namespace dsql::engine {
namespace {

constexpr std::string_view generation_prefix = "g-";
constexpr std::string_view hex_digits = "0123456789abcdef";

std::string to_hex(std::string_view text) {
  std::string hex;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    hex += hex_digits[byte >> 4];
    hex += hex_digits[byte & 15];
  }
  return hex;
}

// Empty if it is no hexadecimal text.
std::string from_hex(std::string_view hex) {
  std::string text;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const std::size_t high = hex_digits.find(hex[i]);
    const std::size_t low = hex_digits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    text += static_cast<char>(high * 16 + low);
  }
  return text;
}

bool ends_with_tables(std::string_view name) { return name.ends_with(".sst"); }

}  // namespace

StoreFiles::StoreFiles(const std::string& directory)
    : memory_(directory.empty() ? rocksdb::NewMemEnv(rocksdb::Env::Default()) : nullptr),
      env_(memory_ ? memory_.get() : rocksdb::Env::Default()),
      root_(memory_ ? "/store" : directory),
      durable_(!memory_) {
  require(env_->CreateDirIfMissing(root_));
  require(env_->CreateDirIfMissing(root_ + "/checkpoints"));
}

std::uint64_t StoreFiles::active_generation() const {
  const std::string path = root_ + "/active";
  if (!env_->FileExists(path).ok()) return 0;
  std::string text;
  require(rocksdb::ReadFileToString(env_, path, &text));
  std::uint64_t generation = 0;
  if (text.starts_with(generation_prefix))
    std::from_chars(text.data() + generation_prefix.size(), text.data() + text.size(), generation);
  if (generation == 0) require(rocksdb::Status::Corruption(path));
  return generation;
}

void StoreFiles::set_active_generation(std::uint64_t generation) {
  const std::string path = root_ + "/active";
  const std::string text = std::string(generation_prefix) + std::to_string(generation) + "\n";
  require(rocksdb::WriteStringToFile(env_, text, path + ".new", durable_));
  require(env_->RenameFile(path + ".new", path));
  if (!durable_) return;
  std::unique_ptr<rocksdb::Directory> directory;
  require(env_->NewDirectory(root_, &directory));
  require(directory->Fsync());
}

std::string StoreFiles::generation_path(std::uint64_t generation) const {
  return root_ + "/" + std::string(generation_prefix) + std::to_string(generation);
}

void StoreFiles::remove_strays(std::uint64_t keep) {
  const std::string kept = std::string(generation_prefix) + std::to_string(keep);
  for (const std::string& name : children(root_))
    if (name.starts_with(generation_prefix) && name != kept) remove_database(root_ + "/" + name);
  for (const std::string& name : children(root_ + "/checkpoints"))
    if (name.find('.') != std::string::npos) remove_database(root_ + "/checkpoints/" + name);
}

std::string StoreFiles::checkpoint_path(std::string_view name) const {
  return root_ + "/checkpoints/" + to_hex(name);
}

bool StoreFiles::has_checkpoint(std::string_view name) const {
  return env_->FileExists(checkpoint_path(name) + "/CURRENT").ok();
}

std::vector<std::string> StoreFiles::checkpoints() const {
  std::vector<std::string> names;
  for (const std::string& hex : children(root_ + "/checkpoints")) {
    std::string name = from_hex(hex);
    if (!name.empty() && has_checkpoint(name)) names.push_back(std::move(name));
  }
  return names;
}

void StoreFiles::clone_database(const std::string& from, const std::string& to) {
  require(env_->CreateDirIfMissing(to));
  for (const std::string& name : children(from)) {
    if (ends_with_tables(name) && env_->LinkFile(from + "/" + name, to + "/" + name).ok()) continue;
    std::string bytes;
    require(rocksdb::ReadFileToString(env_, from + "/" + name, &bytes));
    require(rocksdb::WriteStringToFile(env_, bytes, to + "/" + name, durable_));
  }
}

void StoreFiles::replace_directory(const std::string& from, const std::string& to) {
  remove_database(to);
  require(env_->RenameFile(from, to));
}

void StoreFiles::remove_database(const std::string& path) {
  if (!env_->FileExists(path).ok()) return;
  for (const std::string& name : children(path)) require(env_->DeleteFile(path + "/" + name));
  require(env_->DeleteDir(path));
}

std::vector<std::string> StoreFiles::children(const std::string& path) const {
  std::vector<std::string> names;
  require(env_->GetChildren(path, &names));
  std::erase_if(names, [](const std::string& name) { return name == "." || name == ".."; });
  return names;
}

}  // namespace dsql::engine
