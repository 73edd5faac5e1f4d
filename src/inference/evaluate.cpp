// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>

#include "inference/modelled_gemm.hpp"
#include "inference/quality.hpp"
#include "workload/model_runner.hpp"

namespace lmulsim::inference {

namespace {

void predict(std::span<const float> logits, int target, Prediction& out) {
  if (!std::ranges::all_of(logits, [](float x) { return std::isfinite(x); })) {
    out.surprise.push_back(std::numeric_limits<double>::quiet_NaN());
    out.likeliest.push_back(-1);
    return;
  }
  const auto largest = std::ranges::max_element(logits);
  double sum = 0;
  for (const float x : logits) {
    sum += std::exp(double{x} - double{*largest});
  }
  out.surprise.push_back(std::log(sum) + double{*largest} - double{logits[static_cast<std::size_t>(target)]});
  out.likeliest.push_back(static_cast<int>(largest - logits.begin()));
}

Evaluation evaluate_window(const workload::Model& model, const Window& window, ModelledGemm& gemm, bool layers) {
  Evaluation result;
  workload::ModelRunner runner(model, gemm.function(layers ? &result.errors : nullptr));
  const std::vector<float> logits = runner.run(window.inputs, true);
  const std::size_t vocab = logits.size() / window.inputs.size();
  for (std::size_t t = 0; t < window.targets.size(); ++t) {
    predict(std::span(logits).subspan(t * vocab, vocab), window.targets[t], result.prediction);
  }
  return result;
}

/// Calls work(i) for every i below `count` on some threads; the first exception stops them and is thrown here.
void for_each_index(std::size_t count, int threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto loop = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) {
        work(i);
      }
    } catch (...) {
      next = count;
      const std::scoped_lock lock(mutex);
      failure = failure ? failure : std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (int t = 1; t < threads; ++t) {
      others.emplace_back(loop);
    }
    loop();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace

Evaluation evaluate(const workload::Model& model, std::span<const Window> windows, const Plan& plan,
                    const EvaluationOptions& options) {
  plan.check_layers(model.shape.layers);
  ModelledGemm gemm(plan);
  std::vector<Evaluation> parts(windows.size());
  std::mutex mutex;
  for_each_index(windows.size(), options.threads, [&](std::size_t i) {
    parts[i] = evaluate_window(model, windows[i], gemm, options.layers);
    if (options.advance) {
      const std::scoped_lock lock(mutex);
      options.advance(static_cast<std::int64_t>(windows[i].targets.size()));
    }
  });
  Evaluation whole;
  for (const auto& [prediction, errors] : parts) {
    auto& [surprise, likeliest] = whole.prediction;
    surprise.insert(surprise.end(), prediction.surprise.begin(), prediction.surprise.end());
    likeliest.insert(likeliest.end(), prediction.likeliest.begin(), prediction.likeliest.end());
    merge(whole.errors, errors);
  }
  return whole;
}

}  // namespace lmulsim::inference
