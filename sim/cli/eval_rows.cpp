// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_rows.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>
#include <vector>

#include "quality/paired_ratio.hpp"
#include "util/stopped.hpp"

namespace lmulsim::cli {

namespace {

using quality::Evaluation;
using quality::Plan;

/// From the cache, or computed and kept.
Evaluation evaluate_or_find(const Plan& plan, const std::string& label, const EvaluatePlan& evaluate,
                            const PredictionCache* cache, std::size_t& found) {
  if (cache == nullptr) {
    return evaluate(plan, label);
  }
  if (auto kept = cache->find(plan)) {
    ++found;
    return {*std::move(kept), {}, {}};
  }
  Evaluation made = evaluate(plan, label);
  cache->keep(plan, made.prediction);
  return made;
}

}  // namespace

void fill_rows(EvalReport& report, std::span<const Plan> plans, const EvaluatePlan& evaluate,
               const PredictionCache* cache, const RowFinished& finished) {
  std::vector<quality::Prediction> predictions;
  std::size_t found = 0;
  try {
    for (const Plan& plan : plans) {
      const std::string label = fmt::format("{}/{} {}", predictions.size() + 1, plans.size(), plan.name());
      Evaluation made = evaluate_or_find(plan, label, evaluate, cache, found);
      predictions.push_back(std::move(made.prediction));
      report.rows.push_back({plan.name(), plan.text(), quality::quality(predictions.back(), predictions.front()),
                             std::move(made.errors), std::move(made.histograms)});
      finished(report.rows.back());
    }
  } catch (const Stopped&) {
    if (report.rows.empty()) {
      throw;
    }
    for (const Plan& plan : plans.subspan(report.rows.size())) {
      report.unfinished.push_back(plan.name());
    }
  }
  report.covariance = quality::covariances(predictions);
  if (found > 0) {
    fmt::print(stderr, "{} of {} rows were finished earlier (kept in {})\n", found, plans.size(),
               cache->folder().string());
  }
}

}  // namespace lmulsim::cli
