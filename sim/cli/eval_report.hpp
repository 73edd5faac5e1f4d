// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What `lmulsim eval` prints and writes.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "quality/evaluation.hpp"
#include "quality/sweep.hpp"

namespace lmulsim::cli {

/// One arithmetic of an evaluation.
struct EvalRow {
  std::string name;   ///< as the user wrote it
  std::string whole;  ///< with every default
  quality::Quality quality;
  quality::LayerErrors errors;            ///< empty unless asked for
  quality::OperandHistograms histograms;  ///< empty unless asked for
};

/// What it takes to get the same table again.
struct EvalOrigin {
  std::string version;  ///< of the program
  std::string model_sha256;
  std::string text_sha256;
};

struct EvalReport {
  std::string model;
  std::string text;
  std::int64_t context = 0;
  std::int64_t documents = 0;
  std::int64_t windows = 0;
  std::int64_t tokens = 0;                        ///< that are asked for
  std::vector<EvalRow> rows{};                    ///< the first is the fp32 reference
  std::vector<std::vector<double>> covariance{};  ///< inference::covariances() of the rows
  EvalOrigin origin{};
  std::string sweep{};  ///< name of the sweep; empty: single arithmetics
  std::vector<quality::Undefined> undefined{};
  std::vector<std::string> unfinished{};  ///< names of the rows before which the work was stopped
};

/// As text: what was evaluated, the table line by line (EvalTable), what there is to know about it.
[[nodiscard]] std::string eval_head(const EvalReport& report);
[[nodiscard]] std::string eval_notes(const EvalReport& report);

/// Schema lmulsim-eval/1. Numbers that are not finite become null; rows that a stop left out are named in `unfinished`.
[[nodiscard]] boost::json::value eval_json(const EvalReport& report);

/// The table, one line per row, with a header; numbers that are not finite are empty. Cells are quoted where RFC 4180
/// asks for it.
[[nodiscard]] std::string eval_csv(const EvalReport& report);

/// A page that opens offline: perplexity against kept bits per multiplier, all arithmetics, and the table.
[[nodiscard]] std::string eval_html(const EvalReport& report);

}  // namespace lmulsim::cli
