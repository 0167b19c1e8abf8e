// Takes libpg_query's parse tree as it stands in the library's memory. The library only hands trees
// out packed; packing, measuring for it and decoding again took a quarter of a simple statement's
// time. Where the library is linked statically its calls of the packer come here (linker option
// --wrap, see CMakeLists.txt) and the tree is copied once, into our arena; where it is not, nothing
// is captured and tree_decoder.h reads the packed form. Used by parse.cc only; one a thread at a
// time.
#pragma once

#include "dsqlrules/parse/tree.h"
#include "dsqlrules/parse/tree_decoder.h"

namespace dsql::rules {

class TreeCapture {
 public:
  // While it lives, what this thread's libpg_query would pack is copied into `arena`.
  explicit TreeCapture(Arena& arena);
  TreeCapture(const TreeCapture&) = delete;
  TreeCapture& operator=(const TreeCapture&) = delete;
  ~TreeCapture();

  // What the library's packer calls instead of packing. Raises nothing: it runs below C frames.
  void take(const PgQuery__ParseResult& result) noexcept;

  // The copy; null if nothing was captured.
  // Raises conditions::stack_depth_limit_exceeded beyond limits::tree_depth nested nodes.
  const PgQuery__ParseResult* tree() const;

 private:
  Arena& arena_;
  const PgQuery__ParseResult* tree_ = nullptr;
  bool too_deep_ = false;
};

}  // namespace dsql::rules
