// The extended protocol: Parse, Bind, Describe, Execute, Close, Sync. An error in any of them makes
// the rest of the messages up to Sync be skipped.
#include <fmt/core.h>

#include "wire/pg/conversation.h"
#include "wire/pg/server_messages.h"

namespace dsql::wire {

void Conversation::fail_extended(const SqlError& error) {
  skip_to_sync_ = true;
  phase_ = Phase::ready;
  answer(error);
}

void Conversation::on_parse(std::string_view body) {
  portal_taken_ = false;
  if (const auto error = read_parse(body, parse_)) {
    backend_->fail_block();
    return fail_extended(*error);
  }
  const auto error = backend_->prepare(std::string(parse_.statement), std::string(parse_.text),
                                       parse_.parameter_types);
  if (error) return fail_extended(*error);
  output_.message(parse_complete);
}

void Conversation::on_bind(std::string_view body) {
  portal_taken_ = false;
  if (const auto error = read_bind(body, bind_)) {
    backend_->fail_block();
    return fail_extended(*error);
  }
  const auto error = backend_->bind(std::string(bind_.portal), bind_.statement, bind_.parameters,
                                    bind_.result_formats);
  if (error) return fail_extended(*error);
  output_.message(bind_complete);
}

// Makes the sink ready for the portal's rows. False after an error, which is then answered.
bool Conversation::take_portal(std::string_view portal) {
  if (portal_taken_ && portal == portal_) return true;
  auto error = backend_->describe_portal(portal, described_);
  if (!error && described_.returns_rows) {
    error = sink_.prepare(described_.shape, backend_->result_formats(portal));
    if (error) backend_->fail_block();
  }
  if (error) {
    fail_extended(*error);
    return false;
  }
  portal_ = portal;
  portal_taken_ = true;
  return true;
}

void Conversation::on_describe(std::string_view body) {
  TargetMessage target;
  if (const auto error = read_describe(body, target)) {
    backend_->fail_block();
    return fail_extended(*error);
  }
  const bool statement = target.kind == 'S';
  if (statement) {
    portal_taken_ = false;
    if (const auto error = backend_->describe_statement(target.name, described_)) {
      return fail_extended(*error);
    }
    write_parameter_description(output_, described_.parameters);
  } else if (!take_portal(target.name)) {
    return;
  }
  if (!described_.returns_rows) return output_.message(no_data);
  write_row_description(
      output_, described_.shape,
      statement ? std::span<const std::int16_t>() : backend_->result_formats(target.name));
}

void Conversation::on_execute(std::string_view body) {
  ExecuteMessage execute;
  if (const auto error = read_execute(body, execute)) {
    backend_->fail_block();
    return fail_extended(*error);
  }
  if (!take_portal(execute.portal)) return;
  row_limit_ = execute.max_rows;
  sink_.reset_rows();
  phase_ = Phase::execute;
}

void Conversation::step_execute() {
  const std::uint64_t left = row_limit_ == 0 ? 0 : row_limit_ - sink_.rows();
  const Outcome outcome = backend_->fetch(portal_, left, sink_, sink_);
  switch (outcome.kind) {
    case Outcome::Kind::suspended:
      if (row_limit_ == 0 || sink_.rows() < row_limit_) return;  // the output is full
      output_.message(portal_suspended);
      break;
    case Outcome::Kind::copy_in: return start_copy(outcome);
    case Outcome::Kind::empty: output_.message(empty_query_response); break;
    case Outcome::Kind::failed: return fail_extended(*outcome.error);
    case Outcome::Kind::done:
      // The rows of this Execute, which may have taken several fetches.
      if (outcome.tag.starts_with("SELECT ")) {
        write_command_complete(output_, fmt::format("SELECT {}", sink_.rows()));
      } else {
        write_command_complete(output_, outcome.tag);
      }
      break;
  }
  phase_ = Phase::ready;
}

void Conversation::on_close(std::string_view body) {
  portal_taken_ = false;
  TargetMessage target;
  if (const auto error = read_close(body, target)) {
    backend_->fail_block();
    return fail_extended(*error);
  }
  if (target.kind == 'S') {
    backend_->close_statement(target.name);
  } else {
    backend_->close_portal(target.name);
  }
  output_.message(close_complete);
}

void Conversation::on_sync() {
  portal_taken_ = false;
  skip_to_sync_ = false;
  if (const auto error = backend_->sync()) answer(*error);
  end_query();
}

}  // namespace dsql::wire
