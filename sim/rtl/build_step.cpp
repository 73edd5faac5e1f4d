// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/build_step.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "util/command.hpp"
#include "util/error.hpp"

namespace lmulsim::rtl {

namespace {

constexpr int kTickMilliseconds = 200;
constexpr int kLines = 8;

volatile std::sig_atomic_t g_arrived = 0;

void remember(int signal) {
  g_arrived = signal;
}

[[noreturn]] void exec_shell(const std::string& command, int pipe, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(127);
  }
  dup2(pipe, STDOUT_FILENO);
  dup2(pipe, STDERR_FILENO);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    std::signal(signal, SIG_DFL);
  }
  execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

/// A shell in a process group of its own, and what it prints.
class Shell {
 public:
  explicit Shell(const std::string& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw InputError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
    }
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ == 0) {
      exec_shell(command, ends[1], parent);
    }
    close(ends[1]);
    pipe_ = ends[0];
    if (pid_ < 0) {
      close(pipe_);
      throw InputError(fmt::format("cannot start a process: {}", std::strerror(errno)));
    }
  }
  ~Shell() {
    if (pid_ > 0) {
      kill(-pid_, SIGKILL);
      static_cast<void>(status());
    }
    close(pipe_);
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  /// Reads for at most one tick; false at the end of the output.
  bool read_some() {
    pollfd fd{pipe_, POLLIN, 0};
    if (poll(&fd, 1, kTickMilliseconds) <= 0) {
      return true;
    }
    std::array<char, 4096> buffer{};
    const ssize_t n = read(pipe_, buffer.data(), buffer.size());
    if (n > 0) {
      output_.append(buffer.data(), static_cast<std::size_t>(n));
    }
    return n > 0 || (n < 0 && errno == EINTR);
  }

  int status() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  [[nodiscard]] const std::string& output() const { return output_; }

 private:
  pid_t pid_ = 0;
  int pipe_ = -1;
  std::string output_;
};

}  // namespace

HeldSignals::HeldSignals() {
  g_arrived = 0;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction old {};
    sigaction(signal, nullptr, &old);
    if (old.sa_handler != SIG_IGN) {
      struct sigaction held {};
      held.sa_handler = remember;
      sigaction(signal, &held, nullptr);
      before_.push_back({signal, old});
    }
  }
}

HeldSignals::~HeldSignals() {
  for (const Before& b : before_) {
    sigaction(b.signal, &b.action, nullptr);
  }
}

int HeldSignals::arrived() {
  return g_arrived;
}

void run_build_step(const std::string& what, const std::string& command, const std::function<void()>& tick) {
  Shell shell(command);
  while (shell.read_some()) {
    tick();
    if (HeldSignals::arrived() != 0) {
      throw Interrupted{HeldSignals::arrived()};
    }
  }
  if (const int status = shell.status(); status != 0) {
    throw InputError(fmt::format("{} failed (status {}):{}", what, status, util::first_lines(shell.output(), kLines)));
  }
  if (HeldSignals::arrived() != 0) {
    throw Interrupted{HeldSignals::arrived()};
  }
}

}  // namespace lmulsim::rtl
