// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/unit_tools.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "flow/characterize/stimulus.hpp"
#include "gates/clock_gates.hpp"
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

/// The cells that its clock gates are of: of those which a library has not itself, the library's files do not tell.
std::string clock_gates_text(const gates::Library& library) {
  std::string text;
  for (const gates::Cell* cell : gates::clock_gate_cells(library)) {
    text += fmt::format("{} {:.6g}\n", cell->name, cell->area_um2);
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

const Synthesis::Generic& UnitTools::rtl() {
  if (!unit_.clock_gates) {
    return generic();
  }
  if (!ungated_) {
    cost::Unit unit = unit_;
    unit.clock_gates = false;
    const std::filesystem::path folder = folder_.path() / "without-clock-gates";
    std::filesystem::create_directories(folder);
    ungated_ = synthesis_.elaborate(unit, folder);
  }
  return *ungated_;
}

const std::string& UnitTools::sha256() {
  if (sha256_.empty()) {
    std::string text = logic_text(generic().netlist);
    if (unit_.clock_gates) {
      text += clock_gates_text(synthesis_.library());
    }
    sha256_ = util::sha256(text);
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
                    options_.seed * kStreams + static_cast<std::uint64_t>(stimulus), products_of(unit_));
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
