// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::cosim {

namespace {

/// A message in the pipe: this, then the text.
struct Header {
  WorkerMessage::Kind kind;
  std::int64_t index;
  CosimTotals totals;
  std::uint64_t text_bytes;
};

void write_all(int fd, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = write(fd, bytes, size);
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n <= 0) {
      _exit(EXIT_FAILURE);  // nobody reads any more
    }
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
}

void send(int pipe, const WorkerMessage& message) {
  Header header{};
  header.kind = message.kind;
  header.index = message.index;
  header.totals = message.totals;
  header.text_bytes = message.text.size();
  write_all(pipe, &header, sizeof header);
  write_all(pipe, message.text.data(), message.text.size());
}

[[noreturn]] void run_child(const Workers::Work& work, int pipe, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) {
    _exit(EXIT_FAILURE);
  }
  try {
    work([pipe](const WorkerMessage& message) { send(pipe, message); });
  } catch (const InputError& e) {
    send(pipe, {WorkerMessage::Kind::bad_input, 0, {}, e.what()});
  } catch (const std::exception& e) {
    send(pipe, {WorkerMessage::Kind::broken, 0, {}, e.what()});
  }
  _exit(EXIT_SUCCESS);  // no destructors, no buffers: they are the parent's
}

/// Takes the whole messages at the front of the bytes.
void take_messages(std::string& bytes, std::vector<WorkerMessage>& messages) {
  Header header{};
  while (bytes.size() >= sizeof header) {
    std::memcpy(&header, bytes.data(), sizeof header);
    if (bytes.size() < sizeof header + header.text_bytes) {
      return;
    }
    messages.push_back({header.kind, header.index, header.totals, bytes.substr(sizeof header, header.text_bytes)});
    bytes.erase(0, sizeof header + header.text_bytes);
  }
}

}  // namespace

Workers::~Workers() {
  stop_above(-1);
}

void Workers::start(std::int64_t id, const Work& work) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw InputError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) {
    throw InputError(fmt::format("cannot start a process: {}", std::strerror(errno)));
  }
  if (pid == 0) {
    close(ends[0]);
    run_child(work, ends[1], parent);
  }
  close(ends[1]);
  children_.push_back({id, pid, ends[0], {}});
}

std::optional<WorkerMessage> Workers::reap(Child& child) {
  int status = 0;
  while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  close(child.pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS) {
    return std::nullopt;
  }
  const std::string how = WIFSIGNALED(status)
                              ? fmt::format("of signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)))
                              : fmt::format("with status {}", WEXITSTATUS(status));
  return WorkerMessage{WorkerMessage::Kind::broken, child.id, {}, "a co-simulation process ended " + how};
}

std::vector<WorkerMessage> Workers::wait(std::chrono::milliseconds at_most) {
  std::vector<pollfd> fds;
  for (const Child& child : children_) {
    fds.push_back({child.pipe, POLLIN, 0});
  }
  std::vector<WorkerMessage> messages;
  if (poll(fds.data(), fds.size(), static_cast<int>(at_most.count())) <= 0) {
    return messages;
  }
  auto child = children_.begin();
  for (const pollfd& fd : fds) {
    const auto here = child++;
    if (fd.revents == 0) {
      continue;
    }
    std::array<char, 65536> buffer{};
    const ssize_t n = read(here->pipe, buffer.data(), buffer.size());
    if (n > 0) {
      here->bytes.append(buffer.data(), static_cast<std::size_t>(n));
      take_messages(here->bytes, messages);
    } else if (n == 0 || errno != EINTR) {
      if (auto last = reap(*here)) {
        messages.push_back(std::move(*last));
      }
      children_.erase(here);
    }
  }
  return messages;
}

void Workers::stop_above(std::int64_t id) {
  for (auto child = children_.begin(); child != children_.end();) {
    if (child->id <= id) {
      ++child;
      continue;
    }
    kill(child->pid, SIGTERM);
    static_cast<void>(reap(*child));
    child = children_.erase(child);
  }
}

}  // namespace lmulsim::cosim
