// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace lmulsim::quality {

namespace {

struct Mean {
  double value;
  double error;  ///< standard error
};

Mean mean_of(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double v : values) {
    sum += v;
  }
  const double mean = sum / count;
  double squares = 0;
  for (const double v : values) {
    squares += (v - mean) * (v - mean);
  }
  return {mean, std::sqrt(squares / (count - 1) / count)};
}

}  // namespace

Quality quality(const Prediction& prediction, const Prediction& reference) {
  Quality q;
  std::vector<double> differences;
  std::vector<double> agreements;
  for (std::size_t i = 0; i < prediction.negative_log_likelihood.size(); ++i) {
    const bool finite = prediction.top1[i] >= 0;
    q.not_finite += finite ? 0 : 1;
    differences.push_back(prediction.negative_log_likelihood[i] - reference.negative_log_likelihood[i]);
    agreements.push_back(finite && prediction.top1[i] == reference.top1[i] ? 1 : 0);
  }
  q.tokens = static_cast<std::int64_t>(differences.size());
  const Mean loss = mean_of(prediction.negative_log_likelihood);
  q.loss = loss.value;
  q.perplexity = std::exp(loss.value);
  q.perplexity_error = q.perplexity * loss.error;
  const Mean difference = mean_of(differences);
  q.ratio = std::exp(difference.value);
  q.ratio_error = q.ratio * difference.error;
  std::ranges::transform(differences, differences.begin(), [](double x) { return x * x; });
  const Mean square = mean_of(differences);
  q.change_rms = std::sqrt(square.value);
  q.change_rms_error = square.value == 0 ? 0 : square.error / (2 * q.change_rms);
  const Mean agreement = mean_of(agreements);
  q.agreement = agreement.value;
  q.agreement_error = agreement.error;
  return q;
}

}  // namespace lmulsim::quality
