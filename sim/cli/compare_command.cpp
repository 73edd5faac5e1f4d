// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/run_options.hpp"
#include "report/comparison_writers.hpp"
#include "report/folder.hpp"
#include "report/json_text.hpp"
#include "report/report_reader.hpp"
#include "result/comparison.hpp"
#include "study/quality_row.hpp"
#include "util/error.hpp"

namespace lmulsim::cli {
namespace {

struct Values {
  std::vector<std::string> reports;
  bool anyway = false;
  bool json = false;
  std::string out;
  std::string quality;
};

void add_quality(result::Design& design, const Values& values, const std::string& path) {
  const std::string& option = values.quality;
  if (option.empty()) {
    return;
  }
  if (!design.pe) {
    throw InputError(fmt::format("{}: accelerator.pe: expected the PE, for --quality; found none", path));
  }
  design.quality = study::quality_of(option, *design.pe, design.name);
  const result::Circumstances& c = design.circumstances;
  study::match_model(*design.quality, {design.workload, c.workload_file, c.workload_sha256}, values.anyway);
}

void compare(const Values& values) {
  if (!values.out.empty()) {
    report::check_folder(values.out);
  }
  std::vector<result::Design> designs;
  for (const std::string& path : values.reports) {
    designs.push_back(report::read_report(path));
    add_quality(designs.back(), values, path);
  }
  const result::Comparison comparison = result::compare(std::move(designs));
  refuse_unlike(comparison, values.anyway);
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
  const auto values = std::make_shared<Values>();
  CLI::App& command = *app.add_subcommand(
      "compare", "Put the reports of two or more runs side by side; which differences are inside the error bars");
  command
      .add_option("reports", values->reports,
                  "Folders that 'run --out' wrote, or report.json files; the first is the base")
      ->required()
      ->expected(2, 32);
  command.add_option("--quality", values->quality, quality_help());
  command.add_flag("--anyway", values->anyway,
                   "Also unlike things: other work, values or technology, or a --quality of another model; says so");
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.add_option("--out", values->out,
                     "Folder for comparison.txt, .json and .html, with quality also design_rows.md and .svg");
  command.callback([values] { compare(*values); });
}

}  // namespace lmulsim::cli
