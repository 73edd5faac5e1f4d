// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// rtl/pkg/lmulsim_pkg.sv against the reference's format table and the parameters that the program hands to Verilator.
#include <Vpkg_bench.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "arith/significands.hpp"
#include "bench.hpp"
#include "rtl/product_bus.hpp"
#include "rtl/rtl_parameters.hpp"
#include "rtl/rtl_sources.hpp"
#include "util/file.hpp"

namespace lmulsim::rtl_test {
using rtl::product_layout;
using rtl::ProductLayout;
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;
using arith::MultiplierSpec;
using arith::Operands;

constexpr const char* kPackage = "pkg/lmulsim_pkg.sv";

std::uint32_t code(const std::optional<int>& rtl) {
  return static_cast<std::uint32_t>(*rtl);
}

// The parameters the program would build this array with, by name.
std::map<std::string, std::uint32_t> parameters(const engine::ArrayParams& params) {
  std::map<std::string, std::uint32_t> values;
  for (const auto& list : {rtl::array_parameters(params), rtl::pe_fields(params)}) {
    for (const rtl::RtlParameter& p : list) {
      values[p.name] = static_cast<std::uint32_t>(p.value);
    }
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

  /// What the package says of a product.
  void expect_layout(const MultiplierSpec& spec, Format a, Format b, AccumulatorKind sums) {
    const std::map<std::string, std::uint32_t> fields = parameters(array_of(spec, a, b));
    bench_->mul_i = fields.at("Mul");
    bench_->fmt_a_i = fields.at("FmtA");
    bench_->fmt_b_i = fields.at("FmtB");
    bench_->offset_i = fields.at("Offset");
    bench_->subnormals_i = fields.at("Subnormals");
    bench_->acc_i = code(arith::hardware(sums).rtl);
    bench_->eval();
    const ProductLayout layout = product_layout(spec, a, b, sums);
    EXPECT_EQ(bench_->prod_normal_o, layout.normal ? 1U : layout.raw ? 2U : 0U);
    EXPECT_EQ(bench_->prod_exp_bits_o, static_cast<std::uint32_t>(layout.exp_bits));
    EXPECT_EQ(bench_->prod_sig_bits_o, static_cast<std::uint32_t>(layout.sig_bits));
    EXPECT_EQ(bench_->prod_frac_bits_o, static_cast<std::uint32_t>(layout.frac_bits));
    EXPECT_EQ(bench_->prod_bias_o, static_cast<std::uint32_t>(layout.bias));
    EXPECT_EQ(bench_->prod_exp_min_o, static_cast<std::uint32_t>(layout.exp_min));
    EXPECT_EQ(bench_->prod_exp_max_o, static_cast<std::uint32_t>(layout.exp_max));
    EXPECT_EQ(bench_->prod_bits_o, static_cast<std::uint32_t>(layout.bits()));
  }
  Bench<Vpkg_bench> bench_;
};

TEST_F(Package, FormatsHaveTheWidthsOfTheReferenceTable) {
  std::vector<Format> formats = arith::built_formats(Operands::both);
  const std::vector<Format> families = arith::built_families();
  EXPECT_GT(families.size(), 100U) << "all of up to 16 bits";
  const std::vector<Format> logs = arith::built_logs();
  EXPECT_EQ(logs.size(), 21U) << "all of up to 8 bits";
  formats.insert(formats.end(), families.begin(), families.end());
  formats.insert(formats.end(), logs.begin(), logs.end());
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const arith::FormatInfo& f = arith::info(formats[i]);
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

/// Adders with the offset of their name, none, and the largest that a configuration may have.
std::vector<MultiplierSpec> with_offsets(MultiplierKind kind, Format a, Format b) {
  std::vector<MultiplierSpec> specs{{.kind = kind}};
  if (arith::takes_offset(kind)) {
    const arith::AdderWidths widths = arith::adder_widths(a, b);
    specs.push_back({.kind = kind, .offset = 0});
    specs.push_back({.kind = kind, .offset = static_cast<std::uint32_t>(widths.bias) << widths.man_bits});
  }
  return specs;
}

/// Floats with codes of their own, and the extremes of the families.
std::vector<Format> sample_of_floats() {
  std::vector<Format> formats = arith::built_formats(Operands::floats);
  for (const char* name : {"e2m1fn", "e2m13", "e2m13fn", "e3m12", "e4m11fn", "e5m6", "e6m1", "e7m8fn", "e8m1"}) {
    formats.push_back(*arith::format_from_name(name));
  }
  return formats;
}

/// Every product of floats in front of every floating-point and fixed-point sum.
template <class Check>
void for_each_product(const Check& check) {
  const std::vector<Format> floats = sample_of_floats();
  for (const MultiplierKind kind : arith::built_multipliers(Operands::floats)) {
    for (const Format a : floats) {
      for (const Format b : floats) {
        for (MultiplierSpec spec : with_offsets(kind, a, b)) {
          for (const arith::Subnormals subnormals : {arith::Subnormals::daz, arith::Subnormals::normalize}) {
            spec.subnormals = subnormals;
            for (const AccumulatorKind sums : arith::built_accumulators(Operands::floats)) {
              check(spec, a, b, sums);
            }
          }
        }
      }
    }
  }
}

/// Every pair of logarithmic formats, and pairs of floats, with tables of every length that fits; and mitchell.
template <class Check>
void for_each_lookup(const Check& check) {
  const auto of = [](const char* name) { return *arith::format_from_name(name); };
  const std::vector<Format> floats{of("e4m3"), of("e5m2"), of("e3m4fn"), of("e2m5"), of("e6m1"), of("e2m1fn")};
  for (const std::vector<Format>& formats : {arith::built_logs(), floats}) {
    const bool logs = arith::info(formats[0]).is_logarithmic();
    for (const Format a : formats) {
      for (const Format b : formats) {
        const int entries = arith::hardware_entries(logs ? MultiplierKind::antilog : MultiplierKind::cmean,
                                                    arith::adder_widths(a, b).man_bits);
        for (int bits = 1; bits <= arith::kMaxTableBits && bits * entries <= arith::kHardwareTableBits; ++bits) {
          for (const arith::Subnormals subnormals : {arith::Subnormals::daz, arith::Subnormals::normalize}) {
            check({.kind = logs ? MultiplierKind::antilog : MultiplierKind::cmean,
                   .subnormals = subnormals,
                   .bits = bits},
                  a, b);
          }
        }
        if (logs) {
          check({.kind = MultiplierKind::adder, .offset = 0}, a, b);
        }
      }
    }
  }
}

TEST_F(Package, ProductsHaveTheReferenceLayout) {
  for_each_product(
      [&](const MultiplierSpec& spec, Format a, Format b, AccumulatorKind sums) { expect_layout(spec, a, b, sums); });
}

TEST_F(Package, ProductsFromTablesHaveTheReferenceLayout) {
  int compared = 0;
  for_each_lookup([&](const MultiplierSpec& spec, Format a, Format b) {
    for (const AccumulatorKind sums : arith::built_accumulators(Operands::floats)) {
      expect_layout(spec, a, b, sums);
      ++compared;
    }
  });
  EXPECT_GT(compared, 1000);
}

TEST_F(Package, AddersComputeInTheReferenceWidths) {
  const std::vector<Format> floats = sample_of_floats();
  for (const Format a : floats) {
    for (const Format b : floats) {
      const arith::AdderWidths adder = arith::adder_widths(a, b);
      bench_->fmt_a_i = code(arith::hardware(a).rtl);
      bench_->fmt_b_i = code(arith::hardware(b).rtl);
      bench_->eval();
      EXPECT_EQ(bench_->adder_man_bits_o, static_cast<std::uint32_t>(adder.man_bits));
      bench_->fmt_a_i = bench_->wide_exp_fmt_o;
      bench_->eval();
      EXPECT_EQ(bench_->exp_bits_o, static_cast<std::uint32_t>(adder.exp_bits));
      EXPECT_EQ(bench_->bias_o, static_cast<std::uint32_t>(adder.bias));
    }
  }
}

TEST_F(Package, ProductsOfIntegersHaveSixteenBits) {
  bench_->fmt_a_i = bench_->fmt_b_i = code(arith::hardware(Format::int8).rtl);
  bench_->eval();
  EXPECT_EQ(bench_->prod_bits_o, 16U);
}

TEST_F(Package, AccumulatorsHaveTheReferenceWidths) {
  const std::vector<AccumulatorKind> kinds = arith::built_accumulators(Operands::both);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
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

/// The package's constants with the prefix, by the rest of their names in lower case and with '-' for '_'.
std::map<std::string, int> constants(const std::string& prefix) {
  const std::string text = util::read_file(rtl::rtl_source_dir() / kPackage);
  const std::regex line("localparam int +" + prefix + "_([A-Z0-9_]+) *= *([0-9]+);");
  std::map<std::string, int> found;
  for (std::sregex_iterator it(text.begin(), text.end(), line); it != std::sregex_iterator(); ++it) {
    std::string name = (*it)[1];
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c == '_' ? '-' : static_cast<char>(std::tolower(c)); });
    found[name] = std::stoi((*it)[2]);
  }
  return found;
}

/// The rows of a table that are hardware, by name.
template <class Rows, class Name>
std::map<std::string, int> rows(const Rows& table, Name name) {
  std::map<std::string, int> found;
  for (const auto& row : table) {
    if (row.rtl) {
      found[std::string(name(row))] = *row.rtl;
    }
  }
  return found;
}

TEST(PackageConstants, AreTheTablesRowsAndNoOthers) {
  EXPECT_EQ(constants("FMT"), rows(arith::kFormatRows, [](const auto& row) { return arith::info(row.format).name; }));
  EXPECT_EQ(constants("ACC"), rows(arith::kAccumulatorRows, [](const auto& row) { return row.name(); }));
  std::map<std::string, int> multipliers = constants("MUL");
  const int codes = multipliers.at("codes");
  multipliers.erase("codes");
  EXPECT_EQ(multipliers, rows(arith::kMultiplierRows, [](const auto& row) { return row.name; }));
  EXPECT_EQ(codes, static_cast<int>(multipliers.size())) << "codes count from 0";
}

TEST_F(Package, ChoicesHaveTheCodesTheProgramHandsOver) {
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

// Puts a literal such as 64'h0123456789abcdef on the pin of the packed parameter.
void set_pe(Bench<Vpkg_bench>& bench, const std::string& literal) {
  const std::size_t digits = literal.find('h') + 1;
  const std::size_t words = (literal.size() - digits) / 8;
  ASSERT_EQ(words * 32, std::stoul(literal)) << literal;
  ASSERT_EQ(words * sizeof(std::uint32_t), sizeof(bench->pe_i)) << literal;
  for (std::size_t i = 0; i < words; ++i) {
    bench->pe_i[i] =
        static_cast<std::uint32_t>(std::stoul(literal.substr(literal.size() - 8 * (i + 1), 8), nullptr, 16));
  }
  bench->eval();
}

// Every built format, multiplier and accumulator, with lengths, widths and offsets of either sign.
std::vector<engine::ArrayParams> built_pes() {
  std::vector<engine::ArrayParams> all;
  int count = 0;
  for (const MultiplierKind kind : arith::built_multipliers(Operands::both)) {
    for (const Format a : arith::built_formats(Operands::both)) {
      for (const Format b : arith::built_formats(Operands::both)) {
        for (const AccumulatorKind sum : arith::built_accumulators(Operands::both)) {
          ++count;
          const bool floats = !arith::info(a).is_integer() && !arith::info(b).is_integer();
          if (kind == MultiplierKind::adder && !floats) {
            continue;  // such an adder has no offset
          }
          const auto subnormals = count % 2 == 0 ? arith::Subnormals::daz : arith::Subnormals::normalize;
          all.push_back(array_of({.kind = kind, .subnormals = subnormals}, a, b,
                                 {.kind = sum,
                                  .width = 40 + count % 80,
                                  .lsb = count % 61 - 40,
                                  .fraction_bits = count % 30,
                                  .group = 2 + count % 7}));
          all.back().shape.mul_stages = count % 2;
          all.back().shape.acc_latency = 1 + count % 8;
        }
      }
    }
  }
  for_each_lookup([&](const MultiplierSpec& spec, Format a, Format b) { all.push_back(array_of(spec, a, b)); });
  return all;
}

TEST_F(Package, AccessorsReadWhatTheProgramPacks) {
  const std::vector<engine::ArrayParams> pes = built_pes();
  EXPECT_GT(pes.size(), 100U);
  for (const engine::ArrayParams& params : pes) {
    set_pe(bench_, rtl::packed_pe(params));
    const std::vector<rtl::RtlParameter> fields = rtl::pe_fields(params);
    ASSERT_EQ(fields.size() * sizeof(std::uint32_t), sizeof(bench_->pe_fields_o));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      EXPECT_EQ(bench_->pe_fields_o[i], static_cast<std::uint32_t>(fields[i].value)) << fields[i].name;
    }
    EXPECT_EQ(bench_->pe_wrong_lookup_o, 0);
    EXPECT_EQ(bench_->pe_same_o, 1);
  }
}

TEST_F(Package, GroupsHaveTheReferenceLayout) {
  for_each_product([&](const MultiplierSpec& spec, Format a, Format b, AccumulatorKind sums) {
    if (sums != AccumulatorKind::group) {
      return;
    }
    for (const int width : {0, 20}) {
      for (const int products : {2, 3, 8}) {
        const arith::AccumulatorSpec acc{
            .kind = sums, .width = width, .lsb = 1, .fraction_bits = 5 + products, .group = products};
        set_pe(bench_, rtl::packed_pe(array_of(spec, a, b, acc)));
        const ProductLayout layout = rtl::group_layout(spec, a, b, acc);
        EXPECT_EQ(bench_->products_o, static_cast<std::uint32_t>(products));
        EXPECT_EQ(bench_->group_sig_bits_o, static_cast<std::uint32_t>(layout.sig_bits));
        EXPECT_EQ(bench_->group_frac_bits_o, static_cast<std::uint32_t>(layout.frac_bits));
        EXPECT_EQ(bench_->group_exp_bits_o, static_cast<std::uint32_t>(layout.exp_bits));
        EXPECT_EQ(bench_->group_bias_o, static_cast<std::uint32_t>(layout.bias));
        EXPECT_EQ(bench_->group_exp_min_o, static_cast<std::uint32_t>(layout.exp_min));
        EXPECT_EQ(bench_->group_exp_max_o, static_cast<std::uint32_t>(layout.exp_max));
        EXPECT_EQ(bench_->group_bits_o, static_cast<std::uint32_t>(layout.bits()));
      }
    }
  });
}

TEST_F(Package, ATableIsThereForThoseThatLookUpAndForNoOthers) {
  std::string literal = rtl::packed_pe(array_of({}, Format::e4m3, Format::e4m3));
  const std::size_t first = literal.find('h') + 1;
  for (std::size_t digit = first; digit < first + std::size_t{32}; ++digit) {
    literal[digit] = '8';
    set_pe(bench_, literal);
    EXPECT_EQ(bench_->pe_wrong_lookup_o, 1) << digit;
    literal[digit] = '0';
  }
  int compared = 0;
  for_each_lookup([&](const MultiplierSpec& spec, Format a, Format b) {
    literal = rtl::packed_pe(array_of(spec, a, b));
    set_pe(bench_, literal);
    EXPECT_EQ(bench_->pe_wrong_lookup_o, 0) << literal;
    if (arith::looks_up(spec.kind)) {
      set_pe(bench_, literal.replace(first, 32, 32, '0'));
      EXPECT_EQ(bench_->pe_wrong_lookup_o, 1) << literal;
    }
    ++compared;
  });
  EXPECT_GT(compared, 1000);
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
