// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How well does a model predict a text when its matrix products are computed in other arithmetics?
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "quality/evaluation.hpp"
#include "quality/plan.hpp"
#include "quality/sweep.hpp"
#include "study/model_text.hpp"
#include "study/prediction_cache.hpp"
#include "study/study_progress.hpp"

namespace lmulsim::study {

struct EvaluateRequest {
  ModelFiles model;
  std::string text;
  TextCut cut;
  std::vector<std::string> arithmetics;  ///< fp32 always comes first
  std::string sweep;                     ///< a file, or a name of configs/sweeps, instead of those; empty: none
  int threads = 1;
  std::string chosen_on{};  ///< the text on which parameters of the arithmetics were chosen; empty: not said
  bool layers = false;      ///< also the errors of every layer's products
  bool ranges = false;      ///< also the largest sums of every kind of products
  bool histograms = false;  ///< also counts of the codes of every layer's operands
};

/// One arithmetic of an evaluation.
struct EvalRow {
  std::string name;   ///< as the user wrote it
  std::string whole;  ///< with every default
  quality::Quality quality;
  quality::LayerErrors errors;            ///< empty unless asked for
  quality::OperandHistograms histograms;  ///< empty unless asked for
  quality::ProductRanges ranges;          ///< empty unless asked for
  std::string proposed;                   ///< the plan of narrow sums that the ranges propose
  quality::LayerOverflows overflows;      ///< empty for sums without a range
};

/// What it takes to get the same table again.
struct EvalOrigin {
  std::string version;  ///< of the program
  std::string model_sha256;
  std::string text_sha256;
};

/// Of these files, by this program.
[[nodiscard]] EvalOrigin origin_of(const std::string& model, const std::string& text);

struct EvalReport {
  std::string model;
  std::string text;
  std::int64_t context = 0;
  std::int64_t documents = 0;
  std::int64_t windows = 0;
  std::int64_t tokens = 0;                        ///< that are asked for
  std::vector<EvalRow> rows{};                    ///< the first is the fp32 reference
  std::vector<std::vector<double>> covariance{};  ///< quality::covariances() of the rows
  EvalOrigin origin{};
  std::string chosen_on{};         ///< see EvaluateRequest
  std::string chosen_on_sha256{};  ///< of that text

  [[nodiscard]] bool chosen_where_judged() const { return chosen_on_sha256 == origin.text_sha256; }
  std::string sweep{};  ///< name of the sweep; empty: single arithmetics
  std::vector<quality::Undefined> undefined{};
  std::vector<std::string> unfinished{};  ///< names of the rows before which the work was stopped
  std::size_t found_earlier = 0;          ///< rows that were taken from the folder
  std::filesystem::path folder{};         ///< of finished rows; empty: none are kept
};

/// An evaluation before its first row: all that can be refused was read.
struct EvalWork {
  ModelText text;
  std::vector<quality::Window> windows;
  std::vector<quality::Plan> plans;  ///< the first is the reference
  EvalReport begun;
};

/// Throws InputError for what cannot be read or does not fit the model, and for a text of fewer than 2 tokens.
[[nodiscard]] EvalWork prepare(const EvaluateRequest& request, const Progress& progress = {});

/// Is told of every row as soon as it is finished: the last of the report's.
using RowFinished = std::function<void(const EvalReport& report)>;

/// One row per plan. Of a sweep, rows that were finished earlier are found in the program's cache folder, the others
/// are put there. When `progress` throws Stopped, the report keeps the finished rows and the names of the others;
/// without a finished row Stopped goes on.
[[nodiscard]] EvalReport evaluate(const EvaluateRequest& request, const EvalWork& work, const Progress& progress,
                                  const RowFinished& finished);

/// fp32, the reference, then what is asked for. Throws InputError for layers that the model does not have.
[[nodiscard]] std::vector<quality::Plan> plans_of(const std::vector<std::string>& arithmetics, std::int64_t layers);

}  // namespace lmulsim::study
