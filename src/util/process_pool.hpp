// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "util/child_process.hpp"

namespace lmulsim::util {

/// Processes that work side by side and report in messages of bytes. Each dies with this process.
class ProcessPool {
 public:
  using Report = std::function<void(std::string_view message)>;
  /// Runs in the child: reports until it returns. It throws nothing.
  using Work = std::function<void(const Report& report)>;

  struct Message {
    std::int64_t id;    ///< of the process
    bool died = false;  ///< the process ended otherwise than by returning; `bytes` tell how
    std::string bytes;
  };

  /// `id` is what messages and stop_above() go by. Throws InputError when no process can be had.
  void start(std::int64_t id, const Work& work);
  [[nodiscard]] std::size_t running() const { return workers_.size(); }
  /// Messages that have arrived, after waiting for some at most this long. A process whose messages have all been
  /// delivered is gone from running().
  [[nodiscard]] std::vector<Message> wait(std::chrono::milliseconds at_most);
  /// Ends the processes with a larger id.
  void stop_above(std::int64_t id);

 private:
  struct Worker {
    Worker(std::int64_t number, const std::function<void(int)>& body);

    std::int64_t id;
    ChildProcess process;
    std::string bytes{};  ///< arrived, of a message that is not whole
  };

  std::list<Worker> workers_;
};

}  // namespace lmulsim::util
