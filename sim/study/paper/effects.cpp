// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "arith/hardware.hpp"
#include "cost/gate_array.hpp"
#include "study/paper/designs.hpp"
#include "study/paper/ladder_entry.hpp"
#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;
using arith::Subnormals;
using cost::Stimulus;

/// L-Mul's PE and the exact multiplier's, with what makes them differ from the ladder's.
struct Case {
  std::string what;
  Subnormals exact_subnormals = Subnormals::daz;
  bool one_cycle = false;
  Stimulus stimulus = Stimulus::gaussian;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (std::size_t i = 0; i < cost::kStimulusNames.size(); ++i) {
    const auto stimulus = static_cast<Stimulus>(i);
    all.push_back({.what = fmt::format("operands: {}", name(stimulus)), .stimulus = stimulus});
  }
  all.push_back({.what = "the exact multiplier keeps subnormals", .exact_subnormals = Subnormals::normalize});
  all.push_back({.what = "no register inside the PE: one cycle", .one_cycle = true});
  return all;
}

const cost::GateUnit* find(const cost::Technology& technology, MultiplierKind kind, Subnormals subnormals,
                           AccumulatorKind sums, bool one_cycle) {
  machine::Accelerator design =
      reference_design({.kind = kind, .offset = {}, .subnormals = subnormals}, Format::e4m3, sums);
  if (one_cycle) {
    design.pe.mul_stages = 0;
    design.pe.acc_latency = 1;
  }
  const auto it = technology.gates->units.find(cost::unit_name(cost::pe_unit(design)));
  const bool paired = it != technology.gates->units.end() && !it->second.netlists.empty() && it->second.targets;
  return paired ? &it->second : nullptr;
}

bool has_stream(const cost::GateUnit& unit, Stimulus stimulus) {
  return unit.netlists.front().batch_pj.contains(stimulus);
}

std::optional<Effect> effect(const cost::Technology& technology, const Case& c, AccumulatorKind sums) {
  const cost::GateUnit* lmul = find(technology, MultiplierKind::adder, Subnormals::daz, sums, c.one_cycle);
  const cost::GateUnit* exact = find(technology, MultiplierKind::exact, c.exact_subnormals, sums, c.one_cycle);
  if (lmul == nullptr || exact == nullptr || !has_stream(*lmul, c.stimulus) || !has_stream(*exact, c.stimulus) ||
      static_cast<int>(cost::common_recipes(lmul->netlists, exact->netlists).size()) <= cost::kUsualTries) {
    return std::nullopt;
  }
  Effect out{technology.name, c.what, std::string(arith::hardware(sums).word),
             std::max(lmul->targets->relaxed_ns, exact->targets->relaxed_ns)};
  out.saving = cost::paired_saving({lmul->netlists}, {exact->netlists},
                                   {.saved = cost::Saved::energy, .clock_ns = out.clock_ns, .stimulus = c.stimulus});
  return out;
}

}  // namespace

std::vector<Effect> effects(const cost::Technology& technology) {
  std::vector<Effect> all;
  if (!technology.gates || !technology.gates->has_netlists()) {
    return all;
  }
  for (const Case& c : cases()) {
    for (const AccumulatorKind sums : ladder_sums(Format::e4m3)) {
      if (std::optional<Effect> found = effect(technology, c, sums)) {
        all.push_back(std::move(*found));
      }
    }
  }
  return all;
}

std::vector<report::Grid> effect_grids(const std::vector<Effect>& effects) {
  std::vector<report::Grid> grids;
  std::string technology;
  for (const Effect& e : effects) {
    if (grids.empty() || technology != e.technology) {
      technology = e.technology;
      grids.push_back({fmt::format("Systematic effects: energy that L-Mul e4m3 saves of the exact multiplier's PE at "
                                   "the relaxed clock, {}",
                                   technology),
                       {"what is otherwise", "fp32", "bf16", "fixed"},
                       {},
                       {}});
    }
    report::Grid& grid = grids.back();
    if (grid.rows.empty() || grid.rows.back().front() != e.what) {
      grid.rows.push_back({e.what, "-", "-", "-"});
    }
    const auto column = std::ranges::find(grid.head, e.sums) - grid.head.begin();
    grid.rows.back().at(static_cast<std::size_t>(column)) = saving_text(e.saving);
  }
  return grids;
}

}  // namespace lmulsim::study::paper
