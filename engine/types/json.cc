#include "engine/types/json.h"

#include <algorithm>
#include <numeric>

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

// --- views ---------------------------------------------------------------------------------------
//
// After the tag: count; array: ends[count]; object: key ends[count], value ends[count], keys; then
// the values.

JsonbView JsonbView::element(std::uint32_t index) const {
  const std::uint32_t start = index == 0 ? 0 : word(index);
  const std::size_t data = 1 + (1 + std::size_t{size()}) * 4;
  return JsonbView(bytes_.substr(data + start, word(1 + index) - start));
}

std::string_view JsonbView::key(std::uint32_t index) const {
  const std::uint32_t start = index == 0 ? 0 : word(index);
  const std::size_t data = 1 + (1 + std::size_t{size()} * 2) * 4;
  return bytes_.substr(data + start, word(1 + index) - start);
}

JsonbView JsonbView::value(std::uint32_t index) const {
  const std::uint32_t count = size();
  const std::size_t data = 1 + (1 + std::size_t{count} * 2) * 4 + word(count);
  const std::uint32_t start = index == 0 ? 0 : word(count + index);
  return JsonbView(bytes_.substr(data + start, word(1 + count + index) - start));
}

std::int64_t JsonbView::find_index(std::string_view wanted) const {
  std::uint32_t low = 0;
  std::uint32_t high = size();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const int order = jsonb_key_order(key(middle), wanted);
    if (order == 0) return middle;
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return -1;
}

std::optional<JsonbView> JsonbView::find(std::string_view wanted) const {
  const std::int64_t index = find_index(wanted);
  if (index < 0) return std::nullopt;
  return value(static_cast<std::uint32_t>(index));
}

// --- writing -------------------------------------------------------------------------------------

namespace {

void append_tag(std::string& out, JsonKind kind) { out.push_back(static_cast<char>(kind)); }

void append_word(std::string& out, std::size_t value) {
  const auto word = static_cast<std::uint32_t>(value);
  out.append(reinterpret_cast<const char*>(&word), 4);
}

void append_words(std::string& out, const std::vector<std::uint32_t>& words) {
  out.append(reinterpret_cast<const char*>(words.data()), words.size() * 4);
}

// The i-th piece of bytes cut at `ends`.
std::string_view piece(std::string_view bytes, const std::vector<std::uint32_t>& ends,
                       std::size_t i) {
  const std::uint32_t start = i == 0 ? 0 : ends[i - 1];
  return bytes.substr(start, ends[i] - start);
}

}  // namespace

std::string& JsonbWriter::target() { return frames_.empty() ? root_ : frames_.back().values; }

void JsonbWriter::close_value() {
  if (frames_.empty()) return;
  Frame& frame = frames_.back();
  frame.value_ends.push_back(static_cast<std::uint32_t>(frame.values.size()));
}

void JsonbWriter::begin_array() { frames_.emplace_back(); }
void JsonbWriter::begin_object() { frames_.emplace_back().is_object = true; }

void JsonbWriter::end_array() {
  const Frame frame = std::move(frames_.back());
  frames_.pop_back();
  std::string& out = target();
  append_tag(out, JsonKind::array);
  append_word(out, frame.value_ends.size());
  append_words(out, frame.value_ends);
  out.append(frame.values);
  close_value();
}

void JsonbWriter::end_object() {
  const Frame frame = std::move(frames_.back());
  frames_.pop_back();
  write_object(frame, target());
  close_value();
}

void JsonbWriter::write_object(const Frame& frame, std::string& out) {
  std::vector<std::uint32_t> order(frame.key_ends.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto key_of = [&](std::uint32_t i) { return piece(frame.keys, frame.key_ends, i); };
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return jsonb_key_order(key_of(a), key_of(b)) < 0;
  });
  // Of equal keys the last one is kept.
  std::vector<std::uint32_t> kept;
  for (const std::uint32_t i : order) {
    if (!kept.empty() && key_of(kept.back()) == key_of(i)) kept.pop_back();
    kept.push_back(i);
  }
  append_tag(out, JsonKind::object);
  append_word(out, kept.size());
  std::size_t end = 0;
  for (const std::uint32_t i : kept) append_word(out, end += key_of(i).size());
  end = 0;
  for (const std::uint32_t i : kept)
    append_word(out, end += piece(frame.values, frame.value_ends, i).size());
  for (const std::uint32_t i : kept) out.append(key_of(i));
  for (const std::uint32_t i : kept) out.append(piece(frame.values, frame.value_ends, i));
}

void JsonbWriter::key(std::string_view name) {
  Frame& frame = frames_.back();
  frame.keys.append(name);
  frame.key_ends.push_back(static_cast<std::uint32_t>(frame.keys.size()));
}

