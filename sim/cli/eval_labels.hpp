// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// `lmulsim eval --labelled`: how well a classifier labels texts in several arithmetics.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/eval_report.hpp"
#include "cli/model_options.hpp"
#include "quality/classify.hpp"

namespace lmulsim::cli {

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

/// Labels every line of `file` in each plan; the first is the reference. Throws InputError for a model that is no
/// classifier and lines that are no examples.
[[nodiscard]] LabelReport label_all(const ModelOptionValues& options, const transformer::Model& model,
                                    const std::string& file, const std::vector<quality::Plan>& plans, int threads);

[[nodiscard]] std::string labels_text(const LabelReport& report);
/// Schema lmulsim-labels/1.
[[nodiscard]] boost::json::value labels_json(const LabelReport& report);

}  // namespace lmulsim::cli
