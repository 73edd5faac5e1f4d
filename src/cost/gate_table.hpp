// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arith/format.hpp"
#include "arith/mac_spec.hpp"
#include "cost/band.hpp"
#include "cost/drawn_netlist.hpp"
#include "cost/measured_stream.hpp"

namespace lmulsim::cost {

/// A piece of hardware that was synthesised and measured on its own.
enum class UnitKind : std::uint8_t { multiplier, accumulator, pe_stationary, pe_output, delay_register };
inline constexpr auto kUnitKindNames =
    util::enum_names<UnitKind>("multiplier", "accumulator", "pe-stationary", "pe-output", "register");

struct Unit {
  UnitKind kind = UnitKind::pe_stationary;
  arith::MultiplierSpec multiplier{};
  arith::Format moving = arith::Format::e4m3;  ///< operand from the left
  arith::Format top = arith::Format::e4m3;     ///< operand from the top
  arith::AccumulatorSpec accumulator{};        ///< resolved: fixed has its width and lsb
  int mul_stages = 0;
  int acc_latency = 1;
  int width = 0;             ///< delay_register only: bits
  bool clock_gates = false;  ///< PEs only: enables gate clocks instead of choosing what a register takes in
  /// PEs only: one netlist that was placed, with wires of so many times the capacitance that the process gives.
  std::optional<int> wires = std::nullopt;

  friend bool operator==(const Unit&, const Unit&) = default;
};

/// The wires that placed units are measured with, in capacitances of the process.
inline constexpr std::array kWireTimes{0, 1, 5};

/// The unit's name, its key in a technology file:
///   "multiplier/exact/e4m3/daz", "multiplier/lmul/e4m3/normalize", "multiplier/exact/int8",
///   "multiplier/exact/e4m3*e5m2/daz" (moving*top when they differ),
///   "accumulator/fp32/exact/e4m3" (fed by that multiplier), "accumulator/int32",
///   "pe-stationary/lmul/e4m3/daz/fp32/s0/l1", "pe-output/exact/int8/int32/s1/l1", "register/8".
/// A fixed accumulator is "fixed:WIDTH:LSB". Integers have no subnormal policy and it is left out. With clock gates the
/// name ends in "/clock-gates", placed in "/wires:TIMES".
[[nodiscard]] std::string unit_name(const Unit& unit);

/// Energy of one operation under one operand stream, without the clock's share.
struct GateEnergy {
  Band pj;                ///< of the netlist that is kept; low and high are the spread of recipes and operands
  double settled_pj = 0;  ///< the same if no net moved more than once a cycle: glitches are the difference
  StreamStatistics stream;

  friend bool operator==(const GateEnergy&, const GateEnergy&) = default;
};

/// The clocks that all designs of a comparison are made for, from the fastest clock of the slowest of them.
struct ClockTargets {
  double relaxed_ns = 0;
  double hard_ns = 0;

  friend bool operator==(const ClockTargets&, const ClockTargets&) = default;
};

/// One unit on one library. Figures are those of the netlist that somebody keeps (KeptNetlist); in files of the first
/// schema medians of five recipes.
struct GateUnit {
  Band area_um2;
  double nand2 = 0;  ///< area in areas of the library's smallest two-input NAND
  double cells = 0;  ///< of the best netlist
  double flip_flops = 0;
  double sequential_share = 0;  ///< of the area
  Band delay_ns;                ///< critical path; register to register where there are registers
  Band fastest_ns;              ///< of the delay-constrained netlist; area_fast_um2 is its area
  Band fastest_area_um2;
  Band leakage_nw;
  Band clock_pj;  ///< of one clock cycle: clock pins of all flip-flops; 0 without
  std::map<Stimulus, GateEnergy> energy;
  std::string recipe{};                                ///< schema 1: of the netlist with the median area
  std::string elaborated{};                            ///< schema 2: SHA-256 of the elaborated logic
  std::optional<int> fastest_recipe = std::nullopt;    ///< that made the fastest netlist
  std::int64_t vectors = 0;                            ///< per stream and netlist
  std::string verified;                                ///< how the netlist was shown equal to the RTL
  std::optional<ClockTargets> targets = std::nullopt;  ///< that the netlists are made for
  std::vector<DrawnNetlist> netlists;                  ///< empty in files of the first schema

  /// Throws InputError naming the stimulus and `unit` when it was not measured with it.
  [[nodiscard]] const GateEnergy& at(Stimulus stimulus, std::string_view unit) const;
  /// The netlists. Throws InputError naming `unit` when it has none, as in files of the first schema.
  [[nodiscard]] const std::vector<DrawnNetlist>& drawn(std::string_view unit) const;
  friend bool operator==(const GateUnit&, const GateUnit&) = default;
};

/// Measurements on one standard-cell library, with what is needed to make them again.
struct GateTable {
  std::string library;
  std::vector<std::string> library_files;  ///< base names
  std::string library_sha256;
  std::string corner;
  double node_nm = 0;
  double voltage_v = 0;
  double temperature_c = 0;
  double nand2_um2 = 0;
  std::string rtl_sha256;
  std::vector<std::string> recipes;          ///< schema 1
  std::vector<std::string> drawn_recipes;    ///< that the units' netlists were made by, "NUMBER: COMMANDS"
  std::string operands_sha256;               ///< schema 2: of the model whose tensors are a stream
  std::map<std::string, std::string> tools;  ///< name to version
  std::uint64_t seed = 0;                    ///< below 2^63
  std::string date;                          ///< YYYY-MM-DD
  std::vector<std::string> left_out;         ///< wires, clock tree, placement, ...
  std::map<std::string, GateUnit> units;

  /// Whether units hold netlists that savings can be found from.
  [[nodiscard]] bool has_netlists() const { return !drawn_recipes.empty(); }

  /// Throws InputError naming `technology`, the unit and the command that would characterise it.
  [[nodiscard]] const GateUnit& get(const Unit& unit, std::string_view technology) const;
  friend bool operator==(const GateTable&, const GateTable&) = default;
};

}  // namespace lmulsim::cost
