// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

#include "characterize/library_campaign.hpp"
#include "characterize/units.hpp"
#include "cli/commands.hpp"
#include "cli/libraries.hpp"
#include "cli/output.hpp"
#include "config/load.hpp"
#include "cost/gate_table_json.hpp"
#include "cost/technology.hpp"
#include "rtl/model_builder.hpp"
#include "rtl/rtl_sources.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/progress.hpp"
#include "util/sha256.hpp"
#include "workload/request.hpp"

namespace lmulsim::cli {
namespace {

constexpr int kLeastVectors = 64;

struct Values {
  std::vector<std::string> liberty;
  std::string library;
  std::string name;
  double node_nm = 0;
  std::string memory = "memory/45nm.json";
  std::vector<std::string> accelerators;
  std::string only;
  std::string checkpoint;
  std::uint64_t seed = 1;
  int vectors = 3072;
  int jobs = static_cast<int>(std::thread::hardware_concurrency());
  std::string out;
  bool list = false;
};

std::string today() {
  return fmt::format("{:%Y-%m-%d}", std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

std::vector<cost::Unit> chosen_units(const Values& values) {
  std::vector<cost::Unit> units;
  if (values.accelerators.empty()) {
    units = sim::shipped_units();
  }
  for (const std::string& accelerator : values.accelerators) {
    for (const cost::Unit& unit : sim::accelerator_units(config::load_accelerator(accelerator))) {
      if (std::ranges::find(units, unit) == units.end()) {
        units.push_back(unit);
      }
    }
  }
  std::erase_if(units, [&](const cost::Unit& u) { return cost::unit_name(u).find(values.only) == std::string::npos; });
  if (units.empty()) {
    throw InputError(fmt::format("--only: no unit's name contains '{}' (--list shows them)", values.only));
  }
  return units;
}

/// The checkpoint whose tensors drive the units: the one asked for, the real one when its data is there, or the
/// project's own.
std::string checkpoint_file(const Values& values) {
  if (!values.checkpoint.empty()) {
    return values.checkpoint;
  }
  const char* data = std::getenv("LMULSIM_DATA");
  const std::filesystem::path root = LMULSIM_SOURCE_DIR;
  const std::filesystem::path real =
      (data != nullptr ? std::filesystem::path(data) : root.parent_path() / "shared" / "data") / "stories260K" /
      "stories260K.bin";
  return std::filesystem::exists(real) ? real.string() : (root / "tests/data/tiny.bin").string();
}

workload::Workload captured(const std::string& checkpoint) {
  constexpr std::int64_t kTokens = 64;
  workload::WorkloadRequest request;
  request.source = checkpoint;
  request.run.seq = std::filesystem::file_size(checkpoint) > 500000 ? kTokens : 0;
  return workload::load_workload(request);
}

void characterize(const Values& values) {
  const CellLibrary cells =
      values.liberty.empty() ? known_library(values.library) : CellLibrary{values.name, values.liberty, values.node_nm};
  const std::vector<cost::Unit> units = chosen_units(values);
  const gates::Library library = gates::read_library(cells.files);
  const std::string checkpoint = checkpoint_file(values);
  const workload::Workload work = captured(checkpoint);
  util::Progress bar(fmt::format("characterising {}", cells.name), static_cast<std::int64_t>(units.size()));
  sim::CampaignSettings settings;
  settings.measure = {.seed = values.seed, .tiles = values.vectors / 32, .beats = 32, .captured = &work};
  settings.stimulus_sha256 = util::sha256(util::read_file(checkpoint));
  settings.jobs = values.jobs;
  settings.node_nm = cells.node_nm;
  settings.date = today();
  settings.cache_dir = sim::model_cache_dir() / "characterize";
  settings.rtl_dir = sim::rtl_source_dir();
  settings.progress = [&](std::size_t done, const std::string&) { bar.update(static_cast<std::int64_t>(done)); };
  const cost::GateTable table = sim::characterize_library(library, units, settings);
  const std::string summary =
      fmt::format("{}, {:g} nm, {:g} V, measured in gates; transformer stream: {}", table.library, table.node_nm,
                  table.voltage_v, std::filesystem::path(checkpoint).filename().string());
  const std::string text = cost::write_technology({cells.name, summary, values.memory}, table);
  if (values.out.empty()) {
    print(text);
    return;
  }
  util::write_file_atomic(values.out, text);
  print(fmt::format("{}: {} units on {} ({})\n", values.out, table.units.size(), table.library, table.corner));
}

}  // namespace

void add_characterize(CLI::App& app) {
  const auto values = std::make_shared<Values>();
  CLI::App& command = *app.add_subcommand(
      "characterize",
      "Measure multipliers, accumulators and PEs in gates: area, delay, energy, leakage on a cell library");
  auto* const liberty = command.add_option("--liberty", values->liberty,
                                           "Liberty files of one library (plain or gzip), NLDM with power tables");
  auto* const library = command.add_option("--library", values->library, "A known library: " + known_library_names());
  liberty->excludes(library);
  command.add_option("--name", values->name, "Name of the technology (with --liberty)")->needs(liberty);
  command.add_option("--node-nm", values->node_nm, "Node of the library in nm (with --liberty)")
      ->needs(liberty)
      ->check(CLI::Range(1.0, 1000.0));
  command.add_option("--memory", values->memory,
                     "File with the memories' figures, named relative to the technology file; '' for none");
  command.add_option("--accelerator", values->accelerators,
                     "Only the units of these accelerators (default: the shipped set)");
  command.add_option("--only", values->only, "Only units whose name contains this");
  command.add_option("--checkpoint", values->checkpoint,
                     "llama2.c checkpoint whose weights and activations are an operand stream");
  command.add_option("--seed", values->seed, "Of the operand streams")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--vectors", values->vectors, "Operand vectors per netlist and stream")
      ->check(CLI::Range(8 * kLeastVectors, 1 << 20))
      ->capture_default_str();
  command.add_option("--jobs", values->jobs, "Units at a time")->check(CLI::Range(1, 1024))->capture_default_str();
  command.add_option("--out", values->out, "The technology file to write (default: standard output)");
  command.add_flag("--list", values->list, "List the units and do nothing");
  command.callback([values] {
    if (values->list) {
      std::string text;
      for (const cost::Unit& unit : chosen_units(*values)) {
        text += cost::unit_name(unit) + "\n";
      }
      print(text);
      return;
    }
    if (values->liberty.empty() == values->library.empty()) {
      throw InputError("characterize: expected --library NAME or --liberty FILE..., found neither");
    }
    if (!values->liberty.empty() && (values->name.empty() || values->node_nm <= 0)) {
      throw InputError("characterize: --liberty needs --name and --node-nm");
    }
    characterize(*values);
  });
}

}  // namespace lmulsim::cli
