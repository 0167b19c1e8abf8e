#include "engine/types/bytea.h"

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

void parse_hexadecimal(std::string_view text, std::string& out) {
  const auto digit = [&](std::size_t at) {
    const int value = hex_value(text[at]);
    if (value < 0)
      rules::raise(conditions::invalid_hexadecimal_digit,
                   text.substr(at, utf8_prefix(text.substr(at), 1)));
    return value;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') {
      ++at;
      continue;
    }
    const int high = digit(at);
    if (at + 1 == text.size()) rules::raise(conditions::invalid_hexadecimal_odd);
    out.push_back(static_cast<char>(high * 16 + digit(at + 1)));
    at += 2;
  }
}

}  // namespace

void parse_bytea(std::string_view text, std::string& out) {
  if (text.starts_with("\\x")) {
    parse_hexadecimal(text.substr(2), out);
    return;
  }
  const auto octal = [&](std::size_t at, char most) {
    return at < text.size() && text[at] >= '0' && text[at] <= most;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      out.push_back(text[at]);
    } else if (octal(at + 1, '3') && octal(at + 2, '7') && octal(at + 3, '7')) {
      out.push_back(static_cast<char>((text[at + 1] - '0') * 64 + (text[at + 2] - '0') * 8 +
                                      text[at + 3] - '0'));
      at += 3;
    } else if (at + 1 < text.size() && text[at + 1] == '\\') {
      out.push_back('\\');
      ++at;
    } else {
      rules::raise(conditions::invalid_bytea_syntax);
    }
  }
}

void append_hex(std::string& out, std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  const std::size_t start = out.size();
  out.resize(start + bytes.size() * 2);
  char* next = out.data() + start;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *next++ = digits[byte >> 4];
    *next++ = digits[byte & 15];
  }
}

void ByteaCodec::text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                            std::uint32_t row) {
  std::string bytes;
  parse_bytea(text, bytes);
  out.own(row, bytes);
}

void ByteaCodec::text_output(const Column& in, std::uint32_t row, const TextFormat&,
                             std::string& out) {
  out.append("\\x");
  append_hex(out, in.at<std::string_view>(row));
}

Uuid UuidFamily::parse(std::string_view whole, TypeModifier, const TextFormat&) {
  // Thirty-two digits, a hyphen allowed after each four of them, all of it in braces or not.
  std::string_view text = whole;
  if (text.starts_with('{') && text.ends_with('}') && text.size() >= 2)
    text = text.substr(1, text.size() - 2);
  Uuid value;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (at + 2 > text.size()) raise_invalid_syntax("uuid", whole);
    const int high = hex_value(text[at]);
    const int low = hex_value(text[at + 1]);
    if ((high | low) < 0) raise_invalid_syntax("uuid", whole);
    value.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    at += 2;
    if (i % 2 == 1 && i < 15 && at < text.size() && text[at] == '-') ++at;
  }
  if (at != text.size()) raise_invalid_syntax("uuid", whole);
  return value;
}

void UuidFamily::print(const Uuid& value, const TextFormat&, std::string& out) {
  constexpr char digits[] = "0123456789abcdef";
  char text[36];
  char* next = text;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *next++ = '-';
    *next++ = digits[value.bytes[i] >> 4];
    *next++ = digits[value.bytes[i] & 15];
  }
  out.append(text, sizeof text);
}

namespace {

// One number of "(block,offset)" from the front of `text`; none is 0.
bool take_number(std::string_view& text, std::uint64_t most, std::uint64_t& number) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  number = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    number = number * 10 + static_cast<std::uint64_t>(text[digits] - '0');
    if (number > most) return false;
  }
  text.remove_prefix(digits);
  return true;
}

}  // namespace

void TidCodec::text_input(std::string_view whole, TypeModifier, const TextFormat&, Column& out,
                          std::uint32_t row) {
  std::string_view text = trim_space(whole);
  std::uint64_t block = 0;
  std::uint64_t offset = 0;
  const auto take = [&](char c) {
    const bool found = text.starts_with(c);
    if (found) text.remove_prefix(1);
    return found;
  };
  if (!take('(') || !take_number(text, 0xffffffffU, block) || !take(',') ||
      !take_number(text, 0xffffU, offset) || !take(')') || !text.empty()) {
    raise_invalid_syntax("tid", whole);
  }
  std::string bytes;
  append_big_endian(bytes, static_cast<std::uint32_t>(block));
  append_big_endian(bytes, static_cast<std::uint16_t>(offset));
  out.own(row, bytes);
}

void TidCodec::text_output(const Column& in, std::uint32_t row, const TextFormat&,
                           std::string& out) {
  const char* bytes = in.at<std::string_view>(row).data();
  out.push_back('(');
  append_unsigned(out, read_big_endian<std::uint32_t>(bytes));
  out.push_back(',');
  append_unsigned(out, read_big_endian<std::uint16_t>(bytes + 4));
  out.push_back(')');
}

void TidCodec::binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row) {
  BinaryReader reader(bytes);
  const std::string_view taken = reader.take(6);
  reader.finish();
  out.own(row, taken);
}

}  // namespace dsql::engine
