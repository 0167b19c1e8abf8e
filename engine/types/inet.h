// inet and cidr: an IPv4 or IPv6 address with the length of its network. They exist only while a
// query runs; no column of the service has them. A value is bytes: family (2 or 3, as on the wire),
// length, then the 4 or 16 bytes of the address. Stateless.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/types/bytea.h"

namespace dsql::engine {

struct Inet {
  bool v6 = false;
  std::uint8_t bits = 0;  // of the network: 0 … size() * 8
  std::array<std::uint8_t, 16> address{};

  unsigned size() const { return v6 ? 16 : 4; }
  unsigned max_bits() const { return size() * 8; }

  static Inet from(std::string_view bytes);
  std::string bytes() const;
};

// Raises invalid_text_representation. As a network (cidr) parts may be left out, then the address's
// class gives the length, and no bit may be set right of it (invalid_cidr_value).
Inet parse_inet(std::string_view text, bool network);

// The address alone; a run of zero words of IPv6 is cut.
std::string address_text(const Inet& value);

// As inet prints, without the length of a single host; `always` with it.
std::string inet_text(const Inet& value, bool always);

// Network first, then its length, then the address: the order of the comparison operators.
int compare_inet(const Inet& a, const Inet& b);

// Whether the first `bits` of the two agree; of one family.
bool same_network(const Inet& a, const Inet& b, unsigned bits);

template <bool network>
struct InetCodec : ByteaCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row) {
    out.own(row, parse_inet(text, network).bytes());
  }
  static void text_output(const Column& in, std::uint32_t row, const TextFormat&,
                          std::string& out) {
    out += inet_text(Inet::from(in.at<std::string_view>(row)), network);
  }
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row);
  static void binary_output(const Column& in, std::uint32_t row, std::string& out);
  static int compare(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row) {
    return compare_inet(Inet::from(a.at<std::string_view>(a_row)),
                        Inet::from(b.at<std::string_view>(b_row)));
  }
};

}  // namespace dsql::engine
