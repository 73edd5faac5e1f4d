// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/modules/ctrl_output.hpp"

namespace lmulsim::systemc {

CtrlOutput::CtrlOutput(const sc_core::sc_module_name& name, const sim::ArrayParams& params)
    : sc_core::sc_module(name),
      latency_(params.shape.acc_latency),
      model_(params.shape),
      shift_bits_(params.shape.rows) {
  SC_HAS_PROCESS(CtrlOutput);
  SC_METHOD(cycle);
  sensitive << clk.pos() << rst_n << a_valid << a_first << a_last << a_beats << b_valid << o_ready;
}

void CtrlOutput::bind(ArrayPins& array) {
  clk(array.clk);
  rst_n(array.rst_n);
  a_valid(array.a_valid);
  a_ready(array.a_ready);
  a_first(array.a_first);
  a_last(array.a_last);
  a_beats(array.a_beats);
  b_valid(array.b_valid);
  b_ready(array.b_ready);
  c_ready(array.c_ready);
  o_valid(array.o_valid);
  o_ready(array.o_ready);
  o_last(array.o_last);
}

void CtrlOutput::cycle() {
  const ControlPins in{.rst_n = rst_n.read(),
                       .a_valid = a_valid.read(),
                       .a_first = a_first.read(),
                       .a_last = a_last.read(),
                       .a_acc = false,
                       .a_beats = a_beats.read(),
                       .b_valid = b_valid.read(),
                       .c_valid = false,
                       .o_ready = o_ready.read()};
  if (!in.rst_n) {
    model_.reset();
  } else if (clk.posedge()) {
    model_.tick(in, model_.outputs(in));
  }
  const ControlOut out = model_.outputs(in);
  a_ready.write(out.a_ready);
  b_ready.write(out.b_ready);
  c_ready.write(false);
  o_valid.write(out.o_valid);
  o_last.write(out.o_last);
  en.write(out.en);
  valid.write(out.accept);
  zero.write(out.zero);
  cap.write(out.capture && out.index == 0);
  for (std::size_t r = 0; r < shift_bits_.words().size(); ++r) {
    shift_bits_.words()[r] = row_shift(out, static_cast<int>(r), latency_);
  }
  shift.write(shift_bits_);
}

}  // namespace lmulsim::systemc
