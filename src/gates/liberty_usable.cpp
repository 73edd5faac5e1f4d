// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty_usable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace lmulsim::gates {
namespace {

constexpr double kMaxAreaRatio = 4;

struct NamePart {
  std::string_view part;  ///< lower case
  const char* reason;
};

/// Conventions of osu018, sky130, sg13g2, asap7 and others derived from them. No attribute of liberty says it.
constexpr NamePart kNameParts[] = {
    {"clkbuf", "clock buffer"},  {"clkinv", "clock buffer"},      {"ckinv", "clock buffer"},
    {"ckbuf", "clock buffer"},   {"clkdly", "delay cell"},        {"dlygate", "delay cell"},
    {"dlymetal", "delay cell"},  {"lpflow", "power domain cell"}, {"probe", "probe cell"},
    {"sparecell", "spare cell"},
};

/// asap7's hold buffers: HB1xp67 to HB4xp67.
bool is_hold_buffer(std::string_view name) {
  return name.size() > 4 && name.starts_with("HB") && std::isdigit(static_cast<unsigned char>(name[2])) != 0 &&
         name[3] == 'x';
}

const char* reason_of_name(const std::string& name) {
  if (is_hold_buffer(name)) {
    return "delay cell";
  }
  std::string lower = name;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto* const found = std::ranges::find_if(
      kNameParts, [&](const NamePart& entry) { return lower.find(entry.part) != std::string::npos; });
  return found == std::end(kNameParts) ? nullptr : found->reason;
}

/// Equal for cells that compute the same, pin by pin.
auto function_of(const Cell& cell) {
  std::vector<std::pair<std::uint64_t, StateOutput>> outputs;
  for (const OutputPin& output : cell.outputs) {
    outputs.emplace_back(output.truth, output.state);
  }
  std::ranges::sort(outputs);
  const FlipFlop ff = cell.flip_flop.value_or(FlipFlop{});
  return std::tuple(cell.inputs.size(), cell.flip_flop.has_value(), outputs, ff.clock, ff.falling, ff.next, ff.clear,
                    ff.preset);
}

}  // namespace

void mark_unusable(std::vector<Cell>& cells) {
  std::map<decltype(function_of(cells.front())), double> smallest;
  for (Cell& cell : cells) {
    if (const char* reason = reason_of_name(cell.name); reason != nullptr && cell.unusable.empty()) {
      cell.unusable = reason;
    }
    if (cell.unusable.empty()) {
      const auto [entry, first] = smallest.emplace(function_of(cell), cell.area_um2);
      entry->second = std::min(entry->second, cell.area_um2);
    }
  }
  for (Cell& cell : cells) {
    if (cell.unusable.empty() && cell.area_um2 > kMaxAreaRatio * smallest.at(function_of(cell))) {
      cell.unusable = "oversized";
    }
  }
}

}  // namespace lmulsim::gates
