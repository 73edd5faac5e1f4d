// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/run_options.hpp"

#include <utility>

#include "cli/numbers.hpp"
#include "config/load.hpp"

namespace lmulsim::cli {
namespace {

void add_cost_options(CLI::App& command, RunOptionValues& v) {
  command.add_option("--sram", v.choice.sram,
                     "SRAM of the technology: lstp (low standby power) or hp (high performance)");
  command.add_option("--dram", v.choice.dram,
                     "DRAM of the technology: ddr4-3200, hbm2, hbm3, lpddr5, ..., or dram_bit");
  add_clock_option(command, v.overrides);
  command.add_option("--scale-to", v.choice.scale_to,
                     "Also the logic's cost at another node: NODE[@VOLTS], as 7 or 16LP@0.8");
  command
      .add_option("--explain", v.explain,
                  "Where the numbers come from: all of them, or those with this text in their name")
      ->expected(0, 1);
}

}  // namespace

std::string quality_help() {
  return "JSON of 'lmulsim eval': the row of the accelerator's PE goes beside its cost; FILE#NAME takes another row";
}

study::RunRequest request_of(const RunOptionValues& values, const std::string& accelerator,
                             const std::string& workload_file) {
  machine::Accelerator acc = config::load_accelerator(accelerator, settings_of(values.overrides));
  study::RunRequest request = study::request_of(values.choice);
  study::put_accelerator(std::move(acc), request);
  request.workload_file = workload_file;
  if (!values.waves.empty()) {
    request.waves = values.waves;
  }
  request.quality = values.quality;
  request.anyway = values.anyway;
  return request;
}

void add_run_options(CLI::App& command, RunOptionValues& v) {
  command.add_option("--accelerator", v.accelerator, "Accelerator: a YAML file or a name of configs/accelerators")
      ->required();
  command.add_option("--against", v.against,
                     "A second accelerator: prints both results side by side (--out keeps both and the comparison)");
  add_accelerator_options(command, v.overrides);
  command.add_option("--technology", v.choice.technology, "Technology: a JSON file or a name of configs/technologies")
      ->capture_default_str();
  add_cost_options(command, v);
  command.add_option("--engine", v.choice.engine, "fast, systemc, systemc-pe or rtl")->capture_default_str();
  command
      .add_option("--operands", v.choice.operands,
                  "auto: the workload's tensors, else none (fast) or random (others); none: time only; random")
      ->capture_default_str();
  command.add_option("--memory", v.choice.memory, "Memory model: ideal (bytes counted, not timed)")
      ->capture_default_str();
  add_seed(command, v.choice.seed, "Seed of random operands and stalls");
  add_integer(command, "--stall-percent", v.choice.stall_percent, {0, study::kMostStallPercent},
              "Random stalls on every channel of the array, in percent")
      ->capture_default_str();
  command.add_option(
      "--waves", v.waves,
      "Folder for the array's waves as VCD, for the one of --against in its folder against; not for the fast engine");
  command.add_option("--quality", v.quality, quality_help());
  command
      .add_option("--name", v.names,
                  "What reports call the accelerator instead of its name and what overrides it; again for --against")
      ->allow_extra_args(false);
  command.add_flag("--anyway", v.anyway, "Also unlike things: a --quality of another model, marked as such");
  command.add_flag("--json", v.json, "Print the report as JSON instead of text");
  command.add_option("--out", v.out, "Folder for report.txt, .json, .html, timeline.json and operators.csv");
}

}  // namespace lmulsim::cli
