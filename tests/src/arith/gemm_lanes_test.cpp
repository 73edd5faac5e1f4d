// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Which products the fp64 lanes take: what they do not take is computed by the reference, right but slow.
#include "arith/kernels/gemm_lanes.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "arith/accumulate.hpp"

namespace lmulsim::arith::kernels {
namespace {

constexpr std::uint16_t kOne = 0x3F80;
constexpr std::uint16_t kInfinity16 = 0x7F80;
constexpr std::uint16_t kNan16 = 0x7FC0;

const MacSpec kBf16Sums{{}, {.kind = AccumulatorKind::bf16}};

/// Two rows of A times two columns of B, ones but for one word of each.
struct Product {
  std::array<std::uint16_t, 4> a{kOne, kOne, kOne, kOne};
  std::array<std::uint16_t, 4> b{kOne, kOne, kOne, kOne};
  std::vector<double> c{0, 0, 0, 0};

  bool taken(const MacSpec& spec = kBf16Sums, std::size_t k = 2, bool from_zero = true) {
    return gemm_lanes(spec, {Format::bf16, a.data(), 2, k, 2}, {Format::bf16, b.data(), k, 2, 2}, from_zero, c.data());
  }
};

TEST(GemmLanes, TakeFiniteOperands) {
  Product p;
  EXPECT_TRUE(p.taken());
  EXPECT_EQ(p.c, std::vector<double>(4, 2.0));
}

TEST(GemmLanes, TakeNanWhichIsInTheSumsOfItsRowOrColumn) {
  Product row;
  row.a[2] = kNan16;
  EXPECT_TRUE(row.taken());
  EXPECT_EQ(row.c[0], 2);
  EXPECT_EQ(row.c[1], 2);
  EXPECT_TRUE(std::isnan(row.c[2]) && std::isnan(row.c[3]));
  Product column;
  column.b[1] = kNan16;
  EXPECT_TRUE(column.taken());
  EXPECT_EQ(column.c[0], 2);
  EXPECT_EQ(column.c[2], 2);
  EXPECT_TRUE(std::isnan(column.c[1]) && std::isnan(column.c[3]));
}

TEST(GemmLanes, LeaveInfinitiesAndSumsOfNoTerm) {
  Product a;
  a.a[3] = kInfinity16;
  EXPECT_FALSE(a.taken());
  Product b;
  b.b[0] = kInfinity16;
  EXPECT_FALSE(b.taken());
  EXPECT_FALSE(Product{}.taken(kBf16Sums, 0));
}

TEST(GemmLanes, TakeFixedSumsThatHaveRoomAndBeginAtZero) {
  constexpr std::size_t kSteps = 2;
  const std::array<std::uint8_t, 4> ones{0x38, 0x38, 0x38, 0x38};
  const std::array<std::uint8_t, 4> nan{0x38, 0x38, 0x7F, 0x38};
  MacSpec spec{{}, fixed_layout({}, Format::e4m3, Format::e4m3, kSteps)};
  ASSERT_TRUE(lanes_take(spec));
  const auto taken = [&](const std::array<std::uint8_t, 4>& a, bool from_zero) {
    std::vector<double> c(4);
    return gemm_lanes(spec, {Format::e4m3, a.data(), 2, kSteps, 2}, {Format::e4m3, ones.data(), kSteps, 2, 2},
                      from_zero, c.data()) &&
           c == std::vector<double>(4, 2.0);
  };
  EXPECT_TRUE(taken(ones, true));
  EXPECT_FALSE(taken(ones, false));
  EXPECT_FALSE(taken(nan, true));
  --spec.accumulator.width;
  EXPECT_FALSE(taken(ones, true)) << "one bit too narrow";
}

}  // namespace
}  // namespace lmulsim::arith::kernels
