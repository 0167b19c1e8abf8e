// Functions of text: lengths, case, trimming, padding, cutting, searching, replacing. Positions and
// lengths count characters; case mapping is that of the C locale, ASCII only.
#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "engine/functions/characters.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/types/text.h"
#include "engine/types/text_room.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i4 = std::int32_t;
using i8 = std::int64_t;
using View = std::string_view;

// The most bytes a value may have (PostgreSQL's MaxAllocSize).
constexpr i8 most_bytes = 0x3fffffff;

i4 length_of(View text) { return static_cast<i4>(utf8_length(text)); }
i4 length_of_padded(View text) { return length_of(trim_blanks(text)); }
i4 bytes_of(View text) { return static_cast<i4>(text.size()); }
i4 bits_of(View text) { return static_cast<i4>(text.size() * 8); }

// --- case
// ------------------------------------------------------------------------------------------

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_alphanumeric(char c) { return is_lower(c) || is_upper(c) || (c >= '0' && c <= '9'); }
char lowered(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }
char raised(char c) { return is_lower(c) ? static_cast<char>(c - 32) : c; }

template <char (*Map)(char)>
View mapped(Arena& heap, View text) {
  char* room = heap.allocate(text.size());
  std::transform(text.begin(), text.end(), room, Map);
  return {room, text.size()};
}
std::string capitalised(View text) {
  std::string result(text);
  bool inside = false;
  for (char& c : result) {
    c = inside ? lowered(c) : raised(c);
    inside = is_alphanumeric(c);
  }
  return result;
}

// --- trimming
// --------------------------------------------------------------------------------------

// Whether the character at the front, or at the back, is one of `set`.
std::size_t front_in(View text, View set) {
  const View character = text.substr(0, character_size(text[0]));
  for (std::size_t at = 0; at < set.size(); at += character_size(set[at]))
    if (set.substr(at, character_size(set[at])) == character) return character.size();
  return 0;
}
std::size_t back_in(View text, View set) {
  std::size_t start = text.size() - 1;
  while (start > 0 && !starts_character(text[start])) --start;
  return front_in(text.substr(start), set);
}
View trim_front(View text, View set) {
  while (!text.empty()) {
    const std::size_t size = front_in(text, set);
    if (size == 0) break;
    text.remove_prefix(size);
  }
  return text;
}
View trim_back(View text, View set) {
  while (!text.empty()) {
    const std::size_t size = back_in(text, set);
    if (size == 0) break;
    text.remove_suffix(size);
  }
  return text;
}
View trim_both(View text, View set) { return trim_back(trim_front(text, set), set); }
View trim_front_blanks(View text) { return trim_front(text, " "); }
View trim_both_blanks(View text) { return trim_blanks(trim_front_blanks(text)); }

// --- padding and repeating
// -------------------------------------------------------------------------

void check_bytes(i8 bytes) {
  if (bytes > most_bytes - 4) rules::raise(rules::conditions::requested_length_too_large);
}

// Appends to `result` what `text` lacks of `length` characters; false where it is long enough.
bool append_padding(View text, i4 length, View fill, std::string& result) {
  check_bytes(i8{length} * 4);
  const auto held = static_cast<i8>(utf8_length(text));
  if (held >= length || fill.empty()) return false;
  std::size_t at = 0;
  for (i8 missing = length - held; missing > 0; --missing) {
    const std::size_t size = character_size(fill[at]);
    result.append(fill.substr(at, size));
    at += size;
    if (at >= fill.size()) at = 0;
  }
  return true;
}
std::string pad_left(View text, i4 length, View fill) {
  length = std::max(length, 0);
  std::string result;
  if (!append_padding(text, length, fill, result))
    return std::string(text.substr(0, character_offset(text, length)));
  return result.append(text);
}
std::string pad_right(View text, i4 length, View fill) {
  length = std::max(length, 0);
  std::string result(text);
  if (!append_padding(text, length, fill, result)) result.resize(character_offset(text, length));
  return result;
}
std::string pad_left_blanks(View text, i4 length) { return pad_left(text, length, " "); }
std::string pad_right_blanks(View text, i4 length) { return pad_right(text, length, " "); }

