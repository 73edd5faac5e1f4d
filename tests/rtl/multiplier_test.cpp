// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every multiplier against the reference: class, sign and value of each product on the bus.
#include <Vmul_families16.h>
#include <Vmul_families8.h>
#include <Vmul_narrow.h>
#include <Vmul_wide.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "bench.hpp"
#include "rtl/product_bus.hpp"

namespace lmulsim::rtl_test {
using rtl::decode_product;
using rtl::product_layout;
using rtl::ProductLayout;
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;
using arith::MultiplierSpec;
using arith::Subnormals;

struct Config {
  Format a;
  Format b;
  MultiplierSpec spec;
  AccumulatorKind sums = AccumulatorKind::fp32;
};

struct Variant {
  MultiplierSpec spec;
  AccumulatorKind sums = AccumulatorKind::fp32;
};

/// Every multiplier by its code in the RTL, those with an offset three times; the exact one for fixed-point sums.
std::vector<Variant> bench_multipliers() {
  std::vector<MultiplierKind> kinds = arith::built_multipliers(arith::Operands::floats);
  std::ranges::sort(kinds, {}, [](MultiplierKind kind) { return *arith::hardware(kind).rtl; });
  std::vector<Variant> variants;
  for (const MultiplierKind kind : kinds) {
    variants.push_back({.spec = {.kind = kind}});
    if (arith::takes_offset(kind)) {
      variants.push_back({.spec = {.kind = kind, .offset = 0}});
      variants.push_back({.spec = {.kind = kind, .offset = 3}});
    }
  }
  variants.push_back({.spec = {}, .sums = AccumulatorKind::fixed});
  return variants;
}

/// Instances of floats in the bench.
std::size_t float_instances() {
  return 8 * bench_multipliers().size();
}

/// The instances of a bench: by the width of its operands, and whether their formats have codes of their own.
enum class Instances : std::uint8_t { narrow, wide, families8, families16 };

using Pair = std::pair<Format, Format>;

// In the order of mul_bench.sv.
std::vector<Pair> bench_pairs(Instances instances) {
  const auto of = [](std::string_view name) { return *arith::format_from_name(name); };
  switch (instances) {
    case Instances::narrow:
      return {{Format::e4m3, Format::e4m3},
              {Format::e4m3, Format::e5m2},
              {Format::e5m2, Format::e4m3},
              {Format::e5m2, Format::e5m2}};
    case Instances::wide:
      return {{Format::bf16, Format::bf16},
              {Format::fp16, Format::fp16},
              {Format::bf16, Format::e4m3},
              {Format::fp16, Format::e5m2}};
    case Instances::families8:
      return {{of("e3m4"), of("e3m4")},
              {of("e3m4fn"), of("e3m4fn")},
              {of("e2m5"), of("e6m1fn")},
              {of("e6m1"), of("e2m5fn")}};
    case Instances::families16:
      return {
          {of("e2m13"), of("e2m13")}, {of("e7m8"), of("e7m8fn")}, {of("e5m6"), of("e5m6")}, {of("e6m9fn"), of("e8m1")}};
  }
  return {};
}

std::vector<Config> bench_configs(Instances instances) {
  const std::vector<Variant> multipliers = bench_multipliers();
  std::vector<Config> configs;
  for (const Pair& pair : bench_pairs(instances)) {
    for (Variant variant : multipliers) {
      for (const Subnormals subnormals : {Subnormals::daz, Subnormals::normalize}) {
        variant.spec.subnormals = subnormals;
        configs.push_back({pair.first, pair.second, variant.spec, variant.sums});
      }
    }
  }
  if (instances == Instances::narrow) {
    configs.push_back({.a = Format::int8, .b = Format::int8, .spec = {}});
  }
  return configs;
}

/// Multiplies codes (the low bits of them, for narrower formats) in every instance and compares with the reference of
/// `configs`.
template <typename Top>
class Sweep {
 public:
  explicit Sweep(std::vector<Config> configs) : configs_(std::move(configs)) {
    for (const Config& c : configs_) {
      layouts_.push_back(product_layout(c.spec, c.a, c.b, c.sums));
    }
  }

