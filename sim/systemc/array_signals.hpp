// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <systemc>

#include "systemc/array_pins.hpp"

namespace lmulsim::systemc {

/// The signals around an array's pins, to be driven from outside the simulation.
struct ArraySignals {
  template <class T>
  using Signal = sc_core::sc_signal<T>;

  explicit ArraySignals(const machine::ArrayShape& shape)
      : a_data("a_data", WordBus(shape.rows)),
        b_data("b_data", WordBus(shape.cols)),
        c_data("c_data", AccBus(shape.cols)),
        o_data("o_data", AccBus(shape.cols)) {}

  void bind(ArrayPins& array) {
    engine::for_each_pin([](const auto&, auto& port, auto& signal) { port(signal); }, array, *this);
  }

  void trace(sc_core::sc_trace_file* file, const std::string& prefix) const {
    using sc_core::sc_trace;
    engine::for_each_pin(
        [&](const auto& pin, const auto& signal) { sc_trace(file, signal.read(), prefix + std::string(pin.name)); },
        *this);
  }

  Signal<bool> clk{"clk"};
  Signal<bool> rst_n{"rst_n"};
  Signal<bool> a_valid{"a_valid"};
  Signal<bool> a_ready{"a_ready"};
  Signal<bool> a_first{"a_first"};
  Signal<bool> a_last{"a_last"};
  Signal<bool> a_acc{"a_acc"};
  Signal<std::uint32_t> a_beats{"a_beats"};
  Signal<WordBus> a_data;
  Signal<bool> b_valid{"b_valid"};
  Signal<bool> b_ready{"b_ready"};
  Signal<WordBus> b_data;
  Signal<bool> c_valid{"c_valid"};
  Signal<bool> c_ready{"c_ready"};
  Signal<AccBus> c_data;
  Signal<bool> o_valid{"o_valid"};
  Signal<bool> o_ready{"o_ready"};
  Signal<bool> o_last{"o_last"};
  Signal<AccBus> o_data;
};
static_assert(engine::pins_in<ArrayPins, ArraySignals>() == engine::kAllPins);

}  // namespace lmulsim::systemc
