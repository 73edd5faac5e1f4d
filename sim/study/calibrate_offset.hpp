// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Which offset of the adder serves a model best, and what does it change?
#pragma once

#include <cstdint>
#include <string>

#include "quality/calibrate.hpp"
#include "study/model_text.hpp"
#include "study/study_progress.hpp"

namespace lmulsim::study {

struct CalibrateRequest {
  ModelFiles model;
  std::string text;
  TextCut cut;
  std::string arithmetic;   ///< with an adder
  std::int64_t tokens = 0;  ///< chosen on the documents of the first ones; 0: half of them
  int threads = 1;
};

struct CalibrationReport {
  std::string model;
  std::string text;
  std::int64_t choosing_tokens = 0;
  std::int64_t confirming_tokens = 0;
  quality::Calibration calibration;
};

/// Chooses on one part of the text, confirms on the other. Throws InputError when one of the two parts has fewer than 2
/// tokens.
[[nodiscard]] CalibrationReport calibrate(const CalibrateRequest& request, const Progress& progress = {});

}  // namespace lmulsim::study
