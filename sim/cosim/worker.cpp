// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/worker.hpp"

#include <cstring>
#include <exception>
#include <string_view>
#include <type_traits>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::cosim {

namespace {

/// A message in bytes: this, then the text.
struct Header {
  WorkerMessage::Kind kind;
  std::int64_t index;
  CosimTotals totals;
};
static_assert(std::is_trivially_copyable_v<Header>);

std::string bytes_of(const WorkerMessage& message) {
  Header header{};
  header.kind = message.kind;
  header.index = message.index;
  header.totals = message.totals;
  return std::string(reinterpret_cast<const char*>(&header), sizeof header) + message.text;
}

WorkerMessage message_of(const util::ProcessPool::Message& message) {
  if (message.died) {
    return {WorkerMessage::Kind::broken, message.id, {}, "a co-simulation process ended " + message.bytes};
  }
  Header header{};
  std::memcpy(&header, message.bytes.data(), sizeof header);
  return {header.kind, header.index, header.totals, message.bytes.substr(sizeof header)};
}

}  // namespace

void Workers::start(std::int64_t id, const Work& work) {
  pool_.start(id, [&work](const util::ProcessPool::Report& send) {
    const auto report = [&send](const WorkerMessage& message) { send(bytes_of(message)); };
    try {
      work(report);
    } catch (const InputError& e) {
      report({WorkerMessage::Kind::bad_input, 0, {}, e.what()});
    } catch (const std::exception& e) {
      report({WorkerMessage::Kind::broken, 0, {}, e.what()});
    }
  });
}

std::vector<WorkerMessage> Workers::wait(std::chrono::milliseconds at_most) {
  std::vector<WorkerMessage> messages;
  for (const util::ProcessPool::Message& message : pool_.wait(at_most)) {
    messages.push_back(message_of(message));
  }
  return messages;
}

}  // namespace lmulsim::cosim
