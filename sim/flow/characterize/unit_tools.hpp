// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "cost/gate_table.hpp"
#include "flow/characterize/drawn_mapper.hpp"
#include "flow/characterize/measure_options.hpp"
#include "flow/characterize/synthesis.hpp"
#include "flow/characterize/vectors.hpp"
#include "util/command.hpp"

namespace lmulsim::flow::characterize {

/// The tools for one unit, each started when it is first needed: what is kept needs none but the elaboration, by which
/// it is known.
class UnitTools {
 public:
  /// Works in a folder of its own below `work`. Everything outlives the object.
  UnitTools(const cost::Unit& unit, const Synthesis& synthesis, const MeasureOptions& options,
            const std::filesystem::path& work);

  [[nodiscard]] const Synthesis::Generic& generic();
  /// The same without clock gates: what netlists are proved equal to.
  [[nodiscard]] const Synthesis::Generic& rtl();
  /// What the unit is, whatever it is called and however its RTL is written down: of the elaborated logic.
  [[nodiscard]] const std::string& sha256();
  [[nodiscard]] DrawnMapper& mapper();
  /// What every netlist of the unit is driven with under a stream.
  [[nodiscard]] const Vectors& vectors(cost::Stimulus stimulus);
  [[nodiscard]] cost::StreamStatistics statistics(cost::Stimulus stimulus);
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  struct Stream {
    Vectors vectors;
    cost::StreamStatistics statistics;
  };
  [[nodiscard]] const Stream& stream(cost::Stimulus stimulus);

  const cost::Unit& unit_;
  const Synthesis& synthesis_;
  const MeasureOptions& options_;
  util::TemporaryFolder folder_;
  std::optional<Synthesis::Generic> generic_;
  std::optional<Synthesis::Generic> ungated_;  ///< of a unit with clock gates
  std::string sha256_;
  std::optional<DrawnMapper> mapper_;
  std::map<cost::Stimulus, Stream> streams_;
};

}  // namespace lmulsim::flow::characterize
