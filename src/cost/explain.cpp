// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "cost/kept_netlist.hpp"
#include "cost/memories.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::cost {
namespace {

/// Called with a name and a function that makes its explanation when it is wanted.
using Visit = std::function<void(const std::string&, const std::function<Explanation()>&)>;

Explanation from_entry(const Entry& entry, std::string_view unit) {
  const Origin& origin = entry.origin;
  return {.entry = {},
          .band = entry.band,
          .unit = std::string(unit),
          .source = origin.source,
          .method = std::string(name(origin.method)),
          .date = origin.date,
          .conditions = fmt::format("{:g} nm, {:g} V", origin.node_nm, origin.voltage_v),
          .spread = origin.reasoning.empty() ? "half a unit of the last printed digit" : origin.reasoning};
}

std::string text(const Band& band) {
  return fmt::format("{:g} ({:g} to {:g})", band.value, band.low, band.high);
}

Explanation from_sram(const Sram& sram) {
  Explanation out = from_entry({{sram.low_factor, 1, sram.high_factor}, sram.origin}, "times the figure of the table");
  out.source = fmt::format("{} ({})", sram.origin.source, sram_entry_name(sram));
  if (sram.scale) {
    const SramScale& s = *sram.scale;
    out.method = fmt::format("{}, scaled by an estimate", out.method);
    out.conditions += fmt::format("; carried to {:g} nm, {:g} V", s.node_nm, s.voltage_v);
    out.spread += fmt::format("; scaled by energy {}, area {}, time {}, leakage {}: {}", text(s.energy), text(s.area),
                              text(s.time), text(s.leakage), s.reasoning);
  }
  return out;
}

/// What the ends of a unit's bands are.
std::string spread_of(const GateTable& table, const GateUnit& unit) {
  if (!table.has_netlists()) {
    return fmt::format("median and extremes over the recipes {}; the median netlist's recipe is {}",
                       fmt::join(table.recipes, ", "), unit.recipe);
  }
  const KeptNetlist kept(unit.netlists);
  return fmt::format("of the netlist that is kept of {} of {} drawn recipes: mean, and quantiles of 2.5 and 97.5 %",
                     kept.tries(), kept.recipes());
}

Explanation from_gates(const GateTable& table, const GateUnit& unit, const Band& band, std::string_view what) {
  std::vector<std::string> tools;
  for (const auto& [tool, version] : table.tools) {
    tools.push_back(fmt::format("{} {}", tool, version));
  }
  return {.entry = {},
          .band = band,
          .unit = std::string(what),
          .source = fmt::format("own RTL (sha256 {:.12}) on the library {} ({}, sha256 {:.12}) with {}",
                                table.rtl_sha256, table.library, fmt::join(table.library_files, ", "),
                                table.library_sha256, fmt::join(tools, ", ")),
          .method = {},
          .date = table.date,
          .conditions = fmt::format("{:g} nm, {:g} V, {:g} C, corner {}", table.node_nm, table.voltage_v,
                                    table.temperature_c, table.corner),
          .spread = fmt::format("{}; checked against the RTL: {}; left out: {}", spread_of(table, unit), unit.verified,
                                fmt::join(table.left_out, ", "))};
}

void visit_unit(const GateTable& table, const std::string& key, const GateUnit& unit, const Visit& visit) {
  struct Number {
    const char* name;
    Band GateUnit::*band;
    const char* unit;
    const char* method;
  };
  constexpr Number kNumbers[] = {
      {"area", &GateUnit::area_um2, "um^2", "synthesis"},
      {"delay", &GateUnit::delay_ns, "ns", "synthesis, static timing analysis"},
      {"fastest_delay", &GateUnit::fastest_ns, "ns", "synthesis for speed, static timing analysis"},
      {"fastest_area", &GateUnit::fastest_area_um2, "um^2", "synthesis for speed"},
      {"leakage", &GateUnit::leakage_nw, "nW", "synthesis, leakage of the cells"},
      {"clock", &GateUnit::clock_pj, "pJ", "synthesis, energy of the flip-flops' clock pins in one cycle"},
  };
  for (const Number& n : kNumbers) {
    visit(fmt::format("gates.{}.{}", key, n.name), [&] {
      Explanation out = from_gates(table, unit, unit.*n.band, n.unit);
      out.method = n.method;
      return out;
    });
  }
  for (const auto& measured : unit.energy) {
    const Stimulus stimulus = measured.first;
    const GateEnergy& energy = measured.second;
    visit(fmt::format("gates.{}.energy.{}", key, name(stimulus)), [&] {
      Explanation out = from_gates(table, unit, energy.pj, "pJ");
      out.method = fmt::format(
          "gate simulation with delays over {} vectors of the stream '{}' ({:.3f} toggles per bit, "
          "{:.1f} % zeros), without the clock; {:.4g} pJ if no net moved more than once a cycle",
          unit.vectors, name(stimulus), energy.stream.toggles_per_bit, 100 * energy.stream.zero_share,
          energy.settled_pj);
      return out;
    });
  }
}

void visit_operations(const Technology& t, const Visit& visit) {
  for (const Quantity quantity : {Quantity::energy, Quantity::area}) {
    for (std::size_t i = 0; i < kOperationNames.size(); ++i) {
      const auto op = static_cast<Operation>(i);
      if (const auto& entry = t.find(quantity, op)) {
        visit(entry_name(quantity, op), [&] { return from_entry(*entry, unit(quantity, op)); });
      }
    }
  }
}

void visit_dram(const std::string& key, const Dram& dram, const Visit& visit) {
  if (dram.bit) {
    visit(dram_entry_name(key, "bit"), [&] { return from_entry(*dram.bit, "pJ/bit"); });
    return;
  }
  for (std::size_t i = 0; i < kDramCommandNames.size(); ++i) {
    const auto command = static_cast<DramCommand>(i);
    visit(dram_entry_name(key, name(command)), [&] { return from_entry(dram.commands->get(command), unit(command)); });
  }
}

void visit_all(const Technology& t, const Visit& visit) {
  visit_operations(t, visit);
  for (const auto& flavour : t.srams) {
    visit("sram." + flavour.first, [&] { return from_sram(flavour.second); });
  }
  if (t.sram) {
    visit(sram_entry_name(*t.sram), [&] { return from_sram(*t.sram); });
  }
  for (const auto& [key, dram] : t.drams) {
    visit_dram(key, dram, visit);
  }
  if (t.gates) {
    for (const auto& [key, unit] : t.gates->units) {
      visit_unit(*t.gates, key, unit, visit);
    }
  }
}

}  // namespace

