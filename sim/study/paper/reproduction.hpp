// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "study/paper/claims.hpp"
#include "study/paper/clock_gate_effects.hpp"
#include "study/paper/effects.hpp"
#include "study/paper/ladder.hpp"
#include "study/paper/quality_claims.hpp"
#include "study/paper/repetition.hpp"
#include "study/paper/wire_effects.hpp"

namespace lmulsim::study::paper {

inline constexpr std::string_view kReproductionSchema = "lmulsim-reproduction/2";

/// A claim with its measurements, one per technology with gates.
struct CheckedClaim {
  Claim claim;
  std::vector<Measurement> measured;
};

struct CheckedGroup {
  std::string title;
  std::vector<CheckedClaim> claims;
  std::vector<std::string> notes;
};

/// What is to be said of a technology beside its numbers.
struct TechnologyNote {
  std::string name;
  std::string summary;
  std::string origin;  ///< library, corner, date, tools; empty without gates
};

/// The paper's numbers claimed, recomputed and measured, and the ladder.
struct Reproduction {
  std::vector<std::string> measured_in;  ///< technologies with gates: the columns of the measurements
  std::vector<CheckedGroup> groups;
  Ladder ladder;                             ///< of all technologies
  std::vector<Effect> effects;               ///< of all technologies
  std::vector<ClockGateSaving> clock_gates;  ///< of all technologies
  std::vector<WireSaving> wires;             ///< of all technologies
  std::vector<Repetition> repetitions;       ///< of campaigns that were made twice
  std::vector<TechnologyNote> technologies;
  std::vector<QualityStudy> quality;  ///< one per model
  std::vector<std::string> notes;     ///< on the ladder: what its figures are
  std::string made_by;                ///< command and version
};

/// The tables of all systematic effects.
[[nodiscard]] std::vector<report::Grid> all_effect_grids(const Reproduction& reproduction);

/// `table`: the published figures that the paper cites. `workload` describes the reference workload that activity_of
/// runs.
[[nodiscard]] Reproduction reproduce(const std::vector<cost::Technology>& technologies, const cost::Technology& table,
                                     const ActivityOf& activity_of, const std::string& workload);

[[nodiscard]] std::string to_text(const Reproduction& reproduction);
[[nodiscard]] boost::json::object to_json(const Reproduction& reproduction);
[[nodiscard]] std::string to_html(const Reproduction& reproduction);
/// A page for the docs folder.
[[nodiscard]] std::string to_markdown(const Reproduction& reproduction);

/// answer.md, ladder.txt, ladder.md, ladder.html and ladder.json into a folder, all or none.
void write_reproduction(const Reproduction& reproduction, const std::filesystem::path& folder);

}  // namespace lmulsim::study::paper
