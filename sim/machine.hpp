// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "activity/activity.hpp"
#include "arith/accumulate.hpp"
#include "config/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::sim {

class ArrayDut;

enum class Engine : std::uint8_t { fast, systemc, systemc_pe, rtl };

/// Operand codes of `count` GEMMs, row-major: A[count][m][k], B[count][k][n].
struct Operands {
  std::vector<std::uint16_t> a;
  std::vector<std::uint16_t> b;
};

/// Random stalls on the four channels. After each accepted beat a producer waits a random number of cycles (0 with
/// probability 1 - percent/100, else 1..4); the consumer is not ready in `percent` of the cycles. A pure function of
/// the seed, so that every engine meets the same stalls.
struct Stalls {
  std::uint64_t seed = 0;
  int a_percent = 0;
  int b_percent = 0;
  int c_percent = 0;
  int o_percent = 0;

  [[nodiscard]] bool any() const { return a_percent + b_percent + c_percent + o_percent > 0; }
  friend bool operator==(const Stalls&, const Stalls&) = default;
};

/// First cycle in which a beat of the command is accepted, and the cycle after its last result left.
struct CommandTime {
  std::int64_t start = 0;
  std::int64_t end = 0;

  friend bool operator==(const CommandTime&, const CommandTime&) = default;
};

struct RunOptions {
  Stalls stalls;
  bool keep_command_times = false;
  std::optional<std::filesystem::path> waves;  ///< directory for VCD files; not for the fast engine
};

/// What an engine says about a program. `outputs` holds accumulator words C[count][m][n]; empty in a run without
/// operands.
struct RunResult {
  std::int64_t cycles = 0;
  activity::Activity activity;
  std::vector<CommandTime> commands;
  std::vector<arith::AccWord> outputs;
};

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
