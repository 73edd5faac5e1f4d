// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/importance.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <utility>

#include "util/random.hpp"

namespace lmulsim::explore {
namespace {

constexpr double kLowQuantile = 0.05;
constexpr double kHighQuantile = 0.95;

/// A parameter whose values are numbered in their order.
struct Column {
  const Factor* factor = nullptr;
  std::vector<Value> levels{};
  std::vector<std::size_t> at{};        ///< the level at each point
  std::vector<const Column*> follow{};  ///< columns that this one's level decides
  const Column* decided_by = nullptr;   ///< a column that decides this one
};

Column column_of(const Factor& factor) {
  Column out{.factor = &factor};
  const std::set<Value> all(factor.values.begin(), factor.values.end());
  out.levels.assign(all.begin(), all.end());
  for (const Value& value : factor.values) {
    const auto level = std::ranges::lower_bound(out.levels, value);
    out.at.push_back(static_cast<std::size_t>(level - out.levels.begin()));
  }
  return out;
}

/// Whether the level of one column says that of the other; one with a level for each point says nothing of others.
bool decides(const Column& one, const Column& other) {
  if (one.levels.size() == one.at.size()) {
    return false;
  }
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> said(one.levels.size(), kNone);
  for (std::size_t i = 0; i < one.at.size(); ++i) {
    std::size_t& level = said[one.at[i]];
    level = level == kNone ? other.at[i] : level;
    if (level != other.at[i]) {
      return false;
    }
  }
  return true;
}

/// Labels of bundles come first, so that what they set is part of them. Of two parameters that decide one another the
/// first is the dimension.
std::vector<Column> columns_of(const std::vector<Factor>& factors) {
  std::vector<Column> out;
  out.reserve(factors.size());
  for (const bool labels : {true, false}) {
    for (const Factor& factor : factors) {
      Column column = factor.is_label == labels ? column_of(factor) : Column{};
      if (column.levels.size() > 1) {
        out.push_back(std::move(column));
      }
    }
  }
  for (Column& one : out) {
    for (const Column& other : out) {
      if (&one != &other && decides(one, other)) {
        one.follow.push_back(&other);
      }
    }
  }
  for (Column& column : out) {
    const auto by = std::ranges::find_if(out, [&](const Column& other) {
      return std::ranges::find(other.follow, &column) != other.follow.end() &&
             (&other < &column || !decides(column, other));
    });
    column.decided_by = by == out.end() ? nullptr : &*by;
  }
  return out;
}

double quantile(std::span<const double> sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The variance of the levels' means over the variance of all, of the points with these indices.
double share_of(const Column& column, std::span<const double> y, std::span<const std::size_t> points) {
  std::vector<double> sums(column.levels.size());
  std::vector<double> counts(column.levels.size());
  double total = 0;
  double squares = 0;
  for (const std::size_t i : points) {
    sums[column.at[i]] += y[i];
    counts[column.at[i]] += 1;
    total += y[i];
    squares += y[i] * y[i];
  }
  const auto n = static_cast<double>(points.size());
  const double mean = total / n;
  const double all = squares - n * mean * mean;
  double between = 0;
  for (std::size_t level = 0; level < sums.size(); ++level) {
    if (counts[level] > 0) {
      const double difference = sums[level] / counts[level] - mean;
      between += counts[level] * difference * difference;
    }
  }
  constexpr double kRounding = 1e-12;  // numbers that are all the same have no variance to share
  return all > kRounding * squares ? std::clamp(between / all, 0.0, 1.0) : 0;
}

/// Shares of points that are drawn again from those there are.
class Resampling {
 public:
  explicit Resampling(std::size_t points) : points_(points) {
    constexpr std::size_t kMostDraws = 2'000'000;
    constexpr std::size_t kMostSamples = 200;
    constexpr std::size_t kFewestSamples = 20;
    util::SplitMix64 random(1);
    const std::size_t samples = std::clamp(kMostDraws / points, kFewestSamples, kMostSamples);
    for (std::size_t sample = 0; sample < samples; ++sample) {
      std::vector<std::size_t> drawn(points);
      for (std::size_t& index : drawn) {
        index = static_cast<std::size_t>(random() % points);
      }
      samples_.push_back(std::move(drawn));
    }
  }

  void set_shares(const Column& column, std::span<const double> y, FactorImportance& out) const {
    std::vector<std::size_t> all(points_);
    std::iota(all.begin(), all.end(), 0U);
    out.share = share_of(column, y, all);
    std::vector<double> shares;
    shares.reserve(samples_.size());
    for (const std::vector<std::size_t>& sample : samples_) {
      shares.push_back(share_of(column, y, sample));
    }
    std::ranges::sort(shares);
    out.share_low = std::min(out.share, quantile(shares, kLowQuantile));
    out.share_high = std::max(out.share, quantile(shares, kHighQuantile));
  }

 private:
  std::size_t points_;
  std::vector<std::vector<std::size_t>> samples_{};
};

/// Points with all else equal, as the point at each level of the column; the number of points where there is none.
std::vector<std::vector<std::size_t>> matched(const Column& column, std::span<const Column> all) {
  std::vector<const Column*> others;
  for (const Column& other : all) {
    const bool follows = std::ranges::find(column.follow, &other) != column.follow.end();
    if (&other != &column && !follows && !other.factor->is_label) {
      others.push_back(&other);
    }
  }
  std::map<std::vector<std::size_t>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < column.at.size(); ++i) {
    std::vector<std::size_t> else_equal;
    else_equal.reserve(others.size());
    for (const Column* other : others) {
      else_equal.push_back(other->at[i]);
    }
    auto& group = groups.try_emplace(else_equal, column.levels.size(), column.at.size()).first->second;
    group[column.at[i]] = std::min(group[column.at[i]], i);
  }
  std::vector<std::vector<std::size_t>> out;
  out.reserve(groups.size());
  for (auto& [key, group] : groups) {
    out.push_back(std::move(group));
  }
  return out;
}

std::vector<PairedEffect> effects_of(const Column& column, std::span<const Column> all, std::span<const double> y,
                                     bool is_ratio) {
  const std::vector<std::vector<std::size_t>> groups = matched(column, all);
  const std::size_t levels = column.levels.size();
  const std::size_t none = column.at.size();
  std::vector<PairedEffect> out;
  for (std::size_t from = 0; from < levels; ++from) {
    const std::size_t end = levels > kMostPairedLevels ? std::min(from + 2, levels) : levels;
    for (std::size_t to = from + 1; to < end; ++to) {
      std::vector<double> changes;
      for (const std::vector<std::size_t>& group : groups) {
        if (group[from] != none && group[to] != none) {
          changes.push_back(y[group[to]] - y[group[from]]);
        }
      }
      if (changes.empty()) {
        continue;
      }
      std::ranges::sort(changes);
      const auto at = [&](double q) { return is_ratio ? std::exp(quantile(changes, q)) : quantile(changes, q); };
      constexpr double kMedian = 0.5;
      out.push_back({text_of(column.levels[from]), text_of(column.levels[to]),
                     static_cast<std::int64_t>(changes.size()), at(kLowQuantile), at(kMedian), at(kHighQuantile)});
    }
  }
  return out;
}

/// Whether each two levels of the columns meet as often as their own numbers say.
bool are_combined_evenly(const Column& a, const Column& b) {
  std::vector<std::size_t> of_a(a.levels.size());
  std::vector<std::size_t> of_b(b.levels.size());
  std::vector<std::size_t> of_both(a.levels.size() * b.levels.size());
  for (std::size_t i = 0; i < a.at.size(); ++i) {
    ++of_a[a.at[i]];
    ++of_b[b.at[i]];
    ++of_both[a.at[i] * b.levels.size() + b.at[i]];
  }
  for (std::size_t i = 0; i < of_both.size(); ++i) {
    if (of_both[i] * a.at.size() != of_a[i / b.levels.size()] * of_b[i % b.levels.size()]) {
      return false;
    }
  }
  return true;
}

bool is_balanced(const std::vector<Column>& columns) {
  constexpr std::size_t kMostCells = 1'000'000;  // so many values combine evenly in no sweep that can be run
  for (const Column& a : columns) {
    for (const Column& b : columns) {
      if (&a < &b && a.decided_by == nullptr && b.decided_by == nullptr &&
          (a.levels.size() * b.levels.size() > kMostCells || !are_combined_evenly(a, b))) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

Importance importance(const std::vector<Factor>& factors, const std::vector<double>& numbers) {
  Importance out{.points = static_cast<std::int64_t>(numbers.size())};
  if (numbers.empty()) {
    return out;
  }
  out.is_ratio = std::ranges::all_of(numbers, [](double x) { return x > 0; });
  std::vector<double> y = numbers;
  if (out.is_ratio) {
    std::ranges::transform(y, y.begin(), [](double x) { return std::log(x); });
  }
  const std::vector<Column> columns = columns_of(factors);
  out.is_balanced = is_balanced(columns);
  const Resampling resampling(numbers.size());
  double explained = 0;
  for (const Column& column : columns) {
    FactorImportance one{.name = column.factor->name,
                         .along = {},
                         .part_of = column.decided_by == nullptr ? "" : column.decided_by->factor->name,
                         .levels = static_cast<std::int64_t>(column.levels.size())};
    for (const Column* other : column.follow) {
      one.along.push_back(other->factor->name);
    }
    resampling.set_shares(column, y, one);
    one.effects = effects_of(column, columns, y, out.is_ratio);
    explained += column.decided_by == nullptr ? one.share : 0;
    out.factors.push_back(std::move(one));
  }
  out.rest = columns.empty() ? 0 : std::max(0.0, 1 - explained);
  std::ranges::stable_sort(out.factors, std::ranges::greater{}, &FactorImportance::share);
  return out;
}

}  // namespace lmulsim::explore
