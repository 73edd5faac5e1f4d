// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every accumulator, with one, two and three registers, against the reference: all bits of every sum.
#include <Vacc_bench.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>
#include <functional>

#include "accumulator_stimulus.hpp"
#include "arith/names.hpp"
#include "bench.hpp"
#include "rtl/product_bus.hpp"

namespace lmulsim::rtl_test {
using rtl::encode_product;
using rtl::product_layout;
using rtl::ProductLayout;
namespace {

constexpr int kLatencies = 3;

using Reference = std::function<arith::AccWord(std::size_t config, const Step&)>;

/// Feeds all configurations one step each per cycle and compares what comes out 1, 2 and 3 cycles later.
class Feeder {
 public:
  explicit Feeder(Reference reference) : reference_(std::move(reference)) {
    for (const AccConfig& c : configs_) {
      layouts_.push_back(product_layout(c.multiplier, c.format, c.format, c.acc.kind));
    }
    bench_->en_i = 1;
    bench_->valid_i = 0;
    bench_.reset();
    bench_->valid_i = 1;
  }

  void feed(const std::vector<Step>& steps, std::uint64_t noise) {
    std::vector<Expected> now;
    for (std::size_t i = 0; i < configs_.size(); ++i) {
      const Step& s = steps[i];
      set_word64(bench_->acc_i, 2 * i, s.acc.lo);
      set_word64(bench_->acc_i, 2 * i + 1, s.acc.hi);
      set_word64(bench_->prod_i, i, encode_product(layouts_[i], s.product, noise));
      now.push_back({s, reference_(i, s)});
    }
    in_flight_.push_front(std::move(now));
    bench_.clock();
    for (std::size_t l = 0; l < kLatencies && l < in_flight_.size(); ++l) {
      for (std::size_t i = 0; i < configs_.size(); ++i) {
        compare(i, l, in_flight_[l][i]);
      }
    }
    if (in_flight_.size() == kLatencies) {
      in_flight_.pop_back();
    }
  }

  [[nodiscard]] const Mismatches& mismatches(std::size_t config) const { return found_[config]; }
  [[nodiscard]] const std::vector<AccConfig>& configs() const { return configs_; }

 private:
  struct Expected {
    Step step;
    arith::AccWord sum;
  };

  void compare(std::size_t i, std::size_t l, const Expected& e) {
    Mismatches& m = found_[i];
    const std::size_t slot = 3 * i + l;
    const arith::AccWord sum{.lo = word64(bench_->acc_o, 2 * slot), .hi = word64(bench_->acc_o, 2 * slot + 1)};
    const bool valid = ((bench_->valid_o >> slot) & 1U) != 0;
    ++m.compared;
    if (valid && sum == e.sum) {
      return;
    }
    if (++m.wrong == 1) {
      m.first = fmt::format(
          "{} {} latency {}: 0x{:x}{:016x} + (class {} sign {} 0x{:x} * 2^{}): expected 0x{:x}{:016x}, found "
          "0x{:x}{:016x}",
          arith::accumulator_name(configs_[i].acc), arith::info(configs_[i].format).name, l + 1, e.step.acc.hi,
          e.step.acc.lo, static_cast<int>(e.step.product.cls), e.step.product.negative, e.step.product.significand,
          e.step.product.exponent, e.sum.hi, e.sum.lo, sum.hi, sum.lo);
    }
  }

  Reference reference_;
  std::vector<AccConfig> configs_ = acc_configs();
  std::vector<ProductLayout> layouts_;
  Bench<Vacc_bench> bench_;
  std::deque<std::vector<Expected>> in_flight_;
  std::array<Mismatches, 20> found_;
};

arith::AccWord right(std::size_t config, const Step& step) {
  static const std::vector<AccConfig> configs = acc_configs();
  return reference_sum(configs[config], step);
}

// Each configuration's own list; a shorter one starts again.
void feed_directed(Feeder& feeder) {
  std::vector<std::vector<Step>> lists;
  std::size_t longest = 0;
  for (const AccConfig& c : feeder.configs()) {
    lists.push_back(directed_steps(c));
    longest = std::max(longest, lists.back().size());
  }
  std::vector<Step> steps(lists.size());
  for (std::size_t n = 0; n < longest; ++n) {
    for (std::size_t i = 0; i < lists.size(); ++i) {
      steps[i] = lists[i][n % lists[i].size()];
    }
    feeder.feed(steps, n * 0x9E3779B97F4A7C15U);
  }
}

void feed_random(Feeder& feeder, int count) {
  Rng rng(17);
  std::vector<Step> steps(feeder.configs().size());
  for (int n = 0; n < count; ++n) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      steps[i] = random_step(feeder.configs()[i], rng);
    }
    feeder.feed(steps, rng());
  }
}

