// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_labels.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "report/text_table.hpp"

namespace lmulsim::cli {

namespace json = boost::json;

std::string labels_text(const study::LabelReport& report) {
  report::TextTable table("lrlrlrl");
  table.row({"arithmetic", "accuracy", "", "- fp32", "", "top-1 agreement", ""});
  for (const study::LabelRow& row : report.rows) {
    const quality::Accuracy& a = row.accuracy;
    table.row({row.name, fmt::format("{:.2f} %", 100 * a.correct), fmt::format("+/- {:.2f}", 100 * a.correct_error),
               fmt::format("{:+.2f} %", 100 * a.gain), fmt::format("+/- {:.2f}", 100 * a.gain_error),
               fmt::format("{:.2f} %", 100 * a.agreement), fmt::format("+/- {:.2f}", 100 * a.agreement_error)});
  }
  return fmt::format(
      "{} on {}: {} labelled texts\n{}  note: standard errors are those of shares; the difference's is "
      "paired, text by text\n  note: everything but matrix products in fp32\n",
      report.model, report.text, report.rows.front().accuracy.examples, table.text());
}

json::value labels_json(const study::LabelReport& report) {
  json::array rows;
  for (const study::LabelRow& row : report.rows) {
    const quality::Accuracy& a = row.accuracy;
    rows.push_back(json::object{{"name", row.name},
                                {"arithmetic", row.whole},
                                {"accuracy", a.correct},
                                {"accuracy_error", a.correct_error},
                                {"gain_over_fp32", a.gain},
                                {"gain_error", a.gain_error},
                                {"agreement", a.agreement},
                                {"agreement_error", a.agreement_error}});
  }
  return json::object{{"schema", "lmulsim-labels/1"},
                      {"version", report.origin.version},
                      {"model", report.model},
                      {"model_sha256", report.origin.model_sha256},
                      {"text", report.text},
                      {"text_sha256", report.origin.text_sha256},
                      {"examples", report.rows.front().accuracy.examples},
                      {"rows", std::move(rows)}};
}

}  // namespace lmulsim::cli
