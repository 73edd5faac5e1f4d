// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/unit_tools.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "flow/characterize/stimulus.hpp"
#include "gates/netlist.hpp"
#include "util/sha256.hpp"

namespace lmulsim::flow::characterize {

namespace {

/// A netlist's gates and ports in their order. Names of gates are left out: synthesis makes them of line numbers and of
/// what else there is in the RTL.
std::string logic_text(const gates::Netlist& netlist) {
  std::string text;
  for (const auto* ports : {&netlist.inputs, &netlist.outputs}) {
    for (const gates::Port& port : *ports) {
      text += fmt::format("{} {}\n", port.name, fmt::join(port.nets, " "));
    }
  }
  for (const gates::Gate& gate : netlist.gates) {
    text +=
        fmt::format("{} {} > {}\n", netlist.cell(gate).name, fmt::join(gate.inputs, " "), fmt::join(gate.outputs, " "));
  }
  return text;
}

}  // namespace

UnitTools::UnitTools(const cost::Unit& unit, const Synthesis& synthesis, const MeasureOptions& options,
                     const std::filesystem::path& work)
    : unit_(unit), synthesis_(synthesis), options_(options), folder_(work) {}

const Synthesis::Generic& UnitTools::generic() {
  if (!generic_) {
    generic_ = synthesis_.elaborate(unit_, folder_.path());
  }
  return *generic_;
}

const std::string& UnitTools::sha256() {
  if (sha256_.empty()) {
    sha256_ = util::sha256(logic_text(generic().netlist));
  }
  return sha256_;
}

DrawnMapper& UnitTools::mapper() {
  if (!mapper_) {
    mapper_.emplace(synthesis_, generic(), folder_.path());
  }
  return *mapper_;
}

const UnitTools::Stream& UnitTools::stream(cost::Stimulus stimulus) {
  const auto it = streams_.find(stimulus);
  if (it != streams_.end()) {
    return it->second;
  }
  constexpr std::uint64_t kStreams = 4;
  TileSource source(stimulus, unit_.moving, unit_.top, options_.captured,
                    options_.seed * kStreams + static_cast<std::uint64_t>(stimulus));
  StreamCounter counter(unit_.moving);
  Vectors vectors = make_vectors(unit_, source, options_.tiles, options_.beats, counter);
  return streams_.emplace(stimulus, Stream{std::move(vectors), counter.statistics()}).first->second;
}

const Vectors& UnitTools::vectors(cost::Stimulus stimulus) {
  return stream(stimulus).vectors;
}

cost::StreamStatistics UnitTools::statistics(cost::Stimulus stimulus) {
  return stream(stimulus).statistics;
}

}  // namespace lmulsim::flow::characterize
