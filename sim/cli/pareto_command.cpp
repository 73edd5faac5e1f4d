// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/front_table.hpp"
#include "cli/output.hpp"
#include "report/json_text.hpp"
#include "store/store.hpp"
#include "study/sweep/stored_points.hpp"

namespace lmulsim::cli {
namespace {

struct ParetoValues {
  std::string store;
  std::string sweep;
  std::vector<std::string> minimise;
  std::vector<std::string> maximise;
  std::vector<std::string> limits;
  std::vector<std::string> group_by;
  bool all = false;
  bool json = false;
};

void pareto(const ParetoValues& values) {
  store::Store store(values.store, store::Access::read);
  const study::sweep::StoredSweep sweep = study::sweep::load_sweep(store, values.sweep);
  study::sweep::FrontRequest request{{}, values.limits, values.group_by};
  for (const std::string& metric : values.minimise) {
    request.objectives.push_back({metric, false});
  }
  for (const std::string& metric : values.maximise) {
    request.objectives.push_back({metric, true});
  }
  const study::sweep::Front front = study::sweep::front_of(sweep, request);
  print(values.json ? report::pretty(front_json(front)) : front_table(front, sweep, values.all));
}

}  // namespace

void add_pareto(CLI::App& app) {
  const auto values = std::make_shared<ParetoValues>();
  CLI::App& command =
      *app.add_subcommand("pareto", "The designs of a store that no other beats in every objective at once");
  command.add_option("--store", values->store, "File of results that 'lmulsim explore' wrote")->required();
  command.add_option("--sweep", values->sweep, "A name, or the beginning of an id, where the store has several");
  command.add_option("--minimise", values->minimise, "A metric to be small, instead of the sweep's objectives; again")
      ->allow_extra_args(false);
  command.add_option("--maximise", values->maximise, "A metric to be large; again for others")->allow_extra_args(false);
  command.add_option("--limit", values->limits, "Only points for which it holds, as 'area_um2 <= 40e6'; again")
      ->allow_extra_args(false);
  command.add_option("--group-by", values->group_by, "A front for each value of this parameter; again for others")
      ->allow_extra_args(false);
  command.add_flag("--all", values->all, "Also the other points, with who dominates them");
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.callback([values] { pareto(*values); });
}

}  // namespace lmulsim::cli
