// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cost/breakdown.hpp"
#include "cost/gate_table.hpp"
#include "cost/registers.hpp"
#include "cost/technology.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::cost {

/// The units that an accelerator's PE is measured as: whole, its multiplier and its accumulator alone.
[[nodiscard]] Unit pe_unit(const machine::Accelerator& accelerator);
[[nodiscard]] Unit multiplier_unit(const machine::Accelerator& accelerator);
[[nodiscard]] Unit accumulator_unit(const machine::Accelerator& accelerator);

/// A measured unit and its key.
struct NamedUnit {
  std::string name;
  const GateUnit* unit = nullptr;

  /// "gates.register/8.area"
  [[nodiscard]] std::string entry(std::string_view number) const;
  [[nodiscard]] std::string energy_entry(Stimulus stimulus) const;
  [[nodiscard]] const GateEnergy& energy(Stimulus stimulus) const { return unit->at(stimulus, name); }
};

/// Delay lines with the register they are costed as: the measured one of the nearest width, per bit.
struct CostedLines {
  SkewLines lines;
  NamedUnit reg;
  double registers_per_word = 1;  ///< line width / measured width
};

/// The PEs of an array in measured units.
struct GateArray {
  double pes = 0;
  double products = 1;  ///< multipliers of a PE: an operation of it is so many multiply-accumulates
  NamedUnit pe;
  NamedUnit multiplier;
  NamedUnit accumulator;
};

/// Points into the technology, which must outlive it. Throws InputError naming the first unit that is missing.
[[nodiscard]] GateArray gate_array(const machine::Accelerator& accelerator, const Technology& technology);

/// Flip-flops of the sequencer in front of the array (addresses and counts of three memories, tile loops), for which
/// there is no RTL: an estimate, six counters and six bounds of 32 bits; half to double.
inline constexpr Band kSequencerBits{192, 384, 768};
/// Area and leakage of control per flip-flop's: next-state logic beside the flip-flops, an estimate; the low end is
/// none.
inline constexpr Band kControlLogic{1, 1.5, 2.5};
/// Share of cycles in which a control bit toggles like a data bit: an estimate; valid bits hardly move in a stream.
inline constexpr Band kControlActivity{0, 0.1, 1};

/// Splits a PE's figure into multipliers, accumulators and the rest, in proportion to what the parts take alone, so
/// that the three are the PE's figure exactly. Parts that alone take more than the PE leave no rest; the excess
/// (logic shared or simplified inside the PE) is noted as sharing.
struct PeSplit {
  double whole = 0;
  double multiplier = 0;
  double accumulator = 0;
};
struct PeEntries {
  std::string whole, multiplier, accumulator;
};
void add_pe(Breakdown& out, const Band& total, const PeSplit& alone, const PeEntries& entries, std::string_view what);

void add_gate_energy(Breakdown& out, const machine::Activity& activity, const machine::Accelerator& accelerator,
                     const Technology& technology, const std::optional<StreamStatistics>& stream);
void add_gate_area(Breakdown& out, const machine::Accelerator& accelerator, const Technology& technology);

}  // namespace lmulsim::cost
