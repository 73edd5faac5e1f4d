// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "config/accelerator.hpp"
#include "machine.hpp"
#include "mapping/program.hpp"

namespace lmulsim::sim {

/// Which operand codes a random case draws.
enum class OperandMix : std::uint8_t {
  all_codes,   ///< every code alike: NaN, infinities, subnormals and both zeros among them
  gaussian,    ///< what a quantised tensor looks like
  zero_heavy,  ///< three quarters zeros of both signs
  corners,     ///< zeros, smallest, largest, one, infinities, NaN
};

/// One product to co-simulate; everything in it follows from the numbers.
struct CosimCase {
  mapping::Gemm gemm;
  std::int64_t count = 1;
  mapping::LoopNest loops;
  Stalls stalls;
  OperandMix mix = OperandMix::all_codes;
  std::uint64_t operand_seed = 0;

  [[nodiscard]] std::string text() const;
};

/// A case for the accelerator: shapes around the array's size, odd and even, loop nests and stalls of all kinds.
[[nodiscard]] CosimCase random_case(const config::Accelerator& accelerator, std::mt19937_64& random);

/// The case's operand codes.
[[nodiscard]] Operands case_operands(const config::Accelerator& accelerator, const CosimCase& c);

/// An accelerator that the hardware can be built as: small, any dataflow, arithmetic and pipeline depth.
[[nodiscard]] config::Accelerator random_accelerator(std::mt19937_64& random, int largest_side);

/// One line that says what the accelerator is.
[[nodiscard]] std::string describe(const config::Accelerator& accelerator);

}  // namespace lmulsim::sim
