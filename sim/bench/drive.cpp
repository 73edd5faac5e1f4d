// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/drive.hpp"

#include <fmt/format.h>

#include <optional>

#include "bench/activity_counter.hpp"
#include "bench/bench.hpp"
#include "bench/command_times.hpp"
#include "util/error.hpp"

namespace lmulsim::bench {

namespace {

void reset(engine::ArrayDut& array, const machine::ArrayShape& shape) {
  engine::ArrayIn pins(shape);
  pins.rst_n = false;
  for (int i = 0; i < kResetCycles; ++i) {
    array.settle(pins);
    array.clock();
  }
}

/// Notices that nothing happens any more.
class Watchdog {
 public:
  Watchdog(const engine::ArrayDut& array, const machine::ArrayShape& shape)
      : array_(array), limit_(hang_limit(shape)) {}

  /// Throws CheckError when the cycle that ends here is one too many.
  void cycle_ends(bool quiet, std::int64_t now) {
    if (!quiet) {
      last_beat_ = now - 1;
    }
    if (now - last_beat_ > limit_) {
      throw CheckError(
          fmt::format("{}: no beat was accepted for {} cycles (cycle {})", array_.name(), now - last_beat_, now));
    }
  }

 private:
  const engine::ArrayDut& array_;
  std::int64_t limit_;
  std::int64_t last_beat_ = 0;
};

/// The one loop in which an array runs a program, whatever the array and whoever looks.
void run(Bench& bench, engine::ArrayDut& array, const machine::ArrayShape& shape,
         const std::vector<Observer*>& observers) {
  reset(array, shape);
  Watchdog watchdog(array, shape);
  while (!bench.done()) {
    const Cycle cycle = bench.cycle(array.settle(bench.inputs()));
    for (Observer* observer : observers) {
      observer->on_cycle(cycle);
    }
    const bool quiet = cycle.quiet();
    bench.tick(cycle);
    array.clock();
    watchdog.cycle_ends(quiet, bench.now());
  }
}

}  // namespace

std::int64_t hang_limit(const machine::ArrayShape& s) {
  return 8 * (std::int64_t{s.rows} * s.acc_latency + s.cols + s.mul_stages) + 4096;
}

engine::RunResult drive(engine::ArrayDut& array, const engine::ArrayParams& params, const mapping::Program& program,
                        const engine::Operands* operands, const engine::RunOptions& options,
                        const std::vector<Observer*>& watchers) {
  engine::RunResult result;
  Bench bench(params, program, operands, options.stalls);
  ActivityCounter counter(bench.operands(), result.activity);
  std::vector<Observer*> observers{&counter};
  std::optional<ZeroOperandCounter> zeros;
  if (operands != nullptr) {
    observers.push_back(&zeros.emplace(bench.operands(), result.activity));
  }
  std::optional<CommandTimes> times;
  if (options.keep_command_times) {
    observers.push_back(&times.emplace(program, result.commands));
  }
  observers.insert(observers.end(), watchers.begin(), watchers.end());
  run(bench, array, params.shape, observers);
  result.cycles = bench.now();
  result.outputs = bench.take_results();
  return result;
}

}  // namespace lmulsim::bench
