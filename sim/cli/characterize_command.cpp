// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "cli/accelerator_options.hpp"
#include "cli/characterization.hpp"
#include "cli/commands.hpp"
#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "config/load.hpp"
#include "cost/gate_table_json.hpp"
#include "cost/technology.hpp"
#include "flow/characterize/unit_list.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cli {
namespace {

/// A tile for each batch.
constexpr int kLeastVectors = 16 * 32;

struct CharacterizeValues {
  std::vector<std::string> liberty;
  std::string library;
  std::string name;
  double node_nm = 0;
  std::optional<std::string> memory;
  std::vector<std::string> accelerators;
  AcceleratorOptionValues overrides;
  std::string only;
  std::string model;
  std::uint64_t seed = 1;
  int vectors = 2048;
  int first_recipe = 0;
  int families = 32;
  std::string extend;
  int jobs = static_cast<int>(std::thread::hardware_concurrency());
  std::string out;
  bool list = false;
  bool cross_check = false;
  bool dot_products = false;
  bool lookups = false;
  bool clock_gates = false;
  bool placed = false;
  std::string lef;
};

std::vector<cost::Unit> chosen_units(const CharacterizeValues& values) {
  std::vector<cost::Unit> units;
  if (values.accelerators.empty()) {
    if (values.overrides.any()) {
      throw InputError("characterize: --set needs --accelerator");
    }
    units = flow::characterize::shipped_units();
  }
  const std::vector<config::Setting> settings = settings_of(values.overrides);
  for (const std::string& accelerator : values.accelerators) {
    flow::characterize::add_new_units(
        units, flow::characterize::accelerator_units(config::load_accelerator(accelerator, settings)));
  }
  if (values.dot_products) {
    flow::characterize::add_new_units(units, flow::characterize::dot_product_units());
  }
  if (values.lookups) {
    flow::characterize::add_new_units(units, flow::characterize::lookup_units());
  }
  if (values.clock_gates) {
    flow::characterize::add_new_units(units, flow::characterize::clock_gate_units());
  }
  if (values.placed) {
    flow::characterize::add_new_units(units, flow::characterize::placed_units());
  }
  std::erase_if(units, [&](const cost::Unit& u) { return cost::unit_name(u).find(values.only) == std::string::npos; });
  if (units.empty()) {
    throw InputError(fmt::format("--only: no unit's name contains '{}' (--list shows them)", values.only));
  }
  return units;
}

/// The measurements of a technology file that has netlists.
cost::GateTable known_table(const std::string& file) {
  std::optional<cost::GateTable> table = cost::load_gate_table(file);
  if (!table || !table->has_netlists()) {
    throw InputError(fmt::format("--extend {}: expected a technology whose units have netlists (schema {}), found none",
                                 file, cost::kNetlistSchema));
  }
  return std::move(*table);
}

/// Units that were passed over stand as the technology to extend has them.
void keep_others(cost::GateTable& table, const cost::GateTable& known, const std::string& file) {
  for (const auto& [name, unit] : known.units) {
    if (!table.units.emplace(name, unit).second) {
      continue;
    }
    for (const std::string& recipe : known.drawn_recipes) {
      if (std::ranges::find(table.drawn_recipes, recipe) == table.drawn_recipes.end()) {
        throw InputError(
            fmt::format("--extend {}: {} was drawn by other steps, '{}', and cannot stand beside what is measured now; "
                        "without --only and --accelerator all is measured anew",
                        file, name, recipe));
      }
    }
  }
}

void run(const CharacterizeValues& values) {
  CharacterizationRequest request;
  request.cells = values.liberty.empty() ? known_library(values.library)
                                         : CellLibrary{values.name, values.liberty, values.node_nm, "", values.lef};
  request.units = chosen_units(values);
  request.model = values.model.empty() ? operand_model() : values.model;
  request.seed = values.seed;
  request.vectors = values.vectors;
  request.first_recipe = values.first_recipe;
  request.families = values.families;
  if (!values.extend.empty()) {
    request.known = known_table(values.extend);
  }
  request.jobs = values.jobs;
  request.cross_check = values.cross_check;
  request.clock_gates = values.clock_gates;
  request.placed = values.placed;
  if (!values.out.empty()) {
    // A folder that cannot be written costs no campaign; and one that is killed leaves nothing beside its output.
    const util::AtomicFile probe(values.out);
  }
  cost::GateTable table = characterize(request);
  if (request.known && (!values.only.empty() || !values.accelerators.empty())) {
    keep_others(table, *request.known, values.extend);
  }
  const std::string summary =
      fmt::format("{}, {:g} nm, {:g} V, measured in gates; real operands from {}", table.library, table.node_nm,
                  table.voltage_v, std::filesystem::path(request.model).filename().string());
  const std::string memory = values.memory.value_or(request.cells.memory);
  const std::string text = cost::write_technology({request.cells.name, summary, memory}, table);
  if (values.out.empty()) {
    print(text);
    return;
  }
  util::write_file_atomic(values.out, text);
  print(fmt::format("{}: {} units on {} ({})\n", values.out, table.units.size(), table.library, table.corner));
}

}  // namespace

