// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/build_step.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "util/child_process.hpp"
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

[[noreturn]] void exec_shell(const std::string& command, int pipe) {
  dup2(pipe, STDOUT_FILENO);
  dup2(pipe, STDERR_FILENO);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    std::signal(signal, SIG_DFL);
  }
  execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

/// Waits for what the shell prints for at most one tick; false at the end of the output.
bool read_some(const util::ChildProcess& shell, std::string& output) {
  pollfd fd{shell.pipe(), POLLIN, 0};
  return poll(&fd, 1, kTickMilliseconds) <= 0 || shell.read_some(output);
}

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
  util::ChildProcess shell([&](int pipe) { exec_shell(command, pipe); },
                           {.signal_with_parent = SIGKILL, .own_group = true});
  std::string output;
  while (read_some(shell, output)) {
    tick();
    if (HeldSignals::arrived() != 0) {
      throw Interrupted{HeldSignals::arrived()};
    }
  }
  if (const int status = util::exit_status(shell.wait()); status != 0) {
    throw InputError(fmt::format("{} failed (status {}):{}", what, status, util::first_lines(output, kLines)));
  }
  if (HeldSignals::arrived() != 0) {
    throw Interrupted{HeldSignals::arrived()};
  }
}

}  // namespace lmulsim::rtl
