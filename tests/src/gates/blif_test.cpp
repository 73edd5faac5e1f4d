// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Truth tables and cuts, read back by the rules of the format (Berkeley Logic Interchange Format, 1992: ".names INPUTS
// OUTPUT", then the input patterns that give 1).
#include "gates/blif.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "circuit.hpp"
#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Rows = std::set<std::string>;

struct Names {
  std::vector<std::string> inputs;
  Rows ones;  ///< patterns of the inputs; "" of a constant one
};

struct Blif {
  std::string model;
  std::vector<std::string> inputs, outputs;
  std::map<std::string, Names> tables;  ///< by output
};

std::vector<std::string> words(const std::string& line) {
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

Blif parse(const std::string& text) {
  Blif blif;
  Names* table = nullptr;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> w = words(line);
    const std::string first = w.front();
    w.erase(w.begin());
    if (first == ".model") {
      blif.model = w.at(0);
    } else if (first == ".inputs") {
      blif.inputs = w;
    } else if (first == ".outputs") {
      blif.outputs = w;
    } else if (first == ".names") {
      table = &blif.tables[w.back()];
      w.pop_back();
      table->inputs = w;
    } else if (first != ".end") {
      table->ones.insert(w.empty() ? "" : first);
      EXPECT_EQ(w.empty() ? first : w.at(0), "1") << line;
    }
  }
  return blif;
}

Blif blif_of(const testing::Circuit& circuit) {
  return parse(write_blif(circuit.netlist()));
}

TEST(Blif, NamesPortsBitByBit) {
  testing::Circuit circuit(testing::tiny_library());
  circuit.input("a", {2, 3}).gate("NAND2", "g", {2, 3}, {4}).output("y", {4, kNetOne});
  const Blif blif = blif_of(circuit);
  EXPECT_EQ(blif.model, "circuit");
  EXPECT_THAT(blif.inputs, ElementsAre("a[0]", "a[1]"));
  EXPECT_THAT(blif.outputs, ElementsAre("y[0]", "y[1]"));
  EXPECT_THAT(blif.tables.at("n3").inputs, ElementsAre("a[1]"));
  EXPECT_EQ(blif.tables.at("n3").ones, Rows{"1"});
  EXPECT_THAT(blif.tables.at("y[1]").inputs, ElementsAre("n1"));
  EXPECT_EQ(blif.tables.at("y[1]").ones, Rows{"1"});
}

TEST(Blif, HasBothConstants) {
  testing::Circuit circuit(testing::tiny_library());
  const Blif blif = blif_of(circuit);
  EXPECT_THAT(blif.tables.at("n0").ones, IsEmpty());
  EXPECT_EQ(blif.tables.at("n1").ones, Rows{""});
}

TEST(Blif, ListsTheRowsOfAGatesTruthTable) {
  testing::Circuit circuit(testing::tiny_library());
  circuit.input("a", {2, 3, 4}).gate("NAND2", "g", {2, 3}, {5}).gate("AO21", "h", {2, 3, 4}, {6});
  const Blif blif = blif_of(circuit);
  EXPECT_THAT(blif.tables.at("n5").inputs, ElementsAre("n2", "n3"));
  EXPECT_EQ(blif.tables.at("n5").ones, (Rows{"00", "01", "10"}));
  EXPECT_THAT(blif.tables.at("n6").inputs, ElementsAre("n2", "n3", "n4"));
  EXPECT_EQ(blif.tables.at("n6").ones, (Rows{"110", "111", "001", "011", "101"}));  // A1 A2 + B
}

TEST(Blif, CutsAtFlipFlops) {
  testing::Circuit circuit(testing::tiny_library());
  circuit.input("ck", 2).gate("DFF", "r", {2, 4}, {3}).gate("INV", "g", {3}, {4}).gate("DFF", "o", {2, 3}, {kNoNet});
  const Blif blif = blif_of(circuit);
  EXPECT_THAT(blif.inputs, ElementsAre("ck[0]", "r.q", "o.q"));
  EXPECT_THAT(blif.outputs, ElementsAre("r.d", "o.d"));
  EXPECT_THAT(blif.tables.at("n3").inputs, ElementsAre("r.q"));
  EXPECT_EQ(blif.tables.at("n3").ones, Rows{"1"});
  EXPECT_THAT(blif.tables.at("r.d").inputs, ElementsAre("n4"));
  EXPECT_EQ(blif.tables.at("r.d").ones, Rows{"1"});
}

/// tiny.lib and a flip-flop with this next state whose pin Q shows the state, and QN its inverse.
Library with_flip_flop(const char* next) {
  return testing::library_of(
      {testing::tiny_plus(std::string("cell (FF) { ff (IQ, IQN) { clocked_on : CK; next_state : ") + next +
                          "; } pin (CK) { direction : input; clock : true; } pin (D) { direction "
                          ": input; } pin (E) { direction : input; } pin (Q) { direction : "
                          "output; function : IQ; } pin (QN) { direction : output; function : "
                          "IQN; } }")});
}

/// Whether q, as the data pin sees it, is inverted on its way to Q and QN.
std::pair<Rows, Rows> outputs_of(const char* next) {
  testing::Circuit circuit(with_flip_flop(next));
  circuit.input("i", {2, 3, 4}).gate("FF", "r", {2, 3, 4}, {5, 6});
  const Blif blif = blif_of(circuit);
  EXPECT_THAT(blif.tables.at("n5").inputs, ElementsAre("r.q"));
  EXPECT_THAT(blif.tables.at("n6").inputs, ElementsAre("r.q"));
  EXPECT_EQ(blif.tables.at("r.d").ones, Rows{"1"});
  return {blif.tables.at("n5").ones, blif.tables.at("n6").ones};
}

TEST(Blif, InvertsTheInvertedOutput) {
  EXPECT_EQ(outputs_of("D"), (std::pair{Rows{"1"}, Rows{"0"}}));
}

TEST(Blif, SeesAFlipFlopThatStoresTheInverseFromItsDataPin) {
  EXPECT_EQ(outputs_of("\"!D\""), (std::pair{Rows{"0"}, Rows{"1"}}));
}

TEST(Blif, RefusesAFlipFlopWithLogicOfItsOwn) {
  testing::Circuit circuit(with_flip_flop("\"D E\""));
  circuit.input("i", {2, 3, 4}).gate("FF", "r", {2, 3, 4}, {5, 6});
  EXPECT_THAT(
      [&] { (void)write_blif(circuit.netlist()); },
      ::testing::ThrowsMessage<InputError>(::testing::HasSubstr("cell FF of flip-flop r: expected a next state")));
}

}  // namespace
}  // namespace lmulsim::gates
