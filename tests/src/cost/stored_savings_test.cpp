// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Planted truths made of netlists that were measured (tests/data/netlists.json: two PEs, 64 recipes): how often the
// interval holds them.
//
// A campaign draws recipes and batches of operands from the stored ones, with replacement. Its two designs are one
// design under two names: for every recipe drawn, a coin of its own says which of them gets the netlists of which
// stored PE, so that what differs between netlists of one recipe falls on either alike, and the true saving is nothing.
// (The second stored PE is first brought to the level of the first, by the quotient of the medians of each figure.) A
// known extra cost is so much energy in every batch and so much area in every netlist of the second design. What its
// best of n truly costs is that of n recipes drawn without end.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "cost/drawn_netlist_json.hpp"
#include "cost/paired_saving.hpp"
#include "util/random.hpp"

namespace lmulsim::cost {
namespace {

constexpr int kRecipes = 32;
constexpr int kTries = 8;
constexpr int kRepetitions = 300;
constexpr int kLeastHeld = kRepetitions * 90 / 100;
constexpr auto kStream = Stimulus::gaussian;

using Netlists = std::vector<DrawnNetlist>;

/// A figure of a netlist.
using Figure = std::function<double&(DrawnNetlist&)>;

double median(Netlists& netlists, const Figure& figure) {
  std::vector<double> values;
  for (DrawnNetlist& n : netlists) {
    values.push_back(figure(n));
  }
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// Scales the figures of `other` so that their medians are those of `design`.
void bring_to_level(Netlists& other, Netlists& design) {
  std::vector<Figure> figures{[](DrawnNetlist& n) -> double& { return n.area_um2; },
                              [](DrawnNetlist& n) -> double& { return n.delay_ns; },
                              [](DrawnNetlist& n) -> double& { return n.clock_pj; }};
  for (std::size_t b = 0; b < design.front().batch_pj.at(kStream).size(); ++b) {
    figures.emplace_back([b](DrawnNetlist& n) -> double& { return n.batch_pj.at(kStream).at(b); });
  }
  for (const Figure& figure : figures) {
    const double factor = median(design, figure) / median(other, figure);
    for (DrawnNetlist& n : other) {
      figure(n) *= factor;
    }
  }
}

/// The stored netlists of both PEs, on one level.
const std::array<Netlists, 2>& stored() {
  static const std::array<Netlists, 2> both = [] {
    const std::string file = LMULSIM_SOURCE_DIR "/tests/data/netlists.json";
    const boost::json::value value = util::parse_json_file(file);
    util::JsonReader json(value, file);
    std::array<Netlists, 2> out{read_netlists(json, "pe-stationary/lmul/e4m3/daz/bf16/s1/l2"),
                                read_netlists(json, "pe-stationary/exact/e4m3/daz/bf16/s1/l2")};
    bring_to_level(out[1], out[0]);
    return out;
  }();
  return both;
}

/// What a chain of buffers adds to every netlist.
struct Extra {
  double pj = 0;
  double um2 = 0;
};

void add_to(DrawnNetlist& netlist, const Extra& extra) {
  netlist.area_um2 += extra.um2;
  for (double& pj : netlist.batch_pj.at(kStream)) {
    pj += extra.pj;
  }
}

/// Netlists of one recipe of a stored PE, as a recipe of this number and on these batches.
void append(Netlists& to, const Netlists& from, int recipe, int as, const std::vector<std::size_t>& batches,
            const Extra& extra) {
  for (const DrawnNetlist& n : from) {
    if (n.recipe != recipe) {
      continue;
    }
    DrawnNetlist copy = n;
    copy.recipe = as;
    copy.batch_pj.at(kStream).clear();
    for (const std::size_t b : batches) {
      copy.batch_pj.at(kStream).push_back(n.batch_pj.at(kStream).at(b));
    }
    add_to(copy, extra);
    to.push_back(std::move(copy));
  }
}

/// One design under two names; the second with an extra cost.
std::array<Netlists, 2> campaign(std::uint64_t seed, const Extra& extra) {
  util::SplitMix64 random(util::split_mix(seed));
  const auto below = [&](std::size_t count) {
    return static_cast<std::size_t>(util::uniform(random) * static_cast<double>(count));
  };
  const std::array<Netlists, 2>& from = stored();
  const std::vector<int> recipes = common_recipes(from[0], from[1]);
  std::vector<std::size_t> batches(from[0].front().batch_pj.at(kStream).size());
  std::ranges::generate(batches, [&] { return below(batches.size()); });
  std::array<Netlists, 2> out;
  for (int i = 0; i < kRecipes; ++i) {
    const int recipe = recipes[below(recipes.size())];
    const std::size_t coin = below(2);
    append(out[0], from.at(coin), recipe, i, batches, {});
    append(out[1], from.at(1 - coin), recipe, i, batches, extra);
  }
  return out;
}

/// What the best of kTries recipes costs that are drawn without end from the stored ones of both.
double true_cost(const Criterion& criterion, const Extra& extra) {
  std::vector<double> costs;
  for (Netlists netlists : stored()) {
    std::ranges::for_each(netlists, [&](DrawnNetlist& n) { add_to(n, extra); });
    const std::vector<int> recipes = common_recipes(netlists, netlists);
    std::ranges::copy(RecipeCosts({netlists}, recipes, criterion).least(), std::back_inserter(costs));
  }
  std::ranges::sort(costs);
  const auto all_above = [&](std::size_t k) {
    return std::pow(static_cast<double>(costs.size() - k) / static_cast<double>(costs.size()), kTries);
  };
  double sum = 0;
  double found = 0;
  for (std::size_t k = 0; k < costs.size() && std::isfinite(costs[k]); ++k) {
    sum += costs[k] * (all_above(k) - all_above(k + 1));
    found += all_above(k) - all_above(k + 1);
  }
  return sum / found;
}

struct Held {
  int count = 0;
  double half_width = 0;  ///< mean
};

/// In how many campaigns the interval holds `truth`.
Held held(const Criterion& criterion, double truth, const Extra& extra) {
  Held out;
  for (int i = 0; i < kRepetitions; ++i) {
    const auto [design, other] = campaign(static_cast<std::uint64_t>(i), extra);
    const Interval saved = paired_saving({design}, {other}, criterion, kTries).saved.value();
    out.count += saved.contains(truth) ? 1 : 0;
    out.half_width += saved.half_width() / kRepetitions;
  }
  return out;
}

void expect_held(const Criterion& criterion, const Extra& extra) {
  const double truth = 1 - true_cost(criterion, {}) / true_cost(criterion, extra);
  const Held h = held(criterion, truth, extra);
  std::printf("%s%s: a saving of %.1f %% is held by %d of %d intervals, +-%.1f points in the mean\n",
              std::string(name(criterion.saved)).c_str(), criterion.clock_ns ? " at a clock" : "", 100 * truth, h.count,
              kRepetitions, 100 * h.half_width);
  EXPECT_GE(h.count, kLeastHeld) << name(criterion.saved);
}

constexpr double kRelaxedNs = 7.246;
constexpr Extra kExtra{.pj = 5, .um2 = 3000};

class StoredSaving : public ::testing::TestWithParam<Criterion> {};

TEST_P(StoredSaving, OfOneDesignUnderTwoNamesIsHeldAsNothing) {
  expect_held(GetParam(), {});
}

TEST_P(StoredSaving, OfAKnownExtraCostIsHeld) {
  expect_held(GetParam(), kExtra);
}

INSTANTIATE_TEST_SUITE_P(Each, StoredSaving,
                         ::testing::Values(Criterion{Saved::energy}, Criterion{Saved::energy, kRelaxedNs},
                                           Criterion{Saved::area}, Criterion{Saved::area, kRelaxedNs},
                                           Criterion{Saved::edp}, Criterion{Saved::period}));

TEST(StoredExtraCost, IsTooLargeForAnIntervalThatHoldsNothing) {
  for (const Saved saved : {Saved::energy, Saved::area}) {
    EXPECT_LE(held({saved}, 0, kExtra).count, kRepetitions - kLeastHeld)
        << "intervals wide enough for anything would show nothing";
  }
}

}  // namespace
}  // namespace lmulsim::cost
