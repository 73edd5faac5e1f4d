// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>

#include "cycle/output_control.hpp"
#include "systemc/array_pins.hpp"

namespace lmulsim::systemc {

/// rtl/array/ctrl_output.sv. The shift bits come as one word per row, slot 0 in bit 0.
class CtrlOutput final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst_n{"rst_n"};
  sc_core::sc_in<bool> moving_valid{"moving_valid"};
  sc_core::sc_out<bool> moving_ready{"moving_ready"};
  sc_core::sc_in<bool> moving_first{"moving_first"};
  sc_core::sc_in<bool> moving_last{"moving_last"};
  sc_core::sc_in<std::uint32_t> moving_beats{"moving_beats"};
  sc_core::sc_in<bool> stationary_valid{"stationary_valid"};
  sc_core::sc_out<bool> stationary_ready{"stationary_ready"};
  sc_core::sc_out<bool> psum_ready{"psum_ready"};
  sc_core::sc_out<bool> result_valid{"result_valid"};
  sc_core::sc_in<bool> result_ready{"result_ready"};
  sc_core::sc_out<bool> result_last{"result_last"};
  sc_core::sc_out<bool> en{"en"};
  sc_core::sc_out<bool> valid{"valid"};     ///< a beat enters
  sc_core::sc_out<bool> zero{"zero"};       ///< it starts a sum
  sc_core::sc_out<bool> cap{"cap"};         ///< it is the first of the last L beats
  sc_core::sc_out<WordBus> shift{"shift"};  ///< the output chain moves, slot by slot, at column 0

  CtrlOutput(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

  /// Binds the pins that are the array's own.
  void bind(ArrayPins& array);

 private:
  void cycle();

  int latency_;
  cycle::OutputControl model_;
  WordBus shift_bits_;
};

}  // namespace lmulsim::systemc
