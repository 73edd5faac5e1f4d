// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "cycle/array_model.hpp"
#include "systemc/array_pins.hpp"

namespace lmulsim::systemc {

/// The array in its coarse grain: one process around one cycle model. Same pins as the grain of one module per PE,
/// about two orders of magnitude faster.
class SystolicArray final : public ArrayPins {
 public:
  SystolicArray(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

 private:
  void start_of_simulation() override;
  void cycle();

  cycle::ArrayModel model_;
  engine::ControlPins settled_;  ///< pins that the model's outputs were last computed from
  engine::AnswerPins written_;   ///< what the output pins hold
  AccBus result_;
};

}  // namespace lmulsim::systemc
