// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The comparison of the other tests, given models that are wrong.
#include <gtest/gtest.h>

#include <functional>

#include "arith/spec.hpp"
#include "cycle/model_dut.hpp"
#include "params.hpp"
#include "systemc/systemc_array.hpp"
#include "traffic.hpp"

namespace lmulsim::systemc::test {
namespace {

/// A model with one output pin wrong in one cycle.
class FaultyPin final : public engine::ArrayDut {
 public:
  using Fault = std::function<void(engine::ArrayOut&)>;
  FaultyPin(const engine::ArrayParams& p, std::int64_t cycle, Fault fault)
      : inner_(cycle::make_array_model(p)), out_(p.shape), wrong_(cycle), fault_(std::move(fault)) {}

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
    out_ = inner_->settle(in);
    if (cycle_ == wrong_) {
      fault_(out_);
    }
    return out_;
  }
  void clock() override {
    inner_->clock();
    ++cycle_;
  }
  [[nodiscard]] std::string_view name() const override { return "faulty"; }

 private:
  std::unique_ptr<engine::ArrayDut> inner_;
  engine::ArrayOut out_;
  std::int64_t wrong_;
  std::int64_t cycle_ = 0;
  Fault fault_;
};

const engine::ArrayParams kParams = make_params(3, 4, false, 0, 2, all_arithmetic()[1]);

Outcome compare_with(engine::ArrayDut& faulty, const engine::ArrayParams& p) {
  Rng rng(8);
  const Traffic traffic = make_traffic(p, {.tiles = 6, .finite = true}, rng);
  const auto model = cycle::make_array_model(p);
  return drive({model.get(), &faulty}, p, traffic, {0.8, 0.8, 0.8, 0.8}, rng);
}

TEST(PlantedBug, OnePinWrongInOneCycleIsFoundInThatCycle) {
  const std::vector<FaultyPin::Fault> faults{[](engine::ArrayOut& o) { o.moving_ready = !o.moving_ready; },
                                             [](engine::ArrayOut& o) { o.stationary_ready = !o.stationary_ready; },
                                             [](engine::ArrayOut& o) { o.psum_ready = !o.psum_ready; },
                                             [](engine::ArrayOut& o) { o.result_valid = !o.result_valid; },
                                             [](engine::ArrayOut& o) { o.result_last = !o.result_last; },
                                             [](engine::ArrayOut& o) { o.result_data[2].lo ^= 1; },
                                             [](engine::ArrayOut& o) { o.result_data[3].hi ^= 1; }};
  for (const FaultyPin::Fault& fault : faults) {
    constexpr int kResetCycles = 2;
    FaultyPin faulty(kParams, kResetCycles + 17, fault);
    const Outcome out = compare_with(faulty, kParams);
    ASSERT_TRUE(out.divergence);
    EXPECT_NE(out.divergence->find("cycle 17: cycle"), std::string::npos) << *out.divergence;
  }
}

TEST(PlantedBug, ArrayWithOtherParametersIsFound) {
  const auto planted = [](const auto& change, const engine::ArrayParams& p) {
    engine::ArrayParams wrong = p;
    change(wrong);
    const auto faulty = cycle::make_array_model(wrong);
    return compare_with(*faulty, p).divergence.has_value();
  };
  for (const bool output : {false, true}) {
    const engine::ArrayParams p = make_params(3, 4, output, 0, 2, all_arithmetic()[1]);
    EXPECT_FALSE(planted([](engine::ArrayParams&) {}, p)) << "the comparison itself";
    EXPECT_TRUE(planted([](engine::ArrayParams& w) { w.shape.mul_stages = 1; }, p));
    EXPECT_TRUE(planted([](engine::ArrayParams& w) { w.shape.acc_latency = 3; }, p));
    EXPECT_TRUE(planted([](engine::ArrayParams& w) { w.multiplier.offset = 0; }, p));
    EXPECT_TRUE(planted([](engine::ArrayParams& w) { w.multiplier.subnormals = arith::Subnormals::normalize; }, p));
    EXPECT_TRUE(planted([](engine::ArrayParams& w) { w.top = arith::Format::e5m2; }, p));
    EXPECT_TRUE(planted([](engine::ArrayParams& w) { w.accumulator.kind = arith::AccumulatorKind::bf16; }, p));
  }
}

TEST(PlantedBug, WrongResultThatAllModelsShareIsFound) {
  Rng rng(9);
  Traffic traffic = make_traffic(kParams, {.finite = true}, rng);
  traffic.results.back().o[1].lo ^= 1;
  const auto model = cycle::make_array_model(kParams);
  const Outcome out = drive({model.get()}, kParams, traffic, {}, rng);
  ASSERT_TRUE(out.divergence);
  EXPECT_NE(out.divergence->find("column 1"), std::string::npos) << *out.divergence;
}

TEST(PlantedBug, MissingResultIsFound) {
  Rng rng(10);
  Traffic traffic = make_traffic(kParams, {.finite = true}, rng);
  traffic.results.pop_back();
  const auto model = cycle::make_array_model(kParams);
  const Outcome out = drive({model.get()}, kParams, traffic, {}, rng);
  EXPECT_TRUE(out.divergence);
}

}  // namespace
}  // namespace lmulsim::systemc::test
