// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// rtl/lmulsim_pkg.sv against the reference's format table and the parameters that the program hands to Verilator.
#include <Vpkg_bench.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "bench.hpp"
#include "rtl/product_bus.hpp"
#include "rtl/rtl_parameters.hpp"

namespace lmulsim::rtl_test {
using rtl::product_layout;
using rtl::ProductLayout;
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;
using arith::MultiplierSpec;
using arith::Operands;

std::uint32_t code(const std::optional<int>& rtl) {
  return static_cast<std::uint32_t>(*rtl);
}

// The parameters the program would build this array with, by name.
std::map<std::string, std::uint32_t> parameters(const engine::ArrayParams& params) {
  std::map<std::string, std::uint32_t> values;
  for (const rtl::RtlParameter& p : rtl::rtl_parameters(params)) {
    values[p.name] = static_cast<std::uint32_t>(p.value);
  }
  return values;
}

engine::ArrayParams array_of(const MultiplierSpec& multiplier, Format a, Format b,
                             const arith::AccumulatorSpec& accumulator = {}) {
  return {.shape = {2, 2, machine::Dataflow::weight_stationary, 0, 1},
          .multiplier = multiplier,
          .moving = a,
          .top = b,
          .accumulator = accumulator};
}

class Package : public testing::Test {
 protected:
  Package() { bench_->eval(); }
  Bench<Vpkg_bench> bench_;
};

TEST_F(Package, FormatsHaveTheWidthsOfTheReferenceTable) {
  const std::vector<Format> formats = arith::built_formats(Operands::both);
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const arith::FormatInfo& f = arith::info(formats[i]);
    EXPECT_EQ(bench_->formats_o[i], code(arith::hardware(formats[i]).rtl)) << f.name;
    bench_->fmt_a_i = code(arith::hardware(formats[i]).rtl);
    bench_->eval();
    EXPECT_EQ(bench_->exp_bits_o, static_cast<std::uint32_t>(f.exp_bits)) << f.name;
    EXPECT_EQ(bench_->man_bits_o, static_cast<std::uint32_t>(f.man_bits)) << f.name;
    EXPECT_EQ(bench_->width_o, static_cast<std::uint32_t>(f.width())) << f.name;
    if (!f.is_integer()) {
      EXPECT_EQ(bench_->bias_o, static_cast<std::uint32_t>(f.bias)) << f.name;
      EXPECT_EQ(bench_->has_inf_o, f.specials == arith::Specials::ieee ? 1U : 0U) << f.name;
    }
  }
}

TEST_F(Package, ProductsHaveTheReferenceLayout) {
  const std::vector<Format> floats = arith::built_formats(Operands::floats);
  for (const MultiplierKind kind : arith::built_multipliers(Operands::floats)) {
    for (const Format a : floats) {
      for (const Format b : floats) {
        const MultiplierSpec spec{.kind = kind};
        bench_->mul_i = code(arith::hardware(kind).rtl);
        bench_->fmt_a_i = code(arith::hardware(a).rtl);
        bench_->fmt_b_i = code(arith::hardware(b).rtl);
        bench_->eval();
        const ProductLayout layout = product_layout(spec, a, b);
        const arith::AdderWidths adder = arith::adder_widths(a, b);
        EXPECT_EQ(bench_->prod_exp_bits_o, static_cast<std::uint32_t>(layout.exp_bits));
        EXPECT_EQ(bench_->prod_sig_bits_o, static_cast<std::uint32_t>(layout.sig_bits));
        EXPECT_EQ(bench_->prod_bits_o, static_cast<std::uint32_t>(layout.bits()));
        EXPECT_EQ(bench_->adder_man_bits_o, static_cast<std::uint32_t>(adder.man_bits));
        bench_->fmt_a_i = bench_->wide_exp_fmt_o;
        bench_->eval();
        EXPECT_EQ(bench_->exp_bits_o, static_cast<std::uint32_t>(adder.exp_bits));
        EXPECT_EQ(bench_->bias_o, static_cast<std::uint32_t>(adder.bias));
      }
    }
  }
  bench_->fmt_a_i = bench_->fmt_b_i = code(arith::hardware(Format::int8).rtl);
  bench_->eval();
  EXPECT_EQ(bench_->prod_bits_o, 16U) << "int8";
}

