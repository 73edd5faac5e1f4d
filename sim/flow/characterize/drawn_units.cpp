// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/drawn_units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "cost/drawn_netlist_json.hpp"
#include "cost/recipe_costs.hpp"
#include "flow/characterize/clock_targets.hpp"
#include "flow/characterize/drawn_mapper.hpp"
#include "flow/characterize/measure.hpp"
#include "flow/characterize/stimulus.hpp"
#include "flow/characterize/vectors.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"
#include "util/sha256.hpp"

namespace lmulsim::flow::characterize {

namespace fs = std::filesystem;

namespace {

/// Raised when the meaning of a netlist's figures changes.
constexpr int kDrawnVersion = 1;

using cost::DrawnNetlist;

DrawnNetlist measured(const gates::Netlist& netlist, int recipe, cost::SizedFor point, const Vectors& vectors) {
  const TimedNetlist t = timed(netlist);
  EnergySample energy = measure_energy(t, vectors);
  DrawnNetlist out;
  out.recipe = recipe;
  out.point = point;
  out.area_um2 = netlist.area_um2();
  out.delay_ns = t.timing.critical_ns;
  out.clock_pj = clock_pj(t);
  out.leakage_nw = gates::leakage_nw(netlist);
  out.settled_pj = energy.settled_pj;
  out.batch_pj[cost::Stimulus::gaussian] = std::move(energy.batch_pj);
  return out;
}

/// Whether two netlists of one unit are the same: a harder clock often asks for no other sizes.
bool same(const gates::Netlist& a, const gates::Netlist& b) {
  const auto alike = [](const gates::Gate& x, const gates::Gate& y) {
    return x.cell == y.cell && x.inputs == y.inputs && x.outputs == y.outputs;
  };
  return std::ranges::equal(a.gates, b.gates, alike) &&
         std::ranges::equal(a.outputs, b.outputs, {}, &gates::Port::nets, &gates::Port::nets);
}

/// A recipe's netlists, each other one measured once.
std::vector<DrawnNetlist> all_measured(std::span<const gates::Netlist> netlists, int recipe, const Vectors& vectors) {
  std::vector<DrawnNetlist> all;
  for (std::size_t i = 0; i < netlists.size(); ++i) {
    const auto point = static_cast<cost::SizedFor>(i);
    if (i > 0 && same(netlists[i], netlists[i - 1])) {
      all.push_back(all.back());
      all.back().point = point;
    } else {
      all.push_back(measured(netlists[i], recipe, point, vectors));
    }
  }
  return all;
}

/// The netlists that somebody would choose.
std::set<const DrawnNetlist*> best_of_all(const DrawnUnit& drawn) {
  std::set<const DrawnNetlist*> best;
  for (std::size_t i = 0; i < cost::kSavedNames.size(); ++i) {
    for (const std::optional<double> clock :
         {std::optional<double>(), std::optional(drawn.targets.relaxed_ns), std::optional(drawn.targets.hard_ns)}) {
      best.insert(cost::cheapest(drawn.netlists, {static_cast<cost::Saved>(i), clock}));
    }
  }
  best.erase(nullptr);  // no netlist meets the clock
  return best;
}

bool alike(double a, double b) {
  constexpr double kWritten = 1e-5;  // files have six digits
  return std::abs(a - b) <= kWritten * std::max(std::abs(a), std::abs(b));
}

}  // namespace

/// The tools for one unit, started when they are needed: what is kept needs none.
class DrawnUnits::Mapper {
 public:
  Mapper(const cost::Unit& unit, const DrawnUnits& units, const fs::path& work)
      : unit_(unit), units_(units), folder_(work) {}

  DrawnMapper& get() {
    if (!mapper_) {
      generic_ = units_.synthesis_.elaborate(unit_, folder_.path());
      mapper_.emplace(units_.synthesis_, *generic_, folder_.path());
    }
    return *mapper_;
  }
  [[nodiscard]] const gates::Netlist& generic() {
    (void)get();
    return generic_->netlist;
  }
  /// What every netlist of the unit is driven with.
  [[nodiscard]] const Vectors& vectors() {
    if (!vectors_) {
      const DrawnOptions& o = units_.options_;
      constexpr auto kStream = cost::Stimulus::gaussian;
      TileSource source(kStream, unit_.moving, unit_.top, nullptr, o.seed * 4 + static_cast<std::uint64_t>(kStream));
      StreamCounter counter(unit_.moving);
      vectors_ = make_vectors(unit_, source, o.tiles, o.beats, counter);
    }
    return *vectors_;
  }
  [[nodiscard]] const fs::path& folder() const { return folder_.path(); }

