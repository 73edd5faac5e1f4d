// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "cost/gate_table.hpp"
#include "flow/characterize/synthesis.hpp"
#include "graph/graph.hpp"

namespace lmulsim::flow::characterize {

struct MeasureOptions {
  std::uint64_t seed = 1;
  int tiles = 96;
  int beats = 32;
  bool cross_check = false;  ///< also count the first netlist's transitions with Icarus Verilog, which must agree
  const graph::Workload* captured = nullptr;  ///< products with tensors, for the transformer's stream
};

/// Synthesises a unit with every recipe, proves each netlist equal, and measures it. Area, delay, leakage and gaussian
/// energy are medians over the recipes; low and high are their extremes, for energies widened by three standard errors
/// of the mean over the vectors. The other streams run on the netlist of median area and take over the relative spread
/// of the recipes. Throws CheckError when a netlist is wrong.
[[nodiscard]] cost::GateUnit characterize_unit(const cost::Unit& unit, const Synthesis& synthesis,
                                               const MeasureOptions& options, const std::filesystem::path& work);

}  // namespace lmulsim::flow::characterize
