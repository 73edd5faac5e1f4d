// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Vector kernels against gemm_reference(), bit for bit, on every target this machine has.
#include <gtest/gtest.h>
#include <hwy/targets.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/convert.hpp"
#include "arith/hardware.hpp"
#include "arith/kernels/gemm.hpp"
#include "arith/kernels/lanes.hpp"
#include "arith/kernels/window.hpp"
#include "arith/names.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::arith {
namespace {

struct Shape {
  std::size_t m, n, k;
};

/// How operands are drawn.
enum class Draw { gaussian, any_code, zeros, wide };

std::vector<std::int64_t> targets() {
  std::vector<std::int64_t> all;
  hwy::SetSupportedTargetsForTest(0);
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1) {
    all.push_back(left & -left);
  }
  return all;
}

std::vector<std::uint8_t> operands(Format format, std::size_t count, Draw draw, std::mt19937& random) {
  std::normal_distribution<float> normal;
  std::vector<std::uint8_t> bytes(count * code_bytes(format));
  for (std::size_t i = 0; i < count; ++i) {
    float x = normal(random) * (info(format).is_integer() ? 40.0F : 1.0F);
    x = draw == Draw::zeros && random() % 2 == 0 ? std::copysign(0.0F, x) : x;
    x = draw == Draw::wide ? std::ldexp(x, static_cast<int>(random() % 250) - 125) : x;
    std::uint32_t code = convert_fp32(std::bit_cast<std::uint32_t>(x), format);
    code = draw == Draw::any_code ? static_cast<std::uint32_t>(random()) : code;
    store_code(format, bytes.data(), i, code);
  }
  return bytes;
}

/// Initial sums: nothing special, or every kind of word there is.
std::vector<AccWord> initial_sums(std::size_t count, bool special, const MacSpec& spec, std::mt19937& random) {
  const std::vector<std::uint32_t> words{0x80000000U, 0x00000000U, 0x7FC00000U, 0x7F800000U, 0xFF800000U, 0x00000001U,
                                         0x807FFFFFU, 0x3F800000U, 0x7F7FFFFFU, 0xFFC12345U, 0x00800000U, 0xC1200000U};
  std::vector<AccWord> sums(count);
  for (AccWord& sum : sums) {
    const auto word = static_cast<std::uint32_t>(random());
    sum.lo = special ? (word % 3 == 0 ? word : words[word % words.size()]) : 0x41200000U;
    if (spec.accumulator.kind == AccumulatorKind::int32) {
      sum.lo = special ? (word % 2 == 0 ? 0x7FFFFFFFU - word % 100000 : word) | (std::uint64_t{word % 5 == 0} << 32)
                       : word % 1000;
    }
    sum.lo &= (std::uint64_t{1} << std::min(acc_word_bits(spec.accumulator), 63)) - 1;
    if (spec.accumulator.kind == AccumulatorKind::fixed) {
      sum.lo = 0;
    }
  }
  return sums;
}

std::string describe(const MacSpec& spec, Format a, Format b, Shape s, Draw draw) {
  return "kind " + std::to_string(int(spec.multiplier.kind)) + " " + std::string(info(a).name) + " * " +
         std::string(info(b).name) + " subnormals " + std::to_string(int(spec.multiplier.subnormals)) + " shape " +
         std::to_string(s.m) + "x" + std::to_string(s.n) + "x" + std::to_string(s.k) + " draw " +
         std::to_string(int(draw)) + " target " + std::string(gemm_target());
}

