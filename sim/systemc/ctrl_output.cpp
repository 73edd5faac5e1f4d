// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/ctrl_output.hpp"

namespace lmulsim::systemc {

CtrlOutput::CtrlOutput(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : sc_core::sc_module(name),
      latency_(params.shape.acc_latency),
      model_(params.shape),
      shift_bits_(params.shape.rows) {
  SC_HAS_PROCESS(CtrlOutput);
  SC_METHOD(cycle);
  sensitive << clk.pos();
  sensitive_to_controls(*this, sensitive);
}

void CtrlOutput::bind(ArrayPins& array) {
  engine::for_each_pin([](const auto&, auto& own, auto& outer) { own(outer); }, *this, array);
}

void CtrlOutput::cycle() {
  const auto in = read_pins<engine::ControlPins>(*this);
  if (!in.rst_n) {
    model_.reset();
  } else if (clk.posedge()) {
    model_.tick(in, model_.outputs(in));
  }
  const cycle::ControlOut out = model_.outputs(in);
  write_pins(*this, out);
  en.write(out.en);
  valid.write(out.accept);
  zero.write(out.zero);
  cap.write(out.capture && out.index == 0);
  for (std::size_t r = 0; r < shift_bits_.words().size(); ++r) {
    shift_bits_.words()[r] = cycle::row_shift(out, static_cast<int>(r), latency_);
  }
  shift.write(shift_bits_);
}

}  // namespace lmulsim::systemc
