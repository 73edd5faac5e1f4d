// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

namespace lmulsim::cost {

/// How many recipes a designer tries, where nothing else is said.
inline constexpr int kUsualTries = 8;

/// The share of the weight that may lie on infinite values before there is no best.
inline constexpr double kMostMissing = 0.1;

/// What somebody gets who tries n of these values and keeps the least, on average over all choices of n: a U-statistic,
/// which is as smooth in the values as the plain least is not, so that a jackknife of it is valid. n = 1 is the mean,
/// n = the number of values the least. An infinite value is a try that failed; without weight on such the value is
/// exact, with at most `most_missing` it is the mean over the choices that did not fail altogether, and with more, or
/// when all fail, there is none. Throws InputError unless 1 <= n <= the number of values.
[[nodiscard]] std::optional<double> best_of(int n, std::vector<double> values, double most_missing = kMostMissing);

/// In which share of all choices of n out of `count` the k-th least is the least of them: for k from 1 to count.
/// 1 <= n <= count.
[[nodiscard]] std::vector<double> shares_of_least(int n, int count);

}  // namespace lmulsim::cost
