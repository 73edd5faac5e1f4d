// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cost/operation.hpp"
#include "cost/technology.hpp"
#include "machine/accelerator.hpp"
#include "machine/activity.hpp"
#include "result/design.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::study::paper {

/// How much of the machine is counted.
enum class Rung : std::uint8_t { multiplier, mac, pe, array, array_sram, array_dram };
inline constexpr auto kRungNames =
    util::enum_names<Rung>("multiplier alone", "multiplier + accumulator", "whole PE", "array with registers",
                           "array with SRAM", "array with SRAM and DRAM");
[[nodiscard]] constexpr std::string_view name(Rung rung) {
  return kRungNames[rung];
}

/// What a rung costs, by parts with their entries; or why that is not known.
struct RungCost {
  std::vector<result::PartCost> parts;
  std::string missing;  ///< empty: known

  [[nodiscard]] bool known() const { return missing.empty(); }
  [[nodiscard]] cost::Band total() const;
};

/// Whether the technology knows what registers cost; else the rungs above the array are without them.
[[nodiscard]] bool has_registers(const cost::Technology& technology, cost::Quantity quantity);

/// Energy: pJ of one operation for the first three rungs, pJ per useful multiply-accumulate of `activity` for those of
/// the array. Area: um^2 of one unit, or of the array per PE. Units measured in gates are taken under Gaussian
/// operands. An entry or unit that the technology lacks makes the rung unknown.
[[nodiscard]] RungCost rung_cost(Rung rung, const machine::Accelerator& accelerator, const cost::Technology& technology,
                                 cost::Quantity quantity, const machine::Activity& activity);

}  // namespace lmulsim::study::paper
