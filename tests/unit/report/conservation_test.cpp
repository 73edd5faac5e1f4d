// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The laws hold for activity counted tile by tile, and each of them catches a planted bug.
#include "report/conservation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "sample.hpp"
#include "util/error.hpp"

namespace lmulsim::report {
namespace {

using activity::Activity;
using ::testing::HasSubstr;
using testing::program_of;
using testing::walk;

struct Shape {
  const char* accelerator;
  mapping::Gemm gemm;
  std::int64_t count;
};

class Conservation : public ::testing::TestWithParam<Shape> {};

TEST_P(Conservation, HoldsForActivityCountedTileByTile) {
  const config::Accelerator acc = config::load_accelerator(GetParam().accelerator);
  const mapping::Program program = program_of(acc, GetParam().gemm, GetParam().count);
  const Activity a = walk(acc, program, 11, 22);
  CheckList checks;
  check_conservation(checks, acc, program, a, a.busy_cycles + 33, "gemm");
  EXPECT_NO_THROW(checks.enforce());
  EXPECT_EQ(checks.all().size(), 14U);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, Conservation,
    ::testing::Values(Shape{"lmul-e4m3-ws-4x4", {4, 4, 4}, 1}, Shape{"lmul-e4m3-ws-4x4", {1, 1, 1}, 1},
                      Shape{"lmul-e4m3-ws-4x4", {9, 10, 11}, 3}, Shape{"lmul-e4m3-os-4x4", {9, 10, 11}, 3},
                      Shape{"exact-bf16-os-4x4", {17, 3, 5}, 2}, Shape{"exact-e4m3-is-4x4", {9, 10, 11}, 3},
                      Shape{"int8-ws-4x4", {5, 6, 7}, 1}, Shape{"lmul-e4m3-ws-4x4", {5000, 6, 9}, 1},
                      Shape{"exact-e4m3-is-4x4", {6, 5000, 9}, 1}, Shape{"lmul-e4m3-os-4x4", {5000, 6, 9}, 1},
                      Shape{"lmul-e4m3-ws-32x32", {197, 768, 768}, 12}));

struct Bug {
  const char* check;  ///< the law that must catch it
  std::function<void(Activity&)> plant;
};

TEST(ConservationBugs, EachIsCaughtByItsLaw) {
  const Bug bugs[] = {
      {"useful MACs = M * N * K", [](Activity& a) { --a.macs_useful; }},
      {"issued MACs = useful + padding", [](Activity& a) { a.macs_issued += 16; }},
      {"busy + stall + idle = total cycles", [](Activity& a) { ++a.stall_cycles; }},
      {"busy + stall + idle = total cycles", [](Activity& a) { --a.idle_cycles; }},
      {"busy cycles = beats of the moving operand", [](Activity& a) { --a.busy_cycles, ++a.stall_cycles; }},
      {"beats in: moving operand", [](Activity& a) { --a.a_beats; }},
      {"beats in: top operand", [](Activity& a) { ++a.b_beats; }},
      {"beats in: partial sums", [](Activity& a) { --a.c_beats; }},
      {"beats out: results", [](Activity& a) { --a.o_beats; }},
      {"activation words read", [](Activity& a) { ++a.activation_reads; }},
      {"weight words read", [](Activity& a) { --a.weight_reads; }},
      {"partial sums read again = one per further K tile",
       [](Activity& a) { ++a.accumulator_reads, ++a.accumulator_writes; }},
      {"accumulator writes - reads = results", [](Activity& a) { --a.accumulator_writes; }},
      {"bytes from DRAM = operands * times loaded", [](Activity& a) { --a.dram_read_bytes; }},
      {"bytes to DRAM = results", [](Activity& a) { a.dram_write_bytes -= 4; }},
  };
  const config::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-4x4");
  const mapping::Program program = program_of(acc, {9, 10, 11}, 3);
  const Activity good = walk(acc, program, 11, 22);
  for (const Bug& bug : bugs) {
    Activity bad = good;
    bug.plant(bad);
    CheckList checks;
    check_conservation(checks, acc, program, bad, good.total_cycles(), "gemm");
    const auto it = std::ranges::find(checks.all(), bug.check, &Check::name);
    ASSERT_NE(it, checks.all().end()) << bug.check;
    EXPECT_FALSE(it->passed()) << bug.check;
    EXPECT_THROW(checks.enforce(), CheckError) << bug.check;
  }
}

TEST(ConservationBugs, AWrongTotalIsCaught) {
  const config::Accelerator acc = config::load_accelerator("lmul-e4m3-os-4x4");
  const mapping::Program program = program_of(acc, {9, 10, 11});
  const Activity a = walk(acc, program, 0, 5);
  CheckList checks;
  check_conservation(checks, acc, program, a, a.total_cycles() + 1, "gemm");
  EXPECT_THAT([&] { checks.enforce(); },
              ::testing::ThrowsMessage<CheckError>(HasSubstr("busy + stall + idle = total cycles")));
}

}  // namespace
}  // namespace lmulsim::report
