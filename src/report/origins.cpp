// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/origins.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/portable_path.hpp"
#include "report/scaled.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::report {
namespace {

std::string band_text(const cost::Band& band, Scaled (*scale)(double)) {
  return fmt::format("{} ({} to {})", scale(band.value).text(), scale(band.low).text(), scale(band.high).text());
}

/// How a part's energy follows from counts and entries.
std::string_view energy_method(cost::Part part) {
  using cost::Part;
  switch (part) {
    case Part::multipliers:
    case Part::accumulators:
      return "multiply-accumulates issued times the entry; with a measured PE, its energy in the proportion of what "
             "its parts take alone";
    case Part::registers:
      return "flip-flops of the array times cycles times the entry";
    case Part::pe_registers_and_rest:
      return "multiply-accumulates issued times the measured PE, less what multiplier and accumulator take of it";
    case Part::skew_registers:
      return "accepted beats of each channel times the registers they pass times the entry";
    case Part::control:
      return "estimate: control flip-flops times cycles times the entry times a share of activity";
    case Part::clock:
      return "clock pins of all flip-flops times all cycles";
    case Part::logic_leakage:
      return "leakage of all cells over the time of the cycles";
    case Part::activation_sram:
    case Part::weight_sram:
    case Part::accumulator_sram:
      return "whole accesses times the table's energy, interpolated in logarithms of capacity and width";
    case Part::sram_leakage:
      return "the table's leakage of the three memories over the time of the cycles";
    case Part::dram:
      return "bits to and from DRAM times the entry";
    case Part::dram_activate:
      return "estimate: every row of bytes opened once, times the entry, times devices";
    case Part::dram_read:
    case Part::dram_write:
    case Part::dram_io:
      return "bits times the entry";
    case Part::dram_refresh:
      return "refresh intervals within the time of the cycles times the entry times devices";
    case Part::dram_standby:
      return "the entry over the time of the cycles times devices";
  }
  return "";
}

void add_parts(std::vector<NumberOrigin>& out, const std::optional<cost::Breakdown>& breakdown, bool energy) {
  if (!breakdown) {
    return;
  }
  const std::string prefix = energy ? "energy." : "area.";
  Scaled (*const scale)(double) = energy ? scaled_energy : scaled_area;
  for (const cost::Component& c : breakdown->components) {
    out.push_back({prefix + std::string(cost::name(c.part)), band_text(c.band, scale),
                   energy ? std::string(energy_method(c.part)) : "how many there are times the entry's area",
                   c.entries});
  }
  out.push_back({prefix + "total", band_text(breakdown->total, scale), "sum of the parts, ends with ends", {}});
}

std::vector<NumberOrigin> numbers_of(const result::RunReport& r) {
  const std::string engine = "counted by the engine " + r.engine;
  std::vector<NumberOrigin> out;
  out.push_back({"cycles",
                 fmt::format("{} cycles", r.cycles.total),
                 engine + ", checked against the closed form where there are no random stalls",
                 {}});
  out.push_back({"macs", fmt::format("{}", r.activity.macs_useful), "M * N * K of every product, checked", {}});
  out.push_back({"macs_issued", fmt::format("{}", r.activity.macs_issued), engine, {}});
  out.push_back({"utilization", fmt::format("{:.2f} %", 100 * r.utilization), "macs / (PEs * cycles)", {}});
  out.push_back({"clock",
                 fmt::format("{:g} MHz", r.accelerator.clock_hz / 1e6),
                 r.accelerator.clock_auto ? "the PE's critical path in this technology, with a margin"
                                          : "chosen in " + config::portable_path(r.accelerator.source),
                 {}});
  out.push_back({"time", scaled_time(r.time_s).text(), "cycles / clock", {}});
  if (r.energy_pj && r.time_s > 0) {
    out.push_back({"power", band_text(result::power_w(r), scaled_power), "energy.total / time", {}});
  }
  out.push_back({"dram_read_bytes",
                 fmt::format("{} bytes", r.activity.dram_read_bytes),
                 "counted from the loop nest and what stays on chip",
                 {}});
  out.push_back({"dram_write_bytes",
                 fmt::format("{} bytes", r.activity.dram_write_bytes),
                 "every result once, as wide as the accumulator's word",
                 {}});
  add_parts(out, r.energy_pj, true);
  add_parts(out, r.area_um2, false);
  return out;
}

[[noreturn]] void unknown(std::string_view wanted, const result::RunReport& report,
                          const cost::Technology& technology) {
  std::vector<std::string> names = cost::entry_names(technology);
  for (const NumberOrigin& number : numbers_of(report)) {
    names.push_back(number.name);
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  throw InputError(
      fmt::format("--explain: expected a number of the report or an entry of the technology, found '{}'; "
                  "the nearest is '{}'",
                  wanted, util::nearest_name(wanted, views)));
}

}  // namespace

Origins origins_of(const result::RunReport& report, const cost::Technology& technology, std::string_view wanted) {
  Origins out;
  std::vector<std::string> entries;
  const auto add = [&](const std::string& entry) {
    if (std::ranges::find(entries, entry) == entries.end()) {
      entries.push_back(entry);
    }
  };
  for (NumberOrigin& number : numbers_of(report)) {
    const bool named = number.name.find(wanted) != std::string::npos;
    for (const std::string& entry : number.entries) {
      if (named || entry.find(wanted) != std::string::npos) {
        add(entry);
      }
    }
    if (named) {
      out.numbers.push_back(std::move(number));
    }
  }
  if (out.numbers.empty() && entries.empty()) {
    for (const std::string& name : cost::entry_names(technology)) {
      if (name.find(wanted) != std::string::npos) {
        add(name);
      }
    }
  }
  if (out.numbers.empty() && entries.empty()) {
    unknown(wanted, report, technology);
  }
  for (const std::string& entry : entries) {
    out.entries.push_back(cost::explain(technology, entry));
  }
  return out;
}

}  // namespace lmulsim::report
