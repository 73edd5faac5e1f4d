// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <limits>
#include <utility>

#include "cost/drawn_netlist_json.hpp"
#include "cost/gate_table_json.hpp"
#include "cost/json_band.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using util::JsonReader;

constexpr std::size_t kSha256Digits = 64;

std::vector<std::string> read_texts(JsonReader& json, std::string_view key) {
  std::vector<std::string> out;
  for (const boost::json::value& text : json.array(key)) {
    if (!text.is_string()) {
      json.fail(key, "expected an array of texts, found in it " + util::describe(text));
    }
    out.emplace_back(text.as_string());
  }
  return out;
}

std::string read_sha256(JsonReader& json, std::string_view key) {
  std::string text = json.string(key);
  if (text.size() != kSha256Digits || text.find_first_not_of("0123456789abcdef") != std::string::npos) {
    json.fail(key, fmt::format("expected 64 hexadecimal digits, found '{}'", text));
  }
  return text;
}

/// The file states the units its numbers are in; they are these or the file is refused.
void check_units(JsonReader json) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kUnits{
      {{"area", "um^2"}, {"delay", "ns"}, {"leakage", "nW"}, {"clock", "pJ"}, {"energy", "pJ"}}};
  for (const auto& [key, expected] : kUnits) {
    if (const std::string found = json.string(key); found != expected) {
      json.fail(key, fmt::format("expected '{}', found '{}'", expected, found));
    }
  }
  json.finish();
}

GateEnergy read_energy(JsonReader json) {
  GateEnergy energy;
  energy.pj = read_band(json, "energy");
  energy.settled_pj = json.number("settled", 0, kLargestNumber);
  energy.stream = {.toggles_per_bit = json.number("toggles", 0, 1), .zero_share = json.number("zeros", 0, 1)};
  json.finish();
  return energy;
}

std::map<Stimulus, GateEnergy> read_energies(JsonReader json) {
  std::map<Stimulus, GateEnergy> out;
  for (std::size_t i = 0; i < kStimulusNames.size(); ++i) {
    if (auto energy = json.optional_object(kStimulusNames.words()[i])) {
      out.emplace(static_cast<Stimulus>(i), read_energy(std::move(*energy)));
    }
  }
  json.finish();
  return out;
}

ClockTargets read_targets(JsonReader json) {
  ClockTargets targets;
  targets.relaxed_ns = json.number("relaxed", 0, kLargestNumber);
  targets.hard_ns = json.number("hard", 0, targets.relaxed_ns);
  json.finish();
  return targets;
}

GateUnit read_unit(JsonReader json, bool netlists) {
  GateUnit unit;
  unit.area_um2 = read_band(json, "area");
  unit.nand2 = json.number("nand2", 0, kLargestNumber);
  unit.cells = json.number("cells", 0, kLargestNumber);
  unit.flip_flops = json.number("flip_flops", 0, kLargestNumber);
  unit.sequential_share = json.number("sequential_share", 0, 1);
  unit.delay_ns = read_band(json, "delay");
  unit.fastest_ns = read_band(json, "fastest_delay");
  unit.fastest_area_um2 = read_band(json, "fastest_area");
  unit.leakage_nw = read_band(json, "leakage");
  unit.clock_pj = read_band(json, "clock");
  unit.energy = read_energies(json.object("energy"));
  unit.vectors = json.integer("vectors", 0);
  unit.verified = json.string("verified");
  if (!netlists) {
    unit.recipe = json.string("recipe");
  } else {
    unit.elaborated = read_sha256(json, "elaborated");
    if (const auto recipe = json.optional_integer("fastest_recipe", 0, std::numeric_limits<int>::max())) {
      unit.fastest_recipe = static_cast<int>(*recipe);
    }
    unit.targets = read_targets(json.object("targets"));
    unit.netlists = read_netlists(json, "netlists");
  }
  json.finish();
  return unit;
}

void read_units(JsonReader& gates, GateTable& table) {
  const boost::json::value* value = gates.find("units");
  if (value == nullptr || !value->is_object()) {
    gates.fail("units", "expected an object of measured units, found " +
                            (value == nullptr ? std::string("none") : util::describe(*value)));
  }
  JsonReader json = gates.object("units");
  for (const auto& member : value->as_object()) {
    const std::string_view key = member.key();
    if (!kUnitKindNames.find(key.substr(0, key.find('/')))) {
      json.fail(key, fmt::format("expected a unit {}/...", fmt::join(kUnitKindNames.words(), "/..., ")));
    }
    table.units.emplace(key, read_unit(json.object(key), table.has_netlists()));
  }
}

void read_tools(JsonReader& gates, GateTable& table) {
  JsonReader json = gates.object("tools");
  for (const auto& member : gates.find("tools")->as_object()) {
    table.tools.emplace(member.key(), json.string(member.key()));
  }
}

}  // namespace

GateTable read_gate_table(JsonReader json, std::string_view schema) {
  GateTable table;
  check_units(json.object("measures"));
  table.library = json.string("library");
  table.library_files = read_texts(json, "library_files");
  table.library_sha256 = read_sha256(json, "library_sha256");
  table.corner = json.string("corner");
  table.node_nm = json.number("node_nm", 1, 1000);
  table.voltage_v = json.number("voltage_v", 0.1, 10);
  table.temperature_c = json.number("temperature_c", -273, 1000);
  table.nand2_um2 = json.number("nand2_um2", 1e-6, kLargestNumber);
  table.rtl_sha256 = read_sha256(json, "rtl_sha256");
  if (schema != kNetlistSchema) {
    table.recipes = read_texts(json, "recipes");
  } else {
    table.operands_sha256 = read_sha256(json, "operands_sha256");
    table.drawn_recipes = read_texts(json, "drawn_recipes");
    if (table.drawn_recipes.empty()) {
      json.fail("drawn_recipes", "expected the recipes of the units' netlists, found none");
    }
  }
  read_tools(json, table);
  table.seed = static_cast<std::uint64_t>(json.integer("seed", 0));
  table.date = json.string("date");
  table.left_out = read_texts(json, "left_out");
  read_units(json, table);
  json.finish();
  return table;
}

}  // namespace lmulsim::cost
