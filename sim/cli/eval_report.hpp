// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What `lmulsim eval` prints and writes.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "inference/quality.hpp"

namespace lmulsim::cli {

/// One arithmetic of an evaluation.
struct EvalRow {
  std::string name;   ///< as the user wrote it
  std::string whole;  ///< with every default
  inference::Quality quality;
  inference::LayerErrors errors;            ///< empty unless asked for
  inference::OperandHistograms histograms;  ///< empty unless asked for
};

struct EvalReport {
  std::string model;
  std::string text;
  std::int64_t context = 0;
  std::int64_t documents = 0;
  std::int64_t windows = 0;
  std::vector<EvalRow> rows;  ///< the first is the fp32 reference
};

[[nodiscard]] std::string eval_text(const EvalReport& report);

/// Schema lmulsim-eval/1. Numbers that are not finite become null.
[[nodiscard]] boost::json::value eval_json(const EvalReport& report);

}  // namespace lmulsim::cli
