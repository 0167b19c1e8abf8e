// The simple query, and COPY FROM STDIN of both protocols.
#include "wire/pg/conversation.h"
#include "wire/pg/server_messages.h"

namespace dsql::wire {

void Conversation::on_query(std::string_view body) {
  portal_taken_ = false;
  std::string_view text;
  if (const auto error = read_query(body, text)) {
    refuse_message(*error);
    return end_query();
  }
  backend_->start_query(std::string(text));
  phase_ = Phase::query;
}

// One step of the query: to the end of a statement, or until the output is full.
void Conversation::step_query() {
  const Backend::Step step = backend_->step(sink_, sink_);
  const Outcome& outcome = step.outcome;
  more_statements_ = step.more;
  switch (outcome.kind) {
    case Outcome::Kind::suspended: return;  // advance() flushes and comes back
    case Outcome::Kind::copy_in: return start_copy(outcome);
    case Outcome::Kind::done:
      // After a COPY the last step only ends the transaction and has no tag.
      if (!outcome.tag.empty()) write_command_complete(output_, outcome.tag);
      break;
    case Outcome::Kind::empty: output_.message(empty_query_response); break;
    case Outcome::Kind::failed:
      answer(*outcome.error);
      more_statements_ = false;
      break;
  }
  if (!more_statements_) end_query();
}

void Conversation::start_copy(const Outcome& outcome) {
  copy_in_execute_ = phase_ == Phase::execute;
  phase_ = Phase::copy;
  write_copy_response(output_, 'G', outcome.copy_columns);
}

void Conversation::on_copy(const Frame& frame) {
  switch (frame.type) {
    case 'd':
      if (auto error = backend_->copy_data(frame.body)) {
        Outcome failed{.kind = Outcome::Kind::failed, .tag = {}, .error = std::move(error)};
        end_copy(failed);
      }
      return;
    case 'c': return end_copy(backend_->copy_done());
    case 'f': {
      std::string_view reason;
      read_text(frame.body, reason);  // an unreadable reason is an empty one
      return end_copy(backend_->copy_fail(reason));
    }
    case 'H':
    case 'S': return;  // sent in advance by clients that pipeline
    case 'X': return on_terminate();
    default: return on_unknown_type(frame.type);
  }
}

void Conversation::end_copy(const Outcome& outcome) {
  const bool failed = outcome.kind == Outcome::Kind::failed;
  if (copy_in_execute_) {
    phase_ = Phase::ready;
    return failed ? fail_extended(*outcome.error) : write_command_complete(output_, outcome.tag);
  }
  if (failed) {
    answer(*outcome.error);
    return end_query();
  }
  write_command_complete(output_, outcome.tag);
  if (!more_statements_) return end_query();
  phase_ = Phase::query;
}

}  // namespace dsql::wire
