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

}  // namespace

Window choose_window(WordRange a, WordRange b, std::int64_t offset_word, int man_bits, std::size_t k) {
  if (a.smallest > a.largest || b.smallest > b.largest || a.largest + b.largest + offset_word >= kFirstInfinity) {
    return {};
  }
  const int log_k = bit_width(std::uint64_t{k});
  for (int span = kWidest; span > 0; --span) {
    Window w{.usable = true,
             .smallest_a = std::max(a.smallest, a.largest - span * kOne),
             .smallest_b = std::max(b.smallest, b.largest - span * kOne)};
    w.zero_a = kSmallestNormal - w.smallest_b - offset_word;
    w.zero_b = kSmallestNormal - w.smallest_a - offset_word;
    w.unit = static_cast<int>((w.smallest_a + w.smallest_b + offset_word) >> kMantissa) - man_bits;
    const std::int64_t widest = std::max(a.largest - w.smallest_a, b.largest - w.smallest_b);
    const int residue = kMinProductExponent + static_cast<int>(widest >> kMantissa) + 1;
    // A sum of 2^unit has its last place at unit - 23, half of that below it.
    if (residue + log_k <= w.unit - kMantissa - 3) {
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
