// boolean: input and output of SQL's two truth values. Stateless.
#pragma once

#include <optional>
#include <string_view>

#include "engine/types/codec.h"

namespace dsql::engine {

// What PostgreSQL reads as a boolean: any case, surrounding space, unique prefixes of true, false,
// yes, no, and on, off, 1, 0. The settings table reads booleans with it too.
std::optional<bool> parse_boolean(std::string_view text);

struct BooleanFamily : Scalar<bool> {
  static bool parse(std::string_view text, TypeModifier, const TextFormat&);
  static void print(bool value, const TextFormat&, std::string& out) {
    out.push_back(value ? 't' : 'f');
  }
  static bool receive(BinaryReader& reader) { return reader.read<std::uint8_t>() != 0; }
  static void send(bool value, std::string& out) { out.push_back(value ? '\1' : '\0'); }
  static void write_key(bool value, std::string& out) { out.push_back(value ? '\1' : '\0'); }
  static bool read_key(const char* key) { return *key != '\0'; }
};

}  // namespace dsql::engine
