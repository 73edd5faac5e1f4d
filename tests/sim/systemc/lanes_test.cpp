// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The row kernels against the scalar reference, over all pairs of 8-bit codes.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "arith/accumulate.hpp"
#include "cycle/fast/row_lanes.hpp"
#include "params.hpp"
#include "traffic.hpp"

namespace lmulsim::systemc::test {
namespace {

constexpr int kCodes = 256;

/// Compares out = in + a * b for every a and b, and from every initial sum: a row for each a, last row first, and a
/// lane for each b.
template <class Lanes>
void compare_all_pairs(const Arithmetic& arithmetic, const std::vector<std::uint64_t>& sums) {
  const engine::ArrayParams p = make_params(1, 1, false, 0, 1, arithmetic);
  const Lanes lanes(p);
  std::vector<std::uint32_t> a(std::size_t{kCodes} * kCodes);
  std::vector<std::uint32_t> b(kCodes);
  std::vector<typename Lanes::Acc> acc(a.size());
  for (std::uint32_t code = 0; code < kCodes; ++code) {
    std::fill_n(a.begin() + std::ptrdiff_t{code} * kCodes, kCodes, lanes.a.lane(code));
    b[code] = lanes.b.lane(code);
  }
  constexpr std::ptrdiff_t kLast = std::ptrdiff_t{kCodes - 1} * kCodes;
  for (const std::uint64_t sum : sums) {
    std::fill(acc.begin(), acc.end(), lanes.from_word({.lo = sum, .hi = 0}));
    const std::vector<std::uint32_t> beats(kCodes, 1);
    lanes.step({.a = a.data() + kLast,
                .b = b.data(),
                .in = acc.data() + kLast,
                .out = acc.data() + kLast,
                .valid = beats.data(),
                .n = kCodes,
                .rows = kCodes,
                .stride = {.a = -kCodes, .b = 0, .sums = -kCodes, .beats = 0}});
    for (std::uint32_t i = 0; i < acc.size(); ++i) {
      const std::uint32_t code_a = i / kCodes;
      const std::uint32_t code_b = i % kCodes;
      const arith::AccWord expected = arith::accumulate(p.accumulator, {.lo = sum, .hi = 0},
                                                        arith::multiply(p.multiplier, p.moving, code_a, p.top, code_b));
      ASSERT_EQ(lanes.to_word(acc[i]), expected)
          << describe(p) << std::hex << " a " << code_a << " b " << code_b << " sum " << sum << " found "
          << lanes.to_word(acc[i]).lo << " expected " << expected.lo;
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
      compare_all_pairs<cycle::fast::ExactFp32Lanes>({multiplier, a, b, kFp32}, kFp32Sums);
    }
  }
}

TEST(Lanes, AdderProductsOfAllPairsEqualTheReference) {
  for (const std::uint32_t offset : {0U, 1U, 5U, 100U}) {
    for (const auto subnormals : {arith::Subnormals::daz, arith::Subnormals::normalize}) {
      const arith::MultiplierSpec multiplier{arith::MultiplierKind::adder, offset, subnormals};
      for (const auto& [a, b] : {std::pair{Format::e4m3, Format::e4m3}, std::pair{Format::e4m3, Format::e5m2},
                                 std::pair{Format::e5m2, Format::e5m2}}) {
        compare_all_pairs<cycle::fast::AdderFp32Lanes>({multiplier, a, b, kFp32}, kFp32Sums);
      }
    }
  }
}

TEST(Lanes, IntegerProductsOfAllPairsEqualTheReference) {
  compare_all_pairs<cycle::fast::ExactInt32Lanes>(
      all_arithmetic().front(),
      {0x000000000, 0x07FFFFFFF, 0x080000000, 0x0FFFFFFFF, 0x07FFFF000, 0x080001000, 0x100000000, 0x17FFFFFFF});
}

/// Random words of 16 and 32 bits: fields and signs at random, so that every exponent and special value is met.
template <class Lanes>
void compare_random_words(const Arithmetic& arithmetic) {
  constexpr int kLanes = 64;
  const engine::ArrayParams p = make_params(1, 1, false, 0, 1, arithmetic);
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
    compare_random_words<cycle::fast::ExactFp32Lanes>({kExact, format, format, kFp32});
    compare_random_words<cycle::fast::ExactFp32Lanes>({kExactDaz, format, format, kFp32});
    compare_random_words<cycle::fast::AdderFp32Lanes>({kLmul, format, format, kFp32});
  }
  compare_random_words<cycle::fast::AdderFp32Lanes>({kMitchellNormalize, Format::fp16, Format::fp16, kFp32});
  compare_random_words<cycle::fast::AdderFp32Lanes>({kLmul, Format::bf16, Format::e4m3, kFp32});
}

arith::AccumulatorSpec fixed_sum(int width, int lsb) {
  return {.kind = arith::AccumulatorKind::fixed, .width = width, .lsb = lsb};
}

/// A sum of any kind: near its bounds and zero, and anything in between, with any flags.
arith::AccWord random_sum(int width, Rng& rng) {
  const auto random = [&rng] { return (arith::Uint128{rng()} << 64) | rng(); };
  const arith::Uint128 bits = arith::detail::low_bits(width);
  const arith::Uint128 little = rng() % 16;
  const arith::Uint128 bound = arith::Uint128{1} << (width - 1);
  arith::Uint128 sum = random();
  switch (rng() % 4) {
    case 0:
      sum = bound - little;
      break;
    case 1:
      sum = bound + little;
      break;
    case 2:
      sum = little - 8;
      break;
    default:
      break;
  }
  const arith::Uint128 flags = rng() % 2 == 0 ? 0 : rng() % 16;
  return arith::detail::to_word((sum & bits) | (flags << width));
}

/// How often the steps compared below ended in each flag, and without any.
struct Reached {
  std::array<int, arith::detail::kFixedFlags> flags{};
  int none = 0;
};

/// Random operands and sums, masked and not, against the scalar step.
template <class Lanes>
void compare_fixed(const Arithmetic& arithmetic, Rng& rng, Reached& reached) {
  constexpr std::size_t kLanes = 37;  // not a whole number of vectors
  const engine::ArrayParams p = make_params(1, 1, false, 0, 1, arithmetic);
  const Lanes lanes(p);
  const int width = p.accumulator.width;
  const auto code = [&rng](Format format) {
    const arith::FormatInfo& f = arith::info(format);
    return static_cast<std::uint32_t>(rng()) & (f.mag_mask() | f.sign_mask());
  };
  for (int round = 0; round < 12; ++round) {
    std::array<std::uint32_t, kLanes> code_a{}, code_b{}, a{}, b{}, keep{};
    std::array<arith::AccWord, kLanes> sums{};
    std::array<typename Lanes::Acc, kLanes> in{}, out{};
    for (std::size_t i = 0; i < kLanes; ++i) {
      a[i] = lanes.a.lane(code_a[i] = code(p.moving));
      b[i] = lanes.b.lane(code_b[i] = code(p.top));
      keep[i] = round % 2 == 0 || rng() % 4 != 0 ? ~0U : 0U;
      sums[i] = random_sum(width, rng);
      in[i] = lanes.from_word(sums[i]);
      ASSERT_EQ(lanes.to_word(in[i]), sums[i]) << describe(p);
    }
    lanes.step({.a = a.data(),
                .b = b.data(),
                .in = in.data(),
                .out = out.data(),
                .keep = round % 2 == 0 ? nullptr : keep.data(),
                .n = kLanes});
    for (std::size_t i = 0; i < kLanes; ++i) {
      const arith::AccWord base = keep[i] == 0 ? arith::AccWord{} : sums[i];
      const arith::AccWord expected =
          arith::accumulate(p.accumulator, base, arith::multiply(p.multiplier, p.moving, code_a[i], p.top, code_b[i]));
      ASSERT_EQ(lanes.to_word(out[i]), expected)
          << describe(p) << " width " << width << " lsb " << p.accumulator.lsb << std::hex << " a " << code_a[i]
          << " b " << code_b[i] << " sum " << base.hi << ":" << base.lo << " expected " << expected.hi << ":"
          << expected.lo << " found " << lanes.to_word(out[i]).hi << ":" << lanes.to_word(out[i]).lo;
      const auto flags = static_cast<unsigned>(arith::detail::to_bits(expected) >> width);
      reached.none += flags == 0 ? 1 : 0;
      for (unsigned flag = 0; flag < reached.flags.size(); ++flag) {
        const bool before = arith::detail::bit(arith::detail::to_bits(base), width + static_cast<int>(flag));
        reached.flags[flag] += !before && (flags >> flag & 1U) != 0 ? 1 : 0;
      }
    }
  }
}

void compare_fixed_of_any_width(Arithmetic arithmetic, Rng& rng, Reached& reached) {
  const int last_bit = arith::fixed_layout(arithmetic.multiplier, arithmetic.moving, arithmetic.top, 1).lsb;
  // Lanes of 16-bit operands come from large tables.
  const bool small = std::max(arith::info(arithmetic.moving).width(), arith::info(arithmetic.top).width()) <= 8;
  for (int width = 2; width <= arith::kMaxFixedWidth; width += small ? 1 : 7) {
    for (const int below : {0, 1, static_cast<int>(rng() % 100)}) {
      arithmetic.accumulator = fixed_sum(width, last_bit - below);
      const bool narrow = width <= cycle::fast::kNarrowFixedWidth;
      if (arithmetic.multiplier.kind == arith::MultiplierKind::exact) {
        narrow ? compare_fixed<cycle::fast::ExactFixedLanes>(arithmetic, rng, reached)
               : compare_fixed<cycle::fast::ExactWideLanes>(arithmetic, rng, reached);
      } else {
        narrow ? compare_fixed<cycle::fast::AdderFixedLanes>(arithmetic, rng, reached)
               : compare_fixed<cycle::fast::AdderWideLanes>(arithmetic, rng, reached);
      }
    }
  }
}

TEST(Lanes, FixedSumsOfEveryWidthEqualTheScalarStep) {
  Rng rng(12);
  Reached exact;
  for (const auto& [a, b] : {std::pair{Format::e4m3, Format::e4m3}, std::pair{Format::e5m2, Format::e3m4},
                             std::pair{Format::e2m1, Format::e3m2}, std::pair{Format::int8, Format::int4},
                             std::pair{Format::int8, Format::e5m2}, std::pair{Format::e8m0, Format::e2m3},
                             std::pair{Format::fp16, Format::fp16}, std::pair{Format::bf16, Format::fp16}}) {
    compare_fixed_of_any_width({kExact, a, b, {}}, rng, exact);
    compare_fixed_of_any_width({kExactDaz, a, b, {}}, rng, exact);
  }
  Reached adder;
  for (const std::uint32_t offset : {0U, 1U, 100U, 1U << 24}) {
    for (const auto subnormals : {arith::Subnormals::daz, arith::Subnormals::normalize}) {
      const arith::MultiplierSpec multiplier{arith::MultiplierKind::adder, offset, subnormals};
      for (const auto& [a, b] : {std::pair{Format::e4m3, Format::e4m3}, std::pair{Format::e5m2, Format::e4m3},
                                 std::pair{Format::bf16, Format::bf16}, std::pair{Format::fp16, Format::bf16}}) {
        compare_fixed_of_any_width({multiplier, a, b, {}}, rng, adder);
      }
    }
  }
  for (const Reached& reached : {exact, adder}) {
    EXPECT_GT(reached.none, 1000);
    for (const int count : reached.flags) {
      EXPECT_GT(count, 1000);
    }
  }
}

TEST(Lanes, FixedSumsOfAllPairsOfOperandsEqualTheScalarStep) {
  const auto sums = {std::uint64_t{0}, (std::uint64_t{1} << 47) - 1, std::uint64_t{1} << 47};
  for (const auto subnormals : {arith::Subnormals::daz, arith::Subnormals::normalize}) {
    const arith::MultiplierSpec lmul{.kind = arith::MultiplierKind::adder, .subnormals = subnormals};
    const arith::MultiplierSpec exact{.subnormals = subnormals};
    for (const auto& [a, b] : {std::pair{Format::e4m3, Format::e4m3}, std::pair{Format::e5m2, Format::e4m3}}) {
      compare_all_pairs<cycle::fast::AdderFixedLanes>({lmul, a, b, fixed_sum(48, -40)}, sums);
      compare_all_pairs<cycle::fast::AdderWideLanes>({lmul, a, b, fixed_sum(80, -40)}, sums);
      compare_all_pairs<cycle::fast::ExactFixedLanes>({exact, a, b, fixed_sum(48, -40)}, sums);
      compare_all_pairs<cycle::fast::ExactWideLanes>({exact, a, b, fixed_sum(80, -40)}, sums);
    }
  }
}

TEST(Lanes, EveryConfigurationWithoutAKernelIsLeftToTheReference) {
  const auto kind = [](const Arithmetic& a) { return cycle::fast::lane_kind(make_params(1, 1, false, 0, 1, a)); };
  EXPECT_EQ(kind({kExact, Format::int8, Format::int8, kInt32}), cycle::fast::LaneKind::exact_int32);
  EXPECT_EQ(kind({kExact, Format::e4m3, Format::e5m2, kFp32}), cycle::fast::LaneKind::exact_fp32);
  EXPECT_EQ(kind({kLmul, Format::bf16, Format::bf16, kFp32}), cycle::fast::LaneKind::adder_fp32);
  // Normalised subnormals of an 8-bit exponent have no normal fp32 pattern.
  EXPECT_EQ(kind({kMitchellNormalize, Format::bf16, Format::bf16, kFp32}), cycle::fast::LaneKind::reference);
  EXPECT_EQ(kind({kExact, Format::int8, Format::e4m3, kFp32}), cycle::fast::LaneKind::reference);
  EXPECT_EQ(kind({kExact, Format::e8m0, Format::e4m3, kFp32}), cycle::fast::LaneKind::reference);
  EXPECT_EQ(kind({kLmul, Format::e4m3, Format::e4m3, {.kind = arith::AccumulatorKind::bf16}}),
            cycle::fast::LaneKind::reference);
  EXPECT_EQ(kind(fixed(kLmul, Format::e4m3, Format::e4m3)), cycle::fast::LaneKind::adder_fixed);
  EXPECT_EQ(kind(fixed(kExact, Format::e4m3, Format::e4m3)), cycle::fast::LaneKind::exact_fixed);
  EXPECT_EQ(kind(fixed(kExact, Format::e5m2, Format::e5m2)), cycle::fast::LaneKind::exact_wide);
  EXPECT_EQ(kind({kLmul, Format::e5m2, Format::e5m2, fixed_sum(61, -40)}), cycle::fast::LaneKind::adder_wide);
  // Operands of 32 bits have no table of lanes; sums of so large an offset do not keep to 32 bits.
  EXPECT_EQ(kind({kExact, Format::fp32, Format::fp32, fixed_sum(120, -298)}), cycle::fast::LaneKind::reference);
  const arith::MultiplierSpec far{.kind = arith::MultiplierKind::adder, .offset = (1U << 24) + 1U};
  EXPECT_EQ(kind({far, Format::e4m3, Format::e4m3, fixed_sum(60, -200)}), cycle::fast::LaneKind::reference);
}

}  // namespace
}  // namespace lmulsim::systemc::test
