// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/front.hpp"

#include <algorithm>
#include <numeric>

namespace lmulsim::explore {
namespace {

using Objectives = std::vector<Interval>;

/// Smaller is better from here on.
Objectives oriented(const Objectives& point, const std::vector<bool>& maximise) {
  Objectives out = point;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (maximise[i]) {
      out[i] = {-point[i].high, -point[i].value, -point[i].low};
    }
  }
  return out;
}

/// Whether a is as good in everything and better in something wherever in their bands the two lie.
bool surely_beats(const Objectives& a, const Objectives& b) {
  bool better = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].high > b[i].low) {
      return false;
    }
    better = better || a[i].high < b[i].low;
  }
  return better;
}

/// The points that no other is as good as in everything and better than in something, when one end of the bands counts.
/// `beaten(i, f)` is told of every other point and of one of the front that beats it.
template <class Beaten>
std::vector<std::size_t> front_of(const std::vector<Objectives>& points, double Interval::*end, const Beaten& beaten) {
  const auto beats = [&](const Objectives& a, const Objectives& b) {
    bool better = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i].*end > b[i].*end) {
        return false;
      }
      better = better || a[i].*end < b[i].*end;
    }
    return better;
  };
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), 0U);
  // Whoever beats a point comes before it: it is smaller in the first objective that differs.
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return std::ranges::lexicographical_compare(points[a], points[b], {}, end, end);
  });
  std::vector<std::size_t> front;
  for (const std::size_t i : order) {
    const auto by = std::ranges::find_if(front, [&](std::size_t f) { return beats(points[f], points[i]); });
    if (by == front.end()) {
      front.push_back(i);
    } else {
      beaten(i, *by);
    }
  }
  return front;
}

}  // namespace

std::vector<Standing> standings(std::span<const std::vector<Interval>> objectives, const std::vector<bool>& maximise) {
  std::vector<Objectives> points;
  points.reserve(objectives.size());
  for (const Objectives& point : objectives) {
    points.push_back(oriented(point, maximise));
  }
  std::vector<Standing> out(points.size());
  (void)front_of(points, &Interval::value, [&](std::size_t i, std::size_t by) { out[i].by = by; });
  // Who surely beats a point is beaten by nobody when all are at their worst, or whoever beats it there beats the
  // point.
  const std::vector<std::size_t> sure = front_of(points, &Interval::high, [](std::size_t, std::size_t) {});
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (out[i].by) {
      const bool surely = std::ranges::any_of(sure, [&](std::size_t f) { return surely_beats(points[f], points[i]); });
      out[i].standing = surely ? FrontClass::dominated : FrontClass::possible;
    }
  }
  return out;
}

}  // namespace lmulsim::explore
