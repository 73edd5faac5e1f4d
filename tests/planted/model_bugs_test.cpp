// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Bugs planted in the models: an array that goes wrong in one way, and results and times that are off by one.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "campaign.hpp"
#include "cycle/model_dut.hpp"
#include "fast/fast_engine.hpp"
#include "lockstep/lockstep.hpp"
#include "setups.hpp"
#include "systemc/systemc_array.hpp"

namespace lmulsim::planted {
namespace {

/// What is wrong with an array, seen from its pins; nothing set: nothing.
struct Fault {
  std::function<void(engine::ArrayIn&)> in = [](engine::ArrayIn&) {};
  std::function<void(engine::ArrayOut&, const engine::ArrayOut&)> out = [](engine::ArrayOut&, const engine::ArrayOut&) {
  };
};

/// A correct array behind faulty pins. `out` sees this cycle's outputs and those of the cycle before.
class FaultyArray final : public engine::ArrayDut {
 public:
  FaultyArray(const machine::Accelerator& acc, Fault fault)
      : inner_(cycle::make_array_model(engine::array_params(acc))),
        fault_(std::move(fault)),
        in_(acc.shape()),
        now_(acc.shape()),
        before_(acc.shape()),
        out_(acc.shape()) {}

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
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
  std::unique_ptr<engine::ArrayDut> inner_;
  Fault fault_;
  engine::ArrayIn in_;
  engine::ArrayOut now_, before_, out_;
};

class ModelBug : public testing::TestWithParam<Setup> {
 protected:
  void expect_found(const char* name, const Fault& fault) {
    const machine::Accelerator acc = accelerator(GetParam());
    FaultyArray faulty(acc, fault);
    const Verdict verdict = run_campaign(acc, faulty);
    ASSERT_TRUE(verdict.finding) << name;
    ASSERT_FALSE(verdict.finding->pins.empty()) << name;
    fmt::print("{} in {}: found after {} cycles, {}, {}\n", name, setup_name(GetParam()), verdict.finding->cycle,
               verdict.finding->program, verdict.finding->pins);
  }
};

TEST_P(ModelBug, NoFaultIsNotFound) {
  const machine::Accelerator acc = accelerator(GetParam());
  FaultyArray correct(acc, {});
  EXPECT_FALSE(run_campaign(acc, correct).finding);
}

TEST_P(ModelBug, DelayedValidIsFound) {
  expect_found("result_valid one cycle late", {.out = [](engine::ArrayOut& o, const engine::ArrayOut& before) {
                 o.result_valid = before.result_valid;
               }});
}

TEST_P(ModelBug, FlippedBitInOneColumnIsFound) {
  expect_found("bit 3 of column 1 flipped", {.out = [](engine::ArrayOut& o, const engine::ArrayOut&) {
                 if (o.result_valid) {
                   o.result_data[1].lo ^= 8;
                 }
               }});
}

TEST_P(ModelBug, DroppedStallIsFound) {
  expect_found("result_ready ignored", {.in = [](engine::ArrayIn& in) { in.result_ready = true; }});
}

TEST_P(ModelBug, WrongLastIsFound) {
  expect_found("result_last of every beat",
               {.out = [](engine::ArrayOut& o, const engine::ArrayOut&) { o.result_last = o.result_valid; }});
}

TEST_P(ModelBug, DroppedBeatIsFound) {
  expect_found("moving_last never seen by the array", {.in = [](engine::ArrayIn& in) {
                 in.moving_last = false;
                 in.moving_beats += in.moving_beats == 0 ? 0 : 2;
               }});
}

INSTANTIATE_TEST_SUITE_P(Planted, ModelBug, testing::Values(Setup::int8, Setup::output),
                         [](const auto& test) { return std::string(setup_name(test.param)); });

engine::RunResult some_result() {
  const machine::Accelerator acc = accelerator(Setup::int8);
  const mapping::Program program(acc.shape(), {4, 5, 7}, 1, {.stream_block = 4, .col_group = 1});
  engine::Operands operands;
  operands.a.assign(28, 3);
  operands.b.assign(35, 5);
  return fast::run_fast(acc, program, &operands, {.stalls = {}, .keep_command_times = true, .waves = {}});
}

TEST(FirstDifference, NamesEveryFieldThatIsOffByOne) {
  const engine::RunResult right = some_result();
  EXPECT_EQ(lockstep::first_difference(right, right), std::nullopt);
  const std::vector<std::pair<std::string, std::function<void(engine::RunResult&)>>> faults{
      {"total cycles", [](engine::RunResult& r) { ++r.cycles; }},
      {"command 2", [](engine::RunResult& r) { --r.commands[2].start; }},
      {"command 5", [](engine::RunResult& r) { ++r.commands[5].end; }},
      {"commands", [](engine::RunResult& r) { r.commands.pop_back(); }},
      {"output 19", [](engine::RunResult& r) { r.outputs.back().lo ^= 1; }},
      {"output 0", [](engine::RunResult& r) { r.outputs.front().hi ^= 1; }},
  };
  for (const auto& [field, fault] : faults) {
    engine::RunResult wrong = right;
    fault(wrong);
    const auto difference = lockstep::first_difference(right, wrong);
    ASSERT_TRUE(difference) << field;
    EXPECT_EQ(difference->rfind(field, 0), 0U) << *difference;
  }
}

}  // namespace
}  // namespace lmulsim::planted
