// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The laws hold for activity counted tile by tile, and each of them catches a planted bug.
#include "result/conservation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "../report/sample.hpp"
#include "result/off_chip.hpp"
#include "util/error.hpp"

namespace lmulsim::result {
namespace {

using machine::Activity;
using report::testing::program_of;
using report::testing::walk;
using ::testing::HasSubstr;

struct Shape {
  const char* accelerator;
  graph::Gemm gemm;
  std::int64_t count;
};

class Conservation : public ::testing::TestWithParam<Shape> {};

TEST_P(Conservation, HoldsForActivityCountedTileByTile) {
  const machine::Accelerator acc = config::load_accelerator(GetParam().accelerator);
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
      {"beats in: moving operand", [](Activity& a) { --a.moving_beats; }},
      {"beats in: top operand", [](Activity& a) { ++a.stationary_beats; }},
      {"beats in: partial sums", [](Activity& a) { --a.psum_beats; }},
      {"beats out: results", [](Activity& a) { --a.result_beats; }},
      {"activation words read", [](Activity& a) { ++a.activation_reads; }},
      {"weight words read", [](Activity& a) { --a.weight_reads; }},
      {"partial sums read again = one per further K tile",
       [](Activity& a) { ++a.accumulator_reads, ++a.accumulator_writes; }},
      {"accumulator writes - reads = results", [](Activity& a) { --a.accumulator_writes; }},
      {"bytes from DRAM = what the scratchpads miss", [](Activity& a) { --a.dram_read_bytes; }},
      {"bytes to DRAM = results", [](Activity& a) { a.dram_write_bytes -= 4; }},
  };
  const machine::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-4x4");
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

// A count that is added to the table needs a law before it is reported.
TEST(ConservationBugs, EveryCountHasALaw) {
  const machine::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-4x4");
  const mapping::Program program = program_of(acc, {9, 10, 11}, 3);
  const Activity good = walk(acc, program, 11, 22);
  for (const machine::Count& count : machine::kCounts) {
    if (count.known != machine::Known::always) {
      continue;
    }
    Activity bad = good;
    ++(bad.*count.member);
    CheckList checks;
    check_conservation(checks, acc, program, bad, good.total_cycles(), "gemm");
    EXPECT_THROW(checks.enforce(), CheckError) << count.name;
  }
}

/// Ways to count bytes from DRAM wrongly that keep every other count.
struct TrafficBug {
  const char* what;
  std::function<std::int64_t(const machine::Accelerator&, const mapping::Program&)> bytes;
};

bool fits(std::int64_t words, std::int64_t bytes) {
  return words <= bytes;
}

std::int64_t groups_of(const mapping::Program& p) {
  return (p.col_tiles() + p.loops().col_group - 1) / p.loops().col_group;
}

const TrafficBug kTrafficBugs[] = {
    {"a stationary block sized by N instead of K",
     [](const machine::Accelerator& acc, const mapping::Program& p) {
       const auto& [m, n, k] = p.gemm();
       const bool stays = fits(p.loops().stream_block * n, acc.memory.activation_bytes);
       const bool all = fits(k * n, acc.memory.weight_bytes);
       return m * k * (stays ? 1 : groups_of(p)) + k * n * (all ? 1 : p.stream_blocks());
     }},
    {"row tiles taken for column tiles",
     [](const machine::Accelerator& acc, const mapping::Program& p) {
       const auto& [m, n, k] = p.gemm();
       const std::int64_t panel = std::min(mapping::tile_rows(p.shape()), m) * k;
       const bool all = fits(k * n, acc.memory.weight_bytes);
       return m * k * (fits(panel, acc.memory.activation_bytes) ? 1 : p.row_tiles()) +
              k * n * (all ? 1 : p.row_tiles());
     }},
    {"weights sized K x M",
     [](const machine::Accelerator& acc, const mapping::Program& p) {
       const auto& [m, n, k] = p.gemm();
       const bool stays = fits(p.loops().stream_block * k, acc.memory.activation_bytes);
       const bool all = fits(k * m, acc.memory.weight_bytes);
       return m * k * (stays ? 1 : groups_of(p)) + k * n * (all ? 1 : p.stream_blocks());
     }},
};

struct TrafficCase {
  std::size_t bug;
  const char* accelerator;
  std::int64_t activation_bytes, weight_bytes, accumulator_bytes;
  graph::Gemm gemm;
};

/// What a rule of thumb makes of the bytes, judged by the law.
bool caught(const TrafficCase& c) {
  machine::Accelerator acc = config::load_accelerator(c.accelerator);
  acc.memory = {c.activation_bytes, c.weight_bytes, c.accumulator_bytes, 64};
  const mapping::Program program = program_of(acc, c.gemm);
  Activity a = walk(acc, program, 0, 5);
  CheckList good;
  check_conservation(good, acc, program, a, a.total_cycles(), "gemm");
  EXPECT_NO_THROW(good.enforce());
  a.dram_read_bytes = kTrafficBugs[c.bug].bytes(acc, program);
  CheckList bad;
  check_conservation(bad, acc, program, a, a.total_cycles(), "gemm");
  const auto it = std::ranges::find(bad.all(), "bytes from DRAM = what the scratchpads miss", &Check::name);
  return it != bad.all().end() && !it->passed();
}

TEST(ConservationBugs, BytesFromDramThatAreCountedWronglyAreCaught) {
  const TrafficCase cases[] = {
      // Blocks of 16 rows: 16 x 40 activations do not stay where 16 x 10 would, and the other way round.
      {0, "lmul-e4m3-ws-4x4", 400, 1 << 20, 16 * 16, {64, 10, 40}},
      {0, "lmul-e4m3-ws-4x4", 400, 1 << 20, 16 * 16, {64, 40, 10}},
      // A panel of 8 x 100 does not stay: 8 row tiles and 3 column tiles, then 2 and 16.
      {1, "lmul-e4m3-os-4x4", 256, 1 << 20, 1 << 20, {64, 12, 100}},
      {1, "lmul-e4m3-os-4x4", 256, 256, 1 << 20, {12, 64, 100}},
      // 20 x 50 weights do not stay where 20 x 20 would: walked, and large enough to be swept.
      {2, "lmul-e4m3-ws-4x4", 1 << 20, 600, 10 * 16, {20, 50, 20}},
      {2, "lmul-e4m3-ws-128x128", 8 << 20, 8 << 20, 1000 * 512, {2000, 5000, 2000}},
      {2, "lmul-e4m3-ws-4x4", 8 << 20, 8 << 20, 1000 * 16, {2000, 5000, 2000}},
  };
  for (const TrafficCase& c : cases) {
    EXPECT_TRUE(caught(c)) << kTrafficBugs[c.bug].what << ", " << c.accelerator << " " << c.gemm.m << " " << c.gemm.n
                           << " " << c.gemm.k;
  }
}

TEST(ConservationBugs, TheLargeProductIsOffByTenMillionBytes) {
  machine::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-128x128");
  acc.memory = {8 << 20, 8 << 20, 1000 * 512, 64};
  const mapping::Program program = program_of(acc, {2000, 5000, 2000});
  EXPECT_EQ(kTrafficBugs[2].bytes(acc, program), 14'000'000);
  const Misses missed = misses(acc, program);
  EXPECT_EQ(missed.activation_words + missed.weight_words, 24'000'000);
}

TEST(ConservationBugs, AWrongTotalIsCaught) {
  const machine::Accelerator acc = config::load_accelerator("lmul-e4m3-os-4x4");
  const mapping::Program program = program_of(acc, {9, 10, 11});
  const Activity a = walk(acc, program, 0, 5);
  CheckList checks;
  check_conservation(checks, acc, program, a, a.total_cycles() + 1, "gemm");
  EXPECT_THAT([&] { checks.enforce(); },
              ::testing::ThrowsMessage<CheckError>(HasSubstr("busy + stall + idle = total cycles")));
}

}  // namespace
}  // namespace lmulsim::result
