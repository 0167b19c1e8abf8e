// json and jsonb. json is the text as it came, checked. jsonb is a tree of nodes: a tag byte, then
// for a number its packed Numeric, for a string its bytes, for an array a count, the ends of its
// elements and the elements, for an object a count, the ends of keys and of values, the keys sorted
// by length and then bytes, and the values; so a key is found by binary search. Views refer to the
// bytes they were made of; writers are values of their caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types/codec.h"
#include "engine/types/numeric.h"
#include "engine/types/text.h"

namespace dsql::engine {

// --- reading JSON text ---------------------------------------------------------------------------

enum class JsonKind : std::uint8_t { null, false_, true_, number, string, array, object };

// Hears the parts of a JSON text in order. Offsets are into the text.
class JsonHandler {
 public:
  virtual ~JsonHandler() = default;
  virtual void begin_object(std::size_t) {}
  virtual void end_object(std::size_t) {}  // offset after the brace
  virtual void begin_array(std::size_t) {}
  virtual void end_array(std::size_t) {}
  // `name` without quotes and escapes.
  virtual void key(std::string_view /*name*/) {}
  // `token` is the source text; `value` the same, or for a string what it means.
  virtual void scalar(JsonKind /*kind*/, std::string_view /*token*/, std::string_view /*value*/,
                      std::size_t /*offset*/) {}
};

// Checks `text` and tells `handler` (if any). With `unescape` strings are decoded, which refuses
// \u0000 and lone surrogates as jsonb does; without, escapes are only checked for form. Raises:
// invalid_json with PostgreSQL's detail and context, unsupported_unicode_escape.
void parse_json(std::string_view text, JsonHandler* handler, bool unescape);

// Appends `text` as a JSON string with its quotes, escaped as PostgreSQL does.
void append_json_string(std::string& out, std::string_view text);

// --- jsonb ---------------------------------------------------------------------------------------

class JsonbView {
 public:
  explicit JsonbView(std::string_view bytes) : bytes_(bytes) {}

  JsonKind kind() const { return static_cast<JsonKind>(bytes_[0]); }
  bool is_scalar() const { return kind() < JsonKind::array; }
  std::string_view bytes() const { return bytes_; }
  std::string_view string() const { return bytes_.substr(1); }
  Numeric number() const { return Numeric::unpack(bytes_.substr(1)); }
  bool boolean() const { return kind() == JsonKind::true_; }

  // Elements of an array or pairs of an object.
  std::uint32_t size() const { return word(0); }
  JsonbView element(std::uint32_t index) const;
  std::string_view key(std::uint32_t index) const;
  JsonbView value(std::uint32_t index) const;
  // The value under `key` of an object; the position of the key, or -1.
  std::optional<JsonbView> find(std::string_view key) const;
  std::int64_t find_index(std::string_view key) const;

 private:
  std::uint32_t word(std::uint32_t index) const {
    std::uint32_t result;
    std::memcpy(&result, bytes_.data() + 1 + std::size_t{index} * 4, 4);
    return result;
  }
  std::string_view bytes_;
};

// Order of keys inside an object.
constexpr int jsonb_key_order(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? (a.size() < b.size() ? -1 : 1) : a.compare(b);
}

// Builds one jsonb value: begin/end containers, key() before each value of an object. Duplicate
// keys: the last one wins.
class JsonbWriter {
 public:
  void begin_array();
  void end_array();
  void begin_object();
  void end_object();
  void key(std::string_view name);
  void null();
  void boolean(bool value);
  void number(const Numeric& value);
  void string(std::string_view value);
  // A value that is jsonb already.
  void node(JsonbView value);
  // The finished value; everything begun has been ended.
  std::string take() { return std::move(root_); }
  // Memory held, in bytes.
  std::size_t footprint() const;

 private:
  struct Frame {
    bool is_object = false;
    std::string keys;
    std::vector<std::uint32_t> key_ends;
    std::string values;
    std::vector<std::uint32_t> value_ends;
  };
  std::string& target();
  void close_value();
  void write_object(const Frame& frame, std::string& out);

  std::vector<Frame> frames_;
  std::string root_;
};

std::string jsonb_from_text(std::string_view text);
// PostgreSQL's text: `{"a": 1, "b": [2]}`; `pretty` is jsonb_pretty()'s form.
void jsonb_append_text(JsonbView value, std::string& out, bool pretty = false);
int jsonb_compare(JsonbView a, JsonbView b);
std::uint64_t jsonb_hash(JsonbView value);
// The @> operator.
bool jsonb_contains(JsonbView whole, JsonbView part);

struct JsonCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row);
  static void text_output(const Column& in, std::uint32_t row, const TextFormat& format,
                          std::string& out) {
    TextCodec::text_output(in, row, format, out);
  }
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row);
  static void binary_output(const Column& in, std::uint32_t row, std::string& out) {
    TextCodec::binary_output(in, row, out);
  }
};

struct JsonbCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row);
  static void text_output(const Column& in, std::uint32_t row, const TextFormat&, std::string& out);
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row);
  static void binary_output(const Column& in, std::uint32_t row, std::string& out);
  static int compare(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row);
  static std::uint64_t hash(const Column& in, std::uint32_t row);
};

}  // namespace dsql::engine
