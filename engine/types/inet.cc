#include "engine/types/inet.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace {

namespace conditions = rules::conditions;

// Of the wire: PGSQL_AF_INET and PGSQL_AF_INET6.
constexpr char family_v4 = 2, family_v6 = 3;

// A decimal number of at most `most`, without sign.
std::optional<unsigned> number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = failure == std::errc{} && end == text.data() + text.size();
  return !text.empty() && text.size() <= 3 && whole && value <= most ? std::optional(value)
                                                                     : std::nullopt;
}

// 1 to 4 octets with dots between; how many, 0 if it is something else.
unsigned read_octets(std::string_view text, std::uint8_t* out) {
  unsigned count = 0;
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const auto octet = number(text.substr(0, dot), 255);
    if (!octet || count == 4) return 0;
    out[count++] = static_cast<std::uint8_t>(*octet);
    if (dot == text.size()) return count;
    text.remove_prefix(dot + 1);
  }
}

// The length that the class of an address gives, at least what is written of it.
unsigned class_bits(std::uint8_t first, unsigned octets) {
  unsigned bits = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
  bits = std::max(bits, octets * 8);
  return bits == 8 && first == 224 ? 4 : bits;
}

std::optional<Inet> read_v4(std::string_view text, std::optional<std::string_view> length,
                            bool network) {
  Inet value;
  const unsigned octets = read_octets(text, value.address.data());
  if (octets == 0) return std::nullopt;
  if (length) {
    const auto bits = number(*length, 32);
    // A length may leave octets out, but not such as it covers whole.
    if (!bits || (!network && *bits / 8 > octets)) return std::nullopt;
    value.bits = static_cast<std::uint8_t>(*bits);
    return value;
  }
  if (!network && octets != 4) return std::nullopt;
  value.bits = static_cast<std::uint8_t>(network ? class_bits(value.address[0], octets) : 32);
  return value;
}

// One word of IPv6: 1 to 4 hexadecimal digits.
std::optional<std::uint16_t> read_word(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  std::uint16_t word = 0;
  for (const char c : text) {
    if (hex_value(c) < 0) return std::nullopt;
    word = static_cast<std::uint16_t>(word << 4 | hex_value(c));
  }
  return word;
}

// The words of one side of '::', the last two perhaps as an IPv4 address; false: malformed.
bool read_words(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view part = text.substr(0, colon);
    if (part.find('.') != std::string_view::npos) {
      std::uint8_t octets[4];
      if (colon != text.size() || read_octets(part, octets) != 4) return false;
      out.append(reinterpret_cast<const char*>(octets), 4);
      return true;
    }
    const auto word = read_word(part);
    if (!word) return false;
    append_big_endian(out, *word);
    if (colon == text.size()) return true;
    text.remove_prefix(colon + 1);
    if (text.empty()) return false;  // a colon at the end
  }
  return true;
}

std::optional<Inet> read_v6(std::string_view text, std::optional<std::string_view> length) {
  Inet value{.v6 = true, .bits = 128, .address = {}};
  if (length) {
    const auto bits = number(*length, 128);
    if (!bits) return std::nullopt;
    value.bits = static_cast<std::uint8_t>(*bits);
  }
  const std::size_t gap = text.find("::");
  std::string head, tail;
  if (!read_words(text.substr(0, gap), head)) return std::nullopt;
  if (gap != std::string_view::npos && !read_words(text.substr(gap + 2), tail)) return std::nullopt;
  const std::size_t given = head.size() + tail.size();
  if (gap == std::string_view::npos ? given != 16 : given > 14) return std::nullopt;
  std::memcpy(value.address.data(), head.data(), head.size());
  std::memcpy(value.address.data() + 16 - tail.size(), tail.data(), tail.size());
  return value;
}

bool has_host_bits(const Inet& value) {
  for (unsigned bit = value.bits; bit < value.max_bits(); ++bit)
    if (value.address[bit / 8] & (0x80 >> bit % 8)) return true;
  return false;
}

std::string v4_text(const std::uint8_t* octets) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += (i == 0 ? "" : ".") + std::to_string(octets[i]);
  return text;
}