void JsonbWriter::null() {
  append_tag(target(), JsonKind::null);
  close_value();
}

void JsonbWriter::boolean(bool value) {
  append_tag(target(), value ? JsonKind::true_ : JsonKind::false_);
  close_value();
}

void JsonbWriter::number(const Numeric& value) {
  std::string& out = target();
  append_tag(out, JsonKind::number);
  value.append_packed(out);
  close_value();
}

void JsonbWriter::string(std::string_view value) {
  std::string& out = target();
  append_tag(out, JsonKind::string);
  out.append(value);
  close_value();
}

std::size_t JsonbWriter::footprint() const {
  std::size_t bytes = root_.capacity();
  for (const Frame& frame : frames_) {
    bytes += frame.keys.capacity() + frame.values.capacity() +
             (frame.key_ends.capacity() + frame.value_ends.capacity()) * sizeof(std::uint32_t);
  }
  return bytes;
}

void JsonbWriter::node(JsonbView value) {
  target().append(value.bytes());
  close_value();
}

namespace {

class JsonbHandler final : public JsonHandler {
 public:
  void begin_object(std::size_t) override { writer_.begin_object(); }
  void end_object(std::size_t) override { writer_.end_object(); }
  void begin_array(std::size_t) override { writer_.begin_array(); }
  void end_array(std::size_t) override { writer_.end_array(); }
  void key(std::string_view name) override { writer_.key(name); }
  void scalar(JsonKind kind, std::string_view token, std::string_view value, std::size_t) override {
    switch (kind) {
      case JsonKind::null: return writer_.null();
      case JsonKind::false_:
      case JsonKind::true_: return writer_.boolean(kind == JsonKind::true_);
      case JsonKind::number: return writer_.number(Numeric::parse(token));
      default: return writer_.string(value);
    }
  }
  std::string take() { return writer_.take(); }

 private:
  JsonbWriter writer_;
};

}  // namespace

std::string jsonb_from_text(std::string_view text) {
  JsonbHandler handler;
  parse_json(text, &handler, true);
  return handler.take();
}

// --- text ----------------------------------------------------------------------------------------

namespace {

void append_scalar(JsonbView value, std::string& out) {
  switch (value.kind()) {
    case JsonKind::null: out.append("null"); return;
    case JsonKind::false_: out.append("false"); return;
    case JsonKind::true_: out.append("true"); return;
    case JsonKind::number: value.number().append_text(out); return;
    default: append_json_string(out, value.string()); return;
  }
}

// A line break and four blanks a level, in pretty text only.
void append_break(std::string& out, int depth) {
  if (depth < 0) return;
  out.push_back('\n');
  out.append(static_cast<std::size_t>(depth) * 4, ' ');
}

// `depth` counts levels for pretty text, -1 for the compact one.
void append_value(JsonbView value, std::string& out, int depth) {
  if (value.is_scalar()) {
    append_scalar(value, out);
    return;
  }
  const bool object = value.kind() == JsonKind::object;
  const int inner = depth < 0 ? -1 : depth + 1;
  out.push_back(object ? '{' : '[');
  const std::uint32_t count = value.size();
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i > 0) out.append(depth < 0 ? ", " : ",");
    append_break(out, inner);
    if (object) {
      append_json_string(out, value.key(i));
      out.append(": ");
    }
    append_value(object ? value.value(i) : value.element(i), out, inner);
  }
  append_break(out, depth);
  out.push_back(object ? '}' : ']');
}

}  // namespace

void jsonb_append_text(JsonbView value, std::string& out, bool pretty) {
  append_value(value, out, pretty ? 0 : -1);
}

// --- order, hash, containment --------------------------------------------------------------------

namespace {

// Null < string < number < boolean < array < object.
int kind_rank(JsonbView value) {
  switch (value.kind()) {
    case JsonKind::null: return 0;
    case JsonKind::string: return 1;
    case JsonKind::number: return 2;
    case JsonKind::false_:
    case JsonKind::true_: return 3;
    case JsonKind::array: return 4;
    case JsonKind::object: return 5;
  }
  return 0;
}

bool is_empty_array(JsonbView value) {
  return value.kind() == JsonKind::array && value.size() == 0;
}

int compare_nested(JsonbView a, JsonbView b);

int compare_same_kind(JsonbView a, JsonbView b) {
  switch (a.kind()) {
    case JsonKind::null: return 0;
    case JsonKind::string: return a.string().compare(b.string());
    case JsonKind::number: return numeric_compare(a.number(), b.number());
    case JsonKind::false_:
    case JsonKind::true_: return three_way(a.boolean(), b.boolean());
    default: break;
  }
  if (a.size() != b.size()) return three_way(a.size(), b.size());
  const bool object = a.kind() == JsonKind::object;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (object) {
      const int order = a.key(i).compare(b.key(i));
      if (order != 0) return order;
    }
    const int order = object ? compare_nested(a.value(i), b.value(i))
                             : compare_nested(a.element(i), b.element(i));
    if (order != 0) return order;
  }
  return 0;
}

