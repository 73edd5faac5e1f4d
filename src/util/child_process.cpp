// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "util/error.hpp"

namespace lmulsim::util {

namespace {

[[noreturn]] void run_child(const std::function<void(int)>& body, const ChildOptions& options, int pipe, pid_t parent) {
  if (options.own_group) {
    setpgid(0, 0);
  }
  if (options.signal_with_parent != 0) {
    prctl(PR_SET_PDEATHSIG, options.signal_with_parent);
    if (getppid() != parent) {
      _exit(EXIT_FAILURE);
    }
  }
  body(pipe);
  _exit(EXIT_SUCCESS);
}

}  // namespace

ChildProcess::ChildProcess(const std::function<void(int)>& body, const ChildOptions& options) : options_(options) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw InputError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  const pid_t parent = getpid();
  pid_ = fork();
  const int error = errno;
  if (pid_ == 0) {
    close(ends[0]);
    run_child(body, options, ends[1], parent);
  }
  close(ends[1]);
  if (pid_ < 0) {
    close(ends[0]);
    throw InputError(fmt::format("cannot start a process: {}", std::strerror(error)));
  }
  if (options.own_group) {
    setpgid(pid_, pid_);  // whichever of the two comes first
  }
  pipe_ = ends[0];
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    send(options_.signal_at_end);
    static_cast<void>(wait());
  }
  close(pipe_);
}

bool ChildProcess::read_some(std::string& bytes) const {
  std::array<char, 65536> buffer{};
  const ssize_t n = read(pipe_, buffer.data(), buffer.size());
  if (n > 0) {
    bytes.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return n > 0 || (n < 0 && errno == EINTR);
}

void ChildProcess::send(int signal) const {
  kill(options_.own_group ? -pid_ : pid_, signal);
}

int ChildProcess::wait() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return status;
}

int exit_status(int wait_status) {
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

bool write_all(int pipe, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(pipe, bytes.data(), bytes.size());
    if (n == 0 || (n < 0 && errno != EINTR)) {
      return false;
    }
    bytes.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
  }
  return true;
}

}  // namespace lmulsim::util
