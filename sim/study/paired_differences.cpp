// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paired_differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "cost/paired_saving.hpp"
#include "cost/units.hpp"
#include "util/error.hpp"
#include "util/sha256.hpp"

namespace lmulsim::study {
namespace {

using cost::Saved;
using result::Design;

/// A design's PE, and the operands that its energy was taken under.
struct CostedPe {
  const cost::GateUnit* unit = nullptr;
  cost::Stimulus stimulus = cost::Stimulus::gaussian;
};

/// From the entry of the PEs' energy, "gates.UNIT.energy.STIMULUS".
std::optional<CostedPe> costed_pe(const Design& design, const cost::GateTable& gates) {
  constexpr std::string_view kBefore = "gates.";
  constexpr std::string_view kBetween = ".energy.";
  const auto part = std::ranges::find(design.energy_pj->parts, cost::name(cost::Part::pe_registers_and_rest),
                                      &result::PartCost::name);
  if (part == design.energy_pj->parts.end() || part->entries.empty()) {
    return std::nullopt;
  }
  const std::string& entry = part->entries.front();
  const std::size_t end = entry.rfind(kBetween);
  if (!entry.starts_with(kBefore) || end == std::string::npos) {
    return std::nullopt;
  }
  const auto unit = gates.units.find(entry.substr(kBefore.size(), end - kBefore.size()));
  const auto stimulus = cost::kStimulusNames.find(entry.substr(end + kBetween.size()));
  return unit == gates.units.end() || unit->second.netlists.empty() || !stimulus
             ? std::nullopt
             : std::optional(CostedPe{&unit->second, *stimulus});
}

/// What a useful multiply-accumulate takes of a PE's netlist, and of all that the report has besides the PEs.
cost::Load load_of(const Design& d, const CostedPe& pe) {
  const auto macs = static_cast<double>(d.macs);
  const auto pes = static_cast<double>(d.pes);
  const double operations = static_cast<double>(d.macs_issued) / (d.pe ? arith::products_a_beat(d.pe->accumulator) : 1);
  const double time_ns = d.time_s * cost::kNsPerS;
  const double pe_cycles = pes * static_cast<double>(d.cycles);
  const double pe_pj = pe.unit->energy.at(pe.stimulus).pj.value * operations + pe.unit->clock_pj.value * pe_cycles +
                       pe.unit->leakage_nw.value * pes * cost::kWattPerNw * d.time_s * cost::kPjPerJoule;
  return {.operations = operations / macs,
          .cycles = pe_cycles / macs,
          .in_machine = true,
          .period_ns = time_ns / static_cast<double>(d.cycles),
          .around_pj = std::max(0.0, d.energy_pj->total.value - pe_pj) / macs,
          .around_um2 = std::max(0.0, d.area_um2->total.value / pes - pe.unit->area_um2.value)};
}

bool is_complete(const Design& d, const Design& first) {
  return d.technology == first.technology &&
         d.circumstances.technology_sha256 == first.circumstances.technology_sha256 && d.energy_pj && d.area_um2 &&
         d.pes > 0 && d.macs > 0 && d.cycles > 0 && d.time_s > 0;
}

void add_note(result::Comparison& comparison, std::string note) {
  if (std::ranges::find(comparison.notes, note) == comparison.notes.end()) {
    comparison.notes.push_back(std::move(note));
  }
}

void pair(result::Comparison& comparison, std::size_t place, const cost::GateTable& gates, Saved saved) {
  const Design& first = comparison.designs.front();
  const Design& design = comparison.designs[place];
  const auto quantity = std::ranges::find(comparison.quantities, cost::name(saved), &result::Quantity::name);
  const std::optional<CostedPe> pe = costed_pe(design, gates);
  const std::optional<CostedPe> first_pe = costed_pe(first, gates);
  if (quantity == comparison.quantities.end() || !pe || !first_pe || pe->stimulus != first_pe->stimulus) {
    return;
  }
  try {
    const cost::PairedSaving found = cost::paired_saving({pe->unit->netlists, load_of(design, *pe)},
                                                         {first_pe->unit->netlists, load_of(first, *first_pe)},
                                                         {.saved = saved, .stimulus = pe->stimulus});
    if (!found.saved) {
      add_note(comparison, fmt::format("{}: drawn netlists miss the run's clock, of this design or of {}: not paired",
                                       design.name, first.name));
      return;
    }
    result::Difference& difference = quantity->differences.at(place - 1);
    difference.ratio = cost::Band{1 - found.saved->high, 1 - found.saved->value, 1 - found.saved->low};
    difference.verdict = result::verdict_of(*difference.ratio);
    add_note(comparison, fmt::format("ratios of energy and area in all: PEs paired by {} drawn recipes, the best of {} "
                                     "that meets the run's clock; what is around them as believed. The 95 % interval "
                                     "is the noise of synthesis and operands",
                                     found.recipes, cost::kUsualTries));
  } catch (const InputError& e) {
    add_note(comparison, fmt::format("{}: not paired with {}: {}", design.name, first.name, e.what()));
  }
}

/// The technology of a report, in the version that it was made with.
std::optional<cost::Technology> technology_of(const Design& design) {
  const std::string& file = design.circumstances.technology_file;
  if (file.empty()) {
    return std::nullopt;
  }
  try {
    cost::Technology technology = cost::load_technology(std::filesystem::exists(file) ? file : design.technology);
    const std::vector<std::string>& known = design.circumstances.technology_sha256;
    const bool same = std::ranges::all_of(technology.files, [&](const std::string& path) {
      return std::ranges::find(known, util::sha256_file(path)) != known.end();
    });
    return same ? std::optional(std::move(technology)) : std::nullopt;
  } catch (const InputError&) {
    return std::nullopt;  // not at hand: the report stands without it
  }
}

}  // namespace

void pair_by_netlists(result::Comparison& comparison, const cost::Technology& technology) {
  const Design& first = comparison.designs.front();
  if (!technology.gates || !technology.gates->has_netlists() || !is_complete(first, first)) {
    return;
  }
  for (std::size_t place = 1; place < comparison.designs.size(); ++place) {
    if (is_complete(comparison.designs[place], first)) {
      pair(comparison, place, *technology.gates, Saved::energy);
      pair(comparison, place, *technology.gates, Saved::area);
    }
  }
  result::relate_rows(comparison);
}

void pair_by_netlists(result::Comparison& comparison) {
  if (const std::optional<cost::Technology> technology = technology_of(comparison.designs.front())) {
    pair_by_netlists(comparison, *technology);
  }
}

}  // namespace lmulsim::study
