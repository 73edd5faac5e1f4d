// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "bench/observer.hpp"
#include "mapping/program.hpp"
#include "timing/command_time.hpp"

namespace lmulsim::bench {

/// Notes when each command starts and ends.
class CommandTimes final : public Observer {
 public:
  CommandTimes(const mapping::Program& program, std::vector<timing::CommandTime>& times) : times_(times) {
    times_.assign(static_cast<std::size_t>(program.size()), {});
  }

  void on_cycle(const Cycle& cycle) override {
    if (cycle.moving != nullptr && cycle.moving->first()) {
      times_[static_cast<std::size_t>(cycle.moving->command)].start = cycle.number;
    }
    if (cycle.result != nullptr && cycle.result->last()) {
      times_[static_cast<std::size_t>(cycle.result->command)].end = cycle.number + 1;
    }
  }

 private:
  std::vector<timing::CommandTime>& times_;
};

}  // namespace lmulsim::bench
