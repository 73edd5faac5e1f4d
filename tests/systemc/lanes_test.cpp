// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The row kernels against the scalar reference, over all pairs of 8-bit codes.
#include "systemc/model/lanes.hpp"

#include <gtest/gtest.h>

#include <array>

#include "params.hpp"
#include "traffic.hpp"

namespace lmulsim::systemc::test {
namespace {

constexpr int kCodes = 256;

/// Compares out = in + a * b for every a and b, and from every initial sum.
template <class Lanes>
void compare_all_pairs(const Arithmetic& arithmetic, const std::vector<std::uint64_t>& sums) {
  const sim::ArrayParams p = make_params(1, 1, false, 0, 1, arithmetic);
  const Lanes lanes(p);
  std::array<std::uint32_t, kCodes> a{};
  std::array<std::uint32_t, kCodes> b{};
  std::array<typename Lanes::Acc, kCodes> acc{};
  for (const std::uint64_t sum : sums) {
    for (std::uint32_t code_a = 0; code_a < kCodes; ++code_a) {
      for (std::uint32_t code_b = 0; code_b < kCodes; ++code_b) {
        a[code_b] = lanes.a.lane(code_a);
        b[code_b] = lanes.b.lane(code_b);
        acc[code_b] = Lanes::from_word({.lo = sum, .hi = 0});
      }
      lanes.step({.a = a.data(), .b = b.data(), .in = acc.data(), .out = acc.data(), .n = kCodes});
      for (std::uint32_t code_b = 0; code_b < kCodes; ++code_b) {
        const arith::AccWord expected = arith::accumulate(
            p.accumulator, {.lo = sum, .hi = 0}, arith::multiply(p.multiplier, p.moving, code_a, p.top, code_b));
        ASSERT_EQ(Lanes::to_word(acc[code_b]), expected)
            << describe(p) << std::hex << " a " << code_a << " b " << code_b << " sum " << sum << " found "
            << Lanes::to_word(acc[code_b]).lo << " expected " << expected.lo;
      }
    }
  }
}

using arith::Format;

// +0, -0, +-1.5, the smallest subnormal, a large one, the largest finite value, infinities, a NaN with payload.
const std::vector<std::uint64_t> kFp32Sums{0x00000000, 0x80000000, 0x3FC00000, 0xBFC00000, 0x00000001,
                                           0x807FFFFF, 0x7F7FFFFF, 0x7F800000, 0xFF800000, 0xFFC12345};

TEST(Lanes, ExactProductsOfAllPairsEqualTheReference) {
  for (const arith::MultiplierSpec& multiplier : {kExact, kExactDaz}) {
    for (const auto& [a, b] : {std::pair{Format::e4m3, Format::e4m3}, std::pair{Format::e5m2, Format::e4m3},
                               std::pair{Format::e3m4, Format::e5m2}}) {
      compare_all_pairs<ExactFp32Lanes>({multiplier, a, b, kFp32}, kFp32Sums);
    }
  }
}

TEST(Lanes, AdderProductsOfAllPairsEqualTheReference) {
  for (const std::uint32_t offset : {0U, 1U, 5U, 100U}) {
    for (const auto subnormals : {arith::Subnormals::daz, arith::Subnormals::normalize}) {
      const arith::MultiplierSpec multiplier{arith::MultiplierKind::adder, offset, subnormals};
      for (const auto& [a, b] : {std::pair{Format::e4m3, Format::e4m3}, std::pair{Format::e4m3, Format::e5m2},
                                 std::pair{Format::e5m2, Format::e5m2}}) {
        compare_all_pairs<AdderFp32Lanes>({multiplier, a, b, kFp32}, kFp32Sums);
      }
    }
  }
}

TEST(Lanes, IntegerProductsOfAllPairsEqualTheReference) {
  compare_all_pairs<ExactInt32Lanes>(all_arithmetic().front(), {0x000000000, 0x07FFFFFFF, 0x080000000, 0x0FFFFFFFF,
                                                                0x07FFFF000, 0x080001000, 0x100000000, 0x17FFFFFFF});
}

/// Random words of 16 and 32 bits: fields and signs at random, so that every exponent and special value is met.
template <class Lanes>
void compare_random_words(const Arithmetic& arithmetic) {
  constexpr int kLanes = 64;
  const sim::ArrayParams p = make_params(1, 1, false, 0, 1, arithmetic);
  const Lanes lanes(p);
  Rng rng(11);
  const auto code = [&rng](Format format) {
    const arith::FormatInfo& f = arith::info(format);
    auto word = static_cast<std::uint32_t>(rng()) & (f.mag_mask() | f.sign_mask());
    switch (rng() % 8) {
      case 0:
        return word & (f.man_mask() | f.sign_mask());  // subnormals
      case 1:
        return word & ~f.man_mask();
      case 2:
        return word | (f.mag_mask() & ~f.man_mask());  // infinities and NaN
      default:
        return word;
    }
  };
  for (int round = 0; round < 4000; ++round) {
    std::array<std::uint32_t, kLanes> a{};
    std::array<std::uint32_t, kLanes> b{};
    std::array<std::uint32_t, kLanes> code_a{};
    std::array<std::uint32_t, kLanes> code_b{};
    std::array<std::uint32_t, kLanes> in{};
    std::array<std::uint32_t, kLanes> out{};
    for (std::size_t i = 0; i < kLanes; ++i) {
      code_a[i] = code(p.moving);
      code_b[i] = code(p.top);
      a[i] = lanes.a.lane(code_a[i]);
      b[i] = lanes.b.lane(code_b[i]);
      in[i] = code(Format::fp32);
    }
    lanes.step({.a = a.data(), .b = b.data(), .in = in.data(), .out = out.data(), .n = kLanes});
    for (std::size_t i = 0; i < kLanes; ++i) {
      const arith::AccWord expected = arith::accumulate(
          p.accumulator, {.lo = in[i], .hi = 0}, arith::multiply(p.multiplier, p.moving, code_a[i], p.top, code_b[i]));
      ASSERT_EQ(out[i], expected.lo) << describe(p) << std::hex << " a " << code_a[i] << " b " << code_b[i] << " sum "
                                     << in[i];
    }
  }
}

TEST(Lanes, WideFormatsEqualTheReferenceOnRandomWords) {
  for (const Format format : {Format::bf16, Format::fp16, Format::fp32}) {
    compare_random_words<ExactFp32Lanes>({kExact, format, format, kFp32});
    compare_random_words<ExactFp32Lanes>({kExactDaz, format, format, kFp32});
    compare_random_words<AdderFp32Lanes>({kLmul, format, format, kFp32});
  }
  compare_random_words<AdderFp32Lanes>({kMitchellNormalize, Format::fp16, Format::fp16, kFp32});
  compare_random_words<AdderFp32Lanes>({kLmul, Format::bf16, Format::e4m3, kFp32});
}

TEST(Lanes, EveryConfigurationWithoutAKernelIsLeftToTheReference) {
  const auto kind = [](const Arithmetic& a) { return lane_kind(make_params(1, 1, false, 0, 1, a)); };
  EXPECT_EQ(kind({kExact, Format::int8, Format::int8, kInt32}), LaneKind::exact_int32);
  EXPECT_EQ(kind({kExact, Format::e4m3, Format::e5m2, kFp32}), LaneKind::exact_fp32);
  EXPECT_EQ(kind({kLmul, Format::bf16, Format::bf16, kFp32}), LaneKind::adder_fp32);
  // Normalised subnormals of an 8-bit exponent have no normal fp32 pattern.
  EXPECT_EQ(kind({kMitchellNormalize, Format::bf16, Format::bf16, kFp32}), LaneKind::reference);
  EXPECT_EQ(kind({kExact, Format::int8, Format::e4m3, kFp32}), LaneKind::reference);
  EXPECT_EQ(kind({kExact, Format::e8m0, Format::e4m3, kFp32}), LaneKind::reference);
  EXPECT_EQ(kind({kLmul, Format::e4m3, Format::e4m3, {.kind = arith::AccumulatorKind::bf16}}), LaneKind::reference);
  EXPECT_EQ(kind(fixed(kLmul, Format::e4m3, Format::e4m3)), LaneKind::reference);
}

}  // namespace
}  // namespace lmulsim::systemc::test