View repeated(Arena& heap, View text, i4 count) {
  count = std::max(count, 0);
  check_bytes(static_cast<i8>(text.size()) * count);
  const std::size_t size = text.size() * static_cast<std::size_t>(count);
  char* room = heap.allocate(size);
  for (std::size_t at = 0; at < size; at += text.size()) text.copy(room + at, text.size());
  return {room, size};
}

// --- cutting
// ---------------------------------------------------------------------------------------

View cut(View text, i4 start, i8 end) {
  const i8 first = std::max<i8>(start, 1);
  if (end <= first) return {};
  const std::size_t from = character_offset(text, first - 1);
  const View rest = text.substr(from);
  return rest.substr(0, character_offset(rest, end - first));
}
View substring(View text, i4 start, i4 length) {
  if (length < 0) rules::raise(rules::conditions::negative_substring_length);
  return cut(text, start, i8{start} + length);
}
View substring_from(View text, i4 start) {
  return text.substr(character_offset(text, i8{start} - 1));
}
View leftmost(View text, i4 count) {
  const i8 kept = count >= 0 ? i8{count} : static_cast<i8>(utf8_length(text)) + count;
  return text.substr(0, character_offset(text, kept));
}
View rightmost(View text, i4 count) {
  const i8 skipped = count >= 0 ? static_cast<i8>(utf8_length(text)) - count : -i8{count};
  return text.substr(character_offset(text, skipped));
}
std::string overlay(View text, View replacement, i4 start, i4 length) {
  if (start <= 0) rules::raise(rules::conditions::negative_substring_length);
  const i8 resume = i8{start} + length;
  if (resume > std::numeric_limits<i4>::max()) raise_out_of_range<i4>();
  std::string result(cut(text, 1, start));
  result.append(replacement);
  result.append(substring_from(text, static_cast<i4>(std::max<i8>(resume, 1))));
  return result;
}
std::string overlay_same_length(View text, View replacement, i4 start) {
  return overlay(text, replacement, start, length_of(replacement));
}

// Field `number` of `text` between separators, from the end if negative.
View field(View text, View separator, i4 number) {
  if (number == 0) rules::raise(rules::conditions::field_position_zero);
  if (text.empty()) return {};
  if (separator.empty()) return number == 1 || number == -1 ? text : View{};
  std::vector<View> fields;
  std::size_t at = 0;
  for (std::size_t next; (next = text.find(separator, at)) != View::npos;
       at = next + separator.size()) {
    fields.push_back(text.substr(at, next - at));
    if (number > 0 && fields.size() == static_cast<std::size_t>(number)) return fields.back();
  }
  fields.push_back(text.substr(at));
  const i8 index = number > 0 ? i8{number} - 1 : static_cast<i8>(fields.size()) + number;
  if (index < 0 || index >= static_cast<i8>(fields.size())) return {};
  return fields[static_cast<std::size_t>(index)];
}

// --- searching and replacing
// -----------------------------------------------------------------------

i4 position_of(View text, View part) {
  const std::size_t found = text.find(part);
  return found == View::npos ? 0 : length_of(text.substr(0, found)) + 1;
}
bool begins_with(View text, View prefix) { return text.starts_with(prefix); }

std::string replaced(View text, View from, View to) {
  if (from.empty()) return std::string(text);
  std::string result;
  std::size_t at = 0;
  for (std::size_t next; (next = text.find(from, at)) != View::npos; at = next + from.size()) {
    append_checked(result, text.substr(at, next - at));
    append_checked(result, to);
  }
  result.append(text.substr(at));
  return result;
}

// Calls f(character) for each.
template <class F>
void for_each_character(View text, F&& f) {
  for (std::size_t at = 0; at < text.size();) {
    const View character = text.substr(at, character_size(text[at]));
    f(character);
    at += character.size();
  }
}

