// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "quality/evaluation.hpp"
#include "quality/plan.hpp"

namespace lmulsim::study {

/// What an arithmetic is known by once it was evaluated.
struct KeptEvaluation {
  quality::Prediction prediction;
  quality::LayerOverflows overflows;
};

/// Predictions of one model on one text, and the sums that left their range on the way, one file per arithmetic, so
/// that a sweep that was interrupted goes on. A file is found by the content of all it depends on: the model's digest,
/// the windows' tokens, the plan, and the program.
class PredictionCache {
 public:
  /// `program`: digest of what computes the predictions. The folder is made when something is kept.
  PredictionCache(std::filesystem::path folder, const std::string& program, const std::string& model_sha256,
                  std::span<const quality::Window> windows);

  /// Nothing when there is no file, or one that is not whole.
  [[nodiscard]] std::optional<KeptEvaluation> find(const quality::Plan& plan) const;
  /// Throws InputError when it cannot be written.
  void keep(const quality::Plan& plan, const KeptEvaluation& evaluation) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  [[nodiscard]] std::filesystem::path file(const quality::Plan& plan) const;

  std::filesystem::path folder_;
  std::string key_;
  std::size_t tokens_ = 0;
};

}  // namespace lmulsim::study
