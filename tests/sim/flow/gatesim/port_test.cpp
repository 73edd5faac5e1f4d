// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench.hpp"
#include "util/error.hpp"

namespace lmulsim::sim {
namespace {

using testing::Bench;
using ::testing::ThrowsMessage;

/// 70 bits through buffers.
Bench& add_wide(Bench& bench) {
  std::vector<int> in;
  std::vector<int> out;
  for (int i = 0; i < 70; ++i) {
    in.push_back(2 + i);
    out.push_back(100 + i);
    bench.gate("$_BUF_", {in.back()}, out.back(), 1);
  }
  return bench.input("in", in).output("out", out);
}

TEST(Ports, CarryMoreThan64Bits) {
  Bench bench;
  const flow::gatesim::PortValue value{.lo = 0x8000'0000'0000'0005, .hi = 0x21};
  add_wide(bench).cycle("in", value);
  EXPECT_EQ(bench.simulator().get(bench.simulator().output("out")), value);
  EXPECT_EQ(bench.activity(2 + 63).rises, 1);
  EXPECT_EQ(bench.activity(2 + 64).rises, 1);
  EXPECT_EQ(bench.activity(2 + 65).rises, 0);
  EXPECT_EQ(bench.activity(100 + 69).rises, 1);
}

TEST(Ports, IgnoreBitsBeyondTheirWidth) {
  Bench bench;
  add_wide(bench).cycle("in", {.lo = 0, .hi = 0xFFC0});
  EXPECT_EQ(bench.simulator().get(bench.simulator().output("out")), flow::gatesim::PortValue{});
}

TEST(Ports, KeepTheirValueUntilItIsSetAgain) {
  Bench bench;
  bench.input("a", {2}).input("b", {3}).gate("$_AND_", {2, 3}, 4, 1).output("y", {4});
  bench.cycle("a", {1}).cycle("b", {1});
  EXPECT_EQ(bench.value("y"), 1U);
  EXPECT_EQ(bench.activity(2).transitions(), 1);
}

TEST(Ports, MayShowAnInputAndAConstant) {
  Bench bench;
  bench.input("a", {2}).output("y", {gates::kNetOne, 2}).cycle("a", {1});
  EXPECT_EQ(bench.value("y"), 0b11U);
}

TEST(Ports, ThatAreNotThereAreNamed) {
  Bench bench;
  bench.input("a", {2}).output("y", {2});
  EXPECT_THAT([&] { (void)bench.simulator().input("y"); },
              ThrowsMessage<InputError>("netlist circuit: expected an input port y, found none"));
  EXPECT_THAT([&] { (void)bench.simulator().output("x"); },
              ThrowsMessage<InputError>("netlist circuit: expected an output port x, found none"));
}

TEST(Gates, InALoopAreRefused) {
  Bench bench;
  bench.input("a", {2}).gate("$_NAND_", {2, 4}, 3, 1).gate("$_NOT_", {3}, 4, 1);
  EXPECT_THROW((void)bench.simulator(), InputError);
}

}  // namespace
}  // namespace lmulsim::sim
