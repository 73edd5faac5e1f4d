// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <functional>
#include <string>
#include <vector>

namespace lmulsim::rtl {

/// A build that a signal has stopped.
struct Interrupted {
  int signal;
};

/// While it lives, SIGINT, SIGTERM and SIGHUP are remembered instead of ending the process; signals that the process
/// ignores stay ignored. One at a time.
class HeldSignals {
 public:
  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  /// The one that has arrived, or 0.
  [[nodiscard]] static int arrived();

 private:
  struct Before {
    int signal;
    struct sigaction action;
  };
  std::vector<Before> before_;
};

/// Runs a shell command that must succeed, calling `tick` about five times a second. Its processes end with this one,
/// and when a held signal arrives: then throws Interrupted. Throws InputError "WHAT failed (status N)" with the first
/// lines of its output.
void run_build_step(const std::string& what, const std::string& command, const std::function<void()>& tick);

}  // namespace lmulsim::rtl
