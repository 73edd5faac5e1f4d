// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>

#include "cycle/control.hpp"
#include "engine/dut.hpp"
#include "systemc/bus.hpp"

namespace lmulsim::systemc {

/// The pins of rtl/array/systolic_array.sv. Both grains of the array derive from it.
class ArrayPins : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst_n{"rst_n"};
  sc_core::sc_in<bool> a_valid{"a_valid"};
  sc_core::sc_out<bool> a_ready{"a_ready"};
  sc_core::sc_in<bool> a_first{"a_first"};
  sc_core::sc_in<bool> a_last{"a_last"};
  sc_core::sc_in<bool> a_acc{"a_acc"};
  sc_core::sc_in<std::uint32_t> a_beats{"a_beats"};
  sc_core::sc_in<WordBus> a_data{"a_data"};
  sc_core::sc_in<bool> b_valid{"b_valid"};
  sc_core::sc_out<bool> b_ready{"b_ready"};
  sc_core::sc_in<WordBus> b_data{"b_data"};
  sc_core::sc_in<bool> c_valid{"c_valid"};
  sc_core::sc_out<bool> c_ready{"c_ready"};
  sc_core::sc_in<AccBus> c_data{"c_data"};
  sc_core::sc_out<bool> o_valid{"o_valid"};
  sc_core::sc_in<bool> o_ready{"o_ready"};
  sc_core::sc_out<bool> o_last{"o_last"};
  sc_core::sc_out<AccBus> o_data{"o_data"};

  explicit ArrayPins(const sc_core::sc_module_name& name) : sc_core::sc_module(name) {}

  /// Adds registers below the pins to a trace; the one-process grain has none.
  virtual void trace_registers(sc_core::sc_trace_file* /*file*/) const {}
};

/// The control inputs at the ports of a module; false where it has none.
template <class Module>
[[nodiscard]] engine::ControlPins read_pins(const Module& module) {
  engine::ControlPins in;
  engine::for_each_pin([](const auto&, const auto& port, auto& value) { value = port.read(); }, module, in);
  return in;
}

template <class Module>
void write_pins(Module& module, const engine::AnswerPins& out) {
  engine::for_each_pin([](const auto&, auto& port, const auto& value) { port.write(value); }, module, out);
}

template <class Module>
void sensitive_to_controls(Module& module, sc_core::sc_sensitive& sensitive) {
  constexpr engine::ControlPins kControls;
  engine::for_each_pin([&](const auto&, auto& port, const auto&) { sensitive << port; }, module, kControls);
}

}  // namespace lmulsim::systemc
