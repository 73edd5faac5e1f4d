// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How well does a classifier label texts in several arithmetics?
#pragma once

#include <string>
#include <vector>

#include "quality/classify.hpp"
#include "study/evaluate.hpp"
#include "study/study_progress.hpp"

namespace lmulsim::study {

struct LabelRequest {
  ModelFiles model;
  std::string examples;                  ///< a file of lines LABEL<tab>TEXT
  std::vector<std::string> arithmetics;  ///< fp32 always comes first
  int threads = 1;
};

struct LabelRow {
  std::string name;   ///< as the user wrote it
  std::string whole;  ///< with every default
  quality::Accuracy accuracy;
};

struct LabelReport {
  std::string model;
  std::string text;
  std::vector<LabelRow> rows{};  ///< the first is the fp32 reference
  EvalOrigin origin{};
};

/// Throws InputError for a model that is no classifier and lines that are no examples.
[[nodiscard]] LabelReport label(const LabelRequest& request, const Progress& progress = {});

}  // namespace lmulsim::study