TEST(Accumulator, BenchHoldsTheLayoutOfTheFixedAccumulators) {
  // The numbers that stand in acc_bench.sv.
  const std::vector<AccConfig> configs = acc_configs();
  ASSERT_EQ(configs.size(), 20U);
  const std::array<std::pair<int, int>, 4> expected{{{49, -18}, {46, -15}, {77, -32}, {93, -48}}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(std::pair(configs[12 + i].acc.width, configs[12 + i].acc.lsb), expected[i]);
  }
}

TEST(Accumulator, BenchHoldsTheLayoutOfTheNarrowAccumulators) {
  const std::vector<AccConfig> configs = acc_configs();
  EXPECT_EQ(arith::accumulator_name(configs[17].acc), "fix14.3");
  EXPECT_EQ(arith::accumulator_name(configs[18].acc), "fix20.-15");
  EXPECT_EQ(arith::accumulator_name(configs[19].acc), "fix12.10");
}

TEST(Accumulator, DirectedCornersAndAlignments) {
  Feeder feeder(right);
  feed_directed(feeder);
  for (std::size_t i = 0; i < feeder.configs().size(); ++i) {
    EXPECT_EQ(feeder.mismatches(i).wrong, 0) << feeder.mismatches(i).first;
    EXPECT_GT(feeder.mismatches(i).compared, 200000);
  }
}

TEST(Accumulator, AMillionRandomStepsEach) {
  constexpr int kSteps = 1'000'000;
  Feeder feeder(right);
  feed_random(feeder, kSteps);
  for (std::size_t i = 0; i < feeder.configs().size(); ++i) {
    EXPECT_EQ(feeder.mismatches(i).wrong, 0) << feeder.mismatches(i).first;
    EXPECT_EQ(feeder.mismatches(i).compared, kLatencies * std::int64_t{kSteps} - kLatencies);
  }
}

TEST(PlantedBug, LastBitOfTheSumIsComparedInEveryConfiguration) {
  // A reference that is off by one bit of one sum in 97, which no number of configurations divides.
  int calls = 0;
  Feeder feeder([&calls](std::size_t config, const Step& step) {
    arith::AccWord sum = right(config, step);
    sum.lo ^= ++calls % 97 == 0 ? 1U : 0U;
    return sum;
  });
  feed_random(feeder, 2000);
  for (std::size_t i = 0; i < feeder.configs().size(); ++i) {
    EXPECT_GT(feeder.mismatches(i).wrong, 20) << i;
  }
}

TEST(PlantedBug, DoubleRoundingIsFound) {
  // A reference that rounds the product to the accumulator's format before it adds.
  Feeder feeder([configs = acc_configs()](std::size_t config, const Step& step) {
    const AccConfig& c = configs[config];
    if (step.product.cls != arith::NumberClass::finite || c.acc.kind != arith::AccumulatorKind::bf16) {
      return right(config, step);
    }
    const arith::AccWord rounded = arith::accumulate(c.acc, {}, step.product);
    return arith::accumulate(c.acc, step.acc,
                             arith::decode(arith::Format::bf16, static_cast<std::uint32_t>(rounded.lo)));
  });
  feed_random(feeder, 20000);
  for (const std::size_t config : {9U, 11U}) {  // products of bf16 and of fp16 have more than 8 bits
    EXPECT_GT(feeder.mismatches(config).wrong, 10) << config;
  }
}

TEST(Accumulator, BubblesAndStallsKeepTheSum) {
  Bench<Vacc_bench> bench;
  const std::size_t int32 = 16;
  const auto drive = [&](bool en, bool valid, std::uint64_t acc, std::uint64_t product) {
    bench->en_i = en;
    bench->valid_i = valid;
    set_word64(bench->acc_i, 2 * int32, acc);
    set_word64(bench->prod_i, int32, product);
    bench.clock();
  };
  const auto sum = [&](std::size_t latency) { return word64(bench->acc_o, 2 * (3 * int32 + latency - 1)); };
  const auto valid = [&](std::size_t latency) { return ((bench->valid_o >> (3 * int32 + latency - 1)) & 1U) != 0; };
  bench->en_i = 1;
  bench.reset();
  EXPECT_EQ(bench->valid_o, 0U) << "after reset";
  drive(true, true, 100, 7);
  EXPECT_TRUE(valid(1));
  EXPECT_EQ(sum(1), 107U);
  drive(false, true, 1, 1);  // stall: nothing moves
  EXPECT_EQ(sum(1), 107U);
  EXPECT_FALSE(valid(2));
  drive(true, false, 2, 2);  // bubble: the sum stays, its flag goes on
  EXPECT_EQ(sum(1), 107U);
  EXPECT_FALSE(valid(1));
  EXPECT_TRUE(valid(2));
  EXPECT_EQ(sum(2), 107U);
  drive(true, false, 3, 3);
  EXPECT_FALSE(valid(2));
  EXPECT_EQ(sum(2), 107U);
  EXPECT_TRUE(valid(3));
  EXPECT_EQ(sum(3), 107U);
  drive(true, true, 200, 0xFFFF);
  EXPECT_EQ(sum(1), 199U) << "the product is signed";
}

}  // namespace
}  // namespace lmulsim::rtl_test
