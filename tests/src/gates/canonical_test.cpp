// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/canonical.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "circuit.hpp"
#include "gates/generic_library.hpp"

namespace lmulsim::gates {
namespace {

/// Nets in the order of a clock pin's and a data pin's names.
std::vector<int> flip_flop_inputs(int clock, int data) {
  std::vector<int> nets;
  for (const auto& pin : generic_library().find("$_DFF_P_")->inputs) {
    nets.push_back(pin.name == "D" ? data : clock);
  }
  return nets;
}

/// Two flip-flops that exchange their states through some logic.
class Example {
 public:
  Example() {
    circuit_.input("a", {2, 3})
        .input("clk", 4)
        .gate("$_AND_", "x", {3, 2}, {5})
        .gate("$_XOR_", "y", {5, 9}, {6})
        .gate("$_MUX_", "z", {8, 6, 3}, {7})
        .gate("$_DFF_P_", "p", flip_flop_inputs(4, 6), {8})
        .gate("$_DFF_P_", "q", flip_flop_inputs(4, 7), {9})
        .gate("$_NOT_", "unused", {7}, {10})
        .output("o", 8);
  }
  [[nodiscard]] const Netlist& netlist() const { return circuit_.netlist(); }

 private:
  testing::Circuit circuit_{generic_library()};
};

/// The same connections with the gates in another order and the nets under other numbers.
Netlist written_otherwise(const Netlist& netlist, int turn) {
  Netlist out = netlist;
  std::ranges::rotate(out.gates, out.gates.begin() + turn);
  std::vector<int> number(static_cast<std::size_t>(netlist.nets));
  std::iota(number.begin(), number.end(), 0);
  std::rotate(number.begin() + 2, number.begin() + 2 + turn, number.end());
  const auto renumber = [&](std::vector<int>& nets) {
    for (int& net : nets) {
      net = net == kNoNet ? net : number[static_cast<std::size_t>(net)];
    }
  };
  for (Gate& gate : out.gates) {
    renumber(gate.inputs);
    renumber(gate.outputs);
  }
  for (auto* ports : {&out.inputs, &out.outputs}) {
    for (Port& port : *ports) {
      renumber(port.nets);
    }
  }
  return out;
}

void expect_same(const Netlist& a, const Netlist& b) {
  EXPECT_EQ(a.nets, b.nets);
  ASSERT_EQ(a.gates.size(), b.gates.size());
  for (std::size_t i = 0; i < a.gates.size(); ++i) {
    EXPECT_EQ(a.gates[i].name, b.gates[i].name);
    EXPECT_EQ(a.gates[i].inputs, b.gates[i].inputs) << a.gates[i].name;
    EXPECT_EQ(a.gates[i].outputs, b.gates[i].outputs) << a.gates[i].name;
  }
  for (std::size_t i = 0; i < a.inputs.size(); ++i) {
    EXPECT_EQ(a.inputs[i].nets, b.inputs[i].nets);
  }
  EXPECT_EQ(a.outputs[0].nets, b.outputs[0].nets);
}

TEST(Canonical, IsTheSameHoweverTheNetlistWasWritten) {
  const Example example;
  const Netlist expected = canonical(example.netlist());
  for (int turn = 0; turn < static_cast<int>(example.netlist().gates.size()); ++turn) {
    expect_same(canonical(written_otherwise(example.netlist(), turn)), expected);
  }
  expect_same(canonical(expected), expected);
}

TEST(Canonical, SwapsInputsOfGatesThatMayBeSwappedAndOfNoOther) {
  testing::Circuit one(generic_library());
  one.input("a", {2, 3, 4}).gate("$_AND_", "x", {2, 3}, {5}).gate("$_MUX_", "y", {5, 3, 4}, {6}).output("o", 6);
  testing::Circuit other(generic_library());
  other.input("a", {2, 3, 4}).gate("$_AND_", "x", {3, 2}, {5}).gate("$_MUX_", "y", {3, 5, 4}, {6}).output("o", 6);
  const Netlist a = canonical(one.netlist());
  const Netlist b = canonical(other.netlist());
  EXPECT_EQ(a.gates[0].inputs, b.gates[0].inputs);
  EXPECT_NE(a.gates[1].inputs, b.gates[1].inputs) << "another function";
}

// Which of two inputs comes first decides where a walk goes first, and with it every number behind.
TEST(Canonical, WalksInputsThatMayBeSwappedInAnOrderOfItsOwn) {
  testing::Circuit one(generic_library());
  testing::Circuit other(generic_library());
  const auto make = [](testing::Circuit& circuit, std::vector<int> last) {
    circuit.input("a", {2, 3, 4})
        .gate("$_AND_", "x", {2, 3}, {5})
        .gate("$_XOR_", "y", {3, 4}, {6})
        .gate("$_OR_", "z", std::move(last), {7})
        .output("o", 7);
  };
  make(one, {5, 6});
  make(other, {6, 5});
  expect_same(canonical(one.netlist()), canonical(other.netlist()));
}

// Only what goes into the flip-flops, and into those before them, tells the two inputs of the last gate apart.
TEST(Canonical, TellsRegistersApartByWhatGoesIntoThem) {
  testing::Circuit one(generic_library());
  testing::Circuit other(generic_library());
  const auto make = [](testing::Circuit& circuit, std::vector<int> last) {
    circuit.input("a", {2, 3})
        .input("clk", 4)
        .gate("$_DFF_P_", "p", flip_flop_inputs(4, 2), {5})
        .gate("$_DFF_P_", "q", flip_flop_inputs(4, 3), {6})
        .gate("$_DFF_P_", "r", flip_flop_inputs(4, 5), {7})
        .gate("$_DFF_P_", "s", flip_flop_inputs(4, 6), {8})
        .gate("$_XOR_", "z", std::move(last), {9})
        .output("o", 9);
  };
  make(one, {7, 8});
  make(other, {8, 7});
  expect_same(canonical(one.netlist()), canonical(other.netlist()));
}

TEST(Canonical, HasDriversBeforeGatesAndNothingThatNoOutputDependsOn) {
  const Example example;
  const Netlist netlist = canonical(example.netlist());
  EXPECT_EQ(netlist.gates.size(), example.netlist().gates.size() - 1) << "one is unused";
  EXPECT_EQ(netlist.flip_flops(), 2);
  std::vector<bool> driven(static_cast<std::size_t>(netlist.nets), false);
  for (const Port& port : netlist.inputs) {
    for (const int net : port.nets) {
      driven[static_cast<std::size_t>(net)] = true;
    }
  }
  for (const Gate& gate : netlist.gates) {
    if (netlist.cell(gate).flip_flop) {
      driven[static_cast<std::size_t>(gate.outputs[0])] = true;
    }
  }
  for (const Gate& gate : netlist.gates) {
    for (const int net : gate.inputs) {
      EXPECT_TRUE(netlist.cell(gate).flip_flop || driven[static_cast<std::size_t>(net)]) << gate.name;
    }
    driven[static_cast<std::size_t>(gate.outputs[0])] = true;
  }
}

}  // namespace
}  // namespace lmulsim::gates
