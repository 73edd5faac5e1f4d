// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cycle/control.hpp"
#include "cycle/delay_line.hpp"
#include "machine/array_shape.hpp"

namespace lmulsim::cycle {

/// The controller of a stationary-operand array: handshakes, the shadow operand's fill state, and the acceptance of
/// beats delayed to the output. rtl/README.md, "Stationary operand".
class StationaryControl {
 public:
  explicit StationaryControl(const machine::ArrayShape& shape)
      : rows_(shape.rows), leaving_(shape.rows * shape.acc_latency + shape.cols + shape.mul_stages) {}

  /// Combinational outputs of this cycle.
  [[nodiscard]] ControlOut outputs(const engine::ControlPins& in) const;
  /// Rising clock edge; `out` is outputs(in).
  void tick(const engine::ControlPins& in, const ControlOut& out);
  void reset();

  [[nodiscard]] bool shadow_full() const { return shadow_full_; }
  [[nodiscard]] int load_row() const { return load_row_; }

 private:
  struct Beat {
    bool valid = false;
    bool last = false;
  };
  int rows_;
  DelayLine<Beat> leaving_;
  bool shadow_full_ = false;
  int load_row_ = 0;
};

}  // namespace lmulsim::cycle
