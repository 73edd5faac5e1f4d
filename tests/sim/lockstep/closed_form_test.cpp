// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "timing/closed_form.hpp"

#include <gtest/gtest.h>

#include <random>
#include <tuple>

#include "bench/drive.hpp"
#include "bench/operand_view.hpp"
#include "config/load.hpp"
#include "cosim/cosim.hpp"
#include "fast/control_model.hpp"
#include "mapping/loops.hpp"
#include "timing/scalesim_count.hpp"
#include "timing/scalesim_gap.hpp"
#include "util/error.hpp"

namespace {

using lmulsim::cosim::describe;
using lmulsim::graph::Gemm;
using lmulsim::machine::ArrayShape;
using lmulsim::machine::Dataflow;
using lmulsim::mapping::Program;
using lmulsim::timing::ClosedForm;

std::int64_t total(const ArrayShape& shape, const Gemm& gemm, std::int64_t count = 1) {
  const Program program(shape, gemm, count, {gemm.m + gemm.n, 1});
  return ClosedForm(program).total();
}

TEST(ClosedForm, OneWeightStationaryTileIsFillStreamSkewAndDrain) {
  // fill R, stream M, then R*L + C + S to the last result.
  EXPECT_EQ(total({8, 4, Dataflow::weight_stationary, 0, 1}, {10, 4, 8}), 8 + 10 + 8 + 4);
  EXPECT_EQ(total({8, 4, Dataflow::weight_stationary, 1, 3}, {10, 4, 8}), 8 + 10 + 8 * 3 + 4 + 1);
}

TEST(ClosedForm, OneOutputStationaryTileIsStreamSkewAndDrain) {
  // K beats, S + L + R + C to the first result, R results.
  EXPECT_EQ(total({8, 4, Dataflow::output_stationary, 0, 1}, {8, 4, 10}), 10 + 1 + 8 + 4 + 8 - 1);
}

TEST(ClosedForm, SteadyStateCostsTheLongerOfBeatsAndRows) {
  const ArrayShape shape{8, 8, Dataflow::weight_stationary, 0, 1};
  for (const std::int64_t m : {1, 7, 8, 9, 100}) {
    EXPECT_EQ(total(shape, {m, 16, 8}) - total(shape, {m, 8, 8}), std::max<std::int64_t>(m, 8)) << m;
  }
}

TEST(ClosedForm, SteadyStateDoesNotDependOnAccumulatorLatency) {
  for (const int latency : {1, 2, 3, 5}) {
    const ArrayShape shape{8, 8, Dataflow::weight_stationary, 0, latency};
    EXPECT_EQ(total(shape, {3, 24, 8}) - total(shape, {3, 16, 8}), 8) << latency;
  }
}

TEST(ClosedForm, DependentTilesWaitForARoundTripOfTheirSums) {
  const ArrayShape shape{8, 8, Dataflow::weight_stationary, 0, 1};
  // One beat a tile: the next K tile starts R*L + C + S + 1 cycles later.
  EXPECT_EQ(total(shape, {1, 8, 16}) - total(shape, {1, 8, 8}), 8 + 8 + 1);
}

TEST(ClosedForm, GroupsTakeSoMuchOfKABeat) {
  // Rows of 4 products: K = 32 is one stationary tile of 8 rows, and 8 beats of an output-stationary one.
  EXPECT_EQ(total({8, 4, Dataflow::weight_stationary, 3, 2, 4}, {10, 4, 32}), 8 + 10 + 8 * 2 + 4 + 3);
  EXPECT_EQ(total({8, 4, Dataflow::input_stationary, 3, 2, 4}, {4, 10, 29}), 8 + 10 + 8 * 2 + 4 + 3);
  EXPECT_EQ(total({8, 4, Dataflow::output_stationary, 3, 1, 4}, {8, 4, 29}), 8 + 3 + 1 + 8 + 4 + 8 - 1);
  const Program program({8, 4, Dataflow::weight_stationary, 3, 2, 4}, {10, 4, 33}, 1, {10, 1});
  EXPECT_EQ(program.row_tiles(), 2);
  EXPECT_EQ(ClosedForm(program).activity().macs_issued, 2 * 10 * 8 * 4 * 4);
}

// The control model is written from the handshakes alone and walks cycles: another way to the same numbers.
TEST(ClosedForm, EqualsTheHandshakesCycleByCycle) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 3000; ++i) {
    const auto acc = lmulsim::cosim::random_accelerator(random, 9);
    const auto c = lmulsim::cosim::random_case(acc, random);
    const Program program(acc.shape(), c.gemm, c.count, c.loops);
    lmulsim::engine::RunOptions options;
    options.keep_command_times = true;
    const auto params = lmulsim::engine::array_params(acc);
    const auto control = lmulsim::fast::make_control_model(acc.shape());
    const auto walked = lmulsim::bench::drive(*control, params, program, nullptr, options);
    const ClosedForm form(program);
    ASSERT_EQ(form.total(), walked.cycles) << describe(acc) << " " << c.text();
    ASSERT_EQ(form.activity(), walked.activity) << describe(acc) << " " << c.text();
    for (std::int64_t t = 0; t < program.size(); ++t) {
      ASSERT_EQ(form.command(t), walked.commands[static_cast<std::size_t>(t)]) << describe(acc) << " command " << t;
    }
  }
}

TEST(ClosedForm, DiffersFromScaleSimByNamedTermsOnly) {
  std::mt19937_64 random(12);
  for (int i = 0; i < 3000; ++i) {
    const auto acc = lmulsim::cosim::random_accelerator(random, 9);
    const auto c = lmulsim::cosim::random_case(acc, random);
    const Program program(acc.shape(), c.gemm, c.count, c.loops);
    const std::int64_t scalesim = lmulsim::timing::scalesim_cycles(acc.shape(), c.gemm, c.count);
    std::int64_t sum = scalesim;
    for (const auto& [name, cycles] : lmulsim::timing::scalesim_gap(program)) {
      sum += cycles;
    }
    ASSERT_EQ(sum, ClosedForm(program).total()) << describe(acc) << " " << c.text();
  }
}

TEST(ClosedForm, TimesARealShapeLikeTheRecurrence) {
  const auto acc = lmulsim::config::load_accelerator("lmul-e4m3-ws-128x128");
  const Gemm gemm{2048, 4096, 4096};
  const Program program(acc.shape(), gemm, 1, lmulsim::mapping::choose_loops(acc, gemm));
  const auto control = lmulsim::fast::make_control_model(acc.shape());
  const auto walked = lmulsim::bench::drive(*control, lmulsim::engine::array_params(acc), program, nullptr, {});
  EXPECT_EQ(ClosedForm(program).total(), walked.cycles);
}

TEST(OperandView, RefusesWordsThatAreNoCodesOfTheirFormat) {
  const auto acc = lmulsim::config::load_accelerator("lmul-e4m3-ws-4x4");
  const Program program(acc.shape(), {1, 1, 1}, 1, {1, 1});
  const lmulsim::engine::Operands good{{0x38}, {0xFF}};
  const lmulsim::engine::Operands wide{{0x38}, {0x100}};
  const auto params = lmulsim::engine::array_params(acc);
  EXPECT_NO_THROW(lmulsim::bench::OperandView(params, program, &good));
  EXPECT_THROW(lmulsim::bench::OperandView(params, program, &wide), lmulsim::InputError);
}

}  // namespace
