// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>
#include <memory>

#include "cli/commands.hpp"
#include "cli/operands.hpp"
#include "cli/output.hpp"
#include "cli/provenance.hpp"
#include "cli/simulate.hpp"
#include "cli/workload_options.hpp"
#include "config/load.hpp"
#include "cosim/campaign.hpp"
#include "mapping/loops.hpp"
#include "report/folder.hpp"
#include "util/error.hpp"
#include "util/progress.hpp"

namespace lmulsim::cli {
namespace {

struct Values {
  std::string accelerator;
  config::Overrides overrides;
  WorkloadOptionValues workload;
  std::int64_t random = 0;
  std::uint64_t seed = 1;
  std::string against = "systemc";
  int jobs = 1;
  int largest_side = 8;
  int stall_percent = 0;
  std::string waves;
  bool keep_going = false;
  bool json = false;
};

sim::Against parse_against(const std::string& text) {
  if (text == "systemc") {
    return sim::Against::systemc;
  }
  if (text == "fast") {
    return sim::Against::fast;
  }
  throw InputError(fmt::format("--against: expected systemc or fast, found '{}'", text));
}

void print(const Values& values, const sim::CosimTotals& t, std::int64_t accelerators, const std::string& arrays,
           const std::string& failures) {
  const double per_cycle = t.cycles == 0 ? 0.0 : static_cast<double>(t.comparisons) / static_cast<double>(t.cycles);
  if (values.json) {
    const boost::json::object report{{"schema", "lmulsim-cosim/1"},
                                     {"arrays", arrays},
                                     {"accelerators", accelerators},
                                     {"programs", t.programs},
                                     {"commands", t.commands},
                                     {"cycles", t.cycles},
                                     {"pin_comparisons", t.comparisons},
                                     {"macs", t.macs},
                                     {"outputs", t.outputs},
                                     {"seed", values.seed},
                                     {"version", version_text()},
                                     {"mismatches", failures.empty() ? 0 : 1},
                                     {"failures", failures}};
    cli::print(boost::json::serialize(report) + "\n");
  } else {
    cli::print(
        fmt::format("lockstep of {}: {} accelerators, {} programs, {} commands (seed {})\n"
                    "  compared {} pin values in {} cycles ({:.0f} a cycle), {} results, {} multiply-accumulates\n"
                    "  {}\n",
                    arrays, accelerators, t.programs, t.commands, values.seed, t.comparisons, t.cycles, per_cycle,
                    t.outputs, t.macs, failures.empty() ? "not one mismatch" : "MISMATCH"));
  }
  if (!failures.empty()) {
    throw CheckError("the engines disagree:\n" + failures);
  }
}

void run_random(const Values& values) {
  sim::CampaignOptions options;
  options.cases = values.random;
  options.seed = values.seed;
  options.jobs = values.jobs;
  options.largest_side = values.largest_side;
  options.cosim.against = parse_against(values.against);
  options.keep_going = values.keep_going;
  if (!values.waves.empty()) {
    options.waves = values.waves;
  }
  if (!values.accelerator.empty()) {
    options.accelerator = config::load_accelerator(values.accelerator, values.overrides);
    options.cases_per_accelerator = (options.cases + values.jobs - 1) / values.jobs;
  }
  util::Progress progress("cases", options.cases);
  const sim::CampaignResult r = sim::run_campaign(options, [&](std::int64_t done) { progress.update(done); });
  const std::string arrays =
      options.cosim.against == sim::Against::fast ? "rtl, fast" : "rtl, systemc (both grains up to 16x16), fast";
  print(values, r.totals, values.accelerator.empty() ? r.accelerators : 1, arrays, r.failures);
}

void run_workload(const Values& values) {
  const config::Accelerator accelerator = config::load_accelerator(values.accelerator, values.overrides);
  const workload::Workload work = load(values.workload);
  sim::CosimOptions options;
  options.against = parse_against(values.against);
  sim::Cosim cosim(accelerator, options);
  util::Progress progress("operators", static_cast<std::int64_t>(work.operators.size()));
  std::string failure;
  for (const workload::Operator& op : work.operators) {
    progress.advance();
    if (op.kind != workload::OperatorKind::gemm) {
      continue;
    }
    check_operator(accelerator, op);
    const sim::Operands operands = op.a_tensor && op.b_tensor ? tensor_operands(accelerator, op, work.tensors)
                                                              : random_operands(accelerator, op, values.seed);
    const mapping::Program program(accelerator.shape(), op.gemm, op.count, mapping::choose_loops(accelerator, op.gemm));
    const int p = values.stall_percent;
    if (const auto disagreement = cosim.run(program, operands, {values.seed, p, p, p, p})) {
      failure = fmt::format("{}: {}", op.name, *disagreement);
      break;
    }
  }
  print(values, cosim.totals(), 1, cosim.arrays(), failure);
}

}  // namespace

void add_cosim(CLI::App& app) {
  const auto values = std::make_shared<Values>();
  CLI::App& command = *app.add_subcommand(
      "cosim", "Run the RTL in lockstep with SystemC and the fast engine: every output pin, every cycle");
  command.add_option("--accelerator", values->accelerator,
                     "Accelerator: a YAML file or a name of configs/accelerators (random arrays without it)");
  command.add_option("--dataflow", values->overrides.dataflow, "Dataflow instead of the config's: ws, os or is");
  command.add_option("--rows", values->overrides.rows, "Rows of PEs instead of the config's");
  command.add_option("--cols", values->overrides.cols, "Columns of PEs instead of the config's");
  add_workload_options(command, values->workload);
  command.get_option("--workload")->required(false);
  command.add_option("--random", values->random, "Random products instead of a workload")->check(CLI::PositiveNumber);
  command.add_option("--seed", values->seed, "Seed of shapes, operands and stalls")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--against", values->against, "systemc (both grains and the fast engine) or fast")
      ->capture_default_str();
  command.add_option("--jobs", values->jobs, "Processes at a time")->check(CLI::Range(1, 256))->capture_default_str();
  command.add_option("--largest-side", values->largest_side, "Rows and columns of random arrays, at most")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command.add_option("--stall-percent", values->stall_percent, "Random stalls on every channel, workloads only")
      ->check(CLI::Range(0, 90))
      ->capture_default_str();
  command.add_option("--waves", values->waves, "Folder for waves (VCD) of the smallest failing case");
  command.add_flag("--keep-going", values->keep_going, "Go on after a mismatch");
  command.add_flag("--json", values->json, "Print the result as JSON");
  command.callback([values] {
    const bool workload = !values->workload.request.source.empty();
    if (workload == (values->random > 0)) {
      throw InputError("cosim: expected either --workload or --random, found " +
                       std::string(workload ? "both" : "neither"));
    }
    if (workload && values->accelerator.empty()) {
      throw InputError("cosim: --workload needs --accelerator");
    }
    if (!values->waves.empty()) {
      report::check_folder(values->waves);  // a wrong place should not cost a campaign
    }
    workload ? run_workload(*values) : run_random(*values);
  });
}

}  // namespace lmulsim::cli
