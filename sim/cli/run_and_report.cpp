// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <utility>

#include "cli/output.hpp"
#include "cli/progress_bars.hpp"
#include "cli/run_options.hpp"
#include "report/comparison_writers.hpp"
#include "report/folder.hpp"
#include "report/json_text.hpp"
#include "report/origins.hpp"
#include "report/origins_writer.hpp"
#include "report/writers.hpp"
#include "result/comparison.hpp"
#include "study/compare_reports.hpp"
#include "util/error.hpp"
#include "util/printable.hpp"

namespace lmulsim::cli {
namespace {

namespace fs = std::filesystem;

std::string report_text(const RunOptionValues& values, const result::RunReport& report,
                        const cost::Technology& technology) {
  boost::json::object json = values.json ? report::to_json(report) : boost::json::object{};
  std::string text = values.json ? "" : report::to_text(report);
  if (values.explain) {
    const report::Origins origins = report::origins_of(report, technology, *values.explain);
    text += values.json ? "" : report::origins_text(origins);
    json["origins"] = report::origins_json(origins);
  }
  return values.json ? report::pretty(json) : text;
}

/// Under the name that was given for it, if one was.
study::RunRequest named(study::RunRequest request, const std::vector<std::string>& names, std::size_t place) {
  if (place < names.size()) {
    request.accelerator.name = names[place];
  }
  return request;
}

void check_names(const RunOptionValues& values) {
  const std::size_t most = values.against.empty() ? 1 : 2;
  if (values.names.size() > most) {
    throw InputError(
        fmt::format("--name: expected at most {}, one for each accelerator, found {}", most, values.names.size()));
  }
  for (const std::string& name : values.names) {
    util::check_printable(name, "--name");
    if (name.empty()) {
      throw InputError("--name: expected a name, found an empty one");
    }
  }
}

void check_options(const RunOptionValues& values) {
  if (!values.against.empty() && values.choice.engine.starts_with("systemc")) {
    throw InputError("--against: expected the engine fast or rtl, found '" + values.choice.engine +
                     "': SystemC simulates one design per process");
  }
  if (values.explain && !values.against.empty()) {
    throw InputError("--explain: expected one accelerator, found also --against");
  }
  check_names(values);
  for (const std::string& folder : {values.out, values.waves}) {
    if (!folder.empty()) {
      report::check_folder(folder);
    }
  }
}

/// Both reports in folders of their names, and the comparison beside them.
void write_both(const result::RunReport& a, const result::RunReport& b, const result::Comparison& comparison,
                const fs::path& folder) {
  const std::vector<std::string> names =
      report::folder_names({a.accelerator.name, b.accelerator.name}, report::kComparisonFiles);
  report::write_report(a, folder / names[0]);
  report::write_report(b, folder / names[1]);
  report::write_comparison(comparison, folder);
}

void report_one(const RunOptionValues& values, const result::RunReport& report, const cost::Technology& technology) {
  print_warnings(result::warnings_of(report));
  const auto write = [&] {
    if (!values.out.empty()) {
      report::write_report(report, values.out);
    }
  };
  deliver({write, [&] { print(report_text(values, report, technology)); }});
  report.checks.enforce();
}

void report_both(const RunOptionValues& values, const result::RunReport& a, const result::RunReport& b) {
  const result::Comparison comparison = study::compare({result::design_of(a), result::design_of(b)}, values.anyway);
  print_warnings(comparison.warnings);
  const auto write = [&] {
    if (!values.out.empty()) {
      write_both(a, b, comparison, values.out);
    }
  };
  deliver({write, [&] {
             print(values.json ? report::pretty(boost::json::array{report::to_json(a), report::to_json(b)})
                               : report::to_text(comparison));
           }});
  b.checks.enforce();
  a.checks.enforce();
}

}  // namespace

void run_and_report(const RunOptionValues& values, graph::Workload workload, const std::string& workload_file) {
  check_options(values);
  study::RunRequest request = named(request_of(values, values.accelerator, workload_file), values.names, 0);
  if (values.against.empty()) {
    request.workload = std::move(workload);
    report_one(values, study::run(request, progress_bars()), request.technology);
    return;
  }
  study::RunRequest other =
      named(request_of(values, values.against, workload_file), values.names, 1);  // a wrong file should not cost a run
  if (other.waves) {
    *other.waves /= "against";  // the first one's waves stay
  }
  request.workload = std::move(workload);
  const result::RunReport report = study::run(request, progress_bars());
  other.workload = std::move(request.workload);
  report_both(values, report, study::run(other, progress_bars()));
}

}  // namespace lmulsim::cli
