// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The logic between flip-flops, handed out for mapping and put back.
#include "gates/logic_blif.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "circuit.hpp"
#include "tiny.hpp"
#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// y = not r, where r stores a NAND b; a second register stores its own output.
class LogicBlif : public ::testing::Test {
 protected:
  LogicBlif() {
    circuit_.input("ck", 2)
        .input("in", {3, 4})
        .gate("DFF", "r", {2, 5}, {6})
        .gate("DFF", "own", {2, 8}, {8})
        .gate("NAND2", "n", {3, 4}, {5})
        .gate("INV", "i", {6}, {7})
        .output("y", {7, 4, kNetOne});
  }

  [[nodiscard]] Netlist mapped(const std::string& text) const {
    return with_logic(circuit_.netlist(), text, "m.blif", *circuit_.netlist().library);
  }

  /// A NAND for the NAND and two inverters more, in a mapper's words.
  static constexpr const char* kMapped =
      "# written by a mapper\n.model circuit\n.inputs n2 n3 n4 \\\n n6 n8\n.outputs o0_0 o0_1 o0_2 d0_1 d1_1\n"
      ".gate NAND2 A=n3 B=n4 Y=x\n.gate INV A=x Y=new_1\n.gate INV A=new_1 Y=d0_1\n"
      ".gate INV A=n6 Y=o0_0\n.names n4 o0_1\n1 1\n.gate _const1_ z=o0_2\n.names n8 d1_1\n1 1\n.end\n";

  testing::Circuit circuit_{testing::tiny_library()};
};

TEST_F(LogicBlif, IsCutAtTheFlipFlopsPins) {
  const std::string text = write_logic(circuit_.netlist());
  EXPECT_THAT(text, HasSubstr(".inputs n2 n3 n4 n6 n8\n"));
  EXPECT_THAT(text, HasSubstr(".outputs o0_0 o0_1 o0_2 d0_1 d1_1\n"));
  EXPECT_THAT(text, HasSubstr(".names n5 d0_1\n1 1\n"));
  EXPECT_THAT(text, HasSubstr(".names n3 n4 n5\n00 1\n10 1\n01 1\n"));
}

TEST_F(LogicBlif, ComesBackAroundTheSameFlipFlops) {
  const Netlist n = mapped(kMapped);
  ASSERT_EQ(n.gates.size(), 6U);
  EXPECT_EQ(n.flip_flops(), 2);
  EXPECT_EQ(n.gates[0].name, "r");
  EXPECT_EQ(n.gates[1].name, "own");
  EXPECT_EQ(n.gates[1].inputs[1], n.gates[1].outputs[0]) << "its own output";
  EXPECT_EQ(n.gates[0].inputs[0], n.input("ck").nets[0]);
  EXPECT_EQ(n.gates[0].inputs[1], n.gates[4].outputs[0]) << "the second inverter";
  EXPECT_EQ(n.gates[2].inputs, n.input("in").nets);
  EXPECT_THAT(n.output("y").nets, ElementsAre(n.gates[5].outputs[0], n.input("in").nets[1], kNetOne));
  EXPECT_EQ(n.gates[5].inputs[0], n.gates[0].outputs[0]);
  EXPECT_EQ(topological_order(n).size(), n.gates.size());
}

TEST_F(LogicBlif, TakesEitherWayOfWritingAConstant) {
  const auto with_constant = [&](const std::string& text) {
    std::string all = kMapped;
    const std::string gate = ".gate _const1_ z=o0_2\n";
    return mapped(all.replace(all.find(gate), gate.size(), text)).output("y").nets[2];
  };
  EXPECT_EQ(with_constant(".gate _const0_ z=o0_2\n"), kNetZero);
  EXPECT_EQ(with_constant(".names o0_2\n1\n"), kNetOne);
  EXPECT_EQ(with_constant(".names o0_2\n"), kNetZero);
  EXPECT_EQ(with_constant(".names k\n1\n.names k o0_2\n1 1\n"), kNetOne);
}

TEST_F(LogicBlif, EveryWayTheTextCanBeWrongIsNamed) {
  struct Case {
    const char* from;
    const char* to;
    const char* message;
  };
  const Case cases[] = {
      {".gate INV A=x", ".gate BUF A=x", "m.blif: expected a cell of library tiny, found BUF"},
      {"INV A=x", "INV Q=x", "m.blif: cell INV has no pin Q"},
      {"A=x Y=new_1", "A=x Y=x", "m.blif: net x has two drivers"},
      {"A=x Y=new_1", "A=x Y=n3", "m.blif: net n3 has two drivers"},
      {".gate INV A=n6 Y=o0_0\n", "", "m.blif: net o0_0 has no driver"},
      {"A=n3 B=n4", "A=n3 B=n44", "m.blif: net n44 has no driver"},
      {"A=n3 B=n4", "A=n3", "m.blif: net  has no driver"},
      {".names n4 o0_1\n1 1", ".names n4 o0_1\n0 1", "m.blif: expected mapped gates only, found a truth table"},
      {".names n4 o0_1\n1 1", ".names o0_1 o0_1\n1 1", "m.blif: net o0_1 has no driver"},
      {".gate INV A=x Y=new_1\n", ".gate\n", "m.blif: a gate without a cell"},
  };
  for (const Case& c : cases) {
    std::string text = kMapped;
    const std::size_t at = text.find(c.from);
    ASSERT_NE(at, std::string::npos) << c.from;
    text.replace(at, std::string(c.from).size(), c.to);
    EXPECT_THAT([&] { (void)mapped(text); }, ThrowsMessage<InputError>(HasSubstr(c.message))) << c.to;
  }
}

}  // namespace
}  // namespace lmulsim::gates
