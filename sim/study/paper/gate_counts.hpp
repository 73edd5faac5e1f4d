// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The gate counts of "Addition is All You Need for Energy-efficient Language Models" (arXiv:2410.00907v2, section
/// 2.3.2), from its own assumptions: a full adder has 11 gates, a half adder 5, an XOR 4, an AND 1.
namespace lmulsim::study::paper {

inline constexpr int kFullAdder = 11;
inline constexpr int kHalfAdder = 5;
inline constexpr int kXor = 4;

/// An n-bit adder: one half adder and n - 1 full adders.
[[nodiscard]] constexpr int adder_gates(int bits) {
  return kHalfAdder + kFullAdder * (bits - 1);
}

/// A floating-point multiplier with j mantissa bits as the paper counts it: the sign, three 8-bit adders whatever the
/// exponent's width, and for the mantissas (j + 1)^2 ANDs, three half adders and 2 j - 2 full adders.
[[nodiscard]] constexpr int paper_multiplier_gates(int j) {
  return kXor + 3 * adder_gates(8) + (j + 1) * (j + 1) + 3 * kHalfAdder + kFullAdder * (2 * j - 2);
}

/// Exponents of i bits: two adders (sum, bias) and an incrementer of half adders (carry of the significand).
[[nodiscard]] constexpr int exponent_gates(int i) {
  return 2 * adder_gates(i) + kHalfAdder * i;
}

/// The paper's multiplier with adders as wide as the exponent.
[[nodiscard]] constexpr int narrow_exponent_gates(int i, int j) {
  return paper_multiplier_gates(j) - 3 * adder_gates(8) + exponent_gates(i);
}

/// The same with a whole array for the significands of n = j + 1 bits: n^2 ANDs, n half adders, n (n - 2) full adders.
[[nodiscard]] constexpr int array_multiplier_gates(int i, int j) {
  const int n = j + 1;
  return kXor + exponent_gates(i) + n * n + kHalfAdder * n + kFullAdder * n * (n - 2);
}

/// L-Mul as the paper counts it: the sign, an adder for exponent and mantissa together and an 8-bit one for the offset.
[[nodiscard]] constexpr int paper_lmul_gates(int adder_bits) {
  return kXor + adder_gates(adder_bits) + adder_gates(8);
}

}  // namespace lmulsim::study::paper
