// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/modules/systolic_array.hpp"

namespace lmulsim::systemc {

SystolicArray::SystolicArray(const sc_core::sc_module_name& name, const sim::ArrayParams& params)
    : ArrayPins(name), model_(params), result_(params.shape.cols) {
  SC_HAS_PROCESS(SystolicArray);
  SC_METHOD(cycle);
  sensitive << clk.pos() << rst_n << a_valid << a_first << a_last << a_acc << a_beats << b_valid << c_valid << o_ready;
}

void SystolicArray::cycle() {
  const ControlPins in = control_pins();
  if (clk.posedge()) {
    model_.clock(settled_, {.a = a_data.read().words(), .b = b_data.read().words(), .c = c_data.read().words()});
  }
  const sim::ArrayOut& out = model_.settle(in);
  settled_ = in;
  a_ready.write(out.a_ready);
  b_ready.write(out.b_ready);
  c_ready.write(out.c_ready);
  o_valid.write(out.o_valid);
  o_last.write(out.o_last);
  if (result_.words() != out.o) {
    result_.words() = out.o;
    o_data.write(result_);
  }
}

}  // namespace lmulsim::systemc