std::string v6_text(const std::array<std::uint8_t, 16>& address) {
  std::array<unsigned, 8> words;
  for (unsigned i = 0; i < 8; ++i) words[i] = address[i * 2] * 256U + address[i * 2 + 1];
  // The longest run of zero words, the first of them; one alone is written out.
  unsigned best = 8, best_length = 1;
  for (unsigned i = 0; i < 8; ++i) {
    unsigned end = i;
    while (end < 8 && words[end] == 0) ++end;
    if (end - i > best_length) {
      best = i;
      best_length = end - i;
    }
    i = std::max(i, end);
  }
  std::string text;
  for (unsigned i = 0; i < 8; ++i) {
    if (best < 8 && i >= best && i < best + best_length) {
      if (i == best) text += ':';
      continue;
    }
    if (i != 0) text += ':';
    const bool mapped = best_length == 6 || (best_length == 7 && words[7] != 1) ||
                        (best_length == 5 && words[5] == 0xffff);
    if (i == 6 && best == 0 && mapped) return text + v4_text(address.data() + 12);
    char digits[4];
    const auto end = std::to_chars(digits, digits + 4, words[i], 16).ptr;
    text.append(digits, end);
  }
  if (best < 8 && best + best_length == 8) text += ':';
  return text;
}

}  // namespace

Inet Inet::from(std::string_view bytes) {
  Inet value{
      .v6 = bytes[0] == family_v6, .bits = static_cast<std::uint8_t>(bytes[1]), .address = {}};
  std::memcpy(value.address.data(), bytes.data() + 2, value.size());
  return value;
}

std::string Inet::bytes() const {
  std::string made{v6 ? family_v6 : family_v4, static_cast<char>(bits)};
  return made.append(reinterpret_cast<const char*>(address.data()), size());
}

Inet parse_inet(std::string_view text, bool network) {
  const std::string_view type = network ? "cidr" : "inet";
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  std::optional<std::string_view> length;
  if (slash != std::string_view::npos) length = text.substr(slash + 1);
  const auto value = address.find(':') != std::string_view::npos
                         ? read_v6(address, length)
                         : read_v4(address, length, network);
  if (!value) raise_invalid_syntax(type, text);
  if (network && has_host_bits(*value)) rules::raise(conditions::invalid_cidr_value, text);
  return *value;
}

std::string address_text(const Inet& value) {
  return value.v6 ? v6_text(value.address) : v4_text(value.address.data());
}

std::string inet_text(const Inet& value, bool always) {
  std::string text = address_text(value);
  if (always || value.bits != value.max_bits()) text += '/' + std::to_string(value.bits);
  return text;
}

bool same_network(const Inet& a, const Inet& b, unsigned bits) {
  if (std::memcmp(a.address.data(), b.address.data(), bits / 8) != 0) return false;
  const unsigned rest = bits % 8;
  return rest == 0 || (a.address[bits / 8] ^ b.address[bits / 8]) >> (8 - rest) == 0;
}

int compare_inet(const Inet& a, const Inet& b) {
  if (a.v6 != b.v6) return a.v6 ? 1 : -1;
  const int order = std::memcmp(a.address.data(), b.address.data(), a.size());
  if (!same_network(a, b, std::min(a.bits, b.bits))) return order;
  return a.bits != b.bits ? a.bits - b.bits : order;
}

template <bool network>
void InetCodec<network>::binary_input(std::string_view bytes, TypeModifier, Column& out,
                                      std::uint32_t row) {
  const std::string_view type = network ? "cidr" : "inet";
  BinaryReader reader(bytes);
  Inet value;
  const auto family = reader.read<std::uint8_t>();
  if (family != family_v4 && family != family_v6)
    rules::raise(conditions::invalid_external_address_family, type);
  value.v6 = family == family_v6;
  value.bits = reader.read<std::uint8_t>();
  if (value.bits > value.max_bits()) rules::raise(conditions::invalid_external_address_bits, type);
  reader.read<std::uint8_t>();  // whether it is a network, which the type says
  if (reader.read<std::uint8_t>() != value.size())
    rules::raise(conditions::invalid_external_address_length, type);
  std::memcpy(value.address.data(), reader.take(value.size()).data(), value.size());
  reader.finish();
  if (network && has_host_bits(value)) rules::raise(conditions::invalid_external_cidr);
  out.own(row, value.bytes());
}

template <bool network>
void InetCodec<network>::binary_output(const Column& in, std::uint32_t row, std::string& out) {
  const std::string_view bytes = in.at<std::string_view>(row);
  out += bytes.substr(0, 2);
  out += static_cast<char>(network);
  out += static_cast<char>(bytes.size() - 2);
  out += bytes.substr(2);
}

template struct InetCodec<false>;
template struct InetCodec<true>;

}  // namespace dsql::engine
