// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The search against grids of which every point is known, and against as many random points.
#include "explore/nsga2.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "explore/hypervolume.hpp"
#include "explore/space_samples.hpp"
#include "util/random.hpp"

namespace lmulsim::explore {
namespace {

using Digits = std::vector<std::size_t>;

/// A grid with what becomes of its points.
struct Problem {
  std::vector<Gene> genes;
  std::function<Judgement(const Digits&)> judge;
  std::function<bool(const Digits&)> is_point = [](const Digits&) { return true; };

  [[nodiscard]] std::uint64_t size() const {
    std::uint64_t out = 1;
    for (const Gene& gene : genes) {
      out *= gene.values;
    }
    return out;
  }
  [[nodiscard]] Digits digits(std::uint64_t position) const {
    Digits out(genes.size());
    for (std::size_t i = genes.size(); i-- > 0;) {
      out[i] = position % genes[i].values;
      position /= genes[i].values;
    }
    return out;
  }
  [[nodiscard]] std::optional<std::uint64_t> position(const Digits& digits) const {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < genes.size(); ++i) {
      out = out * genes[i].values + digits[i];
    }
    return is_point(digits) ? std::optional(out) : std::nullopt;
  }
};

double as_real(std::size_t digit) {
  return static_cast<double>(digit);
}

/// Two objectives: rows, columns, memory, kind of PE, latency; energy falls with size until traffic or leakage takes
/// over, area grows.
Problem energy_and_area() {
  return {{{12, true}, {12, true}, {8, true}, {6, false}, {3, true}}, [](const Digits& d) {
            const double rows = std::exp2(as_real(d[0]) / 2 + 2);
            const double cols = std::exp2(as_real(d[1]) / 2 + 2);
            const double memory = std::exp2(as_real(d[2]));
            const double kind = std::array{1.0, 0.7, 1.6, 0.9, 1.3, 0.8}[d[3]];
            const double area_of = std::array{1.0, 1.5, 0.8, 1.1, 0.9, 1.4}[d[3]];
            const double energy =
                kind * (100 + 4000 / rows + 3000 / cols) + 900 / memory + rows * cols * 0.01 + 5 * as_real(d[4]);
            const double area = rows * cols * area_of * (1 + 0.05 * as_real(d[4])) + 40 * memory;
            return Judgement{{energy, area}, 0};
          }};
}

/// The same with time as a third objective: latency lets the clock rise.
Problem three_objectives() {
  Problem out = energy_and_area();
  out.judge = [inner = out.judge](const Digits& d) {
    Judgement j = inner(d);
    const double pes = std::exp2(as_real(d[0] + d[1]) / 2 + 4);
    j.objectives.push_back(1e6 / pes / (1 + 0.4 * as_real(d[4])) + 300 / std::exp2(as_real(d[2]) / 2));
    return j;
  };
  return out;
}

/// The same with an area that must not be passed, arrays that cannot be built and positions that are no points.
Problem with_limits() {
  Problem out = three_objectives();
  out.judge = [inner = out.judge](const Digits& d) {
    Judgement j = inner(d);
    if (d[3] == 2 && d[0] > 8) {
      return Judgement{};
    }
    j.violation = std::max(0.0, j.objectives[1] / 4000 - 1);
    return j;
  };
  out.is_point = [](const Digits& d) { return (d[0] + d[1]) % 3 != 2; };
  return out;
}

using Fronts = std::vector<std::vector<double>>;

/// Volumes are between logarithms: on the objectives themselves, decades apart, a hundred random points come to 0.99.
Fronts logarithms(Fronts points) {
  for (auto& point : points) {
    std::ranges::transform(point, point.begin(), [](double x) { return std::log(x); });
  }
  return points;
}

Fronts feasible(const Problem& problem, const std::vector<std::uint64_t>& positions) {
  Fronts out;
  for (const std::uint64_t position : positions) {
    const Judgement j = problem.judge(problem.digits(position));
    if (j.violation == 0) {
      out.push_back(j.objectives);
    }
  }
  return logarithms(std::move(out));
}

std::vector<std::uint64_t> all_positions(const Problem& problem) {
  std::vector<std::uint64_t> out;
  for (std::uint64_t position = 0; position < problem.size(); ++position) {
    if (problem.is_point(problem.digits(position))) {
      out.push_back(position);
    }
  }
  return out;
}

/// Of no points that others beat: the volume is the same, and sooner there.
Fronts front_of(const Fronts& points) {
  Fronts out;
  for (const auto& point : points) {
    const auto as_good = [&](const auto& other) {
      return std::ranges::equal(other, point, std::ranges::less_equal{}) && other != point;
    };
    if (std::ranges::none_of(points, as_good)) {
      out.push_back(point);
    }
  }
  return out;
}

std::vector<double> worst_of(const Fronts& points) {
  std::vector<double> out = points.at(0);
  for (const auto& point : points) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = std::max(out[i], point[i]);
    }
  }
  return out;
}

std::vector<std::uint64_t> searched(const Problem& problem, const SearchSettings& settings) {
  Nsga2 search(problem.genes, settings, [&](const Digits& digits) { return problem.position(digits); });
  std::vector<std::uint64_t> out;
  for (auto positions = search.ask(); !positions.empty(); positions = search.ask()) {
    std::vector<Judgement> judgements;
    for (const std::uint64_t position : positions) {
      judgements.push_back(problem.judge(problem.digits(position)));
    }
    search.tell(judgements);
    out.insert(out.end(), positions.begin(), positions.end());
  }
  return out;
}

