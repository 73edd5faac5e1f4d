// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <csignal>
#include <functional>
#include <string>
#include <string_view>

namespace lmulsim::util {

/// What becomes of a child apart from its work.
struct ChildOptions {
  int signal_with_parent = 0;   ///< sent to the child when this process ends first; 0: none
  int signal_at_end = SIGKILL;  ///< sent when the object dies first
  bool own_group = false;       ///< signals go to the child's own children as well
};

/// A copy of this process with one thread, and a pipe from it. It ends with the object, unless wait() has seen its end.
class ChildProcess {
 public:
  /// Calls `body` in the child with the pipe's end to write to, then ends it: without destructors and without flushing
  /// buffers, which are the parent's. Throws InputError when no process can be had.
  explicit ChildProcess(const std::function<void(int pipe)>& body, const ChildOptions& options = {});
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The end to read from.
  [[nodiscard]] int pipe() const { return pipe_; }
  /// Waits for bytes and appends them; false at the end of the stream.
  [[nodiscard]] bool read_some(std::string& bytes) const;
  void send(int signal) const;
  /// The status of waitpid(). Once only.
  [[nodiscard]] int wait();

 private:
  pid_t pid_ = 0;
  int pipe_ = -1;
  ChildOptions options_;
};

/// What a shell would say of a status of waitpid(): the exit code, or 128 and the number of the signal.
[[nodiscard]] int exit_status(int wait_status);

/// For the child's end. False when nobody reads any more.
[[nodiscard]] bool write_all(int pipe, std::string_view bytes);

}  // namespace lmulsim::util
