// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cost/operation.hpp"
#include "cost/technology.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::study::paper {

/// What the paper's claims are measured on: a multiplier alone, or the PE that somebody would build around it, with
/// its accumulator and registers (a multiplier and an accumulator measured apart are no circuit).
enum class ClaimedUnit : std::uint8_t { multiplier, pe };

/// A figure with its error bar, or why there is none.
struct Measurement {
  std::optional<cost::Band> band{};
  std::string missing{};  ///< empty with a band, or where no measurement is asked for
};

/// Takes a figure from a technology with gates.
using Measure = std::function<Measurement(const cost::Technology&)>;

/// Area of the design's multiplier in areas of the library's smallest two-input NAND.
[[nodiscard]] Measure multiplier_nand2(const machine::Accelerator& design);

/// pJ of one operation of the design's multiplier, or of its PE, with the clock's pins.
[[nodiscard]] Measure energy_pj_of(ClaimedUnit unit, const machine::Accelerator& design);

/// What L-Mul saves of the other design, in percent: paired, recipe by recipe and operand by operand, where both have
/// drawn netlists, else from the error bars of both.
[[nodiscard]] Measure saved_by(ClaimedUnit unit, cost::Quantity quantity, const machine::Accelerator& lmul,
                               const machine::Accelerator& other);
/// What is left of the other design's, in percent.
[[nodiscard]] Measure left_by(ClaimedUnit unit, cost::Quantity quantity, const machine::Accelerator& lmul,
                              const machine::Accelerator& other);

/// Nothing to measure, and why: "no gates in it", "not measured: ...".
[[nodiscard]] Measure nothing(const std::string& why);

}  // namespace lmulsim::study::paper
