// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Bugs planted in the RTL, one at a time: lockstep with the array's cycle model has to find each of them, and nothing
// in the RTL as it is.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "campaign.hpp"
#include "mutation.hpp"
#include "rtl/rtl_array.hpp"
#include "util/error.hpp"

namespace lmulsim::planted {
namespace {

namespace fs = std::filesystem;

const fs::path kRtl = fs::path(LMULSIM_SOURCE_DIR) / "rtl";
const fs::path kWork = fs::path(LMULSIM_BINARY_DIR) / "planted";

Verdict run_rtl(const machine::Accelerator& acc, const fs::path& rtl) {
  const auto dut =
      rtl::make_rtl_array(engine::array_params(acc), 11, {}, {.rtl_dir = rtl, .cache_dir = kWork / "cache"});
  return run_campaign(acc, *dut);
}

/// The array that shows the bug.
machine::Accelerator shown_by(const Mutation& bug) {
  machine::Accelerator acc = accelerator(bug.setup);
  if (!bug.multiplier.empty()) {
    acc.pe.multiplier = arith::parse_multiplier(bug.multiplier);
  }
  return acc;
}

class CorrectRtl : public testing::TestWithParam<Setup> {};

TEST_P(CorrectRtl, AgreesInEveryProgram) {
  const Verdict verdict = run_rtl(accelerator(GetParam()), kRtl);
  EXPECT_FALSE(verdict.finding) << verdict.finding->program << ": " << verdict.finding->pins << " "
                                << verdict.finding->result.value_or("");
  EXPECT_EQ(verdict.programs, 51);
  EXPECT_GT(verdict.cycles, 3000);
}

INSTANTIATE_TEST_SUITE_P(Planted, CorrectRtl, testing::ValuesIn(kSetups),
                         [](const auto& test) { return std::string(setup_name(test.param)); });

class RtlBug : public testing::TestWithParam<Mutation> {};

TEST_P(RtlBug, IsFoundAtThePins) {
  const Mutation& bug = GetParam();
  const fs::path rtl = kWork / "rtl" / bug.name;
  plant(bug, kRtl, rtl);
  const Verdict verdict = run_rtl(shown_by(bug), rtl);
  fs::remove_all(rtl);
  ASSERT_TRUE(verdict.finding) << "not found in " << verdict.programs << " programs, " << verdict.cycles << " cycles";
  EXPECT_FALSE(verdict.finding->pins.empty()) << *verdict.finding->result;
  fmt::print("{}: found after {} cycles, {}, {}; result: {}\n", bug.name, verdict.finding->cycle,
             verdict.finding->program, verdict.finding->pins, verdict.finding->result.value_or("same"));
}

const auto kBugName = [](const testing::TestParamInfo<Mutation>& test) { return test.param.name; };
INSTANTIATE_TEST_SUITE_P(Arithmetic, RtlBug, testing::ValuesIn(arithmetic_mutations()), kBugName);
INSTANTIATE_TEST_SUITE_P(Array, RtlBug, testing::ValuesIn(array_mutations()), kBugName);

TEST(Plant, EveryMultiplierHasABug) {
  std::vector<arith::MultiplierKind> kinds = arith::built_multipliers(arith::Operands::both);
  const std::vector<arith::MultiplierKind> lookups = arith::built_lookups();
  kinds.insert(kinds.end(), lookups.begin(), lookups.end());
  for (const arith::MultiplierKind kind : kinds) {
    EXPECT_TRUE(std::ranges::any_of(arithmetic_mutations(), [kind](const Mutation& bug) {
      return bug.file.starts_with("pe/mul") && shown_by(bug).pe.multiplier.kind == kind;
    })) << arith::hardware(kind).name;
  }
}

TEST(Plant, RefusesTextThatDoesNotOccurOnce) {
  const fs::path to = kWork / "rtl" / "refused";
  EXPECT_THROW(plant({"none", "pe/mac.sv", "no such text", "", Setup::lmul}, kRtl, to), InputError);
  EXPECT_THROW(plant({"several", "pe/mac.sv", "localparam", "", Setup::lmul}, kRtl, to), InputError);
}

}  // namespace
}  // namespace lmulsim::planted
