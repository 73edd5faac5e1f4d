// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/node_scaling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

/// How much of the model's gain (in logarithms) may be left in the worst case. Energy: published operations at 7 nm
/// (Jouppi et al., ISCA 2021) against those at 45 nm (Horowitz, ISSCC 2014) are 0.23 to 0.48 of them where the fit says
/// 0.068; ln(0.48) / ln(0.068) = 0.28. Delay and area: half, for wires and design rules; an estimate.
constexpr double kEnergyLeft = 0.28;
constexpr double kDelayLeft = 0.5;
constexpr double kAreaLeft = 0.5;

/// The voltage customary at a length, and the range the fit may be used in. Below 20 nm transistors are not planar; 180
/// and 130 nm run above 1.1 V.
struct Supply {
  int nm;
  double customary, low, high;
};
constexpr std::array<Supply, 11> kSupplies{{{180, 1.8, 0.7, 1.8},
                                            {130, 1.2, 0.7, 1.3},
                                            {90, 1.1, 0.7, 1.1},
                                            {65, 1.1, 0.7, 1.1},
                                            {45, 0.9, 0.7, 1.1},
                                            {32, 0.9, 0.7, 1.1},
                                            {20, 0.9, 0.7, 1.1},
                                            {16, 0.85, 0.5, 1.1},
                                            {14, 0.8, 0.5, 1.1},
                                            {10, 0.75, 0.5, 1.1},
                                            {7, 0.7, 0.5, 1.1}}};

/// "45HP": 45 and "HP".
std::string length_text(std::string_view node) {
  return std::string(node.substr(0, node.find_first_not_of("0123456789")));
}

std::string_view flavour(std::string_view node) {
  const std::size_t end = node.find_first_not_of("0123456789");
  return end == std::string_view::npos ? "" : node.substr(end);
}

const Supply& supply(std::string_view node) {
  int nm = 0;
  (void)std::from_chars(node.data(), node.data() + node.size(), nm);
  const auto it = std::ranges::find(kSupplies, nm, &Supply::nm);
  if (it == kSupplies.end()) {
    throw InputError(fmt::format("node {}: no supply voltage is known for this length", node));
  }
  return *it;
}

double clamped(const Node& node, std::vector<std::string>& warnings) {
  const Supply& range = supply(node.name);
  const double volts = std::clamp(node.voltage_v, range.low, range.high);
  if (volts != node.voltage_v) {
    warnings.push_back(fmt::format("{} at {:g} V lies outside of the fit's range, {:g} to {:g} V: {:g} V is taken",
                                   node.name, node.voltage_v, range.low, range.high, volts));
  }
  return volts;
}

ScaledFactor with_band(double model, double left) {
  const double doubted = std::pow(model, left);
  return {.model = model, .low = std::min(model, doubted), .high = std::max(model, doubted)};
}

void warn_of_traps(const Node& from, const Node& to, std::vector<std::string>& warnings) {
  const int a = supply(from.name).nm;
  const int b = supply(to.name).nm;
  if (std::max(a, b) >= 32 && std::min(a, b) <= 20) {
    warnings.emplace_back("delay is not monotone from 32 to 20 nm: the fits change from planar transistors to fins");
  }
  if (flavour(from.name).empty() != flavour(to.name).empty()) {
    warnings.push_back(
        fmt::format("one of {} and {} has no flavour in the tables: high performance and low power may "
                    "mix",
                    from.name, to.name));
  }
  warnings.emplace_back(
      "logic only: memories, DRAM, leakage and wires do not scale like this and are left as they are");
  warnings.emplace_back("power follows from energy and frequency, not from a fit of its own");
}

}  // namespace

const ScalingTables::Fit* ScalingTables::find(std::string_view node) const {
  const auto it = std::ranges::find(fits_, node, &Fit::node);
  return it == fits_.end() ? nullptr : &*it;
}

std::optional<double> ScalingTables::area_factor(std::string_view from, std::string_view to) const {
  const auto a = std::ranges::find(area_nodes_, length_text(from));
  const auto b = std::ranges::find(area_nodes_, length_text(to));
  if (a == area_nodes_.end() || b == area_nodes_.end()) {
    return std::nullopt;
  }
  return area_factors_[static_cast<std::size_t>(a - area_nodes_.begin())]
                      [static_cast<std::size_t>(b - area_nodes_.begin())];
}

