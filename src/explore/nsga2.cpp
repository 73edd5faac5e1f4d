// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/nsga2.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "explore/space_samples.hpp"
#include "util/random.hpp"

namespace lmulsim::explore {
namespace {

// Tried on grids that are known whole: as no point is looked at twice, much crossover and long steps lead away from
// the front, past neighbours that nobody has looked at.
constexpr double kCrossover = 0.3;
constexpr double kLonger = 0.3;           ///< that a step of an ordered value goes on
constexpr std::int64_t kImmigrants = 10;  ///< one child in so many is a new sample
constexpr int kMostMutations = 100;
constexpr int kTriesADistance = 25;  ///< so many known points around a child, and it is looked for farther off

/// Deb's rule: what holds its limits beats what does not, of those that do not the nearer one wins, and of those that
/// do the one that is as good in everything and better in something.
bool beats(const Judgement& a, const Judgement& b) {
  if (a.violation != b.violation && (a.violation > 0 || b.violation > 0)) {
    return a.violation < b.violation;
  }
  if (a.objectives.size() != b.objectives.size() || a.objectives.empty()) {
    return a.objectives.size() > b.objectives.size();
  }
  bool better = false;
  for (std::size_t i = 0; i < a.objectives.size(); ++i) {
    if (a.objectives[i] > b.objectives[i]) {
      return false;
    }
    better = better || a.objectives[i] < b.objectives[i];
  }
  return better;
}

std::size_t below(util::SplitMix64& random, std::size_t end) {
  return static_cast<std::size_t>(util::uniform(random) * static_cast<double>(end));
}

/// Another value of a gene: of categories any other, of ordered values one that is near more often than far.
std::size_t mutated(const Gene& gene, std::size_t digit, util::SplitMix64& random) {
  if (!gene.is_ordered) {
    const std::size_t other = below(random, gene.values - 1);
    return other < digit ? other : other + 1;
  }
  std::size_t length = 1;
  while (util::uniform(random) < kLonger) {
    ++length;
  }
  constexpr double kHalf = 0.5;
  const bool is_up = digit == 0 || (digit + 1 < gene.values && util::uniform(random) < kHalf);
  return is_up ? std::min(digit + length, gene.values - 1) : digit - std::min(digit, length);
}

/// One gene changes.
void mutate(const std::vector<Gene>& genes, std::vector<std::size_t>& digits, util::SplitMix64& random) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < genes.size(); ++i) {
    if (genes[i].values > 1) {
      open.push_back(i);
    }
  }
  if (!open.empty()) {
    const std::size_t i = open[below(random, open.size())];
    digits[i] = mutated(genes[i], digits[i], random);
  }
}

/// Indices by front: of the first nobody beats any, of the second only those of the first do, and so on.
template <class Individuals>
std::vector<std::vector<std::size_t>> fronts_of(const Individuals& all) {
  std::vector<std::vector<std::size_t>> beaten(all.size());
  std::vector<std::size_t> beaters(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (beats(all[i].judgement, all[k].judgement)) {
        beaten[i].push_back(k);
        ++beaters[k];
      }
    }
  }
  std::vector<std::vector<std::size_t>> out(1);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (beaters[i] == 0) {
      out[0].push_back(i);
    }
  }
  while (!out.back().empty()) {
    std::vector<std::size_t> next;
    for (const std::size_t i : out.back()) {
      for (const std::size_t k : beaten[i]) {
        if (--beaters[k] == 0) {
          next.push_back(k);
        }
      }
    }
    std::ranges::sort(next);
    out.push_back(std::move(next));
  }
  out.pop_back();
  return out;
}

/// Objectives of designs lie decades apart: where all have one sign, distances are between their logarithms.
double on_scale(double value, bool is_logarithmic) {
  if (!is_logarithmic) {
    return value;
  }
  return value > 0 ? std::log(value) : -std::log(-value);
}

