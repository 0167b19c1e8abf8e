#include "wire/pg/frontend_messages.h"

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/connection_errors.h"
#include "wire/pg/byte_order.h"
#include "wire/pg/utf8.h"

namespace dsql::wire {
namespace {

namespace conditions = rules::conditions;
using rules::error;

// Takes values off the front of a body. The first thing that is wrong is remembered and every later
// read answers an empty value, so that a reader checks once, at finish().
class BodyReader {
 public:
  explicit BodyReader(std::string_view body) : rest_(body) {}

  std::uint16_t uint16() {
    const std::string_view raw = bytes(2);
    return raw.size() == 2 ? load_uint16(raw.data()) : std::uint16_t{0};
  }
  std::uint32_t uint32() {
    const std::string_view raw = bytes(4);
    return raw.size() == 4 ? load_uint32(raw.data()) : 0U;
  }
  char byte() {
    if (rest_.empty()) return fail(error(conditions::no_data_left_in_message)), '\0';
    const char value = rest_.front();
    rest_.remove_prefix(1);
    return value;
  }
  std::string_view bytes(std::size_t count) {
    if (count > rest_.size()) return fail(error(conditions::insufficient_data_in_message)), rest_;
    const std::string_view value = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return value;
  }
  // A zero-terminated string of valid UTF-8.
  std::string_view text() {
    const std::size_t end = rest_.find('\0');
    if (end == rest_.npos) return fail(error(conditions::invalid_string_in_message)), rest_;
    const std::string_view value = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    if (auto invalid = check_utf8(value)) fail(*std::move(invalid));
    return value;
  }
  std::size_t left() const { return rest_.size(); }
  bool failed() const { return error_.has_value(); }

  void fail(rules::SqlError&& reason) {
    rest_ = {};
    if (!error_) error_ = std::move(reason);
  }
  MessageError finish() {
    if (!error_ && !rest_.empty()) return error(conditions::invalid_message_format);
    return std::move(error_);
  }

 private:
  std::string_view rest_;
  MessageError error_;
};

std::int16_t read_format(BodyReader& reader) {
  const auto format = static_cast<std::int16_t>(reader.uint16());
  if (format != 0 && format != 1) reader.fail(error(conditions::unsupported_format_code, format));
  return format;
}

// Parameter formats come before the values they are for: one for all, or one each.
struct Formats {
  std::vector<std::int16_t> codes{};

  bool binary(std::size_t parameter) const {
    if (codes.empty()) return false;
    return codes[codes.size() == 1 ? 0 : parameter] == 1;
  }
};

void read_parameter(BodyReader& reader, bool binary, engine::ParameterValue& value) {
  constexpr std::uint32_t null_length = 0xffff'ffff;
  const std::uint32_t length = reader.uint32();
  value = {.is_null = length == null_length, .binary = binary, .bytes = {}};
  if (value.is_null) return;
  value.bytes = reader.bytes(length);
  if (binary || reader.failed()) return;
  if (auto invalid = check_utf8(value.bytes)) reader.fail(*std::move(invalid));
}

MessageError read_target(std::string_view body, TargetMessage& out,
                         const rules::Condition<int>& bad_kind) {
  BodyReader reader(body);
  out.kind = reader.byte();
  out.name = reader.text();
  if (out.kind != 'S' && out.kind != 'P' && !reader.failed()) {
    reader.fail(error(bad_kind, static_cast<unsigned char>(out.kind)));
  }
  return reader.finish();
}

}  // namespace

MessageError read_query(std::string_view body, std::string_view& text) {
  return read_text(body, text);
}

MessageError read_text(std::string_view body, std::string_view& text) {
  BodyReader reader(body);
  text = reader.text();
  return reader.finish();
}

MessageError read_parse(std::string_view body, ParseMessage& out) {
  BodyReader reader(body);
  out.statement = reader.text();
  out.text = reader.text();
  const std::size_t count = reader.uint16();
  out.parameter_types.clear();
  if (count * 4 > reader.left()) reader.fail(error(conditions::insufficient_data_in_message));
  for (std::size_t i = 0; i < count && !reader.failed(); ++i) {
    out.parameter_types.push_back(reader.uint32());
  }
  return reader.finish();
}

MessageError read_bind(std::string_view body, BindMessage& out) {
  BodyReader reader(body);
  out.portal = reader.text();
  out.statement = reader.text();
  Formats formats;
  const std::size_t format_count = reader.uint16();
  for (std::size_t i = 0; i < format_count && !reader.failed(); ++i) {
    formats.codes.push_back(read_format(reader));
  }
  const std::size_t count = reader.uint16();
  if (!reader.failed() && format_count > 1 && format_count != count) {
    reader.fail(error(conditions::bind_format_count, static_cast<int>(format_count),
                      static_cast<int>(count)));
  }
  out.parameters.clear();
  for (std::size_t i = 0; i < count && !reader.failed(); ++i) {
    read_parameter(reader, formats.binary(i), out.parameters.emplace_back());
  }
  const std::size_t result_count = reader.uint16();
  out.result_formats.clear();
  for (std::size_t i = 0; i < result_count && !reader.failed(); ++i) {
    out.result_formats.push_back(read_format(reader));
  }
  return reader.finish();
}

MessageError read_describe(std::string_view body, TargetMessage& out) {
  return read_target(body, out, conditions::unrecognized_describe_subtype);
}

MessageError read_close(std::string_view body, TargetMessage& out) {
  return read_target(body, out, conditions::unrecognized_close_subtype);
}

MessageError read_execute(std::string_view body, ExecuteMessage& out) {
  BodyReader reader(body);
  out.portal = reader.text();
  const auto limit = static_cast<std::int32_t>(reader.uint32());
  out.max_rows = limit > 0 ? static_cast<std::uint64_t>(limit) : 0;
  return reader.finish();
}

}  // namespace dsql::wire
