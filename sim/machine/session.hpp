// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "config/accelerator.hpp"
#include "dut.hpp"
#include "mapping/program.hpp"
#include "run.hpp"

namespace lmulsim::sim {

/// An engine and the hardware it has built: programs run on it one after the other. The array is made at the first
/// program and goes with the session, which must therefore end before the program does: a Verilated array does not
/// outlive the statics of its shared object, and waves are complete when the array is gone. SystemC holds one
/// simulation per process: one session of a SystemC engine a process.
class Session {
 public:
  /// The fast engine has no waves: throws InputError for them.
  Session(Engine engine, config::Accelerator accelerator, RunOptions options = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs a program. Without operands only the fast engine runs, and only time is computed. The engines agree on every
  /// field. Throws InputError on operands of the wrong size, CheckError when the hardware asserts or hangs.
  [[nodiscard]] RunResult run(const mapping::Program& program, const Operands* operands);

 private:
  [[nodiscard]] RunResult run_array(const mapping::Program& program, const Operands& operands);

  Engine engine_;
  config::Accelerator accelerator_;
  RunOptions options_;
  std::unique_ptr<ArrayDut> array_;
};

/// One program in a session of its own.
[[nodiscard]] RunResult run_program(Engine engine, const config::Accelerator& accelerator,
                                    const mapping::Program& program, const Operands* operands,
                                    const RunOptions& options = {});

}  // namespace lmulsim::sim
