// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/jackknife.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace lmulsim::cost {

double StandardError::half_width() const {
  constexpr double kHighShare = 0.975;
  return value > 0 ? value * boost::math::quantile(boost::math::students_t(degrees), kHighShare) : 0;
}

StandardError jackknife(std::span<const std::vector<double>> sources) {
  double variance = 0;
  double squares = 0;
  for (const std::vector<double>& left_out : sources) {
    const auto count = static_cast<double>(left_out.size());
    if (count < 2) {
      continue;
    }
    const double mean = std::accumulate(left_out.begin(), left_out.end(), 0.0) / count;
    for (const double value : left_out) {
      const double share = (count - 1) / count * (value - mean) * (value - mean);
      variance += share;
      squares += share * share;
    }
  }
  // The mean of a squared normal deviation's square is three times the square of its variance; less two, the rule finds
  // one degree for one deviation.
  const double degrees = squares > 0 ? 3 * variance * variance / squares - 2 : 0;
  return {std::sqrt(variance), std::max(degrees, StandardError::kFewestDegrees)};
}

}  // namespace lmulsim::cost
