// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Units beside the modules of rtl/ that they are made of.
#include "flow/characterize/unit_rtl.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "arith/spec.hpp"
#include "flow/characterize/unit_list.hpp"
#include "make_unit.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::Unit;
using cost::UnitKind;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::make_unit;
using ::testing::Pair;

/// Names of the parameters of rtl/FOLDER/TOP.sv, but for localparams.
std::set<std::string> parameters_of(const std::string& folder, const std::string& top) {
  const std::string text = util::read_file(std::filesystem::path(LMULSIM_SOURCE_DIR) / "rtl" / folder / (top + ".sv"));
  const std::regex parameter("[^l]parameter (?:int|logic \\[[^\\]]*\\]) (\\w+)");
  std::set<std::string> names;
  for (std::sregex_iterator it(text.begin(), text.end(), parameter); it != std::sregex_iterator(); ++it) {
    names.insert((*it)[1]);
  }
  return names;
}

std::map<std::string, int> parameters(const Unit& unit) {
  std::map<std::string, int> all;
  for (const rtl::RtlParameter& p : unit_rtl(unit).parameters) {
    EXPECT_TRUE(all.emplace(p.name, p.value).second) << p.name << " twice";
  }
  return all;
}

TEST(UnitRtl, SetsEveryParameterOfItsModuleAndNoOther) {
  struct Top {
    std::string folder;
    std::string name;
  };
  const std::map<UnitKind, Top> tops{{UnitKind::multiplier, {"pe", "multiplier"}},
                                     {UnitKind::accumulator, {"pe", "accumulator"}},
                                     {UnitKind::pe_stationary, {"pe", "pe_stationary"}},
                                     {UnitKind::pe_output, {"pe", "pe_output"}},
                                     {UnitKind::delay_register, {"common", "delay_line"}}};
  for (const auto& [kind, place] : tops) {
    const auto& [folder, top] = place;
    const Unit unit = make_unit(kind, "lmul", "e4m3");
    const UnitRtl rtl = unit_rtl(unit);
    EXPECT_EQ(rtl.top, top);
    std::set<std::string> names;
    if (!rtl.pe.empty()) {
      names.insert("Pe");
    }
    if (!rtl.lookup.empty()) {
      names.insert("Lookup");
    }
    for (const auto& [name, value] : parameters(unit)) {
      names.insert(name);
    }
    EXPECT_EQ(names, parameters_of(folder, top)) << top;
    EXPECT_FALSE(names.empty()) << top;
  }
}

TEST(UnitRtl, SetsTheMultiplierAsThePackageNumbersIt) {
  // lmulsim_pkg: FMT_E4M3 0, FMT_E5M2 1, MUL_ADDER 1, SUB_DAZ 0
  Unit unit = make_unit(UnitKind::multiplier, "lmul", "e4m3");
  unit.top = arith::Format::e5m2;
  const auto lmul = parameters(unit);
  EXPECT_THAT(lmul, Contains(Pair("FmtA", 0)));
  EXPECT_THAT(lmul, Contains(Pair("FmtB", 1)));
  EXPECT_THAT(lmul, Contains(Pair("Mul", 1)));
  EXPECT_THAT(lmul, Contains(Pair("Subnormals", 0)));
  EXPECT_THAT(lmul, Contains(Pair("Offset", 1)));  // 2^3 >> l(3), with l(3) = 3
  EXPECT_THAT(parameters(make_unit(UnitKind::multiplier, "mitchell", "e4m3")), Contains(Pair("Offset", 0)));
  EXPECT_THAT(parameters(make_unit(UnitKind::multiplier, "lmul", "bf16")), Contains(Pair("Offset", 8)));  // 2^7 >> 4
  const auto exact = parameters(make_unit(UnitKind::multiplier, "exact", "fp16"));
  EXPECT_THAT(exact, Contains(Pair("FmtA", 3)));
  EXPECT_THAT(exact, Contains(Pair("Mul", 0)));
  EXPECT_THAT(exact, Contains(Pair("Subnormals", 1)));
}

// lmulsim_pkg: MUL_ANTILOG 3, MUL_CMEAN 4, OF_PARTS 4096, OF_LOG 512, OF_EXP 16
TEST(UnitRtl, HandsAMultiplierItsTable) {
  const Unit log = make_unit(UnitKind::multiplier, "antilog:5", "log43");
  EXPECT_THAT(parameters(log), Contains(Pair("Mul", 3)));
  EXPECT_THAT(parameters(log), Contains(Pair("FmtA", 4096 + 512 + 4 * 16 + 3)));
  EXPECT_THAT(parameters(log), Contains(Pair("Offset", 5)));
  EXPECT_EQ(unit_rtl(log).lookup, "128'h0000000000000000000000dda2d49860");
  EXPECT_THAT(parametrised(unit_rtl(log)), HasSubstr(" -set Lookup 128'h0000000000000000000000dda2d49860 multiplier"));
  EXPECT_EQ(unit_rtl(make_unit(UnitKind::multiplier, "lmul", "e4m3")).lookup, "128'h" + std::string(32, '0'));
}

