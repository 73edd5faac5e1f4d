// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/clock_gate_effects.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "arith/hardware.hpp"
#include "cost/gate_array.hpp"
#include "study/paper/designs.hpp"
#include "study/paper/drawn_unit.hpp"
#include "study/paper/ladder_entry.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;

struct Design {
  std::string name;
  machine::Accelerator accelerator;
};

std::vector<Design> designs() {
  std::vector<Design> all;
  for (const auto& [name, kind] :
       {std::pair{"lmul", MultiplierKind::adder}, std::pair{"exact", MultiplierKind::exact}}) {
    for (const AccumulatorKind sums : ladder_sums(Format::e4m3)) {
      all.push_back({name, reference_design({.kind = kind, .offset = {}, .subnormals = arith::Subnormals::daz},
                                            Format::e4m3, sums)});
    }
  }
  all.push_back({"int8", int8_design()});
  return all;
}

std::optional<ClockGateSaving> saving(const cost::Technology& technology, const Design& design) {
  cost::Unit unit = cost::pe_unit(design.accelerator);
  const cost::GateUnit* held = drawn_unit(technology, unit);
  unit.clock_gates = true;
  const cost::GateUnit* gated = drawn_unit(technology, unit);
  if (held == nullptr || gated == nullptr || !can_be_paired(*held, *gated)) {
    return std::nullopt;
  }
  const auto saved = [&](cost::Saved what) {
    return cost::paired_saving({gated->netlists}, {held->netlists},
                               {.saved = what, .clock_ns = held->targets->relaxed_ns});
  };
  return ClockGateSaving{technology.name,
                         design.name,
                         std::string(arith::hardware(unit.accumulator.kind).word),
                         held->targets->relaxed_ns,
                         saved(cost::Saved::energy),
                         saved(cost::Saved::area)};
}

}  // namespace

std::vector<ClockGateSaving> clock_gate_savings(const cost::Technology& technology) {
  std::vector<ClockGateSaving> all;
  for (const Design& design : designs()) {
    if (std::optional<ClockGateSaving> found = saving(technology, design)) {
      all.push_back(std::move(*found));
    }
  }
  return all;
}

std::vector<report::Grid> clock_gate_grids(const std::vector<ClockGateSaving>& savings) {
  std::vector<report::Grid> grids;
  std::string technology;
  for (const ClockGateSaving& s : savings) {
    if (grids.empty() || technology != s.technology) {
      technology = s.technology;
      grids.push_back({fmt::format("Systematic effects: what clock gates save of a PE whose registers hold by "
                                   "multiplexers, at the relaxed clock, {}",
                                   technology),
                       {"design", "sums", "energy", "area"},
                       {},
                       {}});
    }
    grids.back().rows.push_back({s.design, s.sums, saving_text(s.energy), saving_text(s.area)});
  }
  return grids;
}

}  // namespace lmulsim::study::paper
