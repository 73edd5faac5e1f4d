// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/process_pool.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace lmulsim::util {

namespace {

/// In front of a message in the pipe: how many bytes follow.
using Length = std::uint64_t;

void send(int pipe, std::string_view message) {
  const Length length = message.size();
  const std::string_view head(reinterpret_cast<const char*>(&length), sizeof length);
  if (!write_all(pipe, head) || !write_all(pipe, message)) {
    _exit(EXIT_FAILURE);  // nobody reads any more
  }
}

/// Takes the whole messages at the front of the bytes.
void take_messages(std::int64_t id, std::string& bytes, std::vector<ProcessPool::Message>& messages) {
  Length length = 0;
  while (bytes.size() >= sizeof length) {
    std::memcpy(&length, bytes.data(), sizeof length);
    if (bytes.size() - sizeof length < length) {
      return;
    }
    messages.push_back({.id = id, .bytes = bytes.substr(sizeof length, length)});
    bytes.erase(0, sizeof length + length);
  }
}

/// How a process ended that did not return; empty when it did.
std::string how_it_died(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("of signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  }
  return WEXITSTATUS(status) == EXIT_SUCCESS ? "" : fmt::format("with status {}", WEXITSTATUS(status));
}

}  // namespace

ProcessPool::Worker::Worker(std::int64_t number, const std::function<void(int)>& body)
    : id(number), process(body, {.signal_with_parent = SIGTERM, .signal_at_end = SIGTERM}) {}

void ProcessPool::start(std::int64_t id, const Work& work) {
  workers_.emplace_back(id, [&work](int pipe) { work([pipe](std::string_view message) { send(pipe, message); }); });
}

std::vector<ProcessPool::Message> ProcessPool::wait(std::chrono::milliseconds at_most) {
  std::vector<pollfd> fds;
  for (const Worker& worker : workers_) {
    fds.push_back({worker.process.pipe(), POLLIN, 0});
  }
  std::vector<Message> messages;
  if (poll(fds.data(), fds.size(), static_cast<int>(at_most.count())) <= 0) {
    return messages;
  }
  auto worker = workers_.begin();
  for (const pollfd& fd : fds) {
    const auto here = worker++;
    if (fd.revents == 0) {
      continue;
    }
    if (here->process.read_some(here->bytes)) {
      take_messages(here->id, here->bytes, messages);
      continue;
    }
    if (std::string how = how_it_died(here->process.wait()); !how.empty()) {
      messages.push_back({.id = here->id, .died = true, .bytes = std::move(how)});
    }
    workers_.erase(here);
  }
  return messages;
}

void ProcessPool::stop_above(std::int64_t id) {
  workers_.remove_if([id](const Worker& worker) { return worker.id > id; });
}

}  // namespace lmulsim::util
