// The trailing arguments of a function declared VARIADIC "any" (concat, format, json_build_object,
// …): one by one as given, or the elements of the array given as VARIADIC. A value of one call.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/function.h"
#include "engine/types/array.h"

namespace dsql::engine {

// Appends the text form of a value that is not NULL.
inline void append_value_text(const CallContext& context, Oid type, const Column& column,
                              std::uint32_t row, std::string& out) {
  type_of(type).text_output(column, row, *context.format, out);
}

class AnyArguments {
 public:
  // The arguments from number `first` on.
  AnyArguments(const CallContext& context, std::span<const Column* const> args, std::size_t first)
      : context_(context), args_(args), first_(first) {}

  // Readies the arguments of one row. False if they were given as one NULL array.
  bool open(std::uint32_t row) {
    row_ = row;
    array_.reset();
    if (!context_.variadic_array) return true;
    const Column& given = *args_.back();
    if (given.is_null(row)) return false;
    array_.emplace(given.at<std::string_view>(row));
    element_.prepare(type_of(array_->element_type()).physical, 1);
    return true;
  }

  std::size_t size() const { return array_ ? array_->size() : args_.size() - first_; }
  Oid type(std::size_t index) const {
    return array_ ? array_->element_type() : context_.argument_types[first_ + index];
  }

  // Calls use(type, column, row) with argument `index`, which may be NULL.
  template <class Use>
  void visit(std::size_t index, Use&& use) {
    if (array_) {
      element_.prepare(element_.physical(), 1);
      array_->load(static_cast<std::uint32_t>(index), element_, 0);
      use(array_->element_type(), element_, std::uint32_t{0});
    } else {
      use(type(index), *args_[first_ + index], row_);
    }
  }

  // The text of an argument, nullopt for NULL.
  std::optional<std::string> text(std::size_t index) {
    std::optional<std::string> result;
    visit(index, [&](Oid type, const Column& column, std::uint32_t row) {
      if (column.is_null(row)) return;
      append_value_text(context_, type, column, row, result.emplace());
    });
    return result;
  }

 private:
  const CallContext& context_;
  std::span<const Column* const> args_;
  std::size_t first_;
  std::uint32_t row_ = 0;
  std::optional<ArrayView> array_;
  Column element_;
};

}  // namespace dsql::engine
