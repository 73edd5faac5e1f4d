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
  sc_core::sc_in<bool> a_valid{"a_valid"};
  sc_core::sc_out<bool> a_ready{"a_ready"};
  sc_core::sc_in<bool> a_first{"a_first"};
  sc_core::sc_in<bool> a_last{"a_last"};
  sc_core::sc_in<bool> a_acc{"a_acc"};
  sc_core::sc_in<bool> b_valid{"b_valid"};
  sc_core::sc_out<bool> b_ready{"b_ready"};
  sc_core::sc_in<bool> c_valid{"c_valid"};
  sc_core::sc_out<bool> c_ready{"c_ready"};
  sc_core::sc_out<bool> o_valid{"o_valid"};
  sc_core::sc_in<bool> o_ready{"o_ready"};
  sc_core::sc_out<bool> o_last{"o_last"};
  sc_core::sc_out<bool> en{"en"};
  sc_core::sc_out<bool> valid{"valid"};         ///< a beat enters
  sc_core::sc_out<bool> swap{"swap"};           ///< it is the first of a tile
  sc_core::sc_out<std::uint32_t> take{"take"};  ///< bit r: the beat of `b` is for row r

  CtrlStationary(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

  /// Binds the pins that are the array's own.
  void bind(ArrayPins& array);

 private:
  void cycle();

  cycle::StationaryControl model_;
};

}  // namespace lmulsim::systemc
