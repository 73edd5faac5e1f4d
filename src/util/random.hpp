// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Random numbers that are the same with every compiler and standard library: <random> leaves its distributions open.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace lmulsim::util {

inline constexpr std::uint64_t kSplitMixStep = 0x9E3779B97F4A7C15U;

/// The output of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014) in the
/// state before `state`: numbers that are near one another give unlike ones.
[[nodiscard]] constexpr std::uint64_t split_mix(std::uint64_t state) {
  std::uint64_t z = state + kSplitMixStep;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

/// SplitMix64 as a generator of 64 random bits.
class SplitMix64 {
 public:
  using result_type = std::uint64_t;

  explicit constexpr SplitMix64(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t operator()() {
    const std::uint64_t bits = split_mix(state_);
    state_ += kSplitMixStep;
    return bits;
  }
  [[nodiscard]] static constexpr std::uint64_t min() { return 0; }
  [[nodiscard]] static constexpr std::uint64_t max() { return std::numeric_limits<std::uint64_t>::max(); }

 private:
  std::uint64_t state_;
};

/// Uniform in [0, 1), of 53 bits. `bits` returns 64 random bits.
template <class Bits>
[[nodiscard]] double uniform(Bits& bits) {
  static_assert(Bits::min() == 0 && Bits::max() == std::numeric_limits<std::uint64_t>::max());
  return static_cast<double>(bits() >> 11U) * 0x1p-53;
}

/// Standard normal (Box and Muller's transform, its cosine).
template <class Bits>
[[nodiscard]] double normal(Bits& bits) {
  const double u = uniform(bits) + 0x1p-53;  // (0, 1]
  const double v = uniform(bits);
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

}  // namespace lmulsim::util
