// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/wire_effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "arith/hardware.hpp"
#include "cost/gate_array.hpp"
#include "cost/kept_netlist.hpp"
#include "study/paper/designs.hpp"
#include "study/paper/drawn_unit.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;

struct Comparison {
  AccumulatorKind sums;
  std::string against;
  machine::Accelerator lmul;
  machine::Accelerator other;
};

std::vector<Comparison> comparisons() {
  const auto design = [](MultiplierKind kind, AccumulatorKind sums) {
    return reference_design({.kind = kind, .offset = {}, .subnormals = arith::Subnormals::daz}, Format::e4m3, sums);
  };
  std::vector<Comparison> all;
  for (const AccumulatorKind sums : ladder_sums(Format::e4m3)) {
    all.push_back({sums, "exact", design(MultiplierKind::adder, sums), design(MultiplierKind::exact, sums)});
  }
  all.push_back({AccumulatorKind::fixed, "int8", design(MultiplierKind::adder, AccumulatorKind::fixed), int8_design()});
  return all;
}

/// The placed netlist; null when it was not measured.
const cost::DrawnNetlist* placed(const cost::Technology& technology, const machine::Accelerator& design, int times) {
  cost::Unit unit = cost::pe_unit(design);
  unit.wires = times;
  const cost::GateUnit* found = drawn_unit(technology, unit);
  return found == nullptr ? nullptr : &found->netlists.front();
}

double energy_pj(const cost::DrawnNetlist& netlist) {
  return cost::mean_pj(netlist, cost::Stimulus::gaussian) + netlist.clock_pj;
}

std::optional<WireSaving> saving(const cost::Technology& technology, const Comparison& c, int times) {
  const cost::DrawnNetlist* lmul = placed(technology, c.lmul, times);
  const cost::DrawnNetlist* other = placed(technology, c.other, times);
  if (lmul == nullptr || other == nullptr) {
    return std::nullopt;
  }
  return WireSaving{technology.name,  std::string(arith::hardware(c.sums).word),
                    c.against,        times,
                    energy_pj(*lmul), energy_pj(*other),
                    lmul->delay_ns,   other->delay_ns};
}

std::string as_percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

std::string column(int times) {
  return times == 0 ? "no wires" : times == 1 ? "wires" : fmt::format("{} times the wires", times);
}

/// One comparison's row: the savings, and what wires add to L-Mul's PE.
std::vector<std::string> wire_row(const std::vector<WireSaving>& of_one) {
  std::vector<std::string> cells{fmt::format("{} sums, of {}", of_one.front().sums, of_one.front().against)};
  const auto at = [&](int times) {
    const auto it = std::ranges::find(of_one, times, &WireSaving::times);
    return it == of_one.end() ? nullptr : &*it;
  };
  for (const int times : cost::kWireTimes) {
    cells.push_back(at(times) != nullptr ? as_percent(at(times)->saved()) : "-");
  }
  const WireSaving* none = at(0);
  const WireSaving* wires = at(1);
  const bool both = none != nullptr && wires != nullptr;
  cells.push_back(both ? as_percent(wires->lmul_pj / none->lmul_pj - 1) : "-");
  cells.push_back(both ? as_percent(wires->lmul_ns / none->lmul_ns - 1) : "-");
  return cells;
}

}  // namespace

std::vector<WireSaving> wire_savings(const cost::Technology& technology) {
  std::vector<WireSaving> all;
  for (const Comparison& c : comparisons()) {
    for (const int times : cost::kWireTimes) {
      if (std::optional<WireSaving> found = saving(technology, c, times)) {
        all.push_back(std::move(*found));
      }
    }
  }
  return all;
}

std::vector<report::Grid> wire_grids(const std::vector<WireSaving>& savings) {
  std::vector<report::Grid> grids;
  std::string technology;
  for (auto first = savings.begin(); first != savings.end();) {
    const auto end = std::find_if(first, savings.end(), [&](const WireSaving& s) {
      return s.technology != first->technology || s.sums != first->sums || s.against != first->against;
    });
    if (grids.empty() || technology != first->technology) {
      technology = first->technology;
      grids.push_back(
          {fmt::format("Systematic effects: energy that L-Mul e4m3 saves of another PE with placed wires, {}",
                       technology),
           {"PE"},
           {},
           {"One netlist of each design, that of least energy at the relaxed clock: no interval."}});
      for (const int times : cost::kWireTimes) {
        grids.back().head.push_back(column(times));
      }
      grids.back().head.insert(grids.back().head.end(), {"wires add to L-Mul's energy", "to its critical path"});
    }
    grids.back().rows.push_back(wire_row({first, end}));
    first = end;
  }
  return grids;
}

}  // namespace lmulsim::study::paper
