// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/drive.hpp"

#include <fmt/format.h>

#include "util/error.hpp"

namespace lmulsim::bench {

std::int64_t hang_limit(const machine::ArrayShape& s) {
  return 8 * (std::int64_t{s.rows} * s.acc_latency + s.cols + s.mul_stages) + 4096;
}

engine::RunResult drive(ArrayDriver& driver, engine::ArrayDut& dut, const machine::ArrayShape& shape) {
  engine::ArrayIn reset(shape);
  reset.rst_n = false;
  for (int i = 0; i < kResetCycles; ++i) {
    dut.settle(reset);
    dut.clock();
  }
  while (!driver.done()) {
    driver.observe(dut.settle(driver.inputs()));
    dut.clock();
    if (driver.quiet_cycles() > hang_limit(shape)) {
      throw CheckError(fmt::format("{}: no beat was accepted for {} cycles (cycle {})", dut.name(),
                                   driver.quiet_cycles(), driver.cycle()));
    }
  }
  return driver.take_result();
}

}  // namespace lmulsim::bench
