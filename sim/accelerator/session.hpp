// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/dut.hpp"
#include "engine/run.hpp"
#include "machine/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::accelerator {

/// An engine and the hardware it has built: programs run on it one after the other. The array is made at the first
/// program and goes with the session, which must therefore end before the program does: a Verilated array does not
/// outlive the statics of its shared object, and waves are complete when the array is gone. SystemC holds one
/// simulation per process: one session of a SystemC engine a process.
class Session {
 public:
  /// The fast engine has no waves: throws InputError for them.
  Session(engine::Engine engine, machine::Accelerator accelerator, engine::RunOptions options = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs a program. Without operands only the fast engine runs, and only time is computed. The engines agree on every
  /// field. Throws InputError on operands of the wrong size, CheckError when the hardware asserts or hangs.
  [[nodiscard]] engine::RunResult run(const mapping::Program& program, const engine::Operands* operands);

 private:
  [[nodiscard]] engine::RunResult run_array(const mapping::Program& program, const engine::Operands& operands);
  [[nodiscard]] engine::RunResult run_fast(const mapping::Program& program, const engine::Operands* operands);

  engine::Engine engine_;
  machine::Accelerator accelerator_;
  engine::RunOptions options_;
  std::unique_ptr<engine::ArrayDut> array_;
};

/// One program in a session of its own.
[[nodiscard]] engine::RunResult run_program(engine::Engine engine, const machine::Accelerator& accelerator,
                                            const mapping::Program& program, const engine::Operands* operands,
                                            const engine::RunOptions& options = {});

}  // namespace lmulsim::accelerator
