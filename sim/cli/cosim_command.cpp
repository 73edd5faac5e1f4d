// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>
#include <cctype>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "cli/commands.hpp"
#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "cli/workload_options.hpp"
#include "config/load.hpp"
#include "cosim/campaign.hpp"
#include "cosim/case_file.hpp"
#include "mapping/loops.hpp"
#include "report/folder.hpp"
#include "study/operands.hpp"
#include "study/provenance.hpp"
#include "study/run_workload.hpp"
#include "util/error.hpp"
#include "util/progress.hpp"

namespace lmulsim::cli {
namespace {

constexpr std::int64_t kMostCases = 1'000'000'000;

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

/// What a run of the command compared, and what it found.
struct Outcome {
  cosim::CosimTotals totals;
  std::int64_t accelerators = 1;
  std::string arrays;
  std::int64_t mismatches = 0;
  std::string failures;
};

void print(const Values& values, const Outcome& o) {
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

cosim::CampaignOptions campaign_options(const Values& values) {
  cosim::CampaignOptions options;
  options.cases = values.random;
  options.seed = values.seed;
  options.jobs = values.jobs;
  options.largest_side = values.largest_side;
  options.cosim.against = parse_against(values.against);
  options.keep_going = values.keep_going;
  options.out = values.out;
  if (!values.waves.empty()) {
    options.waves = values.waves;
  }
  return options;
}

void run_random(const Values& values) {
  cosim::CampaignOptions options = campaign_options(values);
  if (!values.accelerator.empty()) {
    options.accelerator = config::load_accelerator(values.accelerator, values.overrides);
  }
  util::Progress progress("cases", options.cases);
  cosim::CampaignResult r = cosim::run_campaign(options, [&](std::int64_t done) { progress.update(done); });
  const std::string arrays =
      options.cosim.against == cosim::Against::fast ? "rtl, fast" : "rtl, systemc (both grains up to 16x16), fast";
  print(values, {r.totals, r.accelerators, arrays, r.mismatches, std::move(r.failures)});
}

/// Runs one product side by side, and says what is to be said about it when the engines disagree.
std::string run_product(const Values& values, cosim::Cosim& cosim, const cosim::CosimCase& product,
                        const std::string& name) {
  const auto disagreement = cosim.run(product);
  if (!disagreement) {
    return "";
  }
  cosim::FailureFiles files{.name = name, .waves = {}, .out = {}};
  if (values.case_file.empty()) {
    files.out = values.out;
  }
  if (!values.waves.empty()) {
    files.waves = values.waves;
  }
  return cosim::failure_report(cosim, product, *disagreement, files);
}

/// Names of operators become names of files.
std::string file_name(std::string name) {
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' ? c : '_';
  }
  return "cosim-" + name;
}

cosim::CosimCase product_of(const Values& values, const machine::Accelerator& accelerator, const graph::Operator& op,
                            const tensors::Tensors& tensors) {
  const int p = values.stall_percent;
  cosim::CosimCase product;
  product.gemm = op.gemm;
  product.count = op.count;
  product.loops = mapping::choose_loops(accelerator, op.gemm);
  product.stalls = {values.seed & std::numeric_limits<std::int64_t>::max(), p, p, p, p};
  product.operands = op.a_tensor && op.b_tensor ? study::tensor_operands(accelerator, op, tensors)
                                                : study::random_operands(accelerator, op, values.seed);
  return product;
}

void run_workload(const Values& values) {
  const machine::Accelerator accelerator = config::load_accelerator(values.accelerator, values.overrides);
  const graph::Workload work = load(values.workload);
  cosim::CosimOptions options;
  options.against = parse_against(values.against);
  static_cast<void>(rtl::build_rtl_model(engine::array_params(accelerator), options.rtl));
  util::Progress progress("operators", static_cast<std::int64_t>(work.operators.size()));
  cosim::Cosim cosim(accelerator, options);
  Outcome outcome;
  for (const graph::Operator& op : work.operators) {
    progress.advance();
    if (op.kind != graph::OperatorKind::gemm) {
      continue;
    }
    study::check_operator(accelerator, op);
    const std::string text =
        run_product(values, cosim, product_of(values, accelerator, op, work.tensors), file_name(op.name));
    if (!text.empty()) {
      ++outcome.mismatches;
      outcome.failures += fmt::format("{}: {}\n", op.name, text);
      if (!values.keep_going) {
        break;
      }
    }
  }
  outcome.totals = cosim.totals();
  outcome.arrays = cosim.arrays();
  print(values, outcome);
}

void run_case(const Values& values) {
  const cosim::CaseFile file = cosim::read_case(values.case_file);
  cosim::CosimOptions options;
  options.against = file.against;
  options.seed = file.rtl_seed;
  cosim::Cosim cosim(file.accelerator, options);
  Outcome outcome;
  outcome.failures = run_product(values, cosim, file.product, std::filesystem::path(values.case_file).stem().string());
  outcome.mismatches = outcome.failures.empty() ? 0 : 1;
  outcome.totals = cosim.totals();
  outcome.arrays = cosim.arrays();
  print(values, outcome);
}

/// Exactly one of the three ways to say what runs.
void run(const Values& values) {
  const bool workload = !values.workload.request.source.empty();
  const int ways = (workload ? 1 : 0) + (values.random > 0 ? 1 : 0) + (values.case_file.empty() ? 0 : 1);
  if (ways != 1) {
    throw InputError("cosim: expected one of --workload, --random and --case, found " +
                     std::string(ways == 0 ? "none" : "several"));
  }
  if (workload && values.accelerator.empty()) {
    throw InputError("cosim: --workload needs --accelerator");
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
    run_case(values);
  } else {
    workload ? run_workload(values) : run_random(values);
  }
}

}  // namespace

void add_cosim(CLI::App& app) {
  const auto values = std::make_shared<Values>();
  CLI::App& command = *app.add_subcommand(
      "cosim", "Run the RTL in lockstep with SystemC and the fast engine: every output pin, every cycle");
  command.add_option("--accelerator", values->accelerator,
                     "Accelerator: a YAML file or a name of configs/accelerators (random arrays without it)");
  command.add_option("--dataflow", values->overrides.dataflow, "Dataflow instead of the config's: ws, os or is");
  constexpr IntegerRange kSides{1, config::kMaxSide};
  add_integer(command, "--rows", values->overrides.rows, kSides, "Rows of PEs instead of the config's");
  add_integer(command, "--cols", values->overrides.cols, kSides, "Columns of PEs instead of the config's");
  add_workload_options(command, values->workload);
  command.get_option("--workload")->required(false);
  add_integer(command, "--random", values->random, {1, kMostCases}, "Random products instead of a workload");
  add_seed(command, values->seed, "Seed of shapes, operands and stalls");
  command.add_option("--against", values->against, "systemc (both grains and the fast engine) or fast")
      ->capture_default_str();
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
