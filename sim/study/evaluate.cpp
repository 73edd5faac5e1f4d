// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "config/load.hpp"
#include "quality/paired_ratio.hpp"
#include "rtl/model_builder.hpp"
#include "study/provenance.hpp"
#include "util/cache_dir.hpp"
#include "util/error.hpp"
#include "util/sha256.hpp"
#include "util/stopped.hpp"

namespace lmulsim::study {

namespace {

using quality::Evaluation;
using quality::Plan;

/// Predicts the text in the arithmetic of a plan; `label` is for the progress.
using EvaluatePlan = std::function<Evaluation(const Plan& plan, const std::string& label)>;

/// From the cache, or computed and kept.
Evaluation evaluate_or_find(const Plan& plan, const std::string& label, const EvaluatePlan& evaluate,
                            const PredictionCache* cache, std::size_t& found) {
  if (cache == nullptr) {
    return evaluate(plan, label);
  }
  if (auto kept = cache->find(plan)) {
    ++found;
    Evaluation found_earlier;
    found_earlier.prediction = std::move(kept->prediction);
    found_earlier.overflows = std::move(kept->overflows);
    return found_earlier;
  }
  Evaluation made = evaluate(plan, label);
  cache->keep(plan, {made.prediction, made.overflows});
  return made;
}

/// Narrow sums for a plan of one arithmetic; nothing for other plans.
std::string proposed(const Plan& plan, const quality::ProductRanges& ranges) {
  const auto arithmetic = plan.everywhere();
  return !arithmetic || arithmetic->plain_fp32 ? "" : quality::proposed_plan(*arithmetic, ranges);
}

/// Fills rows and covariance of the report.
void fill_rows(EvalReport& report, std::span<const Plan> plans, const EvaluatePlan& evaluate,
               const PredictionCache* cache, const RowFinished& finished) {
  std::vector<quality::Prediction> predictions;
  try {
    for (const Plan& plan : plans) {
      const std::string label = fmt::format("{}/{} {}", predictions.size() + 1, plans.size(), plan.name());
      Evaluation made = evaluate_or_find(plan, label, evaluate, cache, report.found_earlier);
      predictions.push_back(std::move(made.prediction));
      report.rows.push_back({plan.name(), plan.text(), quality::quality(predictions.back(), predictions.front()),
                             std::move(made.errors), std::move(made.histograms), made.ranges,
                             proposed(plan, made.ranges), std::move(made.overflows)});
      finished(report);
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
}

/// Unless it is the reference, which is there.
void add_plan(std::vector<Plan>& plans, const Plan& plan, std::int64_t layers) {
  if (plan.text() != "fp32") {
    plan.check_layers(layers);
    plans.push_back(plan);
  }
}

std::vector<Plan> plans_of(const quality::Sweep& sweep, std::int64_t layers) {
  std::vector<Plan> plans{Plan::parse("fp32")};
  for (const Plan& plan : sweep.plans) {
    add_plan(plans, plan, layers);
  }
  return plans;
}

EvalReport begin_report(const EvaluateRequest& request, const ModelText& text,
                        std::span<const quality::Window> windows) {
  EvalReport report{.model = request.model.model,
                    .text = request.text,
                    .context = text.context,
                    .documents = static_cast<std::int64_t>(text.documents.size()),
                    .windows = static_cast<std::int64_t>(windows.size()),
                    .tokens = count_targets(windows)};
  if (report.tokens < 2) {
    throw InputError(fmt::format("{}: expected a text of at least 2 tokens, found {}", request.text, report.tokens));
  }
  report.origin = origin_of(request.model.model, request.text);
  if (!request.chosen_on.empty()) {
    report.chosen_on = request.chosen_on;
    report.chosen_on_sha256 = util::sha256_file(request.chosen_on);
  }
  return report;
}

ModelText read_text(const EvaluateRequest& request, const Progress& progress) {
  const Advance reading = begin(progress, "reading the model and the text", 0);
  return load_model_text(request.model, request.text, request.cut);
}

}  // namespace

EvalOrigin origin_of(const std::string& model, const std::string& text) {
  return {version_text(), util::sha256_content(model), util::sha256_file(text)};
}

std::vector<Plan> plans_of(const std::vector<std::string>& arithmetics, std::int64_t layers) {
  std::vector<Plan> plans{Plan::parse("fp32")};
  for (const std::string& text : arithmetics) {
    add_plan(plans, Plan::from(text, "--arithmetic"), layers);
  }
  return plans;
}

EvalWork prepare(const EvaluateRequest& request, const Progress& progress) {
  std::optional<quality::Sweep> sweep;
  if (!request.sweep.empty()) {
    sweep = quality::read_sweep(config::find_config("sweeps", ".yaml", request.sweep));
  }
  EvalWork work{read_text(request, progress), {}, {}, {}};
  const std::int64_t layers = work.text.model.shape.layers;
  work.plans = sweep ? plans_of(*sweep, layers) : plans_of(request.arithmetics, layers);
  work.windows = work.text.windows();
  work.begun = begin_report(request, work.text, work.windows);
  if (sweep) {
    work.begun.sweep = sweep->name;
    work.begun.undefined = sweep->undefined;
    work.begun.folder = util::cache_dir() / "eval";
  }
  return work;
}

EvalReport evaluate(const EvaluateRequest& request, const EvalWork& work, const Progress& progress,
                    const RowFinished& finished) {
  EvalReport report = work.begun;
  const auto evaluate_plan = [&](const Plan& plan, const std::string& label) {
    return quality::evaluate(work.text.model, work.windows, plan,
                             {.threads = request.threads,
                              .layers = request.layers,
                              .advance = begin(progress, label, report.tokens),
                              .histograms = request.histograms,
                              .ranges = request.ranges});
  };
  std::optional<PredictionCache> cache;
  if (!report.folder.empty()) {
    cache.emplace(report.folder, util::sha256_content("/proc/self/exe"), report.origin.model_sha256, work.windows);
  }
  fill_rows(report, work.plans, evaluate_plan, cache ? &*cache : nullptr, finished);
  return report;
}

}  // namespace lmulsim::study
