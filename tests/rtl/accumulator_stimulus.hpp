// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the accumulators of acc_bench.sv are fed with.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/product.hpp"

namespace lmulsim::rtl_test {

using Rng = std::mt19937_64;

/// A configuration of acc_bench.sv: both operands have the same format.
struct AccConfig {
  arith::AccumulatorSpec acc;
  arith::MultiplierSpec multiplier;
  arith::Format format;
};

/// All of them, in the order of the bench.
[[nodiscard]] std::vector<AccConfig> acc_configs();

/// One addition.
struct Step {
  arith::AccWord acc;
  arith::Number product;
};

/// The sum by the reference arithmetic.
[[nodiscard]] arith::AccWord reference_sum(const AccConfig& config, const Step& step);

/// For a floating-point accumulator: sums and products at every distance around the adder's window, with mantissas that
/// tie, carry and cancel, in the middle of the range, among the subnormals and at the overflow; every pair of specials.
/// For fixed and int32: sums at the ends of the range with every product of the format's corners.
[[nodiscard]] std::vector<Step> directed_steps(const AccConfig& config);

/// Any sum and product; half of the time their exponents are close to each other, or the sum is close to the ends of
/// the range.
[[nodiscard]] Step random_step(const AccConfig& config, Rng& rng);

}  // namespace lmulsim::rtl_test
