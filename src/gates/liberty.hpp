// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::gates {

/// A table of the non-linear delay model over input slew (ns) and output load (pF), linear between its points and
/// beyond them (as timers do). An axis of one point is a constant. Values in ns (timing) or pJ (internal power). Slews
/// are the library's own, between its thresholds and before its derate.
struct Table {
  std::vector<double> slew_ns;  ///< ascending, at least one point
  std::vector<double> load_pf;  ///< ascending, at least one point
  std::vector<double> values;   ///< slew slowest; slew_ns.size() * load_pf.size()

  [[nodiscard]] bool empty() const { return values.empty(); }
  [[nodiscard]] double at(double slew, double load) const;  ///< ns, pF; 0 of an empty table
};

enum class Sense : std::uint8_t { positive, negative, non_unate };
enum class ArcKind : std::uint8_t { combinational, rising_edge, falling_edge, clear, preset };

/// A delay from an input pin to the output pin that holds it.
struct DelayArc {
  int related = 0;  ///< index into Cell::inputs
  Sense sense = Sense::non_unate;
  ArcKind kind = ArcKind::combinational;
  std::string when;  ///< condition as written; empty: always
  Table cell_rise, cell_fall;
  Table rise_transition, fall_transition;
};

/// Energy inside a cell for one transition of the pin that holds it.
struct PowerArc {
  std::optional<int> related;  ///< index into Cell::inputs; none: the pin's own
  std::string when;            ///< condition as written; empty: always
  Table rise, fall;            ///< pJ
};

/// A setup requirement of a data pin. Tables over the data pin's slew and, as "load", the clock's slew in ns.
struct SetupArc {
  int related = 0;  ///< the clock, index into Cell::inputs
  Table rise, fall;
};

struct InputPin {
  std::string name;
  double capacitance_pf = 0;
  bool clock = false;
  std::vector<PowerArc> powers;
  std::vector<SetupArc> setups;
  std::optional<double> rise_capacitance_pf, fall_capacitance_pf;  ///< of one edge, where the library tells them apart
};

/// A function of a cell's inputs as a truth table: bit i of the word is the value when input j carries bit j of i. Up
/// to kMaxInputs inputs; of a flip-flop's output: `state` says which state it shows, and there is no table.
inline constexpr int kMaxInputs = 6;
enum class StateOutput : std::uint8_t { none, normal, inverted };

struct OutputPin {
  std::string name;
  std::uint64_t truth = 0;
  StateOutput state = StateOutput::none;
  double max_capacitance_pf = 0;  ///< 0: no limit given
  std::vector<DelayArc> arcs;
  std::vector<PowerArc> powers;
};

/// An edge-triggered flip-flop: on the rising (falling) edge of `clock` the state takes `next`.
struct FlipFlop {
  int clock = 0;  ///< index into Cell::inputs
  bool falling = false;
  std::uint64_t next = 0;     ///< truth table over Cell::inputs
  bool plain_data = false;    ///< next is one input pin, not inverted
  int data = -1;              ///< the pin that next is, inverted or not; -1: no single one
  std::string clear, preset;  ///< conditions as written, empty without
};

/// A level-sensitive latch: the state follows `data` while `enable` is high (low).
struct Latch {
  int data = 0;    ///< index into Cell::inputs
  int enable = 0;  ///< index into Cell::inputs
  bool low = false;
};

/// A clock gate for rising edges: the output follows `clock` in the cycles at whose beginning `enable` was high, and
/// stays low in all others. Further inputs, as for tests, are low.
struct ClockGate {
  int clock = 0;   ///< index into Cell::inputs
  int enable = 0;  ///< index into Cell::inputs
};

struct Cell {
  std::string name;
  double area_um2 = 0;
  double leakage_nw = 0;  ///< cell_leakage_power, or the mean of the leakage_power groups of the power supply
  std::vector<InputPin> inputs;
  std::vector<OutputPin> outputs;
  std::optional<FlipFlop> flip_flop;
  std::optional<Latch> latch{};           ///< of a latch without set and reset
  std::optional<ClockGate> clock_gate{};  ///< of a cell that synthesis does not use by itself
  std::string unusable;  ///< why synthesis must not use it (latch, tri-state, scan, clock, ...); empty: usable

  /// Whether the outputs change with the clock and not with the other inputs.
  [[nodiscard]] bool sequential() const { return flip_flop || clock_gate; }
  [[nodiscard]] int input(std::string_view pin) const;   ///< -1 without such a pin
  [[nodiscard]] int output(std::string_view pin) const;  ///< -1 without such a pin
};

/// A cell library, units applied: ns, pF, pJ, nW, um^2, V.
struct Library {
  std::string name;
  std::vector<std::string> files;  ///< as given
  std::string sha256;              ///< of the files' (decompressed) bytes, one after another
  std::string corner;              ///< name of the operating conditions, or "typical"
  double process = 1;
  double voltage_v = 0;
  double temperature_c = 25;
  double slew_low_pct = 20, slew_high_pct = 80;  ///< thresholds between which a slew is measured
  double slew_derate = 1;                        ///< slew_derate_from_library
  std::vector<Cell> cells;
  bool has_power_tables = false;
  std::vector<std::string> notes;  ///< what was set aside and why: cells skipped, supplies not counted

  [[nodiscard]] const Cell* find(std::string_view cell) const;
};

/// Reads one library from one or more liberty files (plain or gzip-compressed, told by content); later files add cells
/// to the first. A cell that is not modelled (bus pins, tables of three axes or over other variables, arcs of one edge)
/// is set aside with its reason. Throws InputError naming file and line for a file that is not liberty, truncated or
/// torn, has a number that is none or negative where it may not be, a table whose size does not fit its axes, a
/// function of unknown pins, two cells of one name, another file to include, libraries of differing units or voltage;
/// and naming what is missing when the library has no cell with power tables or no flip-flop.
[[nodiscard]] Library read_library(const std::vector<std::string>& files);

/// The usable cells as liberty text in canonical units (1ns, 1pf, 1V, 1nW) for the synthesis tool: areas, pins,
/// capacitances, functions, flip-flops and delay tables.
[[nodiscard]] std::string write_liberty(const Library& library);

/// The functional model of every usable cell as structural Verilog without delays, a module a cell.
[[nodiscard]] std::string write_verilog_models(const Library& library);

}  // namespace lmulsim::gates
