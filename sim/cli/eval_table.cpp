// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "report/text_table.hpp"

namespace lmulsim::cli {
namespace {

const std::vector<std::string> kHeading{"arithmetic", "perplexity",      "", "/ fp32", "", "rms change",
                                        "",           "top-1 agreement", ""};

std::vector<std::string> cells_of(const study::EvalRow& row) {
  const quality::Quality& q = row.quality;
  return {row.name,
          fmt::format("{:.4f}", q.perplexity),
          fmt::format("+/- {:.4f}", q.perplexity_error),
          fmt::format("{:.5f}", q.ratio),
          fmt::format("+/- {:.5f}", q.ratio_error),
          fmt::format("{:.4f}", q.change_rms),
          fmt::format("+/- {:.4f}", q.change_rms_error),
          fmt::format("{:.2f} %", 100 * q.agreement),
          fmt::format("+/- {:.2f}", 100 * q.agreement_error)};
}

}  // namespace

EvalTable::EvalTable(const std::vector<std::string>& names)
    : widest_{*std::ranges::max_element(names, {}, &std::string::size)} {}

std::string EvalTable::next(const study::EvalRow& row) {
  const Cells cells = cells_of(row);
  report::TextTable table("lrlrlrlrl");
  table.row(kHeading);
  if (!begun_) {
    widest_.insert(widest_.end(), cells.begin() + 1, cells.end());
  }
  table.row(widest_);
  const std::size_t first_line = table.text().find('\n') + 1;
  table.row(cells);
  const std::string text = table.text();
  const std::string line = text.substr(text.rfind('\n', text.size() - 2) + 1);
  return std::exchange(begun_, true) ? line : text.substr(0, first_line) + line;
}

std::string eval_text(const study::EvalReport& report) {
  report::TextTable table("lrlrlrlrl");
  table.row(kHeading);
  for (const study::EvalRow& row : report.rows) {
    table.row(cells_of(row));
  }
  return eval_head(report) + table.text() + eval_notes(report);
}

}  // namespace lmulsim::cli