TEST_F(Package, AccumulatorsHaveTheReferenceWidths) {
  const std::vector<AccumulatorKind> kinds = arith::built_accumulators(Operands::both);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    EXPECT_EQ(bench_->accumulators_o[i], code(arith::hardware(kinds[i]).rtl)) << i;
    const arith::AccumulatorSpec spec{.kind = kinds[i], .width = 47};
    bench_->acc_i = code(arith::hardware(kinds[i]).rtl);
    bench_->fixed_width_i = 47;
    bench_->eval();
    EXPECT_EQ(bench_->acc_bits_o, static_cast<std::uint32_t>(arith::acc_word_bits(spec))) << i;
  }
  const auto man_bits = [&](std::uint32_t acc) {
    bench_->acc_i = acc;
    bench_->eval();
    return bench_->acc_man_bits_o;
  };
  EXPECT_EQ(man_bits(code(arith::hardware(AccumulatorKind::fp32).rtl)),
            static_cast<std::uint32_t>(arith::info(Format::fp32).man_bits));
  EXPECT_EQ(man_bits(code(arith::hardware(AccumulatorKind::bf16).rtl)),
            static_cast<std::uint32_t>(arith::info(Format::bf16).man_bits));
}

TEST_F(Package, ChoicesHaveTheCodesTheProgramHandsOver) {
  const std::vector<MultiplierKind> kinds = arith::built_multipliers(Operands::both);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    EXPECT_EQ(bench_->multipliers_o[i], code(arith::hardware(kinds[i]).rtl)) << arith::hardware(kinds[i]).name;
  }
  const std::array policies{arith::Subnormals::daz, arith::Subnormals::normalize};
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const auto values = parameters(array_of({.subnormals = policies[i]}, Format::e4m3, Format::e4m3));
    EXPECT_EQ((bench_->subnormals_o >> (32 * i)) & 0xFFFFFFFFU, values.at("Subnormals"));
  }
  using machine::Dataflow;
  const std::array<std::pair<Dataflow, int>, 3> dataflows{
      {{Dataflow::weight_stationary, 0}, {Dataflow::input_stationary, 0}, {Dataflow::output_stationary, 1}}};
  for (const auto& [dataflow, index] : dataflows) {
    engine::ArrayParams params = array_of({}, Format::e4m3, Format::e4m3);
    params.shape.dataflow = dataflow;
    EXPECT_EQ((bench_->dataflows_o >> (32 * index)) & 0xFFFFFFFFU, parameters(params).at("Dataflow"));
  }
}

TEST_F(Package, ProgramHandsOverTheAddersOffset) {
  EXPECT_EQ(parameters(array_of({.kind = MultiplierKind::adder}, Format::e4m3, Format::e5m2)).at("Offset"), 1U);
  EXPECT_EQ(parameters(array_of({.kind = MultiplierKind::adder}, Format::bf16, Format::bf16)).at("Offset"), 8U);
  EXPECT_EQ(parameters(array_of({.kind = MultiplierKind::adder}, Format::fp16, Format::bf16)).at("Offset"), 64U);
  EXPECT_EQ(parameters(array_of({.kind = MultiplierKind::adder, .offset = 0}, Format::bf16, Format::bf16)).at("Offset"),
            0U);
  EXPECT_EQ(parameters(array_of({.kind = MultiplierKind::adder, .offset = 5}, Format::e4m3, Format::e4m3)).at("Offset"),
            5U);
}

TEST(PlantedBug, FormatsInAnotherOrderAreFound) {
  Bench<Vpkg_bench> bench;
  bench->fmt_a_i = parameters(array_of({}, Format::e5m2, Format::e5m2)).at("FmtA");
  bench->eval();
  EXPECT_NE(bench->man_bits_o, static_cast<std::uint32_t>(arith::info(Format::e4m3).man_bits));
  EXPECT_NE(bench->bias_o, static_cast<std::uint32_t>(arith::info(Format::e4m3).bias));
}

}  // namespace
}  // namespace lmulsim::rtl_test
