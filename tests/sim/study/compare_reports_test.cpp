// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/compare_reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.hpp"
#include "study/run_workload.hpp"
#include "util/error.hpp"

namespace lmulsim::study {
namespace {

using ::testing::HasSubstr;

/// One product of random values.
result::Design design(const char* accelerator, std::uint64_t seed) {
  RunRequest request;
  request.accelerator = config::load_accelerator(accelerator);
  request.technology = cost::load_technology("horowitz-45nm");
  graph::Operator op;
  op.name = "gemm";
  op.gemm = {5, 6, 7};
  request.workload.name = "a product";
  request.workload.operators.push_back(op);
  request.operands = OperandChoice::random;
  request.seed = seed;
  return result::design_of(run(request));
}

TEST(CompareReports, PutsDesignsOfTheSameWorkSideBySide) {
  const result::Comparison c = compare({design("lmul-e4m3-ws-4x4", 1), design("exact-e4m3-is-4x4", 1)}, false);
  ASSERT_EQ(c.designs.size(), 2U);
  EXPECT_EQ(c.designs[1].name, "exact-e4m3-is-4x4");
}

TEST(CompareReports, RefusesOtherValuesUnlessToldTo) {
  const std::vector<result::Design> unlike{design("lmul-e4m3-ws-4x4", 1), design("exact-e4m3-is-4x4", 2)};
  EXPECT_THAT([&] { (void)compare(unlike, false); }, ::testing::ThrowsMessage<InputError>(HasSubstr("seed")));
  EXPECT_EQ(compare(unlike, true).designs.size(), 2U);
}

}  // namespace
}  // namespace lmulsim::study
