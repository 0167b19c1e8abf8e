#include "engine/types/jsonpath.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "dsqlrules/conditions/json_errors.h"
#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/jsonpath_scan.h"

namespace dsql::engine {

namespace {

namespace conditions = rules::conditions;
using Kind = PathKind;

constexpr std::array methods{PathMethod::type,    PathMethod::size,    PathMethod::abs,
                             PathMethod::floor,   PathMethod::ceiling, PathMethod::double_,
                             PathMethod::keyvalue};

constexpr int deepest = 1000;

bool is_predicate(const PathItem& item) {
  return item.kind >= Kind::logical_or && item.kind <= Kind::like_regex && item.next == nullptr;
}

PathItemPtr made(Kind kind) {
  auto item = std::make_unique<PathItem>();
  item->kind = kind;
  return item;
}

PathItemPtr binary(Kind kind, PathItemPtr left, PathItemPtr right) {
  auto item = made(kind);
  item->left = std::move(left);
  item->right = std::move(right);
  return item;
}

// A recursive descent over PostgreSQL's grammar. A parenthesis may hold a value or a predicate;
// which one it was decides what may stand around it.
class Parser {
 public:
  explicit Parser(std::string_view text) : scanner_(text) { token_ = scanner_.next(); }

  JsonPath run() {
    JsonPath path;
    if (token_.is_word("strict")) path.lax = false;
    if (token_.is_word("strict") || token_.is_word("lax")) take();
    path.root = disjunction();
    if (token_.kind != PathToken::Kind::end) raise_path_syntax(token_);
    return path;
  }

 private:
  PathToken take() { return std::exchange(token_, scanner_.next()); }
  bool accept(std::string_view symbol) {
    if (!token_.is(symbol)) return false;
    take();
    return true;
  }
  void expect(std::string_view symbol) {
    if (!accept(symbol)) raise_path_syntax(token_);
  }
  PathItemPtr need_predicate(PathItemPtr item) {
    if (!is_predicate(*item)) raise_path_syntax(token_);
    return item;
  }
  PathItemPtr need_value(PathItemPtr item) {
    if (is_predicate(*item)) raise_path_syntax(token_);
    return item;
  }

  PathItemPtr disjunction() {
    PathItemPtr left = conjunction();
    while (token_.is("||")) {
      left = need_predicate(std::move(left));
      take();
      left = binary(Kind::logical_or, std::move(left), need_predicate(conjunction()));
    }
    return left;
  }

  PathItemPtr conjunction() {
    PathItemPtr left = comparison();
    while (token_.is("&&")) {
      left = need_predicate(std::move(left));
      take();
      left = binary(Kind::logical_and, std::move(left), need_predicate(comparison()));
    }
    return left;
  }

  std::optional<Kind> comparison_operator() const {
    constexpr std::array<std::pair<std::string_view, Kind>, 7> operators{
        {{"==", Kind::equal},
         {"!=", Kind::not_equal},
         {"<>", Kind::not_equal},
         {"<", Kind::less},
         {">", Kind::greater},
         {"<=", Kind::less_or_equal},
         {">=", Kind::greater_or_equal}}};
    for (const auto& [symbol, kind] : operators)
      if (token_.is(symbol)) return kind;
    return std::nullopt;
  }

  PathItemPtr comparison() {
    if (token_.is("!")) {
      take();
      auto negation = made(Kind::logical_not);
      negation->left = delimited_predicate();
      return negation;
    }
    PathItemPtr left = sum();
    if (const auto kind = comparison_operator()) {
      left = need_value(std::move(left));
      take();
      return binary(*kind, std::move(left), need_value(sum()));
    }
    if (token_.is_word("starts")) {
      left = need_value(std::move(left));
      take();
      if (!token_.is_word("with")) raise_path_syntax(token_);
      take();
      const bool text = token_.kind == PathToken::Kind::string;
      if (!text && token_.kind != PathToken::Kind::variable) raise_path_syntax(token_);
      auto initial = made(text ? Kind::string : Kind::variable);
      initial->text = take().value;
      return binary(Kind::starts_with, std::move(left), std::move(initial));
    }
    if (token_.is_word("like_regex")) return like_regex(need_value(std::move(left)));
    return left;
  }

  // (predicate) or exists (value).
  PathItemPtr delimited_predicate() {
    if (token_.is_word("exists")) return exists();
    expect("(");
    PathItemPtr inner = need_predicate(disjunction());
    expect(")");
    return inner;
  }

