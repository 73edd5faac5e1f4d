// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty_cell.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lmulsim::gates {
namespace {

/// nW: as given for the cell, else the unconditional group, else the mean over the conditions.
double leakage(const CellDraft& draft, LibertyContext& context) {
  const double unit = context.units.leakage_nw;
  std::optional<double> unconditional;
  double sum = 0;
  int conditions = 0;
  for (const LibertyGroup& group : draft.group.groups) {
    if (group.name != "leakage_power" || !counts_supply(draft, group, context)) {
      continue;
    }
    const double value = number_in(group, "value", context.file).value_or(0) * unit;
    if (word_in(group, "when").empty()) {
      unconditional = value;
    } else {
      sum += value;
      ++conditions;
    }
  }
  if (const std::optional<double> given = number_in(draft.group, "cell_leakage_power", context.file)) {
    return *given * unit;
  }
  if (unconditional || conditions > 0) {
    return unconditional.value_or(sum / std::max(conditions, 1));
  }
  return number_in(context.library, "default_cell_leakage_power", context.file).value_or(0) * unit;
}

/// What the cell's own groups and attributes say against it.
void judge_kind(CellDraft& draft) {
  const LibertyGroup& group = draft.group;
  if (flag_in(group, "dont_use")) {
    draft.set_unusable("marked dont_use");
  }
  if (group.find("clock_gating_integrated_cell") != nullptr) {
    draft.set_unusable("clock gate");
  }
  constexpr std::pair<const char*, const char*> kGroups[] = {
      {"latch", "latch"},    {"latch_bank", "latch"}, {"statetable", "state table"}, {"ff_bank", "bank of flip-flops"},
      {"test_cell", "scan"}, {"bus", "bus pins"},     {"bundle", "bus pins"}};
  for (const auto& [kind, reason] : kGroups) {
    if (group.group(kind) != nullptr) {
      draft.set_unusable(reason);
    }
  }
}

}  // namespace

bool counts_supply(const CellDraft& draft, const LibertyGroup& power, LibertyContext& context) {
  const std::string_view supply = word_in(power, "related_pg_pin");
  if (supply.empty()) {
    return true;
  }
  for (const LibertyGroup& pin : draft.group.groups) {
    const bool named = pin.name == "pg_pin" && !pin.arguments.empty() && pin.arguments.front() == supply;
    if (named && word_in(pin, "pg_type").find("ground") != std::string_view::npos) {
      ++context.set_aside[fmt::format("{} of ground pin {} not counted", power.name, supply)];
      return false;
    }
  }
  return true;
}

Cell read_cell(const LibertyGroup& group, LibertyContext& context) {
  if (group.arguments.size() != 1 || group.arguments.front().empty()) {
    fail_liberty(context.file, group.line, "expected cell (NAME)");
  }
  CellDraft draft{
      .cell = {}, .group = group, .input_groups = {}, .output_groups = {}, .other_pins = {}, .state_names = {}};
  draft.cell.name = group.arguments.front();
  draft.cell.area_um2 = magnitude_in(group, "area", context.file).value_or(0);
  draft.cell.leakage_nw = leakage(draft, context);
  judge_kind(draft);
  if (group.group("bus") != nullptr || group.group("bundle") != nullptr) {
    return std::move(draft.cell);  // functions and arcs name bits of pins that are not read
  }
  try {
    read_pins(draft, context);
    read_functions(draft, context);
    read_tables(draft, context);
  } catch (const NotModelled& e) {
    draft.set_unusable(e.what());
    draft.cell.inputs.clear();
    draft.cell.outputs.clear();
    draft.cell.flip_flop.reset();
    draft.cell.latch.reset();
    draft.cell.clock_gate.reset();
  }
  return std::move(draft.cell);
}

}  // namespace lmulsim::gates
