// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/band.hpp"
#include "cost/breakdown.hpp"
#include "cost/technology.hpp"

namespace lmulsim::cost {

/// A process node of the scaling tables and a supply voltage.
struct Node {
  std::string name;  ///< "180", "45HP", "7LP": high performance and low power where the tables tell them apart
  double voltage_v = 0;
};

/// One quantity's factor from one node to another. `model` is the fit's; the truth is expected between low and high.
struct ScaledFactor {
  double model = 1;
  double low = 1;
  double high = 1;

  [[nodiscard]] Band of(const Band& band) const { return {band.low * low, band.value * model, band.high * high}; }
};

struct ScalingFactors {
  Node from;
  Node to;
  ScaledFactor energy;
  ScaledFactor delay;
  ScaledFactor area;
  std::vector<std::string> warnings;  ///< the traps that this pair of nodes meets
};

/// The fits of A. Stillmaker and B. Baas, "Scaling equations for the accurate prediction of CMOS device performance
/// from 180 nm to 7 nm", Integration 58 (2017): delay a3 V^3 + a2 V^2 + a1 V + a0 and energy b2 V^2 + b1 V + b0 of each
/// node, and a table of area factors. They are fits to simulated gates: logic only, no SRAM, wires or leakage.
class ScalingTables {
 public:
  /// Reads stillmaker2017.csv and stillmaker2017-area.csv of a folder. Throws InputError with file and line.
  [[nodiscard]] static ScalingTables load(const std::string& folder);
  /// Those of configs/technologies/scaling.
  [[nodiscard]] static ScalingTables shipped();

  /// "7", "7@0.7", "16LP@0.8": a node, HP where two flavours exist and none is given, at its customary voltage unless
  /// one is given. Throws InputError naming the nodes.
  [[nodiscard]] Node parse_node(std::string_view text) const;
  /// The tables' node of a technology, in the flavour of `to`. Throws InputError for a node they do not have.
  [[nodiscard]] Node node_of(double node_nm, double voltage_v, const Node& to) const;

  /// Throws InputError when one node is high performance and the other low power.
  [[nodiscard]] ScalingFactors factors(const Node& from, const Node& to) const;

 private:
  struct Fit {
    std::string node;
    double a3 = 0, a2 = 0, a1 = 0, a0 = 0;
    double b2 = 0, b1 = 0, b0 = 0;

    [[nodiscard]] double delay(double v) const { return ((a3 * v + a2) * v + a1) * v + a0; }
    [[nodiscard]] double energy(double v) const { return (b2 * v + b1) * v + b0; }
  };
  [[nodiscard]] const Fit* find(std::string_view node) const;
  [[nodiscard]] std::optional<double> area_factor(std::string_view from, std::string_view to) const;

  std::vector<Fit> fits_;
  std::vector<std::string> area_nodes_;            ///< lengths in nm
  std::vector<std::vector<double>> area_factors_;  ///< [from][to]
};

/// Whether the fits cover a part: switching logic; not memories, DRAM or leakage.
[[nodiscard]] bool scales(Part part);

/// A design's logic carried to another node.
struct ScaledLogic {
  ScalingFactors factors;
  Band energy_pj;
  Band area_um2;
};
[[nodiscard]] ScaledLogic scale_logic(const Breakdown& energy_pj, const Breakdown& area_um2,
                                      const ScalingFactors& factors);

/// The node a technology's logic is of: its gates', else that of its arithmetic entries. Throws InputError without any.
[[nodiscard]] Node logic_node(const Technology& technology, const ScalingTables& tables, const Node& to);

}  // namespace lmulsim::cost