  PathItemPtr exists() {
    take();
    expect("(");
    auto item = made(Kind::exists);
    item->left = need_value(sum());
    expect(")");
    return item;
  }

  PathItemPtr like_regex(PathItemPtr subject) {
    take();
    if (token_.kind != PathToken::Kind::string) raise_path_syntax(token_);
    auto item = made(Kind::like_regex);
    item->left = std::move(subject);
    item->text = take().value;
    if (!token_.is_word("flag")) return item;
    take();
    if (token_.kind != PathToken::Kind::string) raise_path_syntax(token_);
    const std::string given = take().value;
    constexpr std::string_view letters = "ismxq";
    for (std::size_t i = 0; i < given.size(); ++i)
      if (letters.find(given[i]) == std::string_view::npos)
        rules::raise(
            rules::error(conditions::path_invalid)
                .with_detail(conditions::path_flag_unknown_detail(std::string_view(given).substr(
                    i, utf8_prefix(std::string_view(given).substr(i), 1)))));
    for (const char letter : letters)
      if (given.find(letter) != std::string::npos) item->flags += letter;
    if (item->flags.find('x') != std::string::npos && item->flags.find('q') == std::string::npos)
      rules::raise(conditions::path_expanded_regex);
    return item;
  }

  PathItemPtr sum() {
    PathItemPtr left = product();
    while (token_.is("+") || token_.is("-")) {
      left = need_value(std::move(left));
      const Kind kind = take().is("+") ? Kind::add : Kind::subtract;
      left = binary(kind, std::move(left), need_value(product()));
    }
    return left;
  }

  PathItemPtr product() {
    PathItemPtr left = signed_value();
    while (token_.is("*") || token_.is("/") || token_.is("%")) {
      left = need_value(std::move(left));
      const PathToken symbol = take();
      const Kind kind = symbol.is("*")   ? Kind::multiply
                        : symbol.is("/") ? Kind::divide
                                         : Kind::modulo;
      left = binary(kind, std::move(left), need_value(signed_value()));
    }
    return left;
  }

  PathItemPtr signed_value() {
    if (!token_.is("+") && !token_.is("-")) return accessed();
    const Kind kind = take().is("+") ? Kind::plus : Kind::minus;
    check_depth();
    PathItemPtr operand = need_value(signed_value());
    --depth_;
    if (operand->kind == Kind::number && operand->next == nullptr) {
      if (kind == Kind::minus) operand->number = operand->number.negated();
      return operand;
    }
    auto item = made(kind);
    item->left = std::move(operand);
    return item;
  }

  PathItemPtr accessed() {
    PathItemPtr head = primary();
    PathItem* end = head.get();
    while (PathItemPtr accessor = this->accessor()) {
      end->next = std::move(accessor);
      end = end->next.get();
    }
    return head;
  }

  PathItemPtr primary() {
    using T = PathToken::Kind;
    switch (token_.kind) {
      case T::string:
      case T::variable: {
        auto item = made(token_.kind == T::string ? Kind::string : Kind::variable);
        item->text = take().value;
        return item;
      }
      case T::integer:
      case T::decimal: {
        auto item = made(Kind::number);
        item->number = Numeric::parse(take().value);
        return item;
      }
      case T::word: return word_primary();
      case T::symbol: return symbol_primary();
      case T::end: break;
    }
    raise_path_syntax(token_);
  }

  PathItemPtr word_primary() {
    if (token_.is_word("exists")) return exists();
    if (token_.is_word("last")) {
      if (in_subscript_ == 0) rules::raise(conditions::path_last_outside);
      take();
      return made(Kind::last);
    }
    const bool truth = token_.is_word("true");
    if (token_.is_word("null")) {
      take();
      return made(Kind::null);
    }
    if (!truth && !token_.is_word("false")) raise_path_syntax(token_);
    take();
    auto item = made(Kind::boolean);
    item->truth = truth;
    return item;
  }

  PathItemPtr symbol_primary() {
    if (accept("$")) return made(Kind::root);
    if (token_.is("@")) {
      if (in_filter_ == 0) rules::raise(conditions::path_current_in_root);
      take();
      return made(Kind::current);
    }
    if (!accept("(")) raise_path_syntax(token_);
    check_depth();
    PathItemPtr inner = disjunction();
    --depth_;
    expect(")");
    if (!is_predicate(*inner) || !token_.is_word("is")) return grouped(std::move(inner));
    take();
    if (!token_.is_word("unknown")) raise_path_syntax(token_);
    take();
    auto item = made(Kind::is_unknown);
    item->left = std::move(inner);
    return item;
  }