void add_characterize(CLI::App& app) {
  const auto values = std::make_shared<CharacterizeValues>();
  CLI::App& command = *app.add_subcommand(
      "characterize",
      "Measure multipliers, accumulators and PEs in gates: area, delay, energy, leakage on a cell library");
  auto* const liberty = command.add_option("--liberty", values->liberty,
                                           "Liberty files of one library (plain or gzip), NLDM with power tables");
  auto* const library = command.add_option("--library", values->library, "A known library: " + known_library_names());
  liberty->excludes(library);
  command.add_option("--name", values->name, "Name of the technology (with --liberty)")->needs(liberty);
  add_real(command, "--node-nm", values->node_nm, {1, 1000}, "Node of the library in nm (with --liberty)")
      ->needs(liberty);
  command.add_option("--lef", values->lef, "LEF file of the library: sizes of cells, layers of wires (with --liberty)")
      ->needs(liberty);
  command.add_option("--memory", values->memory,
                     "File with memories, relative to the technology file (default: the known library's)");
  command.add_option("--accelerator", values->accelerators,
                     "Only the units of these accelerators (default: the shipped set)");
  add_set_option(command, values->overrides.set);
  command.add_option("--only", values->only, "Only units whose name contains this");
  command.add_option("--model", values->model,
                     "Model (checkpoint or Hugging Face folder) whose weights and activations are an operand stream");
  add_seed(command, values->seed, "Of the operand streams");
  add_integer(command, "--vectors", values->vectors, {kLeastVectors, 1 << 20}, "Operand vectors per netlist and stream")
      ->capture_default_str();
  add_integer(command, "--families", values->families, {1, 1 << 12},
              "Recipes of synthesis that netlists are drawn by, three of each; units that are compared with no other "
              "take half as many, dot-product PEs a quarter and one")
      ->capture_default_str();
  add_integer(command, "--first-recipe", values->first_recipe, {0, 1 << 20},
              "The first recipe's number; another campaign takes other recipes and another --seed")
      ->capture_default_str();
  command.add_option("--extend", values->extend,
                     "Technology file whose netlists are taken over where logic and conditions are the same; its other "
                     "units stay with --only and --accelerator");
  add_integer(command, "--jobs", values->jobs, {1, 1024}, "Units at a time")->capture_default_str();
  command.add_option("--out", values->out, "The technology file to write (default: standard output)");
  command.add_flag("--cross-check", values->cross_check,
                   "Also count transitions with Icarus Verilog; both must agree on every net (slower)");
  command.add_flag("--dot-products", values->dot_products,
                   "Also PEs that take eight products a beat, in groups; each takes as long as eight others");
  command.add_flag("--lookups", values->lookups, "Also PEs whose products come from tables: antilog and cmean");
  command.add_flag(
      "--clock-gates", values->clock_gates,
      "Also the PEs that show what clock gates save: e4m3 by L-Mul and exact, int8, without and with them");
  command.add_flag("--placed", values->placed,
                   "Also these PEs placed, with the wires of that: needs graywolf and qflow, and osu018");
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
    run(*values);
  });
}

}  // namespace lmulsim::cli
