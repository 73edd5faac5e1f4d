// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/drawn_netlist_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>
#include <limits>
#include <set>
#include <utility>

#include "cost/json_amount.hpp"
#include "cost/json_band.hpp"

namespace lmulsim::cost {
namespace {

using util::JsonReader;

std::vector<double> read_batches(JsonReader& json, std::string_view key) {
  std::vector<double> batches;
  for (const boost::json::value& value : json.array(key)) {
    const double pj = value.is_number() ? value.to_number<double>() : -1;
    if (!(pj >= 0 && pj <= kLargestNumber)) {
      json.fail(key, fmt::format("expected numbers from 0 to {:g}, found {}", kLargestNumber, util::describe(value)));
    }
    batches.push_back(pj);
  }
  if (batches.empty()) {
    json.fail(key, "expected the energies of some batches, found none");
  }
  return batches;
}

DrawnNetlist read_netlist(JsonReader json) {
  DrawnNetlist netlist;
  netlist.recipe = static_cast<int>(json.integer("recipe", 0, std::numeric_limits<int>::max()));
  netlist.point = json.choice("point", kSizedForNames);
  netlist.area_um2 = json.number("area", 0, kLargestNumber);
  netlist.delay_ns = json.number("delay", 0, kLargestNumber);
  netlist.clock_pj = json.number("clock", 0, kLargestNumber);
  netlist.leakage_nw = json.number("leakage", 0, kLargestNumber);
  netlist.settled_pj = json.number("settled", 0, kLargestNumber);
  JsonReader energy = json.object("energy");
  for (std::size_t i = 0; i < kStimulusNames.size(); ++i) {
    const std::string_view stimulus = kStimulusNames.words()[i];
    if (energy.has(stimulus)) {
      netlist.batch_pj.emplace(static_cast<Stimulus>(i), read_batches(energy, stimulus));
    }
  }
  energy.finish();
  json.finish();
  return netlist;
}

std::string netlist_text(const DrawnNetlist& netlist) {
  std::vector<std::string> energies;
  for (const auto& [stimulus, batches] : netlist.batch_pj) {
    std::vector<std::string> amounts;
    for (const double pj : batches) {
      amounts.push_back(json_amount(pj));
    }
    energies.push_back(fmt::format("\"{}\": [{}]", name(stimulus), fmt::join(amounts, ", ")));
  }
  return fmt::format(
      R"({{"recipe": {}, "point": "{}", "area": {}, "delay": {}, "clock": {}, "leakage": {}, "settled": {}, "energy": {{{}}}}})",
      netlist.recipe, name(netlist.point), json_amount(netlist.area_um2), json_amount(netlist.delay_ns),
      json_amount(netlist.clock_pj), json_amount(netlist.leakage_nw), json_amount(netlist.settled_pj),
      fmt::join(energies, ", "));
}

}  // namespace

std::vector<DrawnNetlist> read_netlists(JsonReader& json, std::string_view key) {
  std::vector<DrawnNetlist> netlists;
  std::set<std::pair<int, SizedFor>> seen;
  for (const boost::json::value& value : json.array(key)) {
    const std::string place = fmt::format("{}[{}]", json.place(key), netlists.size());
    netlists.push_back(read_netlist(JsonReader(value, place)));
    const DrawnNetlist& netlist = netlists.back();
    if (!seen.emplace(netlist.recipe, netlist.point).second) {
      json.fail(key, fmt::format("recipe {} ({}) is there twice", netlist.recipe, name(netlist.point)));
    }
    for (const auto& [stimulus, batches] : netlist.batch_pj) {
      const auto first = netlists.front().batch_pj.find(stimulus);
      if (first == netlists.front().batch_pj.end() || first->second.size() != batches.size()) {
        json.fail(key,
                  fmt::format("recipe {} ({}): expected as many batches of '{}' as the first netlist has, found {}",
                              netlist.recipe, name(netlist.point), name(stimulus), batches.size()));
      }
    }
  }
  if (netlists.empty()) {
    json.fail(key, "expected some netlists, found none");
  }
  return netlists;
}

std::string write_netlists(const std::vector<DrawnNetlist>& netlists, std::string_view indent) {
  std::vector<std::string> lines;
  lines.reserve(netlists.size());
  for (const DrawnNetlist& netlist : netlists) {
    lines.push_back(netlist_text(netlist));
  }
  return fmt::format("[{}]", fmt::join(lines, fmt::format(",\n{}", indent)));
}

}  // namespace lmulsim::cost
