// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/kept_results.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

#include "cost/drawn_netlist_json.hpp"
#include "util/file.hpp"
#include "util/json.hpp"
#include "util/sha256.hpp"

namespace lmulsim::flow::characterize {

namespace fs = std::filesystem;

namespace {

/// Raised when the meaning of a result changes, so that older ones are not taken for new ones.
constexpr int kVersion = 5;
constexpr double kAny = std::numeric_limits<double>::max();

std::string text(const DrawnFor& drawn, const DrawnRecipe& recipe) {
  std::string out = fmt::format("{:.6g} {:.6g}\n", drawn.targets.relaxed_ns, drawn.targets.hard_ns);
  for (const cost::Stimulus stimulus : drawn.streams) {
    out += fmt::format("{} ", cost::name(stimulus));
  }
  return out + '\n' + text(recipe);
}

bool alike(const cost::ClockTargets& a, const cost::ClockTargets& b) {
  return written_alike(a.relaxed_ns, b.relaxed_ns) && written_alike(a.hard_ns, b.hard_ns);
}

bool measured_with(const cost::DrawnNetlist& netlist, const std::vector<cost::Stimulus>& streams) {
  return netlist.batch_pj.size() == streams.size() &&
         std::ranges::all_of(streams, [&](cost::Stimulus s) { return netlist.batch_pj.contains(s); });
}

}  // namespace

bool written_alike(double a, double b) {
  constexpr double kDigits = 1e-5;
  return std::abs(a - b) <= kDigits * std::max(std::abs(a), std::abs(b));
}

KeptResults::KeptResults(fs::path folder, std::string conditions, const cost::GateTable* known)
    : folder_(std::move(folder)), conditions_(std::move(conditions)), known_(known) {}

fs::path KeptResults::file(std::string_view kind, const UnitKey& unit, const std::string& rest) const {
  constexpr std::size_t kDigits = 24;
  const std::string key = fmt::format("{}\n{}\n{}\n{}", kVersion, conditions_, unit.sha256, rest);
  return folder_ / fmt::format("{}-{}.json", kind, util::sha256(key).substr(0, kDigits));
}

const cost::GateUnit* KeptResults::known(const UnitKey& unit) const {
  if (known_ == nullptr) {
    return nullptr;
  }
  const auto it = known_->units.find(unit.name);
  return it != known_->units.end() && it->second.elaborated == unit.sha256 ? &it->second : nullptr;
}

std::optional<FastestNetlist> KeptResults::fastest(const UnitKey& unit) const {
  if (const cost::GateUnit* u = known(unit); u != nullptr && u->fastest_recipe) {
    return FastestNetlist{u->fastest_ns.value, u->fastest_area_um2.value, *u->fastest_recipe};
  }
  const fs::path kept = file("fastest", unit, "");
  if (!fs::exists(kept)) {
    return std::nullopt;
  }
  const boost::json::value value = util::parse_json_file(kept);
  util::JsonReader json(value, kept.string());
  return FastestNetlist{json.number("ns", 0, kAny), json.number("area", 0, kAny),
                        static_cast<int>(json.integer("recipe", 0, kMappers - 1))};
}

void KeptResults::keep(const UnitKey& unit, const FastestNetlist& fastest) const {
  util::write_file_atomic(file("fastest", unit, ""),
                          fmt::format("{{\"ns\": {:.6g}, \"area\": {:.6g}, \"recipe\": {}}}\n", fastest.ns,
                                      fastest.area_um2, fastest.recipe));
}

/// None where the technology was measured for other clocks, by other steps or with other streams.
std::vector<cost::DrawnNetlist> KeptResults::known_netlists(const UnitKey& unit, const DrawnFor& drawn,
                                                            const DrawnRecipe& recipe) const {
  std::vector<cost::DrawnNetlist> found;
  const cost::GateUnit* u = known(unit);
  if (u != nullptr && u->targets && alike(*u->targets, drawn.targets) &&
      std::ranges::find(known_->drawn_recipes, text(recipe)) != known_->drawn_recipes.end()) {
    std::ranges::copy_if(u->netlists, std::back_inserter(found), [&](const cost::DrawnNetlist& n) {
      return n.recipe == recipe.number && measured_with(n, drawn.streams);
    });
  }
  return found;
}

std::vector<int> KeptResults::known_recipes(const UnitKey& unit, const DrawnFor& drawn) const {
  std::set<int> numbers;
  if (const cost::GateUnit* u = known(unit)) {
    for (const cost::DrawnNetlist& n : u->netlists) {
      if (!known_netlists(unit, drawn, drawn_recipe(n.recipe)).empty()) {
        numbers.insert(n.recipe);
      }
    }
  }
  return {numbers.begin(), numbers.end()};
}

std::optional<std::vector<cost::DrawnNetlist>> KeptResults::netlists(const UnitKey& unit, const DrawnFor& drawn,
                                                                     const DrawnRecipe& recipe) const {
  if (std::vector<cost::DrawnNetlist> found = known_netlists(unit, drawn, recipe); !found.empty()) {
    return found;
  }
  const fs::path kept = file("drawn", unit, text(drawn, recipe));
  if (!fs::exists(kept)) {
    return std::nullopt;
  }
  const boost::json::value value = util::parse_json_file(kept);
  util::JsonReader json(value, kept.string());
  return cost::read_netlists(json, "netlists");
}

void KeptResults::keep(const UnitKey& unit, const DrawnFor& drawn, const DrawnRecipe& recipe,
                       const std::vector<cost::DrawnNetlist>& netlists) const {
  util::write_file_atomic(file("drawn", unit, text(drawn, recipe)),
                          fmt::format("{{\"netlists\": {}}}\n", cost::write_netlists(netlists, "  ")));
}

std::optional<StreamSample> KeptResults::sample(const UnitKey& unit, cost::Stimulus stimulus,
                                                const std::string& netlist) const {
  const fs::path kept = file("stream", unit, fmt::format("{}\n{}", cost::name(stimulus), netlist));
  if (!fs::exists(kept)) {
    return std::nullopt;
  }
  const boost::json::value value = util::parse_json_file(kept);
  util::JsonReader json(value, kept.string());
  return StreamSample{json.number("pj", 0, kAny), json.number("settled", 0, kAny)};
}

void KeptResults::keep(const UnitKey& unit, cost::Stimulus stimulus, const std::string& netlist,
                       const StreamSample& sample) const {
  util::write_file_atomic(file("stream", unit, fmt::format("{}\n{}", cost::name(stimulus), netlist)),
                          fmt::format("{{\"pj\": {:.9g}, \"settled\": {:.9g}}}\n", sample.pj, sample.settled_pj));
}

std::optional<std::vector<double>> KeptResults::wires_um(const UnitKey& unit, const std::string& placement) const {
  const fs::path kept = file("placed", unit, placement);
  if (!fs::exists(kept)) {
    return std::nullopt;
  }
  const boost::json::value value = util::parse_json_file(kept);
  util::JsonReader json(value, kept.string());
  std::vector<double> um;
  for (const boost::json::value& length : json.array("um")) {
    if (!length.is_number() || !(length.to_number<double>() >= 0)) {
      json.fail("um", "expected lengths of wires, found in it " + util::describe(length));
    }
    um.push_back(length.to_number<double>());
  }
  return um;
}

void KeptResults::keep_wires_um(const UnitKey& unit, const std::string& placement,
                                const std::vector<double>& um) const {
  util::write_file_atomic(file("placed", unit, placement), fmt::format("{{\"um\": [{:.6g}]}}\n", fmt::join(um, ", ")));
}

bool KeptResults::shown(const UnitKey& unit, const std::string& what) const {
  return fs::exists(file("shown", unit, what));
}

void KeptResults::keep_shown(const UnitKey& unit, const std::string& what) const {
  util::write_file_atomic(file("shown", unit, what), "{}\n");
}

}  // namespace lmulsim::flow::characterize
