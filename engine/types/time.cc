// time and timetz: text and binary forms, precision, arithmetic.
#include <cmath>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/datetime.h"
#include "engine/types/datetime_format.h"
#include "engine/types/datetime_parse.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

constexpr std::int32_t zone_limit = 16 * 3600;

std::int64_t time_of_civil(const CivilTime& civil) {
  return ((civil.hour * std::int64_t{60} + civil.minute) * 60 + civil.second) * micros_per_second +
         civil.micros;
}

std::int64_t receive_time(BinaryReader& reader) {
  const auto time = reader.read<std::int64_t>();
  if (time < 0 || time > micros_per_day) rules::raise(conditions::type_out_of_range, "time");
  return time;
}

// Brings a sum back into one day.
std::int64_t wrap_day(std::int64_t micros) {
  const std::int64_t rest = micros % micros_per_day;
  return rest < 0 ? rest + micros_per_day : rest;
}

// Moment of a timetz on an unnamed day, in UTC.
std::int64_t utc_of(const TimeTz& value) { return value.micros + value.zone * micros_per_second; }

}  // namespace

// --- time ----------------------------------------------------------------------------------------

std::int64_t TimeFamily::parse(std::string_view text, TypeModifier, const TextFormat& format) {
  return time_of_civil(parse_time_of_day(text, "time", format).civil);
}

void TimeFamily::print(std::int64_t value, const TextFormat&, std::string& out) {
  append_time(out, value);
}

std::int64_t TimeFamily::receive(BinaryReader& reader) { return receive_time(reader); }

std::int64_t time_apply_modifier(std::int64_t time, TypeModifier modifier) {
  return timestamp_apply_modifier(time, modifier);
}

std::int64_t time_add(std::int64_t time, const Interval& interval) {
  return wrap_day(time + interval.micros % micros_per_day);
}

std::int64_t make_time(std::int32_t hour, std::int32_t minute, double second) {
  // 24:00:00 is allowed, and 60 seconds.
  const bool bad = hour < 0 || minute < 0 || minute > 59 || std::isnan(second) || second < 0 ||
                   second > 60 || hour > 24 || (hour == 24 && (minute > 0 || second > 0));
  if (bad) rules::raise(conditions::time_field_out_of_range, hour, minute, second);
  return (hour * std::int64_t{60} + minute) * micros_per_minute +
         static_cast<std::int64_t>(std::rint(second * 1e6));
}

// --- timetz --------------------------------------------------------------------------------------

TimeTz TimeTzFamily::parse(std::string_view text, TypeModifier, const TextFormat& format) {
  const ParsedDateTime parsed = parse_time_of_day(text, "time with time zone", format);
  return {time_of_civil(parsed.civil), -parsed.offset};
}

void TimeTzFamily::print(const TimeTz& value, const TextFormat&, std::string& out) {
  append_time(out, value.micros);
  append_offset(out, -value.zone);
}

TimeTz TimeTzFamily::receive(BinaryReader& reader) {
  TimeTz value;
  value.micros = receive_time(reader);
  value.zone = reader.read<std::int32_t>();
  if (value.zone <= -zone_limit || value.zone >= zone_limit)
    rules::raise(conditions::time_zone_offset_out_of_range);
  return value;
}

void TimeTzFamily::send(const TimeTz& value, std::string& out) {
  append_big_endian(out, value.micros);
  append_big_endian(out, value.zone);
}

int timetz_compare(const TimeTz& a, const TimeTz& b) {
  const int order = three_way(utc_of(a), utc_of(b));
  return order != 0 ? order : three_way(a.zone, b.zone);
}

std::uint64_t TimeTzFamily::digest(const TimeTz& value) {
  return hash_combine(hash_bits(static_cast<std::uint64_t>(value.micros)),
                      static_cast<std::uint32_t>(value.zone));
}

void TimeTzFamily::write_key(const TimeTz& value, std::string& out) {
  TimeFamily::write_key(utc_of(value), out);
  DateFamily::write_key(value.zone, out);
}

TimeTz TimeTzFamily::read_key(const char* key) {
  const std::int64_t utc = TimeFamily::read_key(key);
  const std::int32_t zone = DateFamily::read_key(key + 8);
  return {utc - zone * micros_per_second, zone};
}

TimeTz timetz_of_time(std::int64_t time, std::int32_t offset) { return {time, -offset}; }

TimeTz timetz_at_offset(const TimeTz& value, std::int32_t offset) {
  return {wrap_day(utc_of(value) + offset * micros_per_second), -offset};
}

TimeTz timetz_of_timestamptz(std::int64_t timestamp, const TimeZone& zone) {
  const std::int32_t offset = zone.at(timestamp).offset;
  return {time_of_day(timestamp + offset * micros_per_second), -offset};
}

TimeTz timetz_add(const TimeTz& value, const Interval& interval) {
  return {time_add(value.micros, interval), value.zone};
}

}  // namespace dsql::engine
