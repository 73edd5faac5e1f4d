// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "graph/graph.hpp"

namespace lmulsim::flow::characterize {

/// How units are measured.
struct MeasureOptions {
  int first_recipe = 0;    ///< the lowest number of a drawn recipe
  int families = 32;       ///< recipes of a unit that others are compared with; of the rest, half as many
  std::uint64_t seed = 1;  ///< of the operands, the same for every design
  int tiles = 64;
  int beats = 32;
  bool cross_check = false;  ///< also count the best netlist's transitions with Icarus Verilog, which must agree
  const graph::Workload* captured = nullptr;  ///< products with tensors, for the transformer's stream
  std::string captured_sha256{};              ///< of what they were made from
};

}  // namespace lmulsim::flow::characterize
