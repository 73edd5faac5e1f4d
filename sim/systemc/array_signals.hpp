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
      : moving_data("moving_data", WordBus(shape.rows * shape.products)),
        stationary_data("stationary_data", WordBus(shape.cols * shape.products)),
        psum_data("psum_data", AccBus(shape.cols)),
        result_data("result_data", AccBus(shape.cols)) {}

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
  Signal<bool> moving_valid{"moving_valid"};
  Signal<bool> moving_ready{"moving_ready"};
  Signal<bool> moving_first{"moving_first"};
  Signal<bool> moving_last{"moving_last"};
  Signal<bool> moving_accumulate{"moving_accumulate"};
  Signal<std::uint32_t> moving_beats{"moving_beats"};
  Signal<WordBus> moving_data;
  Signal<bool> stationary_valid{"stationary_valid"};
  Signal<bool> stationary_ready{"stationary_ready"};
  Signal<WordBus> stationary_data;
  Signal<bool> psum_valid{"psum_valid"};
  Signal<bool> psum_ready{"psum_ready"};
  Signal<AccBus> psum_data;
  Signal<bool> result_valid{"result_valid"};
  Signal<bool> result_ready{"result_ready"};
  Signal<bool> result_last{"result_last"};
  Signal<AccBus> result_data;
};
static_assert(engine::pins_in<ArrayPins, ArraySignals>() == engine::kAllPins);

}  // namespace lmulsim::systemc
