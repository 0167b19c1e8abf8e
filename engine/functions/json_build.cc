#include "engine/functions/json_build.h"

#include <fmt/format.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/any_arguments.h"
#include "engine/types/array.h"
#include "engine/types/record.h"

namespace dsql::engine {
namespace {

using View = std::string_view;

enum class Category { boolean, number, moment, json, jsonb, array, record, other };

Category category_of(Oid type) {
  switch (type) {
    case oid::boolean: return Category::boolean;
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::float4:
    case oid::float8:
    case oid::numeric: return Category::number;
    case oid::date:
    case oid::timestamp:
    case oid::timestamptz: return Category::moment;
    case oid::json: return Category::json;
    case oid::jsonb: return Category::jsonb;
    case oid::record: return Category::record;
    case oid::record_array: return Category::array;
    default: break;
  }
  const Type* found = find_type(type);
  if (found == nullptr || found->kind == 'c') return Category::record;
  return found->category == 'A' && found->element != 0 ? Category::array : Category::other;
}

// The text of a number as JSON has it: NaN and infinities are no numbers there.
bool is_json_number(View text) {
  return !text.empty() && (text[0] == '-' ? text.size() > 1 && text[1] != 'I' : text[0] <= '9');
}

// A moment in ISO form with a T between date and time.
std::string moment_text(const CallContext& context, Oid type, const Column& column,
                        std::uint32_t row) {
  TextFormat format = *context.format;
  format.date_style = DateStyle::iso;
  std::string text;
  type_of(type).text_output(column, row, format, text);
  if (type == oid::date) return text;
  const std::size_t blank = text.find(' ');
  if (blank != std::string::npos) text[blank] = 'T';
  // A whole-hour offset is printed with its minutes here.
  const std::size_t sign = text.find_first_of("+-", text.find('T'));
  if (type == oid::timestamptz && sign != std::string::npos &&
      text.find(':', sign) == std::string::npos) {
    std::size_t end = sign + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    text.insert(end, ":00");
  }
  return text;
}

std::string plain_text(const CallContext& context, Oid type, const Column& column,
                       std::uint32_t row) {
  std::string text;
  append_value_text(context, type, column, row, text);
  return text;
}

// Walks the elements of an array dimension by dimension. Open and close mark a level, element hears
// each value.
template <class Open, class Close, class Element>
void walk_array(const ArrayView& array, Open&& open, Close&& close, Element&& element) {
  Column one(type_of(array.element_type()).physical, 1);
  std::uint32_t at = 0;
  const auto level = [&](const auto& self, int depth) -> void {
    open(depth);
    for (std::int32_t i = 0; i < array.dimension(depth).size; ++i) {
      if (depth + 1 < array.dimensions()) {
        self(self, depth + 1);
        continue;
      }
      one.prepare(one.physical(), 1);
      array.load(at++, one, 0);
      element(one);
    }
    close();
  };
  if (array.dimensions() == 0) {
    open(0);
    close();
  } else {
    level(level, 0);
  }
}

void append_array(const CallContext& context, View bytes, std::string& out, bool line_feeds) {
  const ArrayView array(bytes);
  bool first = true;
  int depth_now = 0;
  const auto separate = [&](int depth) {
    if (!first) out.append(line_feeds && depth <= 1 ? ",\n " : ",");
  };
  walk_array(
      array,
      [&](int depth) {
        if (depth > 0) separate(depth);
        out.push_back('[');
        first = true;
        depth_now = depth;
      },
      [&] {
        out.push_back(']');
        first = false;
      },
      [&](const Column& element) {
        separate(depth_now + 1);
        first = false;
        append_as_json(context, array.element_type(), element, 0, out);
      });
}

// The key of a record's field: its name, or f1, f2, … where the fields have none.
std::string field_key(const RecordView& record, std::uint32_t field) {
  const std::string_view name = record.name(field);
  return name.empty() ? fmt::format("f{}", field + 1) : std::string(name);
}

void append_record(const CallContext& context, View bytes, std::string& out, bool line_feeds) {
  const RecordView record(bytes);
  out.push_back('{');
  for (std::uint32_t i = 0; i < record.size(); ++i) {
    if (i > 0) out.append(line_feeds ? ",\n " : ",");
    append_json_string(out, field_key(record, i));
    out.push_back(':');
    Column one(type_of(record.type(i)).physical, 1);
    record.load(i, one, 0);
    append_as_json(context, record.type(i), one, 0, out);
  }
  out.push_back('}');
}

}  // namespace

bool is_composite_in_json(Oid type) {
  const Category category = category_of(type);
  return category == Category::array || category == Category::record;
}

void append_as_json(const CallContext& context, Oid type, const Column& column, std::uint32_t row,
                    std::string& out, bool line_feeds) {
  if (column.is_null(row)) {
    out.append("null");
    return;
  }
  switch (category_of(type)) {
    case Category::boolean: out.append(column.at<bool>(row) ? "true" : "false"); return;
    case Category::number: {
      const std::string text = plain_text(context, type, column, row);
      if (is_json_number(text)) {
        out.append(text);
      } else {
        append_json_string(out, text);
      }
      return;
    }
    case Category::moment: append_json_string(out, moment_text(context, type, column, row)); return;
    case Category::json: out.append(column.at<View>(row)); return;
    case Category::jsonb: jsonb_append_text(JsonbView(column.at<View>(row)), out); return;
    case Category::array: append_array(context, column.at<View>(row), out, line_feeds); return;
    case Category::record: append_record(context, column.at<View>(row), out, line_feeds); return;
    case Category::other: append_json_string(out, plain_text(context, type, column, row)); return;
  }
}

void write_as_jsonb(const CallContext& context, Oid type, const Column& column, std::uint32_t row,
                    JsonbWriter& writer) {
  if (column.is_null(row)) return writer.null();
  switch (category_of(type)) {
    case Category::boolean: return writer.boolean(column.at<bool>(row));
    case Category::number: {
      const std::string text = plain_text(context, type, column, row);
      return is_json_number(text) ? writer.number(Numeric::parse(text)) : writer.string(text);
    }
    case Category::moment: return writer.string(moment_text(context, type, column, row));
    case Category::json: {
      const std::string value = jsonb_from_text(column.at<View>(row));
      return writer.node(JsonbView(value));
    }
    case Category::jsonb: return writer.node(JsonbView(column.at<View>(row)));
    case Category::array: {
      const ArrayView array(column.at<View>(row));
      walk_array(
          array, [&](int) { writer.begin_array(); }, [&] { writer.end_array(); },
          [&](const Column& element) {
            write_as_jsonb(context, array.element_type(), element, 0, writer);
          });
      return;
    }
    case Category::record: {
      const RecordView record(column.at<View>(row));
      writer.begin_object();
      for (std::uint32_t i = 0; i < record.size(); ++i) {
        writer.key(field_key(record, i));
        Column one(type_of(record.type(i)).physical, 1);
        record.load(i, one, 0);
        write_as_jsonb(context, record.type(i), one, 0, writer);
      }
      writer.end_object();
      return;
    }
    case Category::other: return writer.string(plain_text(context, type, column, row));
  }
}

std::string json_key(const CallContext& context, Oid type, const Column& column,
                     std::uint32_t row) {
  switch (category_of(type)) {
    case Category::boolean: return column.at<bool>(row) ? "true" : "false";
    case Category::moment: return moment_text(context, type, column, row);
    case Category::number:
    case Category::other: return plain_text(context, type, column, row);
    default: rules::raise(rules::conditions::json_key_not_scalar);
  }
}

}  // namespace dsql::engine
