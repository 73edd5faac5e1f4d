// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace lmulsim::cost {

/// How far a statistic may be off, and how well that is known.
struct StandardError {
  double value = 0;
  double degrees = kFewestDegrees;  ///< of freedom

  /// Two are taken where the observations show fewer: then a single one of them makes nearly all of the error.
  static constexpr double kFewestDegrees = 2;

  /// Half of the 95 % interval by Student's t.
  [[nodiscard]] double half_width() const;
};

/// The standard error of a statistic by the delete-one jackknife (Tukey 1958). Each source of noise gives the values of
/// the statistic with one of its observations left out; the sources are independent, so that their variances add. A
/// source of fewer than two observations says nothing and adds none. Every left-out value gives a squared deviation u
/// with a variance of its own, of which Satterthwaite's rule (1946) makes degrees of freedom, 3 (sum u)^2 / sum u^2 -
/// 2: few where few observations decide the statistic, as the best recipes decide a best of n.
[[nodiscard]] StandardError jackknife(std::span<const std::vector<double>> sources);

}  // namespace lmulsim::cost
