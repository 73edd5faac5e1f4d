// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What cells compute: flip-flops, latches, clock gates, and the functions of output pins, as truth tables over the
// inputs.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "gates/liberty_cell.hpp"
#include "gates/liberty_function.hpp"

namespace lmulsim::gates {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

/// Truth table of an attribute's expression, with the state at `state` (0 or kAll). Tables of cells with too many
/// inputs mean nothing; their names are checked all the same.
std::uint64_t truth(const CellDraft& draft, const LibertyAttribute& expression, std::uint64_t state,
                    const LibertyContext& context) {
  const NameColumn column = [&](std::string_view name) -> std::optional<std::uint64_t> {
    if (const int input = draft.cell.input(name); input >= 0) {
      return input < kMaxInputs ? input_column(input) : 0;
    }
    const auto& states = draft.state_names;
    if (const auto found = std::ranges::find(states, name); found != states.end()) {
      return (found - states.begin()) % 2 == 0 ? state : ~state;
    }
    const bool known = draft.cell.output(name) >= 0 || std::ranges::count(draft.other_pins, name) > 0;
    return known ? std::optional<std::uint64_t>(0) : std::nullopt;
  };
  const std::string_view text = expression.values.empty() ? std::string_view() : expression.values.front();
  return truth_of(text, column, context.where(expression.line)) & truth_mask(draft.cell.inputs.size());
}

/// The one input that decides a truth table and whether it is inverted; -1 when there is none, or more.
std::pair<int, bool> literal(std::uint64_t table, std::size_t inputs) {
  const std::uint64_t mask = truth_mask(inputs);
  for (int i = 0; i < static_cast<int>(std::min<std::size_t>(inputs, kMaxInputs)); ++i) {
    if (table == (input_column(i) & mask) || table == (~input_column(i) & mask)) {
      return {i, table != (input_column(i) & mask)};
    }
  }
  return {-1, false};
}

/// The condition as written, which must be one input, inverted or not.
std::string async_condition(CellDraft& draft, const LibertyGroup& ff, const char* name, const LibertyContext& context) {
  const LibertyAttribute* condition = ff.find(name);
  if (condition == nullptr || condition->values.empty()) {
    return {};
  }
  if (literal(truth(draft, *condition, 0, context), draft.cell.inputs.size()).first < 0) {
    draft.set_unusable(fmt::format("{} of more than one pin", name));
  }
  return std::string(condition->values.front());
}

void read_flip_flop(CellDraft& draft, const LibertyGroup& ff, const LibertyContext& context) {
  const LibertyAttribute* clock = ff.find("clocked_on");
  const LibertyAttribute* next = ff.find("next_state");
  if (clock == nullptr || next == nullptr) {
    fail_liberty(context.file, ff.line, "expected clocked_on and next_state in the flip-flop");
  }
  const std::size_t inputs = draft.cell.inputs.size();
  FlipFlop out;
  std::tie(out.clock, out.falling) = literal(truth(draft, *clock, 0, context), inputs);
  if (out.clock < 0) {
    draft.set_unusable("clock of more than one pin");
    out.clock = 0;
  }
  out.next = truth(draft, *next, 0, context);
  if (out.next != truth(draft, *next, kAll, context)) {
    draft.set_unusable("next state depends on the state (enable)");
  }
  bool inverted = false;
  std::tie(out.data, inverted) = literal(out.next, inputs);
  out.plain_data = out.data >= 0 && !inverted;
  if (out.data < 0) {
    draft.set_unusable("next state of more than one pin (scan)");
  }
  out.clear = async_condition(draft, ff, "clear", context);
  out.preset = async_condition(draft, ff, "preset", context);
  draft.cell.flip_flop = out;
}

/// A latch without set and reset; none of another kind.
std::optional<Latch> latch_of(const CellDraft& draft, const LibertyGroup& group, const LibertyContext& context) {
  const LibertyAttribute* data = group.find("data_in");
  const LibertyAttribute* enable = group.find("enable");
  if (data == nullptr || enable == nullptr || group.find("clear") != nullptr || group.find("preset") != nullptr) {
    return std::nullopt;
  }
  const std::size_t inputs = draft.cell.inputs.size();
  const auto [stored, inverted] = literal(truth(draft, *data, 0, context), inputs);
  const auto [opened, low] = literal(truth(draft, *enable, 0, context), inputs);
  if (stored < 0 || inverted || opened < 0) {
    return std::nullopt;
  }
  return Latch{.data = stored, .enable = opened, .low = low};
}

/// The input pin that an attribute marks; -1 without one.
int marked_input(const CellDraft& draft, const char* attribute) {
  const auto marked =
      std::ranges::find_if(draft.input_groups, [&](const LibertyGroup* pin) { return flag_in(*pin, attribute); });
  return marked == draft.input_groups.end() ? -1 : static_cast<int>(marked - draft.input_groups.begin());
}

/// An integrated clock gate for rising edges; one for falling edges, or without a latch, is not modelled.
void read_clock_gate(CellDraft& draft) {
  if (!word_in(draft.group, "clock_gating_integrated_cell").starts_with("latch_posedge") ||
      draft.cell.outputs.size() != 1) {
    return;
  }
  const ClockGate gate{.clock = marked_input(draft, "clock_gate_clock_pin"),
                       .enable = marked_input(draft, "clock_gate_enable_pin")};
  if (gate.clock >= 0 && gate.enable >= 0) {
    draft.cell.clock_gate = gate;
  }
}

void read_states(CellDraft& draft, const LibertyContext& context) {
  const LibertyGroup* ff = nullptr;
  for (const LibertyGroup& group : draft.group.groups) {
    if (group.name == "ff" || group.name == "latch" || group.name == "ff_bank" || group.name == "latch_bank") {
      draft.state_names.push_back(group.arguments.empty() ? "" : group.arguments[0]);
      draft.state_names.push_back(group.arguments.size() < 2 ? "" : group.arguments[1]);
      if (ff != nullptr) {
        draft.set_unusable("several flip-flops");
      }
      ff = group.name == "ff" ? &group : ff;
      draft.cell.latch = group.name == "latch" ? latch_of(draft, group, context) : draft.cell.latch;
    }
  }
  if (ff != nullptr) {
    read_flip_flop(draft, *ff, context);
  }
}

void read_output(CellDraft& draft, std::size_t index, const LibertyContext& context) {
  OutputPin& output = draft.cell.outputs[index];
  const LibertyAttribute* function = draft.output_groups[index]->find("function");
  if (function == nullptr) {
    draft.set_unusable("output without function");
    return;
  }
  const std::uint64_t mask = truth_mask(draft.cell.inputs.size());
  const std::uint64_t clear = truth(draft, *function, 0, context);
  const std::uint64_t set = truth(draft, *function, kAll, context);
  if (draft.cell.flip_flop && clear == 0 && set == mask) {
    output.state = StateOutput::normal;
  } else if (draft.cell.flip_flop && clear == mask && set == 0) {
    output.state = StateOutput::inverted;
  } else {
    output.truth = clear;
    if (!draft.state_names.empty()) {
      draft.set_unusable("output is a function of the state");
    }
  }
}

}  // namespace

void read_functions(CellDraft& draft, const LibertyContext& context) {
  const std::size_t inputs = draft.cell.inputs.size();
  if (inputs > kMaxInputs) {
    draft.set_unusable(fmt::format("{} inputs, more than {}", inputs, kMaxInputs));
  }
  read_states(draft, context);
  read_clock_gate(draft);
  for (std::size_t i = 0; i < draft.cell.outputs.size(); ++i) {
    read_output(draft, i, context);
  }
  if (draft.cell.outputs.empty()) {
    draft.set_unusable("no output");
  } else if (inputs == 0) {
    draft.set_unusable("constant");
  } else if (draft.cell.outputs.size() > 1 && !draft.cell.flip_flop) {
    draft.set_unusable("several outputs");
  }
}

}  // namespace lmulsim::gates