Node ScalingTables::parse_node(std::string_view text) const {
  const std::size_t at = text.find('@');
  Node node{std::string(text.substr(0, at)), 0};
  if (find(node.name) == nullptr && find(node.name + "HP") != nullptr) {
    node.name += "HP";
  }
  if (find(node.name) == nullptr) {
    std::vector<std::string> names;
    std::ranges::transform(fits_, std::back_inserter(names), &Fit::node);
    throw InputError(
        fmt::format("node '{}': expected NODE or NODE@VOLTS with a node of {}", text, fmt::join(names, ", ")));
  }
  node.voltage_v = supply(node.name).customary;
  if (at != std::string_view::npos) {
    const std::string_view volts = text.substr(at + 1);
    const auto [stop, error] = std::from_chars(volts.data(), volts.data() + volts.size(), node.voltage_v);
    if (error != std::errc{} || stop != volts.data() + volts.size() || !(node.voltage_v > 0 && node.voltage_v < 10)) {
      throw InputError(fmt::format("node '{}': expected volts after '@', found '{}'", text, volts));
    }
  }
  return node;
}

Node ScalingTables::node_of(double node_nm, double voltage_v, const Node& to) const {
  const std::string length = fmt::format("{:g}", node_nm);
  for (const std::string& name : {length + std::string(flavour(to.name)), length, length + "HP"}) {
    if (find(name) != nullptr) {
      return {name, voltage_v};
    }
  }
  throw InputError(fmt::format("scaling from {:g} nm: the tables have no such node", node_nm));
}

ScalingFactors ScalingTables::factors(const Node& from, const Node& to) const {
  if (!flavour(from.name).empty() && !flavour(to.name).empty() && flavour(from.name) != flavour(to.name)) {
    throw InputError(
        fmt::format("scaling from {} to {}: expected both high performance or both low power", from.name, to.name));
  }
  ScalingFactors out{from, to, {}, {}, {}, {}};
  const Fit& a = *find(from.name);
  const Fit& b = *find(to.name);
  const double va = clamped(from, out.warnings);
  const double vb = clamped(to, out.warnings);
  out.energy = with_band(b.energy(vb) / a.energy(va), kEnergyLeft);
  out.delay = with_band(b.delay(vb) / a.delay(va), kDelayLeft);
  if (const auto area = area_factor(from.name, to.name)) {
    out.area = with_band(*area, kAreaLeft);
  } else {
    const double ratio = static_cast<double>(supply(to.name).nm) / supply(from.name).nm;
    out.area = with_band(ratio * ratio, kAreaLeft);
    out.warnings.push_back(
        fmt::format("no area factor from {} to {}: the square of the lengths is taken", from.name, to.name));
  }
  warn_of_traps(from, to, out.warnings);
  return out;
}

bool scales(Part part) {
  switch (part) {
    case Part::multipliers:
    case Part::accumulators:
    case Part::registers:
    case Part::pe_registers_and_rest:
    case Part::skew_registers:
    case Part::control:
    case Part::clock:
      return true;
    case Part::logic_leakage:
    case Part::activation_sram:
    case Part::weight_sram:
    case Part::accumulator_sram:
    case Part::sram_leakage:
    case Part::dram:
    case Part::dram_activate:
    case Part::dram_read:
    case Part::dram_write:
    case Part::dram_io:
    case Part::dram_refresh:
    case Part::dram_standby:
      return false;
  }
  return false;
}

ScaledLogic scale_logic(const Breakdown& energy_pj, const Breakdown& area_um2, const ScalingFactors& factors) {
  const auto logic = [](const Breakdown& breakdown) {
    Band sum;
    for (const Component& c : breakdown.components) {
      sum += scales(c.part) ? c.band : Band{};
    }
    return sum;
  };
  return {factors, factors.energy.of(logic(energy_pj)), factors.area.of(logic(area_um2))};
}

Node logic_node(const Technology& technology, const ScalingTables& tables, const Node& to) {
  if (technology.gates) {
    return tables.node_of(technology.gates->node_nm, technology.gates->voltage_v, to);
  }
  for (const auto& entry : technology.energy_pj) {
    if (entry) {
      return tables.node_of(entry->origin.node_nm, entry->origin.voltage_v, to);
    }
  }
  throw InputError(
      fmt::format("technology '{}': expected some number for arithmetic to scale, found none", technology.name));
}

}  // namespace lmulsim::cost
