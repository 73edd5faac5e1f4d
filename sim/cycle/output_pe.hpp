// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "cycle/delay_line.hpp"
#include "cycle/operand_word.hpp"
#include "cycle/pe_accumulator.hpp"
#include "cycle/pe_multiplier.hpp"
#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// Input pins of rtl/pe/pe_output.sv without clock, reset and enable.
struct OutputPeIn {
  bool valid = false;        ///< a beat
  bool zero = false;         ///< ... whose sum starts from +0
  bool cap = false;          ///< ... that is the first of the L last beats of its tile
  OperandWord moving = 0;    ///< first operand, to the right
  OperandWord second = 0;    ///< second operand, down
  std::uint32_t shift = 0;   ///< bit i: slot i moves on
  bool above_shift = false;  ///< the slot above slot 0 moves on
  arith::AccWord above{};    ///< ... and this is its word

  friend bool operator==(const OutputPeIn&, const OutputPeIn&) = default;
};

/// Output pins of rtl/pe/pe_output.sv.
struct OutputPeOut {
  bool valid = false;
  bool zero = false;
  bool cap = false;
  OperandWord moving = 0;
  OperandWord second = 0;
  std::uint32_t shift = 0;
  arith::AccWord below{};  ///< the last slot

  friend bool operator==(const OutputPeOut&, const OutputPeOut&) = default;
};

/// The operand registers of an output-stationary PE.
class OutputOperands {
 public:
  [[nodiscard]] const OutputPeOut& outputs() const { return q_; }
  void tick(const OutputPeIn& in);
  void reset();

 private:
  OutputPeOut q_;  ///< below is not used
};

/// The shadow slots of an output-stationary PE: result i is captured into slot i, and the slots are a piece of the
/// column's chain.
class OutputSlots {
 public:
  /// A capture bit that arrives with the PE's operands finds result 0 at the accumulator's end S + L cycles after they
  /// are in their registers, and result i i cycles later.
  OutputSlots(int mul_stages, int acc_latency)
      : until_first_(mul_stages + acc_latency), caps_(static_cast<std::size_t>(acc_latency)), slots_(caps_.size()) {}

  [[nodiscard]] const std::vector<arith::AccWord>& slots() const { return slots_; }
  /// Rising clock edge. `cap` is the capture bit beside the operand registers, `sum` what leaves the accumulator.
  void tick(const OutputPeIn& in, bool cap, arith::AccWord sum);
  void reset();

 private:
  DelayLine<bool> until_first_;
  std::vector<char> caps_;  ///< bit i - 1: slot i is captured in this cycle; the last is not used
  std::vector<arith::AccWord> slots_;
};

/// An output-stationary PE: operand registers, multiplier, S product registers, a ring of L sums, shadow slots.
class OutputPe {
 public:
  explicit OutputPe(const engine::ArrayParams& params)
      : multiplier_(params),
        products_(params.shape.mul_stages),
        accumulator_(params),
        slots_(params.shape.mul_stages, params.shape.acc_latency) {}

  /// Outputs of this cycle; they come from registers.
  [[nodiscard]] OutputPeOut outputs() const {
    OutputPeOut out = operands_.outputs();
    out.below = slots_.slots().back();
    return out;
  }
  /// Rising clock edge of a cycle with `en`.
  void tick(const OutputPeIn& in);
  void reset();

  [[nodiscard]] const std::vector<arith::AccWord>& slots() const { return slots_.slots(); }

 private:
  struct Term {
    arith::Number product;
    bool zero = false;
  };
  OutputOperands operands_;
  Multiplier multiplier_;
  DelayLine<Term> products_;
  Accumulator accumulator_;
  OutputSlots slots_;
};

}  // namespace lmulsim::cycle
