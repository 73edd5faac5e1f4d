// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/modules/ctrl_stationary.hpp"

namespace lmulsim::systemc {

CtrlStationary::CtrlStationary(const sc_core::sc_module_name& name, const sim::ArrayParams& params)
    : sc_core::sc_module(name), model_(params.shape) {
  SC_HAS_PROCESS(CtrlStationary);
  SC_METHOD(cycle);
  sensitive << clk.pos() << rst_n << a_valid << a_first << a_last << a_acc << b_valid << c_valid << o_ready;
}

void CtrlStationary::bind(ArrayPins& array) {
  clk(array.clk);
  rst_n(array.rst_n);
  a_valid(array.a_valid);
  a_ready(array.a_ready);
  a_first(array.a_first);
  a_last(array.a_last);
  a_acc(array.a_acc);
  b_valid(array.b_valid);
  b_ready(array.b_ready);
  c_valid(array.c_valid);
  c_ready(array.c_ready);
  o_valid(array.o_valid);
  o_ready(array.o_ready);
  o_last(array.o_last);
}

void CtrlStationary::cycle() {
  const ControlPins in{.rst_n = rst_n.read(),
                       .a_valid = a_valid.read(),
                       .a_first = a_first.read(),
                       .a_last = a_last.read(),
                       .a_acc = a_acc.read(),
                       .a_beats = 0,
                       .b_valid = b_valid.read(),
                       .c_valid = c_valid.read(),
                       .o_ready = o_ready.read()};
  if (!in.rst_n) {
    model_.reset();
  } else if (clk.posedge()) {
    model_.tick(in, model_.outputs(in));
  }
  const ControlOut out = model_.outputs(in);
  a_ready.write(out.a_ready);
  b_ready.write(out.b_ready);
  c_ready.write(out.c_ready);
  o_valid.write(out.o_valid);
  o_last.write(out.o_last);
  en.write(out.en);
  valid.write(out.accept);
  swap.write(out.swap);
  take.write(out.take ? 1U << out.take_row : 0U);
}

}  // namespace lmulsim::systemc
