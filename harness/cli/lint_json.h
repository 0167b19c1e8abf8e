// JsonText: JSON as dsql-lint prints it: keys in the order they are added, two blanks a level, one
// value a line. Building a document of 10,000 findings in memory first would cost more than
// linting.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dsql::harness {

class JsonText {
 public:
  // Takes the text in pieces.
  using Sink = std::function<void(std::string_view piece)>;
  explicit JsonText(Sink sink) : sink_(std::move(sink)) {}

  void open_object(std::string_view key = {}) { open('{', key); }
  void open_array(std::string_view key = {}) { open('[', key); }
  void close_object() { close('}'); }
  void close_array() { close(']'); }

  // A member of an object, or with an empty key an element of an array.
  void add(std::string_view key, std::string_view value);

  void add(std::string_view key, const char* value) { add(key, std::string_view(value)); }
  void add(std::string_view key, std::int64_t value);
  void add_nullable(std::string_view key, const std::optional<std::string>& value);

  void add_bool(std::string_view key, bool value);

  // Ends the document with a line ending.
  void finish() {
    text_ += '\n';
    sink_(text_);
    text_.clear();
  }

 private:
  void open(char bracket, std::string_view key);
  void close(char bracket);
  void begin_value(std::string_view key);
  void quote(std::string_view value);

  Sink sink_;
  std::string text_;
  int depth_ = 0;
  bool empty_ = true;  // the innermost object or array has nothing yet
};

}  // namespace dsql::harness