std::vector<std::string> entry_names(const Technology& technology) {
  std::vector<std::string> names;
  visit_all(technology, [&](const std::string& name, const auto&) { names.push_back(name); });
  return names;
}

namespace {

[[noreturn]] void unknown(const Technology& technology, std::string_view entry) {
  const std::vector<std::string> names = entry_names(technology);
  const std::vector<std::string_view> views(names.begin(), names.end());
  throw InputError(fmt::format("technology '{}': expected one of its entries, found '{}'; the nearest is '{}'",
                               technology.name, entry, util::nearest_name(entry, views)));
}

/// The entries whose name `wanted` accepts.
std::vector<Explanation> explain_if(const Technology& technology,
                                    const std::function<bool(const std::string&)>& wanted) {
  std::vector<Explanation> out;
  visit_all(technology, [&](const std::string& name, const auto& make) {
    if (wanted(name)) {
      out.push_back(make());
      out.back().entry = name;
    }
  });
  return out;
}

}  // namespace

Explanation explain(const Technology& technology, std::string_view entry) {
  std::vector<Explanation> found = explain_if(technology, [&](const std::string& name) { return name == entry; });
  if (found.empty()) {
    unknown(technology, entry);
  }
  return found.front();
}

std::vector<Explanation> explain_matching(const Technology& technology, std::string_view text) {
  std::vector<Explanation> found =
      explain_if(technology, [&](const std::string& name) { return name.find(text) != std::string::npos; });
  if (found.empty()) {
    unknown(technology, text);
  }
  return found;
}

}  // namespace lmulsim::cost