// What each character of `from` becomes: the one of `to` at its place, or nothing.
std::unordered_map<View, View> translations(View from, View to) {
  std::unordered_map<View, View> targets;
  std::size_t at = 0;
  for_each_character(from, [&](View source) {
    const View target = at < to.size() ? to.substr(at, character_size(to[at])) : View();
    at += target.size();
    targets.try_emplace(source, target);
  });
  return targets;
}
std::string translated(View text, View from, View to) {
  const auto targets = translations(from, to);
  std::string result;
  for_each_character(text, [&](View character) {
    const auto found = targets.find(character);
    result.append(found == targets.end() ? character : found->second);
  });
  return result;
}
View reversed(Arena& heap, View text) {
  char* room = heap.allocate(text.size());
  char* end = room + text.size();
  for_each_character(text, [&](View character) {
    end -= character.size();
    character.copy(end, character.size());
  });
  return {room, text.size()};
}

// --- code points
// -----------------------------------------------------------------------------------

i4 code_point(View text) {
  std::size_t at = 0;
  return text.empty() ? 0 : static_cast<i4>(next_character(text, at));
}
std::string character_of(i4 code) {
  if (code < 0) rules::raise(rules::conditions::character_not_positive);
  if (code == 0) rules::raise(rules::conditions::null_character_not_permitted);
  if (code > 0x10FFFF) rules::raise(rules::conditions::character_too_large, std::to_string(code));
  if (code >= 0xD800 && code <= 0xDFFF)
    rules::raise(rules::conditions::character_not_valid, static_cast<std::uint32_t>(code));
  std::string result;
  append_character(result, static_cast<char32_t>(code));
  return result;
}

// Reads `digits` hexadecimal digits at `at`, which is moved past them.
char32_t escape_digits(View text, std::size_t& at, std::size_t digits) {
  char32_t code = 0;
  if (text.size() - at < digits) rules::raise(rules::conditions::invalid_unicode_escape);
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = lowered(text[at++]);
    if (c >= '0' && c <= '9') {
      code = code * 16 + static_cast<char32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      code = code * 16 + static_cast<char32_t>(c - 'a' + 10);
    } else {
      rules::raise(rules::conditions::invalid_unicode_escape);
    }
  }
  return code;
}
// Reads the escape after a backslash.
char32_t unicode_escape(View text, std::size_t& at) {
  if (at < text.size() && (text[at] == '+' || text[at] == 'u' || text[at] == 'U')) {
    const std::size_t digits = text[at] == '+' ? 6 : text[at] == 'u' ? 4 : 8;
    ++at;
    return escape_digits(text, at, digits);
  }
  return escape_digits(text, at, 4);
}
std::string unescaped(View text) {
  std::string result;
  char32_t high = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\' || (at + 1 < text.size() && text[at + 1] == '\\')) {
      if (high != 0) rules::raise(rules::conditions::invalid_unicode_surrogate_pair);
      at += text[at] == '\\' ? 1 : 0;
      result.push_back(text[at++]);
      continue;
    }
    ++at;
    char32_t code = unicode_escape(text, at);
    if (code == 0 || code > 0x10FFFF)
      rules::raise(rules::conditions::invalid_unicode_code_point, static_cast<std::uint32_t>(code));
    const bool low = code >= 0xDC00 && code <= 0xDFFF;
    if (low != (high != 0)) rules::raise(rules::conditions::invalid_unicode_surrogate_pair);
    if (code >= 0xD800 && code <= 0xDBFF) {
      high = code;
      continue;
    }
    if (low) code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00);
    high = 0;
    append_character(result, code);
  }
  if (high != 0) rules::raise(rules::conditions::invalid_unicode_surrogate_pair);
  return result;
}

template <class T>
std::string hexadecimal(T value) {
  return fmt::format("{:x}", static_cast<std::make_unsigned_t<T>>(value));
}

View concatenated(Arena& heap, View a, View b) {
  char* room = heap.allocate(a.size() + b.size());
  a.copy(room, a.size());
  b.copy(room + a.size(), b.size());
  return {room, a.size() + b.size()};
}
std::string name_with_oid(View text, std::uint32_t number) {
  const std::string suffix = fmt::format("_{}", number);
  std::size_t kept = std::min(text.size(), 63 - suffix.size());
  while (kept < text.size() && kept > 0 && !starts_character(text[kept])) --kept;
  return std::string(text.substr(0, kept)) + suffix;
}
View larger(View a, View b) { return a < b ? b : a; }
View smaller(View a, View b) { return b < a ? b : a; }

