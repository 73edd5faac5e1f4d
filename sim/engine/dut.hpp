// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arith/acc_word.hpp"
#include "arith/format.hpp"
#include "arith/mac_spec.hpp"
#include "engine/pins.hpp"
#include "machine/accelerator.hpp"
#include "machine/array_shape.hpp"

namespace lmulsim::engine {

/// What a systolic array is built with: the parameters of rtl/array/systolic_array.sv. `moving` is the format on the
/// moving pins, `top` the one on the stationary pins (weight and output stationary: activations move; input stationary:
/// weights move).
struct ArrayParams {
  machine::ArrayShape shape;
  arith::MultiplierSpec multiplier;
  arith::Format moving = arith::Format::e4m3;
  arith::Format top = arith::Format::e4m3;
  arith::AccumulatorSpec accumulator;

  friend bool operator==(const ArrayParams&, const ArrayParams&) = default;
};

[[nodiscard]] inline ArrayParams array_params(const machine::Accelerator& acc) {
  const bool swapped = acc.dataflow == machine::Dataflow::input_stationary;
  return {.shape = acc.shape(),
          .multiplier = acc.pe.multiplier,
          .moving = swapped ? acc.pe.weight_format : acc.pe.activation_format,
          .top = swapped ? acc.pe.activation_format : acc.pe.weight_format,
          .accumulator = acc.pe.accumulator};
}

/// Input pins of the array in one cycle: moving words for the rows, stationary words (the second operand if output
/// stationary) for the columns, as many for each as a beat has products, and cols accumulator words of partial sums.
struct ArrayIn : ControlPins {
  std::vector<std::uint32_t> moving_data;
  std::vector<std::uint32_t> stationary_data;
  std::vector<arith::AccWord> psum_data;

  explicit ArrayIn(const machine::ArrayShape& s)
      : moving_data(static_cast<std::size_t>(s.rows) * static_cast<std::size_t>(s.products)),
        stationary_data(static_cast<std::size_t>(s.cols) * static_cast<std::size_t>(s.products)),
        psum_data(static_cast<std::size_t>(s.cols)) {}
};

/// Output pins of the array in one cycle.
struct ArrayOut : AnswerPins {
  std::vector<arith::AccWord> result_data;

  explicit ArrayOut(const machine::ArrayShape& s) : result_data(static_cast<std::size_t>(s.cols)) {}
  friend bool operator==(const ArrayOut&, const ArrayOut&) = default;
};

// Every pin but the clock is either.
static_assert(pins_in<ArrayIn>() + pins_in<ArrayOut>() == kAllPins - 1 && pins_in<ArrayIn, ArrayOut>() == 0);

/// An array that can be driven at its pins. One cycle: settle(in), look at the outputs, clock().
class ArrayDut {
 public:
  ArrayDut() = default;
  ArrayDut(const ArrayDut&) = delete;
  ArrayDut& operator=(const ArrayDut&) = delete;
  virtual ~ArrayDut() = default;

  /// Applies the input pins and returns the combinational outputs of this cycle. The reference stays valid until the
  /// next call.
  virtual const ArrayOut& settle(const ArrayIn& in) = 0;
  /// Rising clock edge with the pins of the last settle().
  virtual void clock() = 0;
  /// "rtl", "systemc" or "systemc-pe".
  [[nodiscard]] virtual std::string_view name() const = 0;
};

}  // namespace lmulsim::engine
