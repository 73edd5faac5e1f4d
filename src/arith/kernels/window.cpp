// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/window.hpp"

#include <algorithm>
#include <bit>

#include "arith/product.hpp"

namespace lmulsim::arith::kernels {

namespace {

constexpr int kMantissa = 23;
constexpr std::int64_t kOne = std::int64_t{1} << kMantissa;
constexpr std::int64_t kSmallestNormal = kMinProductExponent * kOne;
constexpr std::int64_t kFirstInfinity = (kMaxProductExponent + 1) * kOne;
constexpr int kWidest = 64;

int exponent_of(std::int64_t word) {
  return static_cast<int>(word >> kMantissa);
}

/// What `count` (in bits) products of at most 2^(residue + 1) leave is lost in a sum of 2^unit: its last place is at
/// unit - 23, half of that below it.
bool is_lost(int residue, int log_k, int unit) {
  return residue + log_k <= unit - kMantissa - 3;
}

/// All operands inside, and zeros of which two make the smallest normal number: equally small beside the largest
/// operand of the other side.
Window window_of_meeting_zeros(WordRange a, WordRange b, std::int64_t offset_word, int man_bits, int log_k) {
  Window w{.usable = true, .zeros_meet = true, .smallest_a = a.smallest, .smallest_b = b.smallest};
  const std::int64_t both = kSmallestNormal - offset_word;
  w.zero_a = (both + a.largest - b.largest) / 2;
  w.zero_b = both - w.zero_a;
  w.unit = exponent_of(a.smallest + b.smallest + offset_word) - man_bits;
  const int residue = exponent_of(std::max(w.zero_a + b.largest, w.zero_b + a.largest) + offset_word) + 1;
  const bool below = w.zero_a < a.smallest && w.zero_b < b.smallest;
  return below && is_lost(residue, log_k, w.unit) ? w : Window{};
}

}  // namespace

Window choose_window(WordRange a, WordRange b, std::int64_t offset_word, int man_bits, std::size_t k) {
  if (a.smallest > a.largest || b.smallest > b.largest || a.largest + b.largest + offset_word >= kFirstInfinity) {
    return {};
  }
  const int log_k = bit_width(std::uint64_t{k});
  if (const Window w = window_of_meeting_zeros(a, b, offset_word, man_bits, log_k); w.usable) {
    return w;
  }
  for (int span = kWidest; span > 0; --span) {
    Window w{.usable = true,
             .smallest_a = std::max(a.smallest, a.largest - span * kOne),
             .smallest_b = std::max(b.smallest, b.largest - span * kOne)};
    w.zero_a = kSmallestNormal - w.smallest_b - offset_word;
    w.zero_b = kSmallestNormal - w.smallest_a - offset_word;
    w.unit = exponent_of(w.smallest_a + w.smallest_b + offset_word) - man_bits;
    const std::int64_t widest = std::max(a.largest - w.smallest_a, b.largest - w.smallest_b);
    const int residue = kMinProductExponent + exponent_of(widest) + 1;
    if (is_lost(residue, log_k, w.unit)) {
      return w;
    }
  }
  return {};
}

bool is_fast_initial(std::uint32_t fp32, int unit) {
  if ((fp32 << 1) == 0) {
    return fp32 == 0;
  }
  const auto field = static_cast<int>((fp32 >> kMantissa) & 0xFFU);
  if (field == 0xFF) {
    return true;
  }
  const std::uint32_t significand = (fp32 & 0x7FFFFFU) | (field == 0 ? 0U : 0x800000U);
  return (field == 0 ? 1 : field) - 127 - kMantissa + std::countr_zero(significand) >= unit;
}

}  // namespace lmulsim::arith::kernels
