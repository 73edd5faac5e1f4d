// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

#include "quality/evaluation.hpp"
#include "quality/modelled_gemm.hpp"
#include "transformer/model_runner.hpp"
#include "util/parallel.hpp"

namespace lmulsim::quality {

namespace {

void predict(std::span<const float> logits, int target, Prediction& out) {
  if (!std::ranges::all_of(logits, [](float x) { return std::isfinite(x); })) {
    out.negative_log_likelihood.push_back(std::numeric_limits<double>::quiet_NaN());
    out.top1.push_back(-1);
    return;
  }
  const auto largest = std::ranges::max_element(logits);
  double sum = 0;
  for (const float x : logits) {
    sum += std::exp(double{x} - double{*largest});
  }
  out.negative_log_likelihood.push_back(std::log(sum) + double{*largest} -
                                        double{logits[static_cast<std::size_t>(target)]});
  out.top1.push_back(static_cast<int>(largest - logits.begin()));
}

Evaluation evaluate_window(const transformer::Model& model, const Window& window, ModelledGemm& gemm, bool layers) {
  Evaluation result;
  transformer::ModelRunner runner(model, gemm.function(layers ? &result.errors : nullptr, &result.overflows));
  const std::vector<float> logits = runner.run(window.inputs, true);
  const std::size_t vocab = logits.size() / window.inputs.size();
  for (std::size_t t = 0; t < window.targets.size(); ++t) {
    predict(std::span(logits).subspan(t * vocab, vocab), window.targets[t], result.prediction);
  }
  return result;
}

/// Shows every product to whoever asked for it; nothing if nobody did.
ProductObserver observer_of(const EvaluationOptions& options, HistogramCollector& histograms, RangeCollector& ranges) {
  if (!options.histograms && !options.ranges) {
    return options.observe;
  }
  return [&options, &histograms, &ranges](const ObservedProduct& product) {
    if (options.histograms) {
      histograms.add(product);
    }
    if (options.ranges) {
      ranges.add(product);
    }
    if (options.observe) {
      options.observe(product);
    }
  };
}

}  // namespace

Evaluation evaluate(const transformer::Model& model, std::span<const Window> windows, const Plan& plan,
                    const EvaluationOptions& options) {
  plan.check_layers(model.shape.layers);
  HistogramCollector histograms;
  RangeCollector ranges;
  ModelledGemm gemm(plan, observer_of(options, histograms, ranges));
  std::vector<Evaluation> parts(windows.size());
  std::mutex mutex;
  util::for_each_index(windows.size(), options.threads, [&](std::size_t i) {
    parts[i] = evaluate_window(model, windows[i], gemm, options.layers);
    if (options.advance) {
      const std::scoped_lock lock(mutex);
      options.advance(static_cast<std::int64_t>(windows[i].targets.size()));
    }
  });
  Evaluation whole;
  whole.histograms = histograms.take();
  whole.ranges = ranges.take();
  for (const auto& [prediction, errors, overflows, histogram, range] : parts) {
    auto& [negative_log_likelihood, top1] = whole.prediction;
    negative_log_likelihood.insert(negative_log_likelihood.end(), prediction.negative_log_likelihood.begin(),
                                   prediction.negative_log_likelihood.end());
    top1.insert(top1.end(), prediction.top1.begin(), prediction.top1.end());
    merge(whole.errors, errors);
    for (const auto& [place, count] : overflows) {
      whole.overflows[place] += count;
    }
  }
  return whole;
}

}  // namespace lmulsim::quality
