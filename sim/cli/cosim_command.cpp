// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/accelerator_options.hpp"
#include "cli/commands.hpp"
#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "cli/progress_bars.hpp"
#include "cli/workload_options.hpp"
#include "config/load.hpp"
#include "cosim/campaign.hpp"
#include "report/folder.hpp"
#include "study/cosimulate.hpp"
#include "study/provenance.hpp"
#include "util/error.hpp"

namespace lmulsim::cli {
namespace {

constexpr std::int64_t kMostCases = 1'000'000'000;

struct CosimValues {
  std::string accelerator;
  AcceleratorOptionValues overrides;
  WorkloadOptionValues workload;
  std::int64_t random = 0;
  std::uint64_t seed = 1;
  std::string against = "systemc";
  int jobs = 1;
  int largest_side = 8;
  int stall_percent = 0;
  std::string waves;
  std::string case_file;
  std::string out = ".";
  bool keep_going = false;
  bool json = false;
};

cosim::Against parse_against(const std::string& text) {
  if (text == "systemc") {
    return cosim::Against::systemc;
  }
  if (text == "fast") {
    return cosim::Against::fast;
  }
  throw InputError(fmt::format("--against: expected systemc or fast, found '{}'", text));
}

void print_outcome(const CosimValues& values, const study::CosimOutcome& o) {
  const cosim::CosimTotals& t = o.totals;
  const double per_cycle = t.cycles == 0 ? 0.0 : static_cast<double>(t.comparisons) / static_cast<double>(t.cycles);
  if (values.json) {
    const boost::json::object report{{"schema", "lmulsim-cosim/1"},
                                     {"arrays", o.arrays},
                                     {"accelerators", o.accelerators},
                                     {"programs", t.programs},
                                     {"commands", t.commands},
                                     {"cycles", t.cycles},
                                     {"pin_comparisons", t.comparisons},
                                     {"macs", t.macs},
                                     {"outputs", t.outputs},
                                     {"seed", values.seed},
                                     {"version", study::version_text()},
                                     {"mismatches", o.mismatches},
                                     {"failures", o.failures}};
    cli::print(boost::json::serialize(report) + "\n");
  } else {
    cli::print(
        fmt::format("lockstep of {}: {} accelerators, {} programs, {} commands (seed {})\n"
                    "  compared {} pin values in {} cycles ({:.0f} a cycle), {} results, {} multiply-accumulates\n"
                    "  {}\n",
                    o.arrays, o.accelerators, t.programs, t.commands, values.seed, t.comparisons, t.cycles, per_cycle,
                    t.outputs, t.macs, o.mismatches == 0 ? "not one mismatch" : "MISMATCH"));
  }
  if (o.mismatches > 0) {
    throw CheckError("the engines disagree:\n" + o.failures.substr(0, o.failures.find_last_not_of('\n') + 1));
  }
}

std::optional<std::filesystem::path> waves_of(const CosimValues& values) {
  return values.waves.empty() ? std::nullopt : std::optional<std::filesystem::path>(values.waves);
}

cosim::CampaignOptions campaign_options(const CosimValues& values) {
  cosim::CampaignOptions options;
  options.cases = values.random;
  options.seed = values.seed;
  options.jobs = values.jobs;
  options.largest_side = values.largest_side;
  options.cosim.against = parse_against(values.against);
  options.keep_going = values.keep_going;
  options.out = values.out;
  options.waves = waves_of(values);
  return options;
}

study::CosimOutcome run_random(const CosimValues& values) {
  cosim::CampaignOptions options = campaign_options(values);
  if (!values.accelerator.empty()) {
    options.accelerator = config::load_accelerator(values.accelerator, settings_of(values.overrides));
  }
  return study::cosimulate(options, progress_bars());
}

study::CosimOutcome run_workload(const CosimValues& values) {
  study::CosimWorkloadRequest request;
  request.accelerator = config::load_accelerator(values.accelerator, settings_of(values.overrides));
  request.workload = load(values.workload);
  request.against = parse_against(values.against);
  request.seed = values.seed;
  request.stall_percent = values.stall_percent;
  request.waves = waves_of(values);
  request.out = values.out;
  request.keep_going = values.keep_going;
  return study::cosimulate(request, progress_bars());
}

/// Exactly one of the three ways to say what runs.
void run(const CosimValues& values) {
  const bool workload = !values.workload.request.source.empty();
  const int ways = (workload ? 1 : 0) + (values.random > 0 ? 1 : 0) + (values.case_file.empty() ? 0 : 1);
  if (ways != 1) {
    throw InputError("cosim: expected one of --workload, --random and --case, found " +
                     std::string(ways == 0 ? "none" : "several"));
  }
  if (workload && values.accelerator.empty()) {
    throw InputError("cosim: --workload needs --accelerator");
  }
  if (values.accelerator.empty() && values.overrides.any()) {
    throw InputError("cosim: options that replace keys of an accelerator (--set, --rows, ...) need --accelerator");
  }
  if (!values.waves.empty()) {
    report::check_folder(values.waves);  // a wrong place should not cost a campaign
  }
  if (values.out != ".") {
    report::check_folder(values.out);
  }
  if (!values.case_file.empty()) {
    if (!values.accelerator.empty()) {
      throw InputError("cosim: --case says which accelerator runs, found also --accelerator");
    }
    print_outcome(values, study::cosimulate_case(values.case_file, waves_of(values)));
  } else {
    print_outcome(values, workload ? run_workload(values) : run_random(values));
  }
}

}  // namespace

void add_cosim(CLI::App& app) {
  const auto values = std::make_shared<CosimValues>();
  CLI::App& command = *app.add_subcommand(
      "cosim", "Run the RTL in lockstep with SystemC and the fast engine: every output pin, every cycle");
  command.add_option("--accelerator", values->accelerator,
                     "Accelerator: a YAML file or a name of configs/accelerators (random arrays without it)");
  add_accelerator_options(command, values->overrides);
  add_workload_options(command, values->workload);
  command.get_option("--workload")->required(false);
  add_integer(command, "--random", values->random, {1, kMostCases}, "Random products instead of a workload");
  add_seed(command, values->seed, "Seed of shapes, operands and stalls");
  command.add_option("--against", values->against, "systemc (all engines) or fast")->capture_default_str();
  add_integer(command, "--jobs", values->jobs, {1, 256}, "Processes at a time")->capture_default_str();
  add_integer(command, "--largest-side", values->largest_side, {1, 64}, "Rows and columns of random arrays, at most")
      ->capture_default_str();
  add_integer(command, "--stall-percent", values->stall_percent, {0, 90},
              "Random stalls on every channel, workloads only")
      ->capture_default_str();
  command.add_option("--waves", values->waves, "Folder for waves (VCD) of the smallest failing case");
  command.add_option(
      "--case", values->case_file,
      "Run a case file that an earlier mismatch left, instead of others; on the RTL of the folder LMULSIM_RTL, "
      "when that is set, as every co-simulation");
  command.add_option("--out", values->out, "Folder for the case files of mismatches")->capture_default_str();
  command.add_flag("--keep-going", values->keep_going, "Go on after a mismatch");
  command.add_flag("--json", values->json, "Print the result as JSON");
  command.callback([values] { run(*values); });
}

}  // namespace lmulsim::cli
