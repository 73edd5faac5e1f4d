// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Netlists as Yosys' write_json writes them (its manual: a module has ports and cells, a bit is a net's number or one
// of the texts "0", "1", "x", "z").
#include "gates/netlist.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>

#include "circuit.hpp"
#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kJson = R"({
  "creator": "Yosys",
  "modules": {
    "other": {"ports": {}, "cells": {}},
    "top": {
      "ports": {
        "ck": {"direction": "input", "bits": [7]},
        "a": {"direction": "input", "bits": [30, 31]},
        "y": {"direction": "output", "bits": [9, "1", 31]}
      },
      "cells": {
        "nand": {"type": "NAND2", "connections": {"B": [31], "A": [30], "Y": [8]}},
        "reg": {"type": "DFF", "connections": {"D": [8], "CK": [7], "Q": [9]}},
        "tied": {"type": "NAND2", "connections": {"A": ["1"], "B": ["x"], "Y": [11]}},
        "open": {"type": "DFF", "connections": {"D": [11], "CK": [7], "Q": []}}
      }
    }
  }
})";

class ReadNetlist : public ::testing::Test {
 protected:
  [[nodiscard]] Netlist read(const std::string& json, const char* top = "top") const {
    return read_netlist(json, "n.json", top, library_);
  }
  [[nodiscard]] std::string error(const std::string& json, const char* top = "top") const {
    try {
      (void)read(json, top);
    } catch (const InputError& e) {
      return e.what();
    }
    return "";
  }
  [[nodiscard]] static const Gate& gate(const Netlist& netlist, std::string_view name) {
    const auto it = std::ranges::find(netlist.gates, name, &Gate::name);
    return it != netlist.gates.end() ? *it : throw std::logic_error("no such gate");
  }

 private:
  Library library_ = testing::tiny_library();
};

TEST_F(ReadNetlist, ConnectsPortsAndPinsByTheirBits) {
  const Netlist netlist = read(kJson);
  const std::vector<int> a = netlist.input("a").nets;
  ASSERT_EQ(a.size(), 2U);
  EXPECT_NE(a[0], a[1]);
  EXPECT_THAT(gate(netlist, "nand").inputs, ElementsAre(a[0], a[1]));  // by the names of pins, not their order
  EXPECT_THAT(gate(netlist, "reg").inputs, ElementsAre(netlist.input("ck").nets[0], gate(netlist, "nand").outputs[0]));
  EXPECT_THAT(netlist.output("y").nets, ElementsAre(gate(netlist, "reg").outputs[0], kNetOne, a[1]));
}