int compare_nested(JsonbView a, JsonbView b) {
  return kind_rank(a) != kind_rank(b) ? kind_rank(a) - kind_rank(b) : compare_same_kind(a, b);
}

}  // namespace

int jsonb_compare(JsonbView a, JsonbView b) {
  // At the top, and only there, an empty array comes before everything.
  if (is_empty_array(a) != is_empty_array(b)) return is_empty_array(a) ? -1 : 1;
  return compare_nested(a, b);
}

std::uint64_t jsonb_hash(JsonbView value) {
  const auto seed = static_cast<std::uint64_t>(value.kind());
  switch (value.kind()) {
    case JsonKind::number: return hash_combine(seed, numeric_hash(value.number()));
    case JsonKind::string: return hash_combine(seed, hash_bytes(value.string()));
    case JsonKind::array: {
      std::uint64_t state = hash_combine(seed, value.size());
      for (std::uint32_t i = 0; i < value.size(); ++i)
        state = hash_combine(state, jsonb_hash(value.element(i)));
      return state;
    }
    case JsonKind::object: {
      std::uint64_t state = hash_combine(seed, value.size());
      for (std::uint32_t i = 0; i < value.size(); ++i) {
        state = hash_combine(state, hash_bytes(value.key(i)));
        state = hash_combine(state, jsonb_hash(value.value(i)));
      }
      return state;
    }
    default: return hash_bits(seed);
  }
}

namespace {

bool array_has(JsonbView array, JsonbView wanted) {
  for (std::uint32_t i = 0; i < array.size(); ++i) {
    const JsonbView element = array.element(i);
    if (wanted.is_scalar() ? element.is_scalar() && jsonb_compare(element, wanted) == 0
                           : !element.is_scalar() && jsonb_contains(element, wanted)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool jsonb_contains(JsonbView whole, JsonbView part) {
  if (part.kind() == JsonKind::object) {
    if (whole.kind() != JsonKind::object) return false;
    for (std::uint32_t i = 0; i < part.size(); ++i) {
      const std::optional<JsonbView> found = whole.find(part.key(i));
      if (!found || !jsonb_contains(*found, part.value(i))) return false;
    }
    return true;
  }
  if (part.kind() == JsonKind::array) {
    if (whole.kind() != JsonKind::array) return false;
    for (std::uint32_t i = 0; i < part.size(); ++i)
      if (!array_has(whole, part.element(i))) return false;
    return true;
  }
  return whole.is_scalar() && jsonb_compare(whole, part) == 0;
}

// --- the types' columns --------------------------------------------------------------------------

void JsonCodec::text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                           std::uint32_t row) {
  parse_json(text, nullptr, false);
  out.own(row, text);
}

void JsonCodec::binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row) {
  require_utf8(bytes);
  parse_json(bytes, nullptr, false);
  out.own(row, bytes);
}

void JsonbCodec::text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                            std::uint32_t row) {
  out.own(row, jsonb_from_text(text));
}

void JsonbCodec::text_output(const Column& in, std::uint32_t row, const TextFormat&,
                             std::string& out) {
  jsonb_append_text(JsonbView(in.at<std::string_view>(row)), out);
}

void JsonbCodec::binary_input(std::string_view bytes, TypeModifier, Column& out,
                              std::uint32_t row) {
  BinaryReader reader(bytes);
  const int version = reader.read<std::int8_t>();
  if (version != 1) rules::raise(rules::conditions::unsupported_jsonb_version, version);
  require_utf8(reader.rest());
  out.own(row, jsonb_from_text(reader.rest()));
}

void JsonbCodec::binary_output(const Column& in, std::uint32_t row, std::string& out) {
  out.push_back('\1');
  jsonb_append_text(JsonbView(in.at<std::string_view>(row)), out);
}

int JsonbCodec::compare(const Column& a, std::uint32_t a_row, const Column& b,
                        std::uint32_t b_row) {
  return jsonb_compare(JsonbView(a.at<std::string_view>(a_row)),
                       JsonbView(b.at<std::string_view>(b_row)));
}

std::uint64_t JsonbCodec::hash(const Column& in, std::uint32_t row) {
  return jsonb_hash(JsonbView(in.at<std::string_view>(row)));
}

}  // namespace dsql::engine
