// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Predictions of one text against each other, token by token.
#pragma once

#include <span>
#include <vector>

#include "quality/evaluation.hpp"

namespace lmulsim::quality {

/// For each prediction i: covariances of its mean negative log-likelihood with those of predictions 0 to i, in nats^2.
/// All losses are taken less the first prediction's at the same token: what makes a token hard for every arithmetic is
/// no error of a comparison. Tokens count as independent. NaN where one is not finite. Predictions have equally many
/// tokens, at least two.
[[nodiscard]] std::vector<std::vector<double>> covariances(std::span<const Prediction> predictions);

/// A perplexity over another, with its standard error.
struct PairedRatio {
  double value = 0;
  double error = 0;
};

/// exp(loss a - loss b), and its error to first order, from the variances of the two mean losses and their
/// covariance.
[[nodiscard]] PairedRatio paired_ratio(double loss_a, double loss_b, double variance_a, double variance_b,
                                       double covariance);

}  // namespace lmulsim::quality
