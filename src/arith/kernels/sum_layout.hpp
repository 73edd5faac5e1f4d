// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The tables with which the tiles of sum_tiles.hpp compute one multiplier and accumulator.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "arith/format.hpp"
#include "arith/kernels/factors.hpp"
#include "arith/kernels/sum_tiles.hpp"
#include "arith/mac_spec.hpp"

namespace lmulsim::arith::kernels {

/// Steps per block of a product, at most: a panel of B then stays in the second cache.
inline constexpr std::size_t kSumDepth = 512;

struct SumLayout {
  const Factors* factors = nullptr;
  std::vector<std::uint32_t> products;   ///< a row for each code of A
  std::vector<std::uint32_t> exponents;  ///< likewise; empty: those of the products
  std::array<std::uint32_t, kFactorCodes> words_b{};
  GroupShape group;
  NarrowRange saturating;  ///< of narrow sums
};

/// The layout of sums `fixW.L`, `groupG-F` and `groupG-F/fixW.L`, of one level or two; nothing for other sums, and
/// where a product or sum would leave the words: products that do not factor, more than 30 bits (25 with two levels,
/// whose inner sum has to be an fp32 number), exponents too far apart, groups that a promotion would end before they
/// are full.
[[nodiscard]] std::optional<SumLayout> sum_layout(const MacSpec& spec, Format a, Format b);

}  // namespace lmulsim::arith::kernels
