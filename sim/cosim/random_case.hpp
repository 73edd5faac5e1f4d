// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "engine/run.hpp"
#include "machine/accelerator.hpp"
#include "mapping/program.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::cosim {

/// Which operand codes a random case draws.
enum class OperandMix : std::uint8_t {
  all_codes,   ///< every code alike: NaN, infinities, subnormals and both zeros among them
  gaussian,    ///< what a quantised tensor looks like
  zero_heavy,  ///< three quarters zeros of both signs
  corners,     ///< zeros, smallest, largest, one, infinities, NaN
  near,        ///< exponents close to one another: sums align, round and cancel
  largest,     ///< the largest magnitudes, all products of one sign: sums overflow soonest
};
inline constexpr auto kMixNames =
    util::enum_names<OperandMix>("all_codes", "gaussian", "zero_heavy", "corners", "near", "largest");

/// One product to co-simulate; everything in it follows from the numbers. Seeds are below 2^63.
struct CosimCase {
  graph::Gemm gemm;
  std::int64_t count = 1;
  mapping::LoopNest loops;
  engine::Stalls stalls;
  OperandMix mix = OperandMix::all_codes;
  std::uint64_t operand_seed = 0;
  std::optional<engine::Operands> operands{};  ///< these, instead of what mix and seed draw

  [[nodiscard]] std::string text() const;
};

/// A case for the accelerator: shapes around the array's size, odd and even, loop nests and stalls of all kinds; now
/// and then a K that overflows the accumulator.
[[nodiscard]] CosimCase random_case(const machine::Accelerator& accelerator, std::mt19937_64& random);

/// The random numbers of case `index` of a campaign, and of its accelerator `index`: functions of seed and index alone.
[[nodiscard]] std::mt19937_64 random_of_case(std::uint64_t seed, std::int64_t index);
[[nodiscard]] std::mt19937_64 random_of_accelerator(std::uint64_t seed, std::int64_t index);

/// The case's operand codes.
[[nodiscard]] engine::Operands case_operands(const machine::Accelerator& accelerator, const CosimCase& c);

/// An accelerator that the hardware can be built as: small, any dataflow, arithmetic and pipeline depth. A config file
/// can say it: memories are whole KiB and hold a tile.
[[nodiscard]] machine::Accelerator random_accelerator(std::mt19937_64& random, int largest_side);

/// One line that says what the accelerator is.
[[nodiscard]] std::string describe(const machine::Accelerator& accelerator);

}  // namespace lmulsim::cosim
