// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/hypervolume.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>

namespace lmulsim::explore {
namespace {

using Points = std::vector<std::vector<double>>;

/// In the first `dimensions` objectives. `points` are sorted by none.
double volume(Points points, std::span<const double> reference, std::size_t dimensions) {
  if (dimensions == 1) {
    double best = reference[0];
    for (const auto& point : points) {
      best = std::min(best, point[0]);
    }
    return reference[0] - best;
  }
  const std::size_t last = dimensions - 1;
  std::ranges::sort(points, {}, [last](const auto& point) { return point[last]; });
  double out = 0;
  double lowest = std::numeric_limits<double>::infinity();  // of the first objective, where there are two
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double end = i + 1 < points.size() ? points[i + 1][last] : reference[last];
    lowest = std::min(lowest, points[i][0]);
    const double thickness = end - points[i][last];
    if (thickness > 0) {
      const double area =
          dimensions == 2
              ? reference[0] - lowest
              : volume({points.begin(), points.begin() + static_cast<std::ptrdiff_t>(i) + 1}, reference, last);
      out += thickness * area;
    }
  }
  return out;
}

}  // namespace

double hypervolume(std::vector<std::vector<double>> points, const std::vector<double>& reference) {
  std::erase_if(points, [&](const std::vector<double>& point) {
    for (std::size_t i = 0; i < reference.size(); ++i) {
      if (!(point[i] < reference[i])) {
        return true;
      }
    }
    return false;
  });
  return points.empty() ? 0 : volume(std::move(points), reference, reference.size());
}

}  // namespace lmulsim::explore
