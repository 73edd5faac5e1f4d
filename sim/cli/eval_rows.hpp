// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>

#include "cli/eval_report.hpp"
#include "cli/prediction_cache.hpp"
#include "inference/plan.hpp"

namespace lmulsim::cli {

/// Predicts the text in the arithmetic of a plan; `label` is for the progress bar.
using EvaluatePlan = std::function<inference::Evaluation(const inference::Plan& plan, const std::string& label)>;

/// Fills rows and covariance of the report, one row per plan, the first of which is the reference. With a cache, rows
/// that it has are taken from there, the others are put there as soon as they are finished, and standard error says
/// how many were found.
void fill_rows(EvalReport& report, std::span<const inference::Plan> plans, const EvaluatePlan& evaluate,
               const PredictionCache* cache);

}  // namespace lmulsim::cli
