// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The cycles that rtl/README.md states, as sums of named terms, for every small shape.
#include <gtest/gtest.h>

#include <algorithm>

#include "cycle/model_dut.hpp"
#include "params.hpp"
#include "systemc/systemc_array.hpp"
#include "traffic.hpp"

namespace lmulsim::systemc::test {
namespace {

struct Shape {
  int rows, cols, mul_stages, acc_latency;
};

std::vector<Shape> shapes() {
  std::vector<Shape> out;
  for (const int rows : {1, 2, 5}) {
    for (const int cols : {1, 3, 4}) {
      for (const int mul_stages : {0, 1}) {
        for (const int acc_latency : {1, 2, 3, 8}) {
          out.push_back({rows, cols, mul_stages, acc_latency});
        }
      }
    }
  }
  return out;
}

const Arithmetic kInt8Arithmetic = all_arithmetic().front();

Outcome run_at_full_speed(const engine::ArrayParams& p, int rounds, Traffic& traffic) {
  Rng rng(3);
  traffic = make_traffic(p, {.tiles = 5, .min_rounds = rounds, .max_rounds = rounds, .partial_sums = 0}, rng);
  const auto model = cycle::make_array_model(p);
  const auto pes = cycle::make_pe_array_model(p);
  Outcome out = drive({model.get(), pes.get()}, p, traffic, {}, rng);
  EXPECT_FALSE(out.divergence) << describe(p) << "\n" << *out.divergence;
  return out;
}

TEST(StationaryLatency, ResultLeavesRowsTimesLatencyPlusColumnsPlusStagesAfterItsBeat) {
  for (const Shape& s : shapes()) {
    const engine::ArrayParams p = make_params(s.rows, s.cols, false, s.mul_stages, s.acc_latency, kInt8Arithmetic);
    Traffic traffic;
    const Outcome run = run_at_full_speed(p, 3, traffic);
    const std::int64_t down = std::int64_t{s.rows} * s.acc_latency;
    const std::int64_t delay = down + s.cols + s.mul_stages;
    ASSERT_EQ(run.o_seen.size(), run.a_accepted.size());
    for (std::size_t i = 0; i < run.o_seen.size(); ++i) {
      ASSERT_EQ(run.o_seen[i], run.a_accepted[i] + delay) << describe(p) << " beat " << i;
    }
  }
}

TEST(StationaryLatency, FirstBeatIsAcceptedInTheCycleAfterTheLastRowAndNotBefore) {
  for (const Shape& s : shapes()) {
    const engine::ArrayParams p = make_params(s.rows, s.cols, false, s.mul_stages, s.acc_latency, kInt8Arithmetic);
    Traffic traffic;
    const Outcome run = run_at_full_speed(p, 3, traffic);
    ASSERT_EQ(run.b_accepted[static_cast<std::size_t>(s.rows) - 1], s.rows - 1) << describe(p);
    ASSERT_EQ(run.a_accepted.front(), s.rows) << describe(p);
  }
}

TEST(StationaryLatency, TilesFollowEachOtherEveryMaximumOfBeatsAndRows) {
  for (const Shape& s : shapes()) {
    for (const int beats : {1, 2, 4, 5, 6, 9}) {
      const engine::ArrayParams p = make_params(s.rows, s.cols, false, s.mul_stages, s.acc_latency, kInt8Arithmetic);
      Traffic traffic;
      const Outcome run = run_at_full_speed(p, beats, traffic);
      const std::int64_t period = std::max(beats, s.rows);
      for (std::int64_t tile = 0; tile < 5; ++tile) {
        ASSERT_EQ(run.a_accepted[static_cast<std::size_t>(tile * beats)], s.rows + tile * period)
            << describe(p) << " beats " << beats << " tile " << tile;
      }
    }
  }
}

TEST(OutputLatency, FirstResultLeavesStagesPlusLatencyPlusRowsPlusColumnsAfterTheLastBeat) {
  for (const Shape& s : shapes()) {
    const engine::ArrayParams p = make_params(s.rows, s.cols, true, s.mul_stages, s.acc_latency, kInt8Arithmetic);
    constexpr int kRounds = 6;
    Traffic traffic;
    const Outcome run = run_at_full_speed(p, kRounds, traffic);
    const std::int64_t beats = std::int64_t{kRounds} * s.acc_latency;
    const std::int64_t results = std::int64_t{s.rows} * s.acc_latency;
    const std::int64_t delay = s.mul_stages + s.acc_latency + s.rows + s.cols;
    // Beats of the next tile never starve the array here, so that cycles count one for one.
    for (std::int64_t tile = 0; tile < 5; ++tile) {
      const std::int64_t last = run.a_accepted[static_cast<std::size_t>((tile + 1) * beats - 1)];
      for (std::int64_t i = 0; i < results; ++i) {
        ASSERT_EQ(run.o_seen[static_cast<std::size_t>(tile * results + i)], last + delay + i)
            << describe(p) << " tile " << tile << " result beat " << i;
      }
    }
  }
}

TEST(OutputLatency, TilesFollowEachOtherEveryMaximumOfBeatsAndResults) {
  for (const Shape& s : shapes()) {
    for (const int rounds : {1, 2, 4, 5, 6}) {
      const engine::ArrayParams p = make_params(s.rows, s.cols, true, s.mul_stages, s.acc_latency, kInt8Arithmetic);
      Traffic traffic;
      const Outcome run = run_at_full_speed(p, rounds, traffic);
      const std::int64_t beats = std::int64_t{rounds} * s.acc_latency;
      const std::int64_t period = std::max<std::int64_t>(beats, std::int64_t{s.rows} * s.acc_latency);
      for (std::int64_t tile = 0; tile < 5; ++tile) {
        ASSERT_EQ(run.a_accepted[static_cast<std::size_t>(tile * beats)], tile * period)
            << describe(p) << " rounds " << rounds << " tile " << tile;
      }
    }
  }
}

}  // namespace
}  // namespace lmulsim::systemc::test
