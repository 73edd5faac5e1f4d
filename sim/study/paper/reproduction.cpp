// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/reproduction.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "report/folder.hpp"
#include "report/json_text.hpp"
#include "study/paper/answer.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Technology;

CheckedGroup check(const ClaimGroup& group, const std::vector<const Technology*>& gates) {
  CheckedGroup out{group.title, {}, group.notes};
  for (const Claim& claim : group.claims) {
    out.claims.push_back({claim, {}});
    for (const Technology* technology : gates) {
      out.claims.back().measured.push_back(claim.measure(*technology));
    }
  }
  return out;
}

TechnologyNote note_on(const Technology& technology) {
  TechnologyNote out{technology.name, technology.summary, {}};
  if (technology.gates) {
    const cost::GateTable& g = *technology.gates;
    std::vector<std::string> tools;
    for (const auto& [name, version] : g.tools) {
      tools.push_back(fmt::format("{} {}", name, version));
    }
    out.origin = fmt::format(
        "library {}, corner {}, {:g} nm, {:g} V, sha256 {:.12}; measured {} with {}; {} {} recipes; left "
        "out: {}",
        g.library, g.corner, g.node_nm, g.voltage_v, g.library_sha256, g.date, fmt::join(tools, ", "),
        g.has_netlists() ? g.drawn_recipes.size() : g.recipes.size(), g.has_netlists() ? "drawn" : "listed",
        fmt::join(g.left_out, ", "));
  }
  return out;
}

std::vector<std::string> ladder_notes(const std::string& workload) {
  std::vector<std::string> out;
  out.push_back(fmt::format(
      "A saving is that of somebody who tries {} recipes of synthesis for each design and keeps the best that meets "
      "the "
      "clock: 1 - L-Mul / other, of drawn netlists that are paired by recipe and operands. The 95 % interval is the "
      "noise of synthesis and operands (jackknife), nothing systematic. Negative: L-Mul costs more.",
      cost::kUsualTries));
  out.emplace_back(
      "Clocks: the relaxed and the hard clock that the netlists were sized for, 1.5 and 1.1 times the fastest of the "
      "comparison's slowest design; the slower one of both designs; and none. EDP is energy times the netlist's own "
      "critical path; in an array, times the run's clock.");
  out.emplace_back(
      "PEs: weight stationary, a register behind the multiplier, two stages behind it for sums in fp32 and bf16, one "
      "for "
      "fixed sums and for int8 with int32; energy of one operation under Gaussian operands with the clock pins. "
      "exact-cut is the exact multiplier with its product cut to as many bits as L-Mul's. Sums in \"fixed\" are "
      "exact.");
  out.push_back(
      fmt::format("Arrays: 32 x 32 PEs and three memories of 256 KiB with 64-bit words. Workload: {}. Energy "
                  "per useful multiply-accumulate, area per PE. Padding, clock pins and leakage of the PEs are "
                  "the netlist's; edge registers, control and their leakage are around both designs, each its "
                  "own. DRAM counts standby and refresh over the run's time. Without a clock each netlist works "
                  "at its own critical path.",
                  workload));
  out.emplace_back(
      "Figures before schema lmulsim-reproduction/2 differ (the multiplier alone saved 33 %, -81 to 60; a PE with sums "
      "in "
      "fp32 12 to 24 %, its interval with zero in it) for three reasons. L-Mul's RTL subtracted two constants that an "
      "adder of biased exponents does not need. The PE was one of a single cycle, whose energy is mostly glitches, and "
      "they flatter L-Mul: a row below shows it. Five recipes of very different kind were set worst of one design "
      "against best of the other, each widened by the sampling error that both share.");
  return out;
}

void append(Ladder& to, const Ladder& from) {
  to.entries.insert(to.entries.end(), from.entries.begin(), from.entries.end());
  to.fastest.insert(to.fastest.end(), from.fastest.begin(), from.fastest.end());
  to.notes.insert(to.notes.end(), from.notes.begin(), from.notes.end());
}

}  // namespace

Reproduction reproduce(const std::vector<Technology>& technologies, const Technology& table,
                       const ActivityOf& activity_of, const std::string& workload) {
  Reproduction out;
  std::vector<const Technology*> gates;
  for (const Technology& technology : technologies) {
    out.technologies.push_back(note_on(technology));
    if (technology.gates) {
      gates.push_back(&technology);
      out.measured_in.push_back(technology.name);
    }
    append(out.ladder, ladder(technology, activity_of));
    std::ranges::move(effects(technology), std::back_inserter(out.effects));
    std::ranges::move(clock_gate_savings(technology), std::back_inserter(out.clock_gates));
    std::ranges::move(wire_savings(technology), std::back_inserter(out.wires));
  }
  for (const ClaimGroup& group : {gate_claims(), energy_claims(table), figure_4_claims(), table_7_claims()}) {
    out.groups.push_back(check(group, gates));
  }
  out.notes = ladder_notes(workload);
  return out;
}

std::vector<report::Grid> all_effect_grids(const Reproduction& r) {
  std::vector<report::Grid> all = effect_grids(r.effects);
  std::ranges::move(clock_gate_grids(r.clock_gates), std::back_inserter(all));
  std::ranges::move(wire_grids(r.wires), std::back_inserter(all));
  return all;
}

void write_reproduction(const Reproduction& reproduction, const std::filesystem::path& folder) {
  const std::array<report::NamedText, 5> files{{{"answer.md", answer_markdown(reproduction.ladder)},
                                                {"ladder.txt", to_text(reproduction)},
                                                {"ladder.md", to_markdown(reproduction)},
                                                {"ladder.html", to_html(reproduction)},
                                                {"ladder.json", report::pretty(to_json(reproduction))}}};
  report::write_folder(files, folder);
}

}  // namespace lmulsim::study::paper
