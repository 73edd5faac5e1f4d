// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What is brought on chip, by hand and beside the two counts of the checks.
#include <gtest/gtest.h>

#include "mapping/loops.hpp"
#include "result/off_chip.hpp"
#include "small_array.hpp"

namespace lmulsim::mapping {
namespace {

using testing::array;

Residency moved(const machine::Accelerator& acc, const graph::Gemm& gemm, const LoopNest& loops) {
  return residency(acc, Program(acc.shape(), gemm, 1, loops));
}

// 4x4 PEs; 40 x 24 x 20 in blocks of 16 rows: 3 blocks, 6 column tiles, 5 tiles along K.
constexpr graph::Gemm kGemm{40, 24, 20};
constexpr LoopNest kLoops{16, 2};
constexpr std::int64_t kA = 40 * 20;
constexpr std::int64_t kB = 20 * 24;

TEST(Residency, WeightStationaryWeightsReturnWithEveryBlockUnlessAllFit) {
  const auto weights = [](std::int64_t bytes) {
    return moved(array(machine::Dataflow::weight_stationary, 4, 4, {1 << 20, bytes, 1 << 20}), kGemm, kLoops)
        .weight_words;
  };
  EXPECT_EQ(weights(kB), kB);
  EXPECT_EQ(weights(kB - 1), 3 * kB);
}

TEST(Residency, WeightStationaryActivationsReturnByWhatFits) {
  const auto activations = [](std::int64_t bytes) {
    return moved(array(machine::Dataflow::weight_stationary, 4, 4, {bytes, 1 << 20, 1 << 20}), kGemm, kLoops)
        .activation_words;
  };
  EXPECT_EQ(activations(16 * 20), kA) << "a block stays for all groups";
  EXPECT_EQ(activations(16 * 20 - 1), 3 * 32 * 20 + 8 * 20) << "the last block, of 8 rows, still stays";
  EXPECT_EQ(activations(8 * 20 - 1), 3 * kA) << "once a group";
  EXPECT_EQ(activations(16 * 4), 3 * kA);
  EXPECT_EQ(activations(16 * 4 - 1), 6 * 32 * 20 + 3 * 8 * 20) << "sixteen rows of a K tile do not stay, eight do";
  EXPECT_EQ(activations(8 * 4 - 1), 6 * kA) << "once a column tile";
}

TEST(Residency, InputStationaryIsTheMirrorImage) {
  // Columns lie along M: 40 / 4 = 10 column tiles in 5 groups; blocks of 16 columns of B: 2 of them.
  const auto at = [](std::int64_t activations, std::int64_t weights) {
    return moved(array(machine::Dataflow::input_stationary, 4, 4, {activations, weights, 1 << 20}), kGemm, kLoops);
  };
  EXPECT_EQ(at(kA, 16 * 20), (Residency{kA, kB}));
  EXPECT_EQ(at(kA - 1, 16 * 20), (Residency{2 * kA, kB}));
  EXPECT_EQ(at(kA, 16 * 20 - 1), (Residency{kA, 5 * 16 * 20 + 8 * 20}));
  EXPECT_EQ(at(kA, 8 * 4 - 1), (Residency{kA, 10 * kB}));
}

TEST(Residency, OutputStationaryKeepsAPanelOfRowsAndAllWeights) {
  // Latency 3: a tile covers 12 rows; 4 row tiles, the last of 4 rows; 6 column tiles.
  const auto at = [](std::int64_t activations, std::int64_t weights) {
    machine::Accelerator acc = array(machine::Dataflow::output_stationary, 4, 4, {activations, weights, 1 << 20});
    acc.pe.acc_latency = 3;
    return moved(acc, kGemm, kLoops);
  };
  EXPECT_EQ(at(12 * 20, kB), (Residency{kA, kB}));
  EXPECT_EQ(at(12 * 20 - 1, kB), (Residency{6 * 36 * 20 + 4 * 20, kB}));
  EXPECT_EQ(at(4 * 20 - 1, kB - 1), (Residency{6 * kA, 4 * kB}));
}

TEST(Residency, TwoBlocksOfALargeProductReadItsWeightsTwice) {
  // 8 MiB hold the 4,000,000 activations, not the 10,000,000 weights.
  const auto acc = array(machine::Dataflow::weight_stationary, 64, 64, {8 << 20, 8 << 20, 264 * 1000});
  const graph::Gemm gemm{2000, 5000, 2000};
  const Residency r = moved(acc, gemm, choose_loops(acc, gemm));
  EXPECT_EQ(r.activation_words + r.weight_words, 24'000'000);
}

TEST(Residency, IsWhatAWalkOverTheTilesAndTheLoopsAroundThemMiss) {
  std::mt19937_64 random(5);
  int again = 0;
  for (int i = 0; i < 6000; ++i) {
    const machine::Accelerator acc = testing::random_array(random);
    const graph::Gemm gemm = testing::random_gemm(random, 45);
    const LoopNest loops =
        i % 2 == 0 ? choose_loops(acc, gemm) : LoopNest{1 + testing::below(random, 50), 1 + testing::below(random, 6)};
    const Program program(acc.shape(), gemm, 1, loops);
    const Residency r = residency(acc, program);
    const result::Misses walked = result::walked_misses(acc, program);
    ASSERT_EQ(r.activation_words, walked.activation_words)
        << gemm.m << " " << gemm.n << " " << gemm.k << " dataflow " << static_cast<int>(acc.dataflow);
    ASSERT_EQ(r.weight_words, walked.weight_words) << gemm.m << " " << gemm.n << " " << gemm.k;
    ASSERT_EQ(result::swept_misses(acc, program), walked) << gemm.m << " " << gemm.n << " " << gemm.k;
    again += walked.activation_words > gemm.m * gemm.k && walked.weight_words > gemm.k * gemm.n ? 1 : 0;
  }
  EXPECT_GT(again, 500) << "programs of which neither operand stays";
}

}  // namespace
}  // namespace lmulsim::mapping
