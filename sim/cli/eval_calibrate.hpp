// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// `lmulsim eval --calibrate`.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>

#include "cli/eval_text.hpp"
#include "quality/calibrate.hpp"

namespace lmulsim::cli {

struct CalibrationReport {
  std::string model;
  std::string text;
  std::int64_t choosing_tokens = 0;
  std::int64_t confirming_tokens = 0;
  quality::Calibration calibration;
};

/// Calibrates on the documents of the first `tokens` tokens (0: half of them), confirms on the others. Throws
/// InputError when one of the two parts has fewer than 2 tokens.
[[nodiscard]] CalibrationReport run_calibration(const EvalText& text, const std::string& arithmetic,
                                                std::int64_t tokens, int threads);

[[nodiscard]] std::string calibration_text(const CalibrationReport& report);

/// Schema lmulsim-calibration/1.
[[nodiscard]] boost::json::value calibration_json(const CalibrationReport& report);

}  // namespace lmulsim::cli
