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

void SystolicArray::cycle() {
  const engine::ControlPins in = read_pins(*this);
  if (clk.posedge()) {
    model_.clock(settled_, {.moving = moving_data.read().words(),
                            .stationary = stationary_data.read().words(),
                            .psum = psum_data.read().words()});
  }
  const engine::ArrayOut& out = model_.settle(in);
  settled_ = in;
  write_pins(*this, out);
  if (result_.words() != out.result_data) {
    result_.words() = out.result_data;
    result_data.write(result_);
  }
}

}  // namespace lmulsim::systemc
