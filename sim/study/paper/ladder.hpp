// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "result/paired_parts.hpp"
#include "study/paper/rungs.hpp"

namespace lmulsim::study::paper {

/// What the reference workload does on an accelerator.
using ActivityOf = std::function<machine::Activity(const machine::Accelerator&)>;

/// L-Mul against one other design on one rung.
struct Against {
  std::optional<cost::Band> cost{};  ///< of the other design
  std::optional<cost::Band> left{};  ///< L-Mul's cost over the other's, with the error of the ratio
  result::Verdict verdict = result::Verdict::not_in_both;
  std::string missing{};  ///< why there is no figure
};

struct Step {
  Rung rung = Rung::multiplier;
  std::optional<cost::Band> lmul{};  ///< pJ or um^2, see rung_cost()
  Against exact;                     ///< the exact multiplier of the same format
  Against int8;
};

/// How much of L-Mul's saving is left from rung to rung.
struct Ladder {
  std::string technology;
  arith::Format format = arith::Format::e4m3;
  cost::Quantity quantity = cost::Quantity::energy;
  double clock_hz = 0;
  bool has_registers = true;  ///< the technology knows what they cost
  std::vector<Step> steps;
};

/// All designs run at one clock: kReferenceClockHz, or what the gates of the slowest of them allow.
[[nodiscard]] Ladder ladder(const cost::Technology& technology, arith::Format format, cost::Quantity quantity,
                            const ActivityOf& activity_of);

/// L-Mul's cost over another's. Designs of one technology: parts of the same entries err together, all others
/// independently (their bands are the spread of synthesis recipes): low is low over high.
[[nodiscard]] Against against(const RungCost& lmul, const RungCost& other);

/// What is saved of the other's cost, in percent; negative: L-Mul costs more.
[[nodiscard]] cost::Band saved_percent(const cost::Band& left);

}  // namespace lmulsim::study::paper
