// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/paired_ratio.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace lmulsim::quality {

namespace {

/// Surprises less the reference's, less their mean.
std::vector<double> centred(const Prediction& prediction, const Prediction& reference) {
  std::vector<double> out(prediction.negative_log_likelihood.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = prediction.negative_log_likelihood[i] - reference.negative_log_likelihood[i];
  }
  const double mean = std::accumulate(out.begin(), out.end(), 0.0) / static_cast<double>(out.size());
  for (double& x : out) {
    x -= mean;
  }
  return out;
}

}  // namespace

std::vector<std::vector<double>> covariances(std::span<const Prediction> predictions) {
  std::vector<std::vector<double>> differences;
  std::vector<std::vector<double>> out;
  for (const Prediction& prediction : predictions) {
    differences.push_back(centred(prediction, predictions.front()));
    const std::vector<double>& last = differences.back();
    const auto count = static_cast<double>(last.size());
    std::vector<double> row;
    row.reserve(differences.size());
    for (const std::vector<double>& other : differences) {
      row.push_back(std::inner_product(last.begin(), last.end(), other.begin(), 0.0) / (count - 1) / count);
    }
    out.push_back(std::move(row));
  }
  return out;
}

PairedRatio paired_ratio(double loss_a, double loss_b, double variance_a, double variance_b, double covariance) {
  const double ratio = std::exp(loss_a - loss_b);
  // Rounding may leave a variance of equal predictions a little below zero; NaN stays NaN.
  const double variance = variance_a + variance_b - 2 * covariance;
  return {ratio, ratio * std::sqrt(variance < 0 ? 0 : variance)};
}

}  // namespace lmulsim::quality
