// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "cycle/delay_line.hpp"
#include "cycle/operand_word.hpp"
#include "cycle/pe_accumulator.hpp"
#include "cycle/pe_multiplier.hpp"
#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// Pins of rtl/pe/pe_stationary.sv without clock, reset and enable; in and out have the same names there.
struct StationaryPePins {
  bool valid = false;          ///< a beat
  bool swap = false;           ///< ... that is the first of a tile
  bool take = false;           ///< the word on `stationary` is this row's
  OperandWord moving = 0;      ///< moving operand, to the right
  OperandWord stationary = 0;  ///< stationary operands on their way down
  arith::AccWord psum{};       ///< partial sum, down

  friend bool operator==(const StationaryPePins&, const StationaryPePins&) = default;
};

/// The operand registers of a stationary PE: moving operand, active and shadow stationary word, control bits.
class StationaryOperands {
 public:
  explicit StationaryOperands(int acc_latency) : down_(acc_latency - 1) {}

  /// What leaves to the right and downwards, but for the sum.
  [[nodiscard]] StationaryPePins outputs(OperandWord from_above) const {
    return {.valid = valid_,
            .swap = swap_,
            .take = take_,
            .moving = moving_,
            .stationary = down_.output(from_above),
            .psum = {}};
  }
  [[nodiscard]] OperandWord moving() const { return moving_; }
  [[nodiscard]] OperandWord active() const { return active_; }
  [[nodiscard]] OperandWord shadow() const { return shadow_; }

  void tick(const StationaryPePins& in);
  void reset();

 private:
  bool valid_ = false;
  bool swap_ = false;
  bool take_ = false;
  OperandWord moving_ = 0;
  OperandWord active_ = 0;
  OperandWord shadow_ = 0;
  DelayLine<OperandWord> down_;
};

/// A stationary PE: operand registers, multiplier, S product registers, accumulator.
class StationaryPe {
 public:
  explicit StationaryPe(const engine::ArrayParams& params)
      : operands_(params.shape.acc_latency),
        multiplier_(params),
        products_(params.shape.mul_stages),
        accumulator_(params) {}

  /// Combinational outputs of this cycle; only `stationary` depends on the inputs, and only if L is 1.
  [[nodiscard]] StationaryPePins outputs(const StationaryPePins& in) const {
    StationaryPePins out = operands_.outputs(in.stationary);
    out.psum = accumulator_.sum();
    return out;
  }
  /// Rising clock edge of a cycle with `en`.
  void tick(const StationaryPePins& in);
  void reset() { operands_.reset(); }

  [[nodiscard]] OperandWord active() const { return operands_.active(); }
  [[nodiscard]] OperandWord shadow() const { return operands_.shadow(); }

 private:
  StationaryOperands operands_;
  Multiplier multiplier_;
  DelayLine<arith::Number> products_;
  Accumulator accumulator_;
};

}  // namespace lmulsim::cycle
