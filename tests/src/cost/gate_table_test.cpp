// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/gate_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>

#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "cost/gate_table_json.hpp"
#include "gates_file.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cost {
namespace {

using arith::Format;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

GateTable parse(const std::string& text) {
  const boost::json::value value = util::parse_json(text, "t.json");
  util::JsonReader json(value, "t.json");
  return read_gate_table(json.object("gates"), kFirstSchema);
}

TEST(UnitName, NamesEveryKindAsTheContractSays) {
  const Unit multiplier{.kind = UnitKind::multiplier, .multiplier = arith::parse_multiplier("lmul")};
  EXPECT_EQ(unit_name(multiplier), "multiplier/lmul/e4m3/daz");
  Unit mixed{.kind = UnitKind::multiplier, .multiplier = arith::parse_multiplier("exact"), .top = Format::e5m2};
  EXPECT_EQ(unit_name(mixed), "multiplier/exact/e4m3*e5m2/normalize");
  mixed.kind = UnitKind::accumulator;
  EXPECT_EQ(unit_name(mixed), "accumulator/fp32/exact/e4m3*e5m2");
  mixed.accumulator = {.kind = arith::AccumulatorKind::fixed, .width = 48, .lsb = -18};
  EXPECT_EQ(unit_name(mixed), "accumulator/fixed:48:-18/exact/e4m3*e5m2");
  EXPECT_EQ(unit_name({.kind = UnitKind::delay_register, .width = 8}), "register/8");
  Unit log = multiplier;  // logarithms have no subnormals
  log.multiplier = arith::parse_multiplier("antilog:5");
  log.moving = log.top = *arith::format_from_name("log34");
  EXPECT_EQ(unit_name(log), "multiplier/antilog:5/log34");
}

TEST(UnitName, LeavesTheSubnormalPolicyOutForIntegers) {
  const Unit pe{.kind = UnitKind::pe_output,
                .moving = Format::int8,
                .top = Format::int8,
                .accumulator = {.kind = arith::AccumulatorKind::int32},
                .mul_stages = 1};
  EXPECT_EQ(unit_name(pe), "pe-output/exact/int8/int32/s1/l1");
  Unit accumulator = pe;
  accumulator.kind = UnitKind::accumulator;
  EXPECT_EQ(unit_name(accumulator), "accumulator/int32");
}

TEST(UnitName, TellsPipelineDepthsOfAPeApart) {
  Unit pe{.kind = UnitKind::pe_stationary, .multiplier = arith::parse_multiplier("mitchell"), .acc_latency = 3};
  EXPECT_EQ(unit_name(pe), "pe-stationary/mitchell/e4m3/daz/fp32/s0/l3");
}

TEST(GateTable, AMissingUnitIsNamedWithTheCommandThatMeasuresIt) {
  const GateTable table = parse(util::read_file(gates_file()));
  const Unit unit{.kind = UnitKind::delay_register, .width = 7};
  EXPECT_THAT([&] { (void)table.get(unit, "mine"); },
              ThrowsMessage<InputError>(AllOf(HasSubstr("technology 'mine': missing entry 'gates.units.register/7'"),
                                              HasSubstr("lmulsim characterize --accelerator"))));
}

TEST(GateTable, AStimulusThatWasNotMeasuredIsNamed) {
  EXPECT_THAT([] { (void)GateUnit{}.at(Stimulus::zero_heavy, "register/8"); },
              ThrowsMessage<InputError>(HasSubstr("unit 'register/8': missing entry 'energy.zero-heavy'")));
}

TEST(GateTable, TheNumbersOfAFileAreRead) {
  const GateTable table = parse(util::read_file(gates_file()));
  const GateUnit& unit = table.units.at("pe-stationary/lmul/e4m3/daz/fp32/s1/l2");
  EXPECT_EQ(unit.area_um2, (Band{1308, 1635, 2043.75}));
  EXPECT_EQ(unit.flip_flops, 107);
  EXPECT_EQ(unit.clock_pj, (Band{0.214, 0.214, 0.214}));
  EXPECT_EQ(unit.at(Stimulus::uniform, "").pj, (Band{0.96, 1.2, 1.5}));
  EXPECT_EQ(unit.at(Stimulus::transformer, "").stream, (StreamStatistics{0.2, 0.05}));
  EXPECT_EQ(table.left_out, (std::vector<std::string>{"wires", "clock tree"}));
}

TEST(GateTable, WhatIsWrittenIsReadBackAndWrittenTheSame) {
  GateTable table = parse(util::read_file(gates_file()));
  table.library = "a \"quoted\" \\ name";
  table.seed = 1234567890123;
  table.units.at("register/8").energy.clear();
  table.units.at("register/32").area_um2 = {1.23456789, 2.3456789, 3.456789};
  const std::string text = write_technology({"n", "s", "memory/45nm.json"}, table);
  const GateTable again = parse(text);
  EXPECT_EQ(write_technology({"n", "s", "memory/45nm.json"}, again), text);
  EXPECT_EQ(again.units.at("register/32").area_um2, (Band{1.23457, 2.34568, 3.45679}));
  table.units.at("register/32").area_um2 = again.units.at("register/32").area_um2;
  EXPECT_EQ(again, table);
}

TEST(GateTable, NoBrokenNumberIsWritten) {
  GateTable table = parse(util::read_file(gates_file()));
  table.units.at("register/8").nand2 = -1;
  EXPECT_THROW((void)write_technology({"n", "s", ""}, table), CheckError);
  table.units.at("register/8").nand2 = std::numeric_limits<double>::infinity();
  EXPECT_THROW((void)write_technology({"n", "s", ""}, table), CheckError);
}

TEST(GateTable, EveryWayTheFileCanBeWrongIsNamed) {
  struct Case {
    const char* from;
    const char* to;
    const char* message;
  };
  const Case cases[] = {
      {R"("area": "um^2")", R"("area": "mm^2")", "t.json: gates: measures: area: expected 'um^2', found 'mm^2'"},
      {R"("energy": "pJ"})", R"("energy": "fJ"})", "measures: energy: expected 'pJ', found 'fJ'"},
      {R"(, "energy": "pJ"})", "}", "measures: energy"},
      {R"("delay": "ns")", R"("delay": "ns", "dely": "ns")", "dely"},
      {R"("library": "invented",)", "", "gates: library"},
      {R"("library_files": ["invented.lib"])", R"("library_files": [3])", "library_files: expected an array of texts"},
      {R"("library_sha256": "0)", R"("library_sha256": ")", "library_sha256: expected 64 hexadecimal digits"},
      {R"("nand2_um2": 2)", R"("nand2_um2": 0)", "nand2_um2"},
      {R"("temperature_c": 25)", R"("temperature_c": "warm")", "temperature_c"},
      {R"("seed": 1)", R"("seed": -1)", "seed"},
      {R"("tools": {"none": "0"})", R"("tools": {"none": 0})", "tools: none"},
      {R"("accumulator/int32")", R"("adder/int32")", "units: adder/int32: expected a unit multiplier/"},
      {R"("area": [160, 200, 250])", R"("area": [160, 200])",
       "accumulator/int32: area: expected [low, value, high], found 2 numbers"},
      {R"("area": [160, 200, 250])", R"("area": [160, -200, 250])", "accumulator/int32: area: expected three numbers"},
      {R"("area": [160, 200, 250])", R"("area": [160, "200", 250])", "accumulator/int32: area: expected three numbers"},
      {R"("area": [160, 200, 250])", R"("area": [210, 200, 250])",
       "accumulator/int32: area: expected a value within low 210 and high 250, found 200"},
      {R"("area": [160, 200, 250])", R"("area": -200)", "accumulator/int32: area"},
      {R"("area": [160, 200, 250], )", "", "accumulator/int32: area"},
      {R"("sequential_share": 0,)", R"("sequential_share": 1.5,)", "sequential_share"},
      {R"("gaussian": {)", R"("gausian": {)", "gausian"},
      {R"("toggles": 0.25)", R"("toggles": 25)", "toggles"},
      {R"("settled": 0.375)", R"("settled": -0.375)", "settled"},
      {R"("vectors": 2000)", R"("vectors": 2000.5)", "vectors"},
      {R"("recipe": "invented", )", "", "recipe"},
      {R"("units": {)", R"("unit": {)", "units: expected an object of measured units"},
  };
  const std::string good = util::read_file(gates_file());
  for (const Case& c : cases) {
    std::string text = good;
    const std::size_t at = text.find(c.from);
    ASSERT_NE(at, std::string::npos) << c.from;
    text.replace(at, std::string(c.from).size(), c.to);
    EXPECT_THAT([&] { (void)parse(text); }, ThrowsMessage<InputError>(HasSubstr(c.message))) << c.to;
  }
}

}  // namespace
}  // namespace lmulsim::cost
