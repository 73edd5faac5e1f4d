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
  sc_core::sc_in<bool> moving_valid{"moving_valid"};
  sc_core::sc_out<bool> moving_ready{"moving_ready"};
  sc_core::sc_in<bool> moving_first{"moving_first"};
  sc_core::sc_in<bool> moving_last{"moving_last"};
  sc_core::sc_in<bool> moving_accumulate{"moving_accumulate"};
  sc_core::sc_in<std::uint32_t> moving_beats{"moving_beats"};
  sc_core::sc_in<WordBus> moving_data{"moving_data"};
  sc_core::sc_in<bool> stationary_valid{"stationary_valid"};
  sc_core::sc_out<bool> stationary_ready{"stationary_ready"};
  sc_core::sc_in<WordBus> stationary_data{"stationary_data"};
  sc_core::sc_in<bool> psum_valid{"psum_valid"};
  sc_core::sc_out<bool> psum_ready{"psum_ready"};
  sc_core::sc_in<AccBus> psum_data{"psum_data"};
  sc_core::sc_out<bool> result_valid{"result_valid"};
  sc_core::sc_in<bool> result_ready{"result_ready"};
  sc_core::sc_out<bool> result_last{"result_last"};
  sc_core::sc_out<AccBus> result_data{"result_data"};

  explicit ArrayPins(const sc_core::sc_module_name& name) : sc_core::sc_module(name) {}

  /// Adds registers below the pins to a trace; the one-process grain has none.
  virtual void trace_registers(sc_core::sc_trace_file* /*file*/) const {}
};

/// These pins at the ports of a module, or in the signals around it; as they start where it has none.
template <class Pins, class Module>
[[nodiscard]] Pins read_pins(const Module& module) {
  Pins pins;
  engine::for_each_pin([](const auto&, const auto& port, auto& value) { value = port.read(); }, module, pins);
  return pins;
}

template <class Module>
void write_pins(Module& module, const engine::AnswerPins& out) {
  engine::for_each_pin([](const auto&, auto& port, const auto& value) { port.write(value); }, module, out);
}

/// Writes those of the pins that differ from `written`, what the only writer of these signals wrote last.
template <class Module, class Pins>
void write_changed_pins(Module& module, Pins& written, const Pins& pins) {
  engine::for_each_pin(
      [](const auto&, auto& port, auto& old, const auto& value) {
        if (old != value) {
          old = value;
          port.write(value);
        }
      },
      module, written, pins);
}

template <class Module>
void sensitive_to_controls(Module& module, sc_core::sc_sensitive& sensitive) {
  constexpr engine::ControlPins kControls;
  engine::for_each_pin([&](const auto&, auto& port, const auto&) { sensitive << port; }, module, kControls);
}

}  // namespace lmulsim::systemc
