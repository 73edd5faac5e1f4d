// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "bench/operand_view.hpp"
#include "bench/stall_source.hpp"
#include "engine/dut.hpp"
#include "engine/run.hpp"
#include "mapping/program.hpp"

namespace lmulsim::bench {

/// The surroundings of an array that runs a program: ideal scratchpads on its four channels, the accumulator store
/// between them, random stalls, and an observer that counts. One cycle: inputs(), settle the array, observe() its
/// outputs, clock it.
///
/// A partial sum can be read in the cycle after it was written.
class ArrayDriver {
 public:
  /// The program must outlive the driver, and the operands, when there are any.
  ArrayDriver(const engine::ArrayParams& params, const mapping::Program& program, const engine::Operands* operands,
              const engine::RunOptions& options);

  /// Pins of the current cycle.
  [[nodiscard]] const engine::ArrayIn& inputs() const { return in_; }
  /// Ends the cycle: takes the array's outputs and prepares the next cycle's pins.
  void observe(const engine::ArrayOut& out);
  /// All results have arrived.
  [[nodiscard]] bool done() const { return o_.tile == program_.size(); }
  /// Cycles since reset, the current one excluded.
  [[nodiscard]] std::int64_t cycle() const { return cycle_; }
  /// Cycles since the last accepted beat on any channel: a hang when it grows.
  [[nodiscard]] std::int64_t quiet_cycles() const { return cycle_ - last_fire_; }
  [[nodiscard]] engine::RunResult take_result();

 private:
  /// A channel's place in the program.
  struct Cursor {
    std::int64_t tile = 0;
    std::int64_t beat = 0;
    std::int64_t beats_of_tile = 0;
    std::int64_t total_beats = 0;
    std::int64_t not_before = 0;  ///< first cycle in which the producer offers the beat
    mapping::Tile current;
    std::int64_t gemm = 0;
  };

  [[nodiscard]] std::int64_t beats_on(Channel channel, const mapping::Tile& tile) const;
  void enter(Channel channel, Cursor& cursor);
  void advance(Channel channel, Cursor& cursor);
  void prepare_a();
  void prepare_b();
  void prepare_c();
  void take_a();
  void take_b();
  void take_o(const engine::ArrayOut& out);
  [[nodiscard]] bool partial_sum_is_there() const;
  void count_operand_reads();

  engine::ArrayParams params_;
  const mapping::Program& program_;
  OperandView view_;
  StallSource stalls_;
  bool keep_times_;
  bool has_values_;

  engine::ArrayIn in_;
  Cursor a_, b_, c_, o_;
  std::int64_t cycle_ = 0;
  std::int64_t last_fire_ = 0;
  std::int64_t last_a_ = -1;
  std::vector<std::int64_t> nonzero_[2];  ///< stationary words that are not zero, by row: active and next tile
  std::int64_t nonzero_macs_ = 0;
  engine::RunResult result_;
};

}  // namespace lmulsim::bench
