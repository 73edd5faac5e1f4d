// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>

#include "cycle/stationary_control.hpp"
#include "systemc/array_pins.hpp"

namespace lmulsim::systemc {

/// rtl/array/ctrl_stationary.sv.
class CtrlStationary final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst_n{"rst_n"};
  sc_core::sc_in<bool> moving_valid{"moving_valid"};
  sc_core::sc_out<bool> moving_ready{"moving_ready"};
  sc_core::sc_in<bool> moving_first{"moving_first"};
  sc_core::sc_in<bool> moving_last{"moving_last"};
  sc_core::sc_in<bool> moving_accumulate{"moving_accumulate"};
  sc_core::sc_in<bool> stationary_valid{"stationary_valid"};
  sc_core::sc_out<bool> stationary_ready{"stationary_ready"};
  sc_core::sc_in<bool> psum_valid{"psum_valid"};
  sc_core::sc_out<bool> psum_ready{"psum_ready"};
  sc_core::sc_out<bool> result_valid{"result_valid"};
  sc_core::sc_in<bool> result_ready{"result_ready"};
  sc_core::sc_out<bool> result_last{"result_last"};
  sc_core::sc_out<bool> en{"en"};
  sc_core::sc_out<bool> valid{"valid"};         ///< a beat enters
  sc_core::sc_out<bool> swap{"swap"};           ///< it is the first of a tile
  sc_core::sc_out<std::uint32_t> take{"take"};  ///< bit r: the stationary beat is for row r

  CtrlStationary(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

  /// Binds the pins that are the array's own.
  void bind(ArrayPins& array);

 private:
  void cycle();

  cycle::StationaryControl model_;
};

}  // namespace lmulsim::systemc
