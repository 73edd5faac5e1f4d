// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/ctrl_stationary.hpp"

namespace lmulsim::systemc {

CtrlStationary::CtrlStationary(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : sc_core::sc_module(name), model_(params.shape) {
  SC_HAS_PROCESS(CtrlStationary);
  SC_METHOD(cycle);
  sensitive << clk.pos();
  sensitive_to_controls(*this, sensitive);
}

void CtrlStationary::bind(ArrayPins& array) {
  engine::for_each_pin([](const auto&, auto& own, auto& outer) { own(outer); }, *this, array);
}

void CtrlStationary::cycle() {
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
  swap.write(out.swap);
  take.write(out.take ? 1U << out.take_row : 0U);
}

}  // namespace lmulsim::systemc
