// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace lmulsim::cli {

/// While one lives, SIGINT and SIGTERM ask for a stop, so that what is finished can be printed; a second signal of the
/// same kind ends the program at once. One at a time.
class StopRequest {
 public:
  StopRequest();
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  /// Throws Stopped when a stop was asked for.
  static void check();

 private:
  struct sigaction interrupt_ {};  ///< what was set before
  struct sigaction terminate_ {};
};

}  // namespace lmulsim::cli
