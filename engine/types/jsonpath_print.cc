// jsonpath as text, as PostgreSQL prints it: names quoted, operations in parentheses where the
// reader needs them.
#include "engine/types/json.h"
#include "engine/types/jsonpath.h"

namespace dsql::engine {

namespace {

using Kind = PathKind;

int priority(Kind kind) {
  switch (kind) {
    case Kind::logical_or: return 0;
    case Kind::logical_and: return 1;
    case Kind::equal:
    case Kind::not_equal:
    case Kind::less:
    case Kind::greater:
    case Kind::less_or_equal:
    case Kind::greater_or_equal:
    case Kind::starts_with: return 2;
    case Kind::add:
    case Kind::subtract: return 3;
    case Kind::multiply:
    case Kind::divide:
    case Kind::modulo: return 4;
    case Kind::plus:
    case Kind::minus: return 5;
    default: return 6;
  }
}

void print_item(const PathItem& item, bool in_key, bool brackets, std::string& out);

void print_operand(const PathItem& operand, Kind parent, std::string& out) {
  print_item(operand, false, priority(operand.kind) <= priority(parent), out);
}

void print_levels(const PathItem& item, std::string& out) {
  const auto level = [](std::uint32_t number) {
    return number == PathItem::last_level ? std::string("last") : std::to_string(number);
  };
  out += "**";
  if (item.first == 0 && item.last == PathItem::last_level) return;
  out += '{' + level(item.first);
  if (item.first != item.last) out += " to " + level(item.last);
  out += '}';
}

void print_subscripts(const PathItem& item, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < item.subscripts.size(); ++i) {
    if (i > 0) out += ',';
    print_item(*item.subscripts[i].from, false, false, out);
    if (item.subscripts[i].to == nullptr) continue;
    out += " to ";
    print_item(*item.subscripts[i].to, false, false, out);
  }
  out += ']';
}

void print_method(const PathItem& item, std::string& out) {
  out += '.';
  out += path_method_name(item.method);
  out += '(';
  if (item.left != nullptr) print_item(*item.left, false, false, out);
  out += ')';
}

void print_operator(const PathItem& item, bool brackets, std::string& out) {
  if (brackets) out += '(';
  print_operand(*item.left, item.kind, out);
  out += ' ';
  out += path_operator_name(item.kind);
  out += ' ';
  print_operand(*item.right, item.kind, out);
  if (brackets) out += ')';
}

void print_regex(const PathItem& item, bool brackets, std::string& out) {
  if (brackets) out += '(';
  print_operand(*item.left, item.kind, out);
  out += " like_regex ";
  append_json_string(out, item.text);
  if (!item.flags.empty()) out += " flag \"" + item.flags + '"';
  if (brackets) out += ')';
}

void print_item(const PathItem& item, bool in_key, bool brackets, std::string& out) {
  const auto around = [&](std::string_view before, std::string_view after) {
    out += before;
    print_item(*item.left, false, false, out);
    out += after;
  };
  switch (item.kind) {
    case Kind::null: out += "null"; break;
    case Kind::boolean: out += item.truth ? "true" : "false"; break;
    case Kind::number:
      if (item.next != nullptr) out += '(';
      item.number.append_text(out);
      if (item.next != nullptr) out += ')';
      break;
    case Kind::string: append_json_string(out, item.text); break;
    case Kind::variable:
      out += '$';
      append_json_string(out, item.text);
      break;
    case Kind::root: out += '$'; break;
    case Kind::current: out += '@'; break;
    case Kind::last: out += "last"; break;
    case Kind::plus:
    case Kind::minus:
      if (brackets) out += '(';
      out += path_operator_name(item.kind);
      print_operand(*item.left, item.kind, out);
      if (brackets) out += ')';
      break;
    case Kind::logical_not: around("!(", ")"); break;
    case Kind::is_unknown: around("(", ") is unknown"); break;
    case Kind::exists: around("exists (", ")"); break;
    case Kind::filter: around("?(", ")"); break;
    case Kind::like_regex: print_regex(item, brackets, out); break;
    case Kind::key:
      if (in_key) out += '.';
      append_json_string(out, item.text);
      break;
    case Kind::any_key: out += in_key ? ".*" : "*"; break;
    case Kind::any_level:
      if (in_key) out += '.';
      print_levels(item, out);
      break;
    case Kind::any_element: out += "[*]"; break;
    case Kind::elements: print_subscripts(item, out); break;
    case Kind::method: print_method(item, out); break;
    default: print_operator(item, brackets, out);
  }
  if (item.next != nullptr) print_item(*item.next, true, true, out);
}

}  // namespace

std::string_view path_method_name(PathMethod method) {
  switch (method) {
    case PathMethod::type: return "type";
    case PathMethod::size: return "size";
    case PathMethod::abs: return "abs";
    case PathMethod::floor: return "floor";
    case PathMethod::ceiling: return "ceiling";
    case PathMethod::double_: return "double";
    case PathMethod::keyvalue: return "keyvalue";
    case PathMethod::datetime: return "datetime";
  }
  return {};
}

std::string_view path_operator_name(PathKind kind) {
  switch (kind) {
    case Kind::plus:
    case Kind::add: return "+";
    case Kind::minus:
    case Kind::subtract: return "-";
    case Kind::multiply: return "*";
    case Kind::divide: return "/";
    case Kind::modulo: return "%";
    case Kind::logical_or: return "||";
    case Kind::logical_and: return "&&";
    case Kind::equal: return "==";
    case Kind::not_equal: return "!=";
    case Kind::less: return "<";
    case Kind::greater: return ">";
    case Kind::less_or_equal: return "<=";
    case Kind::greater_or_equal: return ">=";
    case Kind::starts_with: return "starts with";
    default: return {};
  }
}

std::string JsonPath::print() const {
  std::string out = lax ? "" : "strict ";
  print_item(*root, false, true, out);
  return out;
}

}  // namespace dsql::engine