constexpr FunctionRow rows[] = {
    // lengths
    fn(1317, "length", {text}, int4, lift<&length_of>),
    fn(1318, "length", {bpchar}, int4, lift<&length_of_padded>),
    fn(1257, "textlen", {text}, int4, lift<&length_of>),
    fn(1381, "char_length", {text}, int4, lift<&length_of>),
    fn(1372, "char_length", {bpchar}, int4, lift<&length_of_padded>),
    fn(1369, "character_length", {text}, int4, lift<&length_of>),
    fn(1367, "character_length", {bpchar}, int4, lift<&length_of_padded>),
    fn(1374, "octet_length", {text}, int4, lift<&bytes_of>),
    fn(1375, "octet_length", {bpchar}, int4, lift<&bytes_of>),
    fn(1811, "bit_length", {text}, int4, lift<&bits_of>),
    // case
    fn(870, "lower", {text}, text, lift<&mapped<&lowered>>),
    fn(871, "upper", {text}, text, lift<&mapped<&raised>>),
    fn(872, "initcap", {text}, text, lift<&capitalised>),
    // trimming
    fn(884, "btrim", {text, text}, text, lift<&trim_both>),
    fn(885, "btrim", {text}, text, lift<&trim_both_blanks>),
    fn(875, "ltrim", {text, text}, text, lift<&trim_front>),
    fn(881, "ltrim", {text}, text, lift<&trim_front_blanks>),
    fn(876, "rtrim", {text, text}, text, lift<&trim_back>),
    fn(882, "rtrim", {text}, text, lift<&trim_blanks>),
    // padding
    fn(873, "lpad", {text, int4, text}, text, lift<&pad_left>),
    fn(879, "lpad", {text, int4}, text, lift<&pad_left_blanks>),
    fn(874, "rpad", {text, int4, text}, text, lift<&pad_right>),
    fn(880, "rpad", {text, int4}, text, lift<&pad_right_blanks>),
    fn(1622, "repeat", {text, int4}, text, lift<&repeated>),
    // cutting
    fn(877, "substr", {text, int4, int4}, text, lift<&substring>),
    fn(883, "substr", {text, int4}, text, lift<&substring_from>),
    fn(936, "substring", {text, int4, int4}, text, lift<&substring>),
    fn(937, "substring", {text, int4}, text, lift<&substring_from>),
    fn(3060, "left", {text, int4}, text, lift<&leftmost>),
    fn(3061, "right", {text, int4}, text, lift<&rightmost>),
    fn(1404, "overlay", {text, text, int4, int4}, text, lift<&overlay>),
    fn(1405, "overlay", {text, text, int4}, text, lift<&overlay_same_length>),
    fn(2088, "split_part", {text, text, int4}, text, lift<&field>),
    // searching and replacing
    fn(849, "position", {text, text}, int4, lift<&position_of>),
    fn(868, "strpos", {text, text}, int4, lift<&position_of>),
    fn(3696, "starts_with", {text, text}, boolean, lift<&begins_with>),
    fn(2087, "replace", {text, text, text}, text, lift<&replaced>),
    fn(878, "translate", {text, text, text}, text, lift<&translated>),
    fn(3062, "reverse", {text}, text, lift<&reversed>),
    // code points
    fn(1620, "ascii", {text}, int4, lift<&code_point>),
    fn(1621, "chr", {int4}, text, lift<&character_of>),
    fn(6198, "unistr", {text}, text, lift<&unescaped>),
    fn(2089, "to_hex", {int4}, text, lift<&hexadecimal<i4>>),
    fn(2090, "to_hex", {int8}, text, lift<&hexadecimal<i8>>),
    // concatenation
    fn(1258, "textcat", {text, text}, text, lift<&concatenated>),
    fn(266, "nameconcatoid", {name, oid_}, name, lift<&name_with_oid>),
    fn(458, "text_larger", {text, text}, text, lift<&larger>),
    fn(459, "text_smaller", {text, text}, text, lift<&smaller>),
};

}  // namespace

std::span<const FunctionRow> strings() { return rows; }

}  // namespace dsql::engine
