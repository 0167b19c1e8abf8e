// The tokens of the SQL/JSON path language. A cursor over borrowed text; one owner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dsql::engine {

struct PathToken {
  enum class Kind : std::uint8_t { end, symbol, word, string, variable, integer, decimal };
  Kind kind = Kind::end;
  std::string_view source;  // as written
  std::string value;        // of a word, string or variable; a number in decimal digits

  bool is(std::string_view symbol) const { return kind == Kind::symbol && source == symbol; }
  // A keyword, in any case; null, true and false only in lower case.
  bool is_word(std::string_view keyword) const;
};

class PathScanner {
 public:
  explicit PathScanner(std::string_view text) : text_(text) {}

  // Raises: syntax errors "… of jsonpath input".
  PathToken next();

 private:
  void skip_blanks();
  PathToken number();
  PathToken quoted(PathToken::Kind kind, std::size_t start);
  PathToken word(PathToken::Kind kind, std::size_t start);
  void escape(std::string& out);
  std::uint32_t unicode_escape();
  PathToken symbol(std::size_t length);

  std::string_view text_;
  std::size_t at_ = 0;
};

// Raises path_syntax_error at a token, or at the end of the text.
[[noreturn]] void raise_path_syntax(const PathToken& token);

}  // namespace dsql::engine
