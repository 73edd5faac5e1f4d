// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cosim/cosim.hpp"
#include "util/process_pool.hpp"

namespace lmulsim::cosim {

/// What a worker tells about one case.
struct WorkerMessage {
  enum class Kind : std::uint8_t {
    agreed,     ///< `totals` of this case
    disagreed,  ///< `text` says how
    bad_input,  ///< an InputError: nothing was compared; RTL that does not build, above all
    broken      ///< any other exception, or a process that died
  };
  Kind kind = Kind::agreed;
  std::int64_t index = 0;
  CosimTotals totals;
  std::string text;
};

/// Processes that co-simulate: SystemC holds one simulation each.
class Workers {
 public:
  /// Runs in the child: reports messages until it returns. What it throws becomes a message too.
  using Work = std::function<void(const std::function<void(const WorkerMessage&)>& report)>;

  /// `id` is what stop_above() goes by.
  void start(std::int64_t id, const Work& work);
  [[nodiscard]] std::size_t running() const { return pool_.running(); }
  /// Messages that have arrived, after waiting for some at most this long. A worker whose messages have all been
  /// delivered is gone from running().
  [[nodiscard]] std::vector<WorkerMessage> wait(std::chrono::milliseconds at_most);
  /// Ends the workers with a larger id.
  void stop_above(std::int64_t id) { pool_.stop_above(id); }

 private:
  util::ProcessPool pool_;
};

}  // namespace lmulsim::cosim
