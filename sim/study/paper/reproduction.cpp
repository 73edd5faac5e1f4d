// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/reproduction.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <boost/json.hpp>

#include "report/folder.hpp"
#include "report/json_text.hpp"
#include "study/paper/designs.hpp"

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
        "library {}, corner {}, {:g} nm, {:g} V, sha256 {:.12}; measured {} with {}; {} recipes; left "
        "out: {}",
        g.library, g.corner, g.node_nm, g.voltage_v, g.library_sha256, g.date, fmt::join(tools, ", "), g.recipes.size(),
        fmt::join(g.left_out, ", "));
  }
  return out;
}

std::vector<std::string> ladder_notes(const std::string& workload) {
  std::vector<std::string> out;
  out.emplace_back(
      "Reference accelerator: 32 x 32 PEs, weight stationary, no pipeline register behind the multiplier, three "
      "memories "
      "of 256 KiB with 64-bit words; fp32 accumulators, int32 for int8; subnormal operands count as zero, in L-Mul and "
      "exact multipliers alike.");
  out.push_back(fmt::format("Reference workload: {}.", workload));
  out.emplace_back(
      "Energy: pJ of one operation up to the whole PE, pJ per useful multiply-accumulate for arrays. Area: um^2 of one "
      "unit, for arrays of the whole divided by the PEs.");
  out.emplace_back(
      "All designs of a ladder run at one clock: 500 MHz, or what the slowest of their PEs allows with its margin. It "
      "matters for leakage only.");
  out.emplace_back(
      "Error bars of a ratio: two designs of one technology err independently, within the spread of synthesis recipes: "
      "low is low over high, high is high over low. Only parts that rest on the same entries (memories, DRAM, skew "
      "registers) err together.");
  out.emplace_back("The interval of a saving is its error bars; where it contains zero the saving is not shown.");
  return out;
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
      const std::vector<DrawnStep> drawn = drawn_ladder(technology);
      out.drawn.insert(out.drawn.end(), drawn.begin(), drawn.end());
    }
  }
  for (const ClaimGroup& group : {gate_claims(), energy_claims(table), figure_4_claims(), table_7_claims()}) {
    out.groups.push_back(check(group, gates));
  }
  for (const cost::Quantity quantity : {cost::Quantity::energy, cost::Quantity::area}) {
    for (const arith::Format format : kLadderFormats) {
      for (const Technology& technology : technologies) {
        out.ladders.push_back(ladder(technology, format, quantity, activity_of));
      }
    }
  }
  out.notes = ladder_notes(workload);
  return out;
}

void write_reproduction(const Reproduction& reproduction, const std::filesystem::path& folder) {
  const std::array<report::NamedText, 4> files{{{"ladder.txt", to_text(reproduction)},
                                                {"ladder.md", to_markdown(reproduction)},
                                                {"ladder.html", to_html(reproduction)},
                                                {"ladder.json", report::pretty(to_json(reproduction))}}};
  report::write_folder(files, folder);
}

}  // namespace lmulsim::study::paper