TEST(UnitRtl, FeedsTheAccumulatorABusAsWideAsItsMultiplierMakesIt) {
  // {nan, inf, zero, sign}, two exponent bits more than the format's, significand with its leading one
  const auto lmul = parameters(make_unit(UnitKind::accumulator, "lmul", "e4m3"));
  EXPECT_THAT(lmul, Contains(Pair("ProdBits", 4 + 6 + 4)));
  EXPECT_THAT(lmul, Contains(Pair("ProdExpBits", 6)));
  EXPECT_THAT(lmul, Contains(Pair("ProdSigBits", 4)));
  EXPECT_THAT(lmul, Contains(Pair("Acc", 0)));
  EXPECT_THAT(parameters(make_unit(UnitKind::accumulator, "exact", "bf16")), Contains(Pair("ProdBits", 4 + 10 + 16)));
  const auto integer = parameters(make_unit(UnitKind::accumulator, "exact", "int8", "int32"));
  EXPECT_THAT(integer, Contains(Pair("ProdBits", 16)));
  EXPECT_THAT(integer, Contains(Pair("Acc", 3)));
}

TEST(UnitRtl, LeavesTheAccumulatorWithoutRegisters) {
  Unit unit = make_unit(UnitKind::accumulator, "lmul", "e4m3");
  unit.acc_latency = 2;
  EXPECT_THAT(parameters(unit), Contains(Pair("Latency", 0)));
}

/// Word `index` of the packed parameter of a unit: eight digits, the first word last.
std::string word(const Unit& unit, std::size_t index) {
  const std::string pe = unit_rtl(unit).pe;
  return pe.substr(pe.size() - 8 * (index + 1), 8);
}

// lmulsim_pkg: PE_ACC 5, PE_FIXED_WIDTH 6, PE_FIXED_LSB 7, PE_MUL_STAGES 8, PE_ACC_LATENCY 9; ACC_FIXED 2
TEST(UnitRtl, SetsTheRegistersOfAPe) {
  Unit unit = make_unit(UnitKind::pe_output, "exact", "int8", "int32");
  unit.mul_stages = 1;
  unit.acc_latency = 3;
  EXPECT_EQ(word(unit, 8), "00000001");
  EXPECT_EQ(word(unit, 9), "00000003");
}

// lmulsim_pkg: PE_MUL 2, PE_OFFSET 3, PE_LOOKUP 12
TEST(UnitRtl, HandsAPeItsTable) {
  const Unit unit = make_unit(UnitKind::pe_stationary, "cmean:5", "e4m3", "fix20.1");
  EXPECT_EQ(word(unit, 2), "00000004");
  EXPECT_EQ(word(unit, 3), "00000005");
  // 62916a8c3fead162080: 15 entries of five bits, the first lowest
  EXPECT_EQ(word(unit, 12), "ad162080");
  EXPECT_EQ(word(unit, 13), "16a8c3fe");
  EXPECT_EQ(word(unit, 14), "00000629");
  EXPECT_EQ(word(unit, 15), "00000000");
}

TEST(UnitRtl, SetsWidthAndWeightOfAFixedAccumulator) {
  Unit unit = make_unit(UnitKind::pe_stationary, "exact", "e4m3");
  unit.accumulator = {.kind = arith::AccumulatorKind::fixed, .width = 51, .lsb = -18};
  EXPECT_EQ(word(unit, 5), "00000002");
  EXPECT_EQ(word(unit, 6), "00000033");
  EXPECT_EQ(word(unit, 7), "ffffffee");
}

TEST(UnitRtl, IsOneRegisterOfTheGivenWidth) {
  Unit unit;
  unit.kind = UnitKind::delay_register;
  unit.width = 13;
  EXPECT_EQ(parameters(unit), (std::map<std::string, int>{{"Depth", 1}, {"Width", 13}}));
}

TEST(UnitRtl, RefusesWhatTheHardwareDoesNotHave) {
  EXPECT_THAT([] { (void)unit_rtl(make_unit(UnitKind::multiplier, "exact", "e3m2")); },
              ::testing::ThrowsMessage<InputError>(HasSubstr("format 'e3m2' is the fast engine's only")));
  EXPECT_THAT([] { (void)unit_rtl(make_unit(UnitKind::accumulator, "exact", "e4m3", "fp16")); },
              ::testing::ThrowsMessage<InputError>(HasSubstr("accumulator 'fp16' is reference only")));
}

TEST(UnitRtl, IsThereForEveryShippedUnit) {
  std::vector<Unit> all = shipped_units();
  add_new_units(all, dot_product_units());
  add_new_units(all, lookup_units());
  for (const Unit& unit : all) {
    EXPECT_NO_THROW((void)unit_rtl(unit)) << cost::unit_name(unit);
  }
}

}  // namespace
}  // namespace lmulsim::flow::characterize
