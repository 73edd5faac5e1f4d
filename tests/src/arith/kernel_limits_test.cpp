// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The vector kernels where their bounds lie: the last product that is finite, the first that is not; the longest sum
// that cannot overflow, one step more.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "arith/convert.hpp"
#include "arith/hardware.hpp"
#include "arith/kernels/gemm.hpp"
#include "arith/kernels/lanes.hpp"

namespace lmulsim::arith {
namespace {

std::vector<AccWord> product(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, bool kernel) {
  std::vector<AccWord> c(a.rows * b.cols);
  if (kernel) {
    gemm_codes(spec, a, b, nullptr, c.data(), b.cols);
  } else {
    gemm_reference(spec, a, b, nullptr, c.data(), b.cols);
  }
  return c;
}

std::vector<std::uint8_t> bf16_powers(std::initializer_list<int> exponents) {
  std::vector<std::uint8_t> codes(exponents.size() * 2);
  std::size_t i = 0;
  for (const int exponent : exponents) {
    store_code(Format::bf16, codes.data(), i++, static_cast<std::uint32_t>(exponent + 127) << 7);
  }
  return codes;
}

/// 2^64 x 2^j, one product each: from the last finite ones to well beyond. All operands are near one another: far ones
/// leave the fast path.
class AdderAtTheTopOfFp32 : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AdderAtTheTopOfFp32, GivesInfinityFromTheFirstProductBeyond) {
  const MacSpec spec{{MultiplierKind::adder, GetParam(), Subnormals::daz}, {}};
  const auto a = bf16_powers({64, 64, 64, 64});
  for (const int largest : {62, 63, 64, 65}) {
    const auto b = bf16_powers({largest, 61, 60, 59});
    // One row, then one column, so that each operand is once the one that is held.
    const CodeMatrix row{Format::bf16, a.data(), 4, 1, 1};
    const CodeMatrix column{Format::bf16, b.data(), 1, 4, 4};
    const auto expected = product(spec, row, column, false);
    EXPECT_EQ(product(spec, row, column, true), expected) << largest;
    EXPECT_EQ(expected[0].lo == 0x7F800000U, largest >= 64) << largest;
  }
}

// Mitchell's offset, and the one that lmul has on bf16.
INSTANTIATE_TEST_SUITE_P(Offsets, AdderAtTheTopOfFp32, testing::Values(0U, 8U));

class Int8AtTheTopOfInt32 : public testing::TestWithParam<std::size_t> {};

TEST_P(Int8AtTheTopOfInt32, OverflowsWithTheStepThatLeavesTheRange) {
  const std::size_t k = GetParam();
  const MacSpec spec{{}, {.kind = AccumulatorKind::int32}};
  const std::vector<std::uint8_t> all_smallest(2 * k, 0x80);
  const CodeMatrix a{Format::int8, all_smallest.data(), 2, k, k};
  const CodeMatrix b{Format::int8, all_smallest.data(), k, 2, 2};
  const auto expected = product(spec, a, b, false);
  EXPECT_EQ(product(spec, a, b, true), expected);
  constexpr std::int64_t kProduct = 128 * 128;
  const std::int64_t sum = static_cast<std::int64_t>(k) * kProduct;
  const bool overflows = sum > std::numeric_limits<std::int32_t>::max();
  EXPECT_EQ(overflows, k >= 131072);
  EXPECT_EQ(expected[0].lo & 0xFFFFFFFFU, static_cast<std::uint32_t>(sum));
  EXPECT_EQ((expected[0].lo >> 32) & 1U, overflows ? 1U : 0U);
}

INSTANTIATE_TEST_SUITE_P(Steps, Int8AtTheTopOfInt32, testing::Values(131070U, 131071U, 131072U, 131073U),
                         [](const auto& test) { return std::to_string(test.param); });

TEST(GemmPath, MultipliersWithoutALaneRuleAreComputedByTheReference) {
  for (const MultiplierRow& row : kMultiplierRows) {
    const MultiplierSpec spec{.kind = row.kind};
    if (!kernels::lane_rule(spec, Format::e4m3)) {
      const AccumulatorSpec bf16{.kind = AccumulatorKind::bf16};
      EXPECT_EQ(gemm_path({spec, bf16}, Format::e4m3, Format::e4m3), GemmPath::reference) << row.name;
    }
  }
  EXPECT_TRUE(kernels::lane_rule({.kind = MultiplierKind::exact}, Format::e4m3));
  EXPECT_TRUE(kernels::lane_rule({.kind = MultiplierKind::adder}, Format::e4m3));
}

}  // namespace
}  // namespace lmulsim::arith
