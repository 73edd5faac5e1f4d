// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The multiplier as it is synthesised against the operator that a simulation takes: every pair of operands of every
// size that is hardware.
#include <Vbooth_bench.h>
#include <gtest/gtest.h>

#include "bench.hpp"

namespace lmulsim::rtl_test {
namespace {

constexpr std::uint32_t kWords = 1U << 11U;

std::uint32_t signed_product(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint32_t>(static_cast<std::int8_t>(a) * static_cast<std::int8_t>(b)) & 0xFFFFU;
}

TEST(Booth, EveryPairOfOperands) {
  Bench<Vbooth_bench> bench;
  std::int64_t wrong = 0;
  for (std::uint32_t a = 0; a < kWords; ++a) {
    for (std::uint32_t b = 0; b < kWords; ++b) {
      bench->a_i = static_cast<std::uint16_t>(a);
      bench->b_i = static_cast<std::uint16_t>(b);
      bench->eval();
      const std::uint32_t short_a = a & 0xFFU;
      const std::uint32_t short_b = b & 0xFFU;
      const bool right = bench->int8_o == signed_product(short_a, short_b) && bench->bf16_o == short_a * short_b &&
                         bench->fp16_o == a * b && bench->bf16_fp16_o == short_a * b &&
                         bench->fp16_bf16_o == a * short_b;
      wrong += right ? 0 : 1;
    }
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace lmulsim::rtl_test
