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
    model_.clock(settled_, {.a = a_data.read().words(), .b = b_data.read().words(), .c = c_data.read().words()});
  }
  const engine::ArrayOut& out = model_.settle(in);
  settled_ = in;
  write_pins(*this, out);
  if (result_.words() != out.o_data) {
    result_.words() = out.o_data;
    o_data.write(result_);
  }
}

}  // namespace lmulsim::systemc
