// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What is there besides the PEs of an array whose units were measured in gates.
#pragma once

#include "cost/breakdown.hpp"
#include "cost/gate_array.hpp"

namespace lmulsim::cost {

/// Registers at the array's edges and its control.
struct GateEdges {
  std::vector<CostedLines> skew;
  NamedUnit control_register;  ///< control bits are costed as bits of it
  double control_bits = 0;     ///< of the array, counted in its RTL
};

/// Points into the technology, which must outlive it. Throws InputError naming the first unit that is missing.
[[nodiscard]] GateEdges gate_edges(const machine::Accelerator& accelerator, const Technology& technology);

/// Their work: of the skew registers, of control.
void add_edge_energy(Breakdown& out, const machine::Activity& activity, const GateEdges& edges, Stimulus stimulus);
void add_edge_area(Breakdown& out, const GateEdges& edges);

/// Energy of their clock pins in one cycle, and their leakage, added to what the PEs take, with their entries.
struct GateSum {
  Band sum;
  std::vector<std::string> entries;
};
void add_edge_clock(GateSum& pj_per_cycle, const GateEdges& edges);
void add_edge_leakage(GateSum& nanowatts, const GateEdges& edges);
/// The sums as parts, over the cycles and the time of a run.
void add_clock(Breakdown& out, GateSum pj_per_cycle, const machine::Activity& activity);
void add_leakage(Breakdown& out, GateSum nanowatts, double seconds);

/// What energy_pj() and area_um2() give, without the PEs: edges, control, memories and DRAM, and of clock and leakage
/// the edges' share. For a technology with gates.
[[nodiscard]] Breakdown surroundings_pj(const machine::Activity& activity, const machine::Accelerator& accelerator,
                                        const Technology& technology, Stimulus stimulus);
[[nodiscard]] Breakdown surroundings_um2(const machine::Accelerator& accelerator, const Technology& technology);

/// Whether a part's energy grows with the time of a run, not with what is done in it.
[[nodiscard]] bool takes_time(Part part);

}  // namespace lmulsim::cost
