// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gates/liberty.hpp"

namespace lmulsim::gates {

/// Nets of the two constants; all others follow.
inline constexpr int kNetZero = 0;
inline constexpr int kNetOne = 1;
inline constexpr int kNoNet = -1;

/// One cell of the library in its place.
struct Gate {
  int cell = 0;  ///< index into Library::cells
  std::string name;
  std::vector<int> inputs;   ///< net of each Cell::inputs
  std::vector<int> outputs;  ///< net of each Cell::outputs, kNoNet when open
};

/// A port of the module, its least significant bit first.
struct Port {
  std::string name;
  std::vector<int> nets;
};

/// A flat module of library cells. The library outlives it.
struct Netlist {
  std::string name;
  const Library* library = nullptr;
  int nets = 2;
  std::vector<Gate> gates;
  std::vector<Port> inputs;
  std::vector<Port> outputs;

  [[nodiscard]] const Cell& cell(const Gate& gate) const { return library->cells[static_cast<std::size_t>(gate.cell)]; }
  /// Throws InputError naming the port when there is none.
  [[nodiscard]] const Port& input(std::string_view port) const;
  [[nodiscard]] const Port& output(std::string_view port) const;
  [[nodiscard]] double area_um2() const;
  [[nodiscard]] int flip_flops() const;
};

/// Reads the module `top` of a netlist as Yosys' write_json writes it. Throws InputError for a cell that the library
/// lacks, an open input pin, or a net with two drivers or none.
[[nodiscard]] Netlist read_netlist(std::string_view json, const std::string& source, std::string_view top,
                                   const Library& library);

/// The gate that drives each net; kNoNet for constants and input ports.
[[nodiscard]] std::vector<int> net_drivers(const Netlist& netlist);

/// Gates so that each comes after the drivers of its inputs; flip-flops and clock gates first. Throws InputError for a
/// loop of combinational gates.
[[nodiscard]] std::vector<int> topological_order(const Netlist& netlist);

}  // namespace lmulsim::gates
