// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Delays, setup requirements and internal power of a cell's pins.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gates/liberty_cell.hpp"
#include "gates/liberty_function.hpp"

namespace lmulsim::gates {
namespace {

/// How an output follows an input by its truth table, for arcs that do not say.
Sense sense_of(const Cell& cell, std::uint64_t truth, int input) {
  const std::uint64_t mask = truth_mask(cell.inputs.size());
  const std::uint64_t high = (truth & input_column(input) & mask) >> (std::uint64_t{1} << input);
  const std::uint64_t low = truth & ~input_column(input) & mask;
  if ((low & ~high) == 0) {
    return Sense::positive;
  }
  return (high & ~low) == 0 ? Sense::negative : Sense::non_unate;
}

Sense read_sense(const LibertyGroup& timing, const Cell& cell, const OutputPin& output, int input,
                 const LibertyContext& context) {
  const std::string_view word = word_in(timing, "timing_sense");
  if (word == "positive_unate") {
    return Sense::positive;
  }
  if (word == "negative_unate") {
    return Sense::negative;
  }
  if (word.empty() && cell.inputs.size() <= kMaxInputs && output.state == StateOutput::none) {
    return sense_of(cell, output.truth, input);
  }
  if (!word.empty() && word != "non_unate") {
    fail_liberty(context.file, timing.find("timing_sense")->line,
                 fmt::format("timing_sense: expected positive_unate, negative_unate or non_unate, found '{}'", word));
  }
  return Sense::non_unate;
}

/// The inputs that a group's related_pin names. Arcs from outputs and internal pins are set aside.
std::vector<int> related_inputs(const CellDraft& draft, const LibertyGroup& group, LibertyContext& context) {
  std::vector<int> inputs;
  const LibertyAttribute* related = group.find("related_pin");
  for (const std::string_view name : names_in(word_in(group, "related_pin"))) {
    const int input = draft.cell.input(name);
    if (input >= 0) {
      inputs.push_back(input);
    } else if (draft.cell.output(name) >= 0 || std::ranges::count(draft.other_pins, name) > 0) {
      ++context.set_aside["arcs from outputs and internal pins not read"];
    } else {
      fail_liberty(context.file, related->line,
                   fmt::format("cell '{}': related_pin: unknown pin '{}'", draft.cell.name, name));
    }
  }
  return inputs;
}

/// The kind of a delay arc; none: a constraint, or a tri-state arc.
std::optional<ArcKind> delay_kind(std::string_view type) {
  if (type.empty() || type.starts_with("combinational")) {
    return ArcKind::combinational;
  }
  constexpr std::pair<std::string_view, ArcKind> kKinds[] = {{"rising_edge", ArcKind::rising_edge},
                                                             {"falling_edge", ArcKind::falling_edge},
                                                             {"clear", ArcKind::clear},
                                                             {"preset", ArcKind::preset}};
  for (const auto& [name, kind] : kKinds) {
    if (type == name) {
      return kind;
    }
  }
  return std::nullopt;
}

void read_delays(CellDraft& draft, std::size_t index, LibertyContext& context) {
  OutputPin& output = draft.cell.outputs[index];
  for (const LibertyGroup& timing : draft.output_groups[index]->groups) {
    const std::optional<ArcKind> kind =
        timing.name == "timing" ? delay_kind(word_in(timing, "timing_type")) : std::nullopt;
    if (!kind) {
      continue;
    }
    const LibertyTables& tables = context.tables;
    for (const int input : related_inputs(draft, timing, context)) {
      output.arcs.push_back({.related = input,
                             .sense = read_sense(timing, draft.cell, output, input, context),
                             .kind = *kind,
                             .when = std::string(word_in(timing, "when")),
                             .cell_rise = tables.timing(timing, "cell_rise"),
                             .cell_fall = tables.timing(timing, "cell_fall"),
                             .rise_transition = tables.timing(timing, "rise_transition"),
                             .fall_transition = tables.timing(timing, "fall_transition")});
    }
  }
}

void read_setups(CellDraft& draft, std::size_t index, LibertyContext& context) {
  for (const LibertyGroup& timing : draft.input_groups[index]->groups) {
    const std::string_view type = word_in(timing, "timing_type");
    if (timing.name != "timing" || (type != "setup_rising" && type != "setup_falling")) {
      continue;
    }
    for (const int clock : related_inputs(draft, timing, context)) {
      draft.cell.inputs[index].setups.push_back({.related = clock,
                                                 .rise = context.tables.timing(timing, "rise_constraint"),
                                                 .fall = context.tables.timing(timing, "fall_constraint")});
    }
  }
}

std::vector<PowerArc> read_powers(const CellDraft& draft, const LibertyGroup& pin, LibertyContext& context) {
  std::vector<PowerArc> arcs;
  for (const LibertyGroup& power : pin.groups) {
    if (power.name != "internal_power" || !counts_supply(draft, power, context)) {
      continue;
    }
    const bool both = power.group("power") != nullptr;
    const PowerArc arc{.related = std::nullopt,
                       .when = std::string(word_in(power, "when")),
                       .rise = context.tables.power(power, both ? "power" : "rise_power"),
                       .fall = context.tables.power(power, both ? "power" : "fall_power")};
    if (power.find("related_pin") == nullptr) {
      arcs.push_back(arc);
    }
    for (const int input : related_inputs(draft, power, context)) {
      arcs.push_back(arc);
      arcs.back().related = input;
    }
  }
  return arcs;
}

/// Whether both edges of the output have a delay and a slew, in one arc or in several. Clear and preset have one.
bool has_both_edges(const OutputPin& output, int input) {
  bool any = false;
  bool rise = false;
  bool fall = false;
  for (const DelayArc& arc : output.arcs) {
    if (arc.related == input && arc.kind != ArcKind::clear && arc.kind != ArcKind::preset) {
      any = true;
      rise = rise || (!arc.cell_rise.empty() && !arc.rise_transition.empty());
      fall = fall || (!arc.cell_fall.empty() && !arc.fall_transition.empty());
    }
  }
  return !any || (rise && fall);
}

}  // namespace

void read_tables(CellDraft& draft, LibertyContext& context) {
  for (std::size_t i = 0; i < draft.cell.outputs.size(); ++i) {
    read_delays(draft, i, context);
    draft.cell.outputs[i].powers = read_powers(draft, *draft.output_groups[i], context);
    if (draft.cell.outputs[i].arcs.empty()) {
      draft.set_unusable("output without delay tables");
    }
    for (std::size_t input = 0; input < draft.cell.inputs.size(); ++input) {
      if (!has_both_edges(draft.cell.outputs[i], static_cast<int>(input))) {
        draft.set_unusable("delay or slew of one edge is missing");
      }
    }
  }
  for (std::size_t i = 0; i < draft.cell.inputs.size(); ++i) {
    read_setups(draft, i, context);
    draft.cell.inputs[i].powers = read_powers(draft, *draft.input_groups[i], context);
  }
}

}  // namespace lmulsim::gates
