// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/drawn_mapper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "flow/characterize/measure.hpp"
#include "gates/conditions.hpp"
#include "gates/logic_blif.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::flow::characterize {

namespace fs = std::filesystem;

namespace {

constexpr double kPicoseconds = 1000;
constexpr int kToolLines = 12;
/// How often a netlist is sized for one clock: abc's timing differs from this program's by a few percent.
constexpr int kAims = 3;
/// What the next aim is of the last one, besides what was missed.
constexpr double kNearer = 0.995;
/// A path longer than this many clocks is not brought to it by another aim.
constexpr double kOutOfReach = 1.1;
/// In how many orders of the nodes the fastest netlist's steps are tried, and how far apart the orders' numbers are.
constexpr int kOrders = 6;
constexpr int kNextOrder = 1 << 20;
constexpr const char* kLogicFile = "logic.blif";
constexpr const char* kMappedFile = "mapped.blif";
constexpr const char* kRestructuredFile = "restructured.blif";

}  // namespace

DrawnMapper::DrawnMapper(const Synthesis& synthesis, const Synthesis::Generic& generic, const fs::path& folder)
    : library_(synthesis.library()),
      unit_(synthesis.with_flip_flops(generic, folder)),
      abc_(synthesis.liberty(), folder) {
  util::write_file_atomic(folder / kLogicFile, gates::write_logic(unit_));
  if (unit_.flip_flops() > 0) {
    const gates::TimingConditions conditions = gates::typical_conditions(library_);
    registers_ns_ = gates::clock_to_output_ns(library_, conditions) + gates::setup_ns(library_, conditions);
  }
  // What abc makes of the library when it first maps serves all later mappings, and `amap` makes something else of it
  // than `&nf`: the first mapping is always the same, whichever recipe begins.
  (void)abc_.run(fmt::format("read_blif {}; strash; &get -n; &nf; &put", kLogicFile));
}

/// What a clock leaves for the logic between flip-flops.
double DrawnMapper::logic_ps(double clock_ns) const {
  return std::max(1.0, (clock_ns - registers_ns_) * kPicoseconds);
}

gates::Netlist DrawnMapper::netlist(const std::string& commands) {
  const fs::path file = abc_.folder() / kMappedFile;
  fs::remove(file);
  const std::string said = abc_.run(fmt::format("{}; write_blif {}", commands, kMappedFile));
  if (!fs::exists(file)) {
    throw InputError(
        fmt::format("the mapper abc cannot use the cells of this library:{}", util::first_lines(said, kToolLines)));
  }
  return gates::with_logic(unit_, util::read_file(file), kMappedFile, library_);
}

std::array<gates::Netlist, 3> DrawnMapper::map(const DrawnRecipe& recipe, const cost::ClockTargets& targets,
                                               int fastest) {
  gates::Netlist unsized = netlist(
      fmt::format("read_blif {}; {}; write_blif {}; {}", kLogicFile, recipe.logic, kRestructuredFile, recipe.mapping));
  // Buffers cost area and energy, another mapping more: each is for what sizes do not bring to the clock.
  const std::string for_speed = fmt::format("read_blif {}; strash; {} -D {:.0f}; topo; {}", kRestructuredFile,
                                            kMappingForSpeed, logic_ps(targets.hard_ns), recipe.buffers);
  std::vector<std::string> for_hard{"topo", recipe.buffers, for_speed};
  for (int i = 0; i < kOrders; ++i) {
    const DrawnRecipe last = drawn_recipe(fastest, recipe.number + i * kNextOrder);
    for_hard.push_back(fmt::format("read_blif {}; {}; {}; {}", kLogicFile, last.logic, last.mapping, last.buffers));
  }
  gates::Netlist relaxed = sized(std::array<std::string, 2>{"topo", recipe.buffers}, targets.relaxed_ns);
  gates::Netlist hard = sized(for_hard, targets.hard_ns);
  return {std::move(unsized), std::move(relaxed), std::move(hard)};
}

gates::Netlist DrawnMapper::sized(std::span<const std::string> measures, double clock_ns) {
  Sized best;
  for (const std::string& measure : measures) {
    Sized made = sized(measure, clock_ns);
    if (made.critical_ns < best.critical_ns) {
      best = std::move(made);
    }
    if (best.critical_ns <= clock_ns) {
      break;
    }
  }
  return std::move(best.netlist);
}

DrawnMapper::Sized DrawnMapper::sized(const std::string& measure, double clock_ns) {
  Sized best;
  double aim_ps = logic_ps(clock_ns);
  std::string commands = measure;
  for (int i = 0; i < kAims; ++i) {
    gates::Netlist made = netlist(fmt::format("{}; upsize -D {:.0f}; dnsize -D {:.0f}", commands, aim_ps, aim_ps));
    const double critical_ns = timed(made).timing.critical_ns;
    if (i == 0 || critical_ns < best.critical_ns) {
      best = {std::move(made), critical_ns};
    }
    if (critical_ns <= clock_ns || critical_ns > kOutOfReach * clock_ns) {
      break;
    }
    commands = "topo";
    aim_ps = std::max(1.0, kNearer * aim_ps - (critical_ns - clock_ns) * kPicoseconds);
  }
  return best;
}

gates::Netlist DrawnMapper::fastest(const DrawnRecipe& recipe) {
  return netlist(fmt::format("read_blif {}; {}; {}; {}; upsize; dnsize", kLogicFile, recipe.logic, recipe.mapping,
                             recipe.buffers));
}

}  // namespace lmulsim::flow::characterize
