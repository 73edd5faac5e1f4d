// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "gates/liberty_cell.hpp"

namespace lmulsim::gates {
namespace {

InputPin input_pin(std::string_view name, const LibertyGroup& pin, const LibertyContext& context) {
  const double unit = context.units.capacitance_pf;
  const auto capacitance = [&](const char* attribute) {
    const std::optional<double> value = magnitude_in(pin, attribute, context.file);
    return value ? std::optional(*value * unit) : std::nullopt;
  };
  InputPin out;
  out.name = name;
  out.clock = flag_in(pin, "clock");
  out.rise_capacitance_pf = capacitance("rise_capacitance");
  out.fall_capacitance_pf = capacitance("fall_capacitance");
  if (const std::optional<double> given = capacitance("capacitance")) {
    out.capacitance_pf = *given;
  } else if (out.rise_capacitance_pf || out.fall_capacitance_pf) {
    out.capacitance_pf = std::max(out.rise_capacitance_pf.value_or(0), out.fall_capacitance_pf.value_or(0));
  } else {
    out.capacitance_pf = magnitude_in(context.library, "default_input_pin_cap", context.file).value_or(0) * unit;
  }
  return out;
}

void add_pin(std::string_view name, const LibertyGroup& pin, CellDraft& draft, const LibertyContext& context) {
  const auto same = [&](const auto& other) { return other.name == name; };
  if (std::ranges::any_of(draft.cell.inputs, same) || std::ranges::any_of(draft.cell.outputs, same)) {
    fail_liberty(context.file, pin.line, fmt::format("cell '{}': a second pin '{}'", draft.cell.name, name));
  }
  const std::string_view direction = word_in(pin, "direction");
  if (direction == "input") {
    draft.cell.inputs.push_back(input_pin(name, pin, context));
    draft.input_groups.push_back(&pin);
  } else if (direction == "output") {
    OutputPin& output = draft.cell.outputs.emplace_back();
    output.name = name;
    output.max_capacitance_pf =
        magnitude_in(pin, "max_capacitance", context.file).value_or(0) * context.units.capacitance_pf;
    draft.output_groups.push_back(&pin);
  } else if (direction == "internal" || direction == "inout") {
    draft.other_pins.push_back(name);
    if (direction == "inout") {
      draft.set_unusable("bidirectional pin");
    }
  } else {
    fail_liberty(context.file, pin.line,
                 fmt::format("pin '{}': expected direction input, output, inout or internal, found '{}'", name,
                             direction.substr(0, 40)));
  }
}

}  // namespace

void read_pins(CellDraft& draft, LibertyContext& context) {
  for (const LibertyGroup& pin : draft.group.groups) {
    if (pin.name != "pin") {
      continue;
    }
    if (pin.arguments.empty()) {
      fail_liberty(context.file, pin.line, "expected pin (NAME)");
    }
    for (const std::string_view name : pin.arguments) {
      add_pin(name, pin, draft, context);
    }
    if (pin.find("three_state") != nullptr) {
      draft.set_unusable("tri-state");
    }
  }
}

}  // namespace lmulsim::gates
