// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "cycle/pe_accumulator.hpp"
#include "systemc/signal_types.hpp"

namespace lmulsim::systemc {

/// Pins of rtl/pe/accumulator.sv with its L registers: `sum` is base + product of L enabled cycles ago, in the array's
/// accumulator format.
class AccumulatorModule final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> en{"en"};
  sc_core::sc_in<arith::AccWord> acc{"acc"};
  sc_core::sc_in<arith::Number> prod{"prod"};
  sc_core::sc_out<arith::AccWord> sum{"sum"};

  AccumulatorModule(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
      : sc_core::sc_module(name), model_(params) {
    SC_HAS_PROCESS(AccumulatorModule);
    SC_METHOD(cycle);
    sensitive << clk.pos();
    dont_initialize();
  }

 private:
  void cycle() {
    if (en.read()) {
      model_.tick(acc.read(), prod.read());
      sum.write(model_.sum());
    }
  }

  cycle::Accumulator model_;
};

}  // namespace lmulsim::systemc