  // A group with accessors of its own takes more of them at its end.
  PathItemPtr grouped(PathItemPtr inner) {
    PathItem* end = inner.get();
    while (end->next != nullptr) end = end->next.get();
    while (PathItemPtr more = accessor()) {
      end->next = std::move(more);
      end = end->next.get();
    }
    return inner;
  }

  PathItemPtr accessor() {
    if (token_.is("[")) return subscripts();
    if (token_.is("?")) return filter();
    if (!accept(".")) return nullptr;
    if (accept("*")) return made(Kind::any_key);
    if (accept("**")) return levels();
    if (token_.kind == PathToken::Kind::string) {
      auto item = made(Kind::key);
      item->text = take().value;
      return item;
    }
    if (token_.kind != PathToken::Kind::word) raise_path_syntax(token_);
    const PathToken name = take();
    if (!token_.is("(")) {
      auto item = made(Kind::key);
      item->text = name.value;
      return item;
    }
    return method(name);
  }

  PathItemPtr method(const PathToken& name) {
    auto item = made(Kind::method);
    if (name.is_word("datetime")) {
      take();
      item->method = PathMethod::datetime;
      if (token_.kind == PathToken::Kind::string) {
        item->left = made(Kind::string);
        item->left->text = take().value;
      }
      expect(")");
      return item;
    }
    const auto found = std::ranges::find_if(
        methods, [&](PathMethod each) { return name.is_word(path_method_name(each)); });
    if (found == methods.end()) raise_path_syntax(token_);
    item->method = *found;
    take();
    expect(")");
    return item;
  }

  PathItemPtr filter() {
    take();
    expect("(");
    ++in_filter_;
    check_depth();
    auto item = made(Kind::filter);
    item->left = need_predicate(disjunction());
    --depth_;
    --in_filter_;
    expect(")");
    return item;
  }

  PathItemPtr subscripts() {
    take();
    if (token_.is("*")) {
      take();
      expect("]");
      return made(Kind::any_element);
    }
    auto item = made(Kind::elements);
    ++in_subscript_;
    check_depth();
    do {
      PathItem::Subscript subscript;
      subscript.from = need_value(sum());
      if (token_.is_word("to")) {
        take();
        subscript.to = need_value(sum());
      }
      item->subscripts.push_back(std::move(subscript));
    } while (accept(","));
    --depth_;
    --in_subscript_;
    expect("]");
    return item;
  }

  std::uint32_t level() {
    if (token_.is_word("last")) {
      take();
      return PathItem::last_level;
    }
    if (token_.kind != PathToken::Kind::integer) raise_path_syntax(token_);
    return static_cast<std::uint32_t>(
        Numeric::parse(take().value)
            .to_integer(0, std::numeric_limits<std::int32_t>::max(), "integer"));
  }

  PathItemPtr levels() {
    auto item = made(Kind::any_level);
    item->last = PathItem::last_level;
    if (!accept("{")) return item;
    item->first = item->last = level();
    if (token_.is_word("to")) {
      take();
      item->last = level();
    }
    expect("}");
    return item;
  }

  void check_depth() {
    if (++depth_ > deepest) rules::raise(conditions::stack_depth_limit_exceeded);
  }

  PathScanner scanner_;
  PathToken token_;
  int in_filter_ = 0;
  int in_subscript_ = 0;
  int depth_ = 0;
};

}  // namespace

JsonPath JsonPath::parse(std::string_view text) {
  if (text.find_first_not_of(" \t\n\r\f") == std::string_view::npos)
    rules::raise(conditions::invalid_input_syntax, "jsonpath", text);
  return Parser(text).run();
}

void JsonPathCodec::binary_input(std::string_view bytes, TypeModifier, Column& out,
                                 std::uint32_t row) {
  BinaryReader reader(bytes);
  const auto version = reader.read<std::uint8_t>();
  if (version != 1) rules::raise(conditions::unsupported_jsonpath_version, int{version});
  out.own(row, JsonPath::parse(reader.rest()).print());
}

}  // namespace dsql::engine
