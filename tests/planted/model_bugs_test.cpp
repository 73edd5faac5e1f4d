// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Bugs planted in the models: an array that goes wrong in one way, and results and times that are off by one.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "campaign.hpp"
#include "fast/fast_engine.hpp"
#include "lockstep/lockstep.hpp"
#include "setups.hpp"
#include "systemc/model_dut.hpp"
#include "systemc/systemc_array.hpp"

namespace lmulsim::planted {
namespace {

/// What is wrong with an array, seen from its pins; nothing set: nothing.
struct Fault {
  std::function<void(sim::ArrayIn&)> in = [](sim::ArrayIn&) {};
  std::function<void(sim::ArrayOut&, const sim::ArrayOut&)> out = [](sim::ArrayOut&, const sim::ArrayOut&) {};
};

/// A correct array behind faulty pins. `out` sees this cycle's outputs and those of the cycle before.
class FaultyArray final : public sim::ArrayDut {
 public:
  FaultyArray(const config::Accelerator& acc, Fault fault)
      : inner_(systemc::make_array_model(sim::array_params(acc))),
        fault_(std::move(fault)),
        in_(acc.shape()),
        now_(acc.shape()),
        before_(acc.shape()),
        out_(acc.shape()) {}

  const sim::ArrayOut& settle(const sim::ArrayIn& in) override {
    in_ = in;
    fault_.in(in_);
    now_ = inner_->settle(in_);
    out_ = now_;
    fault_.out(out_, before_);
    return out_;
  }
  void clock() override {
    before_ = now_;
    inner_->clock();
  }
  [[nodiscard]] std::string_view name() const override { return "faulty"; }

 private:
  std::unique_ptr<sim::ArrayDut> inner_;
  Fault fault_;
  sim::ArrayIn in_;
  sim::ArrayOut now_, before_, out_;
};

class ModelBug : public testing::TestWithParam<Setup> {
 protected:
  void expect_found(const char* name, const Fault& fault) {
    const config::Accelerator acc = accelerator(GetParam());
    FaultyArray faulty(acc, fault);
    const Verdict verdict = run_campaign(acc, faulty);
    ASSERT_TRUE(verdict.finding) << name;
    ASSERT_FALSE(verdict.finding->pins.empty()) << name;
    fmt::print("{} in {}: found after {} cycles, {}, {}\n", name, setup_name(GetParam()), verdict.finding->cycle,
               verdict.finding->program, verdict.finding->pins);
  }
};

TEST_P(ModelBug, NoFaultIsNotFound) {
  const config::Accelerator acc = accelerator(GetParam());
  FaultyArray correct(acc, {});
  EXPECT_FALSE(run_campaign(acc, correct).finding);
}

TEST_P(ModelBug, DelayedValidIsFound) {
  expect_found("o_valid one cycle late",
               {.out = [](sim::ArrayOut& o, const sim::ArrayOut& before) { o.o_valid = before.o_valid; }});
}

TEST_P(ModelBug, FlippedBitInOneColumnIsFound) {
  expect_found("bit 3 of column 1 flipped", {.out = [](sim::ArrayOut& o, const sim::ArrayOut&) {
                 if (o.o_valid) {
                   o.o_data[1].lo ^= 8;
                 }
               }});
}

TEST_P(ModelBug, DroppedStallIsFound) {
  expect_found("o_ready ignored", {.in = [](sim::ArrayIn& in) { in.o_ready = true; }});
}

TEST_P(ModelBug, WrongLastIsFound) {
  expect_found("o_last of every beat", {.out = [](sim::ArrayOut& o, const sim::ArrayOut&) { o.o_last = o.o_valid; }});
}

TEST_P(ModelBug, DroppedBeatIsFound) {
  expect_found("a_last never seen by the array", {.in = [](sim::ArrayIn& in) {
                 in.a_last = false;
                 in.a_beats += in.a_beats == 0 ? 0 : 2;
               }});
}

INSTANTIATE_TEST_SUITE_P(Planted, ModelBug, testing::Values(Setup::int8, Setup::output),
                         [](const auto& test) { return std::string(setup_name(test.param)); });

sim::RunResult some_result() {
  const config::Accelerator acc = accelerator(Setup::int8);
  const mapping::Program program(acc.shape(), {4, 5, 7}, 1, {.stream_block = 4, .col_group = 1});
  sim::Operands operands;
  operands.a.assign(28, 3);
  operands.b.assign(35, 5);
  return sim::run_fast(acc, program, &operands, {.stalls = {}, .keep_command_times = true, .waves = {}});
}

TEST(FirstDifference, NamesEveryFieldThatIsOffByOne) {
  const sim::RunResult right = some_result();
  EXPECT_EQ(sim::first_difference(right, right), std::nullopt);
  const std::vector<std::pair<std::string, std::function<void(sim::RunResult&)>>> faults{
      {"total cycles", [](sim::RunResult& r) { ++r.cycles; }},
      {"command 2", [](sim::RunResult& r) { --r.commands[2].start; }},
      {"command 5", [](sim::RunResult& r) { ++r.commands[5].end; }},
      {"commands", [](sim::RunResult& r) { r.commands.pop_back(); }},
      {"output 19", [](sim::RunResult& r) { r.outputs.back().lo ^= 1; }},
      {"output 0", [](sim::RunResult& r) { r.outputs.front().hi ^= 1; }},
  };
  for (const auto& [field, fault] : faults) {
    sim::RunResult wrong = right;
    fault(wrong);
    const auto difference = sim::first_difference(right, wrong);
    ASSERT_TRUE(difference) << field;
    EXPECT_EQ(difference->rfind(field, 0), 0U) << *difference;
  }
}

}  // namespace
}  // namespace lmulsim::planted
