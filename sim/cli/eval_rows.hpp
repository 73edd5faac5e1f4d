// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>

#include "cli/eval_report.hpp"
#include "cli/prediction_cache.hpp"
#include "quality/plan.hpp"

namespace lmulsim::cli {

/// Predicts the text in the arithmetic of a plan; `label` is for the progress bar.
using EvaluatePlan = std::function<quality::Evaluation(const quality::Plan& plan, const std::string& label)>;

/// Is told of every row as soon as it is finished.
using RowFinished = std::function<void(const EvalRow& row)>;

/// Fills rows and covariance of the report, one row per plan, the first of which is the reference. With a cache, rows
/// that it has are taken from there, the others are put there as soon as they are finished, and standard error says
/// how many were found. When `evaluate` throws Stopped, the report keeps the finished rows and the names of the others;
/// without a finished row Stopped goes on.
void fill_rows(EvalReport& report, std::span<const quality::Plan> plans, const EvaluatePlan& evaluate,
               const PredictionCache* cache, const RowFinished& finished);

}  // namespace lmulsim::cli
