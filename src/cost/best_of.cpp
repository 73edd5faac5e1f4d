// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/best_of.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "util/error.hpp"

namespace lmulsim::cost {

std::vector<double> shares_of_least(int n, int count) {
  // The k-th least is the least of the choices that hold it and n - 1 of the count - k larger ones:
  // C(count - k, n - 1) of C(count, n). From one k to the next the binomials differ by a quotient.
  std::vector<double> shares(static_cast<std::size_t>(count), 0);
  double share = static_cast<double>(n) / count;
  for (int k = 1; k <= count - n + 1; ++k) {
    shares[static_cast<std::size_t>(k - 1)] = share;
    share *= k < count ? static_cast<double>(count - k - n + 1) / (count - k) : 0;
  }
  return shares;
}

std::optional<double> best_of(int n, std::vector<double> values, double most_missing) {
  const auto count = static_cast<int>(values.size());
  if (n < 1 || n > count) {
    throw InputError(
        fmt::format("best of {} out of {}: expected at least one try and no more than there are values", n, count));
  }
  std::ranges::sort(values);
  const std::vector<double> shares = shares_of_least(n, count);
  double sum = 0;
  double found = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (std::isfinite(values[k])) {
      sum += shares[k] * values[k];
      found += shares[k];
    }
  }
  constexpr double kRounding = 1e-12;
  return found > 0 && found >= 1 - most_missing - kRounding ? std::optional(sum / found) : std::nullopt;
}

}  // namespace lmulsim::cost
