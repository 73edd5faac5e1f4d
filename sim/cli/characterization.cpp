// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/characterization.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "flow/characterize/library_campaign.hpp"
#include "flow/characterize/placement.hpp"
#include "flow/characterize/synthesis.hpp"
#include "flow/characterize/unit_list.hpp"
#include "formats/workload_request.hpp"
#include "gates/clock_gates.hpp"
#include "gates/lef.hpp"
#include "rtl/model_builder.hpp"
#include "rtl/rtl_sources.hpp"
#include "study/paper/designs.hpp"
#include "util/cache_dir.hpp"
#include "util/error.hpp"
#include "util/home.hpp"
#include "util/progress.hpp"
#include "util/sha256.hpp"

namespace lmulsim::cli {
namespace {

constexpr const char* kYosysVersion = "0.23";
constexpr int kBeats = 32;

std::string today() {
  return fmt::format("{:%Y-%m-%d}", std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

graph::Workload captured(const std::string& model) {
  formats::WorkloadRequest request;
  request.source = model;
  return formats::load_workload(request);
}

/// Cells that synthesis must not use, by reason; a few names of each.
void say_what_is_set_aside(const gates::Library& library) {
  constexpr std::size_t kShown = 3;
  std::map<std::string, std::vector<std::string>> reasons;
  std::size_t count = 0;
  for (const gates::Cell& cell : library.cells) {
    if (!cell.unusable.empty()) {
      reasons[cell.unusable].push_back(cell.name);
      ++count;
    }
  }
  if (count == 0) {
    return;
  }
  std::string text;
  for (auto& [reason, names] : reasons) {
    const std::size_t all = names.size();
    names.resize(std::min(all, kShown));
    text += fmt::format("{}{} ({}: {}{})", text.empty() ? "" : ", ", reason, all, fmt::join(names, " "),
                        all > kShown ? " ..." : "");
  }
  std::fputs(
      fmt::format("lmulsim: note: {} of {} cells are set aside: {}\n", count, library.cells.size(), text).c_str(),
      stderr);
}

void add_clock_gates(gates::Library& library, const CellLibrary& cells) {
  std::optional<gates::Lef> lef;
  if (!cells.lef.empty()) {
    lef = gates::read_lef(cells.lef);
  }
  gates::add_clock_gates(library, lef ? &*lef : nullptr);
}

/// Throws InputError when the library has no files for it or the machine no programs.
flow::characterize::Placer placer(const CellLibrary& cells) {
  if (cells.lef.empty() || cells.placer.empty()) {
    throw InputError(
        fmt::format("--placed: expected a library with a LEF file and graywolf's parameters (osu018), found none of "
                    "them for {}",
                    cells.name));
  }
  flow::characterize::require_placer();
  return {cells.lef, cells.placer};
}

}  // namespace

std::string operand_model() {
  return (util::home() / "models" / "kjv-1m").string();
}

cost::GateTable characterize(const CharacterizationRequest& request) {
  if (const std::string version = flow::characterize::yosys_version(); version != kYosysVersion) {
    std::fprintf(stderr, "lmulsim: warning: Yosys %s; the shipped technologies were made with %s, results may differ\n",
                 version.c_str(), kYosysVersion);
  }
  gates::Library library = gates::read_library(request.cells.files);
  say_what_is_set_aside(library);
  if (request.clock_gates) {
    add_clock_gates(library, request.cells);
  }
  const std::string model = request.model.empty() ? operand_model() : request.model;
  const graph::Workload work = captured(model);
  util::Progress bar(fmt::format("characterising {}", request.cells.name),
                     static_cast<std::int64_t>(request.units.size()));
  flow::characterize::CampaignSettings settings;
  settings.measure = {.first_recipe = request.first_recipe,
                      .families = request.families,
                      .seed = request.seed,
                      .tiles = request.vectors / kBeats,
                      .beats = kBeats,
                      .cross_check = request.cross_check,
                      .captured = &work,
                      .captured_sha256 = util::sha256_content(model)};
  if (request.placed) {
    settings.placer = placer(request.cells);
  }
  settings.known = request.known ? &*request.known : nullptr;
  settings.jobs = request.jobs;
  settings.node_nm = request.cells.node_nm;
  settings.date = today();
  settings.cache_dir = util::cache_dir() / "characterize";
  settings.rtl_dir = rtl::rtl_source_dir();
  settings.progress = [&](std::size_t done, const std::string&) { bar.update(static_cast<std::int64_t>(done)); };
  return flow::characterize::characterize_library(library, request.units, settings);
}

cost::Technology measure_again(const cost::Technology& shipped) {
  CharacterizationRequest request;
  request.cells = known_library(shipped.name);
  request.seed = shipped.gates->seed;
  request.jobs = static_cast<int>(std::thread::hardware_concurrency());
  for (const machine::Accelerator& design : study::paper::ladder_designs()) {
    flow::characterize::add_new_units(request.units, flow::characterize::accelerator_units(design));
  }
  cost::Technology measured = shipped;
  measured.gates = characterize(request);
  return measured;
}

}  // namespace lmulsim::cli
