// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/run_options.hpp"
#include "report/comparison_writers.hpp"
#include "report/folder.hpp"
#include "report/json_text.hpp"
#include "study/compare_reports.hpp"

namespace lmulsim::cli {
namespace {

struct CompareValues {
  study::CompareRequest request;
  bool json = false;
  std::string out;
};

void compare(const CompareValues& values) {
  if (!values.out.empty()) {
    report::check_folder(values.out);
  }
  const result::Comparison comparison = study::compare(values.request);
  print_warnings(comparison.warnings);
  const auto write = [&] {
    if (!values.out.empty()) {
      report::write_comparison(comparison, values.out);
    }
  };
  deliver(
      {write, [&] { print(values.json ? report::pretty(report::to_json(comparison)) : report::to_text(comparison)); }});
}

}  // namespace

void add_compare(CLI::App& app) {
  const auto values = std::make_shared<CompareValues>();
  CLI::App& command =
      *app.add_subcommand("compare", "Put the reports of two or more runs side by side; whose intervals contain zero");
  command
      .add_option("reports", values->request.reports,
                  "Folders that 'run --out' wrote, or report.json files; the first is the base")
      ->required()
      ->expected(2, 32);
  command.add_option("--quality", values->request.quality, quality_help());
  command.add_flag("--anyway", values->request.anyway,
                   "Also unlike things: other work, values or technology, or a --quality of another model; says so");
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.add_option("--out", values->out,
                     "Folder for comparison.txt, .json and .html, with quality also design_rows.md and .svg");
  command.callback([values] { compare(*values); });
}

}  // namespace lmulsim::cli
