// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/systolic_array.hpp"

namespace lmulsim::systemc {

SystolicArray::SystolicArray(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : ArrayPins(name), model_(params), result_(params.shape.cols) {
  SC_HAS_PROCESS(SystolicArray);
  SC_METHOD(cycle);
  sensitive << clk.pos();
  sensitive_to_controls(*this, sensitive);
}

void SystolicArray::start_of_simulation() {
  written_ = read_pins<engine::AnswerPins>(*this);
}

void SystolicArray::cycle() {
  const auto in = read_pins<engine::ControlPins>(*this);
  if (clk.posedge()) {
    model_.clock(settled_, {.moving = moving_data.read().words(),
                            .stationary = stationary_data.read().words(),
                            .psum = psum_data.read().words()});
  }
  const engine::ArrayOut& out = model_.settle(in);
  settled_ = in;
  write_changed_pins<ArrayPins, engine::AnswerPins>(*this, written_, out);
  if (result_.words() != out.result_data) {
    result_.words() = out.result_data;
    result_data.write(result_);
  }
}

}  // namespace lmulsim::systemc
