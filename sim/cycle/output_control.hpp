// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "cycle/control.hpp"
#include "cycle/delay_line.hpp"
#include "machine/array_shape.hpp"

namespace lmulsim::cycle {

/// The controller of an output-stationary array: handshakes, the place of a beat in its tile, and the shift bits that
/// move results out. rtl/README.md, "Output stationary".
class OutputControl {
 public:
  explicit OutputControl(const machine::ArrayShape& shape)
      : latency_(shape.acc_latency),
        slots_(shape.rows * shape.acc_latency),
        since_(slots_),
        moved_(slots_),
        finished_(shape.mul_stages + shape.acc_latency + shape.rows),
        leaving_(shape.cols - 1) {}

  /// Combinational outputs of this cycle.
  [[nodiscard]] ControlOut outputs(const engine::ControlPins& in) const;
  /// Rising clock edge; `out` is outputs(in).
  void tick(const engine::ControlPins& in, const ControlOut& out);
  void reset();

 private:
  struct Result {
    bool valid = false;
    bool last = false;
  };
  [[nodiscard]] Result left_edge() const { return {.valid = moved_ < slots_, .last = moved_ == slots_ - 1}; }

  int latency_;
  int slots_;
  int since_;  ///< en cycles since the last accepted last beat, saturated at slots_
  bool mid_tile_ = false;
  std::uint32_t beat_ = 0;  ///< index of the next beat in its tile
  int index_ = 0;           ///< beat_ mod L
  std::uint32_t beats_ = 0;
  int moved_;  ///< zeros that have moved into the shift bits; slots_: all are zero
  DelayLine<bool> finished_;
  DelayLine<Result> leaving_;
};

}  // namespace lmulsim::cycle