/// How far the neighbours in the front are, over all objectives; those at an end have all the room. Sorts the front by
/// it. Members of a front have as many objectives each.
template <class Individuals>
void set_crowding(Individuals& all, std::vector<std::size_t>& front) {
  for (const std::size_t i : front) {
    all[i].crowding = 0;
  }
  const std::size_t objectives = all[front[0]].judgement.objectives.size();
  for (std::size_t m = 0; m < objectives; ++m) {
    const auto raw = [&](std::size_t i) { return all[i].judgement.objectives[m]; };
    std::ranges::stable_sort(front, {}, raw);
    const bool is_logarithmic = raw(front.front()) > 0 || raw(front.back()) < 0;
    const auto value = [&](std::size_t i) { return on_scale(raw(i), is_logarithmic); };
    const double range = value(front.back()) - value(front.front());
    all[front.front()].crowding = std::numeric_limits<double>::infinity();
    all[front.back()].crowding = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; range > 0 && i + 1 < front.size(); ++i) {
      all[front[i]].crowding += (value(front[i + 1]) - value(front[i - 1])) / range;
    }
  }
  std::ranges::stable_sort(front, std::ranges::greater{}, [&](std::size_t i) { return all[i].crowding; });
}

}  // namespace

Nsga2::Nsga2(std::vector<Gene> genes, const SearchSettings& settings, PositionOf position_of)
    : genes_(std::move(genes)), settings_(settings), position_of_(std::move(position_of)) {}

bool Nsga2::add(Digits digits, std::vector<std::uint64_t>& out) {
  const std::optional<std::uint64_t> position = position_of_(digits);
  if (!position || !known_.insert(*position).second) {
    return false;
  }
  asked_.push_back(std::move(digits));
  out.push_back(*position);
  return true;
}

bool Nsga2::add_unseen(std::vector<std::uint64_t>& out) {
  constexpr int kMostSamples = 20'000;
  for (int i = 0; i < kMostSamples; ++i) {
    if (add(sobol_digits(genes_, settings_.seed, next_sample_++), out)) {
      return true;
    }
  }
  return false;
}

bool Nsga2::add_child(std::uint64_t number, std::vector<std::uint64_t>& out) {
  util::SplitMix64 random(
      util::split_mix(util::split_mix(settings_.seed + 1) ^ (static_cast<std::uint64_t>(generation_) << 32U) ^ number));
  const auto parent = [&]() -> const Individual& {
    const Individual& a = population_[below(random, population_.size())];
    const Individual& b = population_[below(random, population_.size())];
    return std::pair(a.rank, -a.crowding) <= std::pair(b.rank, -b.crowding) ? a : b;
  };
  const Digits& one = parent().digits;
  const Digits& other = parent().digits;
  Digits child = one;
  if (util::uniform(random) < kCrossover) {
    constexpr double kHalf = 0.5;
    for (std::size_t i = 0; i < child.size(); ++i) {
      child[i] = util::uniform(random) < kHalf ? one[i] : other[i];
    }
  }
  for (int i = 0; i < kMostMutations; ++i) {
    Digits other_child = child;  // near the parents again: one mutation after the other would lead anywhere
    for (int times = 0; times <= i / kTriesADistance; ++times) {
      mutate(genes_, other_child, random);
    }
    if (add(std::move(other_child), out)) {
      return true;
    }
  }
  return false;
}

std::vector<std::uint64_t> Nsga2::ask() {
  std::vector<std::uint64_t> out;
  asked_.clear();
  if (generation_ == settings_.generations) {
    return out;
  }
  const std::int64_t left = settings_.most_evaluations() - static_cast<std::int64_t>(known_.size());
  const std::int64_t wanted = std::min(left, settings_.population);
  for (std::int64_t i = 0; i < wanted; ++i) {
    const bool is_sample = population_.empty() || i % kImmigrants == kImmigrants - 1;
    const bool found = (!is_sample && add_child(static_cast<std::uint64_t>(i), out)) || add_unseen(out);
    if (!found) {
      break;  // every point of the space was asked for
    }
  }
  ++generation_;
  return out;
}

void Nsga2::tell(std::span<const Judgement> judgements) {
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    population_.push_back({.digits = asked_[i], .judgement = judgements[i]});
  }
  select();
}

/// The best of the population stay: front by front, and of the last one those with the most room around them.
void Nsga2::select() {
  std::vector<Individual> kept;
  const auto most = static_cast<std::size_t>(settings_.population);
  std::size_t rank = 0;
  for (std::vector<std::size_t>& front : fronts_of(population_)) {
    set_crowding(population_, front);
    for (const std::size_t i : front) {
      if (kept.size() < most) {
        population_[i].rank = rank;
        kept.push_back(std::move(population_[i]));
      }
    }
    if (kept.size() == most) {
      break;
    }
    ++rank;
  }
  population_ = std::move(kept);
}

}  // namespace lmulsim::explore
