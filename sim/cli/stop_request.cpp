// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/stop_request.hpp"

#include "util/stopped.hpp"

namespace lmulsim::cli {
namespace {

volatile std::sig_atomic_t g_signal = 0;

void ask(int signal) {
  g_signal = signal;
}

}  // namespace

StopRequest::StopRequest() {
  g_signal = 0;
  struct sigaction action {};
  action.sa_handler = ask;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, &interrupt_);
  sigaction(SIGTERM, &action, &terminate_);
  if (interrupt_.sa_handler == SIG_IGN) {  // a job in the background keeps ignoring the terminal's interrupts
    sigaction(SIGINT, &interrupt_, nullptr);
  }
}

StopRequest::~StopRequest() {
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGTERM, &terminate_, nullptr);
}

void StopRequest::check() {
  if (g_signal != 0) {
    throw Stopped(g_signal == SIGINT ? "interrupted" : "terminated");
  }
}

}  // namespace lmulsim::cli
