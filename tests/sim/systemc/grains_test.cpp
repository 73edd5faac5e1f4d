// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Both SystemC grains beside the kernel-free models. SystemC elaborates once a process: a test makes all its arrays
// first.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cycle/model_dut.hpp"
#include "params.hpp"
#include "systemc/systemc_array.hpp"
#include "traffic.hpp"
#include "util/error.hpp"

namespace lmulsim::systemc::test {
namespace {

/// Both grains and both kernel-free models of one array.
struct Side {
  explicit Side(const engine::ArrayParams& p, const std::optional<std::filesystem::path>& vcd = {})
      : params(p),
        array(make_systemc_array(p, SystemcGrain::array)),
        pe(make_systemc_array(p, SystemcGrain::pe, vcd)),
        model(cycle::make_array_model(p)),
        model_pe(cycle::make_pe_array_model(p)) {}

  [[nodiscard]] std::vector<engine::ArrayDut*> duts() const {
    return {model.get(), array.get(), pe.get(), model_pe.get()};
  }

  engine::ArrayParams params;
  std::unique_ptr<engine::ArrayDut> array;
  std::unique_ptr<engine::ArrayDut> pe;
  std::unique_ptr<engine::ArrayDut> model;
  std::unique_ptr<engine::ArrayDut> model_pe;
};

void compare(const std::vector<Side>& sides, int tiles, Rng& rng) {
  std::int64_t compared = 0;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const Side& side = sides[i];
    const Traffic traffic = make_traffic(side.params, {.tiles = tiles, .finite = i % 2 != 0}, rng);
    const Willing willing{.a = i % 3 ? 0.7 : 1, .b = i % 5 ? 0.7 : 1, .c = 0.6, .o = i % 2 ? 0.7 : 1};
    const Outcome cut = drive(side.duts(), side.params, traffic, willing, rng, 30);
    ASSERT_FALSE(cut.divergence) << describe(side.params) << "\n" << *cut.divergence;
    const Outcome out = drive(side.duts(), side.params, traffic, willing, rng);
    ASSERT_FALSE(out.divergence) << describe(side.params) << "\n" << *out.divergence;
    constexpr std::int64_t kAtLeast = 18;  // three models against the first, six pins with one column
    ASSERT_GE(out.compared, kAtLeast * out.cycles);
    compared += out.compared;
  }
  std::cout << "compared " << compared << " pins\n";
}

TEST(Grains, AgreeOnEveryPinForEveryArithmetic) {
  Rng rng(20);
  std::vector<Side> sides;
  for (const Arithmetic& arithmetic : all_arithmetic()) {
    for (const bool output : {false, true}) {
      const int i = static_cast<int>(sides.size());
      sides.emplace_back(make_params(2 + i % 2, 3, output, i / 2 % 2, 1 + i / 4 % 3, arithmetic));
    }
  }
  compare(sides, 5, rng);
}

TEST(Grains, AgreeOnEveryPinForEveryShape) {
  Rng rng(21);
  std::vector<Side> sides;
  for (const auto& [rows, cols] :
       {std::pair{1, 1}, std::pair{1, 5}, std::pair{4, 1}, std::pair{3, 5}, std::pair{8, 8}}) {
    for (const bool output : {false, true}) {
      for (const int stages : {0, 1}) {
        const int latency = 1 + static_cast<int>(sides.size() * 3 % 8);
        sides.emplace_back(make_params(rows, cols, output, stages, latency, all_arithmetic()[sides.size() % 2]));
      }
    }
  }
  compare(sides, 5, rng);
}

TEST(Grains, AgreeOnTheLargestArrayWithOneModulePerPe) {
  Rng rng(22);
  std::vector<Side> sides;
  for (const bool output : {false, true}) {
    sides.emplace_back(make_params(kMaxPeGrainSide, kMaxPeGrainSide, output, 1, 2, all_arithmetic()[1]));
  }
  compare(sides, 4, rng);
}

TEST(Grains, ArrayMayGoWhileAnotherOneRuns) {
  Rng rng(23);
  const engine::ArrayParams p = make_params(2, 2, false, 0, 1, all_arithmetic()[1]);
  auto first = std::make_unique<Side>(p);
  const Side second(p);
  const Traffic traffic = make_traffic(p, {}, rng);
  EXPECT_FALSE(drive(first->duts(), p, traffic, {}, rng).divergence);
  first.reset();
  EXPECT_FALSE(drive(second.duts(), p, traffic, {}, rng).divergence);
}

TEST(Grains, OneModulePerPeIsRefusedBeyondItsLargestArray) {
  const engine::ArrayParams p = make_params(4, kMaxPeGrainSide + 1, false, 0, 1, all_arithmetic()[1]);
  try {
    (void)make_systemc_array(p, SystemcGrain::pe);
    FAIL() << "expected an InputError";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("found 4x17: use the one-process grain"), std::string::npos)
        << error.what();
  }
  EXPECT_NE(make_systemc_array(p, SystemcGrain::array), nullptr);
}

TEST(Grains, ArrayIsRefusedOnceASimulationRuns) {
  const engine::ArrayParams p = make_params(2, 2, false, 0, 1, all_arithmetic()[1]);
  const auto dut = make_systemc_array(p, SystemcGrain::array);
  dut->settle(engine::ArrayIn(p.shape));
  EXPECT_THROW((void)make_systemc_array(p, SystemcGrain::array), InputError);
}

TEST(Grains, NamesTellTheEngines) {
  const Side side(make_params(1, 1, false, 0, 1, all_arithmetic()[1]));
  EXPECT_EQ(side.array->name(), "systemc");
  EXPECT_EQ(side.pe->name(), "systemc-pe");
  EXPECT_EQ(side.model->name(), "cycle");
  EXPECT_EQ(side.model_pe->name(), "cycle-pe");
}

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class Waves : public testing::TestWithParam<bool> {};

TEST_P(Waves, HoldPinsAndPeRegisters) {
  Rng rng(24);
  const std::filesystem::path vcd = testing::TempDir() + "grains_" + (GetParam() ? "output" : "stationary") + ".vcd";
  std::filesystem::remove(vcd);
  const engine::ArrayParams p = make_params(2, 2, GetParam(), 0, 2, all_arithmetic()[1]);
  {
    const Side side(p, vcd);
    const Outcome out = drive(side.duts(), p, make_traffic(p, {}, rng), {}, rng);
    ASSERT_FALSE(out.divergence) << *out.divergence;
  }
  const std::string text = read(vcd);
  for (const char* name : {" clk ", " moving_valid ", " moving_ready ", " moving_data_1 ", " result_valid ",
                           " result_data_1 ", "pe_1_1", " moving_q ", GetParam() ? " slot_q_1 " : " active_q "}) {
    EXPECT_NE(text.find(name), std::string::npos) << name;
  }
  const auto times = std::count(text.begin(), text.end(), '#');
  EXPECT_GT(times, 40) << "two edges a cycle";
  std::filesystem::remove(vcd);
}

INSTANTIATE_TEST_SUITE_P(Dataflow, Waves, testing::Bool(),
                         [](const auto& p) { return std::string(p.param ? "Output" : "Stationary"); });

TEST(WaveFile, ThatCannotBeWrittenIsRefused) {
  const engine::ArrayParams p = make_params(1, 1, false, 0, 1, all_arithmetic()[1]);
  EXPECT_THROW((void)make_systemc_array(p, SystemcGrain::array, "no/such/folder/waves.vcd"), InputError);
}

}  // namespace
}  // namespace lmulsim::systemc::test
