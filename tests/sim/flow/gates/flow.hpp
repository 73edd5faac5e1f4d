// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the gate-level tests share: a unit synthesised on the packaged library, with its timing and vectors.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "arith/names.hpp"
#include "cost/gate_table.hpp"
#include "flow/characterize/kept_results.hpp"
#include "flow/characterize/measure.hpp"
#include "flow/characterize/measure_options.hpp"
#include "flow/characterize/synthesis.hpp"
#include "flow/characterize/vectors.hpp"
#include "gates/liberty.hpp"
#include "tools.hpp"
#include "util/command.hpp"

namespace lmulsim::gates_test {

/// A unit by its operands: "lmul", "e4m3", "fp32".
[[nodiscard]] cost::Unit make_unit(cost::UnitKind kind, const std::string& multiplier, const std::string& format,
                                   const std::string& accumulator, int mul_stages = 0);

/// The first recipe's netlist of a unit on osu018, as it leaves the mapper.
class Flow {
 public:
  explicit Flow(const cost::Unit& unit);

  [[nodiscard]] const gates::Library& library() const { return library_; }
  [[nodiscard]] const flow::characterize::Synthesis::Generic& generic() const { return *generic_; }
  [[nodiscard]] const gates::Netlist& netlist() const { return *netlist_; }
  [[nodiscard]] flow::characterize::Vectors vectors(cost::Stimulus stimulus, int tiles) const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  cost::Unit unit_;
  util::TemporaryFolder folder_;
  gates::Library library_;
  std::unique_ptr<flow::characterize::Synthesis> synthesis_;
  std::optional<flow::characterize::Synthesis::Generic> generic_;
  std::optional<gates::Netlist> netlist_;
};

/// A campaign on osu018 in a folder of its own, or in one that outlives it.
class OsuCampaign {
 public:
  explicit OsuCampaign(flow::characterize::MeasureOptions options);
  OsuCampaign(flow::characterize::MeasureOptions options, std::filesystem::path folder);

  /// The unit at the clocks of its comparison.
  [[nodiscard]] cost::GateUnit measure(const cost::Unit& unit) const;
  [[nodiscard]] const flow::characterize::Synthesis& synthesis() const { return synthesis_; }
  [[nodiscard]] const std::filesystem::path& cache() const { return cache_; }

 private:
  util::TemporaryFolder work_;
  std::filesystem::path cache_;
  flow::characterize::MeasureOptions options_;
  gates::Library library_;
  flow::characterize::Synthesis synthesis_;
  flow::characterize::KeptResults kept_;
};

}  // namespace lmulsim::gates_test
