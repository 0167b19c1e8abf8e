// Casts among the string types, and their length coercions. A length coercion is called with the
// value, and with the modifier and "is explicit" as second and third argument where the caller has
// them; otherwise the modifier is the call's and the cast is implicit.
#include "engine/functions/function_lists.h"
#include "engine/functions/length_coercion.h"
#include "engine/functions/rows.h"
#include "engine/types/text.h"

namespace dsql::engine {
namespace {

using namespace sql;

using View = std::string_view;
View same_text(View text) { return text; }

View padded_to_name(View text) { return truncate_name(trim_blanks(text)); }

View truth_text(bool value) { return value ? "true" : "false"; }

View first_byte(View text) { return text.substr(0, 1); }

std::string char_of(std::int32_t value) {
  if (value < -128 || value > 127) rules::raise(rules::conditions::type_out_of_range, "\"char\"");
  return value == 0 ? std::string() : std::string(1, static_cast<char>(value));
}
std::int32_t code_of(View value) { return value.empty() ? 0 : static_cast<signed char>(value[0]); }

View fit_varchar(Arena&, View text, LengthCoercion length) {
  return varchar_apply_modifier(text, length.modifier, length.is_explicit);
}
View fit_bpchar(Arena& heap, View text, LengthCoercion length) {
  return bpchar_apply_modifier(text, length.modifier, length.is_explicit, heap);
}

constexpr FunctionRow rows[] = {
    fn(401, "text", {bpchar}, text, lift<&trim_blanks>),
    fn(406, "text", {name}, text, lift<&same_text>),
    fn(946, "text", {char_}, text, lift<&same_text>),
    fn(2971, "text", {boolean}, text, lift<&truth_text>),
    fn(408, "bpchar", {name}, bpchar, lift<&same_text>),
    fn(860, "bpchar", {char_}, bpchar, lift<&same_text>),
    fn(1401, "varchar", {name}, varchar, lift<&same_text>),
    fn(407, "name", {text}, name, lift<&truncate_name>),
    fn(1400, "name", {varchar}, name, lift<&truncate_name>),
    fn(409, "name", {bpchar}, name, lift<&padded_to_name>),
    fn(944, "char", {text}, char_, lift<&first_byte>),
    fn(78, "char", {int4}, char_, lift<&char_of>),
    fn(77, "int4", {char_}, int4, lift<&code_of>),
    fn(669, "varchar", {varchar, int4, boolean}, varchar, coerce_length<View, &fit_varchar>),
    fn(668, "bpchar", {bpchar, int4, boolean}, bpchar, coerce_length<View, &fit_bpchar>),
};

}  // namespace

std::span<const FunctionRow> text_casts() { return rows; }

}  // namespace dsql::engine
