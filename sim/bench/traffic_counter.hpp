// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/observer.hpp"
#include "machine/activity.hpp"
#include "mapping/program.hpp"
#include "mapping/traffic.hpp"

namespace lmulsim::bench {

/// Counts off-chip traffic: what a product moves, when its last result has left the array.
class TrafficCounter final : public Observer {
 public:
  /// What it is given must outlive it.
  TrafficCounter(const mapping::Program& program, const mapping::DramTraffic& of_a_product, machine::Activity& activity)
      : program_(program), of_a_product_(of_a_product), activity_(activity) {}

  void on_cycle(const Cycle& cycle) override {
    const Beat* result = cycle.result;
    if (result != nullptr && result->last() && (result->command + 1) % program_.tiles_per_gemm() == 0) {
      activity_.dram_read_bytes += of_a_product_.read_bytes;
      activity_.dram_write_bytes += of_a_product_.write_bytes;
    }
  }

 private:
  const mapping::Program& program_;
  mapping::DramTraffic of_a_product_;
  machine::Activity& activity_;
};

}  // namespace lmulsim::bench