TEST_F(ReadNetlist, NumbersNetsWithoutGapsAfterTheConstants) {
  const Netlist netlist = read(kJson);
  std::set<int> nets;
  for (const Gate& g : netlist.gates) {
    nets.insert(g.inputs.begin(), g.inputs.end());
    nets.insert(g.outputs.begin(), g.outputs.end());
  }
  nets.erase(kNoNet);
  EXPECT_EQ(netlist.nets, 8);  // two constants; 7, 8, 9, 11, 30, 31
  EXPECT_THAT(nets, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST_F(ReadNetlist, TakesAnUndefinedConstantForZero) {
  EXPECT_THAT(gate(read(kJson), "tied").inputs, ElementsAre(kNetOne, kNetZero));
}

TEST_F(ReadNetlist, LeavesOutputsOpen) {
  EXPECT_THAT(gate(read(kJson), "open").outputs, ElementsAre(kNoNet));
}

TEST_F(ReadNetlist, AddsUpAreaAndFlipFlops) {
  const Netlist netlist = read(kJson);
  EXPECT_EQ(netlist.area_um2(), 2 * 12 + 2 * 48);
  EXPECT_EQ(netlist.flip_flops(), 2);
}

TEST_F(ReadNetlist, TakesTheModuleItIsAskedFor) {
  EXPECT_TRUE(read(kJson, "other").gates.empty());
  EXPECT_EQ(error(kJson, "third"), "n.json: expected a module third, found none");
}

TEST_F(ReadNetlist, NamesThePortThatIsNotThere) {
  const Netlist netlist = read(kJson);
  EXPECT_THAT([&] { (void)netlist.input("y"); },
              ::testing::ThrowsMessage<InputError>("netlist top: expected an input port y, found none"));
  EXPECT_THAT([&] { (void)netlist.output("a"); },
              ::testing::ThrowsMessage<InputError>("netlist top: expected an output port a, found none"));
}

struct Case {
  const char* name;
  const char* from;
  const char* to;
  const char* message;  ///< a fragment
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << '\'' << c.from << "' -> '" << c.to << '\'';
}

class WrongNetlist : public ReadNetlist, public ::testing::WithParamInterface<Case> {};

TEST_P(WrongNetlist, IsRefusedWithAMessageThatNamesTheFileAndTheFault) {
  std::string json = kJson;
  const std::size_t at = json.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  json.replace(at, std::string_view(GetParam().from).size(), GetParam().to);
  EXPECT_THAT(error(json), ::testing::AllOf(StartsWith("n.json:"), HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Connections, WrongNetlist,
    ::testing::Values(Case{"UnknownCell", "NAND2", "NAND3", "cell nand: expected a cell of library tiny, found NAND3"},
                      Case{"UnknownPin", "\"Y\": [8]", "\"Z\": [8]", "cell nand: NAND2 has no pin Z"},
                      Case{"MissingPin", "\"A\": [30], ", "", "cell nand: pin A is open"},
                      Case{"OpenPin", "\"A\": [30]", "\"A\": []", "cell nand: pin A is open"},
                      Case{"TwoGatesDriveANet", "\"Y\": [8]", "\"Y\": [9]", "reg: its net has another driver"},
                      Case{"AGateDrivesAnInput", "\"Y\": [8]", "\"Y\": [31]", "nand: its net has another driver"},
                      Case{"AGateDrivesAConstant", "\"Y\": [8]", "\"Y\": [\"0\"]", "nand: its net has another driver"},
                      Case{"TwoInputsOnANet", "\"bits\": [30, 31]", "\"bits\": [30, 30]",
                           "a: its net has another driver"},
                      Case{"NobodyDrivesAPin", "\"D\": [8]", "\"D\": [12]", "net 12 has no driver"},
                      Case{"NobodyDrivesAnOutput", "[9, \"1\", 31]", "[9, \"1\", 13]", "net 13 has no driver"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Json, WrongNetlist,
    ::testing::Values(Case{"NotJson", "\"creator\": \"Yosys\",", "creator", "2:3: not valid JSON"},
                      Case{"NoModules", "\"modules\"", "\"module\"", "not a netlist as Yosys writes it"},
                      Case{"NoCells", "\"cells\": {\n", "\"sells\": {\n", "module top: cells: expected an object"},
                      Case{"PortsOfText", "\"ck\": {\"direction\": \"input\", \"bits\": [7]}", "\"ck\": 7",
                           "not a netlist as Yosys writes it"},
                      Case{"NoType", "\"type\": \"NAND2\"", "\"kind\": \"NAND2\"", "not a netlist as Yosys writes it"},
                      Case{"BitIsAFraction", "\"bits\": [7]", "\"bits\": [7.5]", "not a netlist as Yosys writes it"},
                      Case{"BitIsAList", "\"bits\": [7]", "\"bits\": [[7]]", "not a netlist as Yosys writes it"}),
    [](const auto& test) { return test.param.name; });

class Tiny : public testing::Circuit {
 public:
  Tiny() : testing::Circuit(testing::tiny_library()) {}
};

std::vector<std::string> names(const Netlist& netlist, const std::vector<int>& order) {
  std::vector<std::string> all;
  all.reserve(order.size());
  for (const int g : order) {
    all.push_back(netlist.gates[static_cast<std::size_t>(g)].name);
  }
  return all;
}

TEST(TopologicalOrder, PutsEachGateAfterItsDriversAndFlipFlopsFirst) {
  Tiny circuit;
  circuit.input("ck", 2)
      .gate("NAND2", "third", {5, 4}, {6})
      .gate("INV", "second", {4}, {5})
      .gate("INV", "first", {3}, {4})
      .gate("DFF", "reg", {2, 6}, {3});
  EXPECT_THAT(names(circuit.netlist(), topological_order(circuit.netlist())),
              ElementsAre("reg", "first", "second", "third"));
}

TEST(TopologicalOrder, TakesAPinTwiceOnOneNet) {
  Tiny circuit;
  circuit.input("a", 2).gate("NAND2", "both", {3, 3}, {4}).gate("INV", "first", {2}, {3});
  EXPECT_THAT(names(circuit.netlist(), topological_order(circuit.netlist())), ElementsAre("first", "both"));
}

TEST(TopologicalOrder, RefusesALoopThatNoFlipFlopCuts) {
  Tiny circuit;
  circuit.input("a", 2).gate("NAND2", "set", {2, 4}, {3}).gate("INV", "back", {3}, {4}).gate("INV", "free", {2}, {5});
  EXPECT_THAT([&] { (void)topological_order(circuit.netlist()); },
              ::testing::ThrowsMessage<InputError>(
                  "netlist circuit: expected no loop of combinational gates, found one among 2 gates"));
}

TEST(NetDrivers, AreGatesAndNoneForConstantsAndPorts) {
  Tiny circuit;
  circuit.input("a", 2).gate("INV", "first", {2}, {3}).gate("DFF", "open", {2, 3}, {kNoNet}).output("y", 3);
  EXPECT_THAT(net_drivers(circuit.netlist()), ElementsAre(kNoNet, kNoNet, kNoNet, 0));
}

}  // namespace
}  // namespace lmulsim::gates
