// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Largest sums, the narrow sums that hold them, and how many sums leave their range.
#include "quality/ranges.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/open.hpp"
#include "quality/evaluation.hpp"
#include "quality/plan.hpp"
#include "util/error.hpp"
#include "workload_files.hpp"

namespace lmulsim::quality {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
using transformer::ProductKind;

ProductRange measured(const char* arithmetic, const std::vector<float>& a, const std::vector<float>& b) {
  const auto k = static_cast<std::int64_t>(a.size());
  const Arithmetic x = parse_arithmetic(arithmetic);
  const transformer::GemmCall call{.name = "w",
                                   .index = 0,
                                   .a = transformer::dense(a, 1, k),
                                   .b = transformer::dense(b, k, 1),
                                   .kind = ProductKind::mlp,
                                   .layer = 0};
  const Quantised qa = quantise(x, call.a, Side::a);
  const Quantised qb = quantise(x, call.b, Side::b);
  RangeCollector collector;
  collector.add({call, x, qa, qb});
  return collector.take().at(ProductKind::mlp);
}

TEST(Ranges, AreOfTheSumOnItsWayInIncreasingK) {
  const ProductRange range = measured("exact:e4m3,scale=none", {2, 3, -4, 1}, {3, 2, 4, 0.5});
  EXPECT_EQ(range, (ProductRange{.sums = 1,
                                 .terms = 4,
                                 .possible_product = 448.0 * 448.0,
                                 .largest_product = 16,
                                 .largest_sum = 12}));  // 6, 12, -4, -3.5
  EXPECT_EQ(measured("lmul:e4m3,scale=none", {1}, {1}).largest_sum, 1.125);
}

TEST(Ranges, ProposeTheBitsBelowTheLargestProductAndAboveTheLargestSum) {
  // The largest product of e4m3 has the exponent 17: its last kept bit is 2^3.
  EXPECT_EQ(proposed_sum({.possible_product = 448.0 * 448.0, .largest_sum = 1000}), (NarrowSum{1 + 15 + 1, 3}));
  EXPECT_EQ(proposed_sum({.possible_product = 448.0 * 448.0, .largest_sum = 0x1p20}), (NarrowSum{1 + 18 + 1, 3}));
  EXPECT_EQ(proposed_sum({.possible_product = 236.0, .largest_sum = 511}), (NarrowSum{1 + 16 + 1, -7}));
}

TEST(Ranges, GiveAnArrayOfOneWidthOtherLastBits) {
  const ProductRanges ranges{{ProductKind::mlp, {.possible_product = 448.0 * 448.0, .largest_sum = 0x1p18}},
                             {ProductKind::scores, {.possible_product = 448.0 * 448.0, .largest_sum = 0x1p18}},
                             {ProductKind::values, {.possible_product = 448.0 * 448.0, .largest_sum = 0x1p20}},
                             {ProductKind::head, {.possible_product = 448.0 * 448.0, .largest_sum = 0x1p9}}};
  const auto sums = proposed_in_one_width(ranges);
  EXPECT_EQ(sums.at(ProductKind::mlp), (NarrowSum{18, 3}));
  EXPECT_EQ(sums.at(ProductKind::values), (NarrowSum{18, 5})) << "two bits more above, two less below";
  EXPECT_EQ(sums.at(ProductKind::head), (NarrowSum{18, 3})) << "no more bits are lost for a bit that is spare";
  const std::string plan = proposed_plan(parse_arithmetic("exact:e4m3"), ranges);
  EXPECT_EQ(plan, "exact:e4m3,acc=fix18.3,scale=tensor+values=acc=fix18.5");
  EXPECT_EQ(Plan::parse(plan).of(ProductKind::values, 0).mac.accumulator.lsb, 5);
}

TEST(Ranges, RefuseWideOperandsAndBlocks) {
  EXPECT_THAT([] { (void)measured("exact:bf16", {1}, {1}); }, ThrowsMessage<InputError>(HasSubstr("exact:bf16")));
  EXPECT_THAT([] { (void)measured("exact:e4m3,scale=mx32", {1}, {1}); }, ThrowsMessage<InputError>(HasSubstr("mx32")));
}

std::vector<Window> some_windows() {
  return {{{1, 291, 7, 264}, {291, 7, 264, 299}}, {{1, 33, 2, 290}, {33, 2, 290, 112}}};
}

Evaluation evaluated(const std::string& plan, bool ranges) {
  const transformer::Model model = formats::load_model(formats::data_file("tiny.bin"));
  return evaluate(model, some_windows(), Plan::parse(plan), {.threads = 2, .ranges = ranges});
}

TEST(Ranges, OfAModelHoldItsOwnSums) {
  const Evaluation wide = evaluated("exact:e4m3", true);
  ASSERT_EQ(wide.ranges.size(), 5U);
  EXPECT_TRUE(wide.overflows.empty()) << "fp32 sums have no range";
  const std::string plan = proposed_plan(parse_arithmetic("exact:e4m3"), wide.ranges);
  const Evaluation narrow = evaluated(plan, false);
  ASSERT_EQ(by_kind(narrow.overflows).size(), 5U);
  for (const auto& [kind, count] : by_kind(narrow.overflows)) {
    EXPECT_GT(count.sums, 0) << place_name(kind);
    EXPECT_EQ(count.left, 0) << place_name(kind);
  }
}

TEST(Overflows, AreCountedPerKindOfProductWhateverTheNumberOfThreads) {
  const auto overflows = by_kind(evaluated("exact:e4m3,acc=fix30.-8+mlp=acc=fix12.3", false).overflows);
  EXPECT_GT(overflows.at(ProductKind::mlp).left, 0);
  EXPECT_LE(overflows.at(ProductKind::mlp).left, overflows.at(ProductKind::mlp).sums);
  EXPECT_EQ(overflows.at(ProductKind::head).left, 0);
}

TEST(PlanAccumulators, StandInPlaceOfTheDefaultsOwn) {
  const Plan plan = Plan::parse("lmul:e4m3,acc=fix20.1,scale=channel+values=acc=fix20.3+1.mlp=acc=group8-7/fix20.1");
  EXPECT_EQ(arithmetic_name(plan.of(ProductKind::scores, 0)), "lmul:e4m3,acc=fix20.1,scale=channel");
  EXPECT_EQ(arithmetic_name(plan.of(ProductKind::values, 0)), "lmul:e4m3,acc=fix20.3,scale=channel");
  EXPECT_EQ(arithmetic_name(plan.of(ProductKind::mlp, 1)), "lmul:e4m3,acc=group8-7/fix20.1,scale=channel");
  EXPECT_EQ(Plan::parse(plan.text()).text(), plan.text());
}

TEST(PlanAccumulators, AreAKeyOfFiles) {
  const formats::ScratchFolder folder("plan_accumulators");
  const std::string file = (folder / "plan.yaml").string();
  write(file, "default: lmul:e4m3,acc=fix20.1\naccumulator: {values: fix20.3, mlp: fix22.1}\nmlp: exact:bf16\n");
  const Plan plan = Plan::from_file(file);
  EXPECT_EQ(plan.of(ProductKind::values, 0).mac.accumulator.lsb, 3);
  EXPECT_EQ(arithmetic_name(plan.of(ProductKind::mlp, 0)), "exact:bf16,acc=fp32,scale=none") << "what is said whole";
}

TEST(PlanAccumulators, WantADefaultThatHasOne) {
  EXPECT_THAT([] { (void)Plan::parse("fp32+values=acc=fix20.3", "--arithmetic"); },
              ThrowsMessage<InputError>(HasSubstr("default: not fp32")));
  EXPECT_THAT([] { (void)Plan::parse("exact:e4m3+values=acc=fix20", "--arithmetic"); },
              ThrowsMessage<InputError>(HasSubstr("--arithmetic")));
  EXPECT_THAT([] { (void)Plan::parse("exact:e4m3+values=acc=int32"); },
              ThrowsMessage<InputError>(HasSubstr("int32 with integers")));
}

}  // namespace
}  // namespace lmulsim::quality