  void pair(std::uint32_t a, std::uint32_t b) {
    using Operand = std::remove_reference_t<decltype(bench_->a_i)>;
    bench_->a_i = static_cast<Operand>(a);
    bench_->b_i = static_cast<Operand>(b);
    bench_->eval();
    for (std::size_t i = 0; i < configs_.size(); ++i) {
      compare(i, code(configs_[i].a, a), code(configs_[i].b, b));
    }
  }

  [[nodiscard]] const Mismatches& mismatches() const { return found_; }

 private:
  static std::uint32_t code(Format format, std::uint32_t bits) {
    return bits & (arith::info(format).sign_mask() | arith::info(format).mag_mask());
  }

  void compare(std::size_t i, std::uint32_t a, std::uint32_t b) {
    const Config& c = configs_[i];
    const std::uint64_t bus = word64(bench_->prod_o, i);
    ++found_.compared;
    if (decode_product(layouts_[i], bus) == arith::multiply(c.spec, c.a, a, c.b, b)) {
      return;
    }
    if (++found_.wrong == 1) {
      found_.first = fmt::format("{} {} {}: 0x{:x} * 0x{:x} gives bus 0x{:x}", arith::multiplier_name(c.spec),
                                 arith::info(c.a).name, arith::info(c.b).name, a, b, bus);
    }
  }

