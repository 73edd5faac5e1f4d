// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "arith/hardware.hpp"
#include "cost/gate_array.hpp"
#include "study/paper/designs.hpp"
#include "study/paper/drawn_unit.hpp"
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
  bool clock_gates = false;
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
  all.push_back({.what = "clock gates in the place of hold multiplexers", .clock_gates = true});
  return all;
}

const cost::GateUnit* find(const cost::Technology& technology, MultiplierKind kind, Subnormals subnormals,
                           AccumulatorKind sums, const Case& c) {
  machine::Accelerator design =
      reference_design({.kind = kind, .offset = {}, .subnormals = subnormals}, Format::e4m3, sums);
  if (c.one_cycle) {
    design.pe.mul_stages = 0;
    design.pe.acc_latency = 1;
  }
  cost::Unit unit = cost::pe_unit(design);
  unit.clock_gates = c.clock_gates;
  return drawn_unit(technology, unit);
}

bool has_stream(const cost::GateUnit& unit, Stimulus stimulus) {
  return unit.netlists.front().batch_pj.contains(stimulus);
}

std::optional<Effect> effect(const cost::Technology& technology, const Case& c, AccumulatorKind sums) {
  const cost::GateUnit* lmul = find(technology, MultiplierKind::adder, Subnormals::daz, sums, c);
  const cost::GateUnit* exact = find(technology, MultiplierKind::exact, c.exact_subnormals, sums, c);
  if (lmul == nullptr || exact == nullptr || !has_stream(*lmul, c.stimulus) || !has_stream(*exact, c.stimulus) ||
      !can_be_paired(*lmul, *exact)) {
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
