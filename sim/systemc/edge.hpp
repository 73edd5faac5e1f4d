// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the edges of an array of PE modules are made of.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "systemc/delay.hpp"

namespace lmulsim::systemc {

template <class T>
using Wires = sc_core::sc_vector<sc_core::sc_signal<T>>;

/// Clock, reset and enable of an array's registers.
struct Clocking {
  sc_core::sc_in<bool>& clk;
  sc_core::sc_in<bool>& rst_n;
  sc_core::sc_in<bool>& en;

  template <class Module>
  void bind(Module& module) const {
    module.clk(clk);
    module.rst_n(rst_n);
    module.en(en);
  }
};

/// A skew buffer: line i, called name_i, has base + i * step registers between from[i * from_stride] and
/// to[i * to_stride].
template <class T>
class SkewBuffer {
 public:
  struct Depth {
    int base;
    int step;
  };
  struct Side {
    Wires<T>& wires;
    std::size_t first;  ///< wire of line 0
    std::size_t stride;
  };

  SkewBuffer(const char* name, int lines, Depth depth, const Clocking& clocking, Side from, Side to) {
    for (int i = 0; i < lines; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const std::string line = fmt::format("{}_{}", name, i);
      lines_.push_back(std::make_unique<Delay<T>>(line.c_str(), depth.base + i * depth.step));
      clocking.bind(*lines_.back());
      lines_.back()->data(from.wires[from.first + at * from.stride]);
      lines_.back()->data_out(to.wires[to.first + at * to.stride]);
    }
  }

 private:
  std::vector<std::unique_ptr<Delay<T>>> lines_;
};

}  // namespace lmulsim::systemc