/// Compares the kernel on each target with one computation of the reference. Rows have gaps, C's too.
void compare(const MacSpec& spec, Format fa, Format fb, Shape s, Draw draw, bool special_initial, bool must_be_vector) {
  std::mt19937 random(41);
  const std::size_t stride_a = s.k + 3;
  const std::size_t stride_b = s.n + 1;
  const std::size_t ldc = s.n + 2;
  const auto a = operands(fa, s.m * stride_a, draw, random);
  const auto b = operands(fb, s.k * stride_b, draw, random);
  const CodeMatrix matrix_a{fa, a.data(), s.m, s.k, stride_a};
  const CodeMatrix matrix_b{fb, b.data(), s.k, s.n, stride_b};
  const auto initial = initial_sums(s.m * ldc, special_initial, spec, random);
  std::vector<AccWord> expected(s.m * ldc, AccWord{.lo = 77, .hi = 7});
  std::vector<AccWord> expected_from_zero = expected;
  gemm_reference(spec, matrix_a, matrix_b, initial.data(), expected.data(), ldc);
  gemm_reference(spec, matrix_a, matrix_b, nullptr, expected_from_zero.data(), ldc);
  for (const std::int64_t target : targets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    ASSERT_EQ(gemm_target(), std::string_view(hwy::TargetName(target)));
    std::vector<AccWord> c(s.m * ldc, AccWord{.lo = 77, .hi = 7});
    const GemmPath path = gemm_codes(spec, matrix_a, matrix_b, initial.data(), c.data(), ldc);
    EXPECT_TRUE(path != GemmPath::reference || !must_be_vector || !kernels::lane_rule(spec.multiplier, fa))
        << describe(spec, fa, fb, s, draw);
    EXPECT_TRUE(c == expected) << describe(spec, fa, fb, s, draw);
    std::fill(c.begin(), c.end(), AccWord{.lo = 77, .hi = 7});
    gemm_codes(spec, matrix_a, matrix_b, nullptr, c.data(), ldc);
    EXPECT_TRUE(c == expected_from_zero) << describe(spec, fa, fb, s, draw);
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

const std::vector<Format> kFloats{Format::e4m3, Format::e5m2, Format::e3m4, Format::e3m2,
                                  Format::e2m3, Format::e2m1, Format::bf16, Format::fp16};

std::vector<MultiplierSpec> multipliers(Format f) {
  std::vector<MultiplierSpec> specs;
  for (const Subnormals s : {Subnormals::daz, Subnormals::normalize}) {
    for (const MultiplierKind kind : built_multipliers(Operands::floats)) {
      specs.push_back({kind, std::nullopt, s});
    }
    specs.push_back({MultiplierKind::adder, 0, s});
    specs.push_back({MultiplierKind::adder, 5U << info(f).man_bits, s});
  }
  return specs;
}

const std::vector<AccumulatorKind> kRounding{AccumulatorKind::bf16, AccumulatorKind::fp16, AccumulatorKind::e4m3};

class Kernels : public testing::TestWithParam<Format> {};

TEST_P(Kernels, GiveTheReferencesBitsForEveryMultiplierAndKindOfOperand) {
  for (const MultiplierSpec& multiplier : multipliers(GetParam())) {
    const bool adder = multiplier.kind == MultiplierKind::adder;
    for (const Draw draw : {Draw::gaussian, Draw::any_code, Draw::zeros, Draw::wide}) {
      for (const bool special : {false, true}) {
        compare({multiplier, {}}, GetParam(), GetParam(), {11, 53, 29}, draw, special, adder);
      }
    }
  }
}

TEST_P(Kernels, TakeMixedFormats) {
  for (const Format b : kFloats) {
    for (const MultiplierSpec& multiplier : multipliers(GetParam())) {
      compare({multiplier, {}}, GetParam(), b, {9, 17, 12}, Draw::any_code, false, false);
      compare({multiplier, {}}, GetParam(), b, {9, 17, 12}, Draw::zeros, true, false);
    }
  }
}

TEST_P(Kernels, ContinueSumsAcrossBlocksOfSteps) {
  for (const MultiplierSpec& multiplier : multipliers(GetParam())) {
    compare({multiplier, {}}, GetParam(), GetParam(), {3, 5, 1100}, Draw::gaussian, false, false);
    compare({multiplier, {}}, GetParam(), GetParam(), {2, 3, 1030}, Draw::zeros, true, false);
  }
}

// --- products that are looked up

struct LookedUp {
  const char* multiplier;
  const char* a;
  const char* b;
};

class LookedUpKernels : public testing::TestWithParam<LookedUp> {
 protected:
  static void compare_all(const AccumulatorSpec& sums, Shape shape, bool must_be_vector = true) {
    const auto& [multiplier, a, b] = GetParam();
    for (const Subnormals subnormals : {Subnormals::daz, Subnormals::normalize}) {
      MultiplierSpec spec = parse_multiplier(multiplier);
      spec.subnormals = subnormals;
      for (const Draw draw : {Draw::gaussian, Draw::any_code, Draw::zeros, Draw::wide}) {
        for (const bool special : {false, true}) {
          compare({spec, sums}, *format_from_name(a), *format_from_name(b), shape, draw, special, must_be_vector);
        }
      }
    }
  }
};

TEST_P(LookedUpKernels, GiveTheReferencesBitsForEveryKindOfOperand) {
  compare_all({}, {11, 53, 29});
  compare_all({}, {1, 1, 1});
  EXPECT_EQ(gemm_path({parse_multiplier(GetParam().multiplier), {}}, *format_from_name(GetParam().a),
                      *format_from_name(GetParam().b)),
            GemmPath::table);
}

TEST_P(LookedUpKernels, ContinueSumsAcrossBlocksOfSteps) {
  compare_all({}, {3, 5, 1100});
}

TEST_P(LookedUpKernels, TakeEveryAccumulatorThatRounds) {
  for (const AccumulatorKind kind : kRounding) {
    compare_all({.kind = kind}, {5, 7, 40}, false);
  }
  compare_all({.kind = AccumulatorKind::aligned}, {5, 7, 70}, false);
}

INSTANTIATE_TEST_SUITE_P(
    Multipliers, LookedUpKernels,
    testing::Values(LookedUp{"antilog:5", "log43", "log43"}, LookedUp{"antilog:5", "log34", "log34"},
                    LookedUp{"antilog:4", "log33", "log33"}, LookedUp{"antilog:6", "log25", "log25"},
                    LookedUp{"antilog:5", "log34", "log32"}, LookedUp{"antilog:3", "log61", "log61"},
                    LookedUp{"antilog:12", "log16", "log16"}, LookedUp{"exact", "log43", "log43"},
                    LookedUp{"exact", "log34", "log34"}, LookedUp{"cmean:5", "e4m3", "e4m3"},
                    LookedUp{"cmean:5", "e5m2", "e5m2"}, LookedUp{"cmean:6", "e3m4fn", "e3m4fn"},
                    LookedUp{"cmean:8", "e2m5", "e2m5"}, LookedUp{"cmean:5", "e4m3", "e5m2"},
                    LookedUp{"cmean:4", "e6m1", "e6m1"}),
    [](const auto& test) {
      std::string name = std::string(test.param.multiplier) + "_" + test.param.a + "_" + test.param.b;
      std::ranges::replace(name, ':', '_');
      return name;
    });

TEST(MitchellOfLogarithms, GivesTheReferencesBits) {
  const Format log43 = *format_from_name("log43");
  for (const Draw draw : {Draw::gaussian, Draw::any_code, Draw::zeros}) {
    compare({parse_multiplier("mitchell"), {}}, log43, log43, {11, 53, 29}, draw, true, true);
  }
}

TEST(NarrowFormats, GiveTheReferencesBits) {
  for (const char* name : {"e5m6", "e3m4fn", "e4m7fn", "e2m13", "e8m3", "e6m9fn"}) {
    const Format format = *format_from_name(name);
    for (const MultiplierSpec& multiplier : multipliers(format)) {
      for (const Draw draw : {Draw::gaussian, Draw::any_code, Draw::zeros}) {
        compare({multiplier, {}}, format, format, {7, 19, 23}, draw, draw == Draw::any_code, false);
      }
    }
  }
}

/// The file of a multiplier's products as a multiplier.
TEST(TableOfAFile, GivesTheReferencesBits) {
  const auto path = std::filesystem::temp_directory_path() / ("lmulsim_kernels_" + std::to_string(getpid()));
  const auto table_of = [&](const auto& entry) {
    std::vector<std::uint32_t> words(65536);
    for (std::uint32_t i = 0; i < words.size(); ++i) {
      words[i] = entry(i / 256, i % 256);
    }
    util::write_file_atomic(path, {reinterpret_cast<const char*>(words.data()), 4 * words.size()});
    return parse_multiplier("table:" + path.string());
  };
  const MultiplierSpec floats = table_of([](std::uint32_t x, std::uint32_t y) {
    const bool nan = x % 128 == 127 || y % 128 == 127;
    return nan ? 0x7FC00000U : std::bit_cast<std::uint32_t>(static_cast<float>(x) * 0x1p-130F - static_cast<float>(y));
  });
  const MultiplierSpec integers = table_of([](std::uint32_t x, std::uint32_t y) { return x * 40503U * 65537U + y; });
  for (const Draw draw : {Draw::gaussian, Draw::any_code, Draw::zeros}) {
    for (const bool special : {false, true}) {
      compare({floats, {}}, Format::e4m3, Format::e4m3, {11, 53, 29}, draw, special, true);
      compare({floats, {.kind = AccumulatorKind::bf16}}, Format::e4m3, Format::e4m3, {3, 5, 7}, draw, special, false);
      compare({integers, {.kind = AccumulatorKind::int32}}, Format::int8, Format::int8, {5, 19, 7}, draw, special,
              true);
    }
  }
  std::filesystem::remove(path);
}

std::string name_of(const testing::TestParamInfo<Format>& parameter) {
  return std::string(arith::info(parameter.param).name);
}

INSTANTIATE_TEST_SUITE_P(Formats, Kernels, testing::ValuesIn(kFloats), name_of);

/// How many sums of a 20 x 20 x 300 product differ from the reference when the kernel is given this multiplier and
/// order.
std::size_t differences(const MultiplierSpec& multiplier, bool reversed, Format format, Draw draw) {
  constexpr std::size_t kSide = 20;
  constexpr std::size_t kSteps = 300;
  std::mt19937 random(43);
  auto a = operands(format, kSide * kSteps, draw, random);
  auto b = operands(format, kSide * kSteps, draw, random);
  const CodeMatrix matrix_a{format, a.data(), kSide, kSteps, kSteps};
  const CodeMatrix matrix_b{format, b.data(), kSteps, kSide, kSide};
  const MultiplierSpec lmul{MultiplierKind::adder, std::nullopt, Subnormals::daz};
  std::vector<AccWord> expected(kSide * kSide);
  std::vector<AccWord> c(kSide * kSide);
  gemm_reference({lmul, {}}, matrix_a, matrix_b, nullptr, expected.data(), kSide);
  for (std::size_t i = 0; i < kSide && reversed; ++i) {
    std::reverse(a.begin() + static_cast<std::ptrdiff_t>(i * kSteps),
                 a.begin() + static_cast<std::ptrdiff_t>((i + 1) * kSteps));
  }
  for (std::size_t k = 0; k < kSteps / 2 && reversed; ++k) {
    std::swap_ranges(&b[k * kSide], &b[k * kSide] + kSide, &b[(kSteps - 1 - k) * kSide]);
  }
  gemm_codes({multiplier, {}}, matrix_a, matrix_b, nullptr, c.data(), kSide);
  std::size_t count = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    count += c[i] == expected[i] ? 0 : 1;
  }
  return count;
}

TEST(KernelComparison, SeesAnotherOrderAnotherConstantAndAnotherPolicy) {
  // Far apart operands make sums depend on their order; near ones let subnormals show.
  EXPECT_EQ(differences({MultiplierKind::adder, std::nullopt, Subnormals::daz}, false, Format::e5m2, Draw::wide), 0U);
  EXPECT_GT(differences({MultiplierKind::adder, std::nullopt, Subnormals::daz}, true, Format::e5m2, Draw::wide), 0U);
  EXPECT_GT(differences({MultiplierKind::adder, 2, Subnormals::daz}, false, Format::e5m2, Draw::wide), 0U);
  EXPECT_GT(
      differences({MultiplierKind::adder, std::nullopt, Subnormals::normalize}, false, Format::e4m3, Draw::gaussian),
      0U);
}

TEST(KernelTargets, IncludeTheOneThatIsUsedByDefault) {
  const std::vector<std::int64_t> all = targets();
  for (const std::int64_t t : all) {
    std::cout << "compared: " << hwy::TargetName(t) << "\n";
  }
  const auto found =
      std::find_if(all.begin(), all.end(), [](std::int64_t t) { return gemm_target() == hwy::TargetName(t); });
  EXPECT_NE(found, all.end()) << gemm_target();
}

TEST(KernelShapes, OddAndEmptyOnesAreRight) {
  const MultiplierSpec lmul{MultiplierKind::adder, std::nullopt, Subnormals::daz};
  for (const std::size_t m : {0, 1, 5, 6, 7, 8, 16, 17}) {
    for (const std::size_t n : {0, 1, 15, 31, 48, 49, 96}) {
      for (const std::size_t k : {0, 1, 2, 17}) {
        compare({lmul, {}}, Format::e4m3, Format::e4m3, {m, n, k}, Draw::zeros, true, true);
        compare({{}, {}}, Format::e4m3, Format::e4m3, {m, n, k}, Draw::any_code, true, true);
        compare({{}, {.kind = AccumulatorKind::int32}}, Format::int8, Format::int8, {m, n, k}, Draw::any_code, false,
                true);
      }
    }
  }
}

TEST(IntegerKernel, IsExactWrapsAndRemembersOverflow) {
  const MacSpec spec{{}, {.kind = AccumulatorKind::int32}};
  for (const Format a : {Format::int8, Format::int4}) {
    for (const Format b : {Format::int8, Format::int4}) {
      for (const bool special : {false, true}) {
        compare(spec, a, b, {19, 50, 101}, Draw::any_code, special, true);
      }
    }
  }
}

TEST_P(Kernels, RoundEverySumToTheAccumulatorsFormat) {
  for (const AccumulatorKind kind : kRounding) {
    for (MultiplierSpec multiplier : multipliers(GetParam())) {
      for (const Draw draw : {Draw::gaussian, Draw::zeros, Draw::wide}) {
        compare({multiplier, {.kind = kind}}, GetParam(), GetParam(), {5, 19, 23}, draw, draw == Draw::wide, true);
      }
      multiplier.kind = MultiplierKind::lmul_real;
      compare({multiplier, {.kind = kind}}, GetParam(), Format::e5m2, {5, 19, 23}, Draw::zeros, false, true);
    }
  }
}

TEST_P(Kernels, KeepNanAndInfinityInSumsThatAreRounded) {
  for (const AccumulatorKind kind : kRounding) {
    compare({{}, {.kind = kind}}, GetParam(), Format::e4m3, {9, 17, 6}, Draw::any_code, true, false);
    const MultiplierSpec real{MultiplierKind::lmul_real, std::nullopt, Subnormals::normalize};
    compare({real, {.kind = kind}}, GetParam(), GetParam(), {9, 17, 6}, Draw::any_code, true, false);
  }
}

TEST(RoundedSums, ContinueAcrossBlocksOfSteps) {
  for (const AccumulatorKind kind : kRounding) {
    for (const MultiplierSpec& multiplier : multipliers(Format::fp16)) {
      compare({multiplier, {.kind = kind}}, Format::fp16, Format::fp16, {3, 5, 1100}, Draw::wide, false, true);
    }
  }
}

/// Sums of two products, the words of the kernel and of the reference: the first product is large and often in the
/// middle of two values of the accumulator, the second 2^-48 of either sign, beyond fp64's last place of their sum.
std::pair<std::vector<AccWord>, std::vector<AccWord>> sums_near_a_tie(const AccumulatorSpec& accumulator) {
  const std::uint32_t exponent = accumulator.kind == AccumulatorKind::e4m3 ? 1 : 7;  // e4m3 ends at 448
  std::vector<std::uint8_t> a(2 * 256);
  std::vector<std::uint8_t> b(2 * 256);
  for (std::uint32_t i = 0; i < 128; ++i) {
    store_code(Format::fp16, a.data(), 2 * i, 0x5800U + 2 * i);
    store_code(Format::fp16, a.data(), 2 * i + 1, 0x0001U);
    store_code(Format::fp16, b.data(), i, 0x3C00U + (exponent << 10) + 5 * i);
    store_code(Format::fp16, b.data(), 128 + i, i % 2 == 0 ? 0x0001U : 0x8001U);
  }
  const CodeMatrix left{Format::fp16, a.data(), 128, 2, 2};
  const CodeMatrix right{Format::fp16, b.data(), 2, 128, 128};
  std::pair<std::vector<AccWord>, std::vector<AccWord>> words{128 * 128, 128 * 128};
  EXPECT_EQ(gemm_codes({{}, accumulator}, left, right, nullptr, words.first.data(), 128), GemmPath::lanes);
  gemm_reference({{}, accumulator}, left, right, nullptr, words.second.data(), 128);
  return words;
}

TEST(RoundedSums, AreRoundedOnce) {
  for (const AccumulatorKind kind : kRounding) {
    const auto [found, expected] = sums_near_a_tie({.kind = kind});
    EXPECT_TRUE(found == expected) << static_cast<int>(kind);
  }
}

TEST(FixedSums, AreExactInFp64LanesAndLeftToTheReferenceBeyond) {
  for (const MultiplierSpec& multiplier : multipliers(Format::e4m3)) {
    const AccumulatorSpec wide = fixed_layout(multiplier, Format::e4m3, Format::e4m3, 40);
    for (const Draw draw : {Draw::gaussian, Draw::zeros, Draw::any_code}) {
      compare({multiplier, wide}, Format::e4m3, Format::e4m3, {11, 33, 40}, draw, false, false);
    }
    AccumulatorSpec narrow = wide;
    narrow.width -= 8;  // may overflow: the flag counts
    compare({multiplier, narrow}, Format::e4m3, Format::e4m3, {11, 33, 40}, Draw::gaussian, false, false);
  }
  const MultiplierSpec exact;
  const auto path = [&](Format f) { return gemm_path({exact, fixed_layout(exact, f, f, 64)}, f, f); };
  EXPECT_EQ(path(Format::e4m3), GemmPath::lanes);
  EXPECT_EQ(path(Format::e5m2), GemmPath::reference);
}

TEST(GemmValues, AreTheFp32ValuesOfTheWords) {
  std::mt19937 random(7);
  const MultiplierSpec lmul{MultiplierKind::adder, std::nullopt, Subnormals::daz};
  const AccumulatorSpec fixed = fixed_layout(lmul, Format::e4m3, Format::e4m3, 30);
  const MacSpec specs[]{
      {lmul, {}},    {lmul, {.kind = AccumulatorKind::bf16}},    {lmul, {.kind = AccumulatorKind::e4m3}},
      {lmul, fixed}, {lmul, {.kind = AccumulatorKind::aligned}}, {{}, {.kind = AccumulatorKind::int32}}};
  for (const MacSpec& spec : specs) {
    const Format format = spec.accumulator.kind == AccumulatorKind::int32 ? Format::int8 : Format::e4m3;
    const auto a = operands(format, 7 * 30, Draw::any_code, random);
    const auto b = operands(format, 30 * 9, Draw::any_code, random);
    const CodeMatrix matrix_a{format, a.data(), 7, 30, 30};
    const CodeMatrix matrix_b{format, b.data(), 30, 9, 9};
    std::vector<AccWord> words(63);
    std::vector<float> values(63);
    gemm_reference(spec, matrix_a, matrix_b, nullptr, words.data(), 9);
    gemm_values(spec, matrix_a, matrix_b, values.data());
    for (std::size_t i = 0; i < words.size(); ++i) {
      EXPECT_EQ(std::bit_cast<std::uint32_t>(values[i]), to_fp32(spec.accumulator, words[i])) << i;
    }
  }
}

TEST_P(Kernels, AlignGroupsOfProducts) {
  for (const int fraction_bits : {1, 13, 25, 40}) {
    const AccumulatorSpec spec{.kind = AccumulatorKind::aligned, .fraction_bits = fraction_bits};
    for (MultiplierSpec multiplier : multipliers(GetParam())) {
      for (const Draw draw : {Draw::gaussian, Draw::zeros, Draw::wide, Draw::any_code}) {
        const bool must = draw == Draw::gaussian || draw == Draw::zeros;  // wide products leave the adder's bus
        compare({multiplier, spec}, GetParam(), GetParam(), {5, 19, 70}, draw, draw == Draw::any_code, must);
      }
      multiplier.kind = MultiplierKind::lmul_real;
      compare({multiplier, spec}, GetParam(), Format::e5m2, {5, 19, 40}, Draw::zeros, false, true);
    }
  }
}

TEST(AlignedSums, ContinueAcrossBlocksOfStepsAndSaturate) {
  const AccumulatorSpec spec{.kind = AccumulatorKind::aligned, .group = 16};
  compare({{}, spec}, Format::e4m3, Format::e4m3, {3, 5, 1100}, Draw::gaussian, false, true);
  const std::vector<std::uint16_t> largest(64, 0x7F7F);
  const CodeMatrix a{Format::bf16, largest.data(), 1, 64, 64};
  const CodeMatrix b{Format::bf16, largest.data(), 64, 1, 1};
  AccWord sum;
  EXPECT_EQ(gemm_codes({{}, spec}, a, b, nullptr, &sum, 1), GemmPath::lanes);
  EXPECT_EQ(sum.lo, 0x7F7FFFFFU);
}

TEST(GemmPath, OtherSpecsAreComputedByTheReference) {
  const MultiplierSpec lmul{MultiplierKind::adder, std::nullopt, Subnormals::daz};
  const MacSpec promoted{lmul, {.kind = AccumulatorKind::aligned, .promote = 64}};
  EXPECT_EQ(gemm_path(promoted, Format::e4m3, Format::e4m3), GemmPath::two_levels) << "of inner sums by the lanes";
  compare(promoted, Format::e4m3, Format::e4m3, {3, 4, 140}, Draw::gaussian, false, false);
  EXPECT_EQ(gemm_path({{}, {.kind = AccumulatorKind::aligned, .group = 48}}, Format::e4m3, Format::e4m3),
            GemmPath::reference);
  EXPECT_EQ(gemm_path({{}, {}}, Format::fp32, Format::fp32), GemmPath::reference);
}

TEST(GemmPath, RefusesShapesThatDoNotFit) {
  const std::vector<std::uint8_t> codes(16);
  std::vector<AccWord> c(16);
  const CodeMatrix a{Format::e4m3, codes.data(), 4, 4, 4};
  const CodeMatrix b{Format::e4m3, codes.data(), 3, 4, 4};
  EXPECT_THROW(gemm_codes({}, a, b, nullptr, c.data(), 4), InputError);
  EXPECT_THROW(gemm_codes({}, a, a, nullptr, c.data(), 3), InputError);
}

TEST(KernelWindow, IsUsedForOrdinaryOperandsAndStaysWithinItsProof) {
  const auto one = std::int64_t{1} << 23;
  const kernels::WordRange e4m3{-6 * one, 8 * one + 6 * (one / 8)};
  const kernels::Window w = kernels::choose_window(e4m3, e4m3, one / 8, 3, 1 << 16);
  ASSERT_TRUE(w.usable);
  EXPECT_EQ(w.smallest_a, -6 * one);
  EXPECT_LE(w.unit, -12 - 3);
  // All of bf16 does not fit; what is far below the largest operand is left out.
  const kernels::WordRange bf16{-126 * one, 10 * one};
  const kernels::Window narrow = kernels::choose_window(bf16, bf16, 0, 7, 1024);
  ASSERT_TRUE(narrow.usable);
  EXPECT_GT(narrow.smallest_a, -40 * one);
  EXPECT_FALSE(kernels::choose_window({0, 127 * one}, {0, 127 * one}, 0, 7, 1024).usable);
  EXPECT_FALSE(kernels::is_fast_initial(0x80000000U, -20));
  EXPECT_TRUE(kernels::is_fast_initial(0x35800000U, -20));   // 2^-20
  EXPECT_FALSE(kernels::is_fast_initial(0x35000000U, -20));  // 2^-21
  EXPECT_FALSE(kernels::is_fast_initial(0x3F800001U, -20));
}

}  // namespace
}  // namespace lmulsim::arith
