// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "cli/eval_report.hpp"
#include "report/csv_cell.hpp"

namespace lmulsim::cli {

namespace {

std::string number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "";
}

}  // namespace

std::string eval_csv(const study::EvalReport& report) {
  std::string out =
      "name,arithmetic,tokens,not_finite,loss_nats,perplexity,perplexity_error,ratio_to_fp32,ratio_error,agreement,"
      "agreement_error,change_rms_nats,change_rms_error\n";
  for (const study::EvalRow& row : report.rows) {
    const quality::Quality& q = row.quality;
    out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", report::csv_cell(row.name),
                       report::csv_cell(row.whole), q.tokens, q.not_finite, number(q.loss), number(q.perplexity),
                       number(q.perplexity_error), number(q.ratio), number(q.ratio_error), number(q.agreement),
                       number(q.agreement_error), number(q.change_rms), number(q.change_rms_error));
  }
  return out;
}

}  // namespace lmulsim::cli
