// The room that text put together piece by piece has: a value holds less than a gigabyte, and what
// multiplies its input (replace(), format() with a width) is refused while it grows.
#pragma once

#include <string>
#include <string_view>

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/limits.h"

namespace dsql::engine {

// Raises text_buffer_full where `text` has no room for `more` bytes.
inline void check_room(const std::string& text, std::size_t more) {
  if (text.size() + more <= rules::limits::memory_request_bytes) return;
  rules::raise(rules::error(rules::conditions::text_buffer_full)
                   .with_detail(rules::conditions::text_buffer_full_detail(text.size(), more)));
}

inline void append_checked(std::string& text, std::string_view more) {
  check_room(text, more.size());
  text.append(more);
}

}  // namespace dsql::engine
