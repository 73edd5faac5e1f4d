// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow.hpp"

#include "rtl/rtl_sources.hpp"

namespace lmulsim::gates_test {

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
      library_(gates::read_library({kOsu018})),
      synthesis_(std::make_unique<flow::characterize::Synthesis>(library_, rtl::rtl_source_dir(), folder_.path())),
      generic_(synthesis_->elaborate(unit, folder_.path())),
      mapped_(synthesis_->map(*generic_, std::span(flow::characterize::balanced_recipes()).first(1), folder_.path())) {}

flow::characterize::Vectors Flow::vectors(cost::Stimulus stimulus, int tiles) const {
  constexpr int kBeats = 16;
  flow::characterize::TileSource source(stimulus, unit_.moving, unit_.top, nullptr, 7);
  flow::characterize::StreamCounter counter(unit_.moving);
  return flow::characterize::make_vectors(unit_, source, tiles, kBeats, counter);
}

}  // namespace lmulsim::gates_test
