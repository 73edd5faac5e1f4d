// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cycle/model_dut.hpp"
#include "params.hpp"
#include "systemc/multiplier.hpp"
#include "systemc/systemc_array.hpp"
#include "traffic.hpp"
#include "util/error.hpp"

namespace lmulsim::systemc::test {
namespace {

Willing some_stalls(int i) {
  return {.a = i % 3 ? 0.6 : 1, .b = i % 5 ? 0.7 : 1, .c = i % 7 ? 0.5 : 1, .o = i % 2 ? 0.7 : 1};
}

engine::ArrayParams random_params(int i, const Arithmetic& arithmetic, Rng& rng) {
  return make_params(1 + static_cast<int>(rng() % 9), 1 + static_cast<int>(rng() % 9), i % 2 != 0,
                     static_cast<int>(rng() % 2), 1 + static_cast<int>(rng() % 8), arithmetic);
}

TEST(ArrayModel, BothStructuresGiveTheReferencesResultsUnderRandomStalls) {
  Rng rng(1);
  for (const Arithmetic& arithmetic : all_arithmetic()) {
    for (int i = 0; i < 24; ++i) {
      const engine::ArrayParams p = random_params(i, arithmetic, rng);
      const Traffic traffic = make_traffic(p, {.tiles = 6, .finite = i % 4 < 2}, rng);
      const auto rows = cycle::make_array_model(p);
      const auto pes = cycle::make_pe_array_model(p);
      const Outcome result = drive({rows.get(), pes.get()}, p, traffic, some_stalls(i), rng);
      ASSERT_FALSE(result.divergence) << describe(p) << " round " << i << "\n" << *result.divergence;
    }
  }
}

TEST(ArrayModel, WideArraysGiveTheReferencesResults) {
  Rng rng(4);
  for (const Arithmetic& arithmetic : all_arithmetic()) {
    for (const bool output : {false, true}) {
      const engine::ArrayParams p = make_params(output ? 5 : 33, output ? 70 : 37, output, 1, 2, arithmetic);
      const Traffic traffic = make_traffic(p, {.tiles = 3, .max_rounds = 20, .finite = true}, rng);
      const auto rows = cycle::make_array_model(p);
      const Outcome result = drive({rows.get()}, p, traffic, some_stalls(1), rng);
      ASSERT_FALSE(result.divergence) << describe(p) << "\n" << *result.divergence;
    }
  }
}

TEST(ArrayModel, LongTilesGiveTheReferencesResults) {
  Rng rng(5);
  for (const bool output : {false, true}) {
    const engine::ArrayParams p = make_params(4, 6, output, 0, 2, all_arithmetic()[1]);
    const Traffic traffic = make_traffic(p, {.tiles = 2, .min_rounds = 900, .max_rounds = 1000, .finite = true}, rng);
    const auto rows = cycle::make_array_model(p);
    const Outcome result = drive({rows.get()}, p, traffic, some_stalls(1), rng);
    ASSERT_FALSE(result.divergence) << describe(p) << "\n" << *result.divergence;
  }
}

TEST(ArrayModel, ResetInTheMiddleOfAnythingStartsAfresh) {
  Rng rng(6);
  for (int i = 0; i < 200; ++i) {
    const engine::ArrayParams p = random_params(i, all_arithmetic()[i % 3 == 0 ? 0 : 1], rng);
    const auto rows = cycle::make_array_model(p);
    const auto pes = cycle::make_pe_array_model(p);
    const std::vector<engine::ArrayDut*> duts{rows.get(), pes.get()};
    for (int run = 0; run < 3; ++run) {
      const Traffic traffic = make_traffic(p, {.tiles = 6}, rng);
      const auto stop = static_cast<std::int64_t>(rng() % 120);
      const Outcome cut = drive(duts, p, traffic, some_stalls(i), rng, stop);
      ASSERT_FALSE(cut.divergence) << describe(p) << "\n" << *cut.divergence;
      const Outcome whole = drive(duts, p, traffic, some_stalls(i), rng);
      ASSERT_FALSE(whole.divergence) << describe(p) << "\n" << *whole.divergence;
    }
  }
}

TEST(ArrayModel, InputStationaryIsTheSameHardwareAsWeightStationary) {
  Rng rng(7);
  engine::ArrayParams p = make_params(3, 4, false, 1, 2, all_arithmetic()[3]);
  const auto weight = cycle::make_array_model(p);
  p.shape.dataflow = machine::Dataflow::input_stationary;
  const auto input = cycle::make_array_model(p);
  const Traffic traffic = make_traffic(p, {}, rng);
  const Outcome result = drive({weight.get(), input.get()}, p, traffic, some_stalls(1), rng);
  EXPECT_FALSE(result.divergence) << *result.divergence;
}

/// What `make` makes of parameters changed by `change`, as the message of its InputError.
template <class Change>
std::string refusal(Change change) {
  engine::ArrayParams p = make_params(4, 4, false, 0, 1, all_arithmetic()[1]);
  change(p);
  try {
    (void)cycle::make_array_model(p);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ArrayModel, RefusesParametersThatNoArrayIsBuiltWith) {
  EXPECT_NE(refusal([](auto& p) { p.shape.rows = 0; }).find("rows"), std::string::npos);
  EXPECT_NE(refusal([](auto& p) { p.shape.cols = 5000; }).find("found 5000"), std::string::npos);
  EXPECT_NE(refusal([](auto& p) { p.shape.mul_stages = 2; }).find("mul_stages"), std::string::npos);
  EXPECT_NE(refusal([](auto& p) { p.shape.acc_latency = 9; }).find("acc_latency"), std::string::npos);
  EXPECT_NE(refusal([](auto& p) { p.multiplier.kind = arith::MultiplierKind::lmul_real; }).find("lmul-real"),
            std::string::npos);
  EXPECT_NE(refusal([](auto& p) { p.moving = arith::Format::int8; }).find("int8"), std::string::npos);
  EXPECT_NE(refusal([](auto& p) { p.accumulator.kind = arith::AccumulatorKind::int32; }).find("int32"),
            std::string::npos);
  EXPECT_NE(refusal([](auto& p) { p.accumulator.kind = arith::AccumulatorKind::aligned; }).find("aligned"),
            std::string::npos);
  const auto fixed_of = [](int width, int lsb) {
    return arith::AccumulatorSpec{.kind = arith::AccumulatorKind::fixed, .width = width, .lsb = lsb};
  };
  EXPECT_NE(refusal([&](auto& p) { p.accumulator = fixed_of(121, -20); }).find("found 121"), std::string::npos);
  EXPECT_NE(refusal([&](auto& p) { p.accumulator = fixed_of(48, -3); }).find("found 2^-3"), std::string::npos);
}

TEST(PlantedBug, AMultiplierThatIsNotInTheTableIsRefused) {
  EXPECT_NE(refusal([](auto& p) { p.multiplier.kind = static_cast<arith::MultiplierKind>(77); }).find("number 77"),
            std::string::npos);
}

TEST(PlantedBug, AMultiplierWithoutAModuleIsRefused) {
  engine::ArrayParams p = make_params(1, 1, false, 0, 1, all_arithmetic()[1]);
  p.multiplier.kind = arith::MultiplierKind::lmul_real;
  try {
    (void)make_multiplier("u_without_module", p);
    FAIL() << "a module was made";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("multiplier 'lmul-real'"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace lmulsim::systemc::test