 private:
  const cost::Unit& unit_;
  const DrawnUnits& units_;
  util::TemporaryFolder folder_;
  std::optional<Synthesis::Generic> generic_;
  std::optional<DrawnMapper> mapper_;
  std::optional<Vectors> vectors_;
};

DrawnUnits::DrawnUnits(const Synthesis& synthesis, DrawnOptions options, std::string kept, fs::path cache)
    : synthesis_(synthesis), options_(options), kept_(std::move(kept)), cache_(std::move(cache)) {}

fs::path DrawnUnits::file(const std::string& kind, const std::string& key) const {
  constexpr std::size_t kDigits = 24;
  return cache_ / fmt::format("{}-{}.json", kind,
                              util::sha256(fmt::format("{}\n{}\n{}", kDrawnVersion, kept_, key)).substr(0, kDigits));
}

/// By the first recipe of each way of mapping, sized for speed.
double DrawnUnits::fastest_ns(const cost::Unit& unit, const fs::path& work) const {
  std::string recipes;
  for (int i = 0; i < kMappers; ++i) {
    recipes += text(drawn_recipe(i)) + '\n';
  }
  const fs::path kept = file("fastest", cost::unit_name(unit) + '\n' + recipes);
  if (!fs::exists(kept)) {
    Mapper mapper(unit, *this, work);
    double fastest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < kMappers; ++i) {
      fastest = std::min(fastest, timed(mapper.get().fastest(drawn_recipe(i))).timing.critical_ns);
    }
    util::write_file_atomic(kept, fmt::format("{{\"fastest_ns\": {:.6g}}}\n", fastest));
  }
  const boost::json::value value = util::parse_json_file(kept);
  return util::JsonReader(value, kept.string()).number("fastest_ns", 0, std::numeric_limits<double>::max());
}

std::string DrawnUnits::key(const cost::Unit& unit, const cost::ClockTargets& targets) const {
  return fmt::format("{}\n{:.9g} {:.9g}\n{} {} {}\n", cost::unit_name(unit), targets.relaxed_ns, targets.hard_ns,
                     options_.seed, options_.tiles, options_.beats);
}

std::vector<DrawnNetlist> DrawnUnits::by_recipe(const cost::Unit& unit, const cost::ClockTargets& targets, int recipe,
                                                Mapper& mapper) const {
  const DrawnRecipe drawn = drawn_recipe(recipe);
  const fs::path kept = file("drawn", key(unit, targets) + text(drawn));
  if (!fs::exists(kept)) {
    const std::vector<DrawnNetlist> all = all_measured(mapper.get().map(drawn, targets), recipe, mapper.vectors());
    util::write_file_atomic(kept, fmt::format("{{\"netlists\": {}}}\n", cost::write_netlists(all, "  ")));
  }
  const boost::json::value value = util::parse_json_file(kept);
  util::JsonReader json(value, kept.string());
  return cost::read_netlists(json, "netlists");
}

/// Made a second time, as netlists are not kept: they must be the same.
void DrawnUnits::prove_best(const cost::Unit& unit, const DrawnUnit& drawn, Mapper& mapper) const {
  for (const DrawnNetlist* first : best_of_all(drawn)) {
    const DrawnRecipe recipe = drawn_recipe(first->recipe);
    const fs::path kept =
        file("proved", fmt::format("{}{} {}", key(unit, drawn.targets), text(recipe), name(first->point)));
    if (fs::exists(kept)) {
      continue;
    }
    const gates::Netlist again =
        std::move(mapper.get().map(recipe, drawn.targets)[static_cast<std::size_t>(first->point)]);
    if (!alike(again.area_um2(), first->area_um2) || !alike(timed(again).timing.critical_ns, first->delay_ns)) {
      throw CheckError(fmt::format(
          "recipe {} ({}): expected the netlist of {:g} um^2 that was measured, found one of {:g} um^2 when it was "
          "made again",
          first->recipe, name(first->point), first->area_um2, again.area_um2()));
    }
    prove_equivalent(mapper.generic(), again, mapper.folder());
    util::write_file_atomic(kept, "{}\n");
  }
}

DrawnUnit DrawnUnits::draw(const cost::Unit& unit, const fs::path& work) const {
  DrawnUnit drawn;
  drawn.targets = clock_targets(unit, [&](const cost::Unit& design) { return fastest_ns(design, work); });
  Mapper mapper(unit, *this, work);
  for (int recipe = 0; recipe < options_.families; ++recipe) {
    std::vector<DrawnNetlist> more = by_recipe(unit, drawn.targets, recipe, mapper);
    std::ranges::move(more, std::back_inserter(drawn.netlists));
  }
  prove_best(unit, drawn, mapper);
  return drawn;
}

}  // namespace lmulsim::flow::characterize