std::vector<std::uint64_t> random_positions(const std::vector<std::uint64_t>& all, std::size_t count,
                                            std::uint64_t seed) {
  std::vector<std::uint64_t> out = all;
  util::SplitMix64 random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(out[i], out[i + random() % (out.size() - i)]);
  }
  out.resize(count);
  return out;
}

TEST(Nsga2, FindsKnownFrontsWithAFewOfTheirPoints) {
  for (const Problem& problem : {energy_and_area(), three_objectives(), with_limits()}) {
    const std::vector<std::uint64_t> all = all_positions(problem);
    ASSERT_LE(all.size(), 20'736U);
    const Fronts every = feasible(problem, all);
    const std::vector<double> reference = worst_of(every);
    const double whole = hypervolume(front_of(every), reference);
    const auto budget = static_cast<std::int64_t>(all.size() * 15 / 100);
    const auto share = [&](const std::vector<std::uint64_t>& positions) {
      return hypervolume(front_of(feasible(problem, positions)), reference) / whole;
    };
    double worst = 1;
    double best_by_chance = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const auto found =
          searched(problem, {.seed = seed, .population = 128, .generations = 1000, .evaluations = budget});
      EXPECT_LE(found.size(), static_cast<std::size_t>(budget));
      EXPECT_EQ(std::set(found.begin(), found.end()).size(), found.size()) << "a point twice";
      const double ours = share(found);
      const double by_chance = share(random_positions(all, found.size(), seed));
      EXPECT_GT(ours, by_chance) << seed;
      best_by_chance = std::max(best_by_chance, by_chance);
      worst = std::min(worst, ours);
    }
    EXPECT_GE(worst, 0.99);
    std::printf("%zu points, %zu on the front: at least %.4f of the front's volume, by chance at most %.4f\n",
                all.size(), front_of(every).size(), worst, best_by_chance);
  }
}

TEST(Nsga2, AsksForTheSameAgainAndForOtherPointsWithAnotherSeed) {
  const Problem problem = with_limits();
  const SearchSettings settings{.seed = 3, .population = 20, .generations = 10};
  EXPECT_EQ(searched(problem, settings), searched(problem, settings));
  SearchSettings other = settings;
  other.seed = 4;
  EXPECT_NE(searched(problem, settings), searched(problem, other));
  EXPECT_EQ(searched(problem, settings).size(), 200U);
}

TEST(Nsga2, EndsWhereTheSpaceDoes) {
  Problem small = energy_and_area();
  small.genes = {{2, true}, {3, true}, {1, true}, {2, false}, {1, true}};
  const auto found = searched(small, {.population = 10, .generations = 50});
  EXPECT_EQ(found.size(), 12U);
  Problem none = small;
  none.is_point = [](const Digits&) { return false; };
  EXPECT_TRUE(searched(none, {.population = 10, .generations = 50}).empty());
}

TEST(Hypervolume, IsWhatSmallBoxesCount) {
  EXPECT_EQ(hypervolume({{1, 1}}, {3, 2}), 2);
  EXPECT_EQ(hypervolume({{1, 1}, {0, 1.5}}, {3, 2}), 2.5);
  EXPECT_EQ(hypervolume({{5, 1}}, {3, 2}), 0);
  EXPECT_EQ(hypervolume({}, {3, 2}), 0);
  util::SplitMix64 random(4);
  constexpr int kSide = 6;
  for (int round = 0; round < 50; ++round) {
    Fronts points;
    for (int i = 0; i < 7; ++i) {
      points.push_back({as_real(random() % kSide), as_real(random() % kSide), as_real(random() % kSide)});
    }
    int boxes = 0;
    for (int x = 0; x < kSide; ++x) {
      for (int y = 0; y < kSide; ++y) {
        for (int z = 0; z < kSide; ++z) {
          boxes +=
              std::ranges::any_of(points, [&](const auto& p) { return p[0] <= x && p[1] <= y && p[2] <= z; }) ? 1 : 0;
        }
      }
    }
    EXPECT_EQ(hypervolume(points, {kSide, kSide, kSide}), boxes);
  }
}

TEST(Samples, FollowFromTheirNumberAndCoverTheSpace) {
  const std::vector<Gene> genes{{4, true}, {3, false}, {5, true}};
  for (const auto& digits_of : {std::function([&](std::uint64_t k) { return random_digits(genes, 9, k, 0); }),
                                std::function([&](std::uint64_t k) { return sobol_digits(genes, 9, k); })}) {
    std::set<Digits> seen;
    std::vector<int> of_first(4);
    for (std::uint64_t k = 0; k < 1024; ++k) {
      const Digits digits = digits_of(k);
      EXPECT_EQ(digits, digits_of(k));
      for (std::size_t i = 0; i < genes.size(); ++i) {
        ASSERT_LT(digits[i], genes[i].values);
      }
      seen.insert(digits);
      ++of_first[digits[0]];
    }
    EXPECT_EQ(seen.size(), 60U);
    for (const int count : of_first) {
      EXPECT_NEAR(count, 256, 64);
    }
  }
  EXPECT_NE(random_digits(genes, 9, 1, 0), random_digits(genes, 10, 1, 0));
}

}  // namespace
}  // namespace lmulsim::explore
