// inet and cidr: comparison, containment, arithmetic and the parts of an address.
#include <algorithm>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/compare.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/types/inet.h"

namespace dsql::engine {
namespace {

using namespace sql;
namespace conditions = rules::conditions;

using View = std::string_view;

// --- parts ---

// Sets the bits right of the network.
Inet with_host_bits(Inet value, bool set) {
  for (unsigned bit = value.bits; bit < value.max_bits(); ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80 >> bit % 8);
    auto& octet = value.address[bit / 8];
    octet = static_cast<std::uint8_t>(set ? octet | mask : octet & ~mask);
  }
  return value;
}

Inet host_of(Inet value) {
  value.bits = static_cast<std::uint8_t>(value.max_bits());
  return value;
}

std::string network(View bytes) { return with_host_bits(Inet::from(bytes), false).bytes(); }
std::string broadcast(View bytes) { return with_host_bits(Inet::from(bytes), true).bytes(); }

std::string netmask(View bytes) {
  Inet value = Inet::from(bytes);
  value.address.fill(0xff);
  return host_of(with_host_bits(value, false)).bytes();
}

std::string hostmask(View bytes) {
  Inet value = Inet::from(bytes);
  value.address.fill(0);
  return host_of(with_host_bits(value, true)).bytes();
}

std::int32_t masklen(View bytes) { return Inet::from(bytes).bits; }
std::int32_t family(View bytes) { return Inet::from(bytes).v6 ? 6 : 4; }
std::string host(View bytes) { return address_text(Inet::from(bytes)); }
std::string text_of(View bytes) { return inet_text(Inet::from(bytes), true); }
std::string abbreviated(View bytes) { return inet_text(Inet::from(bytes), false); }

// The words of an IPv6 network, at least two; the longest run of zeros among them is cut, also a
// single one. The end of an IPv4 address in it is written as such.
std::string abbreviated_words(const Inet& value) {
  if (value.bits == 0) return "::";
  const unsigned count = std::max(2U, (value.bits + 15U) / 16);
  const auto word = [&](unsigned i) {
    return value.address[i * 2] * 256U + value.address[i * 2 + 1];
  };
  unsigned run = 0, run_length = 0;
  for (unsigned i = 0; i < count; ++i) {
    unsigned end = i;
    while (end < count && word(end) == 0) ++end;
    if (end - i > run_length) {
      run = i;
      run_length = end - i;
    }
    i = std::max(i, end);
  }
  const bool mapped = run == 0 && run_length != count &&
                      (run_length == 6 || (run_length == 5 && word(5) == 0xffff) ||
                       (run_length == 7 && value.address[14] != 0 && value.address[15] != 1));
  std::string made;
  for (unsigned i = 0; i < count; ++i) {
    if (i >= run && i < run + run_length) {
      if (i == run) made += ':';
      if (i == count - 1) made += ':';
    } else if (mapped && i > 5) {
      made += (i == 6 ? ':' : '.') + std::to_string(value.address[i * 2]);
      if (i != 7 || value.bits > 120) made += '.' + std::to_string(value.address[i * 2 + 1]);
    } else {
      if (!made.empty()) made += ':';
      made += fmt::format("{:x}", word(i));
    }
  }
  return made;
}

// The octets or words that the network covers.
std::string abbreviated_network(View bytes) {
  const Inet value = Inet::from(bytes);
  std::string made;
  if (value.v6) return abbreviated_words(value) + '/' + std::to_string(value.bits);
  for (unsigned i = 0; i == 0 || i * 8 < value.bits; ++i)
    made += (i == 0 ? "" : ".") + std::to_string(value.address[i]);
  return made + '/' + std::to_string(value.bits);
}

Inet resized(View bytes, std::int32_t bits) {
  Inet value = Inet::from(bytes);
  const auto most = static_cast<std::int32_t>(value.max_bits());
  if (bits < -1 || bits > most) rules::raise(conditions::invalid_mask_length, bits);
  value.bits = static_cast<std::uint8_t>(bits == -1 ? most : bits);
  return value;
}
std::string set_masklen(View bytes, std::int32_t bits) { return resized(bytes, bits).bytes(); }
std::string set_network_masklen(View bytes, std::int32_t bits) {
  return with_host_bits(resized(bytes, bits), false).bytes();
}

// --- containment ---

// Whether the network of `inner` lies in that of `outer`, or is it where `equal`.
template <bool equal>
bool contained(View inner_bytes, View outer_bytes) {
  const Inet inner = Inet::from(inner_bytes), outer = Inet::from(outer_bytes);
  const bool longer = equal ? inner.bits >= outer.bits : inner.bits > outer.bits;
  return inner.v6 == outer.v6 && longer && same_network(inner, outer, outer.bits);
}
template <bool equal>
bool contains(View outer, View inner) {
  return contained<equal>(inner, outer);
}

bool overlap(View a_bytes, View b_bytes) {
  const Inet a = Inet::from(a_bytes), b = Inet::from(b_bytes);
  return a.v6 == b.v6 && same_network(a, b, std::min(a.bits, b.bits));
}

bool same_family(View a, View b) { return a[0] == b[0]; }

// The smallest network that holds both.
std::string merge(View a_bytes, View b_bytes) {
  Inet a = Inet::from(a_bytes);
  const Inet b = Inet::from(b_bytes);
  if (a.v6 != b.v6) rules::raise(conditions::merge_of_families);
  unsigned bits = std::min(a.bits, b.bits);
  while (!same_network(a, b, bits)) --bits;
  a.bits = static_cast<std::uint8_t>(bits);
  return with_host_bits(a, false).bytes();
}

// --- arithmetic ---

std::string inverted(View bytes) {
  Inet value = Inet::from(bytes);
  for (unsigned i = 0; i < value.size(); ++i)
    value.address[i] = static_cast<std::uint8_t>(~value.address[i]);
  return value.bytes();
}

template <class Operation>
std::string combined(View a_bytes, View b_bytes, View verb, Operation operation) {
  Inet a = Inet::from(a_bytes);
  const Inet b = Inet::from(b_bytes);
  if (a.v6 != b.v6) rules::raise(conditions::inet_sizes_differ, verb);
  for (unsigned i = 0; i < a.size(); ++i)
    a.address[i] = static_cast<std::uint8_t>(operation(a.address[i], b.address[i]));
  a.bits = std::max(a.bits, b.bits);
  return a.bytes();
}
std::string both(View a, View b) { return combined(a, b, "AND", std::bit_and<>()); }
std::string either(View a, View b) { return combined(a, b, "OR", std::bit_or<>()); }

// The addend is as wide as an address, its sign extended.
std::string moved(Inet value, std::int64_t by) {
  const bool down = by < 0;
  int carry = 0;
  for (unsigned i = value.size(); i-- > 0;) {
    const int sum = value.address[i] + static_cast<int>(by & 0xff) + carry;
    value.address[i] = static_cast<std::uint8_t>(sum & 0xff);
    carry = sum >> 8;
    by >>= 8;
  }
  // What is left of the addend may only be its sign.
  if (by != (down ? -1 : 0) || carry != (down ? 1 : 0))
    rules::raise(conditions::result_out_of_range);
  return value.bytes();
}
std::string plus(View bytes, std::int64_t by) { return moved(Inet::from(bytes), by); }
std::string plus_to(std::int64_t by, View bytes) { return moved(Inet::from(bytes), by); }

std::string minus(View bytes, std::int64_t by) {
  const Inet value = Inet::from(bytes);
  if (by != std::numeric_limits<std::int64_t>::min()) return moved(value, -by);
  // Its negation has no place in the type: two steps.
  return moved(Inet::from(moved(value, std::numeric_limits<std::int64_t>::max())), 1);
}

std::int64_t distance(View a_bytes, View b_bytes) {
  const Inet a = Inet::from(a_bytes), b = Inet::from(b_bytes);
  if (a.v6 != b.v6) rules::raise(conditions::inet_sizes_differ, "subtract");
  using Wide = unsigned __int128;
  Wide difference = 0;
  const auto whole = [](const Inet& value) {
    Wide number = 0;
    for (unsigned i = 0; i < value.size(); ++i) number = number << 8 | value.address[i];
    return number;
  };
  difference = whole(a) - whole(b);
  const auto narrow = static_cast<std::int64_t>(difference);
  if (static_cast<Wide>(static_cast<__int128>(narrow)) != difference)
    rules::raise(conditions::result_out_of_range);
  return narrow;
}

constexpr FunctionRow rows[] = {
    fn(920, "network_eq", {inet, inet}, boolean, eq_by_type),
    fn(925, "network_ne", {inet, inet}, boolean, ne_by_type),
    fn(921, "network_lt", {inet, inet}, boolean, lt_by_type),
    fn(922, "network_le", {inet, inet}, boolean, le_by_type),
    fn(923, "network_gt", {inet, inet}, boolean, gt_by_type),
    fn(924, "network_ge", {inet, inet}, boolean, ge_by_type),
    fn(926, "network_cmp", {inet, inet}, int4, cmp_by_type),
    fn(927, "network_sub", {inet, inet}, boolean, lift<&contained<false>>),
    fn(928, "network_subeq", {inet, inet}, boolean, lift<&contained<true>>),
    fn(929, "network_sup", {inet, inet}, boolean, lift<&contains<false>>),
    fn(930, "network_supeq", {inet, inet}, boolean, lift<&contains<true>>),
    fn(3551, "network_overlap", {inet, inet}, boolean, lift<&overlap>),
    fn(598, "abbrev", {inet}, text, lift<&abbreviated>),
    fn(599, "abbrev", {cidr}, text, lift<&abbreviated_network>),
    fn(605, "set_masklen", {inet, int4}, inet, lift<&set_masklen>),
    fn(635, "set_masklen", {cidr, int4}, cidr, lift<&set_network_masklen>),
    fn(683, "network", {inet}, cidr, lift<&network>),
    fn(696, "netmask", {inet}, inet, lift<&netmask>),
    fn(697, "masklen", {inet}, int4, lift<&masklen>),
    fn(698, "broadcast", {inet}, inet, lift<&broadcast>),
    fn(699, "host", {inet}, text, lift<&host>),
    fn(711, "family", {inet}, int4, lift<&family>),
    fn(730, "text", {inet}, text, lift<&text_of>),
    fn(1362, "hostmask", {inet}, inet, lift<&hostmask>),
    fn(1715, "cidr", {inet}, cidr, lift<&network>),
    fn(2627, "inetnot", {inet}, inet, lift<&inverted>),
    fn(2628, "inetand", {inet, inet}, inet, lift<&both>),
    fn(2629, "inetor", {inet, inet}, inet, lift<&either>),
    fn(2630, "inetpl", {inet, int8}, inet, lift<&plus>),
    fn(2631, "int8pl_inet", {int8, inet}, inet, lift<&plus_to>),
    fn(2632, "inetmi_int8", {inet, int8}, inet, lift<&minus>),
    fn(2633, "inetmi", {inet, inet}, int8, lift<&distance>),
    fn(4063, "inet_merge", {inet, inet}, cidr, lift<&merge>),
    fn(4071, "inet_same_family", {inet, inet}, boolean, lift<&same_family>),
};

}  // namespace

std::span<const FunctionRow> inet_functions() { return rows; }

}  // namespace dsql::engine
