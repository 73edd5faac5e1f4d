// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace lmulsim::machine {

enum class Dataflow : std::uint8_t { weight_stationary, output_stationary, input_stationary };

/// The array as timing sees it. `mul_stages`: registers between multiplier and accumulator (0 or more). `acc_latency`:
/// registers of the accumulation step (>= 1); an output-stationary array interleaves that many results per PE.
/// `products`: multiply-accumulates a PE does in a beat, of neighbouring k: a beat has so many operands for each PE.
struct ArrayShape {
  int rows = 0;
  int cols = 0;
  Dataflow dataflow = Dataflow::weight_stationary;
  int mul_stages = 0;
  int acc_latency = 1;
  int products = 1;

  friend constexpr bool operator==(const ArrayShape&, const ArrayShape&) = default;
};

}  // namespace lmulsim::machine
