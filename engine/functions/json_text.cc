#include "engine/functions/json_text.h"

#include <charconv>

namespace dsql::engine {
namespace {

class TreeMaker : public JsonHandler {
 public:
  void begin_object(std::size_t at) override { open(JsonKind::object, at); }
  void end_object(std::size_t at) override { close(at); }
  void begin_array(std::size_t at) override { open(JsonKind::array, at); }
  void end_array(std::size_t at) override { close(at); }
  void key(std::string_view name) override { key_ = name; }
  void scalar(JsonKind kind, std::string_view token, std::string_view value,
              std::size_t at) override {
    JsonNode node;
    node.kind = kind;
    node.begin = at;
    node.end = at + token.size();
    node.key = std::move(key_);
    node.value = value;
    add(std::move(node));
  }
  JsonNode take() { return std::move(root_); }

 private:
  void open(JsonKind kind, std::size_t at) {
    JsonNode node;
    node.kind = kind;
    node.begin = at;
    node.key = std::move(key_);
    stack_.push_back(std::move(node));
  }
  void close(std::size_t at) {
    JsonNode node = std::move(stack_.back());
    stack_.pop_back();
    node.end = at;
    add(std::move(node));
  }
  void add(JsonNode&& node) {
    key_.clear();
    if (stack_.empty()) {
      root_ = std::move(node);
    } else {
      stack_.back().members.push_back(std::move(node));
    }
  }

  JsonNode root_;
  std::vector<JsonNode> stack_;
  std::string key_;
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
  if (kind != JsonKind::object) return nullptr;
  for (auto member = members.rbegin(); member != members.rend(); ++member)
    if (member->key == name) return &*member;
  return nullptr;
}

const JsonNode* JsonNode::at(std::int64_t index) const {
  if (kind != JsonKind::array) return nullptr;
  const auto size = static_cast<std::int64_t>(members.size());
  if (index < 0) index += size;
  return index < 0 || index >= size ? nullptr : &members[static_cast<std::size_t>(index)];
}

JsonNode parse_json_tree(std::string_view text) {
  TreeMaker maker;
  parse_json(text, &maker, true);
  return maker.take();
}

std::optional<std::int32_t> json_subscript(std::string_view text) {
  while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  if (text.size() > 1 && text[0] == '+') text.remove_prefix(1);
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace dsql::engine
