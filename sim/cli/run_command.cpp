// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "cli/commands.hpp"
#include "cli/run_options.hpp"
#include "cli/workload_options.hpp"

namespace lmulsim::cli {

void add_run(CLI::App& app) {
  struct RunValues {
    RunOptionValues run;
    WorkloadOptionValues workload;
  };
  const auto values = std::make_shared<RunValues>();
  CLI::App& command =
      *app.add_subcommand("run", "Run a workload on an accelerator: cycles, energy and area by operator");
  add_run_options(command, values->run);
  add_workload_options(command, values->workload);
  command.callback([values] { run_and_report(values->run, load(values->workload), workload_file(values->workload)); });
}

}  // namespace lmulsim::cli
