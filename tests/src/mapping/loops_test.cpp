// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mapping/loops.hpp"

#include <gtest/gtest.h>

#include "arith/accumulate.hpp"
#include "small_array.hpp"

namespace lmulsim::mapping {
namespace {

using testing::array;
using testing::below;
using testing::random_array;
using testing::random_gemm;

TEST(ChooseLoops, NeverAsksForMorePartialSumsThanTheMemoryHolds) {
  std::mt19937_64 random(3);
  int full = 0;
  for (int i = 0; i < 20000; ++i) {
    machine::Accelerator acc = random_array(random);
    const std::int64_t row_bytes = (acc.cols * arith::acc_word_bits(acc.pe.accumulator) + 7) / 8;
    const std::int64_t rows = 1 + below(random, 40);
    acc.memory.accumulator_bytes = rows * row_bytes + below(random, row_bytes);
    if (acc.dataflow == machine::Dataflow::output_stationary) {
      continue;
    }
    const graph::Gemm gemm = random_gemm(random, 60);
    const LoopNest loops = choose_loops(acc, gemm);
    ASSERT_EQ(accumulator_rows(acc), rows);
    ASSERT_LE(loops.stream_block * loops.col_group, rows) << gemm.m << " " << gemm.n << " " << gemm.k;
    ASSERT_GE(loops.stream_block, 1);
    ASSERT_GE(loops.col_group, 1);
    ASSERT_LE(loops.col_group, ceil_div(extents(acc.dataflow, gemm).cols, acc.cols));
    full += loops.col_group > 1 && loops.stream_block * (loops.col_group + 1) > rows ? 1 : 0;
  }
  EXPECT_GT(full, 500) << "groups that fill the memory";
}

TEST(ChooseLoops, InterleavesAsManyColumnTilesAsHideARoundTrip) {
  // 4x4: a sum is back 4 + 4 + 1 cycles later, a tile takes 4: three tiles, if their sums of 33 bits fit.
  machine::Accelerator acc = array(machine::Dataflow::weight_stationary, 4, 4, {64, 64, 3 * 17, 64});
  EXPECT_EQ(choose_loops(acc, {1, 40, 40}), (LoopNest{1, 3}));
  acc.memory.accumulator_bytes = 3 * 17 - 1;
  EXPECT_EQ(choose_loops(acc, {1, 40, 40}), (LoopNest{1, 2}));
  EXPECT_EQ(choose_loops(acc, {1, 40, 4}), (LoopNest{1, 1})) << "nothing comes back";
}

TEST(ResultBytes, AreThoseOfTheWordThatTheArrayPutsOut) {
  using arith::AccumulatorKind;
  EXPECT_EQ(result_bytes({.kind = AccumulatorKind::fp32}), 4);
  EXPECT_EQ(result_bytes({.kind = AccumulatorKind::int32}), 4);
  EXPECT_EQ(result_bytes({.kind = AccumulatorKind::bf16}), 2);
  EXPECT_EQ(result_bytes({.kind = AccumulatorKind::fixed, .width = 44}), 6);  // 44 and 4 flags
  EXPECT_EQ(result_bytes({.kind = AccumulatorKind::fixed, .width = 45}), 7);
}

}  // namespace
}  // namespace lmulsim::mapping
