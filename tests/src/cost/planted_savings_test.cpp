// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Savings that are known because they were planted: how often the interval holds them. Netlists are drawn from a
// population as synthesis gives it: recipes differ by a tenth and designs share that, batches of operands differ by a
// fifth and designs share that, and every netlist has an error of its own that nothing shares.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "cost/best_of.hpp"
#include "cost/paired_saving.hpp"
#include "util/random.hpp"

namespace lmulsim::cost {
namespace {

constexpr int kRecipes = 32;
constexpr int kTries = 8;
constexpr int kBatches = 16;
constexpr int kRepetitions = 300;
constexpr int kLeastHeld = kRepetitions * 90 / 100;

struct Point {
  SizedFor point;
  double area, delay, energy;  ///< factors
};
constexpr std::array kPoints{Point{SizedFor::nothing, 1, 1.6, 1}, Point{SizedFor::relaxed, 1.04, 1.3, 1.03},
                             Point{SizedFor::hard, 1.1, 1, 1.1}};

/// A factor near 1.
double factor(util::SplitMix64& random, double deviation) {
  return std::exp(deviation * util::normal(random));
}

/// What a chain of buffers adds to a design.
struct Extra {
  double pj = 0;
  double um2 = 0;
};

/// Designs of one campaign: the same recipes and operands.
class Population {
 public:
  Population(std::uint64_t campaign, int recipes) : recipes_(recipes) {
    util::SplitMix64 random(campaign);
    for (int r = 0; r < recipes; ++r) {
      recipe_.push_back({factor(random, 0.08), factor(random, 0.1), factor(random, 0.12)});
    }
    for (int b = 0; b < kBatches; ++b) {
      batch_.push_back(factor(random, 0.2));
    }
  }

  /// `name` gives the design's own errors.
  [[nodiscard]] std::vector<DrawnNetlist> design(std::uint64_t name, const Extra& extra = {}) const {
    util::SplitMix64 random(util::split_mix(name));
    std::vector<DrawnNetlist> all;
    for (int r = 0; r < recipes_; ++r) {
      const Shared& shared = recipe_[static_cast<std::size_t>(r)];
      const double own = factor(random, 0.05);
      for (const Point& p : kPoints) {
        DrawnNetlist n;
        n.recipe = r;
        n.point = p.point;
        n.area_um2 = 100 * p.area * shared.area * own * factor(random, 0.01) + extra.um2;
        n.delay_ns = 10 * p.delay * shared.delay * factor(random, 0.03);
        n.clock_pj = 0.1;
        const double pj = 0.3 * p.energy * shared.energy * own * factor(random, 0.02);
        for (const double batch : batch_) {
          n.batch_pj[Stimulus::gaussian].push_back(pj * batch * factor(random, 0.01) + extra.pj);
        }
        all.push_back(std::move(n));
      }
    }
    return all;
  }

 private:
  struct Shared {
    double area, delay, energy;
  };
  int recipes_;
  std::vector<Shared> recipe_;
  std::vector<double> batch_;
};

/// What the best of kTries costs in a campaign without end.
double true_cost(const Criterion& criterion) {
  constexpr int kCampaigns = 40;
  constexpr int kMany = 400;
  double sum = 0;
  for (int c = 0; c < kCampaigns; ++c) {
    const std::uint64_t seed = 1000 + static_cast<std::uint64_t>(c);
    const std::vector<DrawnNetlist> netlists = Population(seed, kMany).design(seed + 1);
    const std::vector<int> recipes = common_recipes(netlists, netlists);
    sum += best_of(kTries, RecipeCosts({netlists}, recipes, criterion).least()).value();
  }
  return sum / kCampaigns;
}

struct Held {
  int count = 0;
  double half_width = 0;  ///< mean
};

/// In how many campaigns the interval holds `truth`.
Held held(const Criterion& criterion, double truth, const Extra& extra) {
  Held out;
  for (int i = 0; i < kRepetitions; ++i) {
    const auto campaign = static_cast<std::uint64_t>(i);
    const Population population(7000 + campaign, kRecipes);
    const PairedSaving s = paired_saving({population.design(2 * campaign)},
                                         {population.design(2 * campaign + 1, extra)}, criterion, kTries);
    out.count += s.saved.value().contains(truth) ? 1 : 0;
    out.half_width += s.saved.value().half_width() / kRepetitions;
  }
  return out;
}

void expect_held(const Criterion& criterion, double truth, const Extra& extra) {
  const Held h = held(criterion, truth, extra);
  std::printf("%s%s: a saving of %.1f %% is held by %d of %d intervals, +-%.1f points in the mean\n",
              std::string(name(criterion.saved)).c_str(), criterion.clock_ns ? " at a clock" : "", 100 * truth, h.count,
              kRepetitions, 100 * h.half_width);
  EXPECT_GE(h.count, kLeastHeld) << name(criterion.saved);
}

constexpr double kClockNs = 12;

class PlantedSaving : public ::testing::TestWithParam<Criterion> {};

TEST_P(PlantedSaving, OfNothingIsHeldByTheInterval) {
  expect_held(GetParam(), 0, {});
}

INSTANTIATE_TEST_SUITE_P(Each, PlantedSaving,
                         ::testing::Values(Criterion{Saved::energy}, Criterion{Saved::energy, kClockNs},
                                           Criterion{Saved::area}, Criterion{Saved::area, kClockNs},
                                           Criterion{Saved::edp}, Criterion{Saved::period}));

TEST(PlantedExtraCost, OfEnergyIsHeldByTheInterval) {
  constexpr double kExtraPj = 0.05;
  for (const Criterion& criterion : {Criterion{Saved::energy}, Criterion{Saved::energy, kClockNs}}) {
    const double cost = true_cost(criterion);
    expect_held(criterion, 1 - cost / (cost + kExtraPj), {.pj = kExtraPj});
  }
}

TEST(PlantedExtraCost, OfAreaIsHeldByTheInterval) {
  constexpr double kExtraUm2 = 9;
  for (const Criterion& criterion : {Criterion{Saved::area}, Criterion{Saved::area, kClockNs}}) {
    const double cost = true_cost(criterion);
    expect_held(criterion, 1 - cost / (cost + kExtraUm2), {.um2 = kExtraUm2});
  }
}

TEST(PlantedExtraCost, IsTooLargeForAnIntervalThatHoldsZero) {
  const Held h = held({Saved::energy}, 0, {.pj = 0.05});
  EXPECT_LE(h.count, kRepetitions - kLeastHeld) << "intervals wide enough for anything would show nothing";
}

}  // namespace
}  // namespace lmulsim::cost
