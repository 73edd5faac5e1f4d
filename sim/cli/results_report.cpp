// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/results_report.hpp"

#include <memory>
#include <string>
#include <vector>

#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "report/sweep/sweep_page.hpp"
#include "store/store.hpp"
#include "study/sweep/page_of_sweep.hpp"
#include "util/file.hpp"

namespace lmulsim::cli {
namespace {

struct ReportValues {
  std::string store;
  std::string out;
  std::string sweep;
  std::vector<std::string> minimise;
  std::vector<std::string> maximise;
  std::vector<std::string> limits;
  std::int64_t points = 20'000;
};

void report_sweep(const ReportValues& values) {
  check_outputs({values.out});
  study::sweep::PageRequest request{.sweep = values.sweep, .most_points = static_cast<std::size_t>(values.points)};
  request.front.limits = values.limits;
  for (const std::string& metric : values.minimise) {
    request.front.objectives.push_back({metric, false});
  }
  for (const std::string& metric : values.maximise) {
    request.front.objectives.push_back({metric, true});
  }
  store::Store store(values.store, store::Access::read);
  util::write_file_atomic(values.out, report::sweep::to_html(study::sweep::page_of_sweep(store, request)));
}

}  // namespace

void add_results_report(CLI::App& results) {
  const auto values = std::make_shared<ReportValues>();
  CLI::App& command = *results.add_subcommand(
      "report", "A page of a sweep in one file, for any browser, offline: front, filters, importance, every point");
  command.add_option("--store", values->store, "File of results that 'lmulsim explore' wrote")->required();
  command.add_option("--out", values->out, "The page")->required();
  command.add_option("--sweep", values->sweep, "A name, or the beginning of an id, where the store has several");
  command.add_option("--minimise", values->minimise, "A metric to be small, instead of the sweep's objectives; again")
      ->allow_extra_args(false);
  command.add_option("--maximise", values->maximise, "A metric to be large; again for others")->allow_extra_args(false);
  command.add_option("--limit", values->limits, "Only points for which it holds, as 'area_um2 <= 40e6'; again")
      ->allow_extra_args(false);
  add_integer(command, "--points", values->points, {100, 1'000'000},
              "At most so many; of more the front, possible ones and an even sample");
  command.callback([values] { report_sweep(*values); });
}

}  // namespace lmulsim::cli
