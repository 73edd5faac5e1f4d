// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// When things cross between the clocks, and which fractions stand for real frequencies.
#include "dram/clock_ratio.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <numeric>

#include "util/error.hpp"

namespace lmulsim::dram {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// The two crossings, as whoever is judged computes them.
struct Crossing {
  std::function<Clock(Cycle)> clocks_before;
  std::function<Cycle(Clock)> visible;
};

Crossing crossing(const ClockRatio& ratio) {
  return {[ratio](Cycle c) { return ratio.clocks_before(c); }, [ratio](Clock e) { return ratio.visible(e); }};
}

/// What the crossings mean, without a division: clock k ends with cycle c when (k + 1) * q <= (c + 1) * p, cycles and
/// clocks being counted out one after the other. The first cycle or clock that is wrong; -1 when none is.
Cycle first_fault(const Crossing& judged, int p, int q) {
  Clock clocks = 0;
  for (Cycle c = 0; c < 300; ++c) {
    while ((clocks + 1) * q <= c * p) {
      ++clocks;
    }
    if (judged.clocks_before(c) != clocks) {
      return c;
    }
  }
  Cycle cycle = 0;
  for (Clock e = 0; e < 300; ++e) {
    while (cycle * p < e * q) {
      ++cycle;
    }
    if (judged.visible(e) != cycle) {
      return e;
    }
  }
  return -1;
}

TEST(ClockRatio, CountsClocksAndCyclesForEveryFraction) {
  for (int p = 1; p <= ClockRatio::kLargest; ++p) {
    for (int q = 1; q <= ClockRatio::kLargest; ++q) {
      ASSERT_EQ(first_fault(crossing(ClockRatio(p, q)), p, q), -1) << p << "/" << q;
    }
  }
}

TEST(ClockRatio, RoundedTheWrongWayIsCaught) {
  const ClockRatio ratio(16, 5);
  Crossing up = crossing(ratio);
  up.clocks_before = [](Cycle c) { return (c * 16 + 4) / 5; };
  EXPECT_GE(first_fault(up, 16, 5), 0);
  Crossing down = crossing(ratio);
  down.visible = [](Clock e) { return e * 5 / 16; };
  EXPECT_GE(first_fault(down, 16, 5), 0);
}

TEST(ClockRatio, IsExactUpToItsBound) {
  for (int p = 1; p <= ClockRatio::kLargest; ++p) {
    for (int q = 1; q <= ClockRatio::kLargest; ++q) {
      const ClockRatio ratio(p, q);
      const int common = std::gcd(p, q);
      for (const Cycle near : {std::int64_t{1} << 32U, (std::int64_t{1} << 50U) - 200}) {
        for (Cycle c = near; c < near + 130; ++c) {
          ASSERT_EQ(ratio.clocks_before(c), c * (p / common) / (q / common)) << p << "/" << q;
          ASSERT_EQ(ratio.visible(c), (c * (q / common) + p / common - 1) / (p / common)) << p << "/" << q;
        }
      }
    }
  }
}

TEST(ClockRatio, AlignsCyclesToClocks) {
  const ClockRatio ratio(16, 5);
  EXPECT_EQ(ratio.aligned(0), 0);
  EXPECT_EQ(ratio.aligned(1), 5);
  EXPECT_EQ(ratio.aligned(5), 5);
  EXPECT_EQ(ratio.aligned(6), 10);
}

TEST(ClockRatio, IsInLowestTerms) {
  EXPECT_EQ(ClockRatio(4, 2), ClockRatio(2, 1));
}

TEST(ClockRatio, RefusesNumbersThatAreNone) {
  for (const std::int64_t wrong : {0, -1, 65}) {
    EXPECT_THAT([&] { (void)ClockRatio(wrong, 1, "x.yaml:3: clock_ratio"); },
                ThrowsMessage<InputError>(
                    HasSubstr("x.yaml:3: clock_ratio: expected DRAM clocks and core cycles from 1 to 64, found " +
                              std::to_string(wrong))));
    EXPECT_THROW((void)ClockRatio(1, wrong), InputError);
  }
}

TEST(ChosenRatio, OfTheUsualFrequenciesHasNoError) {
  const auto chosen = [](double dram) { return choose_ratio(dram, 500, std::nullopt, "dram"); };
  EXPECT_EQ(chosen(1600).ratio, ClockRatio(16, 5));
  EXPECT_EQ(chosen(800).ratio, ClockRatio(8, 5));
  EXPECT_EQ(chosen(1000).ratio, ClockRatio(2, 1));
  EXPECT_EQ(chosen(1600).error, 0);
}

TEST(ChosenRatio, SaysWhatItIsOffBy) {
  const ChosenRatio third = choose_ratio(1600, 480.5, std::nullopt, "dram");
  EXPECT_EQ(third.ratio, ClockRatio(10, 3));
  EXPECT_NEAR(third.dram_mhz, 1601.667, 0.001);
  EXPECT_NEAR(third.error, 0.00104, 0.00001);
}

TEST(ChosenRatio, FarFromEveryFractionIsRefusedUnlessItIsGiven) {
  EXPECT_THAT(
      [] { (void)choose_ratio(1600, 20, std::nullopt, "a.yaml: dram.clock_ratio"); },
      ThrowsMessage<InputError>(HasSubstr("a.yaml: dram.clock_ratio: expected frequencies whose ratio is within "
                                          "1 % of a fraction of at most 64/16, found 1600 MHz of the DRAM over "
                                          "20 MHz of the core; the nearest is 64/1, which means 1280 MHz")));
  const ChosenRatio given = choose_ratio(1600, 20, ClockRatio(64, 1), "dram");
  EXPECT_EQ(given.ratio, ClockRatio(64, 1));
  EXPECT_NEAR(given.error, 0.2, 1e-12);
}

TEST(ChosenRatio, RefusesFrequenciesThatAreNone) {
  for (const double wrong :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW((void)choose_ratio(wrong, 500, std::nullopt, "dram"), InputError);
    EXPECT_THROW((void)choose_ratio(1600, wrong, std::nullopt, "dram"), InputError);
  }
}

}  // namespace
}  // namespace lmulsim::dram
