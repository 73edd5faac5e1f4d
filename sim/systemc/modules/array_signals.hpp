// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <systemc>

#include "systemc/modules/array_pins.hpp"

namespace lmulsim::systemc {

/// The signals around an array's pins, to be driven from outside the simulation.
struct ArraySignals {
  template <class T>
  using Signal = sc_core::sc_signal<T>;

  explicit ArraySignals(const mapping::ArrayShape& shape)
      : a_data("a_data", WordBus(shape.rows)),
        b_data("b_data", WordBus(shape.cols)),
        c_data("c_data", AccBus(shape.cols)),
        o_data("o_data", AccBus(shape.cols)) {}

  void bind(ArrayPins& array) {
    array.clk(clk);
    array.rst_n(rst_n);
    array.a_valid(a_valid);
    array.a_ready(a_ready);
    array.a_first(a_first);
    array.a_last(a_last);
    array.a_acc(a_acc);
    array.a_beats(a_beats);
    array.a_data(a_data);
    array.b_valid(b_valid);
    array.b_ready(b_ready);
    array.b_data(b_data);
    array.c_valid(c_valid);
    array.c_ready(c_ready);
    array.c_data(c_data);
    array.o_valid(o_valid);
    array.o_ready(o_ready);
    array.o_last(o_last);
    array.o_data(o_data);
  }

  void trace(sc_core::sc_trace_file* file, const std::string& prefix) const {
    using sc_core::sc_trace;
    sc_trace(file, clk, prefix + "clk");
    sc_trace(file, rst_n, prefix + "rst_n");
    sc_trace(file, a_valid, prefix + "a_valid");
    sc_trace(file, a_ready, prefix + "a_ready");
    sc_trace(file, a_first, prefix + "a_first");
    sc_trace(file, a_last, prefix + "a_last");
    sc_trace(file, a_acc, prefix + "a_acc");
    sc_trace(file, a_beats, prefix + "a_beats");
    sc_trace(file, a_data.read(), prefix + "a_data");
    sc_trace(file, b_valid, prefix + "b_valid");
    sc_trace(file, b_ready, prefix + "b_ready");
    sc_trace(file, b_data.read(), prefix + "b_data");
    sc_trace(file, c_valid, prefix + "c_valid");
    sc_trace(file, c_ready, prefix + "c_ready");
    sc_trace(file, c_data.read(), prefix + "c_data");
    sc_trace(file, o_valid, prefix + "o_valid");
    sc_trace(file, o_ready, prefix + "o_ready");
    sc_trace(file, o_last, prefix + "o_last");
    sc_trace(file, o_data.read(), prefix + "o_data");
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

}  // namespace lmulsim::systemc
