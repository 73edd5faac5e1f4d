// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::study::paper {

/// Formats that the ladder is climbed for.
inline constexpr std::array<arith::Format, 4> kLadderFormats{arith::Format::e4m3, arith::Format::e5m2,
                                                             arith::Format::bf16, arith::Format::fp16};

/// The sums behind a format's products: fp32, bf16, and fixed where its exponents allow.
[[nodiscard]] std::vector<arith::AccumulatorKind> ladder_sums(arith::Format format);

/// The reference accelerator with one of the multipliers under comparison: 32 x 32 PEs, weight stationary, three
/// memories of 256 KiB with words of 64 bits. A PE is one that somebody would build: a register behind the multiplier,
/// and an adder of floats in two stages, of numbers with a fixed point in one. Fixed sums cannot overflow in 16384
/// steps.
[[nodiscard]] machine::Accelerator reference_design(const arith::MultiplierSpec& multiplier, arith::Format format,
                                                    arith::AccumulatorKind sums);

/// With sums in fp32, subnormal operands taken as zeros, L-Mul and exact alike; int8 with sums in int32.
[[nodiscard]] machine::Accelerator lmul_design(arith::Format format);
[[nodiscard]] machine::Accelerator exact_design(arith::Format format);
[[nodiscard]] machine::Accelerator int8_design();

/// Every design that the ladder compares where subnormal operands are zeros.
[[nodiscard]] std::vector<machine::Accelerator> ladder_designs();

}  // namespace lmulsim::study::paper
