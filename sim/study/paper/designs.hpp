// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "arith/format.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::study::paper {

/// Formats that the ladder is climbed for.
inline constexpr std::array<arith::Format, 4> kLadderFormats{arith::Format::e4m3, arith::Format::e5m2,
                                                             arith::Format::bf16, arith::Format::fp16};

/// The reference accelerator with one of the multipliers under comparison: 32 x 32 PEs, weight stationary, no pipeline
/// register behind the multiplier, three memories of 256 KiB with words of 64 bits. Floating-point formats accumulate
/// in fp32 and take subnormal operands as zeros, L-Mul and exact alike; int8 accumulates in int32.
[[nodiscard]] machine::Accelerator lmul_design(arith::Format format);
[[nodiscard]] machine::Accelerator exact_design(arith::Format format);
[[nodiscard]] machine::Accelerator int8_design();

/// The designs' clock, unless a technology's gates are slower.
inline constexpr double kReferenceClockHz = 500e6;

}  // namespace lmulsim::study::paper
