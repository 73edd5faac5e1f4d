// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "cycle/delay_line.hpp"
#include "systemc/signal_types.hpp"

namespace lmulsim::systemc {

/// `depth` registers that move with `en`; depth 0 is a wire. A line of control bits is reset, like
/// rtl/common/delay_bit.sv; a line of words need not be, and that it is does not show.
template <class T>
class Delay final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst_n{"rst_n"};
  sc_core::sc_in<bool> en{"en"};
  sc_core::sc_in<T> data{"data"};
  sc_core::sc_out<T> data_out{"data_out"};

  Delay(const sc_core::sc_module_name& name, int depth) : sc_core::sc_module(name), line_(depth) {
    SC_HAS_PROCESS(Delay);
    SC_METHOD(cycle);
    if (depth == 0) {
      this->sensitive << data;
    } else {
      this->sensitive << clk.pos() << rst_n;
    }
  }

 private:
  void cycle() {
    if (!rst_n.read()) {
      line_.reset();
    } else if (clk.posedge() && en.read()) {
      line_.tick(data.read());
    }
    data_out.write(line_.output(data.read()));
  }

  cycle::DelayLine<T> line_;
};

}  // namespace lmulsim::systemc
