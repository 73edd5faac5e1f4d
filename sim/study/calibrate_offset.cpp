// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/calibrate_offset.hpp"

#include <fmt/format.h>

#include "util/error.hpp"

namespace lmulsim::study {

CalibrationReport calibrate(const CalibrateRequest& request, const Progress& progress) {
  const ModelText text = load_model_text(request.model, request.text, request.cut);
  const quality::Arithmetic base = quality::parse_arithmetic(request.arithmetic, "--calibrate");
  (void)quality::offset_of(base);
  const std::int64_t all = count_targets(text.windows());
  const auto [first, second] = quality::split_documents(text.documents, request.tokens > 0 ? request.tokens : all / 2);
  const auto choosing = quality::cut_windows(first, text.context, text.start);
  const auto confirming = quality::cut_windows(second, text.context, text.start);
  CalibrationReport report{request.model.model, request.text, count_targets(choosing), count_targets(confirming), {}};
  if (report.choosing_tokens < 2 || report.confirming_tokens < 2) {
    throw InputError(
        fmt::format("--calibrate: expected a text of whole documents with at least 2 tokens for choosing and 2 "
                    "for confirming, found {} and {}",
                    report.choosing_tokens, report.confirming_tokens));
  }
  report.calibration = quality::calibrate(text.model, choosing, confirming, base, {request.threads, progress});
  return report;
}

}  // namespace lmulsim::study