  std::vector<Config> configs_;
  std::vector<ProductLayout> layouts_;
  Bench<Top> bench_;
  Mismatches found_;
};

template <class Top>
Mismatches all_pairs(const std::vector<Config>& configs) {
  Sweep<Top> sweep(configs);
  for (std::uint32_t a = 0; a < 256; ++a) {
    for (std::uint32_t b = 0; b < 256; ++b) {
      sweep.pair(a, b);
    }
  }
  return sweep.mismatches();
}

TEST(Multiplier, EveryPairOfEightBitOperands) {
  const Mismatches found = all_pairs<Vmul_narrow>(bench_configs(Instances::narrow));
  EXPECT_EQ(found.wrong, 0) << found.first;
  EXPECT_EQ(found.compared, static_cast<std::int64_t>(float_instances() + 1) * 65536);
}

TEST(Multiplier, EveryPairOfEightBitOperandsOfTheFamilies) {
  const Mismatches found = all_pairs<Vmul_families8>(bench_configs(Instances::families8));
  EXPECT_EQ(found.wrong, 0) << found.first;
  EXPECT_EQ(found.compared, static_cast<std::int64_t>(float_instances()) * 65536);
}

// Zeros, subnormals, both ends of the normals, powers of two, the neighbourhood of one, infinities and NaNs.
std::vector<std::uint32_t> corner_codes(Format format) {
  const arith::FormatInfo& f = arith::info(format);
  const std::uint32_t ones = f.mag_mask() >> f.man_bits;
  const auto bias = static_cast<std::uint32_t>(f.bias);
  std::vector<std::uint32_t> codes;
  for (const std::uint32_t field :
       {0U, 1U, 2U, bias / 2, bias / 2 + 1, bias - 1, bias, bias + 1, bias + bias / 2, ones - 2, ones - 1, ones}) {
    for (const std::uint32_t man :
         {0U, 1U, 2U, f.man_mask() / 2, f.man_mask() / 2 + 1, f.man_mask() - 1, f.man_mask()}) {
      codes.push_back((field << f.man_bits) | man);
      codes.push_back(codes.back() | f.sign_mask());
    }
  }
  return codes;
}

void corner_pairs(Sweep<Vmul_wide>& sweep) {
  std::vector<std::uint32_t> a = corner_codes(Format::bf16);
  const std::vector<std::uint32_t> fp16 = corner_codes(Format::fp16);
  a.insert(a.end(), fp16.begin(), fp16.end());
  std::vector<std::uint32_t> b = a;
  // Every 8-bit second operand.
  for (std::uint32_t code = 0; code < 256; ++code) {
    b.push_back(0x3F00 | code);
  }
  for (const std::uint32_t x : a) {
    for (const std::uint32_t y : b) {
      sweep.pair(x, y);
    }
  }
}

TEST(Multiplier, EveryPairOfSixteenBitCorners) {
  Sweep<Vmul_wide> sweep(bench_configs(Instances::wide));
  corner_pairs(sweep);
  EXPECT_EQ(sweep.mismatches().wrong, 0) << sweep.mismatches().first;
  EXPECT_EQ(sweep.mismatches().compared, static_cast<std::int64_t>(float_instances()) * 336 * (336 + 256));
}

TEST(Multiplier, AMillionRandomPairsOfSixteenBitOperands) {
  constexpr int kPairs = 1'000'000;
  std::mt19937_64 rng(3);
  Sweep<Vmul_wide> sweep(bench_configs(Instances::wide));
  for (int i = 0; i < kPairs; ++i) {
    const std::uint64_t random = rng();
    sweep.pair(static_cast<std::uint32_t>(random) & 0xFFFFU, static_cast<std::uint32_t>(random >> 32) & 0xFFFFU);
  }
  EXPECT_EQ(sweep.mismatches().wrong, 0) << sweep.mismatches().first;
  EXPECT_EQ(sweep.mismatches().compared, static_cast<std::int64_t>(float_instances()) * kPairs);
}

// The codes of one format are other numbers in the others; what is drawn is cut to each operand's width.
TEST(Multiplier, CornersAndRandomPairsOfTheFamiliesOfSixteenBits) {
  constexpr int kPairs = 300'000;
  Sweep<Vmul_families16> sweep(bench_configs(Instances::families16));
  std::int64_t pairs = kPairs;
  for (const auto& [format_a, format_b] : bench_pairs(Instances::families16)) {
    const std::vector<std::uint32_t> a = corner_codes(format_a);
    const std::vector<std::uint32_t> b = corner_codes(format_b);
    for (const std::uint32_t x : a) {
      for (const std::uint32_t y : b) {
        sweep.pair(x, y);
        ++pairs;
      }
    }
  }
  std::mt19937_64 rng(4);
  for (int i = 0; i < kPairs; ++i) {
    const std::uint64_t random = rng();
    sweep.pair(static_cast<std::uint32_t>(random) & 0xFFFFU, static_cast<std::uint32_t>(random >> 32) & 0xFFFFU);
  }
  EXPECT_EQ(sweep.mismatches().wrong, 0) << sweep.mismatches().first;
  EXPECT_EQ(sweep.mismatches().compared, static_cast<std::int64_t>(float_instances()) * pairs);
}

TEST(PlantedBug, WrongOffsetIsFoundInEveryAdder) {
  const std::vector<Config> right = bench_configs(Instances::narrow);
  for (std::size_t i = 0; i < right.size(); ++i) {
    if (right[i].spec.kind == MultiplierKind::adder) {
      std::vector<Config> wrong = right;
      wrong.resize(i + 1);
      wrong[i].spec.offset = arith::adder_offset(right[i].spec, right[i].a, right[i].b) + 1;
      // Every product of two finite operands that are not zero.
      EXPECT_GT(all_pairs<Vmul_narrow>(wrong).wrong, 40000) << i;
    }
  }
}

TEST(PlantedBug, OtherSubnormalPolicyIsFound) {
  const std::vector<Config> right = bench_configs(Instances::narrow);
  for (std::size_t i = 0; i + 1 < right.size(); i += 2) {
    std::vector<Config> wrong = right;
    wrong.resize(i + 1);
    wrong[i].spec.subnormals = Subnormals::normalize;
    EXPECT_GT(all_pairs<Vmul_narrow>(wrong).wrong, 2000) << i;
  }
}

TEST(PlantedBug, WrongBusLayoutIsFound) {
  // As if the significand had one bit more: another exponent and another value.
  std::vector<Config> wrong = bench_configs(Instances::narrow);
  wrong[0].b = Format::e5m2;
  EXPECT_GT(all_pairs<Vmul_narrow>({wrong[0]}).wrong, 50000);
}

}  // namespace
}  // namespace lmulsim::rtl_test
