// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow.hpp"

#include <fmt/format.h>

#include <utility>

#include "flow/characterize/clock_targets.hpp"
#include "flow/characterize/drawn_mapper.hpp"
#include "flow/characterize/drawn_recipes.hpp"
#include "flow/characterize/unit_campaign.hpp"
#include "gates/clock_gates.hpp"
#include "gates/lef.hpp"
#include "rtl/rtl_sources.hpp"

namespace lmulsim::gates_test {

namespace {

/// With clock gates, for units that have some.
gates::Library osu018() {
  gates::Library library = gates::read_library({kOsu018});
  const gates::Lef lef = gates::read_lef(kOsu018Lef);
  gates::add_clock_gates(library, &lef);
  return library;
}

}  // namespace

cost::Unit make_unit(cost::UnitKind kind, const std::string& multiplier, const std::string& format,
                     const std::string& accumulator, int mul_stages) {
  cost::Unit unit;
  unit.kind = kind;
  unit.multiplier = arith::parse_multiplier(multiplier);
  unit.moving = unit.top = arith::parse_format(format);
  unit.accumulator = arith::parse_accumulator(accumulator);
  unit.mul_stages = mul_stages;
  return unit;
}

Flow::Flow(const cost::Unit& unit)
    : unit_(unit),
      folder_(std::filesystem::temp_directory_path() / "lmulsim-gates"),
      library_(osu018()),
      synthesis_(std::make_unique<flow::characterize::Synthesis>(library_, rtl::rtl_source_dir(), folder_.path())),
      generic_(synthesis_->elaborate(unit, folder_.path())) {
  constexpr cost::ClockTargets kAny{1000, 1000};
  flow::characterize::DrawnMapper mapper(*synthesis_, *generic_, folder_.path());
  netlist_ = std::move(mapper.map(flow::characterize::drawn_recipe(0), kAny, 0).front());
}

flow::characterize::Vectors Flow::vectors(cost::Stimulus stimulus, int tiles) const {
  constexpr int kBeats = 16;
  flow::characterize::TileSource source(stimulus, unit_.moving, unit_.top, nullptr, 7,
                                        flow::characterize::products_of(unit_));
  flow::characterize::StreamCounter counter(unit_.moving);
  return flow::characterize::make_vectors(unit_, source, tiles, kBeats, counter);
}

OsuCampaign::OsuCampaign(flow::characterize::MeasureOptions options) : OsuCampaign(std::move(options), {}) {}

OsuCampaign::OsuCampaign(flow::characterize::MeasureOptions options, std::filesystem::path folder)
    : work_(std::filesystem::temp_directory_path() / "lmulsim-gates"),
      cache_(folder.empty() ? work_.path() / "cache" : std::move(folder)),
      options_(std::move(options)),
      library_(osu018()),
      synthesis_(library_, rtl::rtl_source_dir(), work_.path(), cache_),
      kept_(cache_, fmt::format("seed {}", options_.seed)) {
  std::filesystem::create_directories(cache_);
}

cost::GateUnit OsuCampaign::measure(const cost::Unit& unit) const {
  const auto campaign = [&](const cost::Unit& u) {
    return flow::characterize::UnitCampaign(u, synthesis_, options_, kept_, work_.path());
  };
  return campaign(unit).measure(
      flow::characterize::clock_targets(unit, [&](const cost::Unit& design) { return campaign(design).fastest().ns; }));
}

}  // namespace lmulsim::gates_test
