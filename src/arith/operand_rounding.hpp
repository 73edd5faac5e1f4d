// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace lmulsim::arith {

/// Which operand of a product: A moves through an array (activations), B stays (weights, keys, values).
enum class Side : std::uint8_t { a, b };

/// How values become the operands of a multiplier.
enum class OperandRounding : std::uint8_t {
  nearest,   ///< Rounding::nearest
  truncate,  ///< Rounding::truncate
  adder,     ///< to the code that stands for the nearest value in the multiplier: adder_thresholds()
};

}  // namespace lmulsim::arith
